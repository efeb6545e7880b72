"""What must not happen to a job of the timetable: missed, run by two workers, lost with one that died."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from serving import together
from thangdo.records.notices import alive, timetable
from thangdo.records.notices.models import Run

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 15:00 in Viet Nam


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """One daily job at seven, alone in the timetable; the moments at which it ran."""
    seen: list[datetime] = []
    monkeypatch.setattr(timetable, "_jobs", {})
    timetable.daily("reminders", time(7), seen.append)
    yield seen


def at(now: datetime, worker: str = "w1") -> list[timetable.Ran]:
    return timetable.run_due(worker, lambda: now)


@pytest.mark.django_db
def test_a_reminder_runs_twice_on_one_day(calls: list[datetime]) -> None:
    at(NOW)
    at(NOW + timedelta(hours=3), "w2")
    assert calls == [NOW]
    at(NOW + timedelta(hours=15, minutes=59))
    assert len(calls) == 1
    at(NOW + timedelta(hours=16))  # 7:00 in Viet Nam
    assert len(calls) == 2


@pytest.mark.django_db
def test_a_machine_that_was_off_for_a_week_sends_seven_reminders(calls: list[datetime]) -> None:
    at(NOW)
    week = NOW + timedelta(days=7)
    at(week)
    at(week + timedelta(minutes=1))
    assert calls == [NOW, week]
    assert Run.objects.get().slot == datetime(2026, 12, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_clock_that_was_wrong_for_an_hour_stops_a_job_for_years(calls: list[datetime]) -> None:
    at(datetime(2030, 1, 1, tzinfo=UTC))
    at(NOW)
    assert calls[-1] == NOW
    at(NOW + timedelta(minutes=1))
    assert len(calls) == 2


@pytest.mark.django_db
def test_one_job_that_fails_stops_the_others_or_is_never_tried_again(
    calls: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[datetime] = []

    def fails(now: datetime) -> None:
        tries.append(now)
        raise LookupError("Bà Mẫu A, 0905 000 000")

    timetable.daily("a-first", time(7), fails)
    assert [(ran.name, ran.error) for ran in at(NOW)] == [("a-first", "LookupError"), ("reminders", "")]
    assert "Mẫu" not in caplog.text and "0905" not in caplog.text
    at(NOW + timedelta(minutes=4))
    assert len(tries) == 1
    at(NOW + timedelta(minutes=5))
    assert len(tries) == 2
    at(NOW + timedelta(minutes=14))
    assert len(tries) == 2  # ten minutes after the second failure
    at(NOW + timedelta(minutes=15))
    assert len(tries) == 3 and len(calls) == 1
    (first, _) = timetable.standing()
    assert (first.error, first.finished_at) == ("LookupError", None)


@pytest.mark.django_db
def test_a_job_is_lost_with_the_worker_that_died_in_it(calls: list[datetime]) -> None:
    alive.beat("dead", NOW)
    Run.objects.create(
        name="reminders", slot=datetime(2026, 11, 24, tzinfo=UTC), worker="dead", started_at=NOW
    )
    at(NOW + timedelta(seconds=30))
    assert calls == []  # still alive, still at it
    at(NOW + timedelta(seconds=90))
    assert len(calls) == 1


@pytest.mark.django_db
def test_an_interval_runs_too_often_or_drifts(calls: list[datetime]) -> None:
    beats: list[datetime] = []
    timetable.every("outbox", timedelta(seconds=30), beats.append)
    for second in range(0, 120, 7):
        at(NOW + timedelta(seconds=second))
    assert len(beats) == 4


def test_two_jobs_share_a_name(calls: list[datetime]) -> None:
    with pytest.raises(ValueError, match="reminders"):
        timetable.daily("reminders", time(8), print)
    with pytest.raises(ValueError, match="interval"):
        timetable.every("x", timedelta(0), print)


RACE = """
from datetime import datetime, time
from thangdo.records.notices import alive, timetable
now, worker = datetime.fromisoformat("2026-11-24T08:00:00+00:00"), f"w{os.getpid()}"
timetable._jobs.clear()
timetable.daily("reminders", time(7), lambda now: print("ran"))
alive.beat(worker, now)
timetable.run_due(worker, lambda: now)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [True, False])
def test_two_workers_started_at_once_both_send_the_reminders(first: bool) -> None:
    """Real processes; the first time ever, and on a later day."""
    if not first:
        Run.objects.create(
            name="reminders", slot=NOW - timedelta(days=3), worker="x", started_at=NOW, finished_at=NOW
        )
    assert sorted(together(*[RACE] * 4)) == ["", "", "", "ran\n"]
    assert Run.objects.get().finished_at is not None
