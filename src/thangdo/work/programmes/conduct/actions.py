"""Issuing a code of conduct, acknowledging it, and inspections from plan to outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from thangdo.records.acts.declared import Act, At, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Day, Flag, Text, UnitNamed, Whole
from thangdo.records.acts.rows import held, locked, unit_named, unit_of
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import ROLES, Actor, NotAllowed, Refused
from thangdo.records.people.models import Person, Role
from thangdo.records.units.codes import UnitRef
from thangdo.work.programmes.actions.common import LONGEST
from thangdo.work.programmes.conduct.models import Acknowledgement, Code, Inspection
from thangdo.work.programmes.registers import Thing, applies
from thangdo.work.programmes.states import LEADS
from thangdo.work.programmes.states import Inspection as I

Held = Mapping[str, str] | None
LONG = "programme-text-long"
WORDS = Text(LONGEST, least=1, lines=True, code="reason-needed", long=LONG)


@dataclass(frozen=True, slots=True)
class CodeIssued(Happening):
    """A unit issued a version of its code of conduct."""

    TYPE: ClassVar[str] = "conduct.issued"
    unit: str
    version: int
    number: str
    text: Held
    since: date


@dataclass(frozen=True, slots=True)
class CodeAcknowledged(Happening):
    """The actor of the event has read a version."""

    TYPE: ClassVar[str] = "conduct.acknowledged"
    unit: str
    version: int
    on: date


@dataclass(frozen=True, slots=True)
class InspectionPlanned(Happening):
    """An inspection was planned."""

    TYPE: ClassVar[str] = "inspection.planned"
    number: int
    authority: str
    unit: str
    announced: bool
    day: date


@dataclass(frozen=True, slots=True)
class InspectionMoved(Happening):
    """Held with findings, closed with an outcome, or called off."""

    TYPE: ClassVar[str] = "inspection.moved"
    number: int
    to: str
    on: date
    words: Held
    remedy_by: date | None = None


@dataclass(frozen=True, slots=True)
class NewCode:
    """A new version of a unit's code of conduct. number: of the decision."""

    text: Annotated[str, Text(50_000, least=1, lines=True, code="conduct-needed", long=LONG)]
    since: Annotated[date, Day()]
    number: Annotated[str, Text(100, long=LONG)] = ""


@dataclass(frozen=True, slots=True)
class Version:
    """Which version was read."""

    version: Annotated[int, Whole(0, 1_000_000_000)]


def issue(on: On[Thing], given: NewCode) -> Outcome:
    """The head issues a new version of the unit's code."""
    # No other version comes meanwhile: the stream of the unit's code is locked.
    last = Code.objects.filter(unit=on.subject.units["unit"]).first()
    if last is not None and given.since <= last.since:
        raise Refused("before-the-last", field="since", day=last.since.isoformat())
    version = last.version + 1 if last else 1
    issued = CodeIssued(_ref(on), version, given.number, keep(given.text), given.since)
    return Outcome([issued], {"version": version})


def acknowledge(on: On[Thing], given: Version) -> Outcome:
    """An officer of the unit has read its code in force."""
    code = in_force(on.subject.units["unit"].pk, on.day)
    if code is None or code.version != given.version:
        raise Refused("code-has-changed")
    known = Acknowledgement.objects.filter(code=code, person=on.actor.person).exists()
    acknowledged = CodeAcknowledged(_ref(on), given.version, on.day)
    return Outcome([] if known else [acknowledged], {"version": given.version})


def in_force(unit: int, day: date) -> Code | None:
    """The version of a unit's code in force on a day."""
    return Code.objects.filter(unit=unit, since__lte=day).order_by("-version").first()


def _ref(on: On[Thing]) -> str:
    return on.subject.stream.partition(":")[2]


def find_code(where: Where, act: Act, given: Any, lock: bool) -> Thing:
    """A unit's code of conduct; nobody issues or acknowledges it meanwhile."""
    unit = unit_named(where[0])
    stream = f"conduct:{unit.scheme}:{unit.code}"
    return Thing(stream, held(stream, lock), {"unit": unit})


def _of_the_unit(code: Thing, actor: Actor, act: Act) -> None:
    """Only who holds an office in the unit itself has read its code."""
    unit = code.units["unit"]
    in_it = any(one.unit == unit.pk for one in actor.offices)
    if act.does is acknowledge and (actor.person is None or not in_it):
        raise NotAllowed(act.roles, str(unit))


CONDUCT = Work(
    "conduct",
    table(
        Act(issue, (At("unit", (Role.HEAD,)),), takes=NewCode),
        Act(acknowledge, (At("unit", ROLES),), takes=Version),
    ),
    find_code,
    where=("unit",),
    bar=_of_the_unit,
)


@dataclass
class Visit(Thing):
    """An inspection, locked; a new one has no sequence yet."""

    row: Inspection

    def states(self) -> Mapping[str, str]:
        return {"inspection": self.row.state}


