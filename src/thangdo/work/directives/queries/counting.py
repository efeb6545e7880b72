"""Directives due and directives on time of one unit in a period, as criteria count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from thangdo.records.people.acting import Actor
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.assessments import sources
from thangdo.work.directives.models import Assignment, Passing
from thangdo.work.directives.permissions import OVERSEE, OWN
from thangdo.work.directives.states import Assignment as State


@dataclass(frozen=True, slots=True)
class Counts:
    """Assignments whose day fell in the period. due: all of them but those withdrawn and those unknown.

    on_time: reported as done on the day or before, and not given back since (or closed by data by then).
    late: done, but after the day. open: not done. unknown: nothing is known (Chưa có thông tin).
    """

    due: int
    on_time: int
    late: int
    open: int
    unknown: int

    @property
    def share(self) -> Fraction | None:
        """On time of due; None where nothing was due."""
        return Fraction(self.on_time, self.due) if self.due else None


def counts(unit: Unit, since: date, until: date) -> Counts:
    """What fell due for a unit from `since` to `until` (both days in), by the carrier of the due day.

    An assignment that passed to a successor counts for whoever carried it on the day on which it was due.
    """
    return counts_of([unit], since, until)[unit.pk]


def counts_of(units: Sequence[Unit], since: date, until: date) -> dict[int, Counts]:
    """The same for many units, by their key; two queries."""
    wanted = {unit.pk for unit in units}
    carried = Passing.objects.filter(Q(to__in=wanted) | Q(before__in=wanted)).values("assignment")
    rows = Assignment.objects.filter(
        Q(unit__in=wanted) | Q(carrier__in=wanted) | Q(pk__in=carried), due__gte=since, due__lte=until
    ).exclude(state=State.WITHDRAWN)
    tally = {unit: dict.fromkeys(("on_time", "late", "open", "unknown"), 0) for unit in wanted}
    for row in rows.prefetch_related("passings"):
        assert row.due is not None
        carrier = _carrier_on(row, row.due)
        if carrier in tally:
            tally[carrier][_how(row)] += 1
    return {unit: Counts(one["on_time"] + one["late"] + one["open"], **one) for unit, one in tally.items()}


def may_count(actor: Actor, unit: Unit) -> None:
    """Raises NotAllowed for who neither belongs to the unit nor oversees it."""
    above = [held for held in actor.holding(*OVERSEE) if unit.path.startswith(held.path)]
    if not above:
        actor.need(unit, *OWN)


def offer() -> None:
    """Offer the counts to appraisers, for criteria that ask for them."""
    sources.register(
        "directives",
        "Nhiệm vụ được giao",
        "Directives",
        _figures,
        {
            "directives-due": ("Nhiệm vụ đến hạn", "Directives due"),
            "directives-on-time": ("Nhiệm vụ hoàn thành đúng hạn", "Directives on time"),
        },
    )


def _figures(units: Sequence[Unit], since: date, until: date) -> dict[int, dict[str, Decimal]]:
    """A unit of whose due directives nothing is known has no number; one without any has zero."""
    return {
        unit: {"directives-due": Decimal(one.due), "directives-on-time": Decimal(one.on_time)}
        for unit, one in counts_of(units, since, until).items()
        if one.due or not one.unknown
    }


def _carrier_on(row: Assignment, day: date) -> int:
    carrier = row.unit_id
    for passing in row.passings.all():
        if passing.on <= day:
            carrier = passing.to_id
    return carrier


def _how(row: Assignment) -> str:
    if not row.known:
        return "unknown"
    done = row.reported_on if row.state == State.REPORTED else row.done_on if row.settled else None
    if done is None or row.due is None:
        return "open"
    return "on_time" if done <= row.due else "late"
