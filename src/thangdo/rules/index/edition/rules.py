"""The kinds of scoring rule as data. How each turns answers into points stands in `scoring/`.

A rule is a mapping with exactly one kind key (`ratio`, `steps`, ...) and the options of that kind.
A *quantity* is the name of an input, a number, or a formula over inputs (`on_time / total`).
A *condition* is two quantities with one of `>= <= > < == !=` between them (`overdue == 0`).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from thangdo.rules.index.edition.base import RatioText, unstated


class RuleModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Link(RuleModel):
    """The score of another node of the same edition, in the place of a quantity; in a formula `node(A1)`."""

    node: str


def _text(value: object) -> object:
    """Numbers and nodes in the place of a formula are formulas."""
    if isinstance(value, dict) and value.keys() == {"node"} and isinstance(value["node"], str):
        return f"node({value['node']})"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int) else value


Quantity = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | Decimal | Link)]
Condition = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | Decimal)]


class Empty(StrEnum):
    """What an empty denominator (or an empty set of observations) gives."""

    FULL = "full"
    ZERO = "zero"
    NOT_APPLICABLE = "not-applicable"
    LAST_YEAR = "last-year"


class Direction(StrEnum):
    UP = "up"  # more is better
    DOWN = "down"  # less is better


class Common(RuleModel):
    """What every rule declares: the direction and what an empty denominator gives."""

    direction: Direction = Direction.UP
    empty: Empty = Empty.NOT_APPLICABLE


class Value(Common):
    """The input is itself the points (an imported score), between 0 and the maximum."""

    value: Quantity


class Ratio(Common):
    """a / b x max; with `full_at` full marks from that ratio on, below it ratio x max / full_at.

    direction down: (1 - a / b) x max. The ratio is limited to 0..1.
    """

    ratio: tuple[Quantity, Quantity]
    full_at: Decimal | None = Field(default=None, gt=0, le=1)


class StepRow(RuleModel):
    at_least: Decimal
    points: Decimal


class Steps(Common):
    """Step table: the first row (from the highest) whose `at_least` the quantity reaches."""

    steps: tuple[StepRow, ...] = Field(min_length=1)
    of: Quantity
    otherwise: Decimal = Decimal(0)


class Choice(Common):
    """Points by the option chosen."""

    choice: str  # the name of an input of type choice or yes-no
    points: dict[str, Decimal]


class Checklist(Common):
    """The sum of the items that are there, up to a cap, or only the best one ("best case counts").

    `checklist` names an input of type checklist; without it every key of `points` is a yes-no input.
    """

    checklist: str | None
    points: dict[str, Decimal]
    count: Literal["sum", "best"] = "sum"
    base: Decimal = Decimal(0)  # points given as soon as one item is there
    cap: Decimal | None = None


Scope = Literal["tier", "all", "facets"]  # facets: all units in all facets (years)


class Post(RuleModel):
    """A goalpost read from the data: a quantile of those compared, or the number of one unit; in one year.

    `year` names a facet; alone it means what is observed there.
    """

    quantile: Decimal | None = Field(default=None, ge=0, le=1)
    unit: Annotated[str | None, BeforeValidator(_text, json_schema_input_type=str | Decimal | None)] = None
    year: Annotated[str | None, BeforeValidator(_text, json_schema_input_type=str | Decimal | None)] = None


Goalpost = Literal["observed"] | Decimal | Post


class Best(Common):
    """Own value / best value x max (direction down: best / own), the best among peers or over all."""

    best: Quantity
    among: Scope = "tier"


class MinMax(Common):
    """(x - low) / (high - low) x max, limited to 0..1; with `floor` from the floor to the maximum."""

    min_max: Quantity
    low: Goalpost = "observed"
    high: Goalpost = "observed"
    floor: Decimal | None = unstated()
    among: Scope = "all"


class ZScore(Common):
    """mean + sd x (x - average) / sample standard deviation; not limited to the maximum."""

    z_score: Quantity
    mean: Decimal = Decimal(0)
    sd: Decimal = Decimal(1)
    among: Scope = "all"


class RankPoints(Common):
    """(n - rank) / (n - 1) x max; with `from` the points n - rank + from themselves; or the percentile.

    ties: whether those alike have the higher, the lower or the mean of their places.
    """

    rank: Quantity
    as_: Literal["rank", "percentile"] = Field(default="rank", alias="as")
    ties: Literal["high", "low", "mean"] = unstated("high")
    from_: int | None = unstated(alias="from", ge=0, le=1)
    floor: Decimal | None = unstated()
    among: Scope = "tier"


class Distance(Common):
    """Distance to target: (x - start) / (target - start) x max, limited to 0..1."""

    distance: Quantity
    target: Decimal | Post
    start: Goalpost = "observed"  # observed: the worst value among all units
    among: Scope = "all"


class Complement(Common):
    """(1 - sum of the quantities) x max, not under zero. The quantities are shares (0..1)."""

    complement: tuple[Quantity, ...] = Field(min_length=1)


class ZeroTolerance(Common):
    """Full marks when the quantity is zero in the period, else nothing."""

    zero_tolerance: Quantity


class ScaleStep(RuleModel):
    points: Decimal
    when: tuple[Condition, ...] = ()  # all of them; empty: otherwise


class Scale(Common):
    """A scale as 0/1/2: the points of the first step whose conditions all hold, else zero."""

    scale: tuple[ScaleStep, ...] = Field(min_length=1)


class Gate(Common):
    """Composite gate: the maximum when every condition holds, else `otherwise`."""

    gate: tuple[Condition, ...] = Field(min_length=1)
    otherwise: Decimal = Decimal(0)


class Part(RuleModel):
    of: Quantity
    points: Decimal  # per unit of the quantity
    at_most: Decimal | None = None


class WeightedSum(Common):
    """Sum of quantity x points over the parts, each with its cap, and a cap over all."""

    weighted_sum: tuple[Part, ...] = Field(min_length=1)
    cap: Decimal | None = None


class Survey(Common):
    """Option weights (A 100 %, B 60 %, ...): weighted mean over the answers given x max."""

    survey: dict[str, Quantity]  # option -> how many chose it
    options: dict[str, Decimal]  # option -> weight 0..1


class FormulaPoints(Common):
    """A safe arithmetic formula gives the points (`as: points`) or the share of the maximum."""

    formula: Quantity
    as_: Literal["points", "share"] = Field(default="points", alias="as")


class Where(RuleModel):
    """A filter on one column: equal to one of `in`, or a number within limits."""

    in_: tuple[str, ...] | None = Field(default=None, alias="in")
    at_least: Decimal | None = None
    at_most: Decimal | None = None


def _where(value: object) -> object:
    """A filter may be one word or a list of words."""
    if isinstance(value, str | int | Decimal):
        return {"in": (_text(value),)}
    if isinstance(value, list | tuple):
        return {"in": tuple(_text(item) for item in value)}
    return value


Word = str | Decimal
Filter = Annotated[Where, BeforeValidator(_where, json_schema_input_type=Where | Word | list[Word])]


class Weighted(RuleModel):
    value: str
    by: str


class Never(RuleModel):
    """The share of items (procedures) with no bad row in the period: once late, late."""

    item: str
    bad: dict[str, Filter]


class Options(RuleModel):
    column: str
    weights: dict[str, Decimal]


class Take(RuleModel):
    """What is taken of the rows that pass the filter; exactly one. Rows without a value are left out."""

    mean: str | None = None
    sum: str | None = None
    max: str | None = None
    min: str | None = None
    count: bool | None = None
    share: dict[str, Filter] | None = None  # rows where all filters hold / rows measured
    any: dict[str, Filter] | None = None  # 1 when one row holds, else 0
    weighted: Weighted | None = None
    never: Never | None = None
    options: Options | None = None


class Observed(Common):
    """A statistic over the rows of an observation table.

    points = taken / full x max. `full` is 1 for share, any, never, options; else the criterion's
    maximum, so that the statistic is itself the points.
    """

    observations: str
    where: dict[str, Filter] = {}
    take: Take
    full: Decimal | None = Field(default=None, gt=0)


class BlendPart(RuleModel):
    weight: Annotated[Decimal, Field(gt=0)] | RatioText
    observations: str
    where: dict[str, Filter] = {}
    take: Take
    full: Decimal | None = Field(default=None, gt=0)


class Blend(Common):
    """A weighted mean of statistics, the weights renormalised over the parts that are present."""

    blend: tuple[BlendPart, ...] = Field(min_length=1)


KINDS: dict[str, type[Common]] = {
    "value": Value,
    "ratio": Ratio,
    "steps": Steps,
    "choice": Choice,
    "checklist": Checklist,
    "best": Best,
    "min_max": MinMax,
    "z_score": ZScore,
    "rank": RankPoints,
    "distance": Distance,
    "complement": Complement,
    "zero_tolerance": ZeroTolerance,
    "scale": Scale,
    "gate": Gate,
    "weighted_sum": WeightedSum,
    "survey": Survey,
    "formula": FormulaPoints,
    "observations": Observed,
    "blend": Blend,
}


def kind_of(value: Any) -> str | None:
    """The kind key of a rule written as a mapping, or of a rule object; None when there is none.

    >>> kind_of({"ratio": ["done", "all"], "empty": "zero"}), kind_of(ZeroTolerance(zero_tolerance="late"))
    ('ratio', 'zero_tolerance')
    """
    if isinstance(value, dict):
        found = [key for key in KINDS if key in value]
        return found[0] if found else None
    for key, model in KINDS.items():
        if type(value) is model:
            return key
    return None


Rule = Annotated[
    Annotated[Value, Tag("value")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Steps, Tag("steps")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Checklist, Tag("checklist")]
    | Annotated[Best, Tag("best")]
    | Annotated[MinMax, Tag("min_max")]
    | Annotated[ZScore, Tag("z_score")]
    | Annotated[RankPoints, Tag("rank")]
    | Annotated[Distance, Tag("distance")]
    | Annotated[Complement, Tag("complement")]
    | Annotated[ZeroTolerance, Tag("zero_tolerance")]
    | Annotated[Scale, Tag("scale")]
    | Annotated[Gate, Tag("gate")]
    | Annotated[WeightedSum, Tag("weighted_sum")]
    | Annotated[Survey, Tag("survey")]
    | Annotated[FormulaPoints, Tag("formula")]
    | Annotated[Observed, Tag("observations")]
    | Annotated[Blend, Tag("blend")],
    Discriminator(kind_of),
]
