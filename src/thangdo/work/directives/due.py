"""When a directive falls due: the day as stated or counted, and the working day that follows a day off.

Where the last day is a day off, the limit ends with the next working day (Civil Code 91/2015/QH13,
Article 148(5)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from thangdo.records import calendars
from thangdo.records.people.acting import Refused
from thangdo.rules.deadlines.calendar import BadDeadline, Calendar, DayReason
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.work.directives.states import DueKind

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """stated: as said or counted; falls: the working day; off: why the stated day is a day off, or None.

    warnings: codes, `calendar-not-decided`. Both days None: no due date is stated.
    """

    stated: date | None = None
    falls: date | None = None
    off: DayReason | None = None
    calendar: str = ""
    warnings: tuple[str, ...] = ()


def due_of(kind: str, due: date | None, days: int | None, start: date) -> Due:
    """When an order given on `start` falls due. Raises Refused: `due-needed`, `due-has-passed`, `days-…`."""
    if kind == DueKind.NONE:
        return Due()
    calendar = calendars.current()
    named = f"{calendar.id} {calendar.version}"
    if kind == DueKind.WORKING_DAYS:
        if not days or days < 1:
            raise Refused("due-needed")
        try:
            counted = add_working_days(calendar, start, days)
        except BadDeadline as error:
            raise Refused(f"days-{error.code}", **error.facts) from error
        return Due(counted.day, counted.day, None, named, tuple(str(one.code) for one in counted.warnings))
    if due is None:
        raise Refused("due-needed")
    if due < start:
        raise Refused("due-has-passed", due=due.isoformat(), on=start.isoformat())
    off = day_off(calendar, due)
    return Due(due, working_from(calendar, due), off, named)


def working_from(calendar: Calendar, day: date) -> date:
    """The day itself or, where it is a day off, the next working day; the day, beyond the calendar."""
    at = day
    for _ in range(60):
        if day_off(calendar, at) is None:
            return at
        at += ONE
    return day


def day_off(calendar: Calendar, day: date) -> DayReason | None:
    """Why a day is a day off; None for a working day and for one before the calendar begins."""
    try:
        why = calendar.why(day)
    except BadDeadline:
        return None
    return None if why.works else why
