"""One answer with everything that speaks to it: values, evidence, texts, points; sampled ones blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Person
from thangdo.records.results.views import PeerStats
from thangdo.rules.index.edition.model import Text
from thangdo.rules.index.numbers import as_text
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Answer, Evidence, EvidenceUse, Observation, Submission
from thangdo.work.assessments.queries import drafts, points, signals_by_unit
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.queries.signals import Signal
from thangdo.work.assessments.questionnaire import Asked, Question, asked

ON_ANSWER = ("accept", "amend", "ask", "mark", "undo")


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
    blind: bool = False  # the reader owes a second opinion and sees nothing of what was decided


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
    records = signals_by_unit.computed(campaign, {part.pk: code})
    nodes = {question.node for question in here}
    proofs = {} if drafts.hidden(actor, part) else proofs_of(part, nodes)
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
                if not row.blind
                and permissions.can(actor, name, campaign, part, row)
                and not (name == "ask" and row.measured)
            ),
            row.blind,
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
