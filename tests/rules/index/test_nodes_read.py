"""A rule that reads the score of another node: an index of an index within one edition."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import given as examples
from hypothesis import strategies as st

from random_editions import NUMBERS, TIERS, all_answers, comparing, own, trees
from small import BLANK, NA, edition, given, result, said
from thangdo.faces.look.reasons import sentence
from thangdo.faces.look.titles import edition_titles
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, BadInput
from thangdo.rules.index.edition.check import examine
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.explain import explanation
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.floats.points import STATUS_CODES
from thangdo.work.editions.workbook import export, import_

#: Connection as the mean of two criteria, read by two others that stand before it and behind it.
CONN = {
    "combine": "mean",
    "criteria": {
        "C1": {"rule": {"value": "a"}, "max": 10},
        "C2": {"rule": {"min_max": "b", "low": 0, "high": 20}, "max": 10},
    },
}


def tree(*, before: Any = None, behind: Any = None, **conn: Any) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    if before is not None:
        groups["B"] = {"criteria": {"B1": {"rule": before, "max": 10}}}
    groups["Conn"] = {**CONN, **conn}
    if behind is not None:
        groups["D"] = {"criteria": {"D1": {"rule": behind, "max": 10}}}
    return {"combine": "sum", "groups": groups}


def test_the_score_of_a_node_is_a_number_like_any_other_wherever_it_stands() -> None:
    # Conn: mean of 6 and 10 × 5/20 = 2.5 → 4.25 of 10; half of it, and a + it, cut to 10
    made = edition(tree(before={"value": {"node": "Conn"}}, behind={"value": "a + node(Conn)"}))
    found = result(made, {"U": {"a": 6, "b": 5}})
    assert said(found.score("U", "Conn")) == F("4.25")
    assert said(found.score("U", "B1")) == F("4.25")
    assert said(found.score("U", "D1")) == 10
    assert said(found.score("U", "index")) == F("18.5")


def test_units_are_compared_by_the_score_of_a_node() -> None:
    # Conn 1, 4, 7: min-max 0, 5, 10; ranks of three 0, 5, 10; share of the sum 1/12, 4/12, 7/12
    units = {code: {"a": a, "b": 2 * a} for code, a in (("X", 1), ("Y", 4), ("Z", 7))}
    for rule, expected in (
        ({"min_max": "node(Conn)"}, [0, 5, 10]),
        ({"rank": {"node": "Conn"}}, [0, 5, 10]),
        ({"value": "10 * node(Conn) / sum(node(Conn))"}, [F(10, 12), F(40, 12), F(70, 12)]),
        ({"value": "node(Conn) / mean(node(Conn), tier)"}, [F(1, 4), 1, F(7, 4)]),
        ({"gate": ["node(Conn) >= 4"]}, [0, 10, 10]),
        ({"steps": [{"at_least": 4, "points": 3}], "of": "node(Conn)"}, [0, 3, 3]),
    ):
        for place in ({"before": rule}, {"behind": rule}):
            found = result(edition(tree(**place)), units)
            node = "B1" if "before" in place else "D1"
            assert [said(found.score(unit, node)) for unit in "XYZ"] == expected, (rule, place)


def test_the_rounded_score_is_read_where_the_edition_rounds_it() -> None:
    made = edition(
        tree(behind={"value": "node(Conn)"}), rounding=[{"places": 0, "mode": "half-up", "at": ["group"]}]
    )
    found = result(made, {"U": {"a": 6, "b": 5}})
    assert said(found.score("U", "Conn")) == 4
    assert said(found.score("U", "D1")) == 4


@pytest.mark.parametrize(
    ("conn", "expected"),
    [({"a": NA, "b": NA}, "not-applicable"), ({"a": BLANK, "b": BLANK}, "not-answered")],
)
def test_a_node_without_a_score_is_missing_in_its_own_way(conn: dict[str, Any], expected: str) -> None:
    made = edition(tree(behind={"value": "node(Conn)"}, missing="renormalise"))
    score = result(made, {"U": conn, "V": {"a": 6, "b": 5}}).score("U", "D1")
    assert said(score) == expected
    assert score.why.facts == {"input": "node(Conn)"}


def test_a_node_that_another_tier_has_does_not_apply() -> None:
    made = edition(
        tree(behind={"value": "node(Conn)"}, tiers=["department"]), tiers=["department", "commune"]
    )
    answers = given({"S": {"a": 6, "b": 5}, "X": {}}, tiers={"S": "department", "X": "commune"})

    found = evaluate(made, answers)
    assert said(found.score("S", "D1")) == F("4.25")
    assert said(found.score("X", "D1")) == "not-applicable"


def test_a_unit_that_is_screened_out_gives_nobody_a_number() -> None:
    made = edition(
        tree(behind={"min_max": "node(Conn)"}),
        treatment=[{"screen": {"share": "0.9"}}],
        missing="renormalise",
    )
    found = result(made, {"X": {"a": 1, "b": 2}, "Y": {"a": 5, "b": 10}, "Z": {"a": 9}})
    assert [said(found.score(unit, "D1")) for unit in "XYZ"] == [0, 10, "below-coverage"]


def test_facets_are_kept_apart_and_may_be_compared() -> None:
    made = edition(
        tree(before={"value": "node(Conn)"}, behind={"min_max": "node(Conn)", "among": "facets"}),
        facets={"title": {"vi": "Năm"}, "values": ["2023", "2024"]},
    )
    rows = {("U", "2023"): {"a": F(2), "b": F(4)}, ("U", "2024"): {"a": F(8), "b": F(16)}}

    found = evaluate(made, Answers(given({"U": {}}).units, rows))
    for year, conn, among in (("2023", 2, 0), ("2024", 8, 10)):
        assert said(found.score("U", "B1", year)) == conn
        assert said(found.score("U", "D1", year)) == among


def test_an_explanation_says_where_the_number_comes_from() -> None:
    made = edition(tree(behind={"value": "node(Conn)"}, title={"vi": "Kết nối", "en": "Connection"}))
    found = result(made, {"U": {"a": 6, "b": 5}, "V": {"a": NA, "b": NA}})
    data = made.model_dump(mode="json", by_alias=True)

    def told(unit: str, language: str) -> str:
        nodes = {node["node"]: node for node in explanation(made, found, unit)["nodes"]}
        return sentence(nodes["D1"]["why"], language, edition_titles(data, language))

    assert told("U", "vi").endswith("Điểm của “Kết nối”: 4,25.")
    assert told("U", "en").endswith("The score of “Connection”: 4.25.")
    assert told("V", "en") == "The rule reads the score of “Connection”, which there is not."


CIRCLE = """
edition: circle
version: 1
official: false
title: {{vi: Vòng}}
effective: {{from: 2024-01-01}}
tiers: [commune]
inputs: {{a: {{type: number}}}}
index:
  title: {{vi: Vòng}}
  groups:
    A:
      title: {{vi: A}}
      criteria:
        A1: {{title: {{vi: A1}}, max: 10, rule: {{value: {one}}}}}
    B:
      title: {{vi: B}}
      criteria:
        B1: {{title: {{vi: B1}}, max: 10, rule: {{min_max: {other}}}}}
