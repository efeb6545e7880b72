"""Rules that compare a unit with others or with a target.

Normalised by the best (MIC Phụ lục 1B: bandwidth = own value / highest x 40); min-max with observed or
declared goalposts; z-score; rank and percentile; distance to target (OECD/JRC Handbook on Constructing
Composite Indicators, 2008, step 5).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.rules import Best, Direction, Distance, MinMax, RankPoints, ZScore
from thangdo.rules.index.formula import EmptyDenominator, parse
from thangdo.rules.index.numbers import ONE, ZERO, exact, root, total
from thangdo.rules.index.scoring.base import Case, Outcome, Scorer, clamp, of_maximum, ok


def best(rule: Best, maximum: Fraction | None) -> Scorer:
    """own / best x max; where less is better, best / own x max (nothing owned: full marks).

    A best value of zero (or below it, where more is better) is an empty denominator.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (10, 25, 40)])
    >>> case = Case({"bandwidth": Fraction(10)}, peers=lambda *_: peers)
    >>> str(best(Best(best="bandwidth"), Fraction(40))(case).points)
    '10'
    """
    formula = parse(rule.best)

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        peers = case.peers(rule.best, rule.among)
        if rule.direction is Direction.UP:
            top = peers.high
            if top <= 0:
                raise EmptyDenominator
            share = own / top
        else:
            top = peers.low
            share = ONE if own == top else top / own if own else ONE
        points = of_maximum(clamp(share), maximum)
        return ok(
            points, "best", value=own, best=top, among=rule.among, maximum=maximum, inputs=case.shown(formula)
        )

    return score


def min_max(rule: MinMax, maximum: Fraction | None) -> Scorer:
    """(x - low) / (high - low) x max, limited to 0..max; direction down counts from the high end.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (10, 25, 40)])
    >>> case = Case({"bandwidth": Fraction(25)}, peers=lambda *_: peers)
    >>> str(min_max(MinMax(min_max="bandwidth"), Fraction(10))(case).points)
    '5'
    """
    formula = parse(rule.min_max)
    declared_low = None if rule.low == "observed" else exact(rule.low)
    declared_high = None if rule.high == "observed" else exact(rule.high)
    observed = declared_low is None or declared_high is None

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        if observed:
            peers = case.peers(rule.min_max, rule.among)
            low = peers.low if declared_low is None else declared_low
            high = peers.high if declared_high is None else declared_high
        else:
            low, high = declared_low or ZERO, declared_high or ZERO
        if low == high:
            raise EmptyDenominator("no-spread")
        share = clamp((own - low) / (high - low))
        if rule.direction is Direction.DOWN:
            share = ONE - share
        return ok(
            of_maximum(share, maximum),
            "min-max" if rule.direction is Direction.UP else "min-max-down",
            value=own,
            low=low,
            high=high,
            maximum=maximum,
            inputs=case.shown(formula),
        )

    return score


def z_score(rule: ZScore, maximum: Fraction | None) -> Scorer:
    """mean + sd x (x - average) / sample standard deviation (n - 1); less is better: the sign turned.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (1, 2, 3)])
    >>> case = Case({"calls": Fraction(3)}, peers=lambda *_: peers)
    >>> str(z_score(ZScore(z_score="calls", mean=50, sd=10), None)(case).points)
    '60'
    """
    formula = parse(rule.z_score)
    mean, sd = exact(rule.mean), exact(rule.sd)

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        values = case.peers(rule.z_score, rule.among).ordered
        if len(values) < 2:
            raise EmptyDenominator("no-spread")
        average = total(values) / len(values)
        deviation = root(total((number - average) ** 2 for number in values) / (len(values) - 1))
        if deviation == 0:
            raise EmptyDenominator("no-spread")
        z = (own - average) / deviation
        z = z if rule.direction is Direction.UP else -z
        return ok(
            mean + sd * z,
            "z-score",
            value=own,
            average=average,
            deviation=deviation,
            z=z,
            maximum=maximum,
            inputs=case.shown(formula),
        )

    return score


def rank(rule: RankPoints, maximum: Fraction | None) -> Scorer:
    """Competition rank r of n: (n - r) / (n - 1) x max. Percentile: the share at or below x, ties half.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (1, 2, 2, 7)])
    >>> case = Case({"calls": Fraction(2)}, peers=lambda *_: peers)
    >>> str(rank(RankPoints(rank="calls"), Fraction(9))(case).points)
    '6'
    """
    formula = parse(rule.rank)

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        values = case.peers(rule.rank, rule.among).ordered
        n = len(values)
        below, upto = bisect_left(values, own), bisect_right(values, own)
        if rule.direction is Direction.DOWN:
            below, upto = n - upto, n - below
        place = n - upto + 1
        if rule.as_ == "percentile":
            share = Fraction(below + upto, 2 * n)
        elif n == 1:
            share = ONE
        else:
            share = Fraction(n - place, n - 1)
        return ok(
            of_maximum(share, maximum),
            "percentile" if rule.as_ == "percentile" else "rank",
            value=own,
            rank=Fraction(place),
            of=Fraction(n),
            share=share,
            maximum=maximum,
            inputs=case.shown(formula),
        )

    return score


def distance(rule: Distance, maximum: Fraction | None) -> Scorer:
    """(x - start) / (target - start) x max, limited to 0..max; start observed = the worst among peers.

    Who has reached the target has full marks, also where everybody has and the start lies beyond it.

    >>> rule = Distance(distance="online", target=80, start=20)
    >>> str(distance(rule, Fraction(10))(Case({"online": Fraction(50)})).points)
    '5'
    """
    up = rule.direction is Direction.UP
    formula = parse(rule.distance)
    target = exact(rule.target)
    declared = None if rule.start == "observed" else exact(rule.start)

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        if declared is None:
            peers = case.peers(rule.distance, rule.among)
            start = peers.low if up else peers.high
        else:
            start = declared
        reached = own >= target if up else own <= target
        share = ONE if reached else clamp((own - start) / (target - start))
        return ok(
            of_maximum(share, maximum),
            "distance",
            value=own,
            start=start,
            target=target,
            maximum=maximum,
            inputs=case.shown(formula),
        )

    return score
