"""Ranks, goalposts, means, populations and treatment as NumPy and the published definitions have them."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from small import BLANK, NA, T, criterion, edition, given, result, said
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, BadInput, Unit
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.rows import rank_rows
from thangdo.rules.index.weighting import weighted
from thangdo.work.assessments.bundled import get
from told import all_told

NUMBERS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]


def ranked(numbers: Any, method: str) -> Any:
    """The definition of R's and SciPy's rank: how many are less, and how many are the same."""
    values = np.asarray(numbers, dtype=np.float64)
    less = (values[:, None] > values[None, :]).sum(axis=1)
    upto = (values[:, None] >= values[None, :]).sum(axis=1)
    return {"min": less + 1.0, "max": upto + 0.0, "average": (less + 1 + upto) / 2}[method]


def points(made: Edition, numbers: list[Any], name: str = "x") -> list[float]:
    """The points of C of units with these numbers; the float path gives the same."""
    units = {f"U{n:02}": {name: number} for n, number in enumerate(numbers)}
    found = result(made, units)
    exact = [found.score(unit, "C").score for unit in units]
    floats, codes = float_scores(made, given(units))
    assert codes == list(units)
    wanted = [np.nan if one is None else float(one) for one in exact]
    assert floats.of("C").tolist() == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    return wanted


# G1: ranks as points


@pytest.mark.parametrize(("ties", "method"), [("high", "max"), ("low", "min"), ("mean", "average")])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_ranks_as_points_are_those_of_r(ties: str, method: str, first: int, direction: str) -> None:
    """from: 1 is COINr's n_rank (ties low there), from: 0 its n_borda."""
    made = criterion({"rank": "x", "ties": ties, "from": first, "direction": direction})
    sign = 1 if direction == "up" else -1
    wanted = ranked([sign * n for n in NUMBERS], method) - 1 + first
    assert points(made, NUMBERS) == wanted.tolist()


@over(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.sampled_from(["high", "low", "mean"]))
def test_ranks_as_points_sum_up_as_borda_says(numbers: list[int], ties: str) -> None:
    method = {"high": "max", "low": "min", "mean": "average"}[ties]
    found = points(criterion({"rank": "x", "ties": ties, "from": 0}), numbers)
    assert found == (ranked(numbers, method) - 1).tolist()
    n = len(numbers)
    assert ties != "mean" or sum(found) == pytest.approx(n * (n - 1) / 2)


def test_a_rank_within_the_maximum_takes_ties_and_a_floor_too() -> None:
    low = points(criterion({"rank": "x", "ties": "low"}, 10), [1, 2, 2, 3])
    assert low == pytest.approx([0, 10 / 3, 10 / 3, 10])
    assert points(criterion({"rank": "x", "floor": 1}, 10), [1, 2, 3]) == pytest.approx([1, 5.5, 10])


