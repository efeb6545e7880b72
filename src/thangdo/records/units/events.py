"""What can happen to a unit. Each event names the operation (one decision, many units) that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening


@dataclass(frozen=True, slots=True)
class Known(Happening):
    """The unit as the register's file had it, written down before anything is done to it."""

    TYPE: ClassVar[str] = "unit.known"
    row: Mapping[str, Any]
    links: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Founded(Happening):
    """The unit exists from a day on. came_from: the units that passed into it."""

    TYPE: ClassVar[str] = "unit.founded"
    operation: str
    act: str
    decision: str
    row: Mapping[str, Any]
    came_from: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Ended(Happening):
    """The day before `day` was its last; links: into what it passed."""

    TYPE: ClassVar[str] = "unit.ended"
    operation: str
    act: str
    decision: str
    day: date
    links: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Parted(Happening):
    """Parts of it went to other units, and it remains."""

    TYPE: ClassVar[str] = "unit.parted"
    operation: str
    act: str
    decision: str
    day: date
    links: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Joined(Happening):
    """Other units, or parts of them, passed into it; it remains the unit that it was."""

    TYPE: ClassVar[str] = "unit.joined"
    operation: str
    act: str
    decision: str
    day: date
    came_from: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Changed(Happening):
    """From a day on it is called otherwise, is of another kind or belongs elsewhere. fields: the new ones."""

    TYPE: ClassVar[str] = "unit.changed"
    operation: str
    act: str
    decision: str
    day: date
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Corrected(Happening):
    """The register said something wrong of it; now it says this, and no past is kept of the mistake."""

    TYPE: ClassVar[str] = "unit.corrected"
    operation: str
    act: str
    decision: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Undone(Happening):
    """The last operation on it was entered by mistake: everything is as it was before."""

    TYPE: ClassVar[str] = "unit.undone"
    operation: str
    reason: Mapping[str, str] | None = None
