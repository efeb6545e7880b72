"""Rules that compare a unit with others or with a target.

Normalised by the best (MIC Phụ lục 1B: bandwidth = own value / highest x 40); min-max with observed or
declared goalposts; z-score; rank and percentile; distance to target (OECD/JRC Handbook on Constructing
Composite Indicators, 2008, step 5).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import Literal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.rules import (
    Best,
    Direction,
    Distance,
    Goalpost,
    MinMax,
    Post,
    RankPoints,
    ZScore,
)
from thangdo.rules.index.formula import EmptyDenominator, Uncomputable, parse
from thangdo.rules.index.numbers import ONE, ZERO, exact, quantile
from thangdo.rules.index.scoring.base import Among, Case, Outcome, Peers, Scorer, of_maximum, ok, shared

End = Literal["low", "high"]


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
                raise EmptyDenominator("best-below-zero" if top < 0 else "nothing")
            share = own / top
        else:
            top = peers.low
            share = ONE if own == top else top / own if own else ONE
        points, limits = shared(share, maximum)
        inputs = case.shown(formula)
        return ok(
            points, "best", value=own, best=top, among=rule.among, maximum=maximum, inputs=inputs, **limits
        )

    return score


def _post(case: Case, quantity: str, among: Among, post: Goalpost, end: End) -> Fraction:
    """A goalpost as a number. Raises Uncomputable where its unit or year has none."""
    if isinstance(post, Decimal):
        return exact(post)
    peers: Peers
    if not isinstance(post, Post):
        peers = case.peers(quantity, among)
        return peers.low if end == "low" else peers.high
    if post.unit is not None:
        number = case.peers(quantity, "all", post.year).by_unit.get(post.unit)
        if number is None:
            raise Uncomputable("no-goalpost")
        return number
    peers = case.peers(quantity, among, post.year)
    if not peers.ordered:
        raise Uncomputable("no-goalpost")
    if post.quantile is not None:
        return quantile(peers.ordered, exact(post.quantile))
    return peers.low if end == "low" else peers.high


def min_max(rule: MinMax, maximum: Fraction | None) -> Scorer:
    """(x - low) / (high - low) x max, limited to 0..max; direction down counts from the high end.

    Where an observed goalpost lies on the wrong side of the other, the other decides: at or over a high one
    is all of it, at or under a low one is nothing. A number that is both goalposts at once has no spread.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (10, 25, 40)])
    >>> case = Case({"bandwidth": Fraction(25)}, peers=lambda *_: peers)
    >>> str(min_max(MinMax(min_max="bandwidth"), Fraction(10))(case).points)
    '5'
    """
    formula = parse(rule.min_max)
    floor = None if rule.floor is None else exact(rule.floor)
    high_decides = rule.high != "observed"
    up = rule.direction is Direction.UP
    declared = (
        (exact(rule.low), exact(rule.high))
        if isinstance(rule.low, Decimal) and isinstance(rule.high, Decimal)
        else None
    )

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        low, high = declared or (
            _post(case, rule.min_max, rule.among, rule.low, "low"),
            _post(case, rule.min_max, rule.among, rule.high, "high"),
        )
        crossed: dict[str, object] = {}
        if low < high:
            share = (own - low) / (high - low)
        elif low == high:
            if own == low:
                raise EmptyDenominator("no-spread")
            share = ONE if own > high else ZERO
        else:
            share = ONE if high_decides and own >= high else ZERO
            crossed = {"crossed": "low" if high_decides else "high"}
        points, limits = shared(share if up else ONE - share, maximum, floor)
        return ok(
            points,
            "min-max" if up else "min-max-down",
            value=own,
            low=low,
            high=high,
            maximum=maximum,
            inputs=case.shown(formula),
            **({} if floor is None else {"floor": floor}),
            **limits,
            **crossed,
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
        average, deviation = case.peers(rule.z_score, rule.among).spread
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

    from: the points n - r + from themselves, so that the last of n has `from` (Borda: 0). ties: those alike
    take the higher of their places (usual), the lower, or the mean.

    >>> from thangdo.rules.index.scoring.base import Peers
    >>> peers = Peers([Fraction(number) for number in (1, 2, 2, 7)])
    >>> case = Case({"calls": Fraction(2)}, peers=lambda *_: peers)
    >>> str(rank(RankPoints(rank="calls"), Fraction(9))(case).points)
    '6'
    """
    formula = parse(rule.rank)
    floor = None if rule.floor is None else exact(rule.floor)

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        values = case.peers(rule.rank, rule.among).ordered
        n = len(values)
        below, upto = bisect_left(values, own), bisect_right(values, own)
        if rule.direction is Direction.DOWN:
            below, upto = n - upto, n - below
        beaten = {
            "high": Fraction(upto - 1),
            "low": Fraction(below),
            "mean": Fraction(below + upto - 1, 2),
        }[rule.ties]
        facts: dict[str, object] = {"value": own, "rank": n - beaten, "of": Fraction(n)}
        if rule.from_ is not None:
            points = beaten + rule.from_
            inputs = case.shown(formula)
            return ok(points, "rank-points", **facts, gained=points, maximum=maximum, inputs=inputs)
        if rule.as_ == "percentile":
            share = Fraction(below + upto, 2 * n)
        else:
            share = ONE if n == 1 else beaten / (n - 1)
        points, _ = shared(share, maximum, floor) if floor is not None else (of_maximum(share, maximum), {})
        return ok(
            points,
            "percentile" if rule.as_ == "percentile" else "rank",
            **facts,
            share=share,
            maximum=maximum,
            inputs=case.shown(formula),
            **({} if floor is None else {"floor": floor}),
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
    target_end: End = "high" if up else "low"
    start_end: End = "low" if up else "high"

    def score(case: Case) -> Outcome:
        own = case.quantity(formula)
        target = _post(case, rule.distance, rule.among, rule.target, target_end)
        start = _post(case, rule.distance, rule.among, rule.start, start_end)
        reached = own >= target if up else own <= target
        wrong = start >= target if up else start <= target
        limits: dict[str, object] = {}
        if reached:
            points = of_maximum(ONE, maximum)
        elif (
            wrong
        ):  # a start read from the data that lies beyond the target: who has not reached it has nothing
            points = ZERO
        else:
            points, limits = shared((own - start) / (target - start), maximum)
        return ok(
            points,
            "distance",
            value=own,
            start=start,
            target=target,
            maximum=maximum,
            inputs=case.shown(formula),
            **limits,
        )

    return score