@pytest.mark.parametrize(
    ("ties", "first"), [("low", 1), ("low", 0), ("high", 1), ("mean", 1), ("mean", 0), ("low", None)]
)
@pytest.mark.parametrize("how", ["mean", "geometric"])
def test_the_rank_and_borda_variants_of_asem_are_those_of_coinr(
    ties: str, first: int | None, how: str
) -> None:
    """51 countries, 49 indicators with gaps: n_rank, n_borda and n_prank under the ways to treat ties."""
    given_ = get("coinr-asem").answers()
    codes = sorted(given_.units)
    names = sorted({name for row in given_.values.values() for name in row})
    names = [n for n in names if sum(isinstance(given_.values[c, ""].get(n), F) for c in codes) > 30][:49]
    options = {"rank": {"ties": ties}, "max": {} if first is not None else {"max": 1}}
    rule = {**options["rank"], **({} if first is None else {"from": first})}
    leaves = {n: {**options["max"], "rule": {"rank": n, "among": "all", **rule}} for n in names}
    floor = {} if how == "mean" else {"floor": "0.01"}
    tree = {"combine": how, "missing": "renormalise", "criteria": leaves, **floor}
    made = edition(tree, tiers=["country"])
    found = evaluate(made, Answers(given_.units, given_.values))
    method = {"low": "min", "high": "max", "mean": "average"}[ties]
    wanted = np.full((len(codes), len(names)), np.nan)
    for column, name in enumerate(names):
        there = [n for n, c in enumerate(codes) if isinstance(given_.values[c, ""].get(name), F)]
        ranks = ranked([float(given_.values[codes[row], ""][name]) for row in there], method)
        wanted[there, column] = (ranks - 1) / (len(there) - 1) if first is None else ranks - 1 + first
    for row, code in enumerate(codes):
        for column, name in enumerate(names):
            score = found.score(code, name).score
            assert (score is None) == bool(np.isnan(wanted[row, column]))
            assert score is None or float(score) == pytest.approx(wanted[row, column], abs=1e-12)
        floored = np.maximum(wanted[row], 0.01)
        mean = np.nanmean(wanted[row]) if how == "mean" else np.exp(np.nanmean(np.log(floored)))
        assert float(found.score(code).score or 0) == pytest.approx(mean)


# G3, G4: floors


def test_points_begin_at_the_floor() -> None:
    """COINr's n_minmax(l_u = c(1, 100))."""
    low, high = min(NUMBERS), max(NUMBERS)
    wanted = [1 + (x - low) / (high - low) * 99 for x in NUMBERS]
    assert points(criterion({"min_max": "x", "floor": 1}, 100), NUMBERS) == pytest.approx(wanted)
    down = points(criterion({"min_max": "x", "floor": 1, "direction": "down"}, 100), NUMBERS)
    assert down == pytest.approx([101 - x for x in wanted])


def test_a_floor_stands_before_a_geometric_mean_and_is_said() -> None:
    leaves = {c: {"max": 10, "rule": {"value": c}} for c in "AB"}
    for how, mean in (("geometric", statistics.geometric_mean), ("harmonic", statistics.harmonic_mean)):
        made = edition({"combine": how, "floor": "0.01", "criteria": leaves})
        units = {"U": {"A": 0, "B": 9}, "V": {"A": 4, "B": 9}, "W": {"A": BLANK, "B": 9}}
        found = result(made, units)
        floats, _ = float_scores(made, given(units))
        wanted = [mean([0.01, 9]), mean([4, 9]), mean([0.01, 9])]
        assert floats.of("index").tolist() == pytest.approx(wanted)
        assert [float(found.score(u).score or 0) for u in units] == pytest.approx(wanted)
        assert found.score("U").why.facts["floored"] == ("A",)
        assert "floored" not in found.score("V").why.facts


# G6: penalised means


@over(st.lists(st.integers(1, 50), min_size=1, max_size=5), st.sampled_from(["down", "up"]))
def test_a_penalised_mean_is_that_of_mazziotta_and_pareto(numbers: list[int], way: str) -> None:
    leaves = {f"C{n}": {"max": 50, "rule": {"value": f"x{n}"}} for n in range(len(numbers))}
    made = edition({"combine": {"penalised": way}, "criteria": leaves})
    units = {"U": {f"x{n}": x for n, x in enumerate(numbers)}}
    mean, spread = np.mean(numbers), np.std(numbers)  # of the population, as in the MPI
    wanted = mean - spread**2 / mean if way == "down" else mean + spread * (spread / mean)
    score = result(made, units).score("U").score
    assert score is not None and float(score) == pytest.approx(wanted)
    floats, _ = float_scores(made, given(units))
    assert floats.of("index").tolist() == pytest.approx([wanted])


