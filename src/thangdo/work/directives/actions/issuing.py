"""Issuing: the scope is expanded on the day, each unit gets its part, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from thangdo.records.acts.declared import Json, On, Outcome
from thangdo.records.acts.fields import Many, Text
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives import events, scope
from thangdo.work.directives.actions.drafting import MOST_SLUG
from thangdo.work.directives.actions.reporting import MOST_REASON, TOO_LONG
from thangdo.work.directives.due import Due, due_of
from thangdo.work.directives.models import Directive
from thangdo.work.directives.scope import Expanded
from thangdo.work.directives.states import Directive as State
from thangdo.work.directives.subject import Task


@dataclass(frozen=True, slots=True)
class Issue:
    """decision: why it is issued although the register gives another number of units."""

    decision: Annotated[str, Text(MOST_REASON, lines=True, long=TOO_LONG)] = ""


@dataclass(frozen=True, slots=True)
class Together:
    """The drafts that are issued together."""

    slugs: Annotated[tuple[str, ...], Many(Text(MOST_SLUG), 200, least=1, few="nothing-chosen")]


@dataclass
class Batch:
    """Drafts that are issued together, all or none: each is locked, in the order of their addresses."""

    tasks: Sequence[Task]

    @property
    def stream(self) -> str:
        return self.tasks[0].stream

    def streams(self) -> Mapping[str, int]:
        return {stream: sequence for task in self.tasks for stream, sequence in task.streams().items()}

    def states(self) -> Mapping[str, str]:
        """A draft, unless one of them is none."""
        others = (task.directive.state for task in self.tasks if task.directive.state != State.DRAFT)
        return {"directive": next(others, State.DRAFT)}

    def place(self, name: str) -> Unit | None:
        return self.tasks[0].place(name)

    def follow(self, happened: Sequence[EventView]) -> None:
        for task in self.tasks:
            own = task.streams()
            task.follow([event for event in happened if event.stream in own])

    def answer(self) -> Json:
        return {"issued": [_answer(task) for task in self.tasks]}


def issue(on: On[Task], given: Issue) -> Outcome:
    """Issue a directive to all units of its scope."""
    return Outcome(_issued(on.subject, on.day, given.decision), lambda: _answer(on.subject))


def issue_many(on: On[Batch], given: Together) -> Outcome:
    """Issue several drafts, all or none. One office orders them: the ledger names it."""
    for task in on.subject.tasks:
        unit = task.directive.authority
        if on.held is not None and not on.held.covers(unit.pk, unit.path):
            raise Refused("issued-by-one-office", **unit.as_facts())
    return Outcome([entry for task in on.subject.tasks for entry in _issued(task, on.day, "")])


def charged(directive: Directive, day: date) -> Expanded:
    """The units that a directive would charge if it were issued on this day."""
    if directive.scope:
        return scope.expand(
            directive.scope, day, stated=directive.stated_count, authority=directive.authority
        )
    leading = directive.leading
    stands = leading is not None and leading.is_valid_on(day)
    return Expanded((leading,) if leading and stands else (), day, stated=directive.stated_count)


def due_on(directive: Directive, day: date) -> Due:
    """When a directive falls due if it is issued on this day. Raises Refused."""
    return due_of(directive.due_kind, directive.due, directive.due_days, day)


def _issued(task: Task, day: date, decision: str) -> list[tuple[str, Happening]]:
    directive, expanded = task.directive, charged(task.directive, day)
    if expanded.unknown:
        raise Refused("scope-names-unknown", units=list(expanded.unknown), day=day.isoformat())
    if not expanded.units:
        raise Refused("scope-is-empty", day=day.isoformat())
    if expanded.differs and not decision:
        raise Refused("scope-differs", stated=expanded.stated, found=expanded.found)
    why, due = private.keep(decision) if expanded.differs else None, due_on(directive, day)
    warnings = [*due.warnings, *(["due-on-day-off"] if due.off else [])]
    issued = events.DirectiveIssued(
        day, due.stated, due.falls, due.calendar, warnings, expanded.found, expanded.stated, why
    )
    parts = [
        (part.stream, events.AssignmentIssued(part.unit, day, due.falls, directive.known))
        for part in task.charge(expanded.units)
    ]
    return [(directive.stream, issued), *parts]


def _answer(task: Task) -> dict[str, Any]:
    """What was issued, after it was. due: the working day on which it falls due."""
    falls = next(iter(task.parts.values())).assignment.due
    return {**task.answer(), "units": task.directive.units, "due": falls.isoformat() if falls else None}
