"""What an edition (bộ tiêu chí) is: the grammar of the YAML file as typed, immutable data.

Numbers are `Decimal`s from the characters written in the file, never floats. The tree is
index -> pillars -> groups -> criteria -> sub-criteria; any of the middle kinds may be left out.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from thangdo.rules.index.edition.base import DAY_WRITTEN as DAY_WRITTEN
from thangdo.rules.index.edition.base import Code, Day, Model, Weight, unstated
from thangdo.rules.index.edition.base import Slug as Slug
from thangdo.rules.index.edition.base import Text as Text
from thangdo.rules.index.edition.base import Tier as Tier
from thangdo.rules.index.edition.combining import Combine as Combine
from thangdo.rules.index.edition.combining import How, Missing, combine_name, with_missing
from thangdo.rules.index.edition.combining import MissingRule as MissingRule
from thangdo.rules.index.edition.combining import MissingRules as MissingRules
from thangdo.rules.index.edition.gates import Bands as Bands
from thangdo.rules.index.edition.gates import Groups as Groups
from thangdo.rules.index.edition.gates import Level as Level
from thangdo.rules.index.edition.gates import Need as Need
from thangdo.rules.index.edition.rules import Rule
from thangdo.rules.index.edition.steps import Denominate as Denominate
from thangdo.rules.index.edition.steps import Impute as Impute
from thangdo.rules.index.edition.steps import Step
from thangdo.rules.index.edition.steps import Winsorise as Winsorise


class Legal(Model):
    """A legal text or other document: number, date, title, and a note of how it is used."""

    number: str
    date: Day | None = None
    title: Text | None = None
    note: Text | None = None


class Effective(Model):
    """The days (inclusive) on which the edition is in force."""

    from_: Day = Field(alias="from")
    to: Day | None = None


class Extends(Model):
    """The edition whose content this one takes over and adds to."""

    edition: Slug
    version: int = Field(ge=1)


class RoundingMode(StrEnum):
    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"


class NodeKind(StrEnum):
    """The tier of the tree that a node stands on."""

    INDEX = "index"
    PILLAR = "pillar"
    GROUP = "group"
    CRITERION = "criterion"
    SUB_CRITERION = "sub-criterion"


class Rounding(Model):
    """Rounding at the named tiers of the tree; below them numbers stay exact."""

    places: int = Field(ge=0, le=30)
    mode: RoundingMode = RoundingMode.HALF_UP
    at: tuple[NodeKind, ...] = (NodeKind.INDEX,)


class Ties(StrEnum):
    COMPETITION = "competition"
    DENSE = "dense"


class LeaveOut(Model):
    """A unit that is scored and not ranked, with the reason."""

    unit: str
    reason: Text


class Ranking(Model):
    """How units are ranked: inside the tier, over all, or both; and who is scored but not ranked."""

    peer_groups: tuple[Literal["tier", "all"], ...] = ("tier",)
    each_facet: bool = unstated(False)  # also within each facet
    leave_out: tuple[LeaveOut, ...] = ()


class InputType(StrEnum):
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    SHARE = "share"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHECKLIST = "checklist"
    TEXT = "text"


def _choices(value: object) -> object:
    """Choices may be written as a list of codes, each being its own title."""
    if isinstance(value, list | tuple):
        return {str(code): {"vi": str(code)} for code in value}
    return value


Choices = Annotated[
    dict[str, Text], BeforeValidator(_choices, json_schema_input_type=dict[str, Text] | list[str | Decimal])
]


class Input(Model):
    """One thing asked of a unit: its type, limits and words."""

    type: InputType
    title: Text | None = None
    unit: Text | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    at_most: Code | None = None  # the name of an input that this one may not exceed
    choices: Choices | None = None  # choice and checklist
    not_applicable: tuple[str, ...] = ()  # further words which mean "not applicable"


class ObservationTable(Model):
    """A table with many rows per unit. `unit_column` and `facet_columns` say whose row it is."""

    title: Text | None = None
    unit_column: str = "unit"
    facet_columns: tuple[str, ...] = ()
    columns: dict[str, Input]


class RollUp(StrEnum):
    MEAN = "mean"
    SUM = "sum"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"


class FacetAverage(Model):
    """A named average over some facets, node by node."""

    title: Text | None = None
    facets: tuple[str, ...]


class Facets(Model):
    """The same tree evaluated per unit and per facet, then rolled up node by node.

    A facet's name is `label` filled from the columns of the table (`"{life_event} ({year})"`).
    """

    title: Text
    columns: tuple[str, ...] = ()
    label: str | None = None
    values: tuple[str, ...] = ()  # empty: the facets that occur in the answers
    roll_up: RollUp = RollUp.MEAN
    averages: dict[str, FacetAverage] = Field(default={})


class DataSource(StrEnum):
    DECLARED = "declared"
    OBSERVED = "observed"
    COMPUTED = "computed"
    SURVEY = "survey"


class Node(Model):
    """A node of the tree. A leaf has `rule` and `max`; any other has children and `combine`."""

    title: Text
    guidance: Text | None = None
    weight: Weight = Decimal(1)
    tiers: tuple[Tier, ...] | None = None  # None: those of the parent
    # nodes with children
    combine: How | None = None
    power: Decimal | None = None  # generalised mean
    floor: Decimal | None = (
        unstated()
    )  # before a geometric, harmonic or generalised mean: less counts as so much
    weights_sum: Weight | None = None  # what the children's weights must sum to, tier by tier
    missing: Missing = MissingRules()
    coverage: Decimal | None = Field(default=None, ge=0, le=1)
    pillars: dict[Code, Node] | None = None
    groups: dict[Code, Node] | None = None
    criteria: dict[Code, Node] | None = None
    sub_criteria: dict[Code, Node] | None = None
    # leaves
    max: Decimal | None = None
    rule: Rule | None = None
    evidence: Text | None = None
    data: DataSource | None = None
    basis: Literal["proposed"] | Text | None = None  # the public source of the rule, or đề xuất
    field: Literal["staff", "infrastructure", "one-stop", "procedures", "policy", "application"] | None = None
    origin: Slug | None = None  # set when merged: the edition that the node comes from

    @property
    def combine_name(self) -> str:
        """The word of the way in which the parts are combined; the code of its sentence."""
        return combine_name(self.combine or Combine.SUM)

    @property
    def children(self) -> dict[str, Node]:
        """The parts of this node in the order of the file; empty for a leaf."""
        return self.pillars or self.groups or self.criteria or self.sub_criteria or {}

    @property
    def children_kind(self) -> NodeKind | None:
        """The kind of this node's children; None for a leaf."""
        for kind, children in (
            (NodeKind.PILLAR, self.pillars),
            (NodeKind.GROUP, self.groups),
            (NodeKind.CRITERION, self.criteria),
            (NodeKind.SUB_CRITERION, self.sub_criteria),
        ):
            if children is not None:
                return kind
        return None


