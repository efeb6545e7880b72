"""What each event makes of a directive and of an assignment: the same code keeps the tables and replays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from thangdo.records.acts import replay
from thangdo.records.acts.rows import unit_of
from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Refused
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment, Directive, Evidence, Extension, Passing
from thangdo.work.directives.states import Again
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState
from thangdo.work.directives.states import Extension as Asked

Payload = Mapping[str, Any]
#: fields of a directive that a draft sets as they are
PLAIN = (
    *("number", "title", "title_en", "source_title", "source_number", "source_url", "conference", "place"),
    *("due_kind", "due_days", "urgency", "moves", "scope", "stated_count", "condition", "known", "official"),
    *("sample",),
)
UNITS = ("authority", "leading", "head")
_NOT_KEPT = {"id", "directive", "unit"}
ASSIGNMENT_FIELDS = [field.name for field in Assignment._meta.concrete_fields if field.name not in _NOT_KEPT]
_NOT_COMPARED = frozenset({"id", "assignment", "directive", "slug"})


@dataclass
class DirectiveInMemory:
    """A directive in memory. cooperating: the units that do, once an event has said so."""

    directive: Directive
    cooperating: list[Unit] | None = None
    changed: bool = False

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        _ON_DIRECTIVE[event.type](self, event.payload, event)
        self.directive.sequence, self.directive.changed_at = event.sequence, event.at
        self.changed = True

    def save(self) -> None:
        """Keep it, where it has changed. Raises Refused when another took its address meanwhile."""
        if not self.changed:
            return
        try:
            with transaction.atomic(savepoint=self.directive.pk is None):
                self.directive.save()
        except IntegrityError as error:
            raise Refused("directive-slug-taken", slug=self.directive.slug) from error
        if self.cooperating is not None:
            self.directive.cooperating.set(self.cooperating)
        self.changed = False


def _drafted(memory: DirectiveInMemory, said: Payload, event: EventView) -> None:
    one, plan = memory.directive, said["plan"]
    if one.sequence == 0 and one.created_at is None:
        one.created_at = event.at
    for name in PLAIN:
        setattr(one, name, plan[name])
    for name in UNITS:
        setattr(one, name, unit_of(plan[name]) if plan[name] else None)
    one.source_date, one.due = _day(plan["source_date"]), _day(plan["due"])
    one.quote, one.product = private.text(said["quote"]), private.text(said["product"])
    memory.cooperating = [unit_of(ref) for ref in plan["cooperating"]]
    one.search = fold(f"{one.title} {one.title_en} {one.number} {one.source_number} {one.place}")[:1200]


def _directive_issued(memory: DirectiveInMemory, said: Payload, event: EventView) -> None:
    one = memory.directive
    one.state, one.issued_on = DirectiveState.ISSUED, _day(said["on"])
    one.due, one.units, one.scope_decision = _day(said["due"]), said["units"], said["decision"]


def _directive_moved(memory: DirectiveInMemory, said: Payload, event: EventView) -> None:
    one = memory.directive
    one.state, one.by_data = said["to"], said["by_data"] and said["to"] == DirectiveState.CLOSED
    one.closed_on = None if said["to"] == DirectiveState.ISSUED else _day(said["on"])


_ON_DIRECTIVE: dict[str, Callable[[DirectiveInMemory, Payload, EventView], None]] = {
    "directive.drafted": _drafted,
    "directive.issued": _directive_issued,
    "directive.moved": _directive_moved,
}


@dataclass
class AssignmentInMemory:
    """An assignment in memory with what hangs on it."""

    assignment: Assignment
    evidence: dict[int, Evidence] = field(default_factory=dict)
    extensions: dict[int, Extension] = field(default_factory=dict)
    passings: list[Passing] = field(default_factory=list)
    touched: list[Evidence | Extension | Passing] = field(default_factory=list)
    changed: bool = False

    @classmethod
    def load(cls, assignment: Assignment) -> AssignmentInMemory:
        """The assignment with its evidence, requests and passings."""
        return cls(
            assignment,
            {evidence.number: evidence for evidence in Evidence.objects.filter(assignment=assignment)},
            {asked.number: asked for asked in Extension.objects.filter(assignment=assignment)},
            list(Passing.objects.filter(assignment=assignment).select_related("before", "to")),
        )

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return self.assignment.stream

    @property
    def unit(self) -> str:
        """The unit to which it was issued, scheme:code."""
        return f"{self.assignment.unit.scheme}:{self.assignment.unit.code}"

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        _ON_ASSIGNMENT[event.type](self, event.payload, event)
        self.assignment.sequence, self.assignment.changed_at = event.sequence, event.at
        self.changed = True


def save_all(parts: Sequence[AssignmentInMemory]) -> None:
    """Keep those that have changed, in few statements."""
    rows = [part.assignment for part in parts if part.changed]
    new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    Assignment.objects.bulk_create(new, batch_size=1000)
    if len(known) == 1:
        known[0].save(update_fields=ASSIGNMENT_FIELDS)
    else:
        Assignment.objects.bulk_update(known, ASSIGNMENT_FIELDS, batch_size=200)
    for part in parts:
        for hanging in part.touched:
            hanging.save()
        part.touched.clear()
        part.changed = False


def _issued(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    one = part.assignment
    one.state, one.issued_on, one.due, one.known = (
        State.ISSUED,
        _day(said["on"]),
        _day(said["due"]),
        said["known"],
    )
    one.carrier = one.unit


def _moved(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    one, act, on = part.assignment, said["act"], _day(said["on"])
    before, one.state, one.known = one.state, said["to"], True
    if said["reason"] is not None:
        one.reason = said["reason"]
    if act == "acknowledge":
        one.acknowledged_on = on
    elif act == "accept":
        one.done_on, one.again, one.settled = one.reported_on, Again.NONE, True
    elif act == "give_back":
        one.again, one.reported_on = Again.GIVEN_BACK, None
    elif act in ("close", "close_one"):
        one.settled = before == State.ACCEPTED
        one.asked = False
    elif act in ("withdraw", "withdraw_one"):
        one.asked = False


def _reported(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    one, on = part.assignment, _day(said["on"])
    one.known, one.progress, one.report = True, said["progress"], said["text"]
    one.acknowledged_on = one.acknowledged_on or on
    if said["progress"] == 100:
        one.state, one.reported_on = State.REPORTED, on
    elif one.state == State.ISSUED:
        one.state = State.ACKNOWLEDGED
    for given in said["proofs"]:
        evidence = Evidence(
            assignment=one,
            number=given["number"],
            kind=given["kind"],
            sha256=given["sha256"],
            title=given["title"],
            link=given["link"],
            given_on=_on(said),
            given_by=event.actor,
        )
        part.evidence[evidence.number] = evidence
        part.touched.append(evidence)


def _evidence_withdrawn(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    evidence = part.evidence[said["number"]]
    evidence.withdrawn_on, evidence.withdrawn_why = _day(said["on"]), said["reason"]
    part.touched.append(evidence)
    if said["reopens"]:
        _reopen(part.assignment, Again.EVIDENCE)


def _reopen(one: Assignment, why: Again) -> None:
    one.state, one.again, one.reopened = State.RETURNED, why, one.reopened + 1
    one.reported_on = one.done_on = None
    one.by_data = one.settled = False


def _extension_asked(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    asked = Extension(
        assignment=part.assignment,
        number=said["number"],
        due_before=part.assignment.due,
        due_asked=date.fromisoformat(said["due"]),
        reason=said["reason"],
        asked_on=_on(said),
    )
    part.extensions[asked.number], part.assignment.asked = asked, True
    part.touched.append(asked)


def _extension_decided(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    asked, one = part.extensions[said["number"]], part.assignment
    asked.state = Asked.GRANTED if said["granted"] else Asked.REFUSED
    asked.answer, asked.decided_on = said["reason"], _day(said["on"])
    one.asked = False
    if said["granted"]:
        asked.due_given = one.due = _day(said["due"])
        one.extended, one.level = True, 0
    part.touched.append(asked)


def _escalated(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    part.assignment.level = said["level"]


def _passed(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    one, on = part.assignment, _on(said)
    passing = Passing(assignment=one, before=unit_of(said["before"]), to=unit_of(said["to"]), on=on)
    one.carrier, one.passed_on, one.level = passing.to, on, 0
    part.passings.append(passing)
    part.touched.append(passing)


def _checked(part: AssignmentInMemory, said: Payload, event: EventView) -> None:
    one, on = part.assignment, _day(said["on"])
    if said["holds"]:
        one.state, one.by_data, one.settled, one.known = State.CLOSED, True, True, True
        one.progress, one.done_on, one.again, one.asked = 100, on, Again.NONE, False
    else:
        _reopen(one, Again.DATA)
    one.figures = dict(said["figures"])


def _on(said: Payload) -> date:
    return date.fromisoformat(said["on"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_ON_ASSIGNMENT: dict[str, Callable[[AssignmentInMemory, Payload, EventView], None]] = {
    "assignment.issued": _issued,
    "assignment.moved": _moved,
    "assignment.reported": _reported,
    "assignment.proof-withdrawn": _evidence_withdrawn,
    "assignment.extension-asked": _extension_asked,
    "assignment.extension-decided": _extension_decided,
    "assignment.escalated": _escalated,
    "assignment.passed": _passed,
    "assignment.checked": _checked,
}


def differences(directive: Directive) -> list[str]:
    """Where the tables say something else than the ledger, of the directive and all its parts."""
    memory = replay.rebuilt(DirectiveInMemory(Directive(slug=directive.slug)), directive.stream)
    found = list(replay.differ("directive", memory.directive, directive, _NOT_COMPARED))
    together = {unit.pk for unit in memory.cooperating or ()}
    if together != set(directive.cooperating.values_list("pk", flat=True)):
        found.append("directive: cooperating units")
    for row in directive.assignments.select_related("directive", "unit", "carrier"):
        said = AssignmentInMemory(Assignment(directive=directive, unit=row.unit))
        said, kept = replay.rebuilt(said, row.stream), AssignmentInMemory.load(row)
        what = f"{row.unit.code}: "
        found += replay.differ(f"{what}assignment", said.assignment, row, _NOT_COMPARED)
        for name, ours, theirs in (
            ("evidence", said.evidence, kept.evidence),
            ("extension", said.extensions, kept.extensions),
            ("passing", dict(enumerate(said.passings)), dict(enumerate(kept.passings))),
        ):
            found += replay.pairs(f"{what}{name}", ours, theirs, _NOT_COMPARED)
    return found
