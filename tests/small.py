"""Small editions and answers for tests: one criterion or a few, numbers written as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Row, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.formula import parse, parse_condition
from thangdo.rules.index.result import NodeScore, Result

NA, BLANK, UNMEASURED = Status.NOT_APPLICABLE, Status.NOT_ANSWERED, Status.NOT_MEASURED
_MISSING = {status.value: status for status in (NA, BLANK, UNMEASURED)}
T = {"vi": "x", "en": "x"}


def value(written: Any) -> Value:
    """A number, a missing word, a list of ticked items, or a word; "1/3" is a number too."""
    if isinstance(written, Status | Fraction):
        return written
    if isinstance(written, list | frozenset):
        return frozenset(written)
    if isinstance(written, int | Decimal):
        return Fraction(written)
    if written in _MISSING:
        return _MISSING[written]
    if written in ("yes", "no"):
        return Fraction(int(written == "yes"))
    try:
        return Fraction(written)
    except ValueError:
        return str(written)


def titled(node: Mapping[str, Any]) -> dict[str, Any]:
    """The node with a title wherever none is written."""
    found = {"title": T, **node}
    for below in ("pillars", "groups", "criteria", "sub_criteria"):
        if below in node:
            found[below] = {code: titled(child) for code, child in node[below].items()}
    return found


def edition(index: Mapping[str, Any], **more: Any) -> Edition:
    """An edition around a tree; inputs are numbers unless `inputs` says otherwise."""
    named = {name: {"type": "number"} for name in _names(index)}
    inputs = {**named, **more.pop("inputs", {})}
    tiers = more.pop("tiers", ["district"])
    head = {
        "edition": "small",
        "version": 1,
        "official": False,
        "title": T,
        "effective": {"from": "2019-01-01"},
    }
    return Edition.model_validate({**head, "tiers": tiers, "inputs": inputs, "index": titled(index), **more})


def _names(part: Any) -> set[str]:
    found: set[str] = set()
    if isinstance(part, Mapping):
        for key, item in part.items():
            found |= _names(item) if key not in ("title", "where", "take", "observations", "tiers") else set()
    elif isinstance(part, list | tuple):
        for item in part:
            found |= _names(item)
    elif isinstance(part, str):
        for read in (parse, parse_condition):
            try:
                found |= read(part).names
            except ValueError:
                continue
    return found


def criterion(rule: Mapping[str, Any], most: Any = None, **more: Any) -> Edition:
    """An edition of one criterion, C, with weight 1."""
    leaf = {"rule": rule, **({} if most is None else {"max": most})}
    return edition({"criteria": {"C": leaf}}, **more)


def given(
    units: Mapping[str, Mapping[str, Any]],
    tables: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]] | None = None,
    tiers: Mapping[str, str] | None = None,
    last_year: Mapping[str, Any] | None = None,
) -> Answers:
    """Answers: unit -> input -> written; tables: name -> unit -> rows; last_year: unit -> points of C."""
    rows: dict[str, dict[tuple[str, str], list[Row]]] = {
        name: {
            (unit, ""): [{column: value(cell) for column, cell in row.items()} for row in lines]
            for unit, lines in table.items()
        }
        for name, table in (tables or {}).items()
    }
    return Answers(
        {code: Unit(code, (tiers or {}).get(code, "district")) for code in units},
        {(code, ""): {name: value(cell) for name, cell in row.items()} for code, row in units.items()},
        rows,
        {(unit, "", "C"): Fraction(points) for unit, points in (last_year or {}).items()},
    )


def result(made: Edition, units: Mapping[str, Mapping[str, Any]], **more: Any) -> Result:
    """The edition evaluated on `given(units, ...)`."""
    return evaluate(made, given(units, **more))


def score(rule: Mapping[str, Any], most: Any = None, /, **answers: Any) -> NodeScore:
    """The score of a unit alone under one rule."""
    return result(criterion(rule, most), {"A": answers}).score("A", "C")


def said(node: NodeScore) -> Any:
    """The points, or the word of what is missing."""
    return node.score if node.score is not None else node.status.value
