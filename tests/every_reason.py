"""Small results that together give every reason of the engine, for tests of explanations and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from small import BLANK, NA, UNMEASURED, T, criterion, edition, given
from thangdo.rules.index.answers import Answers
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.result import Result

STEPS = {"steps": [{"at_least": 5, "points": 10}], "of": "a"}
CHOICES = {"a": {"type": "checklist", "choices": ["x", "y"]}}
TABLE = {"t": {"columns": {"v": {"type": "number"}}}}
MEAN = {"observations": "t", "take": {"mean": "v"}}
Case = tuple[Edition, Answers]


def _rules() -> Iterator[Case]:
    for rule, answers in (
        ({"value": "a"}, {"a": 1}),
        ({"ratio": ["a", "b"]}, {"a": 1, "b": 3}),
        ({"ratio": ["a", "b"], "direction": "down"}, {"a": 1, "b": 3}),
        ({"ratio": ["a", "b"], "full_at": "0.8"}, {"a": 1, "b": 3}),
        ({"ratio": ["a", "b"], "full_at": "0.8", "direction": "down"}, {"a": 1, "b": 3}),
        ({"complement": ["a"]}, {"a": "0.1"}),
        ({"zero_tolerance": "a"}, {"a": 0}),
        ({"zero_tolerance": "a"}, {"a": 2}),
        (STEPS, {"a": 6}),
        (STEPS, {"a": 1}),
        ({**STEPS, "direction": "down"}, {"a": 4}),
        ({"choice": "a", "points": {"yes": 10}}, {"a": "yes"}),
        ({"checklist": None, "points": {"a": 5, "b": 5}}, {"a": "yes", "b": "no"}),
        ({"checklist": None, "points": {"a": 5, "b": 5}, "count": "best"}, {"a": "yes", "b": "no"}),
        ({"scale": [{"points": 2, "when": ["a > 1"]}, {"points": 1, "when": ["a > 0"]}]}, {"a": 1}),
        ({"scale": [{"points": 2, "when": ["a > 1"]}]}, {"a": 1}),
        ({"gate": ["a > 0"]}, {"a": 1}),
        ({"gate": ["a > 0"]}, {"a": 0}),
        ({"weighted_sum": [{"of": "a", "points": 2}]}, {"a": 1}),
        ({"formula": "a * 2"}, {"a": 1}),
        ({"formula": "sqrt(a)"}, {"a": -1}),
        ({"formula": "log(a)"}, {"a": 0}),
        ({"formula": "a ^ -1"}, {"a": 0}),
        ({"formula": "a ^ 0.5"}, {"a": -1}),
        ({"formula": "9 ^ 9 ^ a"}, {"a": 9}),
        ({"formula": "round(1, a)"}, {"a": "0.5"}),
        ({"formula": "sd(a)"}, {"a": 1}),
        ({"min_max": "a", "high": {"unit": "V"}}, {"a": 1}),
        ({"value": "a"}, {"a": -3}),
        ({"value": "a"}, {"a": 100}),
        ({"min_max": "a", "high": 80, "floor": 1}, {"a": 85}),
        ({"min_max": "a", "low": 99}, {"a": 85}),
        ({"best": "a"}, {"a": -10}),
        ({"survey": {"A": "a"}, "options": {"A": 1}}, {"a": 4}),
        ({"best": "a"}, {"a": 4}),
        ({"rank": "a"}, {"a": 4}),
        ({"rank": "a", "as": "percentile"}, {"a": 4}),
        ({"rank": "a", "from": 1, "ties": "low"}, {"a": 4}),
        ({"distance": "a", "target": 10, "start": 0}, {"a": 4}),
        ({"min_max": "a", "low": 0, "high": 9}, {"a": 4}),
        ({"min_max": "a", "empty": "full"}, {"a": 4}),
        ({"min_max": "a", "low": 0, "high": 9, "direction": "down"}, {"a": 4}),
        ({"ratio": ["a", "b"]}, {"a": 1}),
        *(
            ({"ratio": ["a", "b"], "empty": empty}, {"a": 0, "b": 0})
            for empty in ("full", "zero", "not-applicable", "last-year")
        ),
    ):
        yield criterion(rule, 10), given({"U": answers})
    yield (
        criterion({"ratio": ["a", "b"], "empty": "last-year"}, 10),
        given({"U": {"a": 0, "b": 0}}, last_year={"U": 5}),
    )
    yield criterion({"z_score": "a"}), given({"U": {"a": 1}, "V": {"a": 2}})
    yield (
        criterion({"checklist": "a", "points": {"x": 5, "y": 5}}, 10, inputs=CHOICES),
        given({"U": {"a": ["x", "y"]}}),
    )
    yield criterion(MEAN, 10, observations=TABLE), given({"U": {}}, tables={"t": {"U": [{"v": 4}]}})
    blend = {"blend": [{"weight": 1, **MEAN}]}
    yield criterion(blend, 10, observations=TABLE), given({"U": {}}, tables={"t": {"U": [{"v": 4}]}})


def _nodes() -> Iterator[Case]:
    leaves = {c: {"max": 10, "rule": {"value": c}} for c in "ABC"}
    for combine in (
        *("sum", "mean", "geometric", "harmonic", "minimum"),
        *({"penalised": "down"}, {"penalised": "up"}, {"mean_min": "0.5"}),
    ):
        yield edition({"combine": combine, "criteria": leaves}), given({"U": {"A": 1, "B": BLANK, "C": NA}})
    yield (
        edition({"combine": "generalised", "power": 2, "criteria": leaves}),
        given({"U": {"A": 1, "B": 2, "C": 3}}),
    )
    weighty = {c: {**leaf, "weight": n} for n, (c, leaf) in enumerate(leaves.items())}
    yield (
        edition({"combine": "geometric", "floor": "0.01", "criteria": weighty}),
        given({"U": {"A": 0, "B": 0, "C": 3}}),
    )
    screening = [{"screen": {"share": "0.5"}}]
    yield edition({"criteria": leaves}, treatment=screening), given({"U": {"A": 1}})
    yield edition({"missing": "propagate", "criteria": leaves}), given({"U": {"A": 1, "B": 2}})
    yield edition({"coverage": "0.9", "criteria": leaves}), given({"U": {"A": 1, "B": 2, "C": UNMEASURED}})
    yield edition({"missing": "renormalise", "criteria": leaves}), given({"U": {}})
    weightless = {c: {**leaf, "weight": 0} for c, leaf in leaves.items()}
    yield edition({"combine": "mean", "criteria": weightless}), given({"U": {"A": 1}})
    facets = {"title": T, "values": ["f", "g"], "averages": {"both": {"facets": ["f", "g"]}}}
    answers = given({"U": {"A": 1, "B": 2, "C": 3}})
    by_facet = Answers(
        answers.units, {("U", "f"): answers.values["U", ""], ("U", "g"): {"A": NA, "B": NA, "C": NA}}
    )
    yield edition({"combine": "mean", "criteria": leaves}, facets=facets), by_facet


def _levels() -> Iterator[Case]:
    tree = {"criteria": {c: {"max": 10, "rule": {"value": c}} for c in "ABC"}}
    needs: list[dict[str, Any]] = [
        {"node": "A", "share": "0.5"},
        {"node": "B", "points": 6},
        {"node": "C", "must": "any"},
    ]
    levels = {"I": {"needs": needs}, "II": {"needs": [{"node": "C", "must": "full"}]}}
    reason = {"vi": "Dữ liệu bị sai lệch", "en": "Distorted data"}
    more: dict[str, Any] = {
        "ranking": {"leave_out": [{"unit": "X", "reason": reason}], "peer_groups": ["tier", "all"]},
        "bands": {"steps": {"good": {"title": T, "at_least": 15}, "poor": {"title": T, "at_least": 0}}},
        "groups": {"quantiles": 2},
    }
    units: dict[str, dict[str, Any]] = {
        "U": {"A": 4, "B": "5.5", "C": 0},
        "V": {"A": 10, "B": 10, "C": 10},
        "W": {"A": 10, "B": 10, "C": 10},
        "X": {"A": 9, "B": 9, "C": 9},
        "Y": {"A": NA, "B": NA, "C": NA},
        "Z": {"A": 5, "B": 6, "C": 1},
    }
    yield edition(tree, levels=levels, **more), given(units)
    elsewhere = {"I": {"needs": [{"node": "A", "share": 1, "tiers": ["commune"]}]}}
    yield (
        edition(tree, levels=elsewhere, tiers=["district", "commune"]),
        given({"U": {"A": 1, "B": 1, "C": 1}}),
    )

    group = {"vi": "Không có hồ sơ", "en": "No dossiers"}
    apart = {"I": {"needs": [{"node": "A", "share": 1, "own_group": group}]}}
    yield edition(tree, levels=apart), given({"U": {"A": NA, "B": 1, "C": 1}})


def every_result() -> Iterator[tuple[Edition, Result]]:
    """Edition and result of each small case."""
    for made, answers in every_case():
        yield made, evaluate(made, answers)


def every_case() -> Iterator[Case]:
    """Edition and answers of each small case."""
    for cases in (_rules(), _nodes(), _levels()):
        yield from cases
