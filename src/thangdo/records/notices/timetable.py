"""The timetable: named jobs with a time of day or an interval, each run once when due, and caught up once.

A room enters its jobs when its app is ready: `daily("assessments.reminders", time(7), jobs.remind)`. A job
gets `now`, must be safe to run twice, and opens its own transactions. A job that fails is tried again after
five minutes, then ten … up to an hour; one whose worker died is taken over by another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from thangdo.records.notices import alive
from thangdo.records.notices.models import Run

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
log = logging.getLogger(__name__)

Work = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: due daily at a local time, or at each multiple of an interval."""

    name: str
    work: Work
    at: time | None = None
    every: timedelta | None = None

    def slot(self, now: datetime) -> datetime:
        """The latest moment, not after `now`, at which the job was due."""
        if self.at is not None:
            local = now.astimezone(LOCAL)
            today = datetime.combine(local.date(), self.at, LOCAL)
            return today if today <= local else today - timedelta(days=1)
        assert self.every is not None
        return _EPOCH + (now - _EPOCH) // self.every * self.every


@dataclass(frozen=True, slots=True)
class Ran:
    """A job that was run just now. error: the kind of exception; empty when it went well."""

    name: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A job and its last run, for the administrator's page."""

    name: str
    at: time | None
    every: timedelta | None
    slot: datetime | None = None
    finished_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""


_jobs: dict[str, Job] = {}


def daily(name: str, at: time, work: Work) -> None:
    """Enter a job that is due each day at a local time. Raises ValueError for a name that is taken."""
    _enter(Job(name, work, at=at))


def every(name: str, interval: timedelta, work: Work) -> None:
    """Enter a job that is due again and again. Raises ValueError for a name that is taken."""
    if interval <= timedelta(0):
        raise ValueError("an interval is longer than nothing")
    _enter(Job(name, work, every=interval))


def _enter(job: Job) -> None:
    if _jobs.setdefault(job.name, job) != job:
        raise ValueError(f"there is another job named {job.name}")


def jobs() -> list[Job]:
    """All jobs by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def standing() -> list[Standing]:
    """Every job with its last run."""
    last = {run.name: run for run in Run.objects.all()}
    found = []
    for job in jobs():
        run = last.get(job.name)
        found.append(
            Standing(job.name, job.at, job.every)
            if run is None
            else Standing(job.name, job.at, job.every, run.slot, run.finished_at, run.failed_at, run.error)
        )
    return found


def run_due(worker: str, clock: Callable[[], datetime], stopping: Callable[[], bool] = bool) -> list[Ran]:
    """Run every job that is due, each in one worker only; what one raises stops no other.

    clock: gives `now` for each job, for a job may take long. stopping: true when the worker is to end.
    """
    done = []
    last = {run.name: run for run in Run.objects.all()}
    for job in jobs():
        if stopping():
            break
        now = clock()
        run = last.get(job.name)
        if not _is_due(job, run, now):
            continue
        claimed = _claim(job, run, worker, now)
        if claimed is not None:
            done.append(_work(job, claimed, now, clock))
    return done


def _is_due(job: Job, run: Run | None, now: datetime) -> bool:
    if run is None or run.slot < job.slot(now):
        return True
    if run.slot > now:
        return True  # written while the clock was wrong
    if run.finished_at is not None:
        return False
    if run.failed_at is not None:
        wait = min(FIRST_RETRY * 2 ** min(run.attempts - 1, 10), LAST_RETRY)
        return not run.failed_at <= now < run.failed_at + wait
    return not alive.is_alive(run.worker, now)


def _claim(job: Job, seen: Run | None, worker: str, now: datetime) -> Run | None:
    """Take the job; None when another worker was faster."""
    slot = job.slot(now)
    if seen is None:
        try:
            with transaction.atomic():
                return Run.objects.create(name=job.name, slot=slot, worker=worker, started_at=now)
        except IntegrityError:
            return None
    attempts = seen.attempts + 1 if seen.slot == slot and seen.finished_at is None else 1
    as_seen = Run.objects.filter(
        pk=seen.pk,
        slot=seen.slot,
        worker=seen.worker,
        started_at=seen.started_at,
        attempts=seen.attempts,
        finished_at=seen.finished_at,
        failed_at=seen.failed_at,
    )
    taken = as_seen.update(
        slot=slot,
        worker=worker,
        started_at=now,
        finished_at=None,
        failed_at=None,
        attempts=attempts,
        error="",
    )
    return Run.objects.get(pk=seen.pk) if taken else None


def _work(job: Job, run: Run, now: datetime, clock: Callable[[], datetime]) -> Ran:
    own = Run.objects.filter(pk=run.pk, worker=run.worker, started_at=run.started_at)
    try:
        job.work(now)
    except Exception as error:
        kind = type(error).__name__
        log.error("job %s failed: %s", job.name, kind)
        log.debug("job %s", job.name, exc_info=error)
        own.update(failed_at=clock(), error=kind[:80])
        return Ran(job.name, kind)
    own.update(finished_at=clock())
    return Ran(job.name)
