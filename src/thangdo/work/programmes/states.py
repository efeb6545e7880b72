"""The states of a programme and of a unit's part in it, and the roles that act in them."""

from __future__ import annotations

from enum import StrEnum

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


class Inspection(StrEnum):
    """An inspection of a unit."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


LEADS = (Role.HEAD, Role.SECRETARY)
UNIT = (Role.REPORTER, Role.HEAD)
