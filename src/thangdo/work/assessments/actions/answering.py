"""What the unit does: answer, give evidence, sign off, take back; what others do with the part as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Day, FileSent, Flag, Many, Named, Text, Whole
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.work.assessments import events, evidence_room, value_check
from thangdo.work.assessments.actions.campaigns import LONGEST_TEXT, Until, Why
from thangdo.work.assessments.actions.subjects import OnePart
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.assessments.states import Submission as PartState

MOST_EVIDENCE = 200  # of one unit in one campaign
OBJECTING = (PartState.NOTIFIED, PartState.OBJECTED)
#: in which state of the part an answer must stand in which, for the unit to answer or to give evidence
TURN = {PartState.OPEN: Decision.PENDING, PartState.ASKED: Decision.ASKED}
TURN |= dict.fromkeys(OBJECTING, Decision.AMENDED)
NODE = Text(60, least=1)
VALUES = Named(Text(LONGEST_TEXT), 500)
Values = Mapping[str, str]


class BadValues(Exception):
    """Values that cannot be used; carries every fault."""

    def __init__(self, faults: Sequence[value_check.Fault]) -> None:
        self.faults = list(faults)
        super().__init__(", ".join(f"{fault.input}: {fault.code}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Given:
    """What the reporter typed for one criterion.

    not_applicable: the criterion does not apply; then a reason is needed, and there are no values.
    na_reason: why it does not apply, or why a value is `not-measured`.
    """

    node: Annotated[str, NODE]
    values: Annotated[Values, VALUES] = field(default_factory=dict)
    not_applicable: Annotated[bool, Flag()] = False
    na_reason: Annotated[str, Text(LONGEST_TEXT, lines=True, long="text-too-long")] = ""
    comment: Annotated[str, Text(LONGEST_TEXT, lines=True, long="text-too-long")] = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer, a page of them, or those of a workbook that was filled in offline."""

    given: Annotated[tuple[Given, ...], Many(Given, 1000, named="node")]
    offline: Annotated[bool, Flag()] = False

    @property
    def nodes(self) -> tuple[str, ...]:
        """The criteria meant."""
        return tuple(one.node for one in self.given)


def answer(on: On[OnePart], given: Answers) -> list[events.AnswerGiven]:
    """Save answers, all or none. Raises BadValues."""
    if len(set(given.nodes)) != len(given.nodes):
        raise Refused("criterion-twice")
    _in_turn(on)
    others = _values_elsewhere(on.subject)
    typed = [replace(one, values=value_check.kept_words(on.subject.asked, one.values)) for one in given.given]
    for one in typed:
        blanks = dict.fromkeys(on.subject.asked.question(one.node).inputs, value_check.NOT_APPLICABLE)
        others.update(blanks if one.not_applicable else one.values)
    found: list[value_check.Fault] = []
    happened = []
    for one in typed:
        event, faults = _given(on.subject, one, others, given.offline)
        found += faults
        if event is not None:
            happened.append(event)
    if found:
        raise BadValues(found)
    return happened


def _in_turn(on: On[OnePart]) -> None:
    """Raises Refused for an answer that is not the unit's to touch, as the part stands."""
    turn = TURN[PartState(on.subject.row.state)]
    for node in on.subject.nodes:
        now = on.subject.one(node).decision
        if now != turn:
            raise Refused(
                "wrong-state", act="part-answer", what="answer", state=str(now), allowed=[str(turn)]
            )


def _values_elsewhere(part: OnePart) -> dict[str, str]:
    rows = Answer.objects.filter(submission=part.row).exclude(node__in=part.nodes).exclude(declared={})
    found: dict[str, str] = {}
    for values in rows.values_list("declared", flat=True):
        found.update(values)
    return found


def _given(
    part: OnePart, one: Given, others: Mapping[str, str], offline: bool
) -> tuple[events.AnswerGiven | None, list[value_check.Fault]]:
    question = part.asked.question(one.node)
    if question.measured:
        raise Refused("measured-by-the-office", node=one.node)
    row = part.one(one.node)
    values = dict(one.values)
    if one.not_applicable:
        if question.follows:
            raise Refused("asked-elsewhere", node=one.node, nodes=list(question.follows))
        if not one.na_reason:
            raise Refused("reason-needed", node=one.node)
    reasons = value_check.unreasoned(question, values, one.not_applicable, one.na_reason)
    missing = one.not_applicable or value_check.NOT_MEASURED in values.values()
    missing = missing or value_check.NOT_APPLICABLE in values.values()
    if one.not_applicable:
        values = dict.fromkeys(question.inputs, value_check.NOT_APPLICABLE)
    faults = [*value_check.faults(part.asked, question, values, others), *reasons]
    comment, na_reason = _text(row.comment, one.comment), _text(row.na_reason, one.na_reason)
    if not missing:
        na_reason = None
    status = value_check.status_of(question, values, others)
    if (values, na_reason, comment) == (row.declared, row.na_reason, row.comment):
        return None, faults
    return events.AnswerGiven(one.node, values, status, na_reason, comment, offline), faults


def _text(kept: Mapping[str, str] | None, typed: str) -> dict[str, str] | None:
    """The reference of a typed text: the one that is kept when it says the same."""
    if kept is not None and private.text(kept) == typed.strip():
        return dict(kept)
    return private.keep(typed)


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A link, or a file that was sent to /files or given before, and the criterion that it serves first."""

    node: Annotated[str, NODE]
    title: Annotated[str, Text(300, least=1, code="title-needed", long="title-needed")]
    sha256: Annotated[str, FileSent()] = ""
    link: Annotated[str, Text(2000, long="bad-link")] = ""
    effective: Annotated[date | None, Day()] = None
    expires: Annotated[date | None, Day()] = None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The criterion meant."""
        return (self.node,)


