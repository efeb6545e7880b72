"""Malicious files do not reach a reader, and a scanner that is away stops nobody's work for ever."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from records.files import making
from records.files.fake_clamd import FINDING, HARMFUL, Clamd
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import open_, put, scan_pending, serve
from thangdo.records.ledger import events as ledger
from thangdo.records.people.acting import Refused

pytestmark = pytest.mark.django_db
LATER = making.NOW + timedelta(minutes=1)


def give(content: bytes, name: str = "a.txt") -> StoredFile:
    return put(io.BytesIO(content), name, "", making.BY)


def test_an_infected_file_is_served_or_taken_a_second_time(settings: Any) -> None:
    with Clamd() as clamd:
        settings.CLAMD = clamd.address
        bad, good = give(b"x " + HARMFUL), give(making.PDF, "a.pdf")
        assert {bad.state, good.state} == {"pending"}
        run = scan_pending(LATER)
    assert (run.clean, run.infected, run.stopped) == (1, 1, "")
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.finding, bad.scanned_at) == ("infected", FINDING, LATER)
    for act in (lambda: serve(bad, "a.txt"), lambda: open_(bad), lambda: give(b"x " + HARMFUL, "b.txt")):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "infected"
    assert open_(good).read() == making.PDF


def test_a_file_is_read_before_the_scan_has_answered(settings: Any) -> None:
    settings.CLAMD = "127.0.0.1:1"
    waiting = give(making.PDF, "a.pdf")
    with pytest.raises(Refused) as error:
        serve(waiting, "a.pdf")
    assert error.value.code == "scan-pending"
    run = scan_pending(LATER)
    assert (run.clean, run.infected) == (0, 0)
    assert "127.0.0.1:1" in run.stopped
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_the_job_runs_twice_and_writes_the_verdict_twice(settings: Any, tmp_path: Path) -> None:
    with Clamd(tmp_path / "clamd.sock") as clamd:
        settings.CLAMD = clamd.address
        stored = give(making.PDF, "a.pdf")
        scan_pending(LATER)
        assert scan_pending(LATER).clean == 0
        assert clamd.scans == 1
    assert [event.type for event in ledger.read(stored.stream)] == ["file.stored", "file.scanned"]


def test_files_from_before_the_scanner_was_set_up_are_never_looked_at(settings: Any) -> None:
    stored = give(HARMFUL)
    assert stored.state == "unscanned"
    assert scan_pending(LATER).clean == 0
    with Clamd() as clamd:
        settings.CLAMD = clamd.address
        assert scan_pending(LATER).infected == 1


@pytest.mark.parametrize("says", ["", "stream: Temporary failure ERROR", "stream: OK but not quite"])
def test_a_scanner_that_gives_no_verdict_makes_a_file_clean(settings: Any, says: str) -> None:
    with Clamd(says=says) as clamd:
        settings.CLAMD = clamd.address
        stored = give(making.PDF, "a.pdf")
        assert scan_pending(LATER).stopped
    stored.refresh_from_db()
    assert stored.state == "pending"


def test_a_scanner_that_breaks_off_at_its_own_limit_makes_a_file_clean(settings: Any) -> None:
    with Clamd(limit=1000) as clamd:
        settings.CLAMD = clamd.address
        give(b"a\n" * 3_000_000)
        run = scan_pending(LATER)
    assert run.clean == 0
    assert run.stopped
