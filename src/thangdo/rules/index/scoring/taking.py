"""Formulas made ready for many cases: the four operations as closures, everything else as `Case` does it.

What a closure cannot give (a missing input, a zero denominator) it leaves to `Case.quantity`, which says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.formula import Condition, Formula, Tree
from thangdo.rules.index.numbers import NoValue, measured
from thangdo.rules.index.scoring.base import Case

Values = Mapping[str, Value]
Closure = Callable[[Values], Fraction]
_BLANK = Status.NOT_ANSWERED


class _Left(Exception):
    """Left to `Case.quantity`."""


def taker(formula: Formula) -> Callable[[Case], Fraction]:
    """Gives the value of a formula for a case, and raises, as `Case.quantity`.

    >>> from thangdo.rules.index.formula import parse
    >>> str(taker(parse("late / 2"))(Case({"late": Fraction(3)})))
    '3/2'
    """
    closure = _closure(formula.tree)
    if closure is None:
        return lambda case: case.quantity(formula)
    if formula.tree[0] == "name":
        name = formula.tree[1]

        def take(case: Case) -> Fraction:
            value = case.values.get(name)
            return value if value.__class__ is Rational else case.quantity(formula)

        return take

    def compute(case: Case) -> Fraction:
        try:
            return measured(closure(case.values))
        except (_Left, NoValue):
            return case.quantity(formula)

    return compute


def takers(formulas: Sequence[Formula]) -> Callable[[Case], Sequence[Fraction]]:
    """Gives the values of several formulas, and raises, as `Case.quantities`.

    >>> from thangdo.rules.index.formula import parse
    >>> [str(n) for n in takers([parse("a"), parse("a + 1")])(Case({"a": Fraction(1)}))]
    ['1', '2']
    """
    if len(formulas) == 2 and all(one.tree[0] == "name" for one in formulas):
        return _two(formulas)
    closures = [closure for one in formulas if (closure := _checked(one.tree)) is not None]
    if len(closures) < len(formulas):
        return lambda case: case.quantities(formulas)

    def take(case: Case) -> list[Fraction]:
        values = case.values
        try:
            return [closure(values) for closure in closures]
        except (_Left, NoValue):
            return case.quantities(formulas)

    return take


def _two(formulas: Sequence[Formula]) -> Callable[[Case], Sequence[Fraction]]:
    """Two inputs as they are: what most ratios are of."""
    one, other = (formula.tree[1] for formula in formulas)

    def take(case: Case) -> Sequence[Fraction]:
        values = case.values
        above, below = values.get(one), values.get(other)
        if above.__class__ is Rational and below.__class__ is Rational:
            return above, below
        return case.quantities(formulas)

    return take


def shower(*formulas: Formula | Condition) -> Callable[[Case], dict[str, Value]]:
    """Gives the inputs that stand in the formulas, for the reason, as `Case.shown`.

    >>> from thangdo.rules.index.formula import parse
    >>> shower(parse("a + b"))(Case({"a": Fraction(1)}))["b"].value
    'not-answered'
    """
    names = tuple(dict.fromkeys(name for formula in formulas for name in formula.ordered_names))
    if len(names) == 1:
        (name,) = names
        return lambda case: {name: case.values.get(name, _BLANK)}

    def show(case: Case) -> dict[str, Value]:
        values = case.values
        return {name: values.get(name, _BLANK) for name in names}

    return show


def _closure(tree: Tree) -> Closure | None:
    """The value of a tree from the inputs; None where it holds more than the four operations."""
    kind = tree[0]
    if kind == "number":
        number: Fraction = tree[1]
        return lambda values: number
    if kind == "name":
        return _name(tree[1])
    if kind not in ("+", "-", "*", "/"):
        return None
    left, right = _closure(tree[1]), _closure(tree[2])
    return None if left is None or right is None else _operation(kind, left, right)


def _checked(tree: Tree) -> Closure | None:
    """The same, and no number beyond all measure."""
    closure = _closure(tree)
    if closure is None or tree[0] in ("name", "number"):
        return closure
    computed = closure
    return lambda values: measured(computed(values))


def _name(name: str) -> Closure:
    def get(values: Values) -> Fraction:
        value = values.get(name)
        if value.__class__ is not Rational:
            raise _Left
        return value

    return get


def _operation(sign: str, left: Closure, right: Closure) -> Closure:
    if sign == "+":
        return lambda values: left(values) + right(values)
    if sign == "-":
        return lambda values: left(values) - right(values)
    if sign == "*":
        return lambda values: left(values) * right(values)

    def divide(values: Values) -> Fraction:
        above, below = left(values), right(values)
        if not below:
            raise _Left
        return above / below

    return divide
