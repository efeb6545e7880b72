"""What every scoring rule works with: one unit's case, the peers, and the outcome with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Rational as AnyRational
from typing import Literal, NamedTuple

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Row, Status, Value
from thangdo.rules.index.edition.rules import Common, Direction, Empty
from thangdo.rules.index.formula import Condition, EmptyDenominator, Formula, Uncomputable
from thangdo.rules.index.numbers import ONE, ZERO
from thangdo.rules.index.result import Why

Among = Literal["tier", "all"]


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


@dataclass(frozen=True, slots=True)
class Peers:
    """The values of one quantity among the units compared with; `ordered` from low to high."""

    ordered: Sequence[Fraction]

    @property
    def low(self) -> Fraction:
        return self.ordered[0]

    @property
    def high(self) -> Fraction:
        return self.ordered[-1]


def no_peers(quantity: str, among: Among) -> Peers:
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
    peers: asks the values of a quantity among the units of the same tier or among all.
    """

    values: Mapping[str, Value]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    last_year: Fraction | None = None
    peers: Callable[[str, Among], Peers] = no_peers

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
        return formula.exact(self.numbers(formula.ordered_names))

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
    return Outcome(points, Status.OK, Why(code, facts))


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
        points = case.last_year if maximum is None else min(case.last_year, maximum)
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