def test_the_penalty_is_weighted_as_the_mean_is_and_parts_may_be_missing() -> None:
    leaves = {
        c: {"max": 50, "weight": w, "rule": {"value": c}} for c, w in zip("ABC", (3, 1, 2), strict=True)
    }
    made = edition({"combine": {"penalised": "down"}, "missing": "renormalise", "criteria": leaves})
    units = {"U": {"A": 10, "B": 30, "C": NA}}
    mean = np.average([10, 30], weights=[3, 1])
    wanted = mean - np.average((np.array([10, 30]) - mean) ** 2, weights=[3, 1]) / mean
    assert float(result(made, units).score("U").score or 0) == pytest.approx(wanted)
    floats, _ = float_scores(made, given(units))
    assert floats.of("index").tolist() == pytest.approx([wanted])


@pytest.mark.parametrize(("share", "score"), [(0, 6), ("0.5", "4.5"), (1, 3)])
def test_a_mean_is_drawn_to_the_least(share: Any, score: Any) -> None:
    leaves = {c: {"max": 10, "rule": {"value": c}} for c in "AB"}
    made = edition({"combine": {"mean_min": share}, "criteria": leaves})
    units = {"U": {"A": 3, "B": 9}}
    assert result(made, units).score("U").score == F(score)
    floats, _ = float_scores(made, given(units))
    assert floats.of("index").tolist() == pytest.approx([float(F(score))])


# G7: quantities over the population


STATISTICS = {
    "sum": sum,
    "mean": statistics.fmean,
    "sd": statistics.stdev,
    "low": min,
    "high": max,
    "count": len,
    "norm": lambda numbers: float(np.linalg.norm(numbers)),
}


@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_of_the_population_in_a_formula(name: str) -> None:
    made = criterion({"value": f"x / {name}(x) + {name}(2 * x)"})
    wanted = [x / STATISTICS[name](NUMBERS) + STATISTICS[name]([2 * n for n in NUMBERS]) for x in NUMBERS]
    assert points(made, NUMBERS) == pytest.approx(wanted)


def test_a_statistic_is_taken_among_the_tier_where_it_says_so_and_of_those_that_have_the_number() -> None:
    made = criterion({"value": "count(x) + 100 * count(x, tier)"}, tiers=["department", "commune"])
    units = {"A": {"x": 1}, "B": {"x": 2}, "C": {"x": BLANK}, "D": {"x": 4}}
    tiers = {"A": "department", "B": "commune", "C": "commune", "D": "commune"}
    found = result(made, units, tiers=tiers)
    assert [said(found.score(u, "C")) for u in units] == [103, 203, 203, 203]


def test_topsis_is_written_as_formulas() -> None:
    """Closeness to the ideal after vector normalisation, weights 0.6 and 0.4, beside NumPy."""
    data = np.array([[7.0, 9], [8, 7], [9, 6], [6, 7]])
    unit = data / np.linalg.norm(data, axis=0) * [0.6, 0.4]
    best, worst = unit.max(axis=0), unit.min(axis=0)
    far, near = (np.linalg.norm(unit - ideal, axis=1) for ideal in (worst, best))
    u, v = "0.6 * a / norm(a)", "0.4 * b / norm(b)"

    def from_(end: str) -> str:
        first, second = f"0.6 * {end}(a) / norm(a)", f"0.4 * {end}(b) / norm(b)"
        return f"sqrt(({u} - {first}) ^ 2 + ({v} - {second}) ^ 2)"

    made = criterion({"formula": f"{from_('low')} / ({from_('low')} + {from_('high')})"})
    rows = {f"U{n}": {"a": int(a), "b": int(b)} for n, (a, b) in enumerate(data)}
    found = [float(result(made, rows).score(unit, "C").score or 0) for unit in rows]
    assert found == pytest.approx((far / (far + near)).tolist())


def test_too_few_numbers_for_a_statistic_are_not_measured_and_no_zero() -> None:
    found = result(criterion({"value": "sd(x)"}), {"A": {"x": 1}})
    assert said(found.score("A", "C")) == "not-measured"