"""


@pytest.mark.parametrize(
    ("one", "other", "circle"),
    [
        ("node(B)", "node(A)", {"A1", "B", "B1", "A"}),
        ("'{node: B1}'", "a", None),
        ("node(A1)", "a", {"A1"}),
        ("node(A)", "a", {"A1", "A"}),
        ("a + sum(node(index))", "a", {"A1", "A", "index"}),
        ("a", "node(A1) * 2", set()),
        ("{node: B}", "a", set()),
    ],
)
def test_a_circle_is_refused_and_named(one: str, other: str, circle: set[str] | None) -> None:
    report = examine(CIRCLE.format(one=one, other=other), "e.yaml")
    if circle is None:  # a text that is no map and no formula
        assert [problem.message.code for problem in report.problems] == ["formula-unreadable"]
        return
    named = [problem for problem in report.problems if problem.message.code == "nodes-in-circle"]
    assert len(report.problems) == len(named) == bool(circle)
    for problem in named:
        way = str(dict(problem.message.facts)["circle"]).split(" → ")
        assert way[0] == way[-1]
        assert set(way) == circle
        assert problem.line in (15, 19)


def test_a_node_that_is_not_there_is_named_with_what_was_meant() -> None:
    (problem,) = examine(CIRCLE.format(one="node(B2)", other="a"), "e.yaml").problems
    assert (problem.message.code, problem.line, problem.code) == ("node-unknown", 15, "A1")
    assert str(problem.allowed) == "A, A1, B, B1"


def test_an_edition_with_a_circle_that_nobody_checked_is_not_evaluated() -> None:
    with pytest.raises(ValueError, match="hangs on itself"):
        result(edition(tree(before={"value": "node(D)"}, behind={"value": "node(B)"})), {"U": {}})


def test_the_way_of_a_long_chain_is_no_matter_of_recursion() -> None:
    links = {f"L{n}": {"rule": {"value": f"node(L{n + 1}) + 1"}} for n in range(1500)}
    made = edition({"criteria": {**links, "L1500": {"rule": {"value": "a"}}}})
    assert said(result(made, {"U": {"a": 0}}).score("U", "L0")) == 1500


def test_it_is_the_same_in_a_workbook_and_in_a_formula() -> None:
    made = load(CIRCLE.format(one="{node: B}", other="a"), "e.yaml")
    rule = made.index.children["A"].children["A1"].rule
    assert getattr(rule, "value", None) == "node(B)"
    assert load(import_(export(made), "e.xlsx"), "e.yaml") == made


reading = st.sampled_from(
    [
        {"value": "node(G0)"},
        {"value": "0.5 * node(C00) + a"},
        {"ratio": ["node(G0)", "b"]},
        {"min_max": "node(C00)", "low": 0, "high": 15},
        {"weighted_sum": [{"of": "node(G0)", "points": "0.5"}, {"of": "a", "points": 1}]},
    ]
)


@st.composite
def linked(draw: st.DrawFn) -> Edition:
    made = draw(trees(st.one_of(own, comparing)))
    leaf = {"rule": draw(reading), "max": 10}
    second = {"rule": {"value": "node(L1) / 2"}, "max": 10}
    group = {"combine": "sum", "criteria": {"L2": second, "L1": leaf}}
    order = draw(st.booleans())
    groups = {"L": group, **made["groups"]} if order else {**made["groups"], "L": group}
    return edition({**made, "groups": groups}, tiers=list(TIERS), **NUMBERS)


@examples(linked(), all_answers())
def test_both_paths_read_the_same_scores(made: Edition, answers: Answers) -> None:
    try:
        exact = evaluate(made, answers)
    except BadInput as bad:
        assume("zero or more" not in str(bad))
        raise
    floats, units = float_scores(made, answers)
    for column, unit in enumerate(units):
        for node, score in exact.scores[unit, ""].items():
            row = floats.codes.index(node)
            found = floats.matrix[row, column]
            assert floats.status[row, column] == STATUS_CODES[score.status], (unit, node, score)
            assert math.isnan(found) == (score.score is None), (unit, node, score)
            if score.score is not None:
                assert abs(found - float(score.score)) <= 1e-9 * max(1, abs(found)), (unit, node, score)
