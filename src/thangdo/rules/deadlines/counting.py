"""When a limit ends: days added and counted, with every day on the way and why it counted or not.

The day of receipt is not counted; n working days later is the n-th working day after it (Civil Code
91/2015/QH13, Article 147(2)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from thangdo.rules.deadlines.calendar import BadDeadline, Calendar, DayReason
from thangdo.rules.index.result import Why

MOST_WORKING_DAYS = 10_000  # about forty years
MOST_DAYS = 36_600  # a hundred years
_EVERY_DAY = DayReason(
    "calendar-day", "Mọi ngày đều tính", "Every day counts", "Civil Code 91/2015/QH13, Article 147(2)"
)
_ONE = timedelta(days=1)


class CountedDay(NamedTuple):
    """A day on the way: whether it counted, and why or why not."""

    day: date
    counted: bool
    reason: DayReason


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day on which a limit of n days that began at `start` ends.

    days: from the day after the start to the due day. warnings: `calendar-not-decided` with the `year`.
    """

    day: date
    start: date
    n: int
    unit: Literal["working", "calendar"]
    days: tuple[CountedDay, ...]
    warnings: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many working days lie after `start`, up to and with `end`; days and warnings as in a DueDate."""

    n: int
    start: date
    end: date
    days: tuple[CountedDay, ...]
    warnings: tuple[Why, ...] = ()


def add_working_days(calendar: Calendar, start: date, n: int) -> DueDate:
    """The n-th working day after `start`, which itself is not counted; n = 0 is the start.

    Raises BadDeadline: `before-calendar`, `negative`, `too-many` (over MOST_WORKING_DAYS), `too-far`.

    >>> week = Calendar("plain", "1", {}, 2019, 2019)
    >>> add_working_days(week, date(2019, 7, 3), 5).day.isoformat()  # a Wednesday: the week-end is left out
    '2019-07-10'
    """
    _wanted(n, MOST_WORKING_DAYS)
    calendar.why(start)
    days: list[CountedDay] = []
    left = n
    for day in _after(start) if n else ():
        reason = calendar.why(day)
        days.append(CountedDay(day, reason.works, reason))
        left -= reason.works
        if not left:
            break
    due = days[-1].day if days else start
    return DueDate(due, start, n, "working", tuple(days), _warnings(calendar, start, due))


def count_working_days(calendar: Calendar, start: date, end: date) -> Count:
    """How many working days lie after `start`, up to and with `end`.

    Raises BadDeadline: `before-calendar`, `end-before-start`, `too-many` (over MOST_DAYS days).

    >>> week = Calendar("plain", "1", {}, 2019, 2019)
    >>> count_working_days(week, date(2019, 7, 3), date(2019, 7, 10)).n
    5
    """
    calendar.why(start)
    _no_moment(end)
    if end < start:
        raise BadDeadline(
            "end-before-start", f"{end} lies before {start}", start=start.isoformat(), end=end.isoformat()
        )
    _wanted((end - start).days, MOST_DAYS)
    days = []
    for step in range(1, (end - start).days + 1):
        reason = calendar.why(day := start + timedelta(days=step))
        days.append(CountedDay(day, reason.works, reason))
    counted = sum(day.counted for day in days)
    return Count(counted, start, end, tuple(days), _warnings(calendar, start, end))


def add_calendar_days(start: date, n: int) -> DueDate:
    """The n-th day after `start`, every day counting; the last is not moved from a day off (Article 148(5)).

    Raises BadDeadline: `negative`, `too-many` (over MOST_DAYS), `too-far`.

    >>> add_calendar_days(date(2019, 7, 3), 5).day.isoformat()
    '2019-07-08'
    """
    _no_moment(start)
    _wanted(n, MOST_DAYS)
    days = [CountedDay(day, True, _EVERY_DAY) for _, day in zip(range(n), _after(start), strict=False)]
    return DueDate(days[-1].day if days else start, start, n, "calendar", tuple(days))


def _after(start: date) -> Iterator[date]:
    """Every day after the start. Raises BadDeadline where the years end."""
    day = start
    while day < date.max:
        day += _ONE
        yield day
    raise BadDeadline("too-far", "the limit ends after the year 9999", start=start.isoformat())


def _no_moment(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not a moment: take its date in Asia/Ho_Chi_Minh")


def _wanted(n: int, most: int) -> None:
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError("a whole number of days is wanted")
    if n < 0:
        raise BadDeadline("negative", f"a limit of {n} days lies in the past", n=n)
    if n > most:
        raise BadDeadline("too-many", f"{n} days are more than {most}", n=n, most=most)


def _warnings(calendar: Calendar, start: date, end: date) -> tuple[Why, ...]:
    first = max(start.year, calendar.last_decided_year + 1)
    return tuple(
        Why("calendar-not-decided", {"year": year, "calendar": calendar.id, "version": calendar.version})
        for year in range(first, end.year + 1)
    )