# G8: goalposts read from the data


def test_goalposts_at_quantiles_are_numpys() -> None:
    low, high = np.quantile(NUMBERS, [0.1, 0.9])
    made = criterion({"min_max": "x", "low": {"quantile": "0.1"}, "high": {"quantile": "0.9"}}, 100)
    wanted = np.clip((np.array(NUMBERS) - low) / (high - low) * 100, 0, 100)
    assert points(made, NUMBERS) == pytest.approx(wanted.tolist())


def test_a_goalpost_is_the_number_of_a_unit_or_of_a_year() -> None:
    made = criterion({"distance": "x", "start": {"unit": "U00"}, "target": {"unit": "U02"}}, 10)
    assert points(made, [2, 4, 6]) == [0, 5, 10]
    gone = result(criterion({"min_max": "x", "high": {"unit": "NO"}}, 10), {"A": {"x": 1}})
    assert said(gone.score("A", "C")) == "not-measured"
    assert gone.score("A", "C").why.facts["reason"] == "no-goalpost"


YEARS = {"title": T, "values": ["2020", "2021"], "roll_up": "maximum"}


def over_years(rule: dict[str, Any], most: Any = 10, **more: Any) -> Any:
    made = criterion(rule, most, facets=YEARS, **more)
    values = {
        (unit, year): {"x": F(number)}
        for year, row in {"2020": (2, 4, 6), "2021": (4, 8, 12)}.items()
        for unit, number in zip("ABC", row, strict=True)
    }
    return evaluate(made, Answers({u: Unit(u, "district") for u in "ABC"}, values)), made, values


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ({"min_max": "x"}, [0, 5, 10], [0, 5, 10]),  # within each year: everybody doubles, nothing changes
        ({"min_max": "x", "among": "facets"}, [0, 2, 4], [2, 6, 10]),
        ({"best": "x", "among": "facets"}, [F(10, 6), F(10, 3), 5], [F(10, 3), F(20, 3), 10]),
        ({"rank": "x", "among": "facets"}, [0, 4, 6], [4, 8, 10]),
        ({"distance": "x", "target": 12, "start": {"year": 2020}}, [0, 2, 4], [2, 6, 10]),
        ({"min_max": "x", "low": {"year": 2020}, "high": {"year": 2021}}, [0, 2, 4], [2, 6, 10]),
        ({"value": "x / high(x, facets) * 12"}, [2, 4, 6], [4, 8, 10]),
    ],
    ids=str,
)
def test_comparisons_are_within_a_facet_or_over_all(rule: dict[str, Any], first: Any, second: Any) -> None:
    found, made, values = over_years(rule)
    for year, wanted in (("2020", first), ("2021", second)):
        assert [found.score(u, "C", year).score for u in "ABC"] == wanted
        floats, _ = float_scores(made, Answers({u: Unit(u, "district") for u in "ABC"}, values), year)
        assert floats.of("C").tolist() == pytest.approx([float(F(n)) for n in wanted])


def test_a_z_score_over_all_facets_has_one_mean_and_deviation() -> None:
    found, *_ = over_years({"z_score": "x", "among": "facets"}, None)
    everything = [2, 4, 6, 4, 8, 12]
    mean, sd = np.mean(everything), np.std(everything, ddof=1)
    scores = [float(found.score(u, "C", y).score) for y in ("2020", "2021") for u in "ABC"]
    assert scores == pytest.approx(((np.array(everything) - mean) / sd).tolist())


def test_ranks_within_each_facet_have_rows_of_their_own() -> None:
    found, *_ = over_years({"min_max": "x"}, ranking={"each_facet": True}, groups={"quantiles": 3})
    rows = list(rank_rows(found))
    assert [(r["unit"], r["rank"], r["facet"]) for r in rows if r["facet"] == "2021"] == [
        ("C", "1", "2021"),
        ("B", "2", "2021"),
        ("A", "3", "2021"),
    ]
    assert [r["group"] for r in rows if not r["facet"]] == ["1", "2", "3"]
    assert {r["facet"] for r in rank_rows(over_years({"min_max": "x"})[0])} == {""}


