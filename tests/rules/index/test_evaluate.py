"""The whole walk: facets and roll-ups, rounding at tiers of the tree, units scored and not ranked."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from small import NA, T, criterion, edition, given, result, said, value
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, Unit
from thangdo.rules.index.evaluate import ENGINE_VERSION, evaluate

LEAVES = {c: {"max": 100, "rule": {"value": c}} for c in "AB"}
MEAN = {"combine": "mean", "missing": "renormalise", "criteria": LEAVES}


def by_facet(facets: dict[str, dict[str, Any]], **more: Any) -> Any:
    """One unit's answers in each facet; the facets are those of the answers unless declared."""
    made = edition(MEAN, facets={"title": T, **more})
    values = {("U", name): {k: value(v) for k, v in row.items()} for name, row in facets.items()}
    return evaluate(made, Answers({"U": Unit("U", "district")}, values))


THREE = {"birth": {"A": 80, "B": 40}, "car": {"A": 20, "B": NA}, "work": {"A": NA, "B": NA}}


@pytest.mark.parametrize(
    ("how", "a", "whole", "maximum"),
    [
        ("mean", 50, 40, 100),  # (60 + 20) / 2: the facet without a score is left out
        ("sum", 100, 80, 200),
        ("minimum", 20, 20, 100),
        ("maximum", 80, 60, 100),
    ],
)
def test_facets_are_rolled_up_node_by_node(how: str, a: int, whole: int, maximum: int) -> None:
    found = by_facet(THREE, roll_up=how)
    assert [said(found.score("U", "index", f)) for f in THREE] == [60, 20, "not-applicable"]
    assert (found.score("U", "A").score, found.score("U").score) == (a, whole)
    assert found.score("U").maximum == maximum
    assert said(found.score("U", "B")) == 40
    assert found.score("U").why.facts == {"facets": 2, "of": 3, "how": how}


def test_an_average_over_some_facets_stands_beside_the_roll_up() -> None:
    found = by_facet(THREE, averages={"people": {"facets": ["birth", "work"]}})
    assert said(found.score("U", "index", "people")) == 60
    assert said(found.score("U")) == 40


def test_a_facet_declared_and_not_answered_counts_as_its_rules_say() -> None:
    made = edition({"combine": "mean", "criteria": LEAVES}, facets={"title": T, "values": ["birth", "death"]})
    values = {("U", "birth"): {"A": F(80), "B": F(40)}}
    found = evaluate(made, Answers({"U": Unit("U", "district")}, values))
    assert [said(found.score("U", "index", f)) for f in ("birth", "death")] == [60, 0]
    assert said(found.score("U", "A", "death")) == "not-answered"
    assert said(found.score("U")) == 30


def test_facets_without_any_answer_leave_the_unit_without_a_score_and_do_not_break() -> None:
    found = evaluate(edition(MEAN, facets={"title": T}), Answers({"U": Unit("U", "district")}))
    assert said(found.score("U")) == "not-answered"
    assert found.reasons["U"].code == "no-score"


@pytest.mark.parametrize(
    ("rounding", "group", "whole"),
    [
        ([], "66.6666666666666666", "66.6666666666666666"),
        ([{"places": 2, "at": ["index"]}], "66.6666666666666666", "66.67"),
        ([{"places": 0, "at": ["group", "index"]}], "67", "67"),
        ([{"places": 1, "mode": "down", "at": ["group"]}, {"places": 0, "at": ["index"]}], "66.6", "67"),
    ],
)
def test_scores_are_rounded_at_the_declared_tiers_only(rounding: Any, group: str, whole: str) -> None:
    leaves = {c: {"max": 100, "rule": {"value": c}} for c in "ABC"}
    made = edition(
        {"combine": "mean", "groups": {"G": {"combine": "mean", "criteria": leaves}}}, rounding=rounding
    )
    found = result(made, {"U": {"A": 100, "B": 100, "C": 0}})
    assert abs((found.score("U", "G").score or 0) - F(group)) < F("1e-15")
    assert abs((found.score("U").score or 0) - F(whole)) < F("1e-15")


def test_what_a_higher_tier_takes_is_the_rounded_score_of_the_lower() -> None:
    """0.005 and 0.005 are rounded up to 0.01 each; their sum is 0.02, not 0.01."""
    leaves = {c: {"max": 1, "rule": {"value": c}} for c in "AB"}
    made = edition({"combine": "sum", "criteria": leaves}, rounding={"places": 2, "at": ["criterion"]})
    assert result(made, {"U": {"A": "0.005", "B": "0.005"}}).score("U").score == F("0.02")


def test_a_unit_that_is_left_out_is_scored_not_ranked_and_says_why() -> None:
    ranking = {"leave_out": [{"unit": "B", "reason": {"vi": "Nước đang gia nhập"}}]}
    found = result(
        criterion({"value": "a"}, ranking=ranking),
        {u: {"a": n} for u, n in zip("ABC", (1, 9, 5), strict=True)},
    )
    assert [(p.unit, p.rank, p.label, p.score) for p in found.places["district"]] == [
        ("C", 1, "1", 5),
        ("A", 2, "2", 1),
        ("B", None, "", 9),
    ]
    assert found.reasons["B"].facts == {"vi": "Nước đang gia nhập", "en": "Nước đang gia nhập"}


def test_units_without_a_tier_meet_every_criterion_and_are_one_group() -> None:
    made = criterion({"value": "a"}, 10, tiers=["department", "commune"])
    found = evaluate(made, Answers({"U": Unit("U")}, {("U", ""): {"a": F(4)}}))
    assert (found.score("U").score, list(found.places)) == (4, ["all"])


def test_an_unranked_unit_keeps_its_score_and_loses_its_rank() -> None:
    levels = {"I": {"needs": [{"node": "C", "points": 5}]}}
    found = result(criterion({"value": "a"}, 10, levels=levels), {"U": {"a": 4}, "V": {"a": 6}})
    assert [(p.unit, p.rank, p.of) for p in found.places["district"]] == [("V", 1, 1), ("U", None, 1)]
    assert found.score("U").score == 4


def test_the_same_answers_give_the_same_result_again_and_the_engine_has_a_version() -> None:
    made = criterion({"best": "a"}, 10)
    answers = given({u: {"a": n} for n, u in enumerate("DCBA", 1)})
    assert evaluate(made, answers) == evaluate(made, answers)
    assert list(evaluate(made, answers).units) == ["A", "B", "C", "D"]
    assert ENGINE_VERSION


def test_a_small_edition_waits_until_all_frozen_objects_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has frozen a million objects took 50 ms for each evaluation, however small."""
    monkeypatch.setattr(gc, "get_freeze_count", lambda: pytest.fail("counts what is frozen"))
    assert result(criterion({"best": "a"}, 10), {"A": {"a": 1}}).score("A").score == 10
    assert gc.isenabled()


def test_a_great_evaluation_thaws_what_others_have_frozen() -> None:
    many = {f"U{n}": {"a": n} for n in range(3_000)}
    frozen_before = gc.get_freeze_count()
    gc.freeze()
    try:
        assert (kept := gc.get_freeze_count()) > 10_000
        result(criterion({"best": "a"}, 10), many)
        assert gc.get_freeze_count() > kept * 0.9
    finally:
        if not frozen_before:
            gc.unfreeze()
