"""Directives as everybody may read them: the orders of published sources, to whom, by when, what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

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
    found = list(_open().order_by("-source_date", "source_title", "place", "pk"))
    states: dict[int, list[tuple[str, bool]]] = {}
    parts = Assignment.objects.filter(directive__in=found)
    for directive, state, known in parts.values_list("directive", "state", "known"):
        states.setdefault(directive, []).append((str(state), known))
    return [_ordered(one, states.get(one.pk, [])) for one in found]


def one(slug: str) -> tuple[Ordered, list[Part]] | None:
    """One order with its units in the register's order; None where there is none for everybody."""
    row = _open().filter(slug=slug).first()
    if row is None:
        return None
    parts = Assignment.objects.filter(directive=row).select_related("unit", "carrier")
    listed = [
        Part(part.unit, part.carrier, part.due, str(part.state), part.known)
        for part in parts.order_by("unit__tier", "unit__sort_key", "unit__place")
    ]
    return _ordered(row, [(part.state, part.known) for part in listed]), listed


def _open() -> QuerySet[Directive]:
    """What everybody may read. A draft only as recorded from its source, never one being written."""
    rows = Directive.objects.filter(Q(state__in=("issued", "closed")) | Q(state="draft", known=False))
    rows = rows.filter(official=True).select_related("authority", "leading", "head")
    return rows.prefetch_related("cooperating")


def _ordered(row: Directive, parts: Sequence[tuple[str, bool]]) -> Ordered:
    states = Counter(state for state, known in parts if known)
    day = row.source_date or row.created_at.date()
    expanded = charged(row, day) if row.state == "draft" else None
    together = tuple(row.cooperating.all())
    return Ordered(row, len(parts), sum(states.values()), dict(states), together, expanded)