@dataclass(frozen=True, slots=True)
class Use:
    """An evidence given before, and whether it serves the criterion."""

    number: Annotated[int, Whole(0, 1_000_000_000, code="no-such-evidence")]
    serves: Annotated[bool, Flag()]


def add_evidence(on: On[OnePart], new: NewEvidence) -> Outcome:
    """Give a file or a link for a criterion, or for an amended one while objections are heard.

    A file must have been sent by the actor or given by the unit before: the hashes of all evidence stand in
    publications, and a hash alone opens no file.
    """
    if bool(new.sha256) == bool(new.link):
        raise Refused("file-or-link")
    if new.link:
        _good_link(new.link)
    if new.effective and new.expires and new.expires < new.effective:
        raise Refused("expires-before-it-takes-effect", field="expires")
    _in_turn(on)
    _in_the_window(on)
    part = on.subject.inside
    if new.sha256:
        _room_for(on, _good_file(on, new.sha256))
    if len(part.evidences) >= MOST_EVIDENCE:  # the part is locked
        raise Refused("too-much-evidence", most=MOST_EVIDENCE)
    number = max(part.evidences, default=0) + 1
    added = events.EvidenceAdded(
        number,
        new.node,
        "file" if new.sha256 else "link",
        new.sha256,
        private.keep(new.title),
        private.keep(new.link),
        new.effective,
        new.expires,
    )
    return Outcome([added], {"number": number})


def use_evidence(on: On[OnePart], given: Use) -> events.EvidenceUsed | None:
    """Let an evidence given before serve a criterion more, or no longer."""
    part, node, number = on.subject.inside, on.subject.node, given.number
    if number not in part.evidences:
        raise Refused("no-such-evidence", number=number)
    _in_turn(on)
    _in_the_window(on)
    notified = on.subject.campaign.notified_on
    added = part.evidences[number].added_at.astimezone(LOCAL).date()
    if not given.serves and part.submission.state in OBJECTING and notified and added < notified:
        raise Refused("evidence-was-appraised", number=number)
    if ((number, node) in part.uses) is given.serves:
        return None
    return events.EvidenceUsed(number, node, given.serves)


def _in_the_window(on: On[OnePart]) -> None:
    until = on.subject.campaign.objection_until
    if on.subject.row.state in OBJECTING and until is not None and on.day > until:
        raise Refused("window-is-over", until=until.isoformat())


def sign_off(on: On[OnePart]) -> events.SubmissionMoved:
    """The head returns the self-assessment. What is not answered stays not answered."""
    submission, rows = on.subject.row, on.subject.inside.answers.values()
    partial = [one.node for one in rows if one.status == Declared.PARTIAL]
    if partial:
        raise Refused("half-answered", nodes=partial)
    if submission.state == PartState.ASKED:
        waiting = [one.node for one in rows if one.decision == Decision.ASKED and not _has_replied(one)]
        if waiting:
            raise Refused("questions-unanswered", nodes=waiting)
    elif submission.answered == 0:
        raise Refused("nothing-answered")
    return events.SubmissionMoved("sign_off", PartState.RETURNED, on.day)


def _has_replied(row: Answer) -> bool:
    """Whether the unit has touched the answer since it was asked (the question was then not the last)."""
    return not row.changed_by or row.changed_by != row.decided_by


def take_back(on: On[OnePart]) -> events.SubmissionMoved:
    """The head takes the self-assessment back while nothing is decided."""
    rows = on.subject.inside.answers.values()
    touched = [one.node for one in rows if one.decision != Decision.PENDING]
    if touched:
        raise Refused("appraisal-has-begun", answers=len(touched))
    return events.SubmissionMoved("take_back", PartState.OPEN, on.day)


def write_off(on: On[OnePart], why: Why) -> events.SubmissionMoved:
    """The appraiser closes the part of a unit that did not return."""
    due = on.subject.row.due
    if due is not None and on.day <= due:
        raise Refused("not-due-yet", due=due.isoformat())
    return events.SubmissionMoved("write_off", PartState.MISSING, on.day, private.keep(why.reason))


def let_in(on: On[OnePart], given: Until) -> list[events.SubmissionMoved | events.SubmissionExtended]:
    """Let a unit in again that was written off, with a new day."""
    if given.due < on.day:
        raise Refused("not-later", field="due", due=given.due.isoformat(), before=on.day.isoformat())
    held = private.keep(given.reason)
    return [
        events.SubmissionMoved("let_in", PartState.OPEN, on.day, held),
        events.SubmissionExtended(given.due, held),
    ]


def _room_for(on: On[OnePart], stored: StoredFile) -> None:
    """Raises Refused("evidence-room") where the file is one too many; the part is locked."""
    given = {one.sha256 for one in on.subject.inside.evidences.values() if one.sha256}
    room = evidence_room.room_of(given)
    if stored.sha256 not in given and stored.size > room.left:
        raise room.full()


def _good_file(on: On[OnePart], sha256: str) -> StoredFile:
    """Raises Refused("no-such-file") alike for a file that is not there and for another's."""
    stored = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
    sent = stored is not None and stored.given_names.filter(actor=on.actor.ref).exists()
    given = {one.sha256 for one in on.subject.inside.evidences.values()}
    if stored is None or not (sent or sha256 in given):
        raise Refused("no-such-file", sha256=sha256)
    return stored


def _good_link(link: str) -> None:
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused("bad-link", field="link")
