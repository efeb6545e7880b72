"""The exact number of the house: text is read as Python reads it, and nothing else in the process changes."""

from __future__ import annotations

import fractions  # the oracle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.rules.exact import Fraction


@pytest.mark.parametrize("text", ["7", "0", "-1", "5/7", " 3 ", "1.5", "1." + "1" * 40, "1e3", "9" * 60])
def test_text_is_read_to_the_last_digit(text: str) -> None:
    oracle = fractions.Fraction(text)
    assert Fraction(text).as_integer_ratio() == oracle.as_integer_ratio()


def test_reading_one_digit_leaves_the_bytes_of_python_alone() -> None:
    for digit in "0123456789":
        Fraction(digit)
    assert bytes([0])[0] == 0


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1,5", "inf", "nan", "--1", "1/0/1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Fraction(text)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(), st.integers(min_value=1))
def test_numbers_are_those_of_python(number: Decimal, above: int, below: int) -> None:
    assert Fraction(number) == fractions.Fraction(number)
    assert Fraction(above, below) == fractions.Fraction(above, below)
    assert isinstance(Fraction(above, below) + 1, Fraction)
    assert hash(Fraction(above, below)) == hash(fractions.Fraction(above, below))


WHOLE = st.integers(min_value=-(10**60), max_value=10**60)
PARTS = st.tuples(WHOLE, st.integers(min_value=1, max_value=10**40))


@given(PARTS, PARTS, st.integers(min_value=-9, max_value=9))
def test_sums_products_and_comparisons_are_those_of_python(
    a: tuple[int, int], b: tuple[int, int], power: int
) -> None:
    ours, theirs = (Fraction(*a), Fraction(*b)), (fractions.Fraction(*a), fractions.Fraction(*b))
    assert ours[0] + ours[1] == theirs[0] + theirs[1]
    assert ours[0] - ours[1] == theirs[0] - theirs[1]
    assert ours[0] * ours[1] == theirs[0] * theirs[1]
    if b[0]:
        assert ours[0] / ours[1] == theirs[0] / theirs[1]
    if a[0]:
        assert ours[0] ** power == theirs[0] ** power
    assert (ours[0] < ours[1], ours[0] == ours[1]) == (theirs[0] < theirs[1], theirs[0] == theirs[1])
    assert (abs(ours[0]), -ours[0]) == (abs(theirs[0]), -theirs[0])
    assert float(ours[0]) == float(theirs[0])
