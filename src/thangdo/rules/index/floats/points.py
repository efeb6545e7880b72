"""Points of one criterion for all units at once, in floats; agrees with `scoring/` before rounding.

Arrays are (units,) float64, nan where there is no number, beside a status array (units,) int8. Rules that
look at words or at rows (choice, checklist, scale, gate, observations, blend) have no arithmetic worth
vectorising: their points are taken from the exact path once (`fixed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition import rules as kinds
from thangdo.rules.index.edition.rules import Common, Direction, Empty, kind_of
from thangdo.rules.index.floats.formulas import Floats, floats
from thangdo.rules.index.formula import Formula, Tree, parse

Codes = NDArray[np.int8]
OK, NOT_APPLICABLE, NOT_ANSWERED, NOT_MEASURED, BELOW_COVERAGE, ABSENT = range(6)
NEAR = 1e-12  # floats closer than this are one exact number; thresholds are met and ties are ties
STATUS_CODES = {
    Status.OK: OK,
    Status.NOT_APPLICABLE: NOT_APPLICABLE,
    Status.NOT_ANSWERED: NOT_ANSWERED,
    Status.NOT_MEASURED: NOT_MEASURED,
    Status.BELOW_COVERAGE: BELOW_COVERAGE,
}


@dataclass(frozen=True)
class Table:
    """The answers as arrays: one row an input, one column a unit.

    matrix: (inputs, units) float64, nan = missing. status: (inputs, units) int8, or None where nothing is
    missing. tiers: (units,) a number a tier.
    """

    names: tuple[str, ...]
    matrix: Floats
    status: Codes | None
    tiers: NDArray[np.int64]

    @cached_property
    def rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    @property
    def size(self) -> int:
        return len(self.tiers)

    def numbers(self, name: str) -> Floats:
        """The numbers of one input; all nan for one that is not in the table."""
        row = self.rows.get(name)
        return np.full(self.size, np.nan) if row is None else cast(Floats, self.matrix[row])

    def states(self, name: str) -> Codes:
        """The statuses of one input; all "not answered" for one that is not in the table."""
        row = self.rows.get(name)
        if row is None:
            return np.full(self.size, NOT_ANSWERED, dtype=np.int8)
        if self.status is None:
            return np.zeros(self.size, dtype=np.int8)
        return cast(Codes, self.status[row])


@dataclass(frozen=True)
class Quantity:
    """A formula over all units: numbers, the first kind of missing input, and where a denominator is zero.

    missing: what the inputs say; status: that, and NOT_MEASURED where the formula has no value.
    """

    numbers: Floats
    missing: Codes
    status: Codes
    empty: NDArray[np.bool_]


def quantity(text: str, table: Table) -> Quantity:
    """The values of a formula for all units."""
    formula = parse(text)
    missing = np.zeros(table.size, dtype=np.int8)
    for name in formula.ordered_names:
        missing = _worse(missing, table.states(name))
    columns = {name: table.numbers(name) for name in formula.ordered_names}
    numbers = np.broadcast_to(floats(formula.tree, columns), (table.size,))
    empty = _zero_denominators(formula, columns, table.size) & (missing == OK)
    status = np.where((missing == OK) & ~empty & np.isnan(numbers), NOT_MEASURED, missing).astype(np.int8)
    return Quantity(np.where((status == OK) & ~empty, numbers, np.nan), missing, status, empty)


def _worse(one: Codes, other: Codes) -> Codes:
    """Of two statuses the one that decides: not applicable, not answered, not measured, OK."""
    return np.where(one == OK, other, np.where(other == OK, one, np.minimum(one, other))).astype(np.int8)


def _zero_denominators(formula: Formula, columns: Mapping[str, Floats], size: int) -> NDArray[np.bool_]:
    found = np.zeros(size, dtype=np.bool_)

    def visit(tree: Tree) -> None:
        nonlocal found
        if tree[0] == "/":
            below = floats(tree[2], columns)
            found = found | (np.abs(np.broadcast_to(below, (size,))) <= NEAR)
        for part in tree[1:]:
            if isinstance(part, tuple):
                visit(part)

    visit(formula.tree)
    return found


def joined(*parts: Quantity) -> tuple[Codes, NDArray[np.bool_]]:
    """Status and emptiness of a rule that needs all the parts, as `Case.quantities`.

    A missing input goes first, then whichever of an empty denominator and an undefined number stands first.
    """
    missing = parts[0].missing
    for part in parts[1:]:
        missing = _worse(missing, part.missing)
    undefined = np.zeros_like(missing)
    empty = np.zeros(missing.shape, dtype=np.bool_)
    for part in parts:
        open_ = (missing == OK) & (undefined == OK) & ~empty
        undefined = np.where(open_ & (part.status != OK), part.status, undefined)
        empty |= open_ & part.empty
    return np.where(missing == OK, undefined, missing).astype(np.int8), empty


def share_points(share: Floats, maximum: float | None) -> Floats:
    return share if maximum is None else share * maximum


def floored(share: Floats, maximum: float | None, floor: Decimal | None) -> Floats:
    """The points of shares, from the floor (0 where there is none) to the maximum.

    >>> floored(np.array([0.0, 0.5, 1.0]), 9.0, Decimal(1)).tolist()
    [1.0, 5.0, 9.0]
    """
    if not floor:
        return share_points(share, maximum)
    low = float(floor)
    return low + share * ((1.0 if maximum is None else maximum) - low)


def directed(share: Floats, rule: Common) -> Floats:
    return share if rule.direction is Direction.UP else 1.0 - share


def _levelled(numbers: Floats) -> Floats:
    """The numbers with those a rounding error apart made equal, as they are exactly; nan stays nan."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    new = np.ones(len(ordered), dtype=np.bool_)
    new[1:] = ~(np.diff(ordered) <= NEAR * np.maximum(1.0, np.abs(ordered[1:])))
    found = np.empty_like(numbers)
    found[order] = ordered[np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0))]
    return found


