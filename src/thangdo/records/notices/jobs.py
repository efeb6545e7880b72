"""What runs by itself here and in the ledger: the digest, the outbox, tasks left behind, ended sessions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from thangdo.records.ledger import digest, keys
from thangdo.records.ledger.models import Event
from thangdo.records.notices import alive, timetable
from thangdo.records.notices.models import Outbox, State
from thangdo.records.notices.outbox import send_pending

KEPT = timedelta(days=90)  # how long ended tasks and sent e-mails are kept


def enter() -> None:
    """Enter the jobs in the timetable."""
    timetable.daily("ledger.digest", time(0, 15), make_digest)
    timetable.every("notices.outbox", timedelta(seconds=30), send_pending)
    timetable.every("notices.take-up", timedelta(minutes=1), alive.take_up)
    timetable.daily("notices.tidy", time(3, 30), tidy)


def make_digest(now: datetime) -> digest.DigestView | None:
    """Digest and sign what was appended since the last digest; where that is nothing, make no key."""
    last = digest.latest()
    if not Event.objects.filter(id__gt=last.through if last else 0).exists():
        return None
    return digest.make(keys.signer(Path(settings.DATA), now), now)


def tidy(now: datetime) -> None:
    """Remove sessions that have ended, and tasks and e-mails that were done long ago."""
    Session.objects.filter(expire_date__lt=now).delete()
    done = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=done, finished_at__lt=now - KEPT).delete()
    Outbox.objects.filter(state__in=(State.SENT, State.FAILED), created_at__lt=now - KEPT).delete()
