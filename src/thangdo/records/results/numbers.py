"""Stored numbers are text; this is how one becomes exact again."""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.exact import Fraction


def number(text: str) -> Fraction:
    """The exact number of a stored text, however many digits it has.

    >>> str(number("62.50"))
    '125/2'
    """
    return Fraction(Decimal(text))
