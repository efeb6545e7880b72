"""Keys that a rule takes and that change no number under it: each is refused, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from thangdo.rules.index.edition.findings import Findings
from thangdo.rules.index.edition.rules import (
    Best,
    Common,
    Direction,
    Distance,
    Empty,
    MinMax,
    Post,
    RankPoints,
    kind_of,
)
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.formula import FormulaError, Tree, parse, parse_condition
from thangdo.rules.index.phrases import Phrase, phrase

#: The kinds that look at `direction`.
DIRECTED = {
    *("ratio", "steps", "best", "min_max", "z_score", "rank", "distance"),
    *("survey", "observations", "blend"),
}
#: The kinds that may have nothing to divide by, whatever their quantities are.
MAY_BE_EMPTY = {"ratio", "z_score", "survey", "observations", "blend"}


def check_ignored(found: Findings, path: Path, rule: Common, texts: list[tuple[str, bool]]) -> None:
    """Every key of the rule that changes nothing. texts: its formulas, and whether each is a condition."""
    for key, why, mend in _ignored(rule, texts):
        if not found.untouched((*path, key)):
            continue
        if key == "empty" and rule.empty is Empty.NOT_APPLICABLE:  # says what holds in any case
            found.note((*path, key), why, mend)
        else:
            found.problem((*path, key), why, mend=mend)


def _ignored(rule: Common, texts: list[tuple[str, bool]]) -> Iterator[tuple[str, Phrase, Phrase]]:
    written = {
        field.alias or name
        for name, field in type(rule).model_fields.items()
        if name in rule.model_fields_set
    }
    kind = kind_of(rule) or ""
    take_out = phrase("take-key-out")
    if "direction" in written and kind not in DIRECTED:
        yield (
            "direction",
            phrase("key-ignored", key="direction", kind=kind),
            phrase("turn-quantity") if kind in ("value", "formula") else phrase("turn-points"),
        )
    if "empty" in written and not may_be_empty(rule, kind, texts):
        yield "empty", phrase("empty-ignored", kind=kind), take_out
    if "among" in written and not _compares(rule):
        yield "among", phrase("among-ignored", kind=kind), phrase("take-key-out-or-observe")
    if isinstance(rule, RankPoints):
        yield from _of_rank(rule, written)


def _of_rank(rule: RankPoints, written: set[str]) -> Iterator[tuple[str, Phrase, Phrase]]:
    take_out = phrase("take-key-out")
    if rule.as_ == "percentile":
        for key in ("ties", "from"):
            if key in written:
                yield key, phrase("key-ignored-by", key=key, option="as: percentile"), take_out
    elif rule.from_ is not None and "floor" in written:
        yield "floor", phrase("key-ignored-by", key="floor", option="from"), take_out


def _compares(rule: Common) -> bool:
    """Whether those compared with change the points."""
    if isinstance(rule, MinMax):
        return any(_looks_around(post) for post in (rule.low, rule.high))
    if isinstance(rule, Distance):
        return any(_looks_around(post) for post in (rule.start, rule.target))
    return True


def _looks_around(post: object) -> bool:
    """Whether a goalpost is taken of those compared; that of one unit is its own, whoever is compared."""
    return not isinstance(post, Decimal) and not (isinstance(post, Post) and post.unit is not None)


def may_be_empty(rule: Common, kind: str, texts: list[tuple[str, bool]]) -> bool:
    """Whether there can be nothing to divide by."""
    if kind in MAY_BE_EMPTY:
        return True
    if isinstance(rule, Best) and rule.direction is Direction.UP:
        return True
    if isinstance(rule, MinMax) and not (isinstance(rule.low, Decimal) and isinstance(rule.high, Decimal)):
        return True
    return any(_divides(text, condition) for text, condition in texts)


def _divides(text: str, condition: bool) -> bool:
    try:
        if condition:
            both = parse_condition(text)
            return _has_division(both.left.tree) or _has_division(both.right.tree)
        return _has_division(parse(text).tree)
    except (FormulaError, RecursionError):
        return True


def _has_division(tree: Tree) -> bool:
    if tree[0] == "/":
        below = tree[2]
        if below[0] != "number" or below[1] == 0:
            return True
    if tree[0] == "among":
        return _has_division(parse(tree[2]).tree)
    return any(isinstance(part, tuple) and _has_division(part) for part in tree[1:])
