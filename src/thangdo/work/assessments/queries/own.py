"""A unit's own part at a glance: state, due day as it was counted, what is missing, objections, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from thangdo.records import calendars
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import DueDate, add_working_days
from thangdo.rules.index.edition.model import Text
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Answer, Campaign, Evidence, Submission
from thangdo.work.assessments.queries import access, board, drafts, points
from thangdo.work.assessments.queries.forms import (
    Entry,
    Mark,
    Worth,
    entry,
    marks_of,
    rows_of,
    sees_measured,
    worths,
)
from thangdo.work.assessments.queries.items import Proof, proofs_of
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.questionnaire import Asked, Question, asked
from thangdo.work.assessments.states import UNTOLD, Decision, Declared, Objection
from thangdo.work.assessments.states import Submission as PartState

ACTS = ("answer", "answer_again", "sign_off", "take_back", "object", "withdraw_objection", "agree")


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion that is not done. kind: blank | partial | waiting (for a reply) | no-evidence."""

    node: str
    title: Text
    page: str
    kind: str


@dataclass(frozen=True, slots=True)
class Overview:
    """One unit's part in a campaign."""

    campaign: Campaign
    part: Submission
    line: board.Line
    counted: DueDate | None  # the days from dispatch to the day of return
    recounted: bool  # the calendar has a newer version than the one by which the day was set
    marks: tuple[Mark, ...]
    missing: tuple[Missing, ...]
    total: Worth | None
    level: str | None
    final: Point | None  # as it counts, once the result is notified
    measured_shown: bool
    amended: int
    can: frozenset[str]
    draft: bool = False  # not signed off, and not the asker's: what was written so far is not shown
    provisional: int = 0  # criteria whose own count compares the unit with itself only

    @property
    def stops(self) -> tuple[Missing, ...]:
        """What hinders the sign-off: half answers, and questions without reply."""
        return tuple(one for one in self.missing if one.kind in ("partial", "waiting"))


def overview(actor: Actor, slug: str, unit: UnitRef) -> Overview:
    """The unit's part at a glance. Raises Refused."""
    part = access.part(actor, slug, unit)
    campaign = part.campaign
    questions = asked(campaign.edition, part.tier)
    rows, hidden = rows_of(actor, part), drafts.hidden(actor, part)
    shown = sees_measured(actor, campaign)
    worth, level = ({}, None) if hidden else worths(part, rows, shown)
    calendar = calendars.current()
    told = campaign.state not in UNTOLD
    return Overview(
        campaign,
        part,
        board.line_for(actor, part),
        _counted(campaign.dispatched_on, campaign.return_days),
        campaign.calendar != f"{calendar.id} {calendar.version}",
        tuple(marks_of(questions, rows, worth)),
        () if hidden else tuple(_missing(part, questions, rows)),
        worth.get("index"),
        level,
        points.of_part(part, "final", rows=rows.values()).get("index") if told and part.is_signed else None,
        shown,
        sum(row.decision == Decision.AMENDED and not row.measured for row in rows.values()) if told else 0,
        frozenset(name for name in ACTS if permissions.can(actor, name, campaign, part)),
        hidden,
        sum(one.among_peers and not one.measured for one in questions.questions),
    )


def _counted(start: date | None, days: int) -> DueDate | None:
    if start is None:
        return None
    try:
        return add_working_days(calendars.current(), start, days)
    except BadDeadline:
        return None


def _missing(part: Submission, questions: Asked, rows: Mapping[str, Answer]) -> list[Missing]:
    found = []
    asked_again = part.state == PartState.ASKED
    for question in questions.questions:
        row = rows.get(question.node)
        if row is None or row.measured:
            continue
        kind = ""
        if row.status == Declared.PARTIAL:
            kind = "partial"
        elif asked_again:
            silent = not row.changed_by or row.changed_by == row.decided_by
            kind = "waiting" if row.decision == Decision.ASKED and silent else ""
        elif row.status == Declared.BLANK and question.inputs:
            kind = "blank"
        elif question.evidence and not row.evidence and row.status == Declared.ANSWERED:
            kind = "no-evidence"
        if kind:
            found.append(Missing(question.node, question.title, question.page, kind))
    return found


