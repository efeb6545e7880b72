"""A safe arithmetic formula over named inputs: a parser with a whitelist, no `eval`.

Grammar: numbers, names of inputs, scores of nodes of the same edition (`node(A1)`), + - * / ^, parentheses,
the functions of FUNCTIONS, and the statistics of POPULATION: `x / sum(x)`, `x - mean(x, tier)` (sd with
n - 1; norm: root of the sum of squares). A condition
is two formulas with one comparison between them. Division by zero is `EmptyDenominator`, an outcome
that each rule declares, not an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import RoundingMode
from thangdo.rules.index.numbers import NoValue, exponential, logarithm, measured, power, root, rounded
from thangdo.rules.index.phrases import phrase

MAX_LENGTH = 1000
MAX_DEPTH = 40
MOST_PLACES = 30

#: ("number", Fraction) | ("name", str) | ("neg", t) | (op, t, t) | ("call", f, t...)
#: | ("among", f, text, scope)
Tree = tuple[Any, ...]
#: A statistic of the population: its name, the text of the quantity, among whom.
Population = Callable[[str, str, Any], Fraction]


class FormulaError(ValueError):
    """The formula cannot be read; its `Phrase` says what stands where and what is allowed."""


class EmptyDenominator(ArithmeticError):
    """Something was divided by zero; `cause`: nothing occurred, all are alike, the best is negative."""

    def __init__(self, cause: Literal["nothing", "no-spread", "best-below-zero"] = "nothing") -> None:
        self.cause = cause
        super().__init__(cause)


class Uncomputable(ArithmeticError):
    """A root or logarithm of a number that has none; `code` says which (numbers.UNDEFINED)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


_NODE = r"node\s*\(\s*[A-Za-z][A-Za-z0-9_.\-]*\s*\)"
_TOKEN = re.compile(
    rf"\s*(?:([0-9]+(?:\.[0-9]+)?)|({_NODE}|[A-Za-z_][A-Za-z0-9_.]*)|(>=|<=|==|!=|[-+*/^(),<>]))", re.ASCII
)
_COMPARE = ("==", "!=", ">=", "<=", ">", "<")
FUNCTIONS: dict[str, tuple[int, int]] = {  # name -> least and most arguments
    "min": (1, 20),
    "max": (1, 20),
    "abs": (1, 1),
    "sqrt": (1, 1),
    "log": (1, 1),
    "exp": (1, 1),
    "round": (1, 2),
}


#: Statistics of a quantity among all units that have it: name -> what it is.
POPULATION = ("sum", "mean", "sd", "low", "high", "count", "norm")
SCOPES = ("all", "tier", "facets")


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise FormulaError(phrase("formula-too-long", count=len(text), most=MAX_LENGTH))
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.others: set[str] = set()  # names of which only the population's numbers count
        self.scopes: set[str] = set()
        self.among = False
        at = 0
        stripped = text.rstrip()
        while at < len(stripped):
            match = _TOKEN.match(stripped, at)
            if not match:
                raise FormulaError(phrase("formula-no-part", token=stripped[at:].strip()[:20], text=text))
            kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
            token = match.group(match.lastindex or 1)
            self.tokens.append((kind, "".join(token.split()) if kind == "name" else token))
            at = match.end()
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self, sign: str) -> None:
        if self.peek() != sign:
            raise FormulaError(
                phrase(
                    "formula-sign-missing", sign=sign, text=self.text, before=self.peek() or phrase("the-end")
                )
            )
        self.at += 1

    def sum(self, depth: int) -> Tree:
        if depth > MAX_DEPTH:
            raise FormulaError(phrase("formula-too-deep", text=self.text[:40], most=MAX_DEPTH))
        left = self.product(depth)
        while self.peek() in ("+", "-"):
            sign = self.tokens[self.at][1]
            self.at += 1
            left = (sign, left, self.product(depth))
        return left

    def product(self, depth: int) -> Tree:
        left = self.signed(depth)
        while self.peek() in ("*", "/"):
            sign = self.tokens[self.at][1]
            self.at += 1
            left = (sign, left, self.signed(depth))
        return left

    def signed(self, depth: int) -> Tree:
        if self.peek() == "-":
            self.at += 1
            return ("neg", self.signed(depth + 1) if depth < MAX_DEPTH else self.sum(depth + 1))
        base = self.atom(depth)
        if self.peek() == "^":
            self.at += 1
            return ("^", base, self.signed(depth + 1) if depth < MAX_DEPTH else self.sum(depth + 1))
        return base

    def atom(self, depth: int) -> Tree:
        if self.at >= len(self.tokens):
            raise FormulaError(phrase("formula-ends-early", text=self.text))
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("number", Fraction(token))
        if kind == "name":
            if self.peek() == "(":
                return self.call(token, depth)
            (self.others if self.among else self.names).add(token)
            return ("name", token)
        if token == "(":
            inner = self.sum(depth + 1)
            self.take(")")
            return inner
        raise FormulaError(phrase("formula-token-misplaced", token=token, text=self.text))

    def statistic(self, name: str, depth: int) -> Tree:
        """`sum(x)`, `mean(x / y, tier)`: of the units' numbers, not of this unit's alone."""
        if self.among:
            raise FormulaError(phrase("formula-population-within", name=name, text=self.text))
        self.take("(")
        start, self.among = self.at, True
        self.sum(depth + 1)
        self.among = False
        inner = " ".join(token for _, token in self.tokens[start : self.at])
        scope = "all"
        if self.peek() == ",":
            self.at += 1
            scope = self.peek() or ""
            if scope not in SCOPES:
                raise FormulaError(
                    phrase("formula-scope", name=name, scope=scope, allowed=", ".join(SCOPES), text=self.text)
                )
            self.at += 1
        self.take(")")
        self.scopes.add(scope)
        return ("among", name, inner, scope)

    def call(self, name: str, depth: int) -> Tree:
        if name in POPULATION:
            return self.statistic(name, depth)
        if name not in FUNCTIONS:
            allowed = ", ".join((*FUNCTIONS, *POPULATION))
            raise FormulaError(phrase("formula-function-unknown", name=name, allowed=allowed))
        self.take("(")
        arguments = [self.sum(depth + 1)]
        while self.peek() == ",":
            self.at += 1
            arguments.append(self.sum(depth + 1))
        self.take(")")
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise FormulaError(
                phrase("formula-arguments", name=name, least=least, most=most, count=len(arguments))
            )
        return ("call", name, *arguments)


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its text, its tree, the names of inputs in it, and those that the unit itself needs.

    scopes: among whom its statistics of the population are taken; empty for a formula over one unit. nodes:
    the codes of the nodes whose scores it reads; a unit's own stand among ordered_names as `node(A1)`.
    """

    text: str
    tree: Tree
    names: frozenset[str]
    ordered_names: tuple[str, ...]
    scopes: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()

    def exact(self, values: Mapping[str, Fraction], population: Population | None = None) -> Fraction:
        """The exact value. Raises EmptyDenominator, Uncomputable; KeyError for a missing name."""
        try:
            return measured(_exact(self.tree, values, population))
        except NoValue as error:
            raise Uncomputable(error.code) from error


@dataclass(frozen=True)
class Condition:
    """Two formulas and the comparison between them."""

    text: str
    left: Formula
    sign: str
    right: Formula

    @property
    def names(self) -> frozenset[str]:
        return self.left.names | self.right.names

    @property
    def scopes(self) -> frozenset[str]:
        return self.left.scopes | self.right.scopes

    @property
    def nodes(self) -> frozenset[str]:
        return self.left.nodes | self.right.nodes

    @property
    def ordered_names(self) -> tuple[str, ...]:
        return (*self.left.ordered_names, *self.right.ordered_names)

    def holds(self, left: Fraction, right: Fraction) -> bool:
        return COMPARISONS[self.sign](left, right)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    ">=": lambda a, b: bool(a >= b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    "<": lambda a, b: bool(a < b),
}


@lru_cache(maxsize=8192)
def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError.

    >>> on_time = parse("on_time / (received - withdrawn)")
    >>> str(on_time.exact({"on_time": Fraction(9), "received": Fraction(12), "withdrawn": Fraction(2)}))
    '9/10'
    """
    parser = _Parser(text)
    tree = parser.sum(0)
    if parser.at < len(parser.tokens):
        raise FormulaError(phrase("formula-one-too-many", token=parser.peek(), text=text))
    read = parser.names | parser.others
    nodes = frozenset(code for name in read if (code := node_of(name)) is not None)
    names = frozenset(name for name in read if node_of(name) is None)
    return Formula(text.strip(), tree, names, tuple(sorted(parser.names)), frozenset(parser.scopes), nodes)


