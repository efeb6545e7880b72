"""What goes wrong when days are added or counted: a wrong appointment, or a delay that is none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.calendars import current
from thangdo.rules.deadlines.calendar import BadDeadline, Calendar
from thangdo.rules.deadlines.counting import (
    MOST_DAYS,
    MOST_WORKING_DAYS,
    add_calendar_days,
    add_working_days,
    count_working_days,
)

PLAIN = Calendar("plain", "1", {}, 1, 9999)
ANY = st.dates(date(2019, 1, 1), date(2030, 12, 31))
FEW = st.integers(0, 300)


@given(ANY, FEW, FEW)
def test_a_longer_limit_never_ends_earlier(start: date, n: int, more: int) -> None:
    assert add_working_days(current(), start, n + more).day >= add_working_days(current(), start, n).day


@given(ANY, st.integers(0, 60), FEW)
def test_a_dossier_received_later_is_never_due_earlier(start: date, later: int, n: int) -> None:
    other = start + timedelta(days=later)
    assert add_working_days(current(), other, n).day >= add_working_days(current(), start, n).day


@given(ANY, FEW)
def test_what_was_added_is_what_is_counted_and_the_due_day_is_worked(start: date, n: int) -> None:
    due = add_working_days(current(), start, n)
    assert count_working_days(current(), start, due.day).n == n
    assert n == 0 or current().is_working(due.day)
    assert sum(day.counted for day in due.days) == n
    assert [day.day for day in due.days] == [
        start + timedelta(days=i + 1) for i in range((due.day - start).days)
    ]


@given(ANY, FEW, FEW)
def test_a_limit_in_two_parts_ends_when_the_whole_does(start: date, n: int, m: int) -> None:
    half = add_working_days(current(), start, n).day
    assert add_working_days(current(), half, m).day == add_working_days(current(), start, n + m).day


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 2000))
def test_plain_weekdays_agree_with_numpy(start: date, n: int) -> None:
    """Oracle: numpy.busday_offset and busday_count (Monday to Friday)."""
    due = add_working_days(PLAIN, start, n).day
    if n:
        assert due == np.busday_offset(start, n, roll="preceding").item()
    end = start + timedelta(days=n)
    assert count_working_days(PLAIN, start, end).n == np.busday_count(
        start + timedelta(days=1), end + timedelta(days=1)
    )


@given(ANY, FEW)
def test_days_of_the_whole_calendar_agree_with_numpy(start: date, n: int) -> None:
    """Oracle: numpy.busday_offset with the days off as holidays, on a span without a worked Saturday."""
    made_up = {day for day, reason in current().days.items() if reason.code == "make-up"}
    off = [day for day, reason in current().days.items() if reason.code != "make-up"]
    due = add_working_days(current(), start, n)
    if n and not due.warnings and not any(one.day in made_up for one in due.days):
        assert due.day == np.busday_offset(start, n, roll="preceding", holidays=off).item()


def test_the_year_2019_has_as_many_working_days_as_the_calendar_says() -> None:
    """261 weekdays less 1 January, which is not counted from itself; less 10 days off; and 2 Saturdays."""
    whole = count_working_days(current(), date(2019, 1, 1), date(2019, 12, 31))
    off = sum(not day.counted and day.day.weekday() < 5 for day in whole.days)
    worked = sum(day.counted and day.day.weekday() >= 5 for day in whole.days)
    assert (whole.n, off, worked) == (261 - 1 - 10 + 2, 10, 2)


def test_each_year_that_nobody_decided_is_warned_of_once() -> None:
    due = add_working_days(current(), date(2026, 12, 1), 500)
    assert [(one.code, one.facts["year"]) for one in due.warnings] == [
        ("calendar-not-decided", 2027),
        ("calendar-not-decided", 2028),
    ]
    assert add_working_days(current(), date(2026, 11, 1), 20).warnings == ()


@pytest.mark.parametrize(
    ("n", "code"), [(-1, "negative"), (MOST_WORKING_DAYS + 1, "too-many"), (10**30, "too-many")]
)
def test_a_limit_that_nobody_means_is_refused(n: int, code: str) -> None:
    with pytest.raises(BadDeadline) as bad:
        add_working_days(current(), date(2026, 1, 5), n)
    assert (bad.value.code, bad.value.facts["n"]) == (code, n)


def test_a_limit_beyond_the_last_year_ends_with_a_word_and_not_a_crash() -> None:
    assert add_calendar_days(date(9999, 12, 30), 1).day == date.max
    for add in (
        lambda: add_calendar_days(date.max, 1),
        lambda: add_working_days(PLAIN, date(9999, 12, 1), 40),
    ):
        with pytest.raises(BadDeadline) as bad:
            add()
        assert bad.value.code == "too-far"


def test_a_receipt_before_the_calendar_an_end_before_the_start_and_a_moment_are_refused() -> None:
    for count in (
        lambda: add_working_days(current(), date(2018, 12, 31), 0),
        lambda: count_working_days(current(), date(2018, 12, 31), date(2019, 1, 5)),
        lambda: count_working_days(current(), date(2019, 1, 5), date(2019, 1, 4)),
        lambda: add_calendar_days(date(2019, 1, 5), MOST_DAYS + 1),
    ):
        with pytest.raises(BadDeadline):
            count()
    for moment in (
        lambda: add_working_days(current(), datetime(2019, 1, 5), 1),
        lambda: count_working_days(current(), date(2019, 1, 5), datetime(2019, 1, 6)),
        lambda: add_calendar_days(datetime(2019, 1, 5), 1),
        lambda: add_calendar_days(date(2019, 1, 5), 1.5),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            moment()


def test_a_count_of_no_days_is_zero() -> None:
    assert count_working_days(current(), date(2019, 1, 5), date(2019, 1, 5)).n == 0
    assert add_calendar_days(date(2019, 1, 5), 0).day == date(2019, 1, 5)