@dataclass(frozen=True, slots=True)
class NewInspection:
    """An inspection to plan."""

    authority: Annotated[UnitRef, UnitNamed()]
    unit: Annotated[UnitRef, UnitNamed()]
    day: Annotated[date, Day()]
    announced: Annotated[bool, Flag()]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found on a day, and by when it must be put right."""

    day: Annotated[date, Day()]
    findings: Annotated[str, WORDS]
    remedy_by: Annotated[date | None, Day()] = None


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome, or why it is called off."""

    words: Annotated[str, WORDS]


def plan(on: On[Visit], given: NewInspection) -> Outcome:
    """Plan an inspection of a unit under the authority."""
    above, place = on.subject.units["authority"], unit_named(given.unit)
    if not place.path.startswith(above.path) or place.pk == above.pk:
        raise Refused("not-under", field="unit", **place.as_facts())
    if given.day < on.day:
        raise Refused("day-is-past", field="day", day=given.day.isoformat())
    number = on.subject.row.number
    planned = InspectionPlanned(
        number, ":".join(given.authority), ":".join(given.unit), given.announced, given.day
    )
    return Outcome([planned], {"number": number})


def hold(on: On[Visit], given: Findings) -> InspectionMoved:
    """It was held: what was found, and by when it must be put right."""
    if given.day > on.day:
        raise Refused("day-to-come", field="day", day=given.day.isoformat())
    if given.remedy_by is not None and given.remedy_by < given.day:
        raise Refused("programme-backwards", field="remedy_by")
    number, found = on.subject.row.number, keep(given.findings)
    return InspectionMoved(number, I.HELD, given.day, found, given.remedy_by)


def close(on: On[Visit], given: Said) -> InspectionMoved:
    """The matter is closed, with its outcome."""
    return InspectionMoved(on.subject.row.number, I.CLOSED, on.day, keep(given.words))


def cancel(on: On[Visit], given: Said) -> InspectionMoved:
    """The inspection is called off."""
    return InspectionMoved(on.subject.row.number, I.CANCELLED, on.day, keep(given.words))


def find(where: Where, act: Act, given: Any, lock: bool) -> Visit:
    """An inspection by its number; a new one with the next number."""
    if act.makes:
        if given is None:
            raise Refused("no-such-inspection", number="")
        held("inspection", lock)  # numbers are given one at a time
        number = (Inspection.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        row = Inspection(number=number)
        return Visit(row.stream, 0, {"authority": unit_named(given.authority)}, row)
    found = locked(Inspection.objects.select_related("authority").filter(number=where[0]), lock)
    if found is None:
        raise Refused("no-such-inspection", number=where[0])
    return Visit(found.stream, found.sequence, {"authority": found.authority}, found)


AUTHORITY = (At("authority", LEADS),)
INSPECTIONS = Work(
    "inspection",
    table(
        Act(plan, AUTHORITY, takes=NewInspection, makes="address-taken"),
        Act(hold, AUTHORITY, {"inspection": (I.PLANNED,)}, Findings),
        Act(close, AUTHORITY, {"inspection": (I.HELD,)}, Said),
        Act(cancel, AUTHORITY, {"inspection": (I.PLANNED,)}, Said),
    ),
    find,
    where=("number",),
)


@applies("conduct.issued")
def _issued(event: EventView) -> None:
    said = event.payload
    Code.objects.create(
        unit=unit_of(said["unit"]),
        version=said["version"],
        number=said["number"],
        text=said["text"],
        since=date.fromisoformat(said["since"]),
        sequence=event.sequence,
    )


@applies("conduct.acknowledged")
def _acknowledged(event: EventView) -> None:
    said = event.payload
    code = Code.objects.get(unit=unit_of(said["unit"]), version=said["version"])
    person = Person.objects.get(pk=int(event.actor.rpartition(":")[2]))
    Acknowledgement.objects.create(code=code, person=person, on=date.fromisoformat(said["on"]))


@applies("inspection.planned")
def _planned(event: EventView) -> None:
    said = event.payload
    Inspection.objects.create(
        number=said["number"],
        authority=unit_of(said["authority"]),
        unit=unit_of(said["unit"]),
        announced=said["announced"],
        day=date.fromisoformat(said["day"]),
        sequence=event.sequence,
    )


@applies("inspection.moved")
def _moved(event: EventView) -> None:
    said = event.payload
    row = Inspection.objects.get(number=said["number"])
    row.state, row.sequence = said["to"], event.sequence
    if said["to"] == "held":
        row.day, row.findings = date.fromisoformat(said["on"]), said["words"]
        row.remedy_by = date.fromisoformat(said["remedy_by"]) if said["remedy_by"] else None
    else:
        row.outcome = said["words"]
    row.save()
