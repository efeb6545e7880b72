"""Codes of conduct and inspections as read; one that is not announced is hidden until it was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Office, Role
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.programmes.conduct.actions import in_force
from thangdo.work.programmes.conduct.models import Acknowledgement, Code, Inspection
from thangdo.work.programmes.states import LEADS

OVERSEE = (*LEADS, Role.ADMINISTRATOR, Role.OBSERVER)
OWN = (Role.HEAD, Role.REPORTER)


@dataclass(frozen=True, slots=True)
class CodeView:
    """A unit's code in force with its text, and how many of its officers have acknowledged it."""

    unit: Unit
    code: Code | None
    text: str
    acknowledged: int
    officers: int
    mine: date | None  # when the actor acknowledged it

    @property
    def share(self) -> Fraction | None:
        """Acknowledged of all officers; None where there are none."""
        return Fraction(self.acknowledged, self.officers) if self.officers else None


class Version(NamedTuple):
    """A version of a code with its text."""

    code: Code
    text: str


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection with its words."""

    row: Inspection
    findings: str
    outcome: str
    leads: bool  # whether the actor carries it out


def codes(actor: Actor) -> list[CodeView]:
    """The codes of the units in which the actor holds an office, or that he oversees. A few queries."""
    day = actor.day
    scope = Q(pk__in=[held.unit for held in actor.offices])
    for held in actor.holding(*OVERSEE):
        if held.subtree:
            scope |= Q(path__startswith=held.path)
    with_code = Code.objects.filter(since__lte=day).values("unit")
    own = [held.unit for held in actor.offices]
    units = list(Unit.objects.filter(scope).filter(Q(pk__in=own) | Q(pk__in=with_code)).order_by("sort_key"))
    latest: dict[int, Code] = {}
    for code in Code.objects.filter(unit__in=units, since__lte=day).order_by("version"):
        latest[code.unit_id] = code
    officers: dict[int, set[int]] = {}
    offices = Office.objects.filter(unit__in=units, since__lte=day, person__is_active=True)
    for unit, person in offices.filter(Q(until=None) | Q(until__gte=day)).values_list("unit_id", "person_id"):
        officers.setdefault(unit, set()).add(person)
    read: dict[int, dict[int, date]] = {}
    rows = Acknowledgement.objects.filter(code__in=latest.values()).values_list(
        "code__unit", "person_id", "on"
    )
    for unit, person, on in rows:
        read.setdefault(unit, {})[person] = on
    texts = dict(zip(latest, private.texts([one.text for one in latest.values()]), strict=True))
    return [
        CodeView(
            unit,
            latest.get(unit.pk),
            texts.get(unit.pk, ""),
            len(read.get(unit.pk, {}).keys() & officers.get(unit.pk, set())),
            len(officers.get(unit.pk, ())),
            read.get(unit.pk, {}).get(actor.person or 0),
        )
        for unit in units
    ]


def history(actor: Actor, unit: Unit) -> list[Version]:
    """All versions of a unit's code with their text: codes are no secret. Two queries."""
    rows = list(Code.objects.filter(unit=unit))
    texts = private.texts([one.text for one in rows])
    return [Version(*pair) for pair in zip(rows, texts, strict=True)]


def inspections_seen(actor: Actor) -> QuerySet[Inspection]:
    """Those that the actor carries out or oversees; of his own unit the announced ones and those held."""
    rows = Inspection.objects.select_related("unit", "authority")
    own = actor.scope(*OWN) & (Q(announced=True) | Q(state__in=("held", "closed")))
    return rows.filter(actor.scope(*OVERSEE, unit="authority") | own)


def led(actor: Actor, number: int) -> None:
    """Raises Refused("no-such-inspection") for who does not carry it out, as for what is not there."""
    row = Inspection.objects.select_related("authority").filter(number=number).first()
    if row is None or actor.office_for(row.authority, *LEADS) is None:
        raise Refused("no-such-inspection", number=number)


def inspections(actor: Actor) -> list[InspectionView]:
    """The same with their words, the latest first."""
    rows = list(inspections_seen(actor))
    texts = private.texts([one.findings for one in rows] + [one.outcome for one in rows])
    return [
        InspectionView(one, found, outcome, actor.office_for(one.authority, *LEADS) is not None)
        for one, found, outcome in zip(rows, texts[: len(rows)], texts[len(rows) :], strict=True)
    ]


__all__ = ["codes", "history", "in_force", "inspections", "inspections_seen", "led"]