@dataclass(frozen=True, slots=True)
class Amended:
    """An amended answer: declared beside what counts now, and the unit's objection to it."""

    question: Question
    sequence: int
    declared: tuple[Entry, ...]
    final: tuple[Entry, ...]
    was: Point | None
    now: Point | None
    reason: str
    objection: str
    text: str
    outcome: str
    proofs: tuple[Proof, ...]
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Objecting:
    """Everything to which the unit can object, and how long it can."""

    campaign: Campaign
    part: Submission
    counted: DueDate | None
    left: int | None  # days until the last day of the window; negative: it is over
    rows: tuple[Amended, ...]
    was: Point | None
    now: Point | None
    can: frozenset[str]


def objecting(actor: Actor, slug: str, unit: UnitRef) -> Objecting:
    """The amended answers of a unit once the results are notified; none before. Raises Refused."""
    part = access.part(actor, slug, unit)
    campaign = part.campaign
    questions = asked(campaign.edition, part.tier)
    rows = rows_of(actor, part) if part.is_signed else {}
    told = campaign.state not in UNTOLD
    chosen = [row for row in rows.values() if told and _disputed(row)]
    shown = told and part.is_signed
    was = points.of_part(part, "declared") if shown else {}
    now = points.of_part(part, "final", rows=rows.values()) if shown else {}
    proofs = proofs_of(part, {row.node for row in chosen})
    held = [one for row in chosen for one in (row.reason, row.objection_text, row.outcome) if one]
    said = dict(zip([one["ref"] for one in held], private.texts(held), strict=True))
    until = campaign.objection_until
    acts = ("object", "withdraw_objection", "object_evidence", "agree")
    open_to = {name for name in acts if permissions.can(actor, name, campaign, part)}
    if until is not None and actor.day > until:
        open_to -= {"object", "object_evidence"}

    def text(one: Mapping[str, str] | None) -> str:
        return said.get(one["ref"], "") if one else ""

    def entries(question: Question, values: Mapping[str, str]) -> tuple[Entry, ...]:
        return tuple(entry(questions, name, values.get(name, "")) for name in question.inputs)

    return Objecting(
        campaign,
        part,
        _counted(campaign.notified_on, campaign.objection_days),
        (until - actor.day).days if until else None,
        tuple(
            Amended(
                (question := questions.question(row.node)),
                row.sequence,
                entries(question, row.declared),
                entries(question, row.final),
                was.get(row.node),
                now.get(row.node),
                text(row.reason),
                row.objection,
                text(row.objection_text),
                text(row.outcome),
                tuple(proofs.get(row.node, ())),
                frozenset(name for name in open_to if permissions.can(actor, name, campaign, part, row)),
            )
            for row in chosen
        ),
        was.get("index"),
        now.get("index"),
        frozenset(open_to),
    )


def _disputed(row: Answer) -> bool:
    if row.measured:
        return False
    return row.decision == Decision.AMENDED or row.objection != Objection.NONE


def evidence_file(actor: Actor, slug: str, unit: UnitRef, number: int) -> tuple[StoredFile, str]:
    """A file that the unit gave, and under which title. Raises Refused alike for none and for not seen."""
    part = access.part(actor, slug, unit)
    rows = Evidence.objects.filter(submission=part, number=number).exclude(sha256="")
    found = None if drafts.hidden(actor, part) else rows.first()
    stored = StoredFile.objects.filter(sha256=found.sha256).first() if found else None
    if found is None or stored is None:
        raise Refused("no-such-evidence", number=number)
    return stored, private.text(found.title)


def parts(actor: Actor, slug: str) -> Sequence[Submission]:
    """The parts of a campaign for which the actor reports or signs. One query."""
    rows = permissions.parts_seen(actor).filter(actor.scope(*permissions.UNIT), campaign__slug=slug)
    return list(rows.order_by("unit__sort_key")[:500])


def unit_name(unit: Unit, language: str) -> str:
    """The unit's name in a language."""
    return unit.name(language)
