"""Cases that an official can read and sign: each YAML file below this folder holds a list of them.

A case has title, source, edition (an id of the library, or the text of a small one), given and expected.
given: units with their answers (`tables` beside it for observations), or, with `tier`, the points of nodes.
expected: points of nodes with the arithmetic written out, or a kind of missing; `level`, and `because`: the
conditions of the next level that fail. The arithmetic is itself computed and compared with what is after `=`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Status, Unit, Value
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.model import Edition, Input, InputType
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.formula import parse
from thangdo.rules.index.levels import level_of
from thangdo.rules.index.numbers import as_text, exact
from thangdo.rules.index.result import LevelOutcome, NeedOutcome, NodeScore, Result, Why
from thangdo.work.editions import queries as editions

HERE = Path(__file__).parent
KEYS = {"title", "source", "edition", "tier", "given", "tables", "expected"}
MISSING = {
    "not applicable": Status.NOT_APPLICABLE,
    "not answered": Status.NOT_ANSWERED,
    "not measured": Status.NOT_MEASURED,
}


def cases() -> list[Any]:
    """Every case of every file; all scalars are texts, so that no number is read as a float."""
    found = []
    for file in sorted(HERE.rglob("*.yaml")):
        if any(file.parent.glob("test_*.py")):
            continue  # a folder with a test of its own has cases of another shape
        for case in YAML(typ="base").load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{file.parent.name}: {case['title']}"))
    return found


@cache
def edition_of(text: str) -> Edition:
    return load(text, "case") if "\n" in text else editions.get(text)


def arithmetic(text: str) -> Fraction:
    """The value of `45 ÷ 60 × 2.5 = 1.875`; all sides of the equation must be equal."""
    plain = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    sides = [parse(side.strip()).exact({}) for side in plain.split("=")]
    assert len(set(sides)) == 1, f"the arithmetic of the case is wrong: {text}"
    return sides[0]


def value_of(given: Any, declared: Input) -> Value:
    """An answer as the case writes it."""
    if isinstance(given, list):
        return frozenset(given)
    for status in (Status.NOT_APPLICABLE, Status.NOT_ANSWERED, Status.NOT_MEASURED):
        if given == status.value:
            return status
    if declared.type is InputType.YES_NO:
        return exact({"yes": "1", "no": "0"}[given])
    if declared.type in (InputType.CHOICE, InputType.TEXT):
        assert declared.choices is None or given in declared.choices, f"{given} is not a choice"
        return str(given)
    return exact(given)


def result_of(edition: Edition, case: dict[str, Any]) -> Result:
    """The engine's result for the answers of the case."""
    units = {code: Unit(code, answers["tier"]) for code, answers in case["given"].items()}
    values = {
        (code, ""): {
            name: value_of(text, edition.inputs[name]) for name, text in answers.items() if name != "tier"
        }
        for code, answers in case["given"].items()
    }
    tables: dict[str, dict[tuple[str, str], list[dict[str, Value]]]] = {}
    for table, rows in case.get("tables", {}).items():
        columns = edition.observations[table].columns
        for row in rows:
            cells = {name: value_of(text, columns[name]) for name, text in row.items() if name != "unit"}
            tables.setdefault(table, {}).setdefault((row["unit"], ""), []).append(cells)
    return evaluate(edition, Answers(units, values, tables))


def node_score(edition: Edition, node: str, text: str) -> NodeScore:
    """The score that `18 of 40`, `45 %` or a kind of missing says."""
    if text in MISSING:
        return NodeScore(node, None, MISSING[text], Fraction(1), Why("given"))
    points, _, maximum = text.removesuffix("%").partition(" of ")
    return NodeScore(node, exact(points.strip()), Status.OK, exact(maximum or "100"), Why("given"))


def sentence(need: NeedOutcome) -> str:
    """`A has 45 % where 50 % is needed`."""
    assert need.needed is not None
    if need.unit == "share":
        had = "no score" if need.had is None else f"{percent(need.had)} %"
        return f"{need.node} has {had} where {percent(need.needed)} % is needed"
    had = "no points" if need.had is None else f"{as_text(need.had)} points"
    wanted = f"{as_text(need.needed)} points are needed" if need.needed else "more than 0 is needed"
    return f"{need.node} has {had} where {wanted}"


def percent(share: Fraction) -> str:
    """A share as a percentage, at most two places, as an official would write it."""
    return as_text(Fraction(round(share * 10000), 100))


def compare_level(expected: dict[str, Any], outcome: LevelOutcome) -> None:
    assert outcome.level == expected["level"]
    because = expected.get("because", [])
    wanted = [because] if isinstance(because, str) else because
    assert [sentence(need) for need in outcome.failed] == wanted


@pytest.mark.parametrize("case", cases())
def test_the_engine_gives_what_the_official_signed(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS and {"title", "source", "edition", "given", "expected"} <= set(case)
    edition, expected = edition_of(case["edition"]), case["expected"]
    if "tier" in case:
        assert edition.levels is not None
        scores = {node: node_score(edition, node, text) for node, text in case["given"].items()}
        compare_level(expected, level_of(edition.levels, case["tier"], scores))
        return
    result = result_of(edition, case)
    per_unit = expected if set(expected) <= set(case["given"]) else {next(iter(case["given"])): expected}
    for unit, nodes in per_unit.items():
        if "level" in nodes:
            compare_level(nodes, result.levels[unit])
        for node, text in nodes.items():
            if node in ("level", "because"):
                continue
            score = result.score(unit, node)
            if text in MISSING:
                assert (unit, node, score.status, score.score) == (unit, node, MISSING[text], None)
            else:
                assert (unit, node, score.score) == (unit, node, arithmetic(text))


def test_an_arithmetic_that_does_not_come_out_is_noticed() -> None:
    with pytest.raises(AssertionError, match="arithmetic of the case is wrong"):
        arithmetic("45 ÷ 60 × 2.5 = 1.9")