def groups(table: Table, among: str) -> list[NDArray[np.bool_]]:
    """The masks of the peers: one for all, or one a tier."""
    if among == "all":
        return [np.ones(table.size, dtype=np.bool_)]
    return [table.tiers == tier for tier in np.unique(table.tiers)]


Scored = tuple[Floats, Codes, NDArray[np.bool_]]


def _value(rule: kinds.Value, top: float | None, table: Table) -> Scored:
    q = quantity(rule.value, table)
    return (q.numbers if top is None else np.clip(q.numbers, 0.0, top)), q.status, q.empty


def _ratio(rule: kinds.Ratio, top: float | None, table: Table) -> Scored:
    part, whole = quantity(rule.ratio[0], table), quantity(rule.ratio[1], table)
    status, empty = joined(part, whole)
    zero = (status == OK) & (np.abs(whole.numbers) <= NEAR)
    with np.errstate(all="ignore"):
        share = directed(np.clip(part.numbers / whole.numbers, 0.0, 1.0), rule)
    if rule.full_at is not None:
        share = np.minimum(share / float(rule.full_at), 1.0)
    return share_points(share, top), status, empty | zero


def _complement(rule: kinds.Complement, top: float | None, table: Table) -> Scored:
    parts = [quantity(text, table) for text in rule.complement]
    taken = np.sum([part.numbers for part in parts], axis=0)
    return share_points(np.clip(1.0 - taken, 0.0, 1.0), top), *joined(*parts)


def _zero_tolerance(rule: kinds.ZeroTolerance, top: float | None, table: Table) -> Scored:
    q = quantity(rule.zero_tolerance, table)
    return share_points(np.where(np.abs(q.numbers) <= NEAR, 1.0, 0.0), top), q.status, q.empty


