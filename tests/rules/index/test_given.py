"""A program that gives numbers of the wrong kind must be told: it would rank wrongly without a word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction as Standard  # noqa: TID251 the class that programs have
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from small import T, criterion, edition
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, BadInput, Status, Unit
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.given import exactly
from thangdo.work.assessments.bundled import get
from told import told


class Own(Standard):
    """A Fraction of somebody's own."""


class Whole(int):
    """An int of somebody's own."""


def answers(value: Any, name: str = "a") -> Answers:
    return Answers({"U": Unit("U", "district")}, {("U", ""): {name: value}})


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, F(3)),
        (Whole(3), F(3)),
        (Decimal("0.1"), F(1, 10)),
        (Decimal("1E+2"), F(100)),
        (Standard(1, 3), F(1, 3)),
        (Own(1, 3), F(1, 3)),
        (F(1, 3), F(1, 3)),
        ("0.1", F(1, 10)),
        (" 85 ", F(85)),
        (np.str_("7"), F(7)),
    ],
    ids=lambda value: f"{type(value).__module__}.{type(value).__name__}",
)
def test_a_number_of_an_exact_kind_counts_as_what_it_says(value: Any, number: F) -> None:
    made = criterion({"value": "a"}, treatment=[{"impute": "mean"}])
    assert evaluate(made, answers(value)).score("U", "C").score == number
    floats, _ = float_scores(made, answers(value))
    assert floats.of("C").tolist() == pytest.approx([float(number)])


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        float("nan"),
        float("inf"),
        True,
        np.float64(0.1),
        np.float32(1),
        np.int64(3),
        np.uint8(3),
        np.bool_(True),
        np.array([1]),
        np.array(1),
        Decimal("NaN"),
        Decimal("Infinity"),
        1j,
        None,
        [1],
        (1,),
        {"a": 1},
        b"1",
        date(2019, 7, 3),
        SimpleNamespace(numerator=1, denominator=2),
        Status.OK,
        Status.BELOW_COVERAGE,
        frozenset({"x"}),
        "perhaps",
        "1,5",
        "nan",
        "12 %",
    ],
    ids=repr,
)
def test_a_number_of_any_other_kind_is_taken_without_a_word(value: Any) -> None:
    made = criterion({"value": "a"}, 10)
    for entrance in (evaluate, float_scores):
        with pytest.raises(BadInput) as bad:
            entrance(made, answers(value))
        (problem,) = bad.value.problems
        assert problem.code == "a" and (problem.mend or problem.allowed), told(problem)


def test_the_remedy_of_a_float_shows_the_digits_to_write() -> None:
    with pytest.raises(BadInput) as bad:
        evaluate(criterion({"value": "a"}, 10), answers(np.float64(0.1)))
    text = told(bad.value.problems[0])
    assert "numpy.float64" in text and 'Decimal("0.1")' in text


def test_a_kind_that_stands_in_every_row_is_named_once_with_its_count() -> None:
    units = {f"U{n:03}": Unit(f"U{n:03}", "district") for n in range(500)}
    rows = {(code, ""): {"a": 0.5, "b": True} for code in units}
    with pytest.raises(BadInput) as bad:
        evaluate(
            edition({"criteria": {c: {"rule": {"value": c.lower()}} for c in "AB"}}), Answers(units, rows)
        )
    assert [problem.code for problem in bad.value.problems] == ["a", "b"]
    assert "500 times, first at `U000`" in told(bad.value.problems[0])


WORDS = {
    "kind": {"type": "choice", "choices": ["x", "1"]},
    "items": {"type": "checklist", "choices": ["x", "y"]},
    "met": {"type": "yes-no"},
}


def words(rule: dict[str, Any]) -> Edition:
    return criterion(rule, 10, inputs=WORDS)


def test_a_number_where_a_word_is_asked_gives_no_points_without_a_word() -> None:
    made = words({"choice": "kind", "points": {"x": 5, "1": 10}})
    assert evaluate(made, answers("1", "kind")).score("U", "C").score == 10
    for value in (1, F(1), {"x"}, 1.0):
        with pytest.raises(BadInput):
            evaluate(made, answers(value, "kind"))


@pytest.mark.parametrize("value", [{"x"}, frozenset({"x"}), "x"])
def test_a_checklist_may_be_a_set_or_the_text_of_a_file(value: Any) -> None:
    made = words({"checklist": "items", "points": {"x": 5, "y": 5}})
    assert evaluate(made, answers(value, "items")).score("U", "C").score == 5
    for wrong in (["x"], 1, F(1), {1}):
        with pytest.raises(BadInput):
            evaluate(made, answers(wrong, "items"))


def test_yes_and_no_are_words_or_one_and_nought() -> None:
    made = words({"choice": "met", "points": {"yes": 10}})
    found = [evaluate(made, answers(v, "met")).score("U", "C").score for v in (1, Decimal(0), F(1))]
    assert found == [10, 0, 10]
    made = words({"value": "met"})
    assert [evaluate(made, answers(v, "met")).score("U", "C").score for v in ("có", "no")] == [1, 0]


def test_observations_and_last_year_are_looked_at_too() -> None:
    table = {"t": {"columns": {"v": {"type": "number"}}}}
    made = criterion(
        {"observations": "t", "take": {"sum": "v"}, "empty": "last-year"}, 10, observations=table
    )

    def asked(cell: Any, points: Any = 1) -> Answers:
        unit = {"U": Unit("U", "district")}
        return Answers(unit, {}, {"t": {("U", ""): [{"v": cell}]}}, {("U", "", "C"): points})

    assert evaluate(made, asked(3)).score("U", "C").score == 3
    assert evaluate(made, asked(Status.NOT_MEASURED, Decimal("2.5"))).score("U", "C").score == F("2.5")
    for wrong in (asked(3.0), asked(F(1), 2.5)):
        with pytest.raises(BadInput):
            evaluate(made, wrong)


def test_what_is_exact_already_is_not_copied() -> None:
    made, given = criterion({"value": "a"}, 10, title=T), answers(F(1))
    assert exactly(made, given) is given


def test_asem_in_other_exact_kinds_ranks_as_published_and_in_floats_not_at_all() -> None:
    """The findings' own case: CHE first with 68.3837; ints gave DEU, other Fractions 62.61, text no score."""
    bundle = get("coinr-asem")
    made, given = bundle.load_edition(), bundle.answers()
    right = evaluate(made, given)

    def with_kind(kind: Any) -> Answers:
        values = {
            key: {name: kind(v) if isinstance(v, F) else v for name, v in row.items()}
            for key, row in given.values.items()
        }
        return Answers(given.units, values)

    for kind in (
        lambda v: Standard(v.numerator, v.denominator),
        lambda v: Own(v.numerator, v.denominator),
    ):
        found = evaluate(made, with_kind(kind))
        assert found.places == right.places
    with pytest.raises(BadInput):
        evaluate(made, with_kind(float))
