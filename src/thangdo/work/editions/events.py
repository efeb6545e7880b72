"""What can happen to an edition. Texts of criteria are no personal data; only their hash is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening


@dataclass(frozen=True, slots=True)
class Begun(Happening):
    """A draft was begun, empty or from another edition."""

    TYPE: ClassVar[str] = "edition.begun"
    unit: str
    source: str
    text_sha256: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Written(Happening):
    """The draft's text was changed."""

    TYPE: ClassVar[str] = "edition.written"
    text_sha256: str
    problems: int


@dataclass(frozen=True, slots=True)
class Moved(Happening):
    """It was submitted, sent back, taken back or withdrawn."""

    TYPE: ClassVar[str] = "edition.moved"
    move: str
    to: str
    reason: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Published(Happening):
    """It was frozen with its hash."""

    TYPE: ClassVar[str] = "edition.published"
    sha256: str
    text_sha256: str
    replaces: str | None = None
