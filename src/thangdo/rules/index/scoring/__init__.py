"""From an answer to points: one small pure function per kind of rule, all with the same shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.rules import Common, kind_of
from thangdo.rules.index.scoring import comparisons, observed, options, proportions, sums
from thangdo.rules.index.scoring.base import Scorer, guarded

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
    return guarded(rule, maximum, SCORERS[kind](rule, maximum))