def score_of(node: str) -> str:
    """The name under which a formula reads the score of a node.

    >>> score_of("A1"), node_of(score_of("A1")), node_of("late")
    ('node(A1)', 'A1', None)
    """
    return f"node({node})"


def node_of(name: str) -> str | None:
    """The node whose score a name is; None for an input."""
    return name[5:-1] if name.endswith(")") else None


@lru_cache(maxsize=8192)
def parse_condition(text: str) -> Condition:
    """Read a condition such as `late / received <= 0.05`. Raises FormulaError.

    >>> condition = parse_condition("late / received <= 0.05")
    >>> condition.holds(Fraction(1, 20), Fraction(5, 100))
    True
    """
    parser = _Parser(text)
    signs = [index for index, (_, token) in enumerate(parser.tokens) if token in _COMPARE]
    if len(signs) != 1:
        allowed = " ".join(_COMPARE)
        raise FormulaError(phrase("formula-one-comparison", text=text, allowed=allowed))
    sign = parser.tokens[signs[0]][1]
    left, right = text.split(sign, 1)
    return Condition(text.strip(), parse(left), sign, parse(right))


def _exact(tree: Tree, values: Mapping[str, Fraction], population: Population | None) -> Fraction:
    kind = tree[0]
    if kind == "number":
        return tree[1]  # type: ignore[no-any-return]
    if kind == "name":
        return values[tree[1]]
    if kind == "neg":
        return -_exact(tree[1], values, population)
    if kind == "call":
        return _call(tree[1], [_exact(part, values, population) for part in tree[2:]])
    if kind == "among":
        if population is None:
            raise Uncomputable("no-numbers")
        return population(tree[1], tree[2], tree[3])
    left, right = _exact(tree[1], values, population), _exact(tree[2], values, population)
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    if kind == "/":
        if right == 0:
            raise EmptyDenominator
        return left / right
    return power(left, right)


def _call(name: str, arguments: list[Fraction]) -> Fraction:
    if name == "min":
        return min(arguments)
    if name == "max":
        return max(arguments)
    if name == "abs":
        return abs(arguments[0])
    if name == "sqrt":
        return root(arguments[0])
    if name == "log":
        return logarithm(arguments[0])
    if name == "exp":
        return exponential(arguments[0])
    places = arguments[1] if len(arguments) > 1 else Fraction(0)
    if places.denominator != 1 or not 0 <= places <= MOST_PLACES:
        raise NoValue("rounding-places")
    return rounded(arguments[0], places.numerator, RoundingMode.HALF_UP)
