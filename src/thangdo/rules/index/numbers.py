"""Exact numbers: from text to rationals, declared rounding, roots in 50 digits, and back to text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, Overflow
from functools import lru_cache

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.edition.model import RoundingMode

#: The one context in which roots, powers and logarithms are given (DESIGN.md, rule 4).
CONTEXT = Context(prec=50, rounding=ROUND_HALF_EVEN)
#: Ten guard digits behind it, so that a mean which is 6 is not 5.99... and cut to 5.99.
_GUARDED = Context(prec=60, rounding=ROUND_HALF_EVEN)
#: No number of an index has more digits before its point; a formula that gives one is not computed.
MOST_DIGITS = 1000
_MOST = Fraction(10) ** MOST_DIGITS
_MOST_BITS = (10**MOST_DIGITS).bit_length() - 1

_SHOWN = 10**24
_LONG = 512  # bits of a denominator
_FEW = 8  # so many are added faster one by one than over a common denominator

ZERO = Fraction(0)
ONE = Fraction(1)


class NoValue(ValueError):
    """A root, power or logarithm that is not defined, or a number beyond all measure; `code` says which."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(UNDEFINED[code])


UNDEFINED = {
    "root-of-negative": "a negative number has no square root",
    "logarithm-of-zero-or-less": "only a number above zero has a logarithm",
    "negative-power-of-zero": "zero has no negative power",
    "broken-power-of-negative": "a negative number has no broken power",
    "too-large": f"the number has more than {MOST_DIGITS} digits",
    "rounding-places": "round takes a whole number of 0 to 30 places",
    "no-numbers": "too few units have a number",
    "no-goalpost": "the unit or year of the goalpost has no number",
}


@lru_cache(maxsize=65536)
def exact(number: Decimal | int | str) -> Fraction:
    """The rational that the characters say. Raises ValueError for anything that is no finite number.

    >>> str(exact("0.1") + exact("0.2"))
    '3/10'
    """
    try:
        return Fraction(number)
    except OverflowError as error:
        raise ValueError(f"{number} is no finite number") from error


