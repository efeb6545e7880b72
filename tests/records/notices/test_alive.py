"""A task that a killed worker leaves half-done: taken up, and given up when it kills every worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from thangdo.records.notices import alive

pytestmark = pytest.mark.django_db


@task
def work() -> None:
    """Something to do later."""


def begun(worker: str) -> DBTaskResult:
    work.enqueue()
    row = DBTaskResult.objects.get()
    row.claim(worker)
    return row


def test_a_task_of_a_killed_worker_stays_half_done_for_ever() -> None:
    row, now = begun("w1"), timezone.now()
    alive.beat("w1", now)
    assert alive.take_up(now + timedelta(seconds=50)) == 0
    alive.beat("w1", now + timedelta(minutes=10))
    assert alive.take_up(now + timedelta(minutes=10, seconds=59)) == 0, "a long task is not taken away"
    assert alive.take_up(now + timedelta(minutes=12)) == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY and alive.workers(now + timedelta(minutes=12)) == 0


def test_a_task_that_kills_its_worker_kills_every_worker() -> None:
    row, now = begun("w1"), timezone.now()
    for number in range(2, 4):
        alive.take_up(now + timedelta(hours=number))
        row.refresh_from_db()
        row.claim(f"w{number}")
    alive.take_up(now + timedelta(hours=9))
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