# G9: treatment


def treated(step: dict[str, Any], numbers: list[Any]) -> list[float]:
    return points(criterion({"value": "x"}, treatment=[step]), numbers)


def test_logarithm_fences_and_quantiles_are_numpys() -> None:
    assert treated({"log": ["x"]}, NUMBERS) == pytest.approx(np.log(NUMBERS).tolist())
    wild = [*NUMBERS, 90, -50]
    first, third = np.quantile(wild, [0.25, 0.75])
    reach = 1.5 * (third - first)
    fenced = np.clip(wild, first - reach, third + reach)
    assert treated({"winsorise": "iqr"}, wild) == pytest.approx(fenced.tolist())
    wide = np.clip(wild, first - 2 * reach, third + 2 * reach)
    assert treated({"winsorise": "iqr", "times": 3}, wild) == pytest.approx(wide.tolist())
    low, high = np.quantile(wild, [0.05, 0.95])
    assert treated({"winsorise": "quantiles"}, wild) == pytest.approx(np.clip(wild, low, high).tolist())
    low, high = np.quantile(wild, [0.2, 0.7])
    step = {"winsorise": "quantiles", "low": "0.2", "high": "0.7"}
    assert treated(step, wild) == pytest.approx(np.clip(wild, low, high).tolist())


def test_a_number_without_a_logarithm_is_named_with_its_unit() -> None:
    with pytest.raises(BadInput) as bad:
        treated({"log": ["x"]}, [1, 0, -2])
    (line,) = all_told(bad.value.problems)
    assert "`x` of `U01` is 0, which has no logarithm (2 units)" in line


def test_a_unit_with_too_little_data_is_not_scored_and_nobody_is_compared_with_it() -> None:
    leaves = {c: {"max": 10, "rule": {"min_max": c.lower()}} for c in "ABC"}
    screening = [{"screen": {"share": "0.66"}}, {"impute": "mean"}]
    made = edition({"combine": "mean", "criteria": leaves}, treatment=screening)
    units = {
        "U": {"a": 1, "b": 1, "c": 1},
        "V": {"a": 3, "b": 3, "c": BLANK},  # two of three: kept, and filled
        "W": {"a": 99, "b": BLANK, "c": BLANK},  # one of three
        "X": {"a": 2, "b": NA, "c": NA},  # one of the one that applies
    }
    found = result(made, units)
    assert said(found.score("W")) == "below-coverage" and found.reasons["W"].code == "no-score"
    assert found.score("W", "A").why.code == "screened"
    assert [said(found.score(u, "A")) for u in "UVX"] == [0, 10, 5]
    assert found.stages["imputed"]["V"]["c"] == 1 and found.stages["screened"]["W"]["a"] is None
    floats, codes = float_scores(made, given(units))
    assert np.isnan(floats.of("index")[codes.index("W")])
    assert floats.of("A")[codes.index("V")] == 10


# G11, 1/3, words


def test_a_named_set_of_weights_takes_the_place_of_those_of_the_tree() -> None:
    leaves = {c: {"max": 10, "weight": "1/3", "rule": {"value": c}} for c in "ABC"}
    made = edition(
        {"combine": "mean", "weights_sum": 1, "criteria": leaves},
        weights={"experts": {"A": 1, "B": 0, "C": 0}},
    )
    units = {"U": {"A": 3, "B": 6, "C": 9}}
    assert result(made, units).score("U").score == 6
    assert result(weighted(made, "experts"), units).score("U").score == 3
    with pytest.raises(BadInput) as bad:
        weighted(made, "expert")
    assert "experts" in all_told(bad.value.problems)[0]
