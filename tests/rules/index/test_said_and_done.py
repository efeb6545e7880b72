"""No goalpost turns over, no key is taken and ignored, nothing is cut or raised, without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from small import NA, T, criterion, edition, given, result, said
from thangdo.faces.look import phrasing
from thangdo.faces.look.reasons import sentence
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.check import examine
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.rules import KINDS
from thangdo.rules.index.explain import explanation
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.notices import notices
from told import all_told, told


def both(rule: dict[str, Any], numbers: list[Any], most: Any = 100) -> list[Any]:
    """The points of units with these numbers by the exact path, which the float path must give too."""
    made = criterion(rule, most)
    units = {f"U{n}": {"x": number} for n, number in enumerate(numbers)}
    answers = given(units)
    exact = [said(result(made, units).score(unit, "C")) for unit in units]
    floats, codes = float_scores(made, answers)
    for unit, number in zip(codes, floats.of("C").tolist(), strict=True):
        wanted = exact[list(units).index(unit)]
        assert (number != number) == isinstance(wanted, str), (unit, number, wanted)
        assert isinstance(wanted, str) or number == pytest.approx(float(wanted), abs=1e-9)
    return exact


# F1: a goalpost observed on the wrong side of a declared one


@pytest.mark.parametrize(
    ("rule", "numbers", "points"),
    [
        ({"low": "observed", "high": 80}, [85, 90, 98], [100, 100, 100]),  # everybody has passed the goal
        ({"low": 99, "high": "observed"}, [85, 90, 98], [0, 0, 0]),  # nobody reaches the low goalpost
        ({"low": 10, "high": "observed"}, [-12, -20], [0, 0]),
        ({"low": "observed", "high": 80, "direction": "down"}, [85, 90, 98], [0, 0, 0]),
        ({"low": 99, "high": "observed", "direction": "down"}, [85, 90, 98], [100, 100, 100]),
        ({"low": "observed", "high": 80}, [80, 90, 98], ["not-applicable", 100, 100]),  # both at once
        ({"low": "observed", "high": 80}, [80, 80], ["not-applicable", "not-applicable"]),
        ({"low": "observed", "high": 80}, [70, 75, 98], [0, 50, 100]),
        ({"low": "observed", "high": 80, "floor": 1}, [85, 98], [100, 100]),
        ({"low": 99, "high": "observed", "floor": 1}, [85, 98], [1, 1]),
    ],
    ids=str,
)
def test_a_goalpost_on_the_wrong_side_turns_nobody_over(
    rule: dict[str, Any], numbers: list[Any], points: list[Any]
) -> None:
    assert both({"min_max": "x", **rule}, numbers) == points


@over(
    st.lists(st.integers(-20, 20), min_size=1, max_size=6),
    st.sampled_from([{"low": -5}, {"high": 5}, {"low": 12}, {"high": -12}]),
    st.sampled_from(["up", "down"]),
)
def test_more_is_never_worse_whatever_is_observed(numbers: list[int], post: dict[str, Any], way: str) -> None:
    points = both({"min_max": "x", "direction": way, **post}, numbers)
    scored = sorted((n, p) for n, p in zip(numbers, points, strict=True) if not isinstance(p, str))
    order = [p for _, p in scored]
    assert order == sorted(order, reverse=way == "down")


def test_the_run_and_the_reason_say_that_a_goalpost_lay_on_the_wrong_side() -> None:
    made = criterion({"min_max": "x", "high": 80}, 100)
    found = result(made, {"A": {"x": 85}, "B": {"x": 90}})
    (note,) = notices(found)
    assert "`C`" in phrasing.said(note, "en") and "80" in phrasing.said(note, "vi")
    told_ = explanation(made, found, "B")["nodes"][1]["why"]
    english = "90; the low goalpost is 85, the high one 80. The observed low goalpost lies above"
    assert sentence(told_, "en").startswith(english)
    assert "at or over the high one is all of it" in sentence(told_, "en")
    assert "từ mốc cao trở lên" in sentence(told_, "vi")
    assert notices(result(criterion({"min_max": "x"}, 1), {"A": {"x": 1}, "B": {"x": 2}})) == []


# F2: a key that a rule takes and ignores

TREE = "index:\n  title: {vi: Chỉ số}\n  criteria:\n    A:\n      title: {vi: A}\n"
INPUTS = """inputs:
  x: {type: number}
  y: {type: number}
  kind: {type: choice, choices: [a, b]}
  items: {type: checklist, choices: [a, b]}
observations:
  t: {columns: {v: {type: number}}}
