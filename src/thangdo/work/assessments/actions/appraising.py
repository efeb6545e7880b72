"""What appraisers do: accept, amend, ask for more, mark for the council; observe; second opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from thangdo.records.acts.declared import On
from thangdo.records.acts.fields import Many, Named, Text, Whole
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.rules.canonical import sha256
from thangdo.rules.index.edition.model import Edition, ObservationTable
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.rules.index.values import read_value
from thangdo.work.assessments import events, value_check
from thangdo.work.assessments.actions.answering import NODE, VALUES, BadValues, Values
from thangdo.work.assessments.actions.campaigns import LONGEST_TEXT, REASON, Why
from thangdo.work.assessments.actions.subjects import OnePart
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.states import Decision
from thangdo.work.assessments.states import Submission as PartState

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """The criteria whose answers are accepted as declared."""

    nodes: Annotated[tuple[str, ...], Many(NODE, 1000)]


@dataclass(frozen=True, slots=True)
class Amended:
    """The values that count, and why."""

    values: Annotated[Values, VALUES]
    reason: Annotated[str, Text(LONGEST_TEXT, lines=True)] = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the appraising office measured, by criterion; source: which records of the system say so."""

    given: Annotated[Mapping[str, Values], Named(VALUES, 1000)]
    source: Annotated[str, Text(200)] = ""

    @property
    def nodes(self) -> tuple[str, ...]:
        """The criteria meant."""
        return tuple(self.given)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the unit is asked."""

    question: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class Second:
    """A second opinion: null accepts, values amend."""

    values: Annotated[Values | None, VALUES] = None


@dataclass(frozen=True, slots=True)
class Looked:
    """An evidence of the unit."""

    number: Annotated[int, Whole(0, 1_000_000_000, code="no-such-evidence")]


@dataclass(frozen=True, slots=True)
class Observed:
    """What was observed, for one table of the edition; replaces what was put before."""

    table: Annotated[str, Text(60, least=1)]
    rows: Annotated[Sequence[Values], Many(VALUES, MOST_ROWS, code="too-many-rows")]


def accept(on: On[OnePart], given: Accepted) -> events.AnswersAccepted:
    """Accept answers as declared."""
    if not given.nodes:
        raise Refused("nothing-chosen")
    for node in given.nodes:
        if on.subject.one(node).measured and not _is_observed(on.subject, node):
            raise Refused("measure-it", node=node)
    return events.AnswersAccepted(sorted(given.nodes))


def _is_observed(part: OnePart, node: str) -> bool:
    """A criterion that reads observation tables only: nothing is typed for it."""
    question = part.asked.question(node)
    return bool(question.tables) and not question.inputs


def amend(on: On[OnePart], given: Amended) -> events.AnswerDecided:
    """Put other values in the place of the declared ones, with a reason; or the values that the appraising
    office measures, where it answers itself (then no reason is needed). Raises BadValues.
    """
    row, node = on.subject.only, on.subject.node
    clean = checked(on.subject, node, given.values)
    if not row.measured and clean == row.declared:
        raise Refused("amends-nothing", node=node)
    if not row.measured and not given.reason:
        raise Refused("reason-needed")
    return events.AnswerDecided(node, Decision.AMENDED, clean, private.keep(given.reason))


def measure(on: On[OnePart], given: Measured) -> list[events.AnswerDecided]:
    """Enter the values that the appraising office measures, for many criteria at once; all or none.

    Raises BadValues.
    """
    happened, found = [], list[value_check.Fault]()
    for node, values in given.given.items():
        if not on.subject.one(node).measured:
            raise Refused("asked-of-the-unit", node=node)
        try:
            clean = checked(on.subject, node, values)
        except BadValues as bad:
            found += bad.faults
            continue
        happened.append(events.AnswerDecided(node, Decision.AMENDED, clean, None, source=given.source))
    if found:
        raise BadValues(found)
    return happened


def checked(part: OnePart, node: str, values: Values) -> dict[str, str]:
    """Values of one criterion, blank ones left out. Raises BadValues; Refused for no such criterion."""
    part.one(node)
    question = part.asked.question(node)
    clean = value_check.kept_words(part.asked, values)
    rows = Answer.objects.filter(submission=part.row).exclude(node=node)
    if not part.row.is_signed:
        rows = rows.filter(measured=True)
    others: dict[str, str] = {}
    for row in rows:
        others.update(row.final)
    faults = value_check.faults(part.asked, question, clean, others)
    if faults:
        raise BadValues(faults)
    return clean


def ask(on: On[OnePart], given: Asked) -> events.AnswerAsked:
    """Ask the unit for more; its part opens again for this answer."""
    if on.subject.only.measured:
        raise Refused("measured-by-the-office", node=on.subject.node)
    return events.AnswerAsked(on.subject.node, private.keep(given.question))


def mark(on: On[OnePart], why: Why) -> events.AnswerDecided:
    """Leave an answer to the council, with a reason."""
    return events.AnswerDecided(on.subject.node, Decision.COUNCIL, None, private.keep(why.reason))


def undo(on: On[OnePart]) -> events.DecisionUndone:
    """Take a decision back."""
    if on.subject.only.by_council:
        raise Refused("decided-by-council", node=on.subject.node)
    return events.DecisionUndone(on.subject.node)


def second(on: On[OnePart], given: Second) -> events.OpinionGiven:
    """A second appraiser's own decision on a sampled answer: None accepts, values amend.

    It changes no score. Raises Refused (own answer, not sampled, given before), BadValues.
    """
    row, node = on.subject.only, on.subject.node
    if not row.sampled:
        raise Refused("not-in-the-sample", node=node)
    if row.decided_by == on.actor.ref:
        raise Refused("first-appraiser", node=node)
    if row.opinions.filter(by=on.actor.ref).exists():
        raise Refused("given-before", node=node)
    clean = None if given.values is None else checked(on.subject, node, given.values)
    if clean is None or clean == row.declared:
        return events.OpinionGiven(node, Decision.ACCEPTED, None)
    return events.OpinionGiven(node, Decision.AMENDED, clean)


def stop_waiting(on: On[OnePart], why: Why) -> events.SubmissionMoved:
    """Go on without the reply to the questions asked."""
    return events.SubmissionMoved("stop_waiting", PartState.RETURNED, on.day, private.keep(why.reason))


def finish(on: On[OnePart]) -> events.SubmissionMoved:
    """The unit's appraisal is done: every answer is decided."""
    rows = on.subject.inside.answers.values()
    left = [one.node for one in rows if one.decision == Decision.PENDING]
    if left:
        raise Refused("answers-left", nodes=left)
    return events.SubmissionMoved("finish", PartState.APPRAISED, on.day)


