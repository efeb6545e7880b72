"""What was chosen or is there: step tables, choices, checklists, scales, gates, surveys."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from small import BLANK, NA, UNMEASURED, criterion, result, said, score
from thangdo.rules.exact import Fraction as F

DAYS = {"steps": [{"at_least": n, "points": p} for n, p in ((5, 10), (10, 6), (20, 2))], "of": "days"}


@pytest.mark.parametrize(("days", "points"), [(0, 10), (5, 10), ("5.01", 6), (10, 6), (20, 2), (21, 0)])
def test_where_less_is_better_a_bound_may_not_be_passed(days: Any, points: int) -> None:
    assert score({**DAYS, "direction": "down"}, 10, days=days).score == points


@pytest.mark.parametrize(("days", "points"), [(4, 1), (5, 10), (10, 6), (30, 2)])
def test_a_step_table_takes_the_highest_bound_reached_in_whatever_order_it_is_written(
    days: Any, points: int
) -> None:
    for rows in permutations(DAYS["steps"]):
        assert score({"steps": list(rows), "of": "days", "otherwise": 1}, 10, days=days).score == points


def test_a_choice_has_its_points_and_one_that_is_not_named_has_none() -> None:
    rule = {"choice": "stage", "points": {"issued": 10, "draft": 4}}
    assert [score(rule, 10, stage=s).score for s in ("issued", "draft", "none")] == [10, 4, 0]
    assert [score({"choice": "has", "points": {"yes": 5}}, 5, has=h).score for h in ("yes", "no")] == [5, 0]


def checklist(ticked: list[str], **more: Any) -> Any:
    rule = {"checklist": "apps", "points": {"mail": 3, "documents": 4, "signature": 5}, **more}
    made = criterion(
        rule, 10, inputs={"apps": {"type": "checklist", "choices": ["mail", "documents", "signature"]}}
    )
    return said(result(made, {"A": {"apps": ticked}}).score("A", "C"))


def test_a_checklist_is_summed_up_to_its_cap() -> None:
    assert checklist(["mail", "documents"]) == 3 + 4
    assert checklist(["mail", "documents", "signature"]) == 10  # 12, at most the maximum
    assert checklist(["mail", "documents"], cap=6) == 6
    assert checklist(["mail"], base=2) == 5
    assert checklist([], base=2) == 0  # ticked nothing: answered, and nothing is there
    assert checklist(["mail", "signature"], count="best") == 5


SEPARATE = {"checklist": None, "points": {"room": 4, "backup": 6}}


@pytest.mark.parametrize(
    ("room", "backup", "expected"),
    [
        ("yes", "yes", 10),
        ("yes", "no", 4),
        ("no", "no", 0),
        ("yes", BLANK, 4),  # a line left blank is not there
        ("no", BLANK, 0),
        (BLANK, BLANK, "not-answered"),  # all blank: nobody answered
        (NA, BLANK, "not-answered"),
        (NA, NA, "not-applicable"),
        (UNMEASURED, NA, "not-measured"),
    ],
)
def test_a_checklist_of_questions_left_wholly_blank_is_not_answered(
    room: Any, backup: Any, expected: Any
) -> None:
    assert said(score(SEPARATE, 10, room=room, backup=backup)) == expected


CONDITIONS = ["rate >= 0.8", "overdue == 0", "post / all_ > 0.1"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"rate": 1, "overdue": 0, "post": 2, "all_": 10}, 10),
        ({"rate": 1, "overdue": 3, "post": 2, "all_": 10}, 1),
        ({"rate": BLANK, "overdue": 3, "post": 2, "all_": 10}, 1),  # one that fails decides
        ({"rate": BLANK, "overdue": 0, "post": 2, "all_": 10}, "not-answered"),
        ({"rate": UNMEASURED, "overdue": BLANK, "post": 2, "all_": 10}, "not-answered"),
        ({"rate": NA, "overdue": 3, "post": 2, "all_": 10}, "not-applicable"),
        ({"rate": 1, "overdue": 0, "post": 0, "all_": 0}, "not-applicable"),  # an empty denominator
        ({"rate": 1, "overdue": 2, "post": 0, "all_": 0}, 1),
    ],
)
def test_the_order_of_the_conditions_of_a_gate_changes_no_point(
    answers: dict[str, Any], expected: Any
) -> None:
    for order in permutations(CONDITIONS):
        assert said(score({"gate": list(order), "otherwise": 1}, 10, **answers)) == expected
        rule = {"scale": [{"points": 10, "when": list(order)}, {"points": 1}]}
        assert said(score(rule, 10, **answers)) == expected


def test_a_gate_that_fails_says_which_condition_and_by_what() -> None:
    why = score({"gate": ["rate >= 0.8", "overdue == 0"]}, 2, rate="0.9", overdue=3).why
    assert (why.code, why.facts["failed"], why.facts["had"]) == ("gate-failed", "overdue == 0", 3)


def test_a_scale_takes_its_first_step_that_holds() -> None:
    rule = {"scale": [{"points": 2, "when": ["a >= 8"]}, {"points": 1, "when": ["a >= 5", "b == 0"]}]}
    cases = [((9, 1), 2), ((6, 0), 1), ((6, 1), 0), ((1, 0), 0)]
    assert [score(rule, 2, a=a, b=b).score for (a, b), _ in cases] == [points for _, points in cases]


def test_a_survey_is_the_mean_of_the_option_weights() -> None:
    rule = {"survey": {"good": "g", "fair": "f", "bad": "b"}, "options": {"good": 1, "fair": "0.5", "bad": 0}}
    assert score(rule, 10, g=3, f=2, b=5).score == F(3 + 1, 10) * 10 == 4
    assert score({**rule, "direction": "down"}, 10, g=3, f=2, b=5).score == 6
