"""What stands above the scores of an edition: levels as gates, bands of points, groups by rank."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from thangdo.rules.index.edition.base import Code, Model, Text, Tier, unstated


class Need(Model):
    """One condition of a gate: `share` (0..1 of the node's maximum), `points` or `must` (full, or some).

    Where the node does not apply the condition `fails` or is `left-out`, or the unit goes to `own_group`.
    """

    node: Code
    share: Decimal | None = Field(default=None, ge=0, le=1)
    points: Decimal | None = None
    must: Literal["full", "any"] | None = None
    tiers: tuple[Tier, ...] | None = None
    not_applicable: Literal["fails", "left-out"] | None = unstated(alias="not-applicable")
    own_group: Text | None = unstated()


class Level(Model):
    """A gate. It is passed when all its needs and those of all lower levels are met."""

    title: Text | None = None
    needs: tuple[Need, ...]


class Band(Model):
    """A band (xuất sắc ... yếu): at least so many points (or so large a share of the maximum)."""

    title: Text
    at_least: Decimal


class Bands(Model):
    node: Code = "index"
    as_: Literal["points", "share"] = Field(default="points", alias="as")
    steps: dict[str, Band]  # from the best to the worst; the last one catches the rest


class Groups(Model):
    """Groups by rank: `quantiles` equal groups, or fixed last ranks."""

    quantiles: int | None = Field(default=None, ge=2)
    last_ranks: dict[str, int] | None = None
