"""Texts that people type: kept beside the ledger; destroyed by rule, and the chain still verifies."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime

from thangdo.records.ledger.models import Private


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


def destroy(refs: Iterable[str], now: datetime, why: str) -> int:
    """Destroy texts by rule: the salt goes too, so that nobody can guess the text from its hash."""
    return Private.objects.filter(ref__in=list(refs), destroyed_at=None).update(
        text="", salt="", destroyed_at=now, destroyed_why=why
    )


def _hash(salt: str, clean: str) -> str:
    return hashlib.sha256(f"{salt}\0{clean}".encode()).hexdigest()
