"""Rules over observations: a statistic of many rows per unit, and blends of such statistics.

Source of the blend: eGovernment Benchmark Method Paper 2020-2023 (0.8 transactional + 0.2 informational
services, the weights renormalised over the parts that are present).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Row, Status, Value
from thangdo.rules.index.edition.rules import Blend, BlendPart, Direction, Observed, Take, Where
from thangdo.rules.index.formula import EmptyDenominator
from thangdo.rules.index.numbers import ONE, ZERO, as_text, exact, total, weighted_total
from thangdo.rules.index.scoring.base import Case, Missing, Outcome, Scorer, directed, ok, shared


def passes(value: Value | None, where: Where) -> bool:
    """Whether a value passes one filter; a missing one never does.

    >>> [passes(value, Where(in_=("yes",))) for value in (Fraction(1), Fraction(0), Status.NOT_ANSWERED)]
    [True, False, False]
    """
    if value is None or isinstance(value, Status):
        return False
    if where.in_ is not None and not _is_one_of(value, where.in_):
        return False
    if where.at_least is not None or where.at_most is not None:
        if not isinstance(value, Fraction):
            return False
        if where.at_least is not None and value < exact(where.at_least):
            return False
        if where.at_most is not None and value > exact(where.at_most):
            return False
    return True


def _is_one_of(value: Value, words: tuple[str, ...]) -> bool:
    if isinstance(value, frozenset):
        return any(word in value for word in words)
    if isinstance(value, Fraction):
        if as_text(value) in words:
            return True
        return (value == 1 and ("yes" in words or "Y" in words)) or (
            value == 0 and ("no" in words or "N" in words)
        )
    return str(value) in words


def _all_pass(row: Row, filters: Mapping[str, Where]) -> bool:
    return all(passes(row.get(column), where) for column, where in filters.items())


def _measured(rows: Sequence[Row], columns: Mapping[str, Where]) -> list[Row]:
    """The rows in which every column asked about has a value."""
    return [
        row for row in rows if not any(isinstance(row.get(c, Status.NOT_ANSWERED), Status) for c in columns)
    ]


def _column(rows: Sequence[Row], column: str) -> list[Fraction]:
    return [value for row in rows if isinstance(value := row.get(column), Fraction)]


def statistic(take: Take, rows: Sequence[Row]) -> tuple[Fraction | None, int]:
    """The statistic and the number of rows it rests on; None when no row has a value.

    mean, sum, max, min, count; share and any of rows for which all filters hold; weighted mean; never:
    share of items without a bad row; options: mean of the option weights.

    >>> found = (("birth", 0), ("birth", 1), ("land", 0))
    >>> rows = [{"item": item, "late": Fraction(late)} for item, late in found]
    >>> share, of = statistic(Take(never={"item": "item", "bad": {"late": "yes"}}), rows)
    >>> as_text(share), of
    ('0.5', 2)
    """
    if take.count:
        return Fraction(len(rows)), len(rows)
    if take.share is not None:
        counted = _measured(rows, take.share)
        if not counted:
            return None, 0
        return Fraction(sum(_all_pass(row, take.share) for row in counted), len(counted)), len(counted)
    if take.any is not None:
        counted = _measured(rows, take.any)
        if not counted:
            return None, 0
        return (ONE if any(_all_pass(row, take.any) for row in counted) else ZERO), len(counted)
    if take.never is not None:
        items: dict[Value, bool] = {}
        for row in _measured(rows, take.never.bad):
            item = row.get(take.never.item, Status.NOT_ANSWERED)
            if not isinstance(item, Status):
                items[item] = items.get(item, False) or _all_pass(row, take.never.bad)
        if not items:
            return None, 0
        return Fraction(sum(not bad for bad in items.values()), len(items)), len(items)
    if take.options is not None:
        weights = {option: exact(number) for option, number in take.options.weights.items()}
        given = [weights[str(v)] for row in rows if str(v := row.get(take.options.column)) in weights]
        return (total(given) / len(given), len(given)) if given else (None, 0)
    if take.weighted is not None:
        pairs = [
            (value, by)
            for row in rows
            if isinstance(value := row.get(take.weighted.value), Fraction)
            and isinstance(by := row.get(take.weighted.by), Fraction)
        ]
        weight = total(by for _, by in pairs)
        return (total(value * by for value, by in pairs) / weight, len(pairs)) if weight else (None, 0)
    for name in ("mean", "sum", "max", "min"):
        column = getattr(take, name)
        if column is not None:
            numbers = _column(rows, column)
            if not numbers:
                return None, 0
            if name == "mean":
                return total(numbers) / len(numbers), len(numbers)
            if name == "sum":
                return total(numbers), len(numbers)
            return (max if name == "max" else min)(numbers), len(numbers)
    return None, 0


def _natural_full(take: Take) -> Fraction | None:
    """1 for statistics that are shares; None for those which are the points themselves."""
    shares = (take.share, take.any, take.never, take.options)
    return ONE if any(part is not None for part in shares) else None


def _points(
    part: Observed | BlendPart, direction: Direction, maximum: Fraction | None, case: Case
) -> tuple[Fraction | None, int, dict[str, object]]:
    """The points of one statistic: taken / full x max, limited to 0..max where there is a maximum.

    And the number of rows, and what was raised or cut.
    """
    table = case.rows.get(part.observations)
    if table is None:
        raise Missing(Status.NOT_ANSWERED, part.observations)
    rows = [row for row in table if _all_pass(row, part.where)] if part.where else list(table)
    taken, n = statistic(part.take, rows)
    if taken is None:
        return None, 0, {}
    full = exact(part.full) if part.full is not None else _natural_full(part.take) or maximum or ONE
    share = directed(taken / full, direction)
    if maximum is None:
        return share, n, {}
    points, limits = shared(share, maximum)
    return points, n, limits


def observed(rule: Observed, maximum: Fraction | None) -> Scorer:
    """The statistic of the rows as points; no row with a value is an empty denominator.

    direction down: what is left of the full share.

    >>> rule = Observed(observations="sites", take={"share": {"up": "yes"}})
    >>> sites = [{"up": Fraction(1)}, {"up": Fraction(1)}, {"up": Fraction(0)}, {"up": Status.NOT_ANSWERED}]
    >>> str(observed(rule, Fraction(9))(Case({}, {"sites": sites})).points)
    '6'
    """

    def score(case: Case) -> Outcome:
        points, n, limits = _points(rule, rule.direction, maximum, case)
        if points is None:
            raise EmptyDenominator
        return ok(points, "observed", table=rule.observations, n=n, maximum=maximum, **limits)

    return score


def blend(rule: Blend, maximum: Fraction | None) -> Scorer:
    """sum(weight x points) / sum(weight) over the parts that have rows; missing when no table was given.

    >>> mean = {"observations": "services", "take": {"mean": "score"}, "full": 100}
    >>> weights = {"transactional": "0.8", "informational": "0.2"}
    >>> parts = [mean | {"weight": weight, "where": {"kind": kind}} for kind, weight in weights.items()]
    >>> found = (("transactional", 90), ("informational", 60))
    >>> rows = [{"kind": kind, "score": Fraction(score)} for kind, score in found]
    >>> str(blend(Blend(blend=parts), Fraction(10))(Case({}, {"services": rows})).points)
    '42/5'
    """
    weights = [exact(part.weight) for part in rule.blend]

    def score(case: Case) -> Outcome:
        kept, points, n = [], [], 0
        missing: list[Missing] = []
        for weight, part in zip(weights, rule.blend, strict=True):
            try:
                found, rows, _ = _points(part, rule.direction, maximum, case)
            except Missing as absent:
                missing.append(absent)
                continue
            if found is not None:
                kept.append(weight)
                points.append(found)
                n += rows
        if len(missing) == len(rule.blend):
            raise missing[0]
        if not kept:
            raise EmptyDenominator
        return ok(
            weighted_total(kept, points) / total(kept),
            "blend",
            parts=len(kept),
            of=len(rule.blend),
            n=n,
            maximum=maximum,
        )

    return score
