"""Exact numbers: from text to rationals, declared rounding, roots in 50 digits, and back to text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import RoundingMode

#: The one context in which roots, powers and logarithms are taken (DESIGN.md, rule 4).
CONTEXT = Context(prec=50, rounding=ROUND_HALF_EVEN)

ZERO = Fraction(0)
ONE = Fraction(1)

_MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.DOWN: ROUND_DOWN,
}


@lru_cache(maxsize=65536)
def exact(number: Decimal | int | str) -> Fraction:
    """The rational that the characters say. Raises ValueError for anything that is no finite number."""
    return Fraction(number)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """The exact sum, over one common denominator (faster than pair by pair; same value)."""
    items = [number.as_integer_ratio() for number in numbers]
    if not items:
        return ZERO
    common = math.lcm(*[denominator for _, denominator in items])
    return Fraction(sum([n * (common // d) for n, d in items]), common)


def weighted_total(weights: Iterable[Fraction], numbers: Iterable[Fraction]) -> Fraction:
    """The exact sum of weight x number over both (same length); weights of one cost nothing."""
    return total([n if w == 1 else w * n for w, n in zip(weights, numbers, strict=True)])


def rounded(number: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """`number` to `places` decimals by `mode`; halves away from zero, to even, or cut (toward zero)."""
    scaled = number * 10**places
    low, rest = divmod(scaled.numerator, scaled.denominator)
    negative = low < 0
    if rest == 0:
        return Fraction(low, 10**places)
    if mode is RoundingMode.DOWN:
        whole = low + 1 if negative else low
    else:
        twice = 2 * rest - scaled.denominator
        if twice != 0:
            whole = low + 1 if twice > 0 else low
        elif mode is RoundingMode.HALF_EVEN:
            whole = low if low % 2 == 0 else low + 1
        else:
            whole = low if negative else low + 1
    return Fraction(whole, 10**places)


def decimal(number: Fraction) -> Decimal:
    """The number in the 50-digit context."""
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """base ** exponent: exact for whole exponents up to 64, otherwise in 50 digits.

    Raises ValueError for a negative base with a broken exponent, and for 0 to a negative power.
    """
    if exponent.denominator == 1 and abs(exponent.numerator) <= 64:
        if base == 0 and exponent < 0:
            raise ValueError("zero has no negative power")
        return base**exponent.numerator
    if base < 0:
        raise ValueError("a negative number has no broken power")
    if base == 0:
        if exponent < 0:
            raise ValueError("zero has no negative power")
        return ZERO
    return Fraction(CONTEXT.power(decimal(base), decimal(exponent)))


def root(number: Fraction) -> Fraction:
    """The square root in 50 digits (exact where it is exact). Raises ValueError below zero."""
    if number < 0:
        raise ValueError("a negative number has no square root")
    return Fraction(CONTEXT.sqrt(decimal(number)))


def logarithm(number: Fraction) -> Fraction:
    """The natural logarithm in 50 digits. Raises ValueError at and below zero."""
    if number <= 0:
        raise ValueError("only a number above zero has a logarithm")
    return Fraction(CONTEXT.ln(decimal(number)))


def exponential(number: Fraction) -> Fraction:
    """e ** number in 50 digits. Raises ValueError where the result has more than 1000 digits."""
    if abs(number) > 2000:
        raise ValueError("the power is too large")
    return Fraction(CONTEXT.exp(decimal(number)))


def as_text(number: Fraction | Decimal | int, places: int = 15) -> str:
    """Plain decimal notation: finite decimals up to `places` exactly, others to `places` (half even).

    No exponent, no superfluous zero: "0.5", "62.62", "-3", "0.333333333333333".
    """
    fraction = Fraction(number)
    shown = rounded(fraction, places, RoundingMode.HALF_EVEN)
    sign = "-" if shown < 0 else ""
    whole, rest = divmod(abs(shown.numerator) * 10**places // shown.denominator, 10**places)
    tail = str(rest).rjust(places, "0").rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"
