"""Cases of deadlines that an official can read and sign: received, limit, due, the days off between."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from thangdo.records.calendars import current
from thangdo.rules.deadlines.counting import DueDate, add_calendar_days, add_working_days, count_working_days

HERE = Path(__file__).parent


def cases() -> list[Any]:
    """Every case of every file; all scalars are texts."""
    return [
        pytest.param(case, id=case["title"])
        for file in sorted(HERE.glob("*.yaml"))
        for case in YAML(typ="base").load(file.read_text(encoding="utf-8"))
    ]


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def due(given: dict[str, str]) -> DueDate:
    number, _, unit = given["limit"].partition(" ")
    assert unit in ("working days", "working day", "days")
    if unit == "days":
        return add_calendar_days(day(given["received"]), int(number))
    return add_working_days(current(), day(given["received"]), int(number))


@pytest.mark.parametrize("case", cases())
def test_the_due_date_is_the_one_the_official_signed(case: dict[str, Any]) -> None:
    assert set(case) == {"title", "source", "given", "expected"}
    expected = case["expected"]
    assert set(expected) <= {"due", "days off", "made up", "warned of"}
    found = due(case["given"])
    assert found.day == day(expected["due"])
    off = [f"{one.day:%d/%m/%Y} {one.reason.code}" for one in found.days if not one.counted]
    made_up = [f"{one.day:%d/%m/%Y}" for one in found.days if one.reason.code == "make-up"]
    assert off == expected.get("days off", off)
    assert made_up == expected.get("made up", [])
    assert [str(one.facts["year"]) for one in found.warnings] == expected.get("warned of", [])
    if found.unit == "working":
        assert count_working_days(current(), found.start, found.day).n == found.n