def _steps(rule: kinds.Steps, top: float | None, table: Table) -> Scored:
    q = quantity(rule.of, table)
    down = rule.direction is Direction.DOWN
    rows = sorted(((float(r.at_least), float(r.points)) for r in rule.steps), reverse=down)
    points = np.full(table.size, float(rule.otherwise))
    for bound, won in rows:
        reached = q.numbers - bound if not down else bound - q.numbers
        points = np.where(reached >= -NEAR * max(1.0, abs(bound)), won, points)
    return points, q.status, q.empty


def _best(rule: kinds.Best, top: float | None, table: Table) -> Scored:
    q = quantity(rule.best, table)
    share = np.full(table.size, np.nan)
    empty = q.empty.copy()
    for peers in groups(table, rule.among):
        own = q.numbers[peers]
        if np.isnan(own).all():
            continue
        if rule.direction is Direction.UP:
            best = np.nanmax(own)
            empty[peers] |= (q.status[peers] == OK) & (best <= 0)
            share[peers] = own / best if best > 0 else np.nan
        else:
            best = np.nanmin(own)
            with np.errstate(all="ignore"):
                share[peers] = np.where((own == best) | (own == 0), 1.0, best / own)
    return share_points(np.clip(share, 0.0, 1.0), top), q.status, empty


def _min_max(rule: kinds.MinMax, top: float | None, table: Table) -> Scored:
    q = quantity(rule.min_max, table)
    share = np.full(table.size, np.nan)
    empty = q.empty.copy()
    for peers in groups(table, rule.among):
        own = q.numbers[peers]
        if np.isnan(own).all():
            continue
        low = float(np.nanmin(own)) if rule.low == "observed" else float(cast(Decimal, rule.low))
        high = float(np.nanmax(own)) if rule.high == "observed" else float(cast(Decimal, rule.high))
        near = NEAR * max(abs(low), abs(high))
        if abs(high - low) <= near:
            alike = np.abs(own - low) <= near
            empty[peers] |= (q.status[peers] == OK) & alike
            part = np.where(own > high, 1.0, 0.0)
        elif low > high:  # the declared goalpost decides
            part = np.where((own >= high - near) & (rule.high != "observed"), 1.0, 0.0)
        else:
            part = np.clip((own - low) / (high - low), 0.0, 1.0)
        share[peers] = np.where(np.isnan(own), np.nan, directed(part, rule))
    return floored(share, top, rule.floor), q.status, empty


def _z_score(rule: kinds.ZScore, top: float | None, table: Table) -> Scored:
    q = quantity(rule.z_score, table)
    z = np.full(table.size, np.nan)
    empty = q.empty.copy()
    for peers in groups(table, rule.among):
        own = q.numbers[peers]
        there = own[~np.isnan(own)]
        if len(there) < 2 or np.ptp(there) <= NEAR * np.abs(there).max():
            empty[peers] |= q.status[peers] == OK
            continue
        z[peers] = (own - there.mean()) / there.std(ddof=1)
    sign = 1.0 if rule.direction is Direction.UP else -1.0
    return float(rule.mean) + float(rule.sd) * sign * z, q.status, empty


def _rank(rule: kinds.RankPoints, top: float | None, table: Table) -> Scored:
    q = quantity(rule.rank, table)
    share = np.full(table.size, np.nan)
    sign = 1.0 if rule.direction is Direction.UP else -1.0
    for peers in groups(table, rule.among):
        own = sign * _levelled(q.numbers[peers])
        there = np.sort(own[~np.isnan(own)])
        n = len(there)
        if n == 0:
            continue
        below, upto = np.searchsorted(there, own, "left"), np.searchsorted(there, own, "right")
        beaten = {"high": upto - 1.0, "low": below + 0.0, "mean": (below + upto - 1) / 2}[rule.ties]
        if rule.from_ is not None:
            found = beaten + rule.from_
        elif rule.as_ == "percentile":
            found = (below + upto) / (2 * n)
        else:
            found = np.ones(len(own)) if n == 1 else beaten / (n - 1)
        share[peers] = np.where(np.isnan(own), np.nan, found)
    if rule.from_ is not None:
        return share, q.status, q.empty
    return floored(share, top, rule.floor), q.status, q.empty


