"""Statistics of many rows: what is left out, what is weighted, and blends over the parts that are there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small import criterion, result, said
from thangdo.rules.exact import Fraction as F

COLUMNS = {
    "v": {"type": "number"},
    "w": {"type": "number"},
    "kind": {"type": "choice", "choices": ["T", "I"]},
    "late": {"type": "yes-no"},
    "procedure": {"type": "text"},
    "tags": {"type": "checklist", "choices": ["a", "b"]},
    "answer": {"type": "choice", "choices": ["A", "B", "C", "D"]},
}
ROWS = [
    {"v": 100, "w": 1, "kind": "T", "late": "no", "procedure": "P1", "answer": "A", "tags": ["a"]},
    {"v": 50, "w": 3, "kind": "T", "late": "yes", "procedure": "P1", "answer": "B", "tags": ["a", "b"]},
    {"v": 20, "w": 2, "kind": "I", "late": "no", "procedure": "P2", "answer": "B", "tags": []},
    {
        "v": "not-measured",
        "w": 9,
        "kind": "I",
        "late": "not-applicable",
        "procedure": "P3",
        "answer": "not-answered",
    },
]


def taken(take: dict[str, Any], most: Any = None, rows: Any = ROWS, **more: Any) -> Any:
    rule = {"observations": "t", "take": take, **more}
    made = criterion(rule, most, observations={"t": {"columns": COLUMNS}})
    return said(result(made, {"A": {}}, tables={"t": {"A": rows}}).score("A", "C"))


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        ({"mean": "v"}, F(170, 3)),
        ({"sum": "v"}, 170),
        ({"max": "v"}, 100),
        ({"min": "v"}, 20),
        ({"count": True}, 4),
        ({"share": {"late": ["yes"]}}, F(1, 3)),  # of the three rows that were measured
        ({"share": {"late": ["no"], "v": {"at_least": 50}}}, F(1, 3)),
        ({"any": {"late": ["yes"]}}, 1),
        ({"any": {"v": {"at_least": 101}}}, 0),
        ({"weighted": {"value": "v", "by": "w"}}, F(100 + 150 + 40, 6)),
        (
            {"never": {"item": "procedure", "bad": {"late": ["yes"]}}},
            F(1, 2),
        ),  # P1 late once; P3 not measured
        (
            {"options": {"column": "answer", "weights": {"A": 1, "B": "0.6", "C": "0.2", "D": 0}}},
            F("2.2") / 3,
        ),
        ({"share": {"tags": ["b"]}}, F(1, 3)),
    ],
)
def test_a_statistic_rests_on_the_rows_that_have_a_value(take: dict[str, Any], expected: F) -> None:
    assert taken(take) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kind": "T"}, 75),
        ({"kind": ["T", "I"]}, F(170, 3)),
        ({"v": {"at_most": 50}}, 35),
        ({"v": {"at_least": 20, "at_most": 20}}, 20),
        ({"late": "yes"}, 50),
        ({"w": ["3", "2"]}, 35),
        ({"kind": "T", "late": "no"}, 100),
        ({"kind": "X"}, "not-applicable"),
    ],
)
def test_a_filter_lets_through_what_it_says(where: dict[str, Any], expected: Any) -> None:
    assert taken({"mean": "v"}, where=where) == expected


def test_nothing_that_passes_the_filter_is_a_count_of_zero_and_an_empty_mean() -> None:
    assert taken({"count": True}, where={"kind": "X"}) == 0
    assert taken({"mean": "v"}, where={"kind": "X"}, empty="full", most=10) == 10


@pytest.mark.parametrize(
    ("take", "most", "full", "expected"),
    [
        ({"mean": "v"}, 100, None, F(170, 3)),  # itself the points
        ({"mean": "v"}, 10, 100, F(17, 3)),
        ({"mean": "v"}, 10, None, 10),  # no more than the maximum
        ({"share": {"late": ["no"]}}, 6, None, 4),
        ({"share": {"late": ["no"]}}, 6, "0.5", 6),  # full from a half on
        ({"sum": "v"}, 10, 100, 10),
    ],
)
def test_a_statistic_becomes_points(take: dict[str, Any], most: Any, full: Any, expected: F) -> None:
    assert taken(take, most, **({"full": full} if full else {})) == expected


def test_where_less_is_better_the_share_that_is_late_takes_points() -> None:
    assert taken({"share": {"late": ["yes"]}}, 6, direction="down") == 4
    assert taken({"mean": "v"}, 10, full=100, direction="down") == 10 - F(17, 3)


BLEND = [
    {"weight": "0.8", "observations": "t", "where": {"kind": "T"}, "take": {"mean": "v"}},
    {"weight": "0.2", "observations": "u", "where": {"kind": "I"}, "take": {"mean": "v"}},
]


def blended(tables: dict[str, list[dict[str, Any]]], **more: Any) -> Any:
    made = criterion({"blend": BLEND, **more}, 100, observations={n: {"columns": COLUMNS} for n in "tu"})
    return said(
        result(made, {"A": {}}, tables={n: {"A": rows} for n, rows in tables.items()}).score("A", "C")
    )


def test_a_blend_renormalises_its_weights_over_the_parts_that_are_there() -> None:
    """0.8 transactional + 0.2 informational (eGovernment Benchmark, method paper 2020-2023)."""
    assert blended({"t": ROWS, "u": ROWS}) == F("0.8") * 75 + F("0.2") * 20 == 64
    assert blended({"t": ROWS, "u": []}) == 75
    assert blended({"t": ROWS}) == 75  # the other table was not handed in
    assert blended({"t": [], "u": ROWS}) == 20
    assert blended({"t": [], "u": []}) == "not-applicable"
    assert blended({"t": []}) == "not-applicable"
    assert blended({}) == "not-answered"
    assert blended({"t": ROWS, "u": ROWS}, direction="down") == 36


@settings(max_examples=30)  # each reads and checks an edition anew
@given(st.lists(st.integers(0, 100), min_size=1, max_size=10), st.randoms())
def test_the_order_of_the_rows_changes_nothing(numbers: list[int], random: Any) -> None:
    rows = [{"v": n, "procedure": f"P{n % 3}", "late": "yes" if n > 80 else "no"} for n in numbers]
    mixed = random.sample(rows, len(rows))
    for take in (
        {"mean": "v"},
        {"never": {"item": "procedure", "bad": {"late": "yes"}}},
        {"share": {"late": "yes"}},
    ):
        assert taken(take, rows=rows) == taken(take, rows=mixed)
