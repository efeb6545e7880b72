"""What an appraiser has before him: the queue, and one unit's answers with everything that speaks to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, Q

from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Person
from thangdo.records.results.views import PeerStats
from thangdo.rules.index.edition.model import Text
from thangdo.rules.index.numbers import as_text
from thangdo.work.assessments import permissions
from thangdo.work.assessments.actions.common import UnitRef
from thangdo.work.assessments.asked import Asked, Question, asked
from thangdo.work.assessments.models import Answer, Campaign, Evidence, EvidenceUse, Observation, Submission
from thangdo.work.assessments.queries import board, points, reach, signalled
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.queries.signals import Signal
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.assessments.states import Submission as State

PAGE = 50
ON_ANSWER = ("accept", "amend", "ask", "mark", "undo")
ON_PART = ("finish", "resume", "stop_waiting", "write_off", "let_in", "extend", "observe")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit in the queue: its line, and how many of its answers (of the pillar asked for) are left."""

    line: board.Line
    left: int
    days: int  # since it returned


@dataclass(frozen=True, slots=True)
class Queue:
    """The units that wait for the appraising office, the longest wait first."""

    campaign: Campaign
    rows: tuple[Waiting, ...]
    found: int
    page: int
    pages: int
    pillars: tuple[tuple[str, Text], ...]
    counts: Mapping[str, int]  # by state of the part


