"""The calendars of working days that the library carries."""

from __future__ import annotations

from functools import cache

from thangdo.records import library
from thangdo.rules.deadlines.calendar import Calendar, parse_calendar


@cache
def current() -> Calendar:
    """The calendar of Việt Nam as last decided."""
    return parse_calendar(library.read_text("calendars", "vn.csv"), "calendars/vn.csv")
