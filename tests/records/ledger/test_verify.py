"""What an auditor must be told: every event changed, lost, inserted, moved, and every stream cut or gone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from thangdo.records.ledger import digest, guards, keys
from thangdo.records.ledger.events import By, New, append, event_hash
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import BadDigest, verify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BY = By("person:1", NOW)


@pytest.fixture
def written(tmp_path: Path) -> bytes:
    """Two streams of four events, digested, and one more event after the digest; the exported digests."""
    for number in range(4):
        append("a", [New("x", {"n": number})], BY)
        append("b", [New("x", {"n": number})], BY)
    signer = keys.signer(tmp_path, NOW)
    assert digest.make(signer, NOW) is not None
    assert digest.make(signer, NOW) is None
    append("a", [New("x", {"n": 4})], BY)
    return digest.export()


def broken(statement: str) -> None:
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(statement)


def codes(file: bytes | None = None) -> set[tuple[str, str, int]]:
    return {(found.code, found.stream, found.sequence) for found in verify(file).findings}


def test_an_untouched_ledger_is_doubted(written: bytes) -> None:
    report = verify(written)
    assert report.ok
    assert (report.events, report.streams, report.digests, report.uncovered) == (9, 2, 1, 1)
    assert report.uncovered_from == Event.objects.get(stream="a", sequence=5).pk
    assert verify().ok


MUTILATIONS: dict[str, tuple[str, tuple[str, str, int]]] = {
    "changed": (
        "UPDATE ledger_event SET actor = 'person:2' WHERE stream='a' AND sequence=2",
        ("changed", "a", 2),
    ),
    "type": ("UPDATE ledger_event SET type = 'y' WHERE stream='b' AND sequence=4", ("changed", "b", 4)),
    "lost": ("DELETE FROM ledger_event WHERE stream='a' AND sequence=3", ("missing", "a", 3)),
    "lost first": ("DELETE FROM ledger_event WHERE stream='b' AND sequence=1", ("missing", "b", 1)),
    "cut": ("DELETE FROM ledger_event WHERE stream='b' AND sequence=4", ("cut", "b", 4)),
    "vanished": ("DELETE FROM ledger_event WHERE stream='b'", ("vanished", "b", 4)),
}


@pytest.mark.parametrize("name", MUTILATIONS)
def test_a_mutilated_ledger_passes(written: bytes, name: str) -> None:
    statement, expected = MUTILATIONS[name]
    broken(statement)
    assert expected in codes(written)


def test_two_events_that_changed_places_pass(written: bytes) -> None:
    broken("UPDATE ledger_event SET sequence = 100 WHERE stream='a' AND sequence=2")
    broken("UPDATE ledger_event SET sequence = 2 WHERE stream='a' AND sequence=3")
    broken("UPDATE ledger_event SET sequence = 3 WHERE stream='a' AND sequence=100")
    found = codes(written)
    assert {("changed", "a", 2), ("changed", "a", 3)} <= found
    assert ("moved", "a", 3) in found


def test_an_inserted_event_with_a_right_hash_passes(written: bytes) -> None:
    last = Event.objects.get(stream="b", sequence=4)
    row = Event(
        stream="b",
        sequence=5,
        type="x",
        version=1,
        payload={"n": 99},
        actor="person:9",
        at=NOW,
        previous=Event.objects.get(stream="b", sequence=2).hash,
    )
    row.hash = event_hash(row)
    row.save()
    assert ("linked-wrongly", "b", 5) in codes(written)
    assert last.hash


def test_an_event_slipped_among_those_that_were_digested_passes_as_covered(written: bytes) -> None:
    """A stream of one's own whose event takes a free place before the last that the digest covers."""
    row = Event(id=-1, stream="c", sequence=1, type="x", version=1, payload={}, actor="person:9", at=NOW)
    row.hash = event_hash(row)
    row.save(force_insert=True)
    assert codes(written) == {("inserted", "c", 1)} == codes()


def test_digests_changed_or_gone_in_the_database_are_not_missed(written: bytes, tmp_path: Path) -> None:
    assert digest.make(keys.signer(tmp_path, NOW), NOW) is not None
    file = digest.export()
    broken("UPDATE ledger_digest SET content = content || ' ' WHERE number = 1")
    assert ("digest-changed", "", 1) in codes(file)
    broken("DELETE FROM ledger_digest WHERE number = 2")
    assert ("digest-missing", "", 2) in codes(file)


def test_a_ledger_without_its_guards_is_said_to_be_sound(written: bytes) -> None:
    with guards.lifted():
        found = codes(written)
    assert {code for code, _, _ in found} == {"unguarded"} and len(found) == len(guards.GUARDED) * (
        2 if connection.vendor == "postgresql" else 3
    )
    assert codes(written) == set()


def test_a_history_rewritten_with_all_its_hashes_passes_the_digest(written: bytes) -> None:
    """Somebody who owns the database recomputes every hash: only the digest outside tells."""
    previous = ""
    with guards.lifted():
        for event in Event.objects.filter(stream="b").order_by("sequence"):
            event.actor, event.previous = "person:2", previous
            previous = event_hash(event)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE ledger_event SET actor=%s, previous=%s, hash=%s WHERE id=%s",
                    ["person:2", event.previous, previous, event.pk],
                )
    assert codes(written) == {("other-head", "b", 4)}


def altered(change: Callable[[dict[str, object]], None], file: bytes) -> bytes:
    data = json.loads(file)
    change(data)
    return json.dumps(data).encode()


def test_a_forged_digest_passes(written: bytes) -> None:
    def forge(data: dict) -> None:  # type: ignore[type-arg]
        row = data["digests"][0]
        row["content"] = row["content"].replace('"number":1', '"number": 1')

    assert ("digest-unsigned", "", 1) in codes(altered(forge, written))

    def drop(data: dict) -> None:  # type: ignore[type-arg]
        data["keys"] = {}

    assert ("digest-unsigned", "", 1) in codes(altered(drop, written))


@pytest.mark.parametrize("file", [b"", b"\xff\xfe", b"[]", b"{}", b'{"form":"x","keys":{},"digests":[]}'])
def test_a_file_that_is_no_digest_is_taken_for_one(written: bytes, file: bytes) -> None:
    with pytest.raises(BadDigest):
        verify(file)


def test_a_digest_lost_from_the_chain_passes(written: bytes, tmp_path: Path) -> None:
    assert digest.make(keys.signer(tmp_path, NOW), NOW) is not None
    file = digest.export()

    def lose(data: dict) -> None:  # type: ignore[type-arg]
        del data["digests"][0]

    assert ("digest-missing", "", 1) in codes(altered(lose, file))


def test_a_key_that_others_can_read_signs(tmp_path: Path) -> None:
    keys.signer(tmp_path, NOW)
    path = tmp_path / keys.NAME
    assert path.stat().st_mode & 0o777 == 0o600
    os.chmod(path, 0o644)
    with pytest.raises(keys.BadKey, match="chmod"):
        keys.signer(tmp_path, NOW)


def test_a_rotated_key_orphans_old_signatures(written: bytes, tmp_path: Path) -> None:
    old = keys.signer(tmp_path, NOW)
    new = keys.rotate(tmp_path, NOW)
    assert old.fingerprint != new.fingerprint
    assert {key.fingerprint for key in keys.known_keys()} == {old.fingerprint, new.fingerprint}
    assert digest.make(new, NOW) is not None
    report = verify(digest.export())
    assert report.ok and report.digests == 2
    assert (tmp_path / f"signing-{old.fingerprint[:16]}.pem").stat().st_mode & 0o777 == 0o600
