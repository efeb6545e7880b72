"""What waits for somebody: the assignments of his units, reports to accept, requests to decide, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.queries.assignments_of_unit import Line, line
from thangdo.work.directives.states import OWED, STAFF, UNIT
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a directive asks of the issuing unit."""

    what: str  # accept | extension | issue
    directive: Directive
    count: int


@dataclass(frozen=True, slots=True)
class Tasks:
    """owed: of one's own units, the most pressing first; waiting: of directives that one issues."""

    owed: tuple[Line, ...]
    waiting: tuple[Waiting, ...]


def tasks(actor: Actor, day: date) -> Tasks:
    """What waits for the actor; four queries at most."""
    parts = Assignment.objects.select_related("directive", "unit", "carrier").filter(
        actor.scope(*UNIT, unit="carrier"), state__in=OWED, known=True, directive__state=DirectiveState.ISSUED
    )
    owed = [line(row, day) for row in parts.order_by(F("due").asc(nulls_last=True), "pk")[:MOST]]
    waiting: list[Waiting] = []
    if actor.holding(*STAFF):
        ours = Assignment.objects.filter(directive__state=DirectiveState.ISSUED).order_by()
        reports = ours.filter(actor.scope(*STAFF, unit="directive__authority"), state=State.REPORTED)
        asked = ours.filter(actor.scope(Role.HEAD, unit="directive__authority"), asked=True)
        waiting += _grouped("accept", list(reports.values_list("directive_id", flat=True)))
        waiting += _grouped("extension", list(asked.values_list("directive_id", flat=True)))
        drafts = Directive.objects.filter(
            actor.scope(Role.HEAD, unit="authority"), state=DirectiveState.DRAFT
        )
        waiting += [Waiting("issue", one, 1) for one in drafts.order_by("pk")[:MOST]]
    return Tasks(tuple(owed), tuple(waiting))


def _grouped(what: str, keys: list[int]) -> list[Waiting]:
    rows = Directive.objects.in_bulk(set(keys))
    return [Waiting(what, rows[key], keys.count(key)) for key in sorted(rows)]
