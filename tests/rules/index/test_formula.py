"""Formulas: what the grammar reads and what it means, and that nothing hostile gets through."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.floats.formulas import floats
from thangdo.rules.index.formula import (
    FUNCTIONS,
    MAX_LENGTH,
    EmptyDenominator,
    FormulaError,
    Uncomputable,
    parse,
    parse_condition,
)

Values = dict[str, F]
Meaning = Callable[[Values], F]
NAMES = ("a", "b", "late_2019", "A1.2")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 - 2 - 1", 4),
        ("12 / 3 / 2", 2),
        ("2 ^ 3 ^ 2", 512),  # from the right: 2 ^ 9
        ("-2 ^ 2", -4),  # the power before the sign
        ("2 ^ -1", F(1, 2)),
        ("2 * -3", -6),
        ("--2", 2),
        ("0.1 + 0.2", F("0.3")),
        ("min(3, 1, 2) + max(3, 1, 2)", 4),
        ("abs(-2.5)", F("2.5")),
        ("sqrt(9 / 4)", F("1.5")),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(0.285, 2)", F("0.29")),
        ("log(exp(1))", 1),
        ("0 ^ 0", 1),
    ],
)
def test_a_formula_means_what_a_school_book_says(text: str, value: F) -> None:
    formula = parse(text)
    assert formula.exact({}) == pytest.approx(value, rel=1e-45)
    assert float(floats(formula.tree, {})) == pytest.approx(float(value), rel=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a +",
        "* a",
        "a b",
        "2e5",
        "1.",
        ".5",
        "1,5",
        "a,b",
        "(a",
        "a)",
        "()",
        "a()",
        "min()",
        "sqrt(1, 2)",
        "round(1, 2, 3)",
        "__import__('os')",
        "eval(a)",
        "a.__class__()",
        "a[0]",
        "a['x']",
        "{a}",
        "lambda: a",
        "'a'",
        '"a"',
        "a; b",
        "a := 1",
        "a = 1",
        "a == 1",
        "a if b else c",
        "a ** 2",
        "a // 2",
        "a % 2",
        "a @ b",
        "a | b",
        "~a",
        "a\x00",
        "\x00",
        "a\\b",
        "٣ + 1",  # digits of another script
        "１ + 1",
        "а + 1",  # a Cyrillic letter that looks like a Latin one
        "điểm",
        "1\u00a0+ 1",
        "a − b",
        "a × b",
        "+a",
        "(" * 200 + "a" + ")" * 200,
        "-" * 200 + "1",
        "2^" * 200 + "2",
        "min(" * 100 + "1" + ")" * 100,
        "a" * (MAX_LENGTH + 1),
        "1+" * MAX_LENGTH + "1",
    ],
)
def test_what_is_no_formula_is_refused_with_a_message(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value)


def test_a_dunder_name_is_only_a_name_that_no_input_has() -> None:
    formula = parse("__class__ + a.__dict__")
    assert formula.names == {"__class__", "a.__dict__"}
    with pytest.raises(KeyError):
        formula.exact({"a": F(1)})


@pytest.mark.parametrize(
    "text",
    ["9^9^9", "((((9^64)^64)^64)^64)^64", "10^999 * 10^999", "exp(exp(exp(9)))", "2^(10^30)", "0.5^-(10^9)"],
)
def test_a_number_beyond_all_measure_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(Uncomputable) as caught:
        parse(text).exact({})
    assert caught.value.code == "too-large"
    assert time.process_time() - start < 20  # milliseconds; to compute it would take years
    assert math.isnan(float(floats(parse(text).tree, {})))


def test_the_longest_formula_is_computed() -> None:
    text = "+".join(["1"] * 500)
    assert len(text) <= MAX_LENGTH
    assert parse(text).exact({}) == 500
    assert float(floats(parse(text).tree, {})) == 500


@pytest.mark.parametrize("text", ["a / b", "1 / (b - 0)", "min(1, a / b)", "a / (b * 2) ^ 2", "(a / b) ^ 0"])
def test_division_by_zero_is_an_empty_denominator(text: str) -> None:
    with pytest.raises(EmptyDenominator):
        parse(text).exact({"a": F(1), "b": F(0)})
    assert np.isnan(floats(parse(text).tree, {"a": np.array([1.0]), "b": np.array([0.0])})).all()


@pytest.mark.parametrize(
    "text", ["sqrt(0 - 1)", "log(0)", "0^-1", "(0-8)^0.5", "round(1, 0.5)", "round(1, 31)"]
)
def test_what_has_no_value_is_uncomputable(text: str) -> None:
    with pytest.raises(Uncomputable):
        parse(text).exact({})
    assert math.isnan(float(floats(parse(text).tree, {})))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a / b >= 0.5", True),
        ("a/b>0.5", False),
        ("a + 1 == b", True),
        ("a != b", True),
        ("b <= 2", True),
        ("b < 2", False),
    ],
)
def test_a_condition_compares_two_formulas_exactly(text: str, holds: bool) -> None:
    condition = parse_condition(text)
    values = {"a": F(1), "b": F(2)}
    assert condition.holds(condition.left.exact(values), condition.right.exact(values)) is holds
    assert condition.names <= {"a", "b"}


@pytest.mark.parametrize("text", ["a", "a = b", "a < b < c", "a >", "< a", "a >> b", "a =! b", "(a > b)", ""])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_condition(text)


# --- a reference that shares nothing with the parser: texts are grown together with their meaning -----------


def number(written: str) -> tuple[str, Meaning]:
    return written, lambda values: F(written)


def name(word: str) -> tuple[str, Meaning]:
    return word, lambda values: values[word]


def grow(inner: st.SearchStrategy[tuple[str, Meaning]]) -> st.SearchStrategy[tuple[str, Meaning]]:
    def joined(sign: str, left: tuple[str, Meaning], right: tuple[str, Meaning]) -> tuple[str, Meaning]:
        def meaning(values: Values) -> F:
            one, other = left[1](values), right[1](values)
            if sign == "/":
                if other == 0:
                    raise EmptyDenominator
                return one / other
            return {"+": one + other, "-": one - other, "*": one * other}[sign]

        return f"({left[0]}){sign} ({right[0]})", meaning

    def called(word: str, parts: list[tuple[str, Meaning]]) -> tuple[str, Meaning]:
        choose = {"min": min, "max": max}[word]
        text = f"{word}({', '.join(part for part, _ in parts)})"
        return text, lambda values: choose([meaning(values) for _, meaning in parts])

    def turned(part: tuple[str, Meaning]) -> tuple[str, Meaning]:
        return f"-({part[0]})", lambda values: -part[1](values)

    def raised(part: tuple[str, Meaning], exponent: int) -> tuple[str, Meaning]:
        def meaning(values: Values) -> F:
            result = F(1)
            for _ in range(exponent):
                result *= part[1](values)
            return result

        return f"({part[0]}) ^ {exponent}", meaning

    return st.one_of(
        st.builds(joined, st.sampled_from("+-*/"), inner, inner),
        st.builds(called, st.sampled_from(("min", "max")), st.lists(inner, min_size=1, max_size=3)),
        st.builds(turned, inner),
        st.builds(raised, inner, st.integers(0, 3)),
    )


formulas = st.recursive(
    st.one_of(
        st.builds(name, st.sampled_from(NAMES)),
        st.builds(number, st.decimals(0, 1000, places=2).map(lambda d: format(d, "f"))),
    ),
    grow,
    max_leaves=8,
)
values = st.fixed_dictionaries(
    {word: st.builds(F, st.integers(-50, 50), st.integers(1, 9)) for word in NAMES}
)


@given(formulas, values)
def test_any_formula_has_the_value_of_its_meaning(made: tuple[str, Meaning], given_values: Values) -> None:
    text, meaning = made
    if len(text) > MAX_LENGTH:
        return
    formula = parse(text)
    try:
        expected = meaning(given_values)
    except EmptyDenominator:
        with pytest.raises(EmptyDenominator):
            formula.exact(given_values)
        return
    assert formula.exact(given_values) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    for read in (parse, parse_condition):
        try:
            found = read(text)
        except FormulaError:
            continue
        assert all(word.isascii() for word in found.names)


@given(
    st.lists(
        st.sampled_from(["a", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", ",", *FUNCTIONS]), max_size=25
    )
)
def test_any_tangle_of_tokens_computes_or_says_why_not(tokens: list[str]) -> None:
    try:
        formula = parse(" ".join(tokens))
    except FormulaError:
        return
    try:
        assert isinstance(formula.exact({"a": F(7, 3)} | dict.fromkeys(FUNCTIONS, F(2))), F)
    except (EmptyDenominator, Uncomputable):
        return
