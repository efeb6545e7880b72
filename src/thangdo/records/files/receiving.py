"""Taking a file in: cut off at the limit, looked at, put in its place in one step, known once."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from thangdo.records.files import events, kinds, storage
from thangdo.records.files.models import GivenName, State, StoredFile
from thangdo.records.files.names import clean_name, ending_of
from thangdo.records.ledger.events import By, append
from thangdo.records.people.acting import Refused

_BLOCK = 1 << 18
_FULL = (errno.ENOSPC, errno.EDQUOT)


def most_bytes() -> int:
    """The largest file that is taken."""
    return int(getattr(settings, "MAX_FILE_MB", 30)) * 1_000_000


def put(
    stream: BinaryIO | Iterable[bytes],
    declared_name: str,
    declared_type: str,
    by: By,
    within: int | None = None,
) -> StoredFile:
    """Keep the bytes, once however often they come; in the caller's transaction or its own.

    within: how many bytes the caller has room for. Raises Refused: file-empty, file-too-large (size: the most
    taken), no-room-left (more than `within`; nothing is kept), no-space, not-stored, and those of
    `kinds.recognise`. When the caller's transaction fails, the bytes lie unused until `sweep`.
    """
    name = clean_name(declared_name)
    with _received(stream, within) as (path, sha256, size):
        kind = kinds.recognise(path, ending_of(name), declared_type)
        _place(sha256, path)
        with transaction.atomic():
            return _known(sha256, size, kind, name, by)


@contextmanager
def _received(stream: BinaryIO | Iterable[bytes], within: int | None) -> Iterator[tuple[Path, str, int]]:
    """The bytes in a temporary file, with their hash and size; the file is gone afterwards."""
    with _refusing():
        place = storage.folder() / storage.PARTIAL
        place.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place)
    path, digest, size, most = Path(name), hashlib.sha256(), 0, most_bytes()
    try:
        with _refusing(), os.fdopen(handle, "wb") as out:
            for block in _blocks(stream):
                size += len(block)
                if size > most:
                    raise Refused("file-too-large", size=f"{most // 1_000_000} MB")
                if within is not None and size > within:
                    raise Refused("no-room-left")
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise Refused("file-empty")
        yield path, digest.hexdigest(), size
    finally:
        path.unlink(missing_ok=True)


def _blocks(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(stream, "read", None)
    if read is None:
        yield from stream
        return
    while block := read(_BLOCK):
        yield block


def _place(sha256: str, path: Path) -> None:
    try:
        with _refusing():
            storage.store().keep(sha256, path)
    except Refused:
        raise
    except Exception as error:
        if type(error).__module__.startswith(("botocore", "boto3")):
            raise Refused("not-stored", why=type(error).__name__) from error
        raise


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused("no-space") from error
        raise Refused("not-stored", why=errno.errorcode.get(error.errno or 0, "OSError")) from error


def _known(sha256: str, size: int, kind: kinds.Kind, name: str, by: By) -> StoredFile:
    """The row of this content: made, found, or brought back after it was destroyed."""
    fresh = State.PENDING if getattr(settings, "CLAMD", "") else State.UNSCANNED
    values = {
        "size": size,
        "type": kind.type,
        "ending": kind.endings[0],
        "state": fresh,
        "stored_at": by.at,
    }
    stored, new = StoredFile.objects.get_or_create(sha256=sha256, defaults=values)
    if not new:
        stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if stored.destroyed_at is not None:
            stored.destroyed_at, stored.stored_at, new = None, by.at, True
            if stored.state != State.INFECTED:
                stored.state, stored.scanned_at = fresh, None
            stored.save()
    if stored.state == State.INFECTED:
        raise Refused("infected", finding=stored.finding)
    GivenName.objects.get_or_create(file=stored, name=name, actor=by.actor, defaults={"at": by.at})
    if new:
        append(stored.stream, [events.Stored(sha256, size, kind.type, stored.state).new()], by)
    return stored
