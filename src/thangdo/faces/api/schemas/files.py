"""The forms of stored files."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class FileOut(Schema):
    """A stored file. state: of the scan for malicious software."""

    sha256: str
    size: int
    type: str
    ending: str
    state: str
    stored_at: datetime
