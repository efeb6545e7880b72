"""Directives as everybody may read them: the orders of published sources, to whom, by when, what is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from thangdo.records.units.models import Unit
from thangdo.work.directives.actions.issuing import charged
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.scope import Expanded


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order. units: charged; known: of how many it is public how far they are; states: of those known.

    expanded: what the rule gives on the day of the source, for an order that nobody has issued yet.
    """

    directive: Directive
    units: int
    known: int
    states: dict[str, int]
    cooperating: tuple[Unit, ...]
    expanded: Expanded | None

    @property
    def undecided(self) -> bool:
        """Whether it waits for a person, because sentence and register name different numbers."""
        return self.expanded is not None and self.expanded.differs


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part, as far as it is public."""

    unit: Unit
    carrier: Unit
    due: date | None
    state: str
    known: bool


def every() -> list[Ordered]:
    """The orders taken from published sources, by source and place; drafts stand among them as waiting."""
    rows = Directive.objects.filter(official=True).exclude(state="withdrawn")
    found = rows.select_related("authority", "leading", "head").prefetch_related("cooperating")
    return [_ordered(one) for one in found.order_by("-source_date", "source_title", "place", "pk")]


def one(slug: str) -> tuple[Ordered, list[Part]] | None:
    """One order with its units in the register's order; None where there is none for everybody."""
    rows = Directive.objects.filter(official=True, slug=slug).exclude(state="withdrawn")
    row = rows.select_related("authority", "leading", "head").first()
    if row is None:
        return None
    parts = Assignment.objects.filter(directive=row).select_related("unit", "carrier")
    listed = [
        Part(part.unit, part.carrier, part.due, str(part.state), part.known)
        for part in parts.order_by("unit__tier", "unit__sort_key", "unit__place")
    ]
    return _ordered(row), listed


def _ordered(row: Directive) -> Ordered:
    parts = list(Assignment.objects.filter(directive=row).values_list("state", "known"))
    states = Counter(str(state) for state, known in parts if known)
    day = row.source_date or row.created_at.date()
    expanded = charged(row, day) if row.state == "draft" else None
    together = tuple(row.cooperating.all())
    return Ordered(row, len(parts), sum(states.values()), dict(states), together, expanded)
