"""Rules on proportions: ratio x max, ratio with a full-mark threshold, complement of a sum, zero tolerance.

Sources: MIC Phụ lục 1B (staff with a computer x 20); the formula document for Decision 766/QĐ-TTg
(rate >= 80 % full marks, else rate x max / 80 %; 100 % - (late % + complaint %); late once in the period).
"""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.rules import Complement, Direction, Ratio, Value, ZeroTolerance
from thangdo.rules.index.formula import EmptyDenominator, parse
from thangdo.rules.index.numbers import ONE, ZERO, exact, total
from thangdo.rules.index.result import Why
from thangdo.rules.index.scoring.base import (
    Case,
    Outcome,
    Scorer,
    clamp,
    directed,
    limited,
    of_maximum,
    ok,
    shared,
)
from thangdo.rules.index.scoring.taking import shower, taker, takers

_NONE: dict[str, object] = {}


def value(rule: Value, maximum: Fraction | None) -> Scorer:
    """The quantity is itself the points; limited to 0..max where there is a maximum.

    >>> rule, case = Value(value="score"), Case({"score": Fraction(12)})
    >>> str(value(rule, Fraction(10))(case).points)
    '10'
    """
    formula = parse(rule.value)
    take, show = taker(formula), shower(formula)

    def score(case: Case) -> Outcome:
        points, limits = limited(take(case), maximum)
        if limits:
            limits["maximum"] = maximum
        return ok(points, "value", inputs=show(case), **limits)

    return score


def ratio(rule: Ratio, maximum: Fraction | None) -> Scorer:
    """a / b x max, limited to 0..max; `full_at` t: full marks from t on, below it a / b / t x max.

    >>> rule = Ratio(ratio=("online", "dossiers"), full_at="0.8")
    >>> str(ratio(rule, Fraction(10))(Case({"online": Fraction(60), "dossiers": Fraction(100)})).points)
    '15/2'
    """
    part, whole = parse(rule.ratio[0]), parse(rule.ratio[1])
    formulas, direction = (part, whole), rule.direction
    take, show = takers(formulas), shower(*formulas)
    threshold = exact(rule.full_at) if rule.full_at is not None else None
    full = ONE if maximum is None else maximum
    rise = full if threshold is None else full / threshold
    code = "ratio-full-at" if threshold is not None else "ratio"
    up = direction is Direction.UP
    if direction is Direction.DOWN:
        code += "-down"

    def score(case: Case) -> Outcome:
        above, below = take(case)
        if not below:
            raise EmptyDenominator
        share = above / below
        facts: dict[str, object] = {"part": above, "whole": below, "ratio": share}
        over, under = share.as_integer_ratio()
        if up and threshold is not None and 0 <= over <= under:
            facts["full_at"], facts["maximum"], facts["inputs"] = threshold, maximum, show(case)
            return ok(full if share >= threshold else share * rise, code, **facts)
        if threshold is None:
            points, limits = shared(directed(share, direction), maximum)
        else:
            earned = directed(clamp(share), direction)
            points = full if earned >= threshold else earned * rise
            limits = _NONE if ZERO <= share <= ONE else shared(directed(share, direction), maximum)[1]
            facts["full_at"] = threshold
        facts["maximum"], facts["inputs"] = maximum, show(case)
        if limits:
            facts.update(limits)
        return Outcome(points, Status.OK, Why(code, facts))

    return score


def complement(rule: Complement, maximum: Fraction | None) -> Scorer:
    """(1 - sum of the shares) x max, not under zero.

    >>> rule = Complement(complement=("late / all", "complained / all"))
    >>> case = Case({"late": Fraction(3), "complained": Fraction(2), "all": Fraction(50)})
    >>> str(complement(rule, Fraction(20))(case).points)
    '18'
    """
    formulas = [parse(text) for text in rule.complement]
    take, show = takers(formulas), shower(*formulas)

    def score(case: Case) -> Outcome:
        taken = total(take(case))
        points, limits = shared(ONE - taken, maximum)
        return ok(points, "complement", sum=taken, maximum=maximum, inputs=show(case), **limits)

    return score


def zero_tolerance(rule: ZeroTolerance, maximum: Fraction | None) -> Scorer:
    """Full marks when there was none in the period, otherwise nothing.

    >>> rule = ZeroTolerance(zero_tolerance="late")
    >>> [str(zero_tolerance(rule, Fraction(5))(Case({"late": Fraction(late)})).points) for late in (0, 1)]
    ['5', '0']
    """
    formula = parse(rule.zero_tolerance)
    take, show = taker(formula), shower(formula)

    def score(case: Case) -> Outcome:
        count = take(case)
        points = of_maximum(ONE if count == 0 else ZERO, maximum)
        code = "zero-tolerance-met" if count == 0 else "zero-tolerance-broken"
        return ok(points, code, count=count, maximum=maximum, inputs=show(case))

    return score
