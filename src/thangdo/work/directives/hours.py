"""When offices work, and how far something overdue is escalated: rules as data."""

from __future__ import annotations

from datetime import date, datetime, time

from thangdo.records import calendars
from thangdo.records.people.acting import LOCAL
from thangdo.rules.deadlines.calendar import BadDeadline, Calendar
from thangdo.rules.deadlines.counting import count_working_days
from thangdo.work.directives.states import Urgency

#: the hours in which reminders go out
HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
#: working days overdue after which the head, then the head above, then the head of the issuing unit is told
STEPS: dict[str, tuple[int, int, int]] = {
    Urgency.NORMAL: (1, 5, 10),
    Urgency.URGENT: (1, 3, 6),
    Urgency.VERY_URGENT: (1, 2, 4),
    Urgency.EXPRESS: (1, 1, 2),
}
REMIND_BEFORE = (5, 2, 0)  # working days before the day that is due
LATE_EVERY = 5  # working days between two reminders of what is late


def in_working_hours(now: datetime) -> bool:
    """Whether offices work at this moment."""
    local = now.astimezone(LOCAL)
    return is_working(calendars.current(), local.date()) and any(
        begin <= local.time() < end for begin, end in HOURS
    )


def is_working(calendar: Calendar, day: date) -> bool:
    """Whether a day is a working day; every day is, beyond what the calendar knows."""
    try:
        return calendar.is_working(day)
    except BadDeadline:
        return True


def days_over(calendar: Calendar, due: date, day: date) -> int:
    """How many working days something is overdue on a day; 0 when it is not."""
    if day <= due:
        return 0
    try:
        return count_working_days(calendar, due, day).n
    except BadDeadline:
        return (day - due).days


def reminder(calendar: Calendar, due: date, day: date) -> str | None:
    """Which reminder falls on this day: 5, 2 or 0 working days before, the first after, then every fifth."""
    if day <= due:
        try:
            left = count_working_days(calendar, day, due).n
        except BadDeadline:
            return None
        return f"before-{left}" if left in REMIND_BEFORE else None
    over = days_over(calendar, due, day)
    return f"after-{over}" if over == 1 or (over and over % LATE_EVERY == 0) else None
