"""What can be made again is kept once, known by what it was made from, and asked for once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from thangdo.records.files import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


def test_an_old_content_passes_for_the_new() -> None:
    assert kept.find("a", "1") is None
    kept.keep("a", "1", "table of a.xlsx", b"one")
    found = kept.find("a", "1")
    assert found is not None and found.current and found.file == "table of a.xlsx"
    old = kept.find("a", "2")
    assert old is not None and not old.current and old.path.read_bytes() == b"one"
    kept.keep("a", "2", "a.csv", b"two")
    found = kept.find("a", "2")
    assert found is not None and found.current and found.file == "a.csv"
    assert len(list(found.path.parent.iterdir())) == 1 and kept.find("b", "2") is None


def test_who_reads_a_content_loses_it_when_a_newer_one_comes() -> None:
    kept.keep("a", "1", "a.csv", b"one")
    found = kept.find("a", "1")
    assert found is not None
    with found.path.open("rb") as stream:
        kept.keep("a", "2", "a.csv", b"two")
        assert stream.read() == b"one"


def test_half_a_content_is_taken_for_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between writing and naming: nothing is found, and the next one sweeps up."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(os, "replace", die)
        kept.keep("a", "1", "a.csv", b"one")
    assert kept.find("a", "1") is None
    kept.keep("a", "1", "a.csv", b"one")
    found = kept.find("a", "1")
    assert found is not None and len(list(found.path.parent.iterdir())) == 1


def test_the_worker_is_asked_for_the_same_again_and_again() -> None:
    asked: list[int] = []
    for _ in range(3):
        kept.ask("a", lambda: asked.append(1))
    assert len(asked) == 1 and kept.why("a") == ""
    kept.failed("a", "server-error")
    assert kept.why("a") == "server-error"
    kept.done("a")
    kept.ask("a", lambda: asked.append(2))
    kept.keep("a", "1", "a.csv", b"")
    kept.ask("a", lambda: asked.append(3))
    assert asked == [1, 2, 3]


def test_what_nobody_asks_for_fills_the_disk() -> None:
    kept.keep("a", "1", "a.csv", b"one")
    kept.keep("b", "1", "b.csv", b"two")
    now = datetime.now(UTC)
    assert kept.sweep(now) == 0
    found = kept.find("a", "1")
    assert found is not None
    long_ago = (now - kept.AGE - timedelta(hours=1)).timestamp()
    os.utime(found.path, (long_ago, long_ago))
    assert kept.sweep(now) == 1 and kept.find("a", "1") is None and kept.find("b", "1") is not None
