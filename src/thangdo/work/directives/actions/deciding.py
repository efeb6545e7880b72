"""What the issuing unit decides: to accept or give back, more time, closing, withdrawing, passing on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thangdo.records import calendars
from thangdo.records.ledger import private
from thangdo.records.ledger.events import By, append_many
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.work.directives import events
from thangdo.work.directives.actions.common import (
    Json,
    UnitRef,
    Work,
    needed,
    on_assignment,
    on_directive,
    unit_named,
    write,
)
from thangdo.work.directives.due import working_from
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import Part, apply_all
from thangdo.work.directives.states import OPEN, UNIT, Extension
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState


def accept(actor: Actor, slug: str, unit: UnitRef, seen: int | None = None) -> Json:
    """The report is accepted: the work is done. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AssignmentMoved]:
        _not_ones_own(work)
        return [events.AssignmentMoved("accept", State.ACCEPTED, actor.day)]

    return on_assignment(actor, "accept", slug, unit, does, seen=seen)


def give_back(actor: Actor, slug: str, unit: UnitRef, reason: str, seen: int | None = None) -> Json:
    """The report is given back with a reason. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AssignmentMoved]:
        _not_ones_own(work)
        return [events.AssignmentMoved("give_back", State.RETURNED, actor.day, needed(reason))]

    return on_assignment(actor, "give_back", slug, unit, does, seen=seen, request={"reason": reason})


def decide_extension(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    granted: bool,
    reason: str,
    due: date | None = None,
    seen: int | None = None,
) -> Json:
    """Give more time or not, with a reason; due: another day than the one asked for.

    Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.ExtensionDecided]:
        asked = next((one for one in work.part.extensions.values() if one.state == Extension.ASKED), None)
        if asked is None:
            raise Refused("no-extension-asked")
        until = None
        if granted:
            until = working_from(calendars.current(), due or asked.due_asked)
            before = work.assignment.due
            if before is not None and until <= before:
                raise Refused("not-later", due=until.isoformat(), before=before.isoformat())
        return [events.ExtensionDecided(asked.number, actor.day, granted, until, needed(reason))]

    request = {"granted": granted, "reason": reason, "due": due.isoformat() if due else None}
    return on_assignment(actor, "decide_extension", slug, unit, does, seen=seen, request=request)


def close(
    actor: Actor, slug: str, reason: str = "", unit: UnitRef | None = None, seen: int | None = None
) -> Json:
    """Close a directive with all its parts, or one unit's part; a reason where work is not accepted.

    seen: the sequence of what is closed. Raises NotAllowed, Refused, Stale.
    """
    if unit is not None:

        def one(work: Work) -> list[events.AssignmentMoved]:
            why = private.keep(reason) if work.assignment.state == State.ACCEPTED else needed(reason)
            return [events.AssignmentMoved("close_one", State.CLOSED, actor.day, why)]

        return on_assignment(actor, "close_one", slug, unit, one, seen=seen, request={"reason": reason})

    def does(directive: Directive, held: OfficeHeld | None) -> Json:
        parts = _parts(directive, (*OPEN, State.ACCEPTED))
        unfinished = sum(part.assignment.state != State.ACCEPTED for part in parts)
        if unfinished and not reason.strip():
            raise Refused("close-needs-reason", units=unfinished)
        why, by = private.keep(reason), actor.by(held)
        moved = events.DirectiveMoved("close", DirectiveState.CLOSED, actor.day, why)
        sequence = write(directive, moved, by).sequence
        _move_all(parts, events.AssignmentMoved("close", State.CLOSED, actor.day, why), by)
        return {"sequence": sequence, "units": len(parts), "unfinished": unfinished}

    answer: Json = on_directive(actor, "close", slug, {"reason": reason}, does, seen)
    return answer


def withdraw(
    actor: Actor, slug: str, reason: str, unit: UnitRef | None = None, seen: int | None = None
) -> Json:
    """Take a directive back, or one unit's part; what was done stays. Raises NotAllowed, Refused, Stale."""
    if unit is not None:

        def one(work: Work) -> list[events.AssignmentMoved]:
            return [events.AssignmentMoved("withdraw_one", State.WITHDRAWN, actor.day, needed(reason))]

        return on_assignment(actor, "withdraw_one", slug, unit, one, seen=seen, request={"reason": reason})

    def does(directive: Directive, held: OfficeHeld | None) -> Json:
        why, by = needed(reason), actor.by(held)
        moved = events.DirectiveMoved("withdraw", DirectiveState.WITHDRAWN, actor.day, why)
        sequence = write(directive, moved, by).sequence
        parts = _parts(directive, OPEN)
        _move_all(parts, events.AssignmentMoved("withdraw", State.WITHDRAWN, actor.day, why), by)
        return {"sequence": sequence, "units": len(parts)}

    answer: Json = on_directive(actor, "withdraw", slug, {"reason": reason}, does, seen)
    return answer


def pass_on(
    actor: Actor, slug: str, unit: UnitRef, to: UnitRef, reason: str, seen: int | None = None
) -> Json:
    """Let another unit carry it, where the register names no one heir. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AssignmentPassed]:
        carrier, successor = work.assignment.carrier, unit_named(to)
        if successor.pk == carrier.pk or not successor.path.startswith(work.directive.authority.path):
            raise Refused("cannot-carry", unit=":".join(to))
        if successor.valid_to is not None and successor.valid_to < actor.day:
            raise Refused("cannot-carry", unit=":".join(to))
        before = f"{carrier.scheme}:{carrier.code}"
        return [
            events.AssignmentPassed(before, ":".join(to), actor.day, reason=needed(reason)),
        ]

    request = {"to": list(to), "reason": reason}
    return on_assignment(actor, "pass_on", slug, unit, does, seen=seen, request=request)


def _parts(directive: Directive, states: Sequence[State]) -> list[Part]:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "carrier")
    found = list(rows.filter(directive=directive, state__in=states).order_by("pk"))
    for row in found:
        row.directive = directive
    return [Part(row) for row in found]


def _move_all(parts: list[Part], moved: events.AssignmentMoved, by: By) -> None:
    """The same move for many parts, in one write of the ledger."""
    if parts:
        groups = [(part.assignment.stream, [moved.new()]) for part in parts]
        apply_all(parts, append_many(groups, by))


def _not_ones_own(work: Work) -> None:
    """Nobody accepts what he reports or signs for."""
    carrier = work.assignment.carrier
    if any(held.unit == carrier.pk for held in work.actor.holding(*UNIT)):
        raise Refused("accepts-own-report", unit=str(carrier))
