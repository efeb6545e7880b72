"""Directives due and directives on time of one unit in a period, as criteria count them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.directives.models import Assignment, Passing
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
    carried = Passing.objects.filter(Q(to=unit) | Q(before=unit)).values("assignment")
    rows = Assignment.objects.filter(
        Q(unit=unit) | Q(carrier=unit) | Q(pk__in=carried), due__gte=since, due__lte=until
    ).exclude(state=State.WITHDRAWN)
    rows = rows.prefetch_related("passings")
    tally = dict.fromkeys(("on_time", "late", "open", "unknown"), 0)
    for row in rows:
        if row.due is None or _carrier_on(row, row.due) != unit.pk:
            continue
        tally[_how(row)] += 1
    due = tally["on_time"] + tally["late"] + tally["open"]
    return Counts(due, tally["on_time"], tally["late"], tally["open"], tally["unknown"])


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