def total(numbers: Iterable[Fraction]) -> Fraction:
    """The exact sum, over one common denominator (faster than pair by pair; same value).

    >>> str(total([Fraction(1, 3), Fraction(1, 6)]))
    '1/2'
    """
    few = list(numbers)
    if len(few) <= _FEW:
        return sum(few, ZERO)
    items = [number.as_integer_ratio() for number in few]
    common = math.lcm(*[denominator for _, denominator in items])
    return Rational(sum([n * (common // d) for n, d in items]), common)


def shown_mean(numbers: Sequence[Fraction], places: int) -> Fraction | None:
    """The mean to `places` (half even) as it is shown beside a table; None of nothing.

    Each number is cut to 24 places before it is added: an exact sum of fractions of fifty digits takes
    seconds and shows the same.

    >>> str(shown_mean([Fraction(1), Fraction(1, 3)], 4))
    '6667/10000'
    """
    if not numbers:
        return None
    scaled = sum([n * _SHOWN // d for n, d in [one.as_integer_ratio() for one in numbers]])
    return Fraction(as_text(Rational(scaled, _SHOWN * len(numbers)), places))


def mean_and_deviation(numbers: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The mean and the sample standard deviation (n - 1) of two numbers or more.

    The deviation is the root of (n x sum of squares - square of the sum) / (n (n - 1)), over whole numbers.

    >>> [str(number) for number in mean_and_deviation([Fraction(1), Fraction(2), Fraction(3)])]
    ['2', '1']
    """
    n = len(numbers)
    items = [number.as_integer_ratio() for number in numbers]
    common = math.lcm(*[denominator for _, denominator in items])
    whole = [above * (common // below) for above, below in items]
    summed = sum(whole)
    spread = n * sum([number * number for number in whole]) - summed * summed
    return Rational(summed, n * common), root(Rational(spread, n * (n - 1) * common * common))


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The quantile of numbers from low to high, interpolated between neighbours.

    (n - 1) x share + 1 is its place: QUARTILE.INC and PERCENTILE.INC of spreadsheets, NumPy's and R's default
    (Hyndman and Fan, 1996, type 7).

    >>> str(quantile([Fraction(1), Fraction(2), Fraction(4)], Fraction(3, 4)))
    '3'
    """
    place = (len(ordered) - 1) * share
    low = place.numerator // place.denominator
    rest = place - low
    return ordered[low] if not rest else ordered[low] + rest * (ordered[low + 1] - ordered[low])


def weighted_total(weights: Iterable[Fraction], numbers: Iterable[Fraction]) -> Fraction:
    """The exact sum of weight x number over both (same length); weights of one cost nothing.

    >>> str(weighted_total([Fraction(2), Fraction(1)], [Fraction(3), Fraction(4)]))
    '10'
    """
    return total([n if w == 1 else w * n for w, n in zip(weights, numbers, strict=True)])


def rounded(number: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """`number` to `places` decimals by `mode`; halves away from zero, to even, or cut (toward zero).

    >>> [as_text(rounded(exact("62.625"), 2, mode)) for mode in RoundingMode]
    ['62.63', '62.62', '62.62']
    """
    scaled = number * 10**places
    low, rest = divmod(scaled.numerator, scaled.denominator)
    negative = low < 0
    if rest == 0:
        return Rational(low, 10**places)
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
    return Rational(whole, 10**places)


def measured(number: Fraction) -> Fraction:
    """The number itself. Raises NoValue for one of more than MOST_DIGITS digits.

    >>> measured(Fraction(10) ** 1000)
    Traceback (most recent call last):
        ...
    thangdo.rules.index.numbers.NoValue: the number has more than 1000 digits
    """
    above, below = number.as_integer_ratio()
    if above.bit_length() - below.bit_length() >= _MOST_BITS and abs(number) >= _MOST:
        raise NoValue("too-large")
    return number


def _decimal(number: Fraction) -> Decimal:
    """The number in 60 digits; of one with many it is not the digits that are divided but the whole number.

    The last digit behind the 62 or more that are kept says whether anything was left over, so that rounding
    to 60 is right.
    """
    above, below = number.as_integer_ratio()
    if below.bit_length() < _LONG:
        return _GUARDED.divide(Decimal(above), Decimal(below))
    places = 63 - (above.bit_length() - below.bit_length()) * 30103 // 100000
    if places < 0:
        return _GUARDED.divide(Decimal(above), Decimal(below))
    kept, left = divmod(abs(above) * 10**places, below)
    found = _GUARDED.scaleb(_GUARDED.plus(Decimal(10 * kept + (left > 0))), -places - 1)
    return found.copy_negate() if above < 0 else found


def _given(number: Decimal) -> Fraction:
    """A guarded number in the 50 digits of the context; nothing for one with 1000 zeros behind its point."""
    if number.adjusted() < -MOST_DIGITS:
        return ZERO
    if number.adjusted() >= MOST_DIGITS:
        raise NoValue("too-large")
    return Fraction(CONTEXT.plus(number))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """base ** exponent: exact for whole exponents up to 64 of moderate numbers, otherwise in 50 digits.

    Raises NoValue for a negative base with a broken exponent, for 0 to a negative power, and where the result
    is beyond all measure.

    >>> str(power(Fraction(2, 3), Fraction(2))), as_text(power(Fraction(2), Fraction(1, 2)))
    ('4/9', '1.414213562373095')
    """
    if base == 0:
        if exponent < 0:
            raise NoValue("negative-power-of-zero")
        return ONE if exponent == 0 else ZERO
    whole = exponent.denominator == 1
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if whole and abs(exponent.numerator) <= 64 and size * abs(exponent.numerator) <= 8192:
        return base**exponent.numerator
    if base < 0 and not whole:
        raise NoValue("broken-power-of-negative")
    try:
        found = _given(_GUARDED.power(_decimal(abs(base)), _decimal(exponent)))
    except (Overflow, InvalidOperation) as error:
        raise NoValue("too-large") from error
    return -found if base < 0 and exponent.numerator % 2 else found


def root(number: Fraction) -> Fraction:
    """The square root: exact where it is a rational, otherwise in 50 digits. Raises NoValue below zero.

    >>> str(root(Fraction(9, 4))), as_text(root(Fraction(2)))
    ('3/2', '1.414213562373095')
    """
    if number < 0:
        raise NoValue("root-of-negative")
    above, below = math.isqrt(number.numerator), math.isqrt(number.denominator)
    if above * above == number.numerator and below * below == number.denominator:
        return Fraction(above, below)
    return _given(_GUARDED.sqrt(_decimal(number)))


def _logarithm(number: Fraction) -> Decimal:
    if number <= 0:
        raise NoValue("logarithm-of-zero-or-less")
    return _GUARDED.ln(_decimal(number))


def logarithm(number: Fraction) -> Fraction:
    """The natural logarithm in 50 digits. Raises NoValue at and below zero.

    >>> as_text(logarithm(Fraction(2)))
    '0.693147180559945'
    """
    return _given(_logarithm(number))


def exponential(number: Fraction) -> Fraction:
    """e ** number in 50 digits. Raises NoValue where the result is beyond all measure.

    >>> as_text(exponential(Fraction(1)))
    '2.718281828459045'
    """
    if abs(number) > 10 * MOST_DIGITS:
        if number < 0:
            return ZERO
        raise NoValue("too-large")
    return _given(_GUARDED.exp(_decimal(number)))


def geometric_mean(weights: Sequence[Fraction], numbers: Sequence[Fraction]) -> Fraction:
    """exp(sum of w ln x / sum of w) for weights and numbers above zero, in 50 digits.

    >>> as_text(geometric_mean([Fraction(1), Fraction(1)], [Fraction(4), Fraction(9)]))
    '6'
    """
    if len(set(numbers)) == 1:
        return numbers[0]
    logs = weighted_total(weights, [Fraction(_logarithm(number)) for number in numbers])
    return _given(_GUARDED.exp(_decimal(logs / total(weights))))


def as_text(number: Fraction | Decimal | int, places: int = 15) -> str:
    """Plain decimal notation: finite decimals up to `places` exactly, others to `places` (half even).

    No exponent, no superfluous zero: "0.5", "62.62", "-3", "0.333333333333333".

    >>> as_text(Fraction(2, 3)), as_text(Fraction(2, 3), 2), as_text(Fraction(1, 2))
    ('0.666666666666667', '0.67', '0.5')
    """
    above, below = number.as_integer_ratio()
    if below == 1:
        return str(above)
    if below < _SHORT and -_SHORT < above < _SHORT:
        return _short_text(above, below, places)
    return _written(above, below, places)


_SHORT = 2**40


def _written(above: int, below: int, places: int) -> str:
    scale = 10**places
    shown, rest = divmod(abs(above) * scale, below)
    if 2 * rest > below or (2 * rest == below and shown % 2):
        shown += 1
    sign = "-" if above < 0 and shown else ""
    whole, rest = divmod(shown, scale)
    tail = str(rest).rjust(places, "0").rstrip("0") if rest else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


#: Shares and points of few digits come again and again in a table of scores.
_short_text = lru_cache(maxsize=65536)(_written)
