"""Reading a file as `thangdo score` does, for the tests of files that mislead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.result import Result
from thangdo.work.editions import answers, queries
from told import all_told

DATA = Path(__file__).parents[2] / "data" / "faulty"
HEAD = ("unit", "tier", "staff", "trained", "online", "rate", "speed", "policy", "site", "kit")
RIGHT = ("u1", "department", 100, 57, 90, 0.9, 10, "issued", "yes", "server|backup")
FULL = Fraction(627, 10)


def scored(file: Path, edition: str = "ed.yaml") -> tuple[Result, list[str]]:
    chosen = queries.get(DATA / edition)
    given, notices = answers.read(chosen, [file])
    return evaluate(chosen, given), all_told(notices)


def refused(file: Path, edition: str = "ed.yaml") -> list[str]:
    with pytest.raises(BadInput) as caught:
        answers.read(queries.get(DATA / edition), [file])
    return all_told(caught.value.problems)


def totals(result: Result) -> dict[str, Any]:
    return {unit: nodes["index"].score for (unit, _), nodes in result.scores.items()}


def written(folder: Path, content: bytes, name: str = "a.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def a_row(**cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(name, value) for name, value in zip(HEAD, RIGHT, strict=True))


def cells(row: int, *values: str) -> str:
    return f'<row r="{row}">' + "".join(values) + "</row>"


def texts(*values: object, p: str = "") -> str:
    found = ""
    for value in values:
        if isinstance(value, str):
            found += f'<{p}c t="inlineStr"><{p}is><{p}t>{value}</{p}t></{p}is></{p}c>'
        else:
            found += f"<{p}c><{p}v>{value}</{p}v></{p}c>"
    return f"<{p}row>{found}</{p}row>"
