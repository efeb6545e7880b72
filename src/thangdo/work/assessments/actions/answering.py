"""What the unit does: answer, give evidence, sign off, take back; what others do with the part as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.work.assessments import events, value_check
from thangdo.work.assessments.actions.campaigns import needed
from thangdo.work.assessments.actions.common import Json, UnitRef, Work, on_part
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.assessments.states import Submission as PartState

#: for the first time, or again where the appraiser has asked for more
ANSWER = ("answer", "answer_again")
EVIDENCE = (*ANSWER, "object_evidence")
LONGEST_TEXT = 10_000
MOST_EVIDENCE = 200  # of one unit in one campaign
OBJECTING = (PartState.NOTIFIED, PartState.OBJECTED)


class BadValues(Exception):
    """Values that cannot be used; carries every fault."""

    def __init__(self, faults: Sequence[value_check.Fault]) -> None:
        self.faults = list(faults)
        super().__init__(", ".join(f"{fault.input}: {fault.code}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Given:
    """What the reporter typed for one criterion; `seen`: the sequence of the answer that was on the screen.

    not_applicable: the criterion does not apply; then a reason is needed and the values do not count.
    """

    node: str
    values: Mapping[str, str]
    seen: int
    not_applicable: bool = False
    na_reason: str = ""
    comment: str = ""


def answer(actor: Actor, slug: str, unit: UnitRef, given: Given) -> Json:
    """Save one answer. Raises NotAllowed, Refused, BadValues, Stale (others saved it since), KeyReused."""
    return answer_many(actor, slug, unit, [given])


def answer_many(
    actor: Actor, slug: str, unit: UnitRef, given: Sequence[Given], offline: bool = False
) -> Json:
    """Save several answers at once, all or none: a page, or a workbook filled in offline."""
    nodes = [one.node for one in given]
    if len(set(nodes)) != len(nodes):
        raise Refused("criterion-twice")
    for one in given:
        if len(one.comment) > LONGEST_TEXT or len(one.na_reason) > LONGEST_TEXT:
            raise Refused("text-too-long", node=one.node, most=LONGEST_TEXT)

    def does(work: Work) -> list[events.AnswerGiven]:
        others = _values_elsewhere(work, set(nodes))
        for one in given:
            blanks = dict.fromkeys(work.asked.question(one.node).inputs, value_check.NOT_APPLICABLE)
            others.update(blanks if one.not_applicable else one.values)
        found: list[value_check.Fault] = []
        happened = []
        for one in given:
            event, faults = _given(work, one, others, offline)
            found += faults
            if event is not None:
                happened.append(event)
        if found:
            raise BadValues(found)
        return happened

    request = {
        "given": [
            [one.node, dict(one.values), one.seen, one.not_applicable, one.na_reason, one.comment]
            for one in given
        ]
    }
    seen = {one.node: one.seen for one in given}
    return on_part(actor, ANSWER, slug, unit, does, nodes=nodes, seen=seen, request=request)


def _values_elsewhere(work: Work, nodes: set[str]) -> dict[str, str]:
    rows = Answer.objects.filter(submission=work.submission).exclude(node__in=nodes).exclude(declared={})
    found: dict[str, str] = {}
    for values in rows.values_list("declared", flat=True):
        found.update(values)
    return found


def _given(
    work: Work, one: Given, others: Mapping[str, str], offline: bool
) -> tuple[events.AnswerGiven | None, list[value_check.Fault]]:
    question = work.asked.question(one.node)
    if question.measured:
        raise Refused("measured-by-the-office", node=one.node)
    row = work.answer(one.node)
    values = {name: text.strip() for name, text in one.values.items() if text.strip()}
    if one.not_applicable:
        if question.follows:
            raise Refused("asked-elsewhere", node=one.node, nodes=list(question.follows))
        if not one.na_reason.strip():
            raise Refused("reason-needed", node=one.node)
        values = dict.fromkeys(question.inputs, value_check.NOT_APPLICABLE)
    faults = value_check.faults(work.asked, question, values, others)
    comment, na_reason = _text(row.comment, one.comment), _text(row.na_reason, one.na_reason)
    if not one.not_applicable:
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
    """A file (by its hash, kept in records/files) or a link, and the criterion that it serves first."""

    node: str
    title: str
    sha256: str = ""
    link: str = ""
    effective: date | None = None
    expires: date | None = None


def add_evidence(actor: Actor, slug: str, unit: UnitRef, new: NewEvidence) -> Json:
    """Give a file or a link for a criterion, or for an amended one while objections are heard.

    A file must have been sent by the actor or given by the unit before: the hashes of all evidence stand in
    publications, and a hash alone opens no file. Gives {"sequence", "number"}. Raises NotAllowed, Refused.
    """
    if bool(new.sha256) == bool(new.link):
        raise Refused("file-or-link")
    if new.link:
        _good_link(new.link)
    if not new.title.strip() or len(new.title) > 300:
        raise Refused("title-needed")
    if new.effective and new.expires and new.expires < new.effective:
        raise Refused("expires-before-it-takes-effect")

    def does(work: Work) -> list[events.EvidenceAdded]:
        _in_the_window(work)
        if new.sha256:
            _good_file(work, new.sha256)
        if len(work.part.evidences) >= MOST_EVIDENCE:
            raise Refused("too-much-evidence", most=MOST_EVIDENCE)
        number = max(work.part.evidences, default=0) + 1
        kind = "file" if new.sha256 else "link"
        return [
            events.EvidenceAdded(
                number, new.node, kind, new.sha256, private.keep(new.title), private.keep(new.link),
                new.effective, new.expires,
            )
        ]  # fmt: skip

    request = {
        "node": new.node, "title": new.title, "sha256": new.sha256, "link": new.link,
        "effective": new.effective.isoformat() if new.effective else None,
        "expires": new.expires.isoformat() if new.expires else None,
    }  # fmt: skip
    return on_part(
        actor, EVIDENCE, slug, unit, does, nodes=[new.node], request=request,
        answer=lambda work: {"number": max(work.part.evidences)},
    )  # fmt: skip


def use_evidence(actor: Actor, slug: str, unit: UnitRef, number: int, node: str, serves: bool) -> Json:
    """Let an evidence given before serve a criterion more, or no longer. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.EvidenceUsed]:
        if number not in work.part.evidences:
            raise Refused("no-such-evidence", number=number)
        _in_the_window(work)
        notified = work.campaign.notified_on
        given = work.part.evidences[number].added_at.astimezone(LOCAL).date()
        if not serves and work.submission.state in OBJECTING and notified and given < notified:
            raise Refused("evidence-was-appraised", number=number)
        if ((number, node) in work.part.uses) is serves:
            return []
        return [events.EvidenceUsed(number, node, serves)]

    request = {"number": number, "node": node, "serves": serves}
    return on_part(actor, EVIDENCE, slug, unit, does, nodes=[node], request=request)


