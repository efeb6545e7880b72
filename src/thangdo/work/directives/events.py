"""What can happen to a directive and to a unit's assignment. Typed texts are references, never the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None  # a reference to a typed text, as records/ledger/private gives it


@dataclass(frozen=True, slots=True)
class DirectiveDrafted(Happening):
    """A directive was drafted, or its draft was changed. plan: everything but the typed texts."""

    TYPE: ClassVar[str] = "directive.drafted"
    plan: Mapping[str, Any]
    quote: Held
    product: Held


@dataclass(frozen=True, slots=True)
class DirectiveIssued(Happening):
    """It was issued. stated, found: how many units the sentence names, how many the register gives."""

    TYPE: ClassVar[str] = "directive.issued"
    on: date
    due: date | None  # as stated or counted
    falls: date | None  # the working day on which it falls due
    calendar: str
    warnings: Sequence[str]
    units: int
    stated: int | None
    decision: Held  # why it is issued although the two differ


@dataclass(frozen=True, slots=True)
class DirectiveMoved(Happening):
    """Discarded, closed, withdrawn, reopened. by_data: a condition did it."""

    TYPE: ClassVar[str] = "directive.moved"
    act: str
    to: str
    on: date
    reason: Held = None
    by_data: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentIssued(Happening):
    """A unit was given its part. known: false where nothing is known of what came of it."""

    TYPE: ClassVar[str] = "assignment.issued"
    unit: str  # scheme:code
    on: date
    due: date | None
    known: bool


@dataclass(frozen=True, slots=True)
class AssignmentMoved(Happening):
    """Acknowledged, accepted, given back, closed, withdrawn."""

    TYPE: ClassVar[str] = "assignment.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class AssignmentReported(Happening):
    """The unit reported: how far it is; 100 means done."""

    TYPE: ClassVar[str] = "assignment.reported"
    on: date
    progress: int
    text: Held
    proofs: Sequence[Mapping[str, Any]]  # number, kind, sha256, title, link of each evidence given


@dataclass(frozen=True, slots=True)
class EvidenceWithdrawn(Happening):
    """The unit took an evidence back; reopens: it had been accepted."""

    TYPE: ClassVar[str] = "assignment.proof-withdrawn"
    number: int
    on: date
    reason: Held
    reopens: bool


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Happening):
    """The head of the unit asks for more time."""

    TYPE: ClassVar[str] = "assignment.extension-asked"
    number: int
    on: date
    due: date
    reason: Held


@dataclass(frozen=True, slots=True)
class ExtensionDecided(Happening):
    """More time was given or not; due: the day from now on."""

    TYPE: ClassVar[str] = "assignment.extension-decided"
    number: int
    on: date
    granted: bool
    due: date | None
    reason: Held


@dataclass(frozen=True, slots=True)
class AssignmentEscalated(Happening):
    """Overdue by so many working days: told to the head, then upwards. to: head@scheme:code, an office."""

    TYPE: ClassVar[str] = "assignment.escalated"
    level: int
    to: str
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class AssignmentPassed(Happening):
    """Another unit carries it from this day on; the history stays with the unit of the day."""

    TYPE: ClassVar[str] = "assignment.passed"
    before: str
    to: str
    on: date
    decision: str = ""  # by which the register says so
    reason: Held = None


@dataclass(frozen=True, slots=True)
class AssignmentChecked(Happening):
    """The condition over data closed it (holds) or reopened it, with the figures."""

    TYPE: ClassVar[str] = "assignment.checked"
    on: date
    holds: bool
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FiguresImported(Happening):
    """Figures by unit were taken in from a table. values: scheme:code -> the number as written."""

    TYPE: ClassVar[str] = "figures.imported"
    day: date
    values: Mapping[str, str]
    source: Held
