"""Change one answer of a bundled assessment, to see that a reproduction can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from thangdo.rules.index.answers import Answers, Value
from thangdo.work.assessments.bundled import Bundled


def change_answers(monkeypatch: pytest.MonkeyPatch, change: Callable[[Answers], Answers]) -> None:
    """From now on every bundled assessment answers as `change` makes it."""
    kept = Bundled.answers
    monkeypatch.setattr(Bundled, "answers", lambda self: change(kept(self)))


def with_value(unit: str, name: str, value: Value) -> Callable[[Answers], Answers]:
    """One input of one unit is another; assessments without that unit are left as they are."""

    def change(answers: Answers) -> Answers:
        if unit not in answers.units:
            return answers
        values = {key: dict(given) for key, given in answers.values.items()}
        assert name in values[unit, ""]
        values[unit, ""][name] = value
        return replace(answers, values=values)

    return change


def with_cell(table: str, key: tuple[str, str], column: str, value: Value) -> Callable[[Answers], Answers]:
    """One cell in the first row that a unit has in an observation table is another."""

    def change(answers: Answers) -> Answers:
        tables = {name: dict(rows) for name, rows in answers.tables.items()}
        first, *rest = tables[table][key]
        assert column in first
        tables[table][key] = [{**first, column: value}, *rest]
        return replace(answers, tables=tables)

    return change
