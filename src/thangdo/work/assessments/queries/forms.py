"""What a unit fills in: one pillar's criteria with values, evidence, points as far as known, and progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.rules.index.answers import Answers, Status, Unit, Value
from thangdo.rules.index.edition.model import MissingRule, Node, Text
from thangdo.rules.index.evaluate import Evaluation
from thangdo.rules.index.explain import reason
from thangdo.work.assessments import permissions, scoring
from thangdo.work.assessments.models import Answer, Campaign, Observation, Submission
from thangdo.work.assessments.queries import access, drafts, points
from thangdo.work.assessments.queries.items import Proof, names_of, proofs_of
from thangdo.work.assessments.queries.points import Point
from thangdo.work.assessments.questionnaire import Asked, Question, asked
from thangdo.work.assessments.states import Decision, Declared
from thangdo.work.assessments.states import Submission as PartState
from thangdo.work.assessments.value_check import NOT_APPLICABLE, described
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: what is asked, what is kept. elsewhere: the criterion and page where it is asked instead."""

    name: str
    title: Text | None
    unit: Text | None
    type: str
    kept: str  # plain text as stored; "" for none
    limits: Mapping[str, Any]  # as `declaring.described`
    choices: tuple[tuple[str, Text | None], ...] = ()
    at_most: tuple[str, Text | None] | None = None  # another input that this one may not exceed
    elsewhere: tuple[str, str] | None = None
    last: str = ""  # of the campaign before

    @property
    def items(self) -> frozenset[str]:
        """The items of a checklist that are ticked; {"none"} when it was said that there is none."""
        return frozenset(self.kept.split("|")) if self.kept else frozenset()


@dataclass(frozen=True, slots=True)
class Worth:
    """Points as far as known, with the reason as data."""

    point: Point
    why: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion as its unit meets it."""

    question: Question
    sequence: int
    status: str
    entries: tuple[Entry, ...]
    shared: tuple[Entry, ...]
    not_applicable: bool
    na_reason: str
    comment: str
    asked: str  # the appraiser's question
    waits: bool  # for the reply to it
    proofs: tuple[Proof, ...]
    worth: Worth | None
    last: Point | None
    basis: Text | None
    proposed: bool  # the rule is a proposal, not a text of law
    changed_by: str
    changed_at: datetime | None
    editable: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A pillar in the list of pages: how much of it is done."""

    code: str
    title: Text
    asked: int
    answered: int
    partial: int
    waiting: int  # criteria with a question of the appraiser
    measured: int
    worth: Worth | None


@dataclass(frozen=True, slots=True)
class Form:
    """One page of the self-assessment."""

    campaign: Campaign
    part: Submission
    questions: Asked
    marks: tuple[Mark, ...]
    page: str
    items: tuple[Item, ...]
    proofs: tuple[Proof, ...]  # everything that was given, for use at other criteria
    editable: bool
    draft: bool = False  # not signed off, and not the asker's: what was written so far is not shown

    @property
    def mark(self) -> Mark:
        """The page's own mark."""
        return next(mark for mark in self.marks if mark.code == self.page)


def form(actor: Actor, slug: str, unit: UnitRef, page: str = "") -> Form:
    """A page of the unit's form; "" (or none that there is) gives the first. Raises Refused."""
    return _form(actor, access.part(actor, slug, unit), page)


def _form(actor: Actor, part: Submission, page: str) -> Form:
    questions = asked(part.campaign.edition, part.tier)
    rows, hidden = rows_of(actor, part), drafts.hidden(actor, part)
    worth = {} if hidden else worths(part, rows, sees_measured(actor, part.campaign))[0]
    marks = tuple(marks_of(questions, rows, worth))
    chosen = page if page in {mark.code for mark in marks} else marks[0].code
    here = [one for one in questions.questions if one.page == chosen and one.node in rows]
    proofs = {} if hidden else proofs_of(part, questions.by_node)
    every = {proof.number: proof for some in proofs.values() for proof in some}
    items = tuple(_items(actor, part, questions, rows, here, worth, proofs))
    return Form(
        part.campaign,
        part,
        questions,
        marks,
        chosen,
        items,
        tuple(every[number] for number in sorted(every)),
        act_of(actor, part) is not None,
        hidden,
    )


def question(actor: Actor, slug: str, unit: UnitRef, node: str) -> tuple[Asked, Question]:
    """One criterion of those that the unit is asked, and all of them. One query. Raises Refused."""
    part = access.part(actor, slug, unit)
    questions = asked(part.campaign.edition, part.tier)
    return questions, _question(questions, node)


def _question(questions: Asked, node: str) -> Question:
    if node not in questions.by_node:
        raise Refused("no-such-criterion", node=node[:60])
    return questions.by_node[node]


def item(actor: Actor, slug: str, unit: UnitRef, node: str) -> tuple[Form, Item]:
    """One criterion with all that is kept of it, and the page on which it stands. Raises Refused."""
    part = access.part(actor, slug, unit)
    page = _question(asked(part.campaign.edition, part.tier), node).page
    found = _form(actor, part, page)
    return found, next(one for one in found.items if one.question.node == node)


def act_of(actor: Actor, part: Submission) -> str | None:
    """The act by which the actor may fill in now: answer, answer_again, or none."""
    name = "answer_again" if part.state == PartState.ASKED else "answer"
    return name if permissions.can(actor, name, part.campaign, part) else None


def sees_measured(actor: Actor, campaign: Campaign) -> bool:
    """What the office measures is shown to a unit once its result is notified."""
    return permissions.told(actor, campaign)


