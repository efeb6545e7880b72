"""Texts that people type: kept beside the ledger; destroyed by rule, and the chain still verifies."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from thangdo.records.ledger.models import Event, Private


def keep(text: str) -> dict[str, str] | None:
    """Keep a text; what an event may hold of it: {"ref", "sha256"}. Nothing for an empty text."""
    clean = unicodedata.normalize("NFC", text).replace("\0", "").strip()
    if not clean:
        return None
    salt, ref = secrets.token_hex(16), secrets.token_hex(12)
    Private.objects.create(ref=ref, salt=salt, text=clean)
    return {"ref": ref, "sha256": _hash(salt, clean)}


def text(held: Mapping[str, str] | None) -> str:
    """The text that an event refers to; empty when there is none or it was destroyed."""
    return texts([held])[0]


def texts(held: Iterable[Mapping[str, str] | None]) -> list[str]:
    """Many texts at once, in the order asked; one query."""
    refs = [one["ref"] if one else "" for one in held]
    known = dict(Private.objects.filter(ref__in=set(refs)).values_list("ref", "text"))
    return [known.get(ref, "") for ref in refs]


def holds(held: Mapping[str, str]) -> bool:
    """Whether the text is still the one that the event was written with (a destroyed one is not)."""
    row = Private.objects.filter(ref=held["ref"]).first()
    return row is not None and row.destroyed_at is None and _hash(row.salt, row.text) == held["sha256"]


def changed() -> list[str]:
    """Typed texts that are no longer those with which their events were written; none when all is well.

    A text that was destroyed by rule says so itself; one that is simply gone does not.
    """
    rows = {
        ref: (salt, text, destroyed is not None)
        for ref, salt, text, destroyed in Private.objects.values_list("ref", "salt", "text", "destroyed_at")
    }
    found = []
    events = Event.objects.order_by("id").values_list("stream", "sequence", "payload")
    for stream, sequence, payload in events.iterator(chunk_size=2000):
        for held in _held_in(payload):
            row = rows.get(held["ref"])
            if row is None:
                found.append(f"{stream} #{sequence}: the text {held['ref']} is gone")
            elif not row[2] and _hash(row[0], row[1]) != held["sha256"]:
                found.append(f"{stream} #{sequence}: the text {held['ref']} has been changed")
    return found


def _held_in(value: Any) -> Iterator[Mapping[str, str]]:
    """Every text that an event refers to, however deep."""
    if isinstance(value, Mapping):
        if value.keys() == {"ref", "sha256"}:
            yield value
        else:
            for part in value.values():
                yield from _held_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _held_in(part)


def destroy(refs: Iterable[str], now: datetime, why: str) -> int:
    """Destroy texts by rule: the salt goes too, so that nobody can guess the text from its hash."""
    return Private.objects.filter(ref__in=list(refs), destroyed_at=None).update(
        text="", salt="", destroyed_at=now, destroyed_why=why
    )


def _hash(salt: str, clean: str) -> str:
    return hashlib.sha256(f"{salt}\0{clean}".encode()).hexdigest()
