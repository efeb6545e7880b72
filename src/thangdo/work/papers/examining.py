"""The files of papers looked at: what is to be kept, and what comes back beside it. Slow, so once a content.

An act asks under the lock of its register; whoever does an act asks before it, so that nobody waits.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings

from thangdo.records.documents.signing import checked, matching
from thangdo.records.documents.signing.checked import Checked
from thangdo.records.documents.signing.matching import Looked, Matched
from thangdo.records.files import storage
from thangdo.records.files.models import State, StoredFile
from thangdo.records.people.acting import Refused


def content(sha256: str) -> bytes:
    """The bytes of a kept file. Raises Refused: bytes-missing, infected."""
    row = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
    if row is None:
        raise Refused("bytes-missing", sha256=sha256)
    if row.state == State.INFECTED:
        raise Refused("infected", finding=row.finding)
    try:
        with storage.store().open(sha256) as stream:
            return stream.read()
    except storage.Missing as error:
        raise Refused("bytes-missing", sha256=sha256) from error


def roots() -> tuple[bytes, ...]:
    """The certificates to which signatures are traced here; none where none are set, or cannot be read."""
    try:
        return tuple(checked.roots_in(settings.SIGN_ROOTS))
    except OSError:
        return ()


def looked(sha256: str) -> Looked:
    """What a file is that is to be kept for signing. Raises Refused as `content`."""
    found = _looked(sha256)
    if found.problem == "too-long":
        _looked.cache_clear()  # a busy machine may be quicker the next time
    return found


def matched(ours: str, theirs: str, first: str, day: date) -> Matched:
    """What comes back beside ours, by hash. first: ours before anybody signed. Raises as `content`."""
    found = _matched(ours, theirs, first, roots(), day)
    if found.checked.problem == "too-long":
        _matched.cache_clear()
    return found


def signatures(sha256: str) -> Checked:
    """The signatures of a kept file as they stand now. Raises Refused as `content`."""
    return checked.check(content(sha256), roots())


@lru_cache(maxsize=64)
def _looked(sha256: str) -> Looked:
    return matching.look(content(sha256))


@lru_cache(maxsize=64)
def _matched(ours: str, theirs: str, first: str, trusted: tuple[bytes, ...], day: date) -> Matched:
    """day: certificates run out."""
    before = content(first) if first != ours else b""
    return matching.match(content(ours), content(theirs), trusted, before)
