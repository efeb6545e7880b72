"""A clock that is wrong: nothing is written at it, and all goes on when it is mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.ledger import clock
from thangdo.records.ledger.clock import Known, judged
from thangdo.records.ledger.events import By, New, append, read
from thangdo.records.ledger.models import ClockMark, Event
from thangdo.records.ledger.refused import Refused
from thangdo.records.ledger.verify import verify

THEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A machine that has run for an hour; what is kept of other tests is forgotten."""
    told: dict[str, object] = {"uptime": 3600.0, "boot": "one", "now": THEN}
    monkeypatch.setattr(clock, "_machine", lambda: (told["uptime"], told["boot"]))

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return told["now"]  # type: ignore[return-value]

    monkeypatch.setattr(clock, "datetime", Clock)
    clock.forget()
    yield told
    clock.forget()


def passes(machine: dict[str, object], seconds: float, clock_says: timedelta | None = None) -> None:
    machine["uptime"] += seconds  # type: ignore[operator]
    machine["now"] += timedelta(seconds=seconds) if clock_says is None else clock_says  # type: ignore[operator]
    clock.forget()


def written(at: datetime) -> str:
    try:
        append("stream", [New("happened", {})], By("person:1", at))
    except Refused as refused:
        return refused.code
    return "written"


@pytest.mark.parametrize(
    ("uptime", "boot", "off", "code"),
    [
        (7200, "one", HOUR, ""),
        (7200, "one", HOUR - timedelta(minutes=4), ""),
        (7200, "one", HOUR - timedelta(minutes=6), "clock-behind"),
        (7200, "one", timedelta(0), "clock-behind"),
        (7200, "one", HOUR + timedelta(hours=20), ""),  # a virtual machine was paused
        (7200, "one", 2 * DAY, "clock-ahead"),
        (30 * 86400, "one", 30 * DAY, ""),
        (10, "two", 30 * DAY, ""),  # it was off over Tết
        (10, "two", 365 * DAY, "clock-ahead"),
        (10, "two", -DAY, "clock-behind"),
        (0, "", 30 * DAY, ""),  # the machine does not say for how long it has run
        (0, "", 32 * DAY, "clock-ahead"),
    ],
)
def test_a_time_is_believed_that_cannot_be(uptime: float, boot: str, off: timedelta, code: str) -> None:
    found = judged(Known(THEN, 3600.0, "one"), THEN + off, uptime, boot)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("database", "off", "code"),
    [
        (
            timedelta(seconds=2),
            365 * DAY,
            "",
        ),  # elsewhere, with the same time: it was off for long
        (2 * DAY, HOUR, "clock-database"),
        (-2 * DAY, HOUR, "clock-database"),
        (HOUR, 365 * DAY, "clock-ahead"),
        (timedelta(0), -DAY, "clock-behind"),
    ],
)
def test_the_clock_of_a_database_elsewhere_is_not_asked(
    database: timedelta, off: timedelta, code: str
) -> None:
    found = judged(Known(THEN, 0.0, "one", database=database), THEN + off, 10.0, "two")
    assert (found.code if found else "") == code


@given(st.lists(st.floats(0, 1e6), max_size=20), st.booleans())
def test_a_clock_that_only_moves_on_is_refused(steps: list[float], restarts: bool) -> None:
    known, now, uptime = Known(THEN, 0.0, "one"), THEN, 0.0
    for number, step in enumerate(steps):
        now, uptime = now + timedelta(seconds=step), uptime + step
        boot = f"boot {number}" if restarts else "one"
        assert judged(known, now, uptime, boot) is None
        known = Known(now, uptime, boot)


@pytest.mark.django_db
def test_a_year_ahead_is_written_down(machine: dict[str, object]) -> None:
    assert written(THEN) == "written"  # nothing is known yet
    assert clock.mark(THEN) is None
    passes(machine, 60, 365 * DAY)
    assert written(THEN + 365 * DAY) == "clock-ahead"
    assert clock.mark(machine["now"]) is not None  # type: ignore[arg-type]
    passes(machine, 60, timedelta(seconds=120) - 365 * DAY)
    assert written(THEN) == "written" and clock.mark(machine["now"]) is None  # type: ignore[arg-type]
    assert len(read("stream")) == 2


@pytest.mark.django_db
def test_a_clock_that_only_looks_wrong_stops_the_site_for_ever(
    machine: dict[str, object],
) -> None:
    clock.mark(THEN)
    passes(machine, 60, -DAY)
    assert written(THEN) == "clock-behind"
    clock.mark(machine["now"], accepted=True)  # type: ignore[arg-type]
    assert written(THEN) == "written"
    passes(machine, 60)
    assert written(THEN) == "written" and clock.mark(machine["now"]) is None  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_step_that_was_let_pass_cannot_be_put_right(machine: dict[str, object]) -> None:
    clock.mark(THEN)
    passes(machine, 60, 20 * HOUR)
    assert clock.mark(machine["now"]) is None  # type: ignore[arg-type]
    passes(machine, 60, timedelta(seconds=120) - 20 * HOUR)
    assert clock.mark(machine["now"]) is None  # type: ignore[arg-type]
    assert ClockMark.objects.get().earlier == timedelta(0)
    passes(machine, 60, -20 * HOUR)
    assert written(THEN) == "clock-behind"


@pytest.mark.django_db
def test_events_dated_by_a_wrong_clock_are_not_named() -> None:
    """As they stand in ledgers written before: each named once, and no finding, for nothing was changed."""
    real = datetime.now(UTC)
    for at in (real - 2 * DAY, real + 365 * DAY, real - DAY):
        append("stream", [New("happened", {})], By("person:1", at))
    report = verify()
    assert [(one.code, one.sequence) for one in report.untimely] == [("future", 2), ("earlier", 3)]
    assert report.ok and Event.objects.count() == 3
