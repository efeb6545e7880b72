"""Rules that compare a unit with others or with a target.

Normalised by the best (MIC Phụ lục 1B: bandwidth = own value / highest x 40); min-max with observed or
declared goalposts; z-score; rank and percentile; distance to target (OECD/JRC Handbook on Constructing
Composite Indicators, 2008, step 5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from thangdo.rules.exact import Fraction, Rational
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
from thangdo.rules.index.scoring.base import (
    Among,
    Case,
    Line,
    Outcome,
    Peers,
    Scorer,
    of_maximum,
    ok,
    shared,
)
from thangdo.rules.index.scoring.taking import shower, taker

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
    show = shower(formula)
    take = taker(formula)

    def score(case: Case) -> Outcome:
        own = take(case)
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
        inputs = show(case)
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
    show = shower(formula)
    take, mark = taker(formula), object()
    observed = rule.low == "observed" and rule.high == "observed"
    floor = None if rule.floor is None else exact(rule.floor)
    high_decides = rule.high != "observed"
    up = rule.direction is Direction.UP
    declared: tuple[Fraction, Fraction] | None = None
    if isinstance(rule.low, Decimal) and isinstance(rule.high, Decimal):
        declared = exact(rule.low), exact(rule.high)
    said: dict[str, object] = {} if floor is None else {"floor": floor}
    code = "min-max" if up else "min-max-down"

    def line_of(low: Fraction, high: Fraction) -> Line:
        least = floor or ZERO
        slope = ((ONE if maximum is None else maximum) - least) / (high - low)
        return (
            Line(low, high, slope, least - low * slope)
            if up
            else Line(low, high, -slope, least + high * slope)
        )

    straight = line_of(*declared) if declared and declared[0] < declared[1] else None

    def score(case: Case) -> Outcome:
        own = take(case)
        line = straight
        if observed:
            peers = case.peers(rule.min_max, rule.among)
            line = peers.lines.get(mark)
            if line is None and peers.low < peers.high:
                line = peers.lines[mark] = line_of(peers.low, peers.high)
        if line is not None and line[0] <= own <= line[1]:
            return ok(
                own * line[2] + line[3],
                code,
                value=own,
                low=line[0],
                high=line[1],
                maximum=maximum,
                inputs=show(case),
                **said,
            )
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
            code,
            value=own,
            low=low,
            high=high,
            maximum=maximum,
            inputs=show(case),
            **said,
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
    show = shower(formula)
    mean, sd = exact(rule.mean), exact(rule.sd)
    take = taker(formula)

    def score(case: Case) -> Outcome:
        own = take(case)
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
            inputs=show(case),
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
    show = shower(formula)
    floor = None if rule.floor is None else exact(rule.floor)
    take, quantity, among = taker(formula), rule.rank, rule.among
    down, ties = rule.direction is Direction.DOWN, rule.ties
    percentile = rule.as_ == "percentile"
    code = "percentile" if percentile else "rank"

    def score(case: Case) -> Outcome:
        own = take(case)
        peers = case.peers(quantity, among)
        n = len(peers.ordered)
        below, upto = peers.places[own]
        if down:
            below, upto = n - upto, n - below
        twice = 2 * upto - 2 if ties == "high" else 2 * below if ties == "low" else below + upto - 1
        place = Rational(2 * n - twice, 2) if twice % 2 else n - twice // 2
        facts: dict[str, object] = {"value": own, "rank": place, "of": n}
        if rule.from_ is not None:
            points = Rational(twice, 2) + rule.from_
            inputs = show(case)
            return ok(points, "rank-points", **facts, gained=points, maximum=maximum, inputs=inputs)
        above, under = (below + upto, 2 * n) if percentile else (twice, 2 * n - 2)
        share = Rational(above, under) if under else ONE
        facts["share"], facts["maximum"], facts["inputs"] = share, maximum, show(case)
        if floor is None:
            return ok(of_maximum(share, maximum), code, **facts)
        facts["floor"] = floor
        return ok(shared(share, maximum, floor)[0], code, **facts)

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
    show, take = shower(formula), taker(formula)
    target_end: End = "high" if up else "low"
    start_end: End = "low" if up else "high"

    def score(case: Case) -> Outcome:
        own = take(case)
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
            inputs=show(case),
            **limits,
        )

    return score
