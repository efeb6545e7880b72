"""Giving a file back: as something to save, never as a page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from thangdo.records.files import storage
from thangdo.records.files.models import State, StoredFile
from thangdo.records.files.names import disposition
from thangdo.records.people.acting import Refused

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Served:
    """What a face answers with: the headers, and the bytes from `open_`."""

    file: StoredFile
    headers: Mapping[str, str]


def serve(stored: StoredFile, name: str) -> Served:
    """The answer that offers the file under `name`. Raises Refused as `open_`."""
    _servable(stored)
    text = "; charset=utf-8" if stored.type.startswith("text/") else ""
    kind = "text/plain" if text else stored.type
    return Served(
        stored,
        {
            "Content-Type": f"{kind}{text}",
            "Content-Length": str(stored.size),
            "Content-Disposition": disposition(name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-cache",
            "ETag": f'"{stored.sha256}"',
        },
    )


def open_(stored: StoredFile) -> BinaryIO:
    """The bytes. Raises Refused: infected, scan-pending, destroyed, bytes-missing."""
    _servable(stored)
    try:
        return storage.store().open(stored.sha256)
    except storage.Missing as error:
        raise Refused("bytes-missing", sha256=stored.sha256) from error


def is_whole(stored: StoredFile) -> bool:
    """Whether the store still holds the very bytes."""
    digest = hashlib.sha256()
    try:
        with storage.store().open(stored.sha256) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except storage.Missing:
        return False
    return digest.hexdigest() == stored.sha256


def damaged() -> list[str]:
    """Files that are not destroyed and whose bytes the store no longer has as they were given."""
    rows = StoredFile.objects.filter(destroyed_at=None).order_by("pk")
    return [f"{row}: the file is gone or has been changed" for row in rows.iterator() if not is_whole(row)]


def _servable(stored: StoredFile) -> None:
    if stored.destroyed_at is not None:
        raise Refused("destroyed", at=stored.destroyed_at.isoformat())
    if stored.state == State.INFECTED:
        raise Refused("infected", finding=stored.finding)
    if stored.state == State.PENDING:
        raise Refused("scan-pending")