class NamedUnit(Model):
    unit: str
    tier: Tier | None = None
    name: Text | None = None


def _one_or_many(value: object) -> object:
    """A single rounding may be written without a list."""
    return (value,) if isinstance(value, dict) else value


_short = BeforeValidator(_one_or_many, json_schema_input_type=Rounding | tuple[Rounding, ...])
Roundings = Annotated[tuple[Rounding, ...], _short]


class Edition(Model):
    """A dated set of criteria; immutable when its status is `published`."""

    edition: Slug
    version: int = Field(ge=1)
    status: Literal["draft", "published"] = "draft"
    official: bool
    title: Text
    summary: Text | None = None
    note: Text | None = None
    legal_basis: tuple[Legal, ...] = ()
    relates_to: tuple[Legal, ...] = ()
    effective: Effective
    extends: Extends | None = None
    tiers: tuple[Tier, ...] = Field(min_length=1)
    units: tuple[NamedUnit, ...] | None = None
    rounding: Roundings = ()
    ties: Ties = Ties.COMPETITION
    tie_breakers: tuple[Code, ...] = ()
    ranking: Ranking = Ranking()
    inputs: dict[Code, Input] = Field(default={})
    observations: dict[Code, ObservationTable] = Field(default={})
    facets: Facets | None = None
    treatment: tuple[Step, ...] = ()
    missing: Missing | None = unstated()  # for every node that does not say otherwise
    missing_words: dict[str, Literal["not-applicable", "not-answered", "not-measured"]] = unstated({})
    # named sets of weights, chosen when scores are computed
    weights: dict[Slug, dict[Code, Weight]] = unstated({})
    index: Node
    levels: dict[str, Level] | None = None  # from the lowest to the highest
    bands: Bands | None = None
    groups: Groups | None = None

    @model_validator(mode="before")
    @classmethod
    def _missing_of_the_head(cls, data: object) -> object:
        """What the head says of missing parts is said of every node that does not say otherwise."""
        return with_missing(data)