def rows_of(actor: Actor, part: Submission) -> dict[str, Answer]:
    """The answers of a part by criterion, as the actor may see them. One query."""
    return {row.node: row for row in drafts.rows(actor, part)}


def worths(
    part: Submission, rows: Mapping[str, Answer], measured: bool
) -> tuple[dict[str, Worth], str | None]:
    """The points of every node as the unit declared, and the level; without what the office measures, unless
    `measured`. Points that hang on other units' answers are those of the unit alone. One or two queries."""
    version = part.campaign.edition
    evaluation = scoring.evaluation_of(version) if measured else _unmeasured(version.pk, version.sha256)
    edition = evaluation.edition
    reader, questions = scoring.Reader(edition), asked(part.campaign.edition, part.tier)
    values: dict[str, Value] = {}
    for row in rows.values():
        if not row.measured:
            values.update(reader.values(row.declared))
        elif measured:
            values.update(reader.values(row.final))
        else:
            values.update(dict.fromkeys(questions.question(row.node).inputs, Status.NOT_MEASURED))
    seen = Observation.objects.filter(submission=part) if measured else ()
    code = part.unit.code
    tables = scoring.observed(edition, seen, {part.pk: code})
    units = {code: Unit(code, part.tier, part.unit.name_vi)}
    result = evaluation.run(Answers(units, {(code, ""): values}, tables))
    found = {node: Worth(points.point(one), reason(one.why)) for node, one in result.scores[code, ""].items()}
    outcome = result.levels.get(code)
    return found, outcome.level if outcome else None


@lru_cache(maxsize=8)
def _unmeasured(key: int, sha256: str) -> Evaluation:
    """The edition ready to evaluate where what is not measured yet counts as nothing, so that the points of a
    unit's own count are the sum of what it declared."""
    edition = edition_of(EditionVersion.objects.get(pk=key))
    return Evaluation(edition.model_copy(update={"index": _counting_nothing(edition.index)}))


def _counting_nothing(node: Node) -> Node:
    below = {
        kind: {code: _counting_nothing(child) for code, child in children.items()}
        for kind in ("pillars", "groups", "criteria", "sub_criteria")
        if (children := getattr(node, kind)) is not None
    }
    missing = node.missing.model_copy(update={"not_measured": MissingRule.ZERO})
    return node.model_copy(update={"missing": missing, **below})


def marks_of(questions: Asked, rows: Mapping[str, Answer], worth: Mapping[str, Worth]) -> Iterable[Mark]:
    """The pillars with their progress."""
    for code, title in questions.pages:
        here = [rows[one.node] for one in questions.questions if one.page == code and one.node in rows]
        own = [row for row in here if not row.measured]
        said = (Declared.ANSWERED, Declared.NOT_APPLICABLE)
        yield Mark(
            code,
            title,
            len(own),
            sum(row.status in said for row in own),
            sum(row.status == Declared.PARTIAL for row in own),
            sum(row.decision == Decision.ASKED for row in own),
            len(here) - len(own),
            worth.get(code),
        )


def _items(
    actor: Actor,
    part: Submission,
    questions: Asked,
    rows: Mapping[str, Answer],
    here: list[Question],
    worth: Mapping[str, Worth],
    proofs: Mapping[str, list[Proof]],
) -> Iterable[Item]:
    campaign, ref = part.campaign, (part.unit.scheme, part.unit.code)
    before = points.last_values(campaign, *ref)
    last = points.last_year(campaign, *ref)
    held = [one for row in rows.values() for one in (row.na_reason, row.comment, row.question) if one]
    said = dict(zip([one["ref"] for one in held], private.texts(held), strict=True))
    names = names_of(row.changed_by for row in rows.values() if not row.measured)
    everything = {name: text for row in rows.values() for name, text in row.declared.items()}
    nodes = dict(_nodes(questions.edition.index))
    act = act_of(actor, part)

    def text(one: Mapping[str, str] | None) -> str:
        return said.get(one["ref"], "") if one else ""

    for question in here:
        row, node = rows[question.node], nodes.get(question.node)
        na = row.status == Declared.NOT_APPLICABLE
        kept = {} if na else row.declared
        basis = node.basis if node else None
        yield Item(
            question,
            row.sequence,
            row.status,
            tuple(
                entry(questions, name, kept.get(name, ""), None, before.get(question.node, {}).get(name, ""))
                for name in question.inputs
            ),
            tuple(
                entry(questions, name, everything.get(name, ""), (where, questions.question(where).page))
                for name, where in question.shared
            ),
            na,
            text(row.na_reason),
            text(row.comment),
            text(row.question),
            row.decision == Decision.ASKED,
            tuple(proofs.get(question.node, ())),
            worth.get(question.node),
            last.get(question.node),
            basis if isinstance(basis, Text) else None,
            basis == "proposed",
            names.get(row.changed_by, ""),
            row.changed_at if row.changed_by else None,
            act is not None and not row.measured and row.decision in permissions.SHOWN[act].when["answer"],
        )


def entry(
    questions: Asked, name: str, kept: str, elsewhere: tuple[str, str] | None = None, last: str = ""
) -> Entry:
    """An input of the edition with what is kept of it."""
    one = questions.input(name)
    most = None if one.at_most is None else (one.at_most, questions.input(one.at_most).title)
    return Entry(
        name,
        one.title,
        one.unit,
        one.type.value,
        "" if kept == NOT_APPLICABLE else kept,
        described(one),
        tuple((one.choices or {}).items()),
        most,
        elsewhere,
        "" if last == NOT_APPLICABLE else last,
    )


def _nodes(node: Node) -> Iterable[tuple[str, Node]]:
    for code, child in node.children.items():
        yield code, child
        yield from _nodes(child)
