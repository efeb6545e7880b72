"""What the issuing unit decides: to accept or give back, more time, closing, withdrawing, passing on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.db.models import Q

from thangdo.records import calendars
from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Day, Flag, Text, UnitNamed
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives import events
from thangdo.work.directives.actions.reporting import MOST_REASON, REASON, TOO_LONG
from thangdo.work.directives.due import working_from
from thangdo.work.directives.states import OPEN, Extension
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Directive as DirectiveState
from thangdo.work.directives.subject import Task


@dataclass(frozen=True, slots=True)
class Why:
    """The reason, for those who ask later."""

    reason: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class Closing:
    """Why."""

    # it may be left out where all work is accepted
    reason: Annotated[str, Text(MOST_REASON, lines=True, long=TOO_LONG)] = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether more time is given, until when (null: as asked), and why."""

    granted: Annotated[bool, Flag()]
    reason: Annotated[str, REASON]
    due: Annotated[date | None, Day()] = None


@dataclass(frozen=True, slots=True)
class PassOn:
    """Who carries it from now on, and why."""

    to: Annotated[UnitRef, UnitNamed()]
    reason: Annotated[str, REASON]


def accept(on: On[Task]) -> events.AssignmentMoved:
    """The report is accepted: the work is done."""
    return events.AssignmentMoved("accept", State.ACCEPTED, on.day)


def give_back(on: On[Task], why: Why) -> events.AssignmentMoved:
    """The report is given back with a reason."""
    return events.AssignmentMoved("give_back", State.RETURNED, on.day, private.keep(why.reason))


def decide_extension(on: On[Task], given: Decision) -> events.ExtensionDecided:
    """Give more time or not; another day than the one asked for may be given."""
    requests = on.subject.part.extensions.values()
    asked = next((extension for extension in requests if extension.state == Extension.ASKED), None)
    if asked is None:
        raise Refused("no-extension-asked")
    until, before = None, on.subject.part.assignment.due
    if given.granted:
        until = working_from(calendars.current(), given.due or asked.due_asked)
        if before is not None and until <= before:
            raise Refused("not-later", field="due", due=until.isoformat(), before=before.isoformat())
    return events.ExtensionDecided(asked.number, on.day, given.granted, until, private.keep(given.reason))


def close(on: On[Task], why: Closing) -> Outcome:
    """Close it with all its parts; a reason where work is not accepted."""
    parts = on.subject.take(Q(state__in=(*OPEN, State.ACCEPTED)))
    unfinished = sum(part.assignment.state != State.ACCEPTED for part in parts)
    if unfinished and not why.reason:
        raise Refused("close-needs-reason", units=unfinished)
    held = private.keep(why.reason)
    closed = events.DirectiveMoved("close", DirectiveState.CLOSED, on.day, held)
    moved = events.AssignmentMoved("close", State.CLOSED, on.day, held)
    return Outcome(
        [closed, *((part.stream, moved) for part in parts)], {"units": len(parts), "unfinished": unfinished}
    )


def close_one(on: On[Task], why: Closing) -> events.AssignmentMoved:
    """Close one unit's part; a reason where its work is not accepted."""
    if on.subject.part.assignment.state != State.ACCEPTED and not why.reason:
        raise Refused("reason-needed", field="reason")
    return events.AssignmentMoved("close_one", State.CLOSED, on.day, private.keep(why.reason))


def withdraw(on: On[Task], why: Why) -> Outcome:
    """Take it back with all its parts; what was done stays."""
    held, parts = private.keep(why.reason), on.subject.take(Q(state__in=OPEN))
    withdrawn = events.DirectiveMoved("withdraw", DirectiveState.WITHDRAWN, on.day, held)
    moved = events.AssignmentMoved("withdraw", State.WITHDRAWN, on.day, held)
    return Outcome([withdrawn, *((part.stream, moved) for part in parts)], {"units": len(parts)})


def withdraw_one(on: On[Task], why: Why) -> events.AssignmentMoved:
    """Take one unit's part back; what was done stays."""
    return events.AssignmentMoved("withdraw_one", State.WITHDRAWN, on.day, private.keep(why.reason))


def pass_on(on: On[Task], given: PassOn) -> events.AssignmentPassed:
    """Let another unit carry it, where the register names no one heir."""
    carrier, successor = on.subject.part.assignment.carrier, unit_named(given.to)
    under = successor.path.startswith(on.subject.directive.authority.path)
    ended = successor.valid_to is not None and successor.valid_to < on.day
    if successor.pk == carrier.pk or not under or ended:
        raise Refused("cannot-carry", field="to", unit=":".join(given.to))
    before = f"{carrier.scheme}:{carrier.code}"
    return events.AssignmentPassed(before, ":".join(given.to), on.day, reason=private.keep(given.reason))
