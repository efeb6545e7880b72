"""What can happen to a notice and to a reply. Typed replies and answers are references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Written(Happening):
    """A notice was drafted, or its text changed. unit: scheme:code."""

    TYPE: ClassVar[str] = "announcement.written"
    unit: str
    title: str
    body: str
    source_url: str
    replies_open: bool
    official: bool
    dated: str
    views_before: int


@dataclass(frozen=True, slots=True)
class Attached(Happening):
    """A document was put to a notice."""

    TYPE: ClassVar[str] = "announcement.attached"
    number: int
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Moved(Happening):
    """Published, withdrawn."""

    TYPE: ClassVar[str] = "announcement.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class ReplyReceived(Happening):
    """A citizen replied; text and name stand apart."""

    TYPE: ClassVar[str] = "reply.received"
    number: int
    text: Held
    name: Held


@dataclass(frozen=True, slots=True)
class ReplyModerated(Happening):
    """Shown, or hidden with a reason."""

    TYPE: ClassVar[str] = "reply.moderated"
    number: int
    act: str
    to: str
    reason: Held = None


@dataclass(frozen=True, slots=True)
class ReplyReferred(Happening):
    """A unit was named to answer, until a day."""

    TYPE: ClassVar[str] = "reply.referred"
    number: int
    unit: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class ReplyAnswered(Happening):
    """The unit answered, in public. An answer given before is replaced and stays in the ledger."""

    TYPE: ClassVar[str] = "reply.answered"
    number: int
    unit: str
    answer: Held
    on: date
