"""A worker at a wrong clock: one round a year ahead escalated orders, ended sessions and gave up mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django.db
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from faces.cli.installation import thangdo
from prepared import load_register
from records.notices.people import person
from serving import ready
from thangdo.faces.cli import worker as room
from thangdo.faces.cli.worker import Worker
from thangdo.records.ledger import clock
from thangdo.records.notices import timetable
from thangdo.records.notices.models import Alive, Outbox, Run, State
from thangdo.records.notices.telling import ToPerson, notify

YEAR = timedelta(days=365)


@pytest.fixture
def asked() -> Iterator[list[datetime]]:
    """The times at which a job of a minute ran."""
    ran: list[datetime] = []
    timetable.every("test.probe", timedelta(minutes=1), ran.append)
    clock.forget()
    yield ran
    del timetable._jobs["test.probe"]
    clock.forget()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("off", [YEAR, -YEAR])
def test_one_round_at_a_wrong_clock_does_lasting_harm(
    asked: list[datetime],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    client: Client,
    settings: object,
    off: timedelta,
) -> None:
    """Sessions, mails that wait for a mail server that is away, jobs, signs of life; then it goes on."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"  # type: ignore[attr-defined]
    load_register()
    real = datetime.now(UTC)
    monkeypatch.setattr(room, "_now", lambda: real)
    somebody = person("an")
    session = client.session
    session["x"] = 1
    session.save()
    notify(ToPerson(somebody.pk), "answer-returned", {}, key="k", now=real)
    monkeypatch.setattr(django.db, "close_old_connections", lambda: None)  # the test's own
    worker = Worker()
    queued: list[datetime] = []
    monkeypatch.setattr(worker.queue, "run", lambda: queued.append(room._now()))
    worker.round()
    assert len(asked) == len(queued) == 1

    monkeypatch.setattr(room, "_now", lambda: real + off)
    for _ in range(2):
        worker.round()
    said = capsys.readouterr()
    assert (said.out + said.err).count("thangdo clock accept") == 1
    assert len(asked) == len(queued) == 1
    assert Session.objects.filter(pk=session.session_key).exists()
    assert not Outbox.objects.exclude(state=State.PENDING).exists() and Outbox.objects.exists()
    late, early = real + timedelta(minutes=1), real - timedelta(days=2)
    for times in (
        Run.objects.values_list("slot", flat=True),
        Alive.objects.values_list("seen_at", flat=True),
    ):
        assert all(early < one <= late for one in times)

    monkeypatch.setattr(room, "_now", lambda: real + timedelta(minutes=2))
    worker.round()
    assert len(asked) == len(queued) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("off", "code"), [(YEAR, "clock-ahead"), (-YEAR, "clock-behind"), (None, "")])
def test_a_wrong_clock_is_told_to_nobody(client: Client, off: timedelta | None, code: str) -> None:
    """The clock was marked a year from now, or ago."""
    clock.mark(datetime.now(UTC) - (off or timedelta(0)), accepted=True)
    assert client.get("/healthz").content.decode() == ("ok\n" + (f"{code}\n" if code else ""))
    clock.forget()


def test_an_operator_can_neither_see_nor_accept_the_clock(
    tmp_path: Path, mark: Callable[[Path], None]
) -> None:
    data = ready(tmp_path / "data")
    assert thangdo(data, "clock", "show", "-l", "en").returncode == 0
    mark(data)
    told = thangdo(data, "clock", "show", "-l", "en")
    assert told.returncode == 1 and "thangdo clock accept" in told.stderr
    assert thangdo(data, "worker", "--once", "-l", "en").stderr.count("clock accept") == 1
    assert thangdo(data, "clock", "accept").returncode == 0
    assert thangdo(data, "clock", "show").returncode == 0


@pytest.fixture
def mark() -> Callable[[Path], None]:
    """Mark the clock of an installation a year ahead, as it was when it was wrong."""
    import sys

    from forking import run
    from serving import environment

    code = (
        "import django; django.setup(); from datetime import *; from thangdo.records.ledger import clock;"
        "clock.mark(datetime.now(UTC) + timedelta(days=365), accepted=True)"
    )

    def marked(data: Path) -> None:
        run([sys.executable, "-c", code], env=environment(data), check=True)

    return marked
