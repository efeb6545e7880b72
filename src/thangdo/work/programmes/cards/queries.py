"""Who knows the indices: one's own cards, and the share of officers by unit; nobody is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Office, Role
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.programmes.cards.models import Reading
from thangdo.work.programmes.cards.texts import Card, cards

SEES = (Role.HEAD, Role.SECRETARY, Role.TRAINER, Role.ADMINISTRATOR, Role.OBSERVER)


class Confirmed(NamedTuple):
    """A card, and the day on which somebody confirmed it as it stands now."""

    card: Card
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A unit: officers who hold an office there, and how many have confirmed each card as it stands now."""

    unit: Unit
    officers: int
    confirmed: dict[str, int]

    def share(self, name: str) -> Fraction | None:
        """Confirmed of all officers; None where there are none."""
        return Fraction(self.confirmed.get(name, 0), self.officers) if self.officers else None

    @property
    def whole(self) -> Fraction | None:
        """Confirmations of all cards, of all that there could be."""
        most = self.officers * len(cards())
        return Fraction(sum(self.confirmed.values()), most) if most else None


def mine(actor: Actor) -> list[Confirmed]:
    """Every card, and the day on which the actor confirmed it as it stands now."""
    rows = Reading.objects.filter(person=actor.person) if actor.person is not None else Reading.objects.none()
    known = {(row.card, row.sha256): row.on for row in rows}
    return [Confirmed(one, known.get((one.name, one.sha256))) for one in cards().values()]


def by_unit(actor: Actor) -> list[Line]:
    """The share of officers who know each index, for the units that the actor oversees. Three queries."""
    day = actor.day
    held = Office.objects.filter(actor.scope(*SEES), since__lte=day, person__is_active=True)
    held = held.filter(Q(until=None) | Q(until__gte=day))
    officers: dict[int, set[int]] = {}
    for unit, person in held.values_list("unit_id", "person_id"):
        officers.setdefault(unit, set()).add(person)
    now = {one.name: one.sha256 for one in cards().values()}
    people = {person for some in officers.values() for person in some}
    known: dict[str, set[int]] = {}
    rows = Reading.objects.filter(person__in=people)
    for name, digest, person in rows.values_list("card", "sha256", "person_id"):
        if now.get(name) == digest:
            known.setdefault(name, set()).add(person)
    units = Unit.objects.filter(pk__in=officers).order_by("sort_key", "place")
    return [
        Line(
            unit,
            len(officers[unit.pk]),
            {name: len(some & officers[unit.pk]) for name, some in known.items()},
        )
        for unit in units
    ]
