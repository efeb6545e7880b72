"""Issuing a code of conduct, acknowledging it, and inspections from plan to outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView, head
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Person, Role
from thangdo.work.programmes.actions.common import Json, UnitRef, kept, needed
from thangdo.work.programmes.actions.programmes import unit_at
from thangdo.work.programmes.conduct.models import Acknowledgement, Code, Inspection
from thangdo.work.programmes.projection import unit_of
from thangdo.work.programmes.registers import applies, happen
from thangdo.work.programmes.states import LEADS

Held = Mapping[str, str] | None
LONGEST = 50_000


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


def issue(actor: Actor, unit: UnitRef, text: str, since: date, number: str = "") -> Json:
    """The head issues a new version of the unit's code. Gives {"version"}. Raises NotAllowed, Refused."""
    place = unit_at(unit)
    held = actor.need(place, Role.HEAD)

    def run() -> Json:
        words = kept(text, LONGEST)
        if words is None:
            raise Refused("conduct-needed")
        if len(number) > 100:
            raise Refused("programme-text-long", most=100)
        last = Code.objects.filter(unit=place).first()
        if last is not None and since <= last.since:
            raise Refused("before-the-last", day=last.since.isoformat())
        version = last.version + 1 if last else 1
        stream = f"conduct:{':'.join(unit)}"
        issued = CodeIssued(":".join(unit), version, number.strip(), words, since)
        happen(stream, [issued], actor, held, head(stream))
        return {"version": version}

    request = {
        "act": "conduct-issue",
        "unit": list(unit),
        "text": text,
        "since": since.isoformat(),
        "number": number,
    }
    answer: Json = once(actor.by(), request, run)
    return answer


def acknowledge(actor: Actor, unit: UnitRef, version: int) -> Json:
    """An officer of the unit has read its code in force. Raises NotAllowed, Refused."""
    place = unit_at(unit)
    held = next((one for one in actor.offices if one.unit == place.pk), None)
    if held is None or actor.person is None:
        raise NotAllowed([role.value for role in Role], str(place))

    def run() -> Json:
        code = in_force(place.pk, actor.day)
        if code is None or code.version != version:
            raise Refused("code-has-changed")
        if not Acknowledgement.objects.filter(code=code, person=actor.person).exists():
            acknowledged = CodeAcknowledged(":".join(unit), version, actor.day)
            happen(f"conduct:{':'.join(unit)}", [acknowledged], actor, held)
        return {"version": version}

    answer: Json = once(actor.by(), {"act": "conduct-read", "unit": list(unit), "version": version}, run)
    return answer


def in_force(unit: int, day: date) -> Code | None:
    """The version of a unit's code in force on a day."""
    return Code.objects.filter(unit=unit, since__lte=day).order_by("-version").first()


def plan(actor: Actor, authority: UnitRef, unit: UnitRef, day: date, announced: bool) -> Json:
    """Plan an inspection of a unit under the authority. Gives {"number"}. Raises NotAllowed, Refused."""
    above, place = unit_at(authority), unit_at(unit)
    held = actor.need(above, *LEADS)

    def run() -> Json:
        if not place.path.startswith(above.path) or place.pk == above.pk:
            raise Refused("not-under", unit=place.name_vi)
        if day < actor.day:
            raise Refused("day-is-past", day=day.isoformat())
        number = (Inspection.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        planned = InspectionPlanned(number, ":".join(authority), ":".join(unit), announced, day)
        happen(f"inspection:{number}", [planned], actor, held, 0)
        return {"number": number}

    request = {
        "act": "inspection-plan",
        "authority": list(authority),
        "unit": list(unit),
        "day": day.isoformat(),
        "announced": announced,
    }
    answer: Json = once(actor.by(), request, run)
    return answer


def held_on(
    actor: Actor, number: int, day: date, findings: str, remedy_by: date | None, seen: int | None = None
) -> Json:
    """It was held: what was found, and by when it must be put right. Raises NotAllowed, Refused."""
    if day > actor.day:
        raise Refused("day-to-come", day=day.isoformat())
    if remedy_by is not None and remedy_by < day:
        raise Refused("programme-backwards")
    return _move(actor, number, "held", day, findings, ("planned",), remedy_by, seen)


def close(actor: Actor, number: int, outcome: str, seen: int | None = None) -> Json:
    """The matter is closed, with its outcome. Raises NotAllowed, Refused."""
    return _move(actor, number, "closed", actor.day, outcome, ("held",), None, seen)


def cancel(actor: Actor, number: int, reason: str, seen: int | None = None) -> Json:
    """The inspection is called off. Raises NotAllowed, Refused."""
    return _move(actor, number, "cancelled", actor.day, reason, ("planned",), None, seen)


def _move(
    actor: Actor,
    number: int,
    to: str,
    day: date,
    words: str,
    allowed: tuple[str, ...],
    remedy_by: date | None,
    seen: int | None,
) -> Json:
    found = Inspection.objects.select_related("authority").filter(number=number).first()
    if found is None or actor.office_for(found.authority, *LEADS) is None:
        raise Refused("no-such-inspection", number=number)
    held = actor.need(found.authority, *LEADS)

    def run() -> Json:
        row = Inspection.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.state not in allowed:
            raise Refused("wrong-state", act=f"inspection-{to}", what="inspection", state=row.state)
        moved = InspectionMoved(number, to, day, needed(words), remedy_by)
        return {"sequence": happen(row.stream, [moved], actor, held, row.sequence if seen is None else seen)}

    request = {
        "act": f"inspection-{to}",
        "number": number,
        "words": words,
        "day": day.isoformat(),
        "seen": seen,
        "remedy_by": remedy_by.isoformat() if remedy_by else None,
    }
    answer: Json = once(actor.by(), request, run)
    return answer


@applies("conduct.issued")
def _issued(event: EventView) -> None:
    said = event.payload
    Code.objects.create(
        unit=unit_of(said["unit"]), version=said["version"], number=said["number"], text=said["text"],
        since=date.fromisoformat(said["since"]), sequence=event.sequence,
    )  # fmt: skip


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
        number=said["number"], authority=unit_of(said["authority"]), unit=unit_of(said["unit"]),
        announced=said["announced"], day=date.fromisoformat(said["day"]), sequence=event.sequence,
    )  # fmt: skip


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
