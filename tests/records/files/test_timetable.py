"""The worker scans what waits for the scanner and sweeps up, without anybody asking."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from records.files import making
from records.files.fake_clamd import HARMFUL, Clamd
from thangdo.records.files import jobs
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import put
from thangdo.records.notices import timetable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The jobs of this room, alone in the timetable."""
    assert {"files.scan", "files.sweep"} <= {job.name for job in timetable.jobs()}
    monkeypatch.setattr(timetable, "_jobs", {})
    jobs.enter()


def test_a_file_waits_for_the_scanner_for_ever(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    with Clamd() as clamd:
        settings.CLAMD = "127.0.0.1:1"
        good = put(io.BytesIO(making.PDF), "a.pdf", "", making.BY)
        bad = put(io.BytesIO(b"x " + HARMFUL), "a.txt", "", making.BY)
        ran = timetable.run_due("w", lambda: making.NOW)
        assert ran and {one.error for one in ran} == {""}
        assert "files wait for the scanner" in caplog.text
        assert set(StoredFile.objects.values_list("state", flat=True)) == {"pending"}
        settings.CLAMD = clamd.address
        assert timetable.run_due("w", lambda: making.NOW) == []
        timetable.run_due("w", lambda: making.NOW + timedelta(minutes=1))
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("clean", "infected")


def test_what_was_received_by_half_lies_there_for_ever(data: Path) -> None:
    half = data / "files" / ".partial" / "half"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    timetable.run_due("w", lambda: making.NOW.replace(year=2099))
    assert not half.exists()
