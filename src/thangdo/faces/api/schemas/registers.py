"""The forms of what is answered about equipment, plans, index cards and conduct."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from ninja import Schema

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.views import Exact, Ref, TextOrNull, View, ZeroOrMore, at, each, like
from thangdo.work.programmes.cards.queries import Line
from thangdo.work.programmes.plans.expected_score import Outcome


class AssetGapOut(View):
    """A unit against one line of the standard. has, missing: null where the unit has no inventory."""

    within: ClassVar = ("standard",)
    unit: Ref
    tier: str = at("standard.tier")
    kind: str
    least: int
    oldest: int
    has: int | None
    missing: int | None
    planned: int


class AssetDueOut(View):
    """Equipment that is to be replaced by the end of a year. age: in years then."""

    within: ClassVar = ("asset",)
    unit: Ref
    tag: str
    kind: str
    count: int = at("asset.count")
    year: int
    state: str
    age: int


class RoadmapLineOut(View):
    """What is to be bought for a unit in a year. cost: of all of them, in đồng."""

    unit: Ref
    number: int
    year: int
    kind: str
    count: int
    cost: int
    funds: str


@like(Outcome, without=("next_level", "failed"))
class PlanOutcomeOut(View):
    """Score of the index and level."""


class PlanLineOut(View):
    """A criterion below full marks. officer, deadline, points: null while nobody is responsible."""

    within: ClassVar = ("stands",)
    node: str
    score: Exact
    maximum: Exact
    officer: TextOrNull
    deadline: date | None = at("line.deadline")
    points: str | None = at("line.points")
    done_on: date | None = at("line.done_on")
    sequence: ZeroOrMore = at("line.sequence")


class PlanOut(View):
    """A unit's improvement plan: now, and as it would stand if the plan were met."""

    campaign: str = at("campaign.slug")
    unit: Ref = at("part.unit")
    now: PlanOutcomeOut
    then: PlanOutcomeOut
    unassigned: Annotated[list[str], each("stands.node")]
    lines: list[PlanLineOut]


class PlanCountOut(View):
    """A unit of a campaign: criteria assigned, and of these done."""

    unit: Ref
    assigned: int
    done: int


class CardQuestionOut(Schema):
    """A question of a card's quiz with its choices; which is right is not told."""

    question: Text
    choices: dict[str, Text]


class CardOut(View):
    """An index and whether the reader has confirmed its card as it stands now."""

    within: ClassVar = ("card",)
    card: str = at("card.name")
    title: Text
    sha256: str
    confirmed_on: date | None


class CardShownOut(View):
    """A card to read: send its sha256 with the answers."""

    card: str = at("name")
    title: Text
    measures: Text
    publisher: Text
    standing: Text
    explain: Text
    sha256: str
    quiz: list[CardQuestionOut]


class CardAnsweredOut(Schema):
    """Whether all was right; the questions that were not, counted from 0."""

    passed: bool
    wrong: list[int]


@like(Line)
class CardShareOut(View):
    """A unit: its officers, and how many have confirmed each card. Nobody is named."""


class ConductCodeOut(View):
    """A unit's code of conduct in force; version null: it has none."""

    unit: Ref
    version: int | None = at("code.version")
    number: str | None = at("code.number")
    since: date | None = at("code.since")
    text: str
    acknowledged: int
    officers: int
    mine: date | None


class ConductVersionOut(View):
    """A version of a unit's code."""

    within: ClassVar = ("code",)
    version: int
    number: str
    since: date
    text: str


class InspectionOut(View):
    """An inspection; one that is not announced is there for the unit once it was held."""

    within: ClassVar = ("row",)
    number: int
    authority: Ref
    unit: Ref
    announced: bool
    day: date
    state: str
    findings: str
    remedy_by: date | None
    outcome: str
    sequence: int


class RoomDoneOut(Schema):
    """An act is done."""

    sequence: int


class RoomNumberOut(Schema):
    """What was made, by its number."""

    number: int


class ConductIssuedOut(Schema):
    """A version was issued or acknowledged."""

    version: int
