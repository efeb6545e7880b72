"""From an answer to points: one small pure function per kind of rule, all with the same shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.edition.check_rules import quantities
from thangdo.rules.index.edition.rules import Common, kind_of
from thangdo.rules.index.formula import parse, parse_condition, score_of
from thangdo.rules.index.scoring import comparisons, observed, options, proportions, sums
from thangdo.rules.index.scoring.base import Case, Outcome, Scorer, guarded

SCORERS: dict[str, Callable[[Any, Fraction | None], Scorer]] = {
    "value": proportions.value,
    "ratio": proportions.ratio,
    "complement": proportions.complement,
    "zero_tolerance": proportions.zero_tolerance,
    "steps": options.steps,
    "choice": options.choice,
    "checklist": options.checklist,
    "scale": options.scale,
    "gate": options.gate,
    "survey": options.survey,
    "best": comparisons.best,
    "min_max": comparisons.min_max,
    "z_score": comparisons.z_score,
    "rank": comparisons.rank,
    "distance": comparisons.distance,
    "weighted_sum": sums.weighted_sum,
    "formula": sums.formula_points,
    "observations": observed.observed,
    "blend": observed.blend,
}


def scorer(rule: Common, maximum: Fraction | None) -> Scorer:
    """The function that turns a case into points under this rule, missing values and all.

    >>> from thangdo.rules.index.edition.rules import Value
    >>> from thangdo.rules.index.scoring.base import Case
    >>> score = scorer(Value(value="score"), Fraction(10))
    >>> score(Case({"score": Fraction(7)})).status, score(Case({})).status
    (<Status.OK: 'ok'>, <Status.NOT_ANSWERED: 'not-answered'>)
    """
    kind = kind_of(rule)
    if kind is None:
        raise ValueError(f"{type(rule).__name__} is not a kind of rule")
    score = SCORERS[kind](rule, maximum)
    named = {name for _, text, condition in quantities(rule) for name in _names(text, condition)}
    if kind in _OF_NUMBERS and len(named) == 1:
        score = _remembering(score, named.pop())
    return guarded(rule, maximum, score)


#: The kinds whose points follow from numbers alone, the unit's own and its peers'.
_OF_NUMBERS = SCORERS.keys() - {"choice", "checklist", "observations", "blend"}


def _names(text: str, condition: bool) -> frozenset[str]:
    read = (parse_condition if condition else parse)(text)
    return read.names | {score_of(node) for node in read.nodes}


def _remembering(score: Scorer, name: str) -> Scorer:
    """The scorer of a rule over one input: the same number among the same peers gives the same outcome."""
    mark = object()

    def run(case: Case) -> Outcome:
        value = case.values.get(name)
        if value.__class__ is not Rational:
            return score(case)
        memo = case.memo.get(mark)
        if memo is None:
            memo = case.memo[mark] = {}
        found = memo.get(value)
        if found is None:
            found = memo[value] = score(case)
        return found

    return run
