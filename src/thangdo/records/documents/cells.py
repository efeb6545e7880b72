"""What a cell of a table to save may hold beside numbers, days and texts: a share of a whole."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Share:
    """A part of a whole: a percentage in a workbook (5,7%), in a CSV file its digits to one decimal.

    >>> str(Share(Decimal("0.0567"))), str(Share(Decimal("0.5")))
    ('5.7%', '50%')
    """

    value: Decimal

    def __str__(self) -> str:
        shown = (self.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{shown:f}".removesuffix(".0") + "%"