def resume(on: On[OnePart], why: Why) -> events.SubmissionMoved:
    """Take the appraisal of a unit up again, with a reason."""
    return events.SubmissionMoved("resume", PartState.RETURNED, on.day, private.keep(why.reason))


def review(on: On[OnePart], given: Looked) -> events.EvidenceReviewed | None:
    """Note that the appraiser has looked at an evidence."""
    evidence = on.subject.inside.evidences.get(given.number)
    if evidence is None or not on.subject.row.is_signed:
        raise Refused("no-such-evidence", number=given.number)
    return None if evidence.reviewer == on.actor.ref else events.EvidenceReviewed(given.number)


def observe(on: On[OnePart], given: Observed) -> events.ObservationsPut | None:
    """What was observed of the unit. Raises BadValues (input is `column@row`, counted from 1)."""
    declared = on.subject.asked.edition.observations.get(given.table)
    if declared is None:
        raise Refused("no-such-table", table=given.table)
    clean = observed(on.subject.asked.edition, declared, given.rows)
    known = on.subject.row.observations.filter(table=given.table).first()
    if known is not None:
        on.subject.inside.observations[given.table] = known
        if known.rows == clean:
            return None
    return events.ObservationsPut(given.table, clean, sha256(clean))


def observed(edition: Edition, table: ObservationTable, rows: Sequence[Values]) -> list[dict[str, str]]:
    """Rows of observations, each cell looked at. Raises BadValues."""
    faults = []
    clean = []
    for number, row in enumerate(rows, start=1):
        kept = {}
        for name, column in table.columns.items():
            text = value_check.kept_word(edition, column, row.get(name, ""))
            if isinstance(read_value(text, column), Unreadable):
                described = value_check.described(column)
                faults.append(value_check.Fault(f"{name}@{number}", "unreadable", described))
            if text:
                kept[name] = text
        clean.append(kept)
    if faults:
        raise BadValues(faults)
    return clean
