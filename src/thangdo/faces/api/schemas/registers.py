"""The forms of what is answered about equipment, plans, index cards and conduct."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.directives import ref
from thangdo.rules.exact import Fraction
from thangdo.work.programmes.assets.models import Asset, RoadmapLine
from thangdo.work.programmes.assets.queries import Gap
from thangdo.work.programmes.cards.texts import Card
from thangdo.work.programmes.conduct.queries import CodeView, InspectionView
from thangdo.work.programmes.plans.expected_score import Outcome
from thangdo.work.programmes.plans.queries import Line, Plan


def exactly(value: Fraction | None) -> str | None:
    """An exact number as text, a fraction where it has no end; null for none."""
    return None if value is None else str(value)


class AssetGapOut(Schema):
    """A unit against one line of the standard. has, missing: null where the unit has no inventory."""

    unit: str
    tier: str
    kind: str
    least: int
    oldest: int
    has: int | None
    missing: int | None
    planned: int

    @classmethod
    def of(cls, one: Gap) -> AssetGapOut:
        """From what was read."""
        line = one.standard
        return cls(
            unit=ref(one.unit),
            tier=line.tier,
            kind=line.kind,
            least=line.least,
            oldest=line.oldest,
            has=one.has,
            missing=one.missing,
            planned=one.planned,
        )


class AssetDueOut(Schema):
    """Equipment that is to be replaced by the end of a year. age: in years then."""

    unit: str
    tag: str
    kind: str
    count: int
    year: int
    state: str
    age: int

    @classmethod
    def of(cls, one: Asset, age: int) -> AssetDueOut:
        """From a row."""
        plain = {name: getattr(one, name) for name in ("tag", "kind", "count", "year", "state")}
        return cls(**plain, unit=ref(one.unit), age=age)


class RoadmapLineOut(Schema):
    """What is to be bought for a unit in a year. cost: of all of them, in đồng."""

    unit: str
    number: int
    year: int
    kind: str
    count: int
    cost: int
    funds: str

    @classmethod
    def of(cls, one: RoadmapLine) -> RoadmapLineOut:
        """From a row."""
        plain = {name: getattr(one, name) for name in ("number", "year", "kind", "count", "funds")}
        return cls(**plain, unit=ref(one.unit), cost=int(one.cost))


class PlanOutcomeOut(Schema):
    """Score of the index and level."""

    score: str | None
    maximum: str | None
    level: str

    @classmethod
    def of(cls, one: Outcome) -> PlanOutcomeOut:
        """From what was computed."""
        return cls(score=exactly(one.score), maximum=exactly(one.maximum), level=one.level)


class PlanLineOut(Schema):
    """A criterion below full marks. officer, deadline, points: null while nobody is responsible."""

    node: str
    score: str | None
    maximum: str | None
    officer: str | None
    deadline: date | None
    points: str | None
    done_on: date | None
    sequence: int

    @classmethod
    def of(cls, one: Line) -> PlanLineOut:
        """From what was read."""
        line = one.line
        return cls(
            node=one.question.node,
            score=exactly(one.stands.score),
            maximum=exactly(one.stands.maximum),
            officer=one.officer or None if line else None,
            deadline=line.deadline if line else None,
            points=line.points if line else None,
            done_on=line.done_on if line else None,
            sequence=line.sequence if line else 0,
        )


class PlanOut(Schema):
    """A unit's improvement plan: now, and as it would stand if the plan were met."""

    campaign: str
    unit: str
    now: PlanOutcomeOut
    then: PlanOutcomeOut
    unassigned: list[str]
    lines: list[PlanLineOut]

    @classmethod
    def of(cls, one: Plan) -> PlanOut:
        """From what was read."""
        return cls(
            campaign=one.campaign.slug,
            unit=ref(one.part.unit),
            now=PlanOutcomeOut.of(one.now),
            then=PlanOutcomeOut.of(one.then),
            unassigned=[line.question.node for line in one.unassigned],
            lines=[PlanLineOut.of(line) for line in one.lines],
        )


class PlanCountOut(Schema):
    """A unit of a campaign: criteria assigned, and of these done."""

    unit: str
    assigned: int
    done: int


class CardQuestionOut(Schema):
    """A question of a card's quiz with its choices; which is right is not told."""

    question: Text
    choices: dict[str, Text]


class CardOut(Schema):
    """An index and whether the reader has confirmed its card as it stands now."""

    card: str
    title: Text
    sha256: str
    confirmed_on: date | None

    @classmethod
    def of(cls, one: Card, day: date | None) -> CardOut:
        """From what was read."""
        return cls(card=one.name, title=_text(one.title), sha256=one.sha256, confirmed_on=day)


class CardShownOut(Schema):
    """A card to read: send its sha256 with the answers."""

    card: str
    title: Text
    measures: Text
    publisher: Text
    standing: Text
    explain: Text
    sha256: str
    quiz: list[CardQuestionOut]

    @classmethod
    def of_card(cls, one: Card) -> CardShownOut:
        """From the text."""
        return cls(
            card=one.name,
            title=_text(one.title),
            measures=_text(one.measures),
            publisher=_text(one.publisher),
            standing=_text(one.standing),
            explain=_text(one.explain),
            sha256=one.sha256,
            quiz=[
                CardQuestionOut(
                    question=_text(each.question),
                    choices={name: _text(words) for name, words in each.choices.items()},
                )
                for each in one.quiz
            ],
        )


class CardAnsweredOut(Schema):
    """Whether all was right; the questions that were not, counted from 0."""

    passed: bool
    wrong: list[int]


class CardShareOut(Schema):
    """A unit: its officers, and how many have confirmed each card. Nobody is named."""

    unit: str
    officers: int
    confirmed: dict[str, int]


class ConductCodeOut(Schema):
    """A unit's code of conduct in force; version null: it has none."""

    unit: str
    version: int | None
    number: str | None
    since: date | None
    text: str
    acknowledged: int
    officers: int
    mine: date | None

    @classmethod
    def of(cls, one: CodeView) -> ConductCodeOut:
        """From what was read."""
        code = one.code
        return cls(
            unit=ref(one.unit),
            version=code.version if code else None,
            number=code.number if code else None,
            since=code.since if code else None,
            text=one.text,
            acknowledged=one.acknowledged,
            officers=one.officers,
            mine=one.mine,
        )


class ConductVersionOut(Schema):
    """A version of a unit's code."""

    version: int
    number: str
    since: date
    text: str


class InspectionOut(Schema):
    """An inspection; one that is not announced is there for the unit once it was held."""

    number: int
    authority: str
    unit: str
    announced: bool
    day: date
    state: str
    findings: str
    remedy_by: date | None
    outcome: str
    sequence: int

    @classmethod
    def of(cls, one: InspectionView) -> InspectionOut:
        """From what was read."""
        row = one.row
        plain = {
            name: getattr(row, name)
            for name in ("number", "announced", "day", "state", "remedy_by", "sequence")
        }
        return cls(
            **plain,
            authority=ref(row.authority),
            unit=ref(row.unit),
            findings=one.findings,
            outcome=one.outcome,
        )


class RoomDoneOut(Schema):
    """An act is done."""

    sequence: int


class RoomNumberOut(Schema):
    """What was made, by its number."""

    number: int


class ConductIssuedOut(Schema):
    """A version was issued or acknowledged."""

    version: int


def _text(words: Any) -> Text:
    return Text(vi=words.vi, en=words.en)
