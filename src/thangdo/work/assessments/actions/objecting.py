"""Objections of the units, and what the council decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from thangdo.records.acts.declared import On
from thangdo.records.acts.fields import Flag
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import events
from thangdo.work.assessments.actions.answering import VALUES, Values
from thangdo.work.assessments.actions.appraising import Amended, checked
from thangdo.work.assessments.actions.campaigns import REASON
from thangdo.work.assessments.actions.subjects import OnePart
from thangdo.work.assessments.states import Decision
from thangdo.work.assessments.states import Submission as PartState


@dataclass(frozen=True, slots=True)
class Objection:
    """What the unit objects."""

    text: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The council's decision: null accepts what is declared, values amend it."""

    reason: Annotated[str, REASON]
    values: Annotated[Values | None, VALUES] = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the council decides on an objection. Upheld: null gives the declared values back."""

    reason: Annotated[str, REASON]
    upheld: Annotated[bool, Flag()]
    values: Annotated[Values | None, VALUES] = None


def object_to(on: On[OnePart], given: Objection) -> events.AnswerObjected:
    """Object to an amended answer within the window."""
    until = on.subject.campaign.objection_until
    if until is not None and on.day > until:
        raise Refused("window-is-over", until=until.isoformat())
    if on.subject.only.measured:
        raise Refused("measured-by-the-office", node=on.subject.node)
    return events.AnswerObjected(on.subject.node, private.keep(given.text))


def withdraw_objection(on: On[OnePart]) -> events.ObjectionWithdrawn:
    """Take an objection back."""
    return events.ObjectionWithdrawn(on.subject.node)


def agree(on: On[OnePart]) -> events.SubmissionMoved:
    """The head agrees with the result before the window ends."""
    return events.SubmissionMoved("agree", PartState.SETTLED, on.day)


def decide(on: On[OnePart], given: Ruling) -> events.AnswerDecided:
    """The council decides on a marked answer. Raises BadValues."""
    node = on.subject.node
    clean = None if given.values is None else checked(on.subject, node, given.values)
    decision = Decision.ACCEPTED if clean is None else Decision.AMENDED
    return events.AnswerDecided(node, decision, clean, private.keep(given.reason), by_council=True)


def hear(on: On[OnePart], given: Hearing) -> events.ObjectionHeard:
    """The council decides on an objection. Upheld: None gives the declared values back, values set others.

    Raises BadValues.
    """
    node = on.subject.node
    if given.values is not None and not given.upheld:
        raise Refused("dismissed-with-values")
    clean = None if given.values is None else checked(on.subject, node, given.values)
    return events.ObjectionHeard(node, given.upheld, clean, private.keep(given.reason))


def put_right(on: On[OnePart], given: Amended) -> events.AnswerPutRight:
    """The council puts a value right: before it concludes, or in a correction of what was published.

    Raises BadValues.
    """
    node = on.subject.node
    if not (on.subject.row.is_signed or on.subject.only.measured):
        raise Refused("never-signed-off", unit=str(on.subject.row.unit))
    clean = checked(on.subject, node, given.values)
    if clean == on.subject.only.final:
        raise Refused("amends-nothing", node=node)
    if not given.reason:
        raise Refused("reason-needed", field="reason")
    return events.AnswerPutRight(node, clean, private.keep(given.reason))
