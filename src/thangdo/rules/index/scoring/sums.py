"""Rules that add up: weighted sum with caps, and the safe arithmetic formula.

Source of the example: MIC Phụ lục 1B (WAN 50 = connected rate x 45 + 1 point an application, at most 5).
"""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.rules import FormulaPoints, WeightedSum
from thangdo.rules.index.formula import parse
from thangdo.rules.index.numbers import ZERO, exact, total
from thangdo.rules.index.scoring.base import Case, Outcome, Scorer, limited, ok, shared
from thangdo.rules.index.scoring.taking import shower, taker, takers


def weighted_sum(rule: WeightedSum, maximum: Fraction | None) -> Scorer:
    """sum(min(quantity x points, at most)) over the parts, and at most the cap (or the maximum).

    >>> wan = [{"of": "connected / offices", "points": 45}, {"of": "applications", "points": 1, "at_most": 5}]
    >>> case = Case({"connected": Fraction(8), "offices": Fraction(10), "applications": Fraction(7)})
    >>> str(weighted_sum(WeightedSum(weighted_sum=wan), Fraction(50))(case).points)
    '41'
    """
    parts = [
        (parse(part.of), exact(part.points), exact(part.at_most) if part.at_most is not None else None)
        for part in rule.weighted_sum
    ]
    cap = exact(rule.cap) if rule.cap is not None else maximum
    formulas = [formula for formula, _, _ in parts]
    take, show = takers(formulas), shower(*formulas)

    def score(case: Case) -> Outcome:
        gained = []
        for number, (_, points, most) in zip(take(case), parts, strict=True):
            amount = number * points
            gained.append(amount if most is None else min(amount, most))
        earned = total(gained)
        limits: dict[str, object] = {}
        if earned < 0:
            earned, limits = ZERO, {"raised": earned}
        elif cap is not None and earned > cap:
            earned, limits = cap, {"cut": earned}
        return ok(
            earned,
            "weighted-sum",
            parts=tuple(gained),
            cap=cap,
            maximum=maximum,
            inputs=show(case),
            **limits,
        )

    return score


def formula_points(rule: FormulaPoints, maximum: Fraction | None) -> Scorer:
    """The formula's value as points, or as a share of the maximum; limited to 0..max.

    >>> rule = FormulaPoints(formula="min(1, served / staff)", **{"as": "share"})
    >>> case = Case({"served": Fraction(45), "staff": Fraction(60)})
    >>> str(formula_points(rule, Fraction(8))(case).points)
    '6'
    """
    formula = parse(rule.formula)
    take, show = taker(formula), shower(formula)

    def score(case: Case) -> Outcome:
        number = take(case)
        share = rule.as_ == "share"
        points, limits = shared(number, maximum) if share else limited(number, maximum)
        return ok(
            points,
            "formula",
            formula=formula.text,
            value=number,
            maximum=maximum,
            inputs=show(case),
            **limits,
        )

    return score