def _in_the_window(work: Work) -> None:
    until = work.campaign.objection_until
    if work.submission.state in OBJECTING and until is not None and work.actor.day > until:
        raise Refused("window-is-over", until=until.isoformat())


def sign_off(actor: Actor, slug: str, unit: UnitRef, seen: int) -> Json:
    """The head returns the self-assessment; `seen`: the sequence of the part that was on the screen.

    What is not answered stays not answered. Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.SubmissionMoved]:
        submission = work.submission
        if submission.sequence != seen:
            raise Stale(submission.stream, seen, submission.sequence)
        partial = [one.node for one in work.part.answers.values() if one.status == Declared.PARTIAL]
        if partial:
            raise Refused("half-answered", nodes=partial)
        if submission.state == PartState.ASKED:
            waiting = [
                one.node
                for one in work.part.answers.values()
                if one.decision == Decision.ASKED and not _has_replied(one)
            ]
            if waiting:
                raise Refused("questions-unanswered", nodes=waiting)
        elif submission.answered == 0:
            raise Refused("nothing-answered")
        return [events.SubmissionMoved("sign_off", PartState.RETURNED, actor.day)]

    return on_part(actor, "sign_off", slug, unit, does, request={"seen": seen})


def _has_replied(row: Answer) -> bool:
    """Whether the unit has touched the answer since it was asked (the question was then not the last)."""
    return not row.changed_by or row.changed_by != row.decided_by


def take_back(actor: Actor, slug: str, unit: UnitRef) -> Json:
    """The head takes the self-assessment back while nothing is decided. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        touched = [one.node for one in work.part.answers.values() if one.decision != Decision.PENDING]
        if touched:
            raise Refused("appraisal-has-begun", answers=len(touched))
        return [events.SubmissionMoved("take_back", PartState.OPEN, actor.day)]

    return on_part(actor, "take_back", slug, unit, does)


def write_off(actor: Actor, slug: str, unit: UnitRef, reason: str) -> Json:
    """The appraiser closes the part of a unit that did not return. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        due = work.submission.due
        if due is not None and actor.day <= due:
            raise Refused("not-due-yet", due=due.isoformat())
        return [events.SubmissionMoved("write_off", PartState.MISSING, actor.day, needed(reason))]

    return on_part(actor, "write_off", slug, unit, does, request={"reason": reason})


def let_in(actor: Actor, slug: str, unit: UnitRef, due: date, reason: str) -> Json:
    """Let a unit in again that was written off, with a new day. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved | events.SubmissionExtended]:
        if due < actor.day:
            raise Refused("not-later", due=due.isoformat(), before=actor.day.isoformat())
        held = needed(reason)
        return [
            events.SubmissionMoved("let_in", PartState.OPEN, actor.day, held),
            events.SubmissionExtended(due, held),
        ]

    request = {"due": due.isoformat(), "reason": reason}
    return on_part(actor, "let_in", slug, unit, does, request=request)


def _good_file(work: Work, sha256: str) -> None:
    """Raises Refused("no-such-file") alike for a file that is not there and for another's."""
    stored = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
    sent = stored is not None and stored.given_names.filter(actor=work.actor.ref).exists()
    given = {one.sha256 for one in work.part.evidences.values()}
    if stored is None or not (sent or sha256 in given):
        raise Refused("no-such-file", sha256=sha256)


def _good_link(link: str) -> None:
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or len(link) > 2000 or link != link.strip():
        raise Refused("bad-link")
