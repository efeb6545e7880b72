"""What a bundled assessment says about itself: which edition, whose numbers, where its answers lie.

One YAML file per assessment in `library/assessments`, checked when it is read.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from thangdo.rules.index.edition.model import Slug, Text, Tier

Words = tuple[str, ...]


class Part(BaseModel):
    """An immutable part of a descriptor; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Units(Part):
    """Under which scheme of codes the register knows the units, and what the files call them.

    tier: of all units, unless `file` (columns unit, tier, name) says it one by one. names: the files hold
    names, which the register's table of names turns into codes.
    """

    scheme: str
    tier: Tier | None = None
    file: str | None = None
    names: bool = False


class Wide(Part):
    """One row per unit, one column per input. `columns`: input -> column, where they differ in name."""

    layout: Literal["wide"]
    file: str
    unit: str
    name: str | None = None
    columns: dict[str, str] = {}
    only: dict[str, Words] = {}
    leave_out: dict[str, Words] = {}


class Tall(Part):
    """One row per unit and variable. `variables`: variable -> input; others are not read.

    Left out: a variable means the input whose English title it is.
    """

    layout: Literal["tall"]
    file: str
    unit: str
    variable: str
    value: str
    variables: dict[str, str] = {}
    only: dict[str, Words] = {}


class Long(Part):
    """The form of `thangdo score`: unit, facet, input, value."""

    layout: Literal["long"]
    file: str


class Rows(Part):
    """An observation table of the edition: many rows per unit."""

    layout: Literal["rows"]
    file: str
    table: str


Layout = Annotated[Wide | Tall | Long | Rows, Field(discriminator="layout")]


class Published(Part):
    """Published values of the units: node -> column, and the column of the rank."""

    file: str
    unit: str
    scores: dict[str, str] = {}
    rank: str | None = None
    only: dict[str, Words] = {}
    leave_out: dict[str, Words] = {}


class PublishedTall(Part):
    """Published values with one row per unit and node. `nodes`: what the file calls a node -> the node."""

    layout: Literal["tall"]
    file: str
    unit: str
    variable: str
    value: str
    nodes: dict[str, str]
    only: dict[str, Words] = {}


class Levels(Part):
    """Published levels, unit by unit: columns scheme, unit, tier, name, level (and source)."""

    file: str


class Descriptor(Part):
    """One bundled assessment. It has answers, or published levels without answers."""

    id: Slug
    edition: Slug
    version: int | None = None  # of the edition, where a later one does not give what was published
    kind: Literal["published", "reconstruction", "computed", "imported"]
    section: Literal["conference", "named", "method"]
    place: int
    title: Text
    date: datetime.date | None = None  # of the publication, where a source says it
    period: str
    publisher: Text
    source: str
    note: Text | None = None
    follows: Slug | None = None
    units: Units
    answers: tuple[Layout, ...] = ()
    published: tuple[Published | PublishedTall, ...] = ()
    levels: Levels | None = None
