"""The states of a programme and of a unit's part in it, and who may do what, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from thangdo.records.people.models import Role


class Programme(StrEnum):
    """A programme (chương trình, kế hoạch)."""

    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """A unit's part in a programme."""

    ACTIVE = "active"
    DROPPED = "dropped"  # taken out of the programme, with a reason


Where = Literal["authority", "leading", "unit", "unit or leading", "leading or authority"]
LEADS = (Role.HEAD, Role.SECRETARY)
UNIT = (Role.REPORTER, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: by which roles, where held, in which state of the programme and part."""

    roles: tuple[str, ...]
    where: Where
    programme: tuple[Programme, ...] = (Programme.RUNNING,)
    part: tuple[Part, ...] = (Part.ACTIVE,)


P = Programme
ACTS: dict[str, Act] = {
    # the programme; "leading or authority": leads of the authority, reporters and head of the leading unit
    "programme-begin": Act(LEADS, "authority"),
    "programme-change": Act(LEADS, "authority"),
    "programme-add": Act(LEADS, "authority"),
    "programme-close": Act(LEADS, "authority"),
    "programme-cancel": Act(LEADS, "authority"),
    "programme-reopen": Act(LEADS, "authority", (P.CLOSED,)),
    "programme-drop": Act(LEADS, "authority"),
    "programme-restore": Act(LEADS, "authority", (P.RUNNING,), (Part.DROPPED,)),
    "programme-pass": Act(LEADS, "authority"),
    # the unit's part
    "programme-set": Act(UNIT, "unit or leading"),
    "programme-reach": Act(UNIT, "unit or leading"),
    "programme-undo": Act(UNIT, "unit or leading"),
    "programme-cost": Act(UNIT, "unit or leading"),
    "programme-count": Act(UNIT, "unit or leading"),
    "programme-member": Act(UNIT, "unit or leading"),
    "programme-check": Act(UNIT, "leading or authority"),
}
