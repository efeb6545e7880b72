"""The steps of data treatment as an edition declares them; what they do stands in `stages`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from thangdo.rules.index.edition.base import Code, Model, unstated


class Denominate(Model):
    """Divide inputs by another input, unit by unit: {input: denominator}."""

    denominate: dict[Code, Code]


class Impute(Model):
    """Fill missing numbers with the mean or median of the unit's group (or of all units)."""

    impute: Literal["mean", "median"]
    by: Code | None = None
    inputs: tuple[Code, ...] = ()  # empty: every numeric input that a rule uses


class Winsorise(Model):
    """Set extreme numbers to a limit.

    skewness-kurtosis: when |skewness| and excess kurtosis both pass their limits (as COINr's `qTreat`);
    iqr: to the fences Q1 - times x IQR and Q3 + times x IQR; quantiles: to the quantiles low and high.
    """

    winsorise: Literal["skewness-kurtosis", "iqr", "quantiles"]
    skewness: Decimal = Decimal(2)
    kurtosis: Decimal = Decimal("3.5")
    at_most: int = Field(default=5, ge=1)
    times: Decimal = unstated(Decimal("1.5"), gt=0)
    low: Decimal = unstated(Decimal("0.05"), ge=0, le=1)
    high: Decimal = unstated(Decimal("0.95"), ge=0, le=1)
    inputs: tuple[Code, ...] = ()


class Log(Model):
    """Take the natural logarithm of these inputs; a number that has none is refused."""

    log: tuple[Code, ...] = Field(min_length=1)


class Share(Model):
    """The least share of its inputs that a unit must have answered."""

    share: Decimal = Field(gt=0, le=1)


class Screen(Model):
    """Units with a smaller share of the inputs are not scored, and nobody is compared with them."""

    screen: Share
    inputs: tuple[Code, ...] = ()


Step = Denominate | Impute | Winsorise | Log | Screen