"""
HEAD = "edition: page\nversion: 1\nofficial: false\ntitle: {vi: Trang}\n"
HEAD += "effective: {from: 2019-01-01}\ntiers: [commune]\n"
#: One rule of each kind without any option: what changes no number under it is refused.
PLAIN = {
    "value": "value: x",
    "ratio": "ratio: [x, y]",
    "steps": "steps: [{at_least: 1, points: 5}], of: x",
    "choice": "choice: kind, points: {a: 1, b: 2}",
    "checklist": "checklist: items, points: {a: 5, b: 5}",
    "best": "best: x",
    "min_max": "min_max: x",
    "z_score": "z_score: x",
    "rank": "rank: x",
    "distance": "distance: x, target: 5",
    "complement": "complement: [x]",
    "zero_tolerance": "zero_tolerance: x",
    "scale": "scale: [{points: 1, when: [x > 1]}, {points: 0}]",
    "gate": "gate: [x > 1]",
    "weighted_sum": "weighted_sum: [{of: x, points: 1}]",
    "survey": "survey: {a: x, b: y}, options: {a: 1, b: 0}",
    "formula": "formula: x + 1",
    "observations": "observations: t, take: {mean: v}",
    "blend": "blend: [{weight: 1, observations: t, take: {mean: v}}]",
}
WRITTEN = {"direction": "down", "empty": "zero", "among": "all", "floor": "1", "ties": "low", "from": "1"}
MEANT = {
    "direction": {
        *("ratio", "steps", "best", "min_max", "z_score", "rank", "distance"),
        *("survey", "observations", "blend"),
    },
    "empty": {"ratio", "best", "min_max", "z_score", "survey", "observations", "blend"},
    "among": {"best", "min_max", "z_score", "rank", "distance"},
    "floor": {"min_max", "rank"},
    "ties": {"rank"},
    "from": {"rank"},
}


def checked(rule: str, most: str | None = "10", more: str = "") -> list[str]:
    top = "" if most is None else f"      max: {most}\n"
    report = examine(f"{HEAD}{more}{INPUTS}{TREE}{top}      rule: {{{rule}}}\n", "page.yaml")
    return all_told(report.problems)


def test_every_kind_of_rule_is_tried() -> None:
    assert set(PLAIN) == set(KINDS)
    assert [kind for kind, rule in PLAIN.items() if checked(rule)] == []


@pytest.mark.parametrize("key", WRITTEN)
@pytest.mark.parametrize("kind", PLAIN)
def test_a_key_is_taken_and_ignored(kind: str, key: str) -> None:
    most = None if (kind, key) == ("rank", "from") else "10"
    problems = checked(f"{PLAIN[kind]}, {key}: {WRITTEN[key]}", most)
    if kind in MEANT[key]:
        assert problems == []
    else:
        (problem,) = problems
        assert f"`{key}`" in problem
        assert any(remedy in problem for remedy in ("Take ", "Allowed: ")), problem


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("min_max: x, low: 0, high: 9, among: tier", "among"),
        ("min_max: x, low: 0, high: 9, empty: zero", "empty"),
        ("distance: x, target: 5, start: 1, among: tier", "among"),
        ("distance: x, target: 5, start: 1, empty: full", "empty"),
        ("best: x, direction: down, empty: full", "empty"),
        ("rank: x, as: percentile, ties: low", "ties"),
        ("rank: x, as: percentile, from: 1", "from"),
        ("value: x / 2, empty: full", "empty"),
        ("value: x, direction: up", "direction"),
    ],
)
def test_a_key_that_another_key_makes_idle_is_refused(rule: str, key: str) -> None:
    problems = checked(rule, None if "from" in rule else "10")
    assert len(problems) == 1 and f"`{key}`" in problems[0], problems


@pytest.mark.parametrize(
    "rule",
    [
        "value: x / y, empty: full",
        "steps: [{at_least: 1, points: 5}], of: x / y, empty: zero",
        "gate: [x / y > 1], empty: zero",
        "scale: [{points: 1, when: [x / y > 1]}, {points: 0}], empty: zero",
        "complement: [x / y], empty: full",
        "formula: 'min(1, x / y)', as: share, empty: full",
        "weighted_sum: [{of: x / y, points: 1}], empty: zero",
        "min_max: x, low: 0, among: tier",
        "rank: x / y, empty: zero",
    ],
)
def test_a_key_that_can_change_a_number_is_no_fault(rule: str) -> None:
    assert checked(rule) == []


# F3: what was cut or raised


def why(rule: dict[str, Any], most: Any = 10, **inputs: Any) -> tuple[str, str]:
    made = criterion(rule, most)
    told_ = explanation(made, result(made, {"U": inputs}), "U")["nodes"][1]["why"]
    return sentence(told_, "vi"), sentence(told_, "en")


@pytest.mark.parametrize(
    ("rule", "inputs", "words"),
    [
        ({"value": "x"}, {"x": -3}, ("−3 is raised to 0", "−3 được nâng lên 0")),
        ({"value": "x"}, {"x": 100}, ("100 is cut to the maximum 10", "100 được cắt còn tối đa 10")),
        ({"formula": "2 * x"}, {"x": 100}, ("200 is cut to the maximum 10", "200 được cắt")),
        ({"formula": "x", "as": "share"}, {"x": 2}, ("20 is cut to the maximum 10", "20 được cắt")),
        ({"ratio": ["x", "y"]}, {"x": -1, "y": 14}, ("is raised to 0", "được nâng lên 0")),
        ({"ratio": ["x", "y"]}, {"x": 3, "y": 2}, ("15 is cut to the maximum 10", "15 được cắt")),
        ({"complement": ["x"]}, {"x": "1.5"}, ("−5 is raised to 0", "−5 được nâng")),
        ({"min_max": "x", "low": 0, "high": 10}, {"x": 12}, ("12 is cut to the maximum 10", "12 được cắt")),
        ({"distance": "x", "target": 10, "start": 5}, {"x": 0}, ("−10 is raised to 0", "−10 được nâng")),
        ({"weighted_sum": [{"of": "x", "points": 2}], "cap": 5}, {"x": 4}, ("8 is cut to 5", "8 được cắt")),
        ({"weighted_sum": [{"of": "x", "points": -2}]}, {"x": 4}, ("−8 is raised to 0", "−8 được nâng")),
        ({"checklist": None, "points": {"x": 8, "y": 8}}, {"x": 1, "y": 1}, ("16 is cut", "16 được")),
    ],
    ids=str,
)
def test_what_was_cut_or_raised_is_said(
    rule: dict[str, Any], inputs: dict[str, Any], words: tuple[str, str]
) -> None:
    vi, en = why(rule, **inputs)
    assert words[0] in en and words[1] in vi, (en, vi)
    assert "as supplied" not in en and "lấy nguyên" not in vi


def test_what_stays_as_it_was_is_said_so() -> None:
    assert why({"value": "x"}, x=10)[1] == "The points are taken as supplied."
    assert "cut" not in why({"ratio": ["x", "y"]}, x=1, y=1)[1]
    assert why({"value": "x"}, None, x=-3)[1] == "The points are taken as supplied."


# F6: weights wherever a mean is explained


def test_a_mean_is_explained_with_its_weights_and_a_part_of_weight_0_loses_nothing() -> None:
    leaves = {
        "A": {"max": 10, "weight": 2, "rule": {"value": "A"}},
        "B": {"max": 10, "weight": "1/3", "rule": {"value": "B"}},
        "D": {"max": 10, "weight": 0, "rule": {"value": "D"}},
    }
    made = edition({"combine": "mean", "criteria": leaves})
    found = result(made, {"U": {"A": 4, "B": 5, "D": 7}})
    assert found.score("U").score == (F(8) + F(5, 3)) / (2 + F(1, 3))
    nodes = {node["node"]: node for node in explanation(made, found, "U")["nodes"]}
    assert [nodes[c]["weight"] for c in "ABD"] == ["2", "0.333333333333333", "0"]
    assert nodes["D"]["lost"] is None and nodes["A"]["lost"] == "6"
    assert sentence(nodes["index"]["why"], "en").endswith("Weights: A 2; B 0.333333; D 0 (does not count).")
    assert "D 0 (không tính)" in sentence(nodes["index"]["why"], "vi")


# F8, F9: means of parts that do not go together


def notes(parts: str, how: str) -> list[str]:
    tree = f"index:\n  title: {{vi: Chỉ số}}\n  combine: {how}\n  criteria:\n{parts}"
    report = examine(HEAD + INPUTS + tree, "page.yaml")
    assert report.problems == []
    return [note for note in all_told(report.notes) if "input" not in note and "table" not in note]


LEAF = "    {code}: {{title: {{vi: A}}, {more}rule: {{{rule}}}}}\n"


def test_a_mean_over_parts_of_unlike_maxima_is_noted() -> None:
    one = LEAF.format(code="A", more="max: 10, ", rule="value: x")
    other = LEAF.format(code="B", more="max: 1000, ", rule="value: y")
    for how in ("mean", "geometric", "harmonic", "minimum", "{penalised: down}"):
        (note,) = notes(one + other, how)
        assert "unlike maxima: `A` has 10, `B` has 1000" in note and "combine: sum" in note
    assert notes(one + other, "sum") == []
    assert notes(one + other.replace("1000", "10"), "mean") == []
    assert notes(one + other.replace("max: 1000", "max: 1000, weight: 0"), "mean") == []


@pytest.mark.parametrize(
    ("rule", "more", "noted"),
    [
        ("z_score: x, mean: 2, sd: 1", "", True),
        ("z_score: x, mean: 100, sd: 10", "", False),
        ("value: x", "", True),
        ("value: x", "max: 10, ", False),
        ("formula: x - 1", "", True),
        ("choice: kind, points: {a: -1, b: 2}", "", True),
    ],
)
def test_a_part_that_may_fall_below_zero_under_a_geometric_mean_is_foreseen(
    rule: str, more: str, noted: bool
) -> None:
    part = LEAF.format(code="A", more=more, rule=rule)
    found = [note for note in notes(part, "geometric") if "below zero" in note]
    assert bool(found) is noted
    assert not noted or "`floor`" in found[0]
    assert notes(part, "mean") == []


def test_a_geometric_mean_of_a_negative_number_is_told_in_the_language_with_value_part_and_remedy() -> None:
    leaves = {c: {"rule": {"value": c}} for c in "AB"}
    made = edition({"combine": "geometric", "criteria": leaves})
    units = {u: {"A": 5, "B": n} for u, n in zip("UVW", (-2, "-0.5", 3), strict=True)}
    with pytest.raises(BadInput) as bad:
        result(made, units)
    (problem,) = bad.value.problems
    english, vietnamese = told(problem), phrasing.line(problem, "vi")
    assert "`B` of `U` is -2 (2 units)" in english and "`floor`" in english
    assert (
        "âm" in vietnamese and "`B` của `U` là -2" in vietnamese and "geometric mean needs" not in vietnamese
    )


def every_edition() -> Iterator[Edition]:
    from thangdo.work.editions import queries

    yield from (queries.get(name) for name in queries.edition_ids())


def test_no_edition_of_the_library_holds_a_key_that_changes_nothing_but_by_its_default() -> None:
    assert len(list(every_edition())) >= 8


# F5: missing in the head


def test_missing_in_the_head_is_for_the_whole_tree_and_a_node_may_differ() -> None:
    leaves = {c: {"max": 10, "rule": {"value": c.lower()}} for c in "AB"}
    blank = {f"{c}{n}": {"max": 10, "rule": {"value": f"{c.lower()}{n}"}} for c in "C" for n in "12"}
    tree = {
        "combine": "mean",
        "groups": {
            "G": {"combine": "mean", "criteria": leaves},
            "H": {"combine": "mean", "missing": {"not-answered": "zero"}, "criteria": blank},
        },
    }
    units = {"U": {"a": 4}}
    silent = result(edition(tree), units)
    assert [said(silent.score("U", c)) for c in ("G", "H", "index")] == [2, 0, 1]
    made = edition(tree, missing="renormalise")
    found = result(made, units)
    assert [said(found.score("U", c)) for c in ("G", "H", "index")] == [4, 0, 2]
    nowhere = result(
        edition({**tree, "groups": {"G": tree["groups"]["G"]}}, missing="renormalise"), {"U": {}}
    )
    assert said(nowhere.score("U")) == "not-answered"  # no silent zero
    floats, _ = float_scores(made, given(units))
    assert floats.of("index").tolist() == [2]
    stopped = result(edition(tree, missing={"not-answered": "propagate"}), units)
    assert said(stopped.score("U")) == "not-answered"
    assert said(stopped.score("U", "H")) == 0


def test_missing_of_the_head_is_sealed_and_read_back() -> None:
    from thangdo.rules.index.publication.parts import edition_bytes, read_edition

    leaves = {"A": {"max": 10, "rule": {"value": "a"}}}
    plain = edition({"criteria": leaves})
    made = edition({"criteria": leaves}, missing="propagate", title=T)
    assert read_edition(edition_bytes(made)) == made
    assert b'"missing_words"' not in edition_bytes(plain) and b'"floor"' not in edition_bytes(plain)


# F11


def test_a_negative_best_is_no_empty_denominator_but_said() -> None:
    made = criterion({"best": "x"}, 10)
    found = result(made, {"A": {"x": -10}, "B": {"x": NA}})
    told_ = explanation(made, found, "A")["nodes"][1]["why"]
    assert sentence(told_, "en").startswith("The best value is negative") and "số âm" in sentence(told_, "vi")
