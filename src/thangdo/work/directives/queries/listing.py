"""The list of directives with filters, search and pages, each with how far its units are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from thangdo.records.acts.listing import page
from thangdo.records.people.acting import Actor
from thangdo.records.units.fold import fold
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.permissions import assignments_seen, directives_seen
from thangdo.work.directives.states import DONE, OWED
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState

PAGE = 25
SORTS = {
    "due": (F("due").asc(nulls_last=True), "title"),
    "-due": (F("due").desc(nulls_last=True), "title"),
    "title": ("title",),
    "-title": ("-title",),
    "issued": (F("issued_on").asc(nulls_first=True),),
    "-issued": (F("issued_on").desc(nulls_first=True), "-pk"),
    "units": ("units",),
    "-units": ("-units",),
}
LATE = Q(state__in=OWED, known=True)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is asked for; empty: everything. only: overdue | waiting | extension | unknown."""

    text: str = ""
    state: str = ""
    urgency: str = ""
    only: str = ""
    unit: str = ""  # scheme:code of a unit that carries a part
    conference: str = ""
    sort: str = "-issued"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """The units of a directive that the actor sees, by how they stand."""

    units: int = 0
    done: int = 0
    overdue: int = 0
    waiting: int = 0  # reported, waits for acceptance
    asked: int = 0  # asks for more time
    unknown: int = 0

    @property
    def open(self) -> int:
        """With the units, in time or without a day."""
        return self.units - self.done - self.overdue - self.waiting - self.unknown


@dataclass(frozen=True, slots=True)
class Line:
    """One directive of the list."""

    directive: Directive
    tally: Tally


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list; found: on all pages."""

    lines: tuple[Line, ...]
    found: int
    page: int
    pages: int


def listing(actor: Actor, filters: Filters | None = None, day: date | None = None) -> Listing:
    """The directives that the actor sees; three queries."""
    asked, on = filters or Filters(), day or actor.day
    paged = page(_filtered(actor, asked, on), asked.page, PAGE)
    return Listing(_lines(actor, paged.rows, on), paged.total, paged.number, paged.pages)


def every(actor: Actor, filters: Filters, day: date) -> tuple[Line, ...]:
    """The same without pages, for a file."""
    return _lines(actor, list(_filtered(actor, filters, day)), day)


def tallies(rows: QuerySet[Assignment], day: date) -> dict[int, Tally]:
    """How the assignments stand, by directive; one query."""
    counted = rows.order_by().values("directive_id").annotate(**counted_as(day))
    named = ("units", "done", "overdue", "waiting", "asked", "unknown")
    found = counted.values_list("directive_id", *named)
    return {row[0]: Tally(*row[1:]) for row in found}


def counted_as(day: date) -> dict[str, Count]:
    """The columns of a tally."""
    late = LATE & Q(due__lt=day)
    return {
        "units": Count("pk", filter=~Q(state=State.WITHDRAWN)),
        "done": Count("pk", filter=Q(state__in=DONE)),
        "overdue": Count("pk", filter=late),
        "waiting": Count("pk", filter=Q(state=State.REPORTED)),
        "asked": Count("pk", filter=Q(asked=True)),
        "unknown": Count("pk", filter=Q(known=False, state__in=OWED)),
    }


def _lines(actor: Actor, listed: Sequence[Directive], day: date) -> tuple[Line, ...]:
    parts = assignments_seen(actor).filter(directive__in=[row.pk for row in listed])
    found = tallies(parts, day)
    return tuple(Line(row, found.get(row.pk, Tally())) for row in listed)


def _filtered(actor: Actor, asked: Filters, day: date) -> QuerySet[Directive]:
    rows = directives_seen(actor)
    for word in fold(asked.text).split()[:6]:
        rows = rows.filter(search__contains=word)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.urgency:
        rows = rows.filter(urgency=asked.urgency)
    if asked.conference:
        rows = rows.filter(conference=asked.conference)
    if asked.unit:
        scheme, _colon, code = asked.unit.partition(":")
        parts = assignments_seen(actor).filter(carrier__scheme=scheme, carrier__code=code)
        rows = rows.filter(pk__in=parts.values("directive"))
    wanted = {
        "overdue": LATE & Q(due__lt=day, directive__state=DirectiveState.ISSUED),
        "waiting": Q(state=State.REPORTED),
        "extension": Q(asked=True),
        "unknown": Q(known=False, state__in=OWED),
    }.get(asked.only)
    if wanted is not None:
        rows = rows.filter(pk__in=assignments_seen(actor).filter(wanted).values("directive"))
    return rows.order_by(*SORTS.get(asked.sort, SORTS["-issued"]), "pk")