def queue(
    actor: Actor, slug: str, *, state: str = State.RETURNED, pillar: str = "", tier: str = "", page: int = 1
) -> Queue:
    """Returned first come, first served. pillar: count what is left of this one only, and leave out units
    where nothing of it is. Raises NotAllowed, Refused."""
    campaign = reach.whole(actor, slug)
    parts = Submission.objects.filter(campaign=campaign)
    counts = dict(parts.values_list("state").annotate(Count("pk")).order_by())
    rows = parts.filter(state=state)
    if tier:
        rows = rows.filter(tier=tier)
    left = Q(answers__decision=Decision.PENDING)
    if pillar:
        left &= Q(answers__node__in=_nodes(campaign, pillar))
    rows = rows.annotate(left=Count("answers", filter=left))
    if pillar:
        rows = rows.filter(left__gt=0)
    found = rows.count()
    pages = max(1, -(-found // PAGE))
    page = min(max(page, 1), pages)
    rows = rows.select_related("unit").order_by(F("returned_on").asc(nulls_last=True), "unit__sort_key", "pk")
    today = actor.day
    listed = [
        Waiting(board.line(row, today), row.left, (today - row.returned_on).days if row.returned_on else 0)
        for row in rows[(page - 1) * PAGE : page * PAGE]
    ]
    pillars = dict(pair for tier_ in campaign.tiers for pair in asked(campaign.edition, tier_).pages)
    return Queue(campaign, tuple(listed), found, page, pages, tuple(pillars.items()), counts)


def _nodes(campaign: Campaign, pillar: str) -> set[str]:
    return {
        question.node
        for tier in campaign.tiers
        for question in asked(campaign.edition, tier).questions
        if question.page == pillar
    }


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a criterion: what is asked, and the text that was given."""

    name: str
    title: Text | None
    unit: Text | None
    type: str
    text: str
    choices: tuple[tuple[str, Text | None], ...] = ()
    elsewhere: str = ""  # the criterion where it is asked, when not here
    last: str = ""  # of the campaign before
    computed: str = ""  # from records, where there is one


@dataclass(frozen=True, slots=True)
class Proof:
    """An evidence of an answer."""

    number: int
    kind: str
    title: str
    link: str
    sha256: str
    size: int | None
    type: str
    state: str  # of the scan
    effective: date | None
    expires: date | None
    expired: bool  # before the end of the period
    late: bool  # given after the day that was due
    added_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    serves: tuple[str, ...]  # all the criteria that it serves


@dataclass(frozen=True, slots=True)
class Item:
    """One answer with everything that speaks to it."""

    question: Question
    sequence: int
    status: str
    decision: str
    measured: bool
    sampled: bool
    by_council: bool
    objection: str
    declared: tuple[Field, ...]
    final: tuple[Field, ...]
    amended: bool
    na_reason: str
    comment: str
    reason: str
    asked: str  # the appraiser's question
    objection_text: str
    outcome: str
    decided_by: str
    proofs: tuple[Proof, ...]
    was: Point | None  # points as declared
    now: Point | None  # as it counts
    last: Point | None
    peers: PeerStats | None
    signals: tuple[Signal, ...]
    rows_seen: int | None  # observations of the tables that the criterion reads; None: it reads none
    can: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """One pillar of the unit's answers: how many, how many decided."""

    code: str
    title: Text
    answers: int
    decided: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's answers page by page as the appraiser sees them."""

    campaign: Campaign
    part: Submission
    line: board.Line
    pages: tuple[Page, ...]
    page: str
    items: tuple[Item, ...]
    whole: tuple[Signal, ...]  # signals of the unit as a whole
    signals: Mapping[str, int]  # signals by page
    can: frozenset[str]
    total: tuple[Point | None, Point | None]  # the index as declared, as it counts
    neighbours: tuple[UnitRef | None, UnitRef | None] = (None, None)  # before and after it in the queue


def sheet(actor: Actor, slug: str, unit: UnitRef, page: str = "") -> Sheet:
    """A page of the unit's answers; "" is the first. Raises NotAllowed, Refused."""
    reach.whole(actor, slug)
    part = reach.part(actor, slug, unit)
    campaign = part.campaign
    questions = asked(campaign.edition, part.tier)
    rows = {row.node: row for row in Answer.objects.filter(submission=part)}
    pages = tuple(_page(code, title, questions, rows) for code, title in questions.pages)
    chosen = page if page in {one.code for one in pages} else pages[0].code
    here = [q for q in questions.questions if q.page == chosen and q.node in rows]
    found = signalled.of_unit(campaign, part.unit.code) if part.returned_on else {}
    was, now = points.of_part(part, "declared"), points.of_part(part, "final")
    by_page: dict[str, int] = {}
    for node, signs in found.items():
        if node in questions.by_node:
            where = questions.by_node[node].page
            by_page[where] = by_page.get(where, 0) + len(signs)
    return Sheet(
        campaign,
        part,
        board.line(part, actor.day),
        pages,
        chosen,
        tuple(items(actor, part, questions, rows, here, (was, now), found)),
        tuple(found.get("", ())),
        by_page,
        frozenset(name for name in ON_PART if permissions.can(actor, name, campaign, part)),
        (was.get("index"), now.get("index")),
        _neighbours(part),
    )


def items(
    actor: Actor,
    part: Submission,
    questions: Asked,
    rows: Mapping[str, Answer],
    here: Sequence[Question],
    worth: tuple[Mapping[str, Point], Mapping[str, Point]],
    found: Mapping[str, Sequence[Signal]],
    acts: Iterable[str] = ON_ANSWER,
) -> Iterable[Item]:
    """The answers to some questions with everything that speaks to them. About eight queries."""
    campaign, code = part.campaign, part.unit.code
    around = points.peers(campaign, part.tier, actor.at)
    last = points.last_year(campaign, part.unit.scheme, code)
    values_before = points.last_values(campaign, part.unit.scheme, code)
    records = signalled.computed(campaign, {part.pk: code})
    proofs = proofs_of(part, {question.node for question in here})
    said = _Texts(rows[question.node] for question in here)
    tables = {one.table: len(one.rows) for one in Observation.objects.filter(submission=part)}
    allowed = [name for name in acts if permissions.can(actor, name, campaign, part)]
    everything = {name: text for row in rows.values() for name, text in row.declared.items()}
    counted = {name: text for row in rows.values() for name, text in row.final.items()}
    for question in here:
        row = rows[question.node]
        computed = {name: as_text(records[code, name]) for name in question.inputs if (code, name) in records}
        seen = [tables[name] for name in question.tables if name in tables]

        def fields(
            texts: Mapping[str, str], node: Question = question, at: Mapping[str, str] = computed
        ) -> tuple[Field, ...]:
            before = values_before.get(node.node, {})
            own = [
                field_of(questions, name, texts.get(name, ""), "", before.get(name, ""), at.get(name, ""))
                for name in node.inputs
            ]
            shared = [field_of(questions, name, texts.get(name, ""), where) for name, where in node.shared]
            return (*own, *shared)

        yield Item(
            question,
            row.sequence,
            row.status,
            row.decision,
            row.measured,
            row.sampled,
            row.by_council,
            row.objection,
            fields(counted if row.measured else everything),
            fields(counted),
            row.decided is not None and not row.measured,
            said.of(row.na_reason),
            said.of(row.comment),
            said.of(row.reason),
            said.of(row.question),
            said.of(row.objection_text),
            said.of(row.outcome),
            said.name(row.decided_by),
            tuple(proofs.get(question.node, ())),
            worth[0].get(question.node),
            worth[1].get(question.node),
            last.get(question.node),
            around.get(question.node),
            tuple(found.get(question.node, ())),
            (sum(seen) if seen else 0) if question.tables else None,
            frozenset(
                name
                for name in allowed
                if permissions.can(actor, name, campaign, part, row) and not (name == "ask" and row.measured)
            ),
        )


class _Texts:
    """The typed texts and the names that some answers refer to, read at once."""

    def __init__(self, rows: Iterable[Answer]) -> None:
        held: list[Mapping[str, str]] = []
        people = set()
        for row in rows:
            some = (row.na_reason, row.comment, row.reason, row.question, row.objection_text, row.outcome)
            held += [one for one in some if one]
            people.add(row.decided_by)
        self.texts = dict(zip([one["ref"] for one in held], private.texts(held), strict=True))
        self.names = names_of(people)

    def of(self, held: Mapping[str, str] | None) -> str:
        return self.texts.get(held["ref"], "") if held else ""

    def name(self, ref: str) -> str:
        return self.names.get(ref, "")


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """person:12 -> the person's name. One query."""
    keys = [int(ref[7:]) for ref in set(refs) if ref.startswith("person:")]
    if not keys:
        return {}
    return {
        f"person:{key}": name for key, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")
    }


def field_of(
    questions: Asked, name: str, text: str, elsewhere: str = "", last: str = "", computed: str = ""
) -> Field:
    """An input of the edition with the text that was given."""
    one = questions.input(name)
    choices = tuple((code, title) for code, title in (one.choices or {}).items())
    return Field(name, one.title, one.unit, one.type.value, text, choices, elsewhere, last, computed)


def proofs_of(part: Submission, nodes: Iterable[str]) -> dict[str, list[Proof]]:
    """The evidence of some criteria of a unit. Four queries."""
    uses = list(
        EvidenceUse.objects.filter(answer__submission=part)
        .select_related("evidence")
        .order_by("evidence__number")
    )
    serves: dict[int, list[str]] = {}
    node_of = dict(Answer.objects.filter(submission=part).values_list("pk", "node"))
    for use in uses:
        serves.setdefault(use.evidence.number, []).append(node_of[use.answer_id])
    evidences = {use.evidence.number: use.evidence for use in uses}
    files = {
        one.sha256: one
        for one in StoredFile.objects.filter(sha256__in={e.sha256 for e in evidences.values() if e.sha256})
    }
    titles = dict(zip(evidences, private.texts([e.title for e in evidences.values()]), strict=True))
    links = dict(zip(evidences, private.texts([e.link for e in evidences.values()]), strict=True))
    names = names_of(e.reviewer for e in evidences.values())
    found: dict[str, list[Proof]] = {}
    wanted = set(nodes)
    for number, evidence in evidences.items():
        proof = _proof(part, evidence, files, titles[number], links[number], names, serves[number])
        for node in serves[number]:
            if node in wanted:
                found.setdefault(node, []).append(proof)
    return found


def _proof(
    part: Submission,
    evidence: Evidence,
    files: Mapping[str, StoredFile],
    title: str,
    link: str,
    names: Mapping[str, str],
    serves: Sequence[str],
) -> Proof:
    file = files.get(evidence.sha256)
    until = part.campaign.period_to
    return Proof(
        evidence.number,
        evidence.kind,
        title,
        link,
        evidence.sha256,
        file.size if file else None,
        file.ending if file else "",
        file.state if file else "",
        evidence.effective,
        evidence.expires,
        evidence.expires is not None and evidence.expires < until,
        bool(part.due and evidence.added_at.date() > part.due),
        evidence.added_at,
        evidence.reviewed_at,
        names.get(evidence.reviewer, ""),
        tuple(serves),
    )


def _page(code: str, title: Text, questions: Asked, rows: Mapping[str, Answer]) -> Page:
    here = [rows[q.node] for q in questions.questions if q.page == code and q.node in rows]
    decided = sum(row.decision in (Decision.ACCEPTED, Decision.AMENDED, Decision.COUNCIL) for row in here)
    return Page(code, title, len(here), decided)


def _neighbours(part: Submission) -> tuple[UnitRef | None, UnitRef | None]:
    """The units before and after it in the queue of the returned."""
    rows = list(
        Submission.objects.filter(campaign=part.campaign, state=State.RETURNED)
        .order_by(F("returned_on").asc(nulls_last=True), "unit__sort_key", "pk")
        .values_list("pk", "unit__scheme", "unit__code")
    )
    place = next((place for place, row in enumerate(rows) if row[0] == part.pk), None)
    if place is None:
        return None, (rows[0][1], rows[0][2]) if rows else None
    before = rows[place - 1] if place else None
    after = rows[place + 1] if place + 1 < len(rows) else None
    return (before[1], before[2]) if before else None, (after[1], after[2]) if after else None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sampled answer as the second appraiser sees it: nothing of what was decided first."""

    scheme: str
    code: str
    name_vi: str
    name_en: str
    question: Question
    declared: tuple[Field, ...]
    status: str
    na_reason: str
    comment: str
    proofs: tuple[Proof, ...] = field(default_factory=tuple)

    def name(self, language: str) -> str:
        """The unit's name."""
        return self.name_en if language == "en" and self.name_en else self.name_vi


def sampled(actor: Actor, part: Submission, rows: Iterable[Answer]) -> list[Sampled]:
    """Sampled answers of one unit without the first decision."""
    questions = asked(part.campaign.edition, part.tier)
    everything: dict[str, str] = {}
    for values in Answer.objects.filter(submission=part).values_list("declared", flat=True):
        everything.update(values)
    chosen = list(rows)
    said = _Texts(chosen)
    proofs = proofs_of(part, {row.node for row in chosen})
    return [
        Sampled(
            part.unit.scheme,
            part.unit.code,
            part.unit.name_vi,
            part.unit.name_en,
            (question := questions.question(row.node)),
            tuple(
                field_of(questions, name, everything.get(name, ""), elsewhere)
                for name, elsewhere in (*((name, "") for name in question.inputs), *question.shared)
            ),
            row.status,
            said.of(row.na_reason),
            said.of(row.comment),
            tuple(proofs.get(row.node, ())),
        )
        for row in chosen
    ]


def left_to_accept(part: Submission, page: str = "") -> dict[str, int]:
    """The answers that may be accepted at once: answered or not applicable, undecided, not to be measured."""
    questions = asked(part.campaign.edition, part.tier)
    rows = Answer.objects.filter(submission=part, decision=Decision.PENDING, measured=False)
    rows = rows.filter(status__in=(Declared.ANSWERED, Declared.NOT_APPLICABLE))
    return {
        node: sequence
        for node, sequence in rows.values_list("node", "sequence")
        if not page or questions.question(node).page == page
    }
