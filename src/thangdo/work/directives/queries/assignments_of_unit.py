"""Everything that one unit owes, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from thangdo.records.acts.rows import unit_named
from thangdo.records.people.acting import Actor
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives.models import Assignment
from thangdo.work.directives.permissions import assignments_seen
from thangdo.work.directives.states import OPEN, OWED
from thangdo.work.directives.states import Directive as DirectiveState


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment. days: until it is due, negative when overdue; None without a day or when unknown."""

    part: Assignment
    days: int | None
    owed: bool  # the unit has something to do; else the issuing unit has

    @property
    def overdue(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.owed and self.days is not None and self.days < 0


@dataclass(frozen=True, slots=True)
class Owed:
    """What a unit owes."""

    lines: tuple[Line, ...]

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(line.overdue for line in self.lines)


def line(part: Assignment, day: date) -> Line:
    """One assignment as it stands on a day."""
    owed = part.state in OWED and part.directive.state == DirectiveState.ISSUED
    days = (part.due - day).days if part.due is not None and part.known else None
    return Line(part, days, owed)


def owed_by(actor: Actor, unit: UnitRef, day: date) -> Owed:
    """All open assignments that a unit carries and the actor sees. Raises Refused("no-such-unit")."""
    rows = assignments_seen(actor).filter(
        carrier=unit_named(unit), state__in=OPEN, directive__state=DirectiveState.ISSUED
    )
    ordered = rows.order_by(F("due").asc(nulls_last=True), "directive__title", "pk")
    return Owed(tuple(line(row, day) for row in ordered))