def _distance(rule: kinds.Distance, top: float | None, table: Table) -> Scored:
    q = quantity(rule.distance, table)
    share = np.full(table.size, np.nan)
    target = float(cast(Decimal, rule.target))
    up = rule.direction is Direction.UP
    for peers in groups(table, rule.among):
        own = q.numbers[peers]
        if np.isnan(own).all():
            continue
        worst = np.nanmin if up else np.nanmax
        start = float(worst(own)) if rule.start == "observed" else float(cast(Decimal, rule.start))
        reached = (own - target if up else target - own) >= -NEAR * max(1.0, abs(target))
        wrong = start >= target if up else start <= target
        with np.errstate(all="ignore"):
            part = np.clip((own - start) / (target - start), 0.0, 1.0)
            part = np.where(np.isnan(own), np.nan, 0.0) if wrong else part
            share[peers] = np.where(reached, 1.0, part)
    return share_points(share, top), q.status, q.empty


def _weighted_sum(rule: kinds.WeightedSum, top: float | None, table: Table) -> Scored:
    parts = [quantity(part.of, table) for part in rule.weighted_sum]
    points = np.zeros(table.size)
    for part, q in zip(rule.weighted_sum, parts, strict=True):
        amount = q.numbers * float(part.points)
        points = points + (amount if part.at_most is None else np.minimum(amount, float(part.at_most)))
    cap = float(rule.cap) if rule.cap is not None else top
    points = np.maximum(points, 0.0)
    return (points if cap is None else np.minimum(points, cap)), *joined(*parts)


def _survey(rule: kinds.Survey, top: float | None, table: Table) -> Scored:
    parts = {option: quantity(text, table) for option, text in rule.survey.items()}
    status, empty = joined(*parts.values())
    everyone = np.sum([q.numbers for q in parts.values()], axis=0)
    won = np.sum([q.numbers * float(rule.options.get(o, 0)) for o, q in parts.items()], axis=0)
    with np.errstate(all="ignore"):
        share = directed(won / everyone, rule)
    return share_points(share, top), status, empty | ((status == OK) & (everyone == 0))


def _formula(rule: kinds.FormulaPoints, top: float | None, table: Table) -> Scored:
    q = quantity(rule.formula, table)
    if rule.as_ == "share":
        return share_points(np.clip(q.numbers, 0.0, 1.0), top), q.status, q.empty
    return (q.numbers if top is None else np.clip(q.numbers, 0.0, top)), q.status, q.empty


ARRAYS: dict[str, Callable[[Any, float | None, Table], Scored]] = {
    "value": _value,
    "ratio": _ratio,
    "complement": _complement,
    "zero_tolerance": _zero_tolerance,
    "steps": _steps,
    "best": _best,
    "min_max": _min_max,
    "z_score": _z_score,
    "rank": _rank,
    "distance": _distance,
    "weighted_sum": _weighted_sum,
    "survey": _survey,
    "formula": _formula,
}


def points(rule: Common, maximum: float | None, table: Table) -> tuple[Floats, Codes]:
    """Points and statuses of all units under one rule of ARRAYS; nan where the status is not OK.

    `empty: last-year` gives not applicable here: a simulation has no last year.

    >>> table = Table(("done", "all"), np.array([[9.0, 1.0], [10.0, 0.0]]), None, np.array([0, 0]))
    >>> numbers, states = points(kinds.Ratio(ratio=("done", "all")), 10.0, table)
    >>> numbers.tolist(), states.tolist()
    ([9.0, nan], [0, 1])
    """
    numbers, status, empty = ARRAYS[str(kind_of(rule))](rule, maximum, table)
    if empty.any():
        filled = {Empty.FULL: 1.0 if maximum is None else maximum, Empty.ZERO: 0.0}.get(rule.empty)
        if filled is None:
            status = np.where(empty, NOT_APPLICABLE, status)
        else:
            numbers = np.where(empty, filled, numbers)
    status = status.astype(np.int8)
    return np.where(status == OK, numbers, np.nan), status
