"""Exact numbers: rounding as declared, means that are not cut short, and text that loses nothing."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.edition.model import RoundingMode
from thangdo.rules.index.numbers import (
    _GUARDED,
    NoValue,
    _decimal,
    as_text,
    exact,
    exponential,
    geometric_mean,
    logarithm,
    power,
    root,
    rounded,
    total,
    weighted_total,
)

ORACLE = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.DOWN: ROUND_DOWN,
}
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=12)
rationals = st.builds(F, st.integers(-(10**12), 10**12), st.integers(1, 10**9))


@pytest.mark.parametrize(
    ("number", "half_up", "half_even", "down"),
    [
        ("62.615", "62.62", "62.62", "62.61"),
        ("62.625", "62.63", "62.62", "62.62"),
        ("62.6249999", "62.62", "62.62", "62.62"),
        ("-0.125", "-0.13", "-0.12", "-0.12"),
        ("-0.001", "0", "0", "0"),
        ("7", "7", "7", "7"),
    ],
)
def test_a_score_on_the_half_is_rounded_as_declared(
    number: str, half_up: str, half_even: str, down: str
) -> None:
    found = [as_text(rounded(F(number), 2, mode)) for mode in ORACLE]
    assert found == [half_up, half_even, down]


@given(decimals, st.integers(0, 8), st.sampled_from(list(ORACLE)))
def test_rounding_agrees_with_decimal(number: Decimal, places: int, mode: RoundingMode) -> None:
    with localcontext() as context:
        context.prec = 60
        expected = number.quantize(Decimal(1).scaleb(-places), ORACLE[mode])
    assert rounded(F(number), places, mode) == F(expected)


@given(rationals, st.integers(0, 6), st.sampled_from(list(ORACLE)))
def test_rounding_moves_a_number_by_less_than_one_step_and_only_once(
    number: F, places: int, mode: RoundingMode
) -> None:
    found = rounded(number, places, mode)
    step = F(1, 10**places)
    assert abs(found - number) < step if mode is RoundingMode.DOWN else abs(found - number) <= step / 2
    assert rounded(found, places, mode) == found


@given(st.lists(rationals, max_size=12))
def test_a_sum_is_the_sum_in_whatever_order(numbers: list[F]) -> None:
    expected = F(0)
    for number in numbers:
        expected += number
    assert total(numbers) == expected == total(reversed(numbers))
    assert weighted_total(numbers, numbers) == sum((n * n for n in numbers), F(0))


@pytest.mark.parametrize("written", ["Infinity", "-Infinity", "NaN"])
def test_what_is_no_finite_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        exact(Decimal(written))


def test_a_rational_root_is_exact_and_another_has_fifty_digits() -> None:
    assert root(F(4, 9)) == F(2, 3)
    assert as_text(root(F(2)), 48) == "1.414213562373095048801688724209698078569671875377"
    assert len(str(root(F(2)).numerator)) <= 51


def test_a_mean_that_is_six_is_not_cut_to_599() -> None:
    mean = geometric_mean([F(1), F(1)], [F(4), F(9)])
    assert mean == 6
    assert rounded(mean, 2, RoundingMode.DOWN) == 6
    assert power(F(8), F(1, 3)) == 2
    assert geometric_mean([F(1), F(1), F(1)], [F(2), F(4), F(8)]) == 4


@given(st.integers(1, 10**6), st.integers(1, 40))
def test_the_power_of_a_root_is_the_number_again(number: int, exponent: int) -> None:
    assert power(power(F(number), F(1, exponent)), F(exponent)) == pytest.approx(number, rel=1e-45)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda: root(F(-1)), "root-of-negative"),
        (lambda: logarithm(F(0)), "logarithm-of-zero-or-less"),
        (lambda: power(F(0), F(-1)), "negative-power-of-zero"),
        (lambda: power(F(-8), F(1, 3)), "broken-power-of-negative"),
        (lambda: power(F(9), F(9) ** 9), "too-large"),
        (lambda: power(F(10), F(1000)), "too-large"),
        (lambda: exponential(F(10) ** 6), "too-large"),
    ],
)
def test_what_has_no_value_says_which_law_it_breaks(attempt: object, code: str) -> None:
    with pytest.raises(NoValue) as caught:
        attempt()  # type: ignore[operator]
    assert caught.value.code == code


def test_a_power_too_small_for_any_measure_is_nothing() -> None:
    assert power(F(1, 2), F(10) ** 9) == 0 == exponential(-(F(10) ** 9))
    assert power(F(-3), F(71)) == pytest.approx(-(3**71), rel=1e-45)
    assert power(F(0), F(0)) == 1


@given(decimals)
def test_text_of_a_decimal_gives_the_same_number_again(number: Decimal) -> None:
    text = as_text(F(number))
    assert F(text) == F(number)
    assert "E" not in text and "e" not in text
    assert text == "0" or not (("." in text) and text.endswith("0"))


def test_a_third_is_written_with_fifteen_places() -> None:
    assert [as_text(F(1, 3)), as_text(F(-2, 3)), as_text(3), as_text(F(-1, 10**16))] == [
        "0.333333333333333",
        "-0.666666666666667",
        "3",
        "0",
    ]


@given(
    st.integers(min_value=-(10**400), max_value=10**400).filter(bool),
    st.integers(min_value=2**511, max_value=10**600),
)
def test_a_long_fraction_is_divided_to_the_same_sixty_digits(above: int, below: int) -> None:
    for number in (F(above, below), F(below, above), F(below + above, below)):
        divided = _GUARDED.divide(Decimal(number.numerator), Decimal(number.denominator))
        assert _decimal(number) == divided
        assert F(_decimal(number)) == F(divided)
