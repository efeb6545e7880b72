"""What each event makes of a directive and of an assignment: the same code keeps the tables and replays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment, Directive, Extension, Passing, Proof
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
ASSIGNMENT_FIELDS = [one.name for one in Assignment._meta.concrete_fields if one.name not in _NOT_KEPT]


def unit_of(ref: str) -> Unit:
    """The unit that events name scheme:code."""
    scheme, _colon, code = ref.partition(":")
    return Unit.objects.get(scheme=scheme, code=code)


@dataclass
class Order:
    """A directive in memory, with the units that cooperate."""

    directive: Directive
    cooperating: list[Unit] = field(default_factory=list)

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        _ON_DIRECTIVE[event.type](self, event.payload, event)
        self.directive.sequence, self.directive.changed_at = event.sequence, event.at


def _drafted(order: Order, said: Payload, event: EventView) -> None:
    one, plan = order.directive, said["plan"]
    if one.sequence == 0 and one.created_at is None:
        one.created_at = event.at
    for name in PLAIN:
        setattr(one, name, plan[name])
    for name in UNITS:
        setattr(one, name, unit_of(plan[name]) if plan[name] else None)
    one.source_date, one.due = _day(plan["source_date"]), _day(plan["due"])
    one.quote, one.product = private.text(said["quote"]), private.text(said["product"])
    order.cooperating = [unit_of(ref) for ref in plan["cooperating"]]
    one.search = fold(f"{one.title} {one.title_en} {one.number} {one.source_number} {one.place}")[:1200]


def _directive_issued(order: Order, said: Payload, event: EventView) -> None:
    one = order.directive
    one.state, one.issued_on = DirectiveState.ISSUED, _day(said["on"])
    one.due, one.units, one.scope_decision = _day(said["due"]), said["units"], said["decision"]


def _directive_moved(order: Order, said: Payload, event: EventView) -> None:
    one = order.directive
    one.state, one.by_data = said["to"], said["by_data"] and said["to"] == DirectiveState.CLOSED
    one.closed_on = None if said["to"] == DirectiveState.ISSUED else _day(said["on"])


_ON_DIRECTIVE: dict[str, Callable[[Order, Payload, EventView], None]] = {
    "directive.drafted": _drafted,
    "directive.issued": _directive_issued,
    "directive.moved": _directive_moved,
}


@dataclass
class Part:
    """An assignment in memory with what hangs on it."""

    assignment: Assignment
    proofs: dict[int, Proof] = field(default_factory=dict)
    extensions: dict[int, Extension] = field(default_factory=dict)
    passings: list[Passing] = field(default_factory=list)
    touched: list[Proof | Extension | Passing] = field(default_factory=list)

    @classmethod
    def load(cls, assignment: Assignment) -> Part:
        """The assignment with its evidence, requests and passings."""
        return cls(
            assignment,
            {one.number: one for one in Proof.objects.filter(assignment=assignment)},
            {one.number: one for one in Extension.objects.filter(assignment=assignment)},
            list(Passing.objects.filter(assignment=assignment).select_related("before", "to")),
        )

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        _ON_ASSIGNMENT[event.type](self, event.payload, event)
        self.assignment.sequence, self.assignment.changed_at = event.sequence, event.at

    def save(self) -> None:
        """Keep what has changed."""
        self.assignment.save(update_fields=ASSIGNMENT_FIELDS)
        for one in self.touched:
            one.save()
        self.touched.clear()


def apply_all(parts: Sequence[Part], events: Sequence[EventView]) -> None:
    """One event for each of many assignments, kept in few statements."""
    for part, event in zip(parts, events, strict=True):
        part.apply(event)
    Assignment.objects.bulk_update([part.assignment for part in parts], ASSIGNMENT_FIELDS, batch_size=200)
    for part in parts:
        for one in part.touched:
            one.save()
        part.touched.clear()


def _issued(part: Part, said: Payload, event: EventView) -> None:
    one = part.assignment
    one.state, one.issued_on, one.due, one.known = (
        State.ISSUED, _day(said["on"]), _day(said["due"]), said["known"],
    )  # fmt: skip
    one.carrier = one.unit


def _moved(part: Part, said: Payload, event: EventView) -> None:
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


def _reported(part: Part, said: Payload, event: EventView) -> None:
    one, on = part.assignment, _day(said["on"])
    one.known, one.progress, one.report = True, said["progress"], said["text"]
    one.acknowledged_on = one.acknowledged_on or on
    if said["progress"] == 100:
        one.state, one.reported_on = State.REPORTED, on
    elif one.state == State.ISSUED:
        one.state = State.ACKNOWLEDGED
    for given in said["proofs"]:
        proof = Proof(
            assignment=one, number=given["number"], kind=given["kind"], sha256=given["sha256"],
            title=given["title"], link=given["link"], given_on=_on(said), given_by=event.actor,
        )  # fmt: skip
        part.proofs[proof.number] = proof
        part.touched.append(proof)


def _proof_withdrawn(part: Part, said: Payload, event: EventView) -> None:
    proof = part.proofs[said["number"]]
    proof.withdrawn_on, proof.withdrawn_why = _day(said["on"]), said["reason"]
    part.touched.append(proof)
    if said["reopens"]:
        _reopen(part.assignment, Again.EVIDENCE)


def _reopen(one: Assignment, why: Again) -> None:
    one.state, one.again, one.reopened = State.RETURNED, why, one.reopened + 1
    one.reported_on = one.done_on = None
    one.by_data = one.settled = False


def _extension_asked(part: Part, said: Payload, event: EventView) -> None:
    asked = Extension(
        assignment=part.assignment, number=said["number"], due_before=part.assignment.due,
        due_asked=date.fromisoformat(said["due"]), reason=said["reason"], asked_on=_on(said),
    )  # fmt: skip
    part.extensions[asked.number], part.assignment.asked = asked, True
    part.touched.append(asked)


def _extension_decided(part: Part, said: Payload, event: EventView) -> None:
    asked, one = part.extensions[said["number"]], part.assignment
    asked.state = Asked.GRANTED if said["granted"] else Asked.REFUSED
    asked.answer, asked.decided_on = said["reason"], _day(said["on"])
    one.asked = False
    if said["granted"]:
        asked.due_given = one.due = _day(said["due"])
        one.extended, one.level = True, 0
    part.touched.append(asked)


def _escalated(part: Part, said: Payload, event: EventView) -> None:
    part.assignment.level = said["level"]


def _passed(part: Part, said: Payload, event: EventView) -> None:
    one, on = part.assignment, _on(said)
    passing = Passing(assignment=one, before=unit_of(said["before"]), to=unit_of(said["to"]), on=on)
    one.carrier, one.passed_on, one.level = passing.to, on, 0
    part.passings.append(passing)
    part.touched.append(passing)


def _checked(part: Part, said: Payload, event: EventView) -> None:
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


_ON_ASSIGNMENT: dict[str, Callable[[Part, Payload, EventView], None]] = {
    "assignment.issued": _issued,
    "assignment.moved": _moved,
    "assignment.reported": _reported,
    "assignment.proof-withdrawn": _proof_withdrawn,
    "assignment.extension-asked": _extension_asked,
    "assignment.extension-decided": _extension_decided,
    "assignment.escalated": _escalated,
    "assignment.passed": _passed,
    "assignment.checked": _checked,
}
