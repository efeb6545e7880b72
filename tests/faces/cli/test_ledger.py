"""`thangdo ledger` and `thangdo key`: every finding in words, what is not covered, the right exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from faces.cli.installation import NOW
from faces.cli.running import Ran, run
from thangdo.faces.cli import ledger
from thangdo.records.ledger import guards
from thangdo.records.ledger.events import By, New, append
from thangdo.records.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    """The commands use the database of the test, which is ready, and keys of their own."""
    monkeypatch.setattr(ledger, "database_ready", lambda guarded=True: None)
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]
    for number in range(3):
        append("a", [New("x", {"n": number})], By("person:1", NOW))
        append("b", [New("x", {"n": number})], By("person:1", NOW))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The digests as exported, and an event after them."""
    done = run("ledger", "digest", "--out", tmp_path / "digest.json")
    assert done.code == 0 and "1 digests" in done.out
    append("a", [New("x", {"n": 9})], By("person:1", NOW))
    return tmp_path / "digest.json"


def broken(statement: str) -> None:
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(statement)


def verify(kept: Path, language: str = "en") -> Ran:
    return run("ledger", "verify", "--digest", kept, language=language)


def test_an_untouched_ledger_is_doubted_or_said_to_be_covered_whole(kept: Path) -> None:
    done = verify(kept)
    last = Event.objects.get(stream="a", sequence=4)
    assert done.code == 0
    assert "7 events in 2 streams, 1 digests; 0 findings" in done.out
    assert f"From event {last.pk} (2026-11-24 15:00:00) on, 1 events are not covered" in done.out
    assert "kept elsewhere" not in done.out and "kept elsewhere" in run("ledger", "verify").out
    assert f"Từ sự kiện {last.pk} (15:00:00 ngày 24/11/2026) trở đi" in verify(kept, "vi").out
    assert run("ledger", "digest", "--out", kept).code == 0
    assert "Every event is covered by a digest." in verify(kept).out


FOUND = {
    "UPDATE ledger_event SET actor='person:2' WHERE stream='a' AND sequence=2": "a #2 (id {id}): its content",
    "DELETE FROM ledger_event WHERE stream='a' AND sequence=2": "a #2: the event is missing.",
    "DELETE FROM ledger_event WHERE stream='b' AND sequence=3": "b #3: the tail of the stream is cut",
    "DELETE FROM ledger_event WHERE stream='b'": "b: the whole stream has vanished (3 events).",
}


@pytest.mark.parametrize("statement", FOUND)
def test_a_mutilated_ledger_is_passed_or_the_place_is_not_named(kept: Path, statement: str) -> None:
    event = Event.objects.get(stream="a", sequence=2)
    broken(statement)
    done = verify(kept)
    assert done.code == 1
    assert FOUND[statement].format(id=event.pk) in done.err
    assert verify(kept, "vi").code == 1


def test_every_finding_has_its_words_in_both_languages(kept: Path) -> None:
    from thangdo.records.ledger.verify import Finding

    doc = Finding.__doc__ or ""
    codes = [word.strip(" .") for word in doc.partition("code:")[2].replace("\n", " ").split(",")]
    assert len(codes) == 14
    for code in codes:
        words = ledger._words(Finding(code, "stream", 7))
        assert code not in words or " " in words.replace(code, ""), code


def test_the_three_hundredth_changed_event_is_not_named(kept: Path) -> None:
    append("c", [New("x", {"n": number}) for number in range(300)], By("person:1", NOW))
    broken("UPDATE ledger_event SET actor='person:2' WHERE stream='c'")
    short, whole = verify(kept), run("ledger", "verify", "--digest", kept, "--all")
    assert "100 more findings; `thangdo ledger verify --all`" in short.err and short.code == 1
    assert "c #300 " in whole.err and "more findings" not in whole.err and whole.code == 1


def test_a_file_that_is_no_digest_is_taken(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert verify(tmp_path / "x.json").code == 2
    assert verify(tmp_path / "none.json").code == 2
    forged = json.loads(kept.read_text())
    forged["keys"] = {}
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    done = verify(tmp_path / "forged.json")
    assert done.code == 1 and "digest 1: its signature is not right." in done.err


def test_an_empty_ledger_breaks_the_commands(tmp_path: Path) -> None:
    broken("DELETE FROM ledger_event")
    assert "no event yet" in run("ledger", "digest", "--out", tmp_path / "d.json").out
    assert verify(tmp_path / "d.json").code == 0


def test_a_rotated_key_makes_old_digests_false(kept: Path, settings: object) -> None:
    first = run("key", "show").out.split()
    done = run("key", "rotate")
    assert done.code == 0
    new = next(word for word in done.out.split() if len(word) == 64)
    shown = run("key", "show").out
    assert new in shown and shown.count("in use") == 1
    assert next(word for word in first if len(word) == 64) in shown
    assert run("ledger", "digest", "--out", kept).code == 0 and verify(kept).code == 0


def test_a_key_that_others_can_read_signs(kept: Path, settings: object) -> None:
    os.chmod(settings.DATA / "signing.pem", 0o644)  # type: ignore[attr-defined]
    for command in (["key", "show"], ["key", "rotate"], ["ledger", "digest", "--out", str(kept)]):
        done = run(*command)
        assert done.code == 2 and "chmod" in done.err
