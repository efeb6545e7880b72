"""What must hold for every edition and all answers, whatever they are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from random_editions import INPUTS, TIERS, all_answers, editions, own, parents
from small import NA, edition
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, BadInput, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.floats.points import STATUS_CODES
from thangdo.rules.index.result import Result

MEANS = ["sum", "mean", "geometric", "harmonic", "minimum"]


def evaluated(made: Edition, answers: Answers) -> Result:
    """The result; editions whose means are not defined for these answers are put aside."""
    try:
        return evaluate(made, answers)
    except BadInput as bad:
        assume("zero or more" not in str(bad))
        raise


@given(editions(), all_answers())
def test_the_float_path_agrees_with_the_exact_one_to_a_billionth(made: Edition, answers: Answers) -> None:
    exact = evaluated(made, answers)
    floats, units = float_scores(made, answers)
    assert sorted(units) == sorted(answers.units)
    for column, unit in enumerate(units):
        for node, score in exact.scores[unit, ""].items():
            row = floats.codes.index(node)
            found = floats.matrix[row, column]
            assert floats.status[row, column] == STATUS_CODES[score.status], (unit, node, score)
            assert math.isnan(found) == (score.score is None), (unit, node, score)
            if score.score is not None:
                assert abs(found - float(score.score)) <= 1e-9 * max(1, abs(found)), (unit, node, score)
        absent = set(floats.codes) - set(exact.scores[unit, ""])
        assert all(np.isnan(floats.matrix[floats.codes.index(node), column]) for node in absent)


def _mixed(node: dict[str, Any], random: Any) -> dict[str, Any]:
    """The tree with the children of every node in another order."""
    found = dict(node)
    for key in ("groups", "criteria"):
        if node.get(key):
            names = list(node[key])
            random.shuffle(names)
            found[key] = {name: _mixed(node[key][name], random) for name in names}
    return found


@given(editions(), all_answers(), st.randoms(use_true_random=False))
def test_the_order_of_units_criteria_and_answers_changes_no_digit(
    made: Edition, answers: Answers, random: Any
) -> None:
    plain = made.model_dump(by_alias=True)
    other = Edition.model_validate({**plain, "index": _mixed(plain["index"], random)})
    codes = list(answers.units)
    random.shuffle(codes)
    values = {
        (code, ""): dict(random.sample(list(row.items()), len(row)))
        for code in codes
        for row in [answers.values[code, ""]]
    }
    one = evaluated(made, answers)
    two = evaluate(other, Answers({code: answers.units[code] for code in codes}, values))
    assert list(one.units) == list(two.units)
    for key, scores in one.scores.items():
        assert {n: (s.score, s.status, s.maximum) for n, s in scores.items()} == {
            n: (s.score, s.status, s.maximum) for n, s in two.scores[key].items()
        }
    assert one.places == two.places


@given(editions(), all_answers())
def test_ranks_follow_scores(made: Edition, answers: Answers) -> None:
    for places in evaluated(made, answers).places.values():
        ranked = [p for p in places if p.rank is not None]
        assert [p.rank for p in ranked] == sorted(p.rank or 0 for p in ranked)
        for one in ranked:
            for other in ranked:
                assert one.score is not None and other.score is not None
                assert (one.score > other.score) == ((one.rank or 0) < (other.rank or 0))
        assert all(p.score is None for p in places if p.rank is None)


@given(editions(), all_answers())
def test_points_and_shares_stay_within_nothing_and_the_maximum(made: Edition, answers: Answers) -> None:
    for scores in evaluated(made, answers).scores.values():
        for score in scores.values():
            if score.score is not None and score.maximum is not None and score.node.startswith("C"):
                assert 0 <= score.score <= score.maximum
            if score.score is None:
                assert score.status is not Status.OK


@given(editions(own), all_answers(), st.fixed_dictionaries(dict.fromkeys(INPUTS, st.integers(0, 20))))
def test_one_more_unit_changes_nothing_where_nobody_is_compared(
    made: Edition, answers: Answers, more: dict[str, int]
) -> None:
    before = evaluated(made, answers)
    newcomer: dict[str, Value] = {name: F(n) for name, n in more.items()}
    after = evaluated(
        made,
        Answers({**answers.units, "NEW": Unit("NEW", TIERS[0])}, {**answers.values, ("NEW", ""): newcomer}),
    )
    for key, scores in before.scores.items():
        assert after.scores[key] == scores


def _values_only(tree: dict[str, Any], count: int) -> dict[str, Any]:
    names = INPUTS[:count]
    return {**tree, "criteria": {n.upper(): {"max": 20, "rule": {"value": n}} for n in names}}


points = st.lists(st.integers(0, 20), min_size=4, max_size=4)


@given(parents(MEANS), points, points)
def test_more_points_never_lower_the_whole_nor_its_level(
    tree: dict[str, Any], low: list[int], more: list[int]
) -> None:
    levels = {
        "I": {"needs": [{"node": "index", "share": "0.3"}]},
        "II": {"needs": [{"node": "A", "points": 10}, {"node": "index", "share": "0.5"}]},
        "III": {"needs": [{"node": "B", "must": "full"}]},
    }
    made = edition(_values_only(tree, 4), levels=levels)
    high = [min(20, a + b) for a, b in zip(low, more, strict=True)]
    units = {"L": Unit("L", "district"), "H": Unit("H", "district")}
    values: dict[tuple[str, str], dict[str, Value]] = {
        (code, ""): {n: F(x) for n, x in zip(INPUTS, row, strict=True)}
        for code, row in (("L", low), ("H", high))
    }
    found = evaluate(made, Answers(units, values))
    one, two = found.score("L").score, found.score("H").score
    assert one is not None and two is not None and one <= two + F(1, 10**40)
    order = ["unranked", *levels]
    assert order.index(found.levels["L"].level) <= order.index(found.levels["H"].level)


@given(st.sampled_from(MEANS), points, st.sets(st.integers(0, 3), max_size=3))
def test_leaving_a_part_out_is_as_if_it_had_never_been_asked(
    combine: str, numbers: list[int], gone: set[int]
) -> None:
    tree = {"combine": combine, "missing": "renormalise"}
    weights = ["1", "2", "0.5", "3"]
    leaves = {
        n.upper(): {"max": m, "weight": w, "rule": {"value": n}}
        for n, m, w in zip(INPUTS, (20, 20, 40, 30), weights, strict=True)
    }
    kept = {code: leaf for number, (code, leaf) in enumerate(leaves.items()) if number not in gone}
    row: dict[str, Value] = {
        n: NA if number in gone else F(x) for number, (n, x) in enumerate(zip(INPUTS, numbers, strict=True))
    }
    answers = Answers({"U": Unit("U", "district")}, {("U", ""): row})
    whole = evaluate(edition({**tree, "criteria": leaves}), answers).score("U")
    part = evaluate(edition({**tree, "criteria": kept}), answers).score("U")
    if combine == "sum":
        assert whole.share == part.share  # rescaled to the same maximum
    else:
        assert whole.score == part.score
