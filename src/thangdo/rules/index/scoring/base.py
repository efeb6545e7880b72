"""What every scoring rule works with: one unit's case, the peers, and the outcome with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Rational as AnyRational
from typing import Literal, NamedTuple

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Row, Status, Value
from thangdo.rules.index.edition.rules import Common, Direction, Empty
from thangdo.rules.index.formula import Condition, EmptyDenominator, Formula, Uncomputable
from thangdo.rules.index.numbers import ONE, ZERO, mean_and_deviation, root, total
from thangdo.rules.index.result import Why

Among = Literal["tier", "all", "facets"]


class Line(NamedTuple):
    """Points on a line between two goalposts: slope x number + offset."""

    low: Fraction
    high: Fraction
    slope: Fraction
    offset: Fraction


class Outcome(NamedTuple):
    """Points (None unless ok), the status and the reason."""

    points: Fraction | None
    status: Status
    why: Why


class Missing(Exception):
    """A value that the rule needs is missing; carries which kind and which input."""

    def __init__(self, status: Status, name: str) -> None:
        self.status = status
        self.name = name
        super().__init__(f"{name}: {status}")


class Peers:
    """The values of one quantity among the units compared with; what is computed of them is kept.

    ordered: from low to high; by_unit: unit -> number, those of the facet at hand.
    """

    def __init__(self, ordered: Sequence[Fraction], by_unit: Mapping[str, Fraction] | None = None) -> None:
        self.ordered = ordered
        self.by_unit = by_unit or {}
        self.lines: dict[object, Line] = {}  # by the rule that asked for one

    @cached_property
    def low(self) -> Fraction:
        return self.ordered[0]

    @cached_property
    def high(self) -> Fraction:
        return self.ordered[-1]

    @cached_property
    def spread(self) -> tuple[Fraction, Fraction]:
        """Mean and sample standard deviation. Raises EmptyDenominator without two that differ."""
        if len(self.ordered) < 2 or self.low == self.high:
            raise EmptyDenominator("no-spread")
        return mean_and_deviation(self.ordered)

    @cached_property
    def places(self) -> dict[Fraction, tuple[int, int]]:
        """Of each number: how many are below it, and how many are not above it."""
        found: dict[Fraction, tuple[int, int]] = {}
        for upto, number in enumerate(self.ordered, 1):
            found[number] = found[number][0] if number in found else upto - 1, upto
        return found

    @cached_property
    def kept(self) -> dict[str, Fraction]:
        return {}

    def statistic(self, name: str) -> Fraction:
        """One of formula.POPULATION. Raises Uncomputable where too few have a number."""
        if name not in self.kept:
            self.kept[name] = self._statistic(name)
        return self.kept[name]

    def _statistic(self, name: str) -> Fraction:
        n = len(self.ordered)
        if name == "count":
            return Rational(n, 1)
        if name == "sum":
            return total(self.ordered)
        if n < (2 if name == "sd" else 1):
            raise Uncomputable("no-numbers")
        if name == "mean":
            return total(self.ordered) / n
        if name == "sd":
            return mean_and_deviation(self.ordered)[1]
        if name == "norm":
            return root(total([number * number for number in self.ordered]))
        return self.low if name == "low" else self.high


def no_peers(quantity: str, among: Among, year: str | None = None) -> Peers:
    """Nobody to compare with is an empty denominator.

    >>> no_peers("late / received", "tier")
    Traceback (most recent call last):
        ...
    thangdo.rules.index.formula.EmptyDenominator: nothing
    """
    raise EmptyDenominator


@dataclass(frozen=True)
class Case:
    """One unit (and facet) before one rule.

    values: input -> value; rows: observation table -> rows; last_year: the node's score then, if known;
    peers: asks the values of a quantity among the units of the same tier, among all, or over all facets (or
    in one of them); memo: by rule, what the same number gave another unit that has the same peers.
    """

    values: Mapping[str, Value]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    last_year: Fraction | None = None
    peers: Callable[..., Peers] = no_peers
    memo: dict[object, dict[Fraction, Outcome]] = field(default_factory=dict)

    def get(self, name: str) -> Value:
        """The value of an input; raises Missing."""
        value = self.values.get(name, Status.NOT_ANSWERED)
        if isinstance(value, Status):
            raise Missing(value, name)
        return value

    def numbers(self, names: Iterable[str]) -> dict[str, Fraction]:
        """Numbers by name. Raises Missing; not applicable goes before not answered before not measured."""
        found: dict[str, Fraction] = {}
        missing: Missing | None = None
        for name in names:
            value = self.values.get(name, Status.NOT_ANSWERED)
            if isinstance(value, Rational):
                found[name] = value
            elif isinstance(value, AnyRational):
                found[name] = Fraction(value)
            else:
                status = value if isinstance(value, Status) else Status.NOT_MEASURED
                if missing is None or PRECEDENCE[status] < PRECEDENCE[missing.status]:
                    missing = Missing(status, name)
        if missing is not None:
            raise missing
        return found

    def quantity(self, formula: Formula) -> Fraction:
        """The value of a formula. Raises Missing, EmptyDenominator, Uncomputable."""
        if formula.tree[0] == "name":
            value = self.values.get(formula.tree[1], Status.NOT_ANSWERED)
            if isinstance(value, Rational):
                return value
        return formula.exact(self.numbers(formula.ordered_names), self.statistic)

    def statistic(self, name: str, quantity: str, scope: Among) -> Fraction:
        """A statistic of the population in a formula: `sum(x)`."""
        return self.peers(quantity, scope).statistic(name)

    def quantities(self, formulas: Sequence[Formula]) -> list[Fraction]:
        """The values of several formulas. Raises as `quantity`; a missing input anywhere goes first."""
        try:
            return [self.quantity(formula) for formula in formulas]
        except (Missing, EmptyDenominator, Uncomputable):
            self.numbers(dict.fromkeys(name for formula in formulas for name in formula.ordered_names))
            raise

    def shown(self, *formulas: Formula | Condition) -> dict[str, Value]:
        """The inputs that stand in the formulas, for the reason."""
        values, found = self.values, {}
        for formula in formulas:
            for name in formula.ordered_names:
                found[name] = values.get(name, Status.NOT_ANSWERED)
        return found


#: Of several missing inputs the one that decides: what does not apply before what was not answered.
PRECEDENCE = {
    Status.NOT_APPLICABLE: 0,
    Status.NOT_ANSWERED: 1,
    Status.NOT_MEASURED: 2,
    Status.BELOW_COVERAGE: 3,
    Status.OK: 4,
}

Scorer = Callable[[Case], Outcome]


def ok(points: Fraction, code: str, **facts: object) -> Outcome:
    """An outcome with points.

    >>> ok(Fraction(5), "value").status
    <Status.OK: 'ok'>
    """
    return _new(Outcome, (points, _OK, _new(Why, (code, facts))))


#: Makes a named tuple without the call of a Python function: millions are made.
_new = tuple.__new__
_OK = Status.OK


def empty(rule: Common, maximum: Fraction | None, case: Case, **facts: object) -> Outcome:
    """What the rule declares for an empty denominator: full, zero, not applicable, last year's score.

    >>> empty(Common(empty="full"), Fraction(10), Case({})).why.code
    'empty-full'
    """
    kind = rule.empty
    if kind is Empty.FULL:
        return ok(maximum if maximum is not None else ONE, "empty-full", **facts)
    if kind is Empty.ZERO:
        return ok(ZERO, "empty-zero", **facts)
    if kind is Empty.LAST_YEAR and case.last_year is not None:
        points = case.last_year
        if maximum is not None and points > maximum:
            points, facts = maximum, {**facts, "cut": points}
        return ok(points, "empty-last-year", **facts)
    code = "empty-no-last-year" if kind is Empty.LAST_YEAR else "empty-not-applicable"
    return Outcome(None, Status.NOT_APPLICABLE, Why(code, facts))


def guarded(rule: Common, maximum: Fraction | None, score: Scorer) -> Scorer:
    """`score` with the outcomes that all rules share: missing inputs, empty denominators, no value.

    >>> score = guarded(Common(), Fraction(5), lambda case: ok(case.get("late"), "value"))
    >>> outcome = score(Case({}))
    >>> outcome.status.value, outcome.why.facts["input"]
    ('not-answered', 'late')
    """

    def run(case: Case) -> Outcome:
        try:
            return score(case)
        except Missing as missing:
            return Outcome(None, missing.status, Why("missing-input", {"input": missing.name}))
        except EmptyDenominator as reason:
            return empty(rule, maximum, case, cause=reason.cause)
        except Uncomputable as reason:
            return Outcome(None, Status.NOT_MEASURED, Why("uncomputable", {"reason": reason.code}))

    return run


def clamp(share: Fraction) -> Fraction:
    """A share limited to 0..1.

    >>> [str(clamp(Fraction(share, 2))) for share in (-1, 1, 3)]
    ['0', '1/2', '1']
    """
    above, below = share.as_integer_ratio()
    return ZERO if above <= 0 else ONE if above >= below else share


def limited(points: Fraction, maximum: Fraction | None) -> tuple[Fraction, dict[str, object]]:
    """Points within 0 and the maximum, and what was raised or cut; as they are where there is no maximum.

    >>> points, facts = limited(Fraction(12), Fraction(10))
    >>> str(points), str(facts["cut"])
    ('10', '12')
    """
    if maximum is None:
        return points, {}
    if points < ZERO:
        return ZERO, {"raised": points}
    return (maximum, {"cut": points}) if points > maximum else (points, {})


def shared(
    share: Fraction, maximum: Fraction | None, floor: Fraction | None = None
) -> tuple[Fraction, dict[str, object]]:
    """A share of the maximum within 0 and all of it, and what was raised or cut.

    floor: the points of the share 0; those of the share 1 are the maximum (1 where there is none).

    >>> str(shared(Fraction(1, 2), Fraction(9), Fraction(1))[0])
    '5'
    """
    low, high = floor or ZERO, ONE if maximum is None else maximum
    points = low + share * (high - low) if low else of_maximum(share, maximum)
    above, below = share.as_integer_ratio()
    if above < 0:
        return low, {"raised": points}
    return (high, {"cut": points}) if above > below else (points, {})


def directed(share: Fraction, direction: Direction) -> Fraction:
    """The share of the marks: itself where more is better, its complement where less is.

    >>> str(directed(Fraction(1, 4), Direction.DOWN))
    '3/4'
    """
    return share if direction is Direction.UP else ONE - share


def of_maximum(share: Fraction, maximum: Fraction | None) -> Fraction:
    """A share of the maximum; the share itself where the criterion declares no maximum.

    >>> str(of_maximum(Fraction(1, 4), Fraction(10))), str(of_maximum(Fraction(1, 4), None))
    ('5/2', '1/4')
    """
    return share if maximum is None else share * maximum
