"""Which workers are alive; and the tasks of the dead, which another worker takes up again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from thangdo.records.notices.models import Alive

BEAT = timedelta(seconds=10)
SILENT = timedelta(seconds=60)  # a worker that has said nothing for so long is dead
MOST_ATTEMPTS = 3  # a task that has killed its worker so often is given up


def beat(worker: str, now: datetime) -> None:
    """The worker says that it is alive."""
    if not Alive.objects.filter(worker=worker).update(seen_at=now):
        Alive.objects.get_or_create(worker=worker, defaults={"started_at": now, "seen_at": now})


def gone(worker: str) -> None:
    """The worker ends as it should."""
    Alive.objects.filter(worker=worker).delete()


def is_alive(worker: str, now: datetime) -> bool:
    """Whether the worker has said so within the last minute."""
    return Alive.objects.filter(worker=worker, seen_at__gt=now - SILENT).exists()


def workers(now: datetime) -> int:
    """How many workers are alive: none means that nothing is sent and no reminder goes out."""
    return Alive.objects.filter(seen_at__gt=now - SILENT).count()


def take_up(now: datetime) -> int:
    """Put the tasks that dead workers left half-done back into the queue; gives their number.

    Tasks are safe to run twice. One that was begun three times and never ended has failed.
    """
    living = set(Alive.objects.filter(seen_at__gt=now - SILENT).values_list("worker", flat=True))
    count = 0
    with transaction.atomic():
        # A task begun within the last minute may be that of a worker which has not said a word yet.
        begun = DBTaskResult.objects.select_for_update().filter(
            status=TaskResultStatus.RUNNING, started_at__lt=now - SILENT
        )
        for task in begun:
            if task.worker_ids and task.worker_ids[-1] in living:
                continue
            given_up = len(task.worker_ids) >= MOST_ATTEMPTS
            task.status = TaskResultStatus.FAILED if given_up else TaskResultStatus.READY
            task.finished_at = now if given_up else None
            task.save(update_fields=["status", "finished_at"])
            count += 1
    Alive.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return count
