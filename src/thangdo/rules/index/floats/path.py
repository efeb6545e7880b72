"""The whole edition on arrays: points, aggregation over the tree, ranks; for simulation and large tables.

Agrees with `evaluate` to 1e-9 before rounding (a property test holds it). Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import Part, how_of, maximum_of, power_of
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.check_rules import quantities
from thangdo.rules.index.edition.combining import Combine, MeanMin, MissingRule, Penalised
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.rules import Common, MinMax, Post, kind_of
from thangdo.rules.index.evaluate import Branch, grow, walk
from thangdo.rules.index.floats.formulas import Floats
from thangdo.rules.index.floats.points import (
    ABSENT,
    ARRAYS,
    BELOW_COVERAGE,
    NEAR,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    NOT_MEASURED,
    OK,
    Codes,
    Table,
    points,
)
from thangdo.rules.index.formula import parse, parse_condition, score_of
from thangdo.rules.index.plan import in_order

#: The order of `aggregate.worst`: the last that occurs names the whole.
_FROM_MILD_TO_WORST = (NOT_APPLICABLE, NOT_MEASURED, BELOW_COVERAGE, NOT_ANSWERED)
Fixed = Mapping[str, tuple[Floats, Codes]]


@dataclass(frozen=True)
class FloatScores:
    """Scores before rounding: nodes (rows, `codes`) x units (columns); nan where the status is not OK."""

    codes: tuple[str, ...]
    matrix: Floats
    status: Codes

    def of(self, node: str) -> Floats:
        """(units,) scores of one node."""
        return cast(Floats, self.matrix[self.codes.index(node)])


class FloatPath:
    """An edition made ready for arrays. tiers: the names behind the numbers in `Table.tiers`."""

    def __init__(self, edition: Edition, tiers: Sequence[str | None]) -> None:
        self.tree = grow(edition)
        self.tiers = tuple(tiers)
        branches = list(walk(self.tree))
        self.leaves = [branch for branch in branches if not branch.children]
        self.inner = [branch for branch in reversed(branches) if branch.children]
        self.codes = tuple(branch.code for branch in (*self.leaves, *self.inner))
        self.read = {code for branch in self.leaves for code in branch.links}
        self.order = [branch for branch in in_order(self.tree) if branch.children or self.read]
        self.row = {code: row for row, code in enumerate(self.codes)}
        self.applies = np.array(
            [[branch.applies_to(tier) for tier in self.tiers] for branch in (*self.leaves, *self.inner)]
        )

    @cached_property
    def maxima(self) -> Floats:
        """(nodes, tiers) what can be had; nan where a rule has no maximum."""
        found = np.full((len(self.codes), len(self.tiers)), np.nan)
        for column, tier in enumerate(self.tiers):
            self._maximum(self.tree, tier, column, found)
        return found

    def _maximum(self, branch: Branch, tier: str | None, column: int, found: Floats) -> Fraction | None:
        maximum = branch.maximum
        if branch.children:
            parts = [
                Part(c.code, c.weight, None, Status.OK, self._maximum(c, tier, column, found))
                for c in branch.children
                if c.applies_to(tier)
            ]
            maximum = maximum_of(branch.node, parts)
        if maximum is not None:
            found[self.row[branch.code], column] = float(maximum)
        return maximum

    def run(self, table: Table, fixed: Fixed | None = None) -> FloatScores:
        """Scores of all nodes. fixed: leaf -> points and statuses of rules that have no array form.

        Raises KeyError when a rule has no array form and its points are not given.
        """
        matrix = np.empty((len(self.codes), table.size))
        status: Codes | None = None
        if self.read:
            return self._in_turn(table, matrix, fixed or {})
        if not self._batch(table, matrix[: len(self.leaves)]):
            status = np.zeros(matrix.shape, dtype=np.int8)
            for row, leaf in enumerate(self.leaves):
                matrix[row], status[row] = self._leaf(leaf, table, fixed or {})
        if not self.applies.all():
            status = np.zeros(matrix.shape, dtype=np.int8) if status is None else status
            absent = ~self.applies[:, table.tiers]
            status[absent] = ABSENT
            matrix[: len(self.leaves)][absent[: len(self.leaves)]] = np.nan
        if status is not None and not status[: len(self.leaves)].any():
            status = None
        for branch in self.order:
            row = self.row[branch.code]
            children = [self.row[child.code] for child in branch.children]
            weights = np.array([float(child.weight) for child in branch.children])
            parts = matrix[_rows(children)]
            if status is None and weights.all():
                matrix[row] = _combined(branch, weights, parts)
            else:
                if status is None:
                    status = np.zeros(matrix.shape, dtype=np.int8)
                gone = status[row] == ABSENT
                matrix[row], status[row] = self._with_gaps(
                    branch, weights, parts, status[_rows(children)], children, table.tiers
                )
                status[row][gone] = ABSENT
        if status is None:
            status = np.zeros(matrix.shape, dtype=np.int8)
        return FloatScores(self.codes, matrix, status)

    def _in_turn(self, table: Table, matrix: Floats, fixed: Fixed) -> FloatScores:
        """Node after node where rules read the scores of nodes: these become rows of the table."""
        names = (*table.names, *map(score_of, sorted(self.read)))
        start, size = len(table.names), len(names)
        numbers = np.full((size, table.size), np.nan)
        states = np.full((size, table.size), NOT_ANSWERED, dtype=np.int8)
        numbers[:start] = table.matrix
        states[:start] = OK if table.status is None else table.status
        table = Table(names, numbers, states, table.tiers)
        status = np.zeros(matrix.shape, dtype=np.int8)
        absent = ~self.applies[:, table.tiers]
        for branch in self.order:
            row = self.row[branch.code]
            if branch.children:
                children = [self.row[child.code] for child in branch.children]
                weights = np.array([float(child.weight) for child in branch.children])
                parts, states_of = matrix[_rows(children)], status[_rows(children)]
                matrix[row], status[row] = self._with_gaps(
                    branch, weights, parts, states_of, children, table.tiers
                )
            else:
                matrix[row], status[row] = self._leaf(branch, table, fixed)
            status[row][absent[row]] = ABSENT
            matrix[row][absent[row]] = np.nan
            if branch.code in self.read:
                at = table.rows[score_of(branch.code)]
                numbers[at] = matrix[row]
                states[at] = np.where(status[row] == ABSENT, NOT_APPLICABLE, status[row])
        return FloatScores(self.codes, matrix, status)

    def _leaf(self, leaf: Branch, table: Table, fixed: Fixed) -> tuple[Floats, Codes]:
        rule = leaf.node.rule
        if rule is None or leaf.code in fixed:
            return fixed[leaf.code]
        maximum = None if leaf.maximum is None else float(leaf.maximum)
        return points(rule, maximum, table)

    def _batch(self, table: Table, out: Floats) -> bool:
        """All leaves at once into `out`, where each is min-max of one input and nothing is missing."""
        rules = [leaf.node.rule for leaf in self.leaves]
        if table.status is not None or not all(_plain_min_max(rule) for rule in rules):
            return False
        names = [rule.min_max for rule in rules if isinstance(rule, MinMax)]
        if any(name not in table.rows for name in names):
            return False
        columns = table.matrix[_rows([table.rows[name] for name in names])]
        low, high = columns.min(axis=1), columns.max(axis=1)
        spread = high - low
        if not spread.all():
            return False
        up = np.array([rule.direction.value == "up" for rule in rules if rule is not None])
        top = np.array([1.0 if leaf.maximum is None else float(leaf.maximum) for leaf in self.leaves])
        scale = np.where(up, top, -top) / spread
        np.subtract(columns, np.where(up, low, high)[:, None], out=out)
        out *= scale[:, None]
        return True

    def _with_gaps(
        self,
        branch: Branch,
        weights: Floats,
        parts: Floats,
        status: Codes,
        children: Sequence[int],
        tiers: NDArray[np.int64],
    ) -> tuple[Floats, Codes]:
        """One node where parts are missing; the same rules as `aggregate`."""
        node = branch.node
        combine = how_of(node)
        shown = (status != ABSENT).any(axis=0)
        heavy = weights > 0  # a part of weight 0 is shown and does not count
        rows = np.array(children)[heavy]
        weights, parts, status = weights[heavy], parts[heavy], status[heavy]
        kinds = {
            NOT_APPLICABLE: node.missing.not_applicable,
            NOT_ANSWERED: node.missing.not_answered,
            NOT_MEASURED: node.missing.not_measured,
            BELOW_COVERAGE: node.missing.not_measured,
        }
        present = status == OK
        zero = np.zeros_like(present)
        propagated = np.zeros(parts.shape[1], dtype=np.int8)
        for code, rule in kinds.items():
            if rule is MissingRule.ZERO:
                zero |= status == code
        for code in _FROM_MILD_TO_WORST:
            if kinds[code] is MissingRule.PROPAGATE:
                propagated[(status == code).any(axis=0)] = code
        used = present | zero
        filled = np.where(present, parts, 0.0)
        weighted = weights[:, None] * used
        applicable = status != ABSENT
        maxima = self.maxima[rows][:, tiers]
        known = ~(np.isnan(maxima) & applicable).any(axis=0)
        size = np.where(known, np.nan_to_num(maxima), 1.0) * weights[:, None]
        score = _combined(branch, weighted, np.where(used, filled, np.nan), used)
        if combine is Combine.SUM:
            whole, kept = (size * applicable).sum(axis=0), (size * used).sum(axis=0)
            with np.errstate(all="ignore"):
                score = np.where(kept == whole, score, np.where(kept > 0, score * whole / kept, np.nan))
        result = np.zeros(parts.shape[1], dtype=np.int8)
        nothing = ~used.any(axis=0)
        if node.coverage is not None:
            counted = applicable & (status != NOT_APPLICABLE)
            base = size if combine is Combine.SUM else np.broadcast_to(weights[:, None], size.shape)
            with np.errstate(all="ignore"):
                reached = (base * present).sum(axis=0) / (base * counted).sum(axis=0)
            result[~nothing & (reached < float(node.coverage) - 1e-12)] = BELOW_COVERAGE
        worst = np.full(parts.shape[1], NOT_APPLICABLE, dtype=np.int8)
        for code in _FROM_MILD_TO_WORST:
            worst[(status == code).any(axis=0)] = code
        worst[shown & ~applicable.any(axis=0)] = NOT_MEASURED
        result[nothing] = worst[nothing]
        result = np.where(propagated != OK, propagated, result).astype(np.int8)
        result = np.where((result == OK) & np.isnan(score), NOT_MEASURED, result).astype(np.int8)
        return np.where(result == OK, score, np.nan), result


def _plain_min_max(rule: object) -> bool:
    return (
        isinstance(rule, MinMax)
        and rule.floor is None
        and rule.low == "observed"
        and rule.high == "observed"
        and rule.among == "all"
        and parse(rule.min_max).tree[0] == "name"
    )


def _rows(rows: Sequence[int]) -> slice | list[int]:
    """Rows as a slice (no copy) where they follow one another."""
    first = rows[0]
    if list(rows) == list(range(first, first + len(rows))):
        return slice(first, first + len(rows))
    return list(rows)


def _combined(
    branch: Branch, weights: Floats, parts: Floats, used: NDArray[np.bool_] | None = None
) -> Floats:
    """The combination of (parts, units) with weights (parts,) or (parts, units); nan parts are unused."""
    combine = how_of(branch.node)
    if branch.node.floor is not None:
        parts = np.maximum(parts, float(branch.node.floor))
    if used is None and combine in (Combine.SUM, Combine.MEAN):
        scores = weights @ parts
        return cast(Floats, scores if combine is Combine.SUM else scores / weights.sum())
    if used is None:
        weights = np.broadcast_to(weights[:, None], parts.shape)
        used = np.ones(parts.shape, dtype=np.bool_)
    if len(parts) == 0:  # all weights are 0
        return np.full(parts.shape[1], np.nan)
    if combine is Combine.MINIMUM:
        return cast(Floats, np.where(used, parts, np.inf).min(axis=0))
    filled = np.where(used, parts, 0.0)
    with np.errstate(all="ignore"):
        if combine is Combine.SUM:
            return cast(Floats, (weights * filled).sum(axis=0))
        weight = weights.sum(axis=0)
        if combine is Combine.MEAN:
            return cast(Floats, (weights * filled).sum(axis=0) / weight)
        if isinstance(combine, MeanMin):
            mean = (weights * filled).sum(axis=0) / weight
            least = np.where(used & (weights > 0), parts, np.inf).min(axis=0)
            return cast(Floats, mean - float(combine.mean_min) * (mean - least))
        if isinstance(combine, Penalised):
            mean = (weights * filled).sum(axis=0) / weight
            variance = (weights * (filled - mean) ** 2).sum(axis=0) / weight
            spread = variance > NEAR * np.maximum(1.0, mean * mean)
            penalty = np.where(spread, variance / mean, 0.0)
            return cast(Floats, mean - penalty if combine.penalised == "down" else mean + penalty)
        power = float(power_of(branch.node))
        counted = used & (weights > 0)
        zero = (counted & (filled == 0)).any(axis=0)
        if combine is Combine.HARMONIC:
            return np.where(zero, 0.0, weight / np.where(counted, weights / filled, 0.0).sum(axis=0))
        if combine is Combine.GENERALISED and power != 0:
            inner = np.where(counted, weights * np.power(filled, power), 0.0).sum(axis=0) / weight
            return np.where(zero & (power < 0), 0.0, np.power(inner, 1.0 / power))
        logs = np.where(counted, weights * np.log(filled), 0.0).sum(axis=0) / weight
        return np.where(zero, 0.0, np.exp(logs))


def competition_ranks(scores: Floats) -> NDArray[np.int64]:
    """1 for the highest; equal scores share a rank and the next is skipped. nan gets the last ranks.

    >>> competition_ranks(np.array([8.0, 9.0, 8.0, np.nan])).tolist()
    [2, 1, 2, 4]
    """
    order = np.argsort(-scores)
    ordered = scores[order]
    new = np.ones(len(ordered), dtype=np.bool_)
    new[1:] = (ordered[1:] != ordered[:-1]) & ~(np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    ranks = np.empty(len(ordered), dtype=np.int64)
    ranks[order] = np.maximum.accumulate(np.where(new, np.arange(1, len(ordered) + 1), 1))
    return ranks


def has_array_form(rule: Common) -> bool:
    """Whether a rule is computed on arrays; others take their points from the exact path.

    Those that look at words or rows, and those that look beyond the units of one facet: `among: facets`, a
    goalpost read from the data, statistics of the population in a formula.

    >>> from thangdo.rules.index.edition.rules import Value
    >>> has_array_form(Value(value="a")), has_array_form(Value(value="a / sum(a)"))
    (True, False)
    """
    if kind_of(rule) not in ARRAYS or getattr(rule, "among", None) == "facets":
        return False
    if any(isinstance(getattr(rule, key, None), Post) for key in ("low", "high", "start", "target")):
        return False
    return not any(
        (parse_condition if condition else parse)(text).scopes for _, text, condition in quantities(rule)
    )
