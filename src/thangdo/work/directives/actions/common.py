"""The frame of every act: who may, in which state, on what was seen; events and tables in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, EventView, Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import Order, Part
from thangdo.work.directives.states import ACTS

Json = dict[str, Any]
UnitRef = tuple[str, str]  # scheme, code


@dataclass
class Work:
    """One act under way on an assignment: everything it needs, locked and checked."""

    actor: Actor
    held: OfficeHeld | None
    directive: Directive
    part: Part

    @property
    def assignment(self) -> Assignment:
        return self.part.assignment

    @property
    def by(self) -> By:
        """Who acts, for the ledger."""
        return self.actor.by(self.held)


Does = Callable[[Work], Sequence[Happening]]


def directive_of(slug: str, lock: bool = False) -> Directive:
    """The directive; Refused when there is none."""
    rows = Directive.objects.select_related("authority", "leading", "head")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-directive", slug=slug)
    return found


def assignment_of(directive: Directive, unit: UnitRef, lock: bool = False) -> Assignment:
    """A unit's assignment; Refused when the directive gives it none."""
    rows = Assignment.objects.select_related("unit", "carrier", "carrier__parent")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(directive=directive, unit__scheme=unit[0], unit__code=unit[1]).first()
    if found is None:
        raise Refused("no-such-assignment", unit=":".join(unit), directive=directive.slug)
    found.directive = directive
    return found


def unit_named(ref: UnitRef) -> Unit:
    """A unit of the register; Refused when there is none."""
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def may(actor: Actor, name: str, authority: Unit, carrier: Unit | None = None) -> OfficeHeld | None:
    """The office by which the actor may do this; None for the system. Raises NotAllowed without one."""
    if is_system(actor):
        return None
    act = ACTS[name]
    place = authority if act.where == "authority" else carrier
    assert place is not None
    return actor.need(place, *act.roles)


def is_system(actor: Actor) -> bool:
    """Whether the system acts: published orders loaded, conditions over data, the sample."""
    return actor.person is None and actor.ref.startswith("system:")


def in_state(name: str, directive: Directive, assignment: Assignment | None = None) -> None:
    """Raises Refused("wrong-state") when the act is not allowed in these states."""
    act = ACTS[name]
    checks: list[tuple[str, str, tuple[str, ...]]] = [("directive", directive.state, act.directive)]
    if assignment is not None:
        checks.append(("assignment", assignment.state, act.assignment))
    for what, now, allowed in checks:
        if allowed and now not in allowed:
            raise Refused(
                "wrong-state",
                act=f"directive-{name}",
                what=what,
                state=str(now),
                allowed=[str(one) for one in allowed],
            )


def on_directive(
    actor: Actor,
    name: str,
    slug: str,
    request: Mapping[str, Any],
    does: Callable[[Directive, OfficeHeld | None], Any],
    seen: int | None = None,
) -> Any:
    """Run an act on the directive: idempotent, locked; right, state and what was seen are checked."""

    def run() -> Any:
        directive = directive_of(slug, lock=True)
        held = may(actor, name, directive.authority)
        in_state(name, directive)
        if seen is not None and seen != directive.sequence:
            raise Stale(directive.stream, seen, directive.sequence)
        return does(directive, held)

    return once(actor.by(), {"act": name, "directive": slug, "seen": seen, **request}, run)


def write(directive: Directive, happened: Happening, by: By) -> EventView:
    """Append one event to the directive's own stream and keep the directive."""
    (event,) = append(directive.stream, [happened.new()], by, directive.sequence)
    Order(directive).apply(event)
    directive.save()
    return event


def on_assignment(
    actor: Actor,
    name: str,
    slug: str,
    unit: UnitRef,
    does: Does,
    *,
    seen: int | None = None,
    request: Mapping[str, Any] | None = None,
) -> Json:
    """Run an act on one assignment: idempotent, locked; right, state and what was seen are checked.

    seen: the sequence of the assignment on the screen. Gives {"sequence", "state"}.
    Raises NotAllowed, Refused, Stale, KeyReused.
    """

    def run() -> Json:
        directive = directive_of(slug, lock=True)
        assignment = assignment_of(directive, unit, lock=True)
        held = may(actor, name, directive.authority, assignment.carrier)
        in_state(name, directive, assignment)
        if seen is not None and seen != assignment.sequence:
            raise Stale(assignment.stream, seen, assignment.sequence)
        work = Work(actor, held, directive, Part.load(assignment))
        commit(work, does(work))
        return {"sequence": assignment.sequence, "state": str(assignment.state)}

    asked = {"act": name, "directive": slug, "unit": list(unit), "seen": seen, **(request or {})}
    answer: Json = once(actor.by(), asked, run)
    return answer


def commit(work: Work, happened: Sequence[Happening]) -> list[EventView]:
    """Append the events and let the tables follow."""
    if not happened:
        return []
    events = append(work.assignment.stream, [one.new() for one in happened], work.by)
    for event in events:
        work.part.apply(event)
    work.part.save()
    return events


def needed(reason: str) -> dict[str, str]:
    """A reason as events hold it; Refused when it is empty."""
    held = private.keep(reason)
    if held is None:
        raise Refused("reason-needed")
    return held
