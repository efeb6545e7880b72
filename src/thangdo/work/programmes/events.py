"""What can happen in a programme and in a unit's part of it. Typed texts are references, never the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None  # a reference to a typed text, as records/ledger/private gives it


@dataclass(frozen=True, slots=True)
class ProgrammeBegun(Happening):
    """A programme was begun, or its head data were changed (then without the template)."""

    TYPE: ClassVar[str] = "programme.begun"
    plan: Mapping[str, Any]
    template: Mapping[str, Any]
    template_sha256: str


@dataclass(frozen=True, slots=True)
class ProgrammeChanged(Happening):
    """Title, days, leading unit or the stated number were changed."""

    TYPE: ClassVar[str] = "programme.changed"
    plan: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitsAdded(Happening):
    """Units were added; each has a stream of its own from then on. rule: the scope that named them."""

    TYPE: ClassVar[str] = "programme.units-added"
    units: Sequence[str]
    rule: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeMoved(Happening):
    """Closed, cancelled or reopened."""

    TYPE: ClassVar[str] = "programme.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class PartAdded(Happening):
    """A unit was asked to take part."""

    TYPE: ClassVar[str] = "part.added"
    tier: str
    due: date | None
    on: date


@dataclass(frozen=True, slots=True)
class PartMoved(Happening):
    """Taken out of the programme, or in again."""

    TYPE: ClassVar[str] = "part.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class PartPassed(Happening):
    """The unit ended; another carries its part from then on. carrier: scheme:code."""

    TYPE: ClassVar[str] = "part.passed"
    before: str
    carrier: str
    on: date


@dataclass(frozen=True, slots=True)
class PartSet(Happening):
    """Fields were set: plain values as text, people's words as references; None takes a value out."""

    TYPE: ClassVar[str] = "part.set"
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MilestoneReached(Happening):
    """A milestone was reached on a day, with its proof. proof: {kind, sha256?, title?, link?, text?}."""

    TYPE: ClassVar[str] = "milestone.reached"
    milestone: str
    on: date
    proof: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MilestoneChecked(Happening):
    """Somebody else has looked at the proof: it holds, or it does not and why."""

    TYPE: ClassVar[str] = "milestone.checked"
    milestone: str
    on: date
    holds: bool
    reason: Held = None


@dataclass(frozen=True, slots=True)
class MilestoneUndone(Happening):
    """A milestone was taken back, with a reason."""

    TYPE: ClassVar[str] = "milestone.undone"
    milestone: str
    on: date
    reason: Held


@dataclass(frozen=True, slots=True)
class PartCosted(Happening):
    """Money planned and spent, in đồng."""

    TYPE: ClassVar[str] = "part.costed"
    planned: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True, slots=True)
class FigureCounted(Happening):
    """A count on a day. frozen: the list was frozen on this day, the burn-down begins here."""

    TYPE: ClassVar[str] = "figure.counted"
    figure: str
    on: date
    count: int
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class MemberNamed(Happening):
    """A member of a task force: the post, and the person's name kept apart from it."""

    TYPE: ClassVar[str] = "member.named"
    number: int
    post: Held
    name: Held
    leads: bool


@dataclass(frozen=True, slots=True)
class MemberLeft(Happening):
    """A member left the task force."""

    TYPE: ClassVar[str] = "member.left"
    number: int
    on: date
