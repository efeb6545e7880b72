"""Levels are gates, one above the other; bands are steps of points."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BLANK, NA, T, edition, result
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.explain import explanation
from thangdo.rules.index.publication.parts import edition_bytes
from thangdo.rules.index.rows import rank_rows

TREE = {
    "combine": "sum",
    "groups": {
        "A": {"combine": "sum", "criteria": {"A1": {"max": 40, "rule": {"value": "a"}}}},
        "B": {"combine": "sum", "criteria": {"B1": {"max": 30, "rule": {"value": "b"}}}},
        "C": {"combine": "sum", "criteria": {"C1": {"max": 30, "rule": {"value": "c"}}}},
    },
}
LEVELS = {
    "I": {"needs": [{"node": "A", "share": "0.5"}, {"node": "B", "share": "0.8"}]},
    "II": {"needs": [{"node": "C", "points": 15}]},
    "III": {"needs": [{"node": "C1", "must": "full"}]},
}


def ladder(levels: dict[str, Any] = LEVELS) -> Edition:
    return edition(TREE, levels=levels)


def level(levels: dict[str, Any] = LEVELS, **answers: Any) -> str:
    return result(ladder(levels), {"U": answers}).levels["U"].level


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        (20, 24, 0, "I"),
        (20, 24, 15, "II"),
        (20, 24, 30, "III"),
        (19, 30, 30, "unranked"),  # fails readiness, however good its results
        (40, 23, 30, "unranked"),  # a lower gate failed bars all above it
        ("19.999", 30, 30, "unranked"),
        (20, "23.999", 30, "unranked"),
        (20, 24, "14.999", "I"),
    ],
)
def test_a_level_needs_all_its_own_and_all_lower_conditions(a: Any, b: Any, c: Any, expected: str) -> None:
    assert level(a=a, b=b, c=c) == expected


def test_an_unranked_unit_is_told_each_condition_and_by_how_much() -> None:
    found = result(ladder(), {"U": {"a": 18, "b": 12, "c": 30}})
    outcome = found.levels["U"]
    assert (outcome.level, outcome.next_level) == ("unranked", "I")
    assert [(n.node, n.needed, n.had, n.short_by) for n in outcome.failed] == [
        ("A", F("0.5"), F(18, 40), F("0.05")),
        ("B", F("0.8"), F(12, 30), F("0.4")),
    ]
    why = found.reasons["U"]
    assert (why.code, why.facts["level"], why.facts["nodes"]) == ("no-gate", "I", ("A", "B"))
    assert found.places["district"][0].rank is None


def test_what_does_not_apply_is_no_condition_and_without_any_there_is_no_level() -> None:
    assert level(a=20, b=NA, c=15) == "II"
    assert level(a=NA, b=NA, c=30) == "unranked"
    found = result(ladder(), {"U": {"a": NA, "b": NA, "c": 30}})
    assert found.reasons["U"].code == "no-gate-applies"


def on_b(**stated: Any) -> dict[str, Any]:
    """Two levels; the condition on B of the first states what it is where B does not apply."""
    low = {"needs": [{"node": "A", "share": "0.5"}, {"node": "B", "share": "0.8", **stated}]}
    return {"I": low, "II": {"needs": [{"node": "C", "points": 15}]}}


GROUP = {"vi": "Không có thủ tục hành chính", "en": "No administrative procedures"}


@pytest.mark.parametrize(
    ("stated", "expected", "code"),
    [
        ({}, "II", None),  # as it was before anything could be stated
        ({"not_applicable": "left-out"}, "II", None),
        ({"not_applicable": "fails"}, "unranked", "no-gate"),
        ({"own_group": GROUP}, "unranked", "own-group"),
    ],
)
def test_a_gate_says_what_becomes_of_a_unit_to_which_its_node_does_not_apply(
    stated: dict[str, Any], expected: str, code: str | None
) -> None:
    """A department without one dossier came out at level III: nobody had said that it should."""
    found = result(
        ladder(on_b(**stated)), {"U": {"a": 40, "b": NA, "c": 30}, "V": {"a": 40, "b": 30, "c": 1}}
    )
    why = found.reasons.get("U")
    assert (found.levels["U"].level, why.code if why else None) == (expected, code)
    assert found.levels["V"].level == "I"
    places = {place.unit: place for place in found.places["district"]}
    assert (places["U"].rank is None) is (code is not None)
    assert places["V"].rank == (2 if code is None else 1)


def test_a_group_of_its_own_is_named_in_the_reason_and_in_the_rows() -> None:
    made = ladder(on_b(own_group=GROUP))
    found = result(made, {"U": {"a": 0, "b": NA, "c": 30}})
    assert found.reasons["U"].facts["vi"] == GROUP["vi"] and found.reasons["U"].facts["node"] == "B"
    assert next(rank_rows(found))["reason"] == "own-group: No administrative procedures"
    assert found.levels["U"].failed == [] and found.levels["U"].next_level is None  # nothing to work for here


def test_a_gate_above_the_one_that_stops_a_unit_sends_it_nowhere() -> None:
    levels = {"I": LEVELS["I"], "II": {"needs": [{"node": "C", "points": 15, "own_group": GROUP}]}}
    found = result(ladder(levels), {"low": {"a": 0, "b": 0, "c": NA}, "high": {"a": 40, "b": 30, "c": NA}})
    assert {unit: why.code for unit, why in found.reasons.items()} == {"low": "no-gate", "high": "own-group"}


def test_what_an_edition_does_not_state_stands_in_no_dump_and_no_explanation() -> None:
    """Hashes of published editions and explanations of sealed publications stay to the byte."""
    made = ladder()
    need = edition_bytes(made).split(b'"needs":[')[1].split(b"}")[0]
    assert b'"node":"A"' in need and b"applicable" not in need and b"own_group" not in need
    said = explanation(made, result(made, {"U": {"a": 1, "b": 1, "c": 1}}), "U")
    assert all(
        set(need) == {"level", "node", "unit", "needed", "had", "holds", "short_by"}
        for need in said["level"]["needs"]
    )


def test_a_condition_that_was_stated_says_so_in_its_explanation() -> None:
    made = ladder(on_b(not_applicable="fails"))
    said = explanation(made, result(made, {"U": {"a": 40, "b": NA, "c": 30}}), "U")
    assert [(need["node"], need["holds"], need.get("not_applicable")) for need in said["level"]["needs"]] == [
        ("A", True, None),
        ("B", False, "fails"),
        ("C", True, None),
    ]


def test_what_was_not_answered_is_a_condition_that_fails() -> None:
    assert level(a=BLANK, b=30, c=30) == "unranked"
    assert level({"I": {"needs": [{"node": "A1", "must": "any"}]}}, a=BLANK, b=1, c=1) == "unranked"


@pytest.mark.parametrize(("a", "expected"), [(0, "unranked"), ("0.001", "I"), (39, "I"), (40, "II")])
def test_a_must_have_asks_for_something_or_for_everything(a: Any, expected: str) -> None:
    levels = {
        "I": {"needs": [{"node": "A1", "must": "any"}]},
        "II": {"needs": [{"node": "A1", "must": "full"}]},
    }
    assert level(levels, a=a, b=0, c=0) == expected


def test_a_condition_may_be_for_one_tier_only() -> None:
    needs = [{"node": "A", "share": "0.5"}, {"node": "B", "share": 1, "tiers": ["department"]}]
    made = edition(TREE, tiers=["department", "commune"], levels={"I": {"needs": needs}})
    answers = {"a": 20, "b": 0, "c": 0}
    found = result(made, {"D": answers, "X": answers}, tiers={"D": "department", "X": "commune"})
    assert [found.levels[u].level for u in "DX"] == ["unranked", "I"]


@given(st.tuples(*[st.integers(0, 40)] * 3), st.tuples(*[st.integers(0, 10)] * 3))
def test_more_points_never_lower_a_level(points: tuple[int, ...], more: tuple[int, ...]) -> None:
    order = ["unranked", "I", "II", "III"]
    low = level(**dict(zip("abc", points, strict=True)))
    high = level(**{name: p + m for name, p, m in zip("abc", points, more, strict=True)})
    assert order.index(high) >= order.index(low)


@pytest.mark.parametrize(
    ("a", "as_", "expected"), [(32, "share", "tốt"), (31, "share", "khá"), (9, "points", "yếu")]
)
def test_a_band_is_the_first_step_reached(a: int, as_: str, expected: str) -> None:
    least = {"share": ("0.8", "0.5", 0), "points": (30, 20, 0)}[as_]
    codes = ("tốt", "khá", "yếu")
    bands = {
        "node": "A",
        "as": as_,
        "steps": {c: {"title": T, "at_least": n} for c, n in zip(codes, least, strict=True)},
    }
    found = result(
        edition(TREE, bands=bands), {"U": {"a": a, "b": 0, "c": 0}, "V": {"a": NA, "b": 0, "c": 0}}
    )
    assert found.bands == {"U": expected}
