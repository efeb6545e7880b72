"""How fast the engine is: the float path beside plain NumPy, the exact path, and two published indices."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
from measure import Ratio, Time, side_by_side, timed

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Unit, Value
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import Evaluation
from thangdo.rules.index.floats.answers import float_scores
from thangdo.rules.index.floats.path import FloatPath, competition_ranks
from thangdo.rules.index.floats.points import Table
from thangdo.work.assessments.bundled import get

TITLE = {"vi": "x"}


def _edition(rules: list[dict[str, object]], inputs: dict[str, object], combine: str) -> Edition:
    """A hundred criteria on four tiers: index, four pillars, five groups in each, five criteria in each."""
    codes = iter(range(len(rules)))
    pillars = {
        f"P{p}": {
            "title": TITLE,
            "combine": combine,
            "weight": p + 1,
            "groups": {
                f"P{p}G{g}": {
                    "title": TITLE,
                    "combine": combine,
                    "criteria": {
                        f"C{(n := next(codes))}": {"title": TITLE, "max": 10, "rule": rules[n]}
                        for _ in range(5)
                    },
                }
                for g in range(5)
            },
        }
        for p in range(4)
    }
    return Edition.model_validate(
        {
            "edition": "bench",
            "version": 1,
            "official": False,
            "title": TITLE,
            "effective": {"from": "2019-01-01"},
            "tiers": ["district"],
            "rounding": {"places": 2},
            "inputs": inputs,
            "index": {"title": TITLE, "combine": combine, "pillars": pillars},
        }
    )


def floats(units: int = 10_000) -> Iterator[Time | Ratio]:
    """Min-max, weighted mean over four tiers and rank, beside the same in plain NumPy."""
    names = tuple(f"x{n}" for n in range(100))
    made = _edition(
        [{"min_max": name} for name in names], {name: {"type": "number"} for name in names}, "mean"
    )
    matrix = np.random.default_rng(1).random((100, units))
    path = FloatPath(made, ["district"])
    table = Table(names, matrix, None, np.zeros(units, dtype=np.int64))
    weights = np.full(100, 0.01)

    def ours() -> object:
        return competition_ranks(path.run(table).of("index"))

    def plain() -> object:
        low, high = matrix.min(axis=1, keepdims=True), matrix.max(axis=1, keepdims=True)
        scores = weights @ ((matrix - low) / (high - low))
        return (-scores).argsort().argsort()

    one, other = side_by_side(
        ("float path: 10,000 units x 100 criteria x 4 tiers, rank", ours, 0.05),
        ("  plain NumPy: min-max + weighted sum + rank of the same size", plain),
    )
    yield one
    yield other
    yield Ratio("  float path / plain NumPy", one.least / other.least, 1.5)


def exact(units: int = 1_000) -> Iterator[Time | Ratio]:
    """Ratios, steps, goalposts, sums and best values, exactly, with every explanation."""
    rules: list[dict[str, object]] = []
    for n in range(100):
        a, b = f"a{n}", f"b{n}"
        rules.append(
            [
                {"ratio": [a, b], "full_at": "0.8"},
                {"steps": [{"at_least": i, "points": i} for i in (1, 2, 3, 4)], "of": a},
                {"min_max": a},
                {
                    "weighted_sum": [
                        {"of": f"{a} / {b}", "points": "4.5"},
                        {"of": b, "points": 1, "at_most": 5},
                    ]
                },
                {"best": b, "among": "all"},
            ][n % 5]
        )
    names = [f"{letter}{n}" for letter in "ab" for n in range(100)]
    made = _edition(rules, {name: {"type": "count"} for name in names}, "mean")
    dice = random.Random(1)
    codes = [f"U{n:04}" for n in range(units)]
    values: dict[tuple[str, str], dict[str, Value]] = {
        (code, ""): {name: Fraction(dice.randint(0, 80)) for name in names} for code in codes
    }
    answers = Answers({code: Unit(code, "district") for code in codes}, values)
    evaluation = Evaluation(made)
    yield timed("exact path: 1,000 units x 100 criteria", lambda: evaluation.run(answers), 0.4, 5)


def published() -> Iterator[Time | Ratio]:
    """The EU benchmark from service scores, and COINr's whole ASEM example (COINr itself: 89 ms)."""
    eu = get("eu-egovernment-benchmark-2023")
    answers, evaluation = eu.answers(), Evaluation(eu.load_edition())
    yield timed(
        "EU Benchmark 2023, service scores to all scores, exact", lambda: evaluation.run(answers), 0.5
    )
    asem = get("coinr-asem")
    made, given = asem.load_edition(), asem.answers()

    def pipeline() -> object:
        scores, _ = float_scores(made, given)
        return competition_ranks(scores.of("index"))

    yield timed("ASEM pipeline, answers to ranks, floats", pipeline, 0.05, 15)
    exactly = Evaluation(made)
    yield timed("  the same, exact", lambda: exactly.run(given), 0.05, 9)
