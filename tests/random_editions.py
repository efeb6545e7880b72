"""Random small editions and answers for properties: many kinds of rule, means, missing rules and tiers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from small import BLANK, NA, UNMEASURED, edition
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Answers, Unit, Value
from thangdo.rules.index.edition.model import Edition

INPUTS = ("a", "b", "c", "d")
TIERS = ("department", "commune")
NUMBERS = {"inputs": {name: {"type": "number"} for name in INPUTS}}

names = st.sampled_from(INPUTS)
quantities = st.one_of(
    names, st.sampled_from(["a / b", "a + c", "b * 2 - a", "min(a, d)", "sqrt(c)", "0.1 * a + 0.2"])
)
up_or_down = st.sampled_from(["up", "down"])
empty = st.sampled_from(["full", "zero", "not-applicable"])


def _rule(**options: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"empty": empty, "direction": up_or_down, **options})


steps = st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True).map(
    lambda bounds: [{"at_least": b, "points": p} for p, b in enumerate(sorted(bounds), 1)]
)
parts = st.fixed_dictionaries({"of": quantities, "points": st.sampled_from([1, "0.5", -1])})
own = st.one_of(
    _rule(value=quantities),
    _rule(ratio=st.tuples(quantities, quantities).map(list)),
    _rule(ratio=st.tuples(names, names).map(list), full_at=st.sampled_from(["0.5", "0.8", "1"])),
    _rule(steps=steps, of=quantities),
    _rule(complement=st.lists(st.sampled_from(["a / 20", "b / 20", "c / d"]), min_size=1, max_size=2)),
    _rule(zero_tolerance=quantities),
    _rule(min_max=quantities, low=st.just(0), high=st.just(15)),
    _rule(weighted_sum=st.lists(parts, min_size=1, max_size=2)),
    _rule(survey=st.just({"A": "a", "B": "b"}), options=st.just({"A": 1, "B": "0.6"})),
    _rule(formula=quantities, **{"as": st.sampled_from(["points", "share"])}),
    _rule(gate=st.lists(st.sampled_from(["a >= 3", "b / c < 1", "d == 0"]), min_size=1, max_size=2)),
)
comparing = st.one_of(
    _rule(best=quantities, among=st.sampled_from(["tier", "all"])),
    _rule(min_max=quantities, among=st.sampled_from(["tier", "all"])),
    _rule(z_score=quantities, among=st.sampled_from(["tier", "all"])),
    _rule(rank=quantities, **{"as": st.sampled_from(["rank", "percentile"])}),
    _rule(rank=quantities, ties=st.sampled_from(["high", "low", "mean"]), floor=st.sampled_from([0, 1])),
    _rule(min_max=quantities, low=st.just(12), among=st.sampled_from(["tier", "all"])),
    _rule(min_max=quantities, high=st.sampled_from([3, 12]), floor=st.sampled_from([0, 1, "2.5"])),
    _rule(min_max=quantities, low=st.just({"quantile": "0.25"}), high=st.just({"unit": "U0"})),
    _rule(value=st.sampled_from(["a / sum(b, tier)", "c - mean(c)", "a / norm(a)", "count(d) - high(d)"])),
    st.fixed_dictionaries({"distance": quantities, "target": st.just(10), "empty": empty}),
)
weights = st.sampled_from([0, 1, 1, 2, "0.5", "1.25"])
missing = st.fixed_dictionaries(
    {
        kind: st.sampled_from(["renormalise", "zero", "propagate"])
        for kind in ("not-applicable", "not-answered", "not-measured")
    }
)


@st.composite
def parents(draw: st.DrawFn, combines: list[str]) -> dict[str, Any]:
    node: dict[str, Any] = {"combine": draw(st.sampled_from(combines)), "missing": draw(missing)}
    if node["combine"] == "generalised":
        node["power"] = draw(st.sampled_from([-1, 0, 2, "0.5"]))
    elif node["combine"] == "mean" and draw(st.booleans()):
        node["combine"] = {"mean_min": draw(st.sampled_from([0, "0.3", 1]))}
    if node["combine"] in ("geometric", "harmonic", "generalised") and draw(st.booleans()):
        node["floor"] = draw(st.sampled_from(["0.01", 1]))
    if draw(st.booleans()):
        node["coverage"] = draw(st.sampled_from(["0.3", "0.5", "0.75"]))
    return node


@st.composite
def trees(draw: st.DrawFn, rules: st.SearchStrategy[dict[str, Any]], most: int | None = 10) -> dict[str, Any]:
    """A tree of one to three groups of one to three criteria each."""
    combines = ["sum", "mean", "minimum", "mean", "geometric", "harmonic", "generalised"]
    groups = {}
    for g in range(draw(st.integers(1, 3))):
        criteria = {}
        for c in range(draw(st.integers(1, 3))):
            rule = draw(rules)
            leaf = {"rule": rule, "weight": draw(weights), **({} if "z_score" in rule else {"max": most})}
            if draw(st.integers(0, 4)) == 0:
                leaf["tiers"] = [draw(st.sampled_from(TIERS))]
            criteria[f"C{g}{c}"] = leaf
        groups[f"G{g}"] = {**draw(parents(combines)), "weight": draw(weights), "criteria": criteria}
    return {**draw(parents(combines)), "groups": groups}


numbers = st.integers(0, 20).flatmap(lambda n: st.sampled_from([F(n), F(n), F(n, 10), F(n, 3)]))
cells: st.SearchStrategy[Value] = st.one_of(
    numbers, numbers, numbers, numbers, st.sampled_from([NA, BLANK, UNMEASURED])
)


@st.composite
def all_answers(draw: st.DrawFn, values: st.SearchStrategy[Value] = cells, least: int = 1) -> Answers:
    """Answers of up to six units of two tiers."""
    count = draw(st.integers(least, 6))
    units = {f"U{n}": Unit(f"U{n}", draw(st.sampled_from(TIERS))) for n in range(count)}
    rows = st.fixed_dictionaries(dict.fromkeys(INPUTS, values))
    return Answers(units, {(code, ""): draw(rows) for code in units})


@st.composite
def editions(draw: st.DrawFn, rules: st.SearchStrategy[dict[str, Any]] | None = None, **more: Any) -> Edition:
    tree = draw(trees(st.one_of(own, comparing) if rules is None else rules))
    return edition(tree, tiers=list(TIERS), **NUMBERS, **more)
