"""What can happen to a stored file. Its names are people's words and stand in no event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening


@dataclass(frozen=True, slots=True)
class Stored(Happening):
    """The bytes were put into the store, for the first time or again after they were destroyed."""

    TYPE: ClassVar[str] = "file.stored"
    sha256: str
    size: int
    type: str
    state: str


@dataclass(frozen=True, slots=True)
class Scanned(Happening):
    """The scanner has answered."""

    TYPE: ClassVar[str] = "file.scanned"
    state: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Destroyed(Happening):
    """The bytes were destroyed by rule."""

    TYPE: ClassVar[str] = "file.destroyed"
    reason: Mapping[str, str] | None = None
