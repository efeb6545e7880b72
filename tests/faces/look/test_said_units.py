"""Whatever stands against a decision on units is said in a sentence, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import thangdo
from thangdo.faces.look import said_units
from thangdo.records.units import events
from thangdo.records.units.planning import Act

SRC = Path(thangdo.__file__).parent
ROOMS = ("records/units", "work/registry", "faces/office")
CODE = re.compile(r'UnitProblem\(\s*"([a-z-]+)"')


def codes() -> set[str]:
    found = {f"bad-{name}" for name in ("kind", "tier")}  # made of a column's name
    for room in ROOMS:
        for path in (SRC / room).rglob("*.py"):
            found.update(CODE.findall(path.read_text(encoding="utf-8")))
    return found


def test_a_problem_is_shown_as_a_bare_code() -> None:
    assert len(codes()) > 40
    assert codes() - set(said_units.PROBLEMS) == set()
    assert set(said_units.PROBLEMS) - codes() == set()


def test_an_event_or_an_act_has_no_words() -> None:
    kinds = {event.TYPE for event in vars(events).values() if isinstance(getattr(event, "TYPE", None), str)}
    assert kinds - set(said_units.EVENTS) == {"unit.known"}
    assert {act.value for act in Act} - set(said_units.ACTS) == set()


@pytest.mark.parametrize("code", sorted(said_units.PROBLEMS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_sentence_with_nothing_to_fill_in_shows_its_gaps(code: str, language: str) -> None:
    said = said_units.problem(code, "mau:x1", {}, {"mau:x1": "Xã Mẫu 1"}, language)
    assert "{" not in said and said.endswith((".", "–"))


def test_a_problem_of_a_list_without_a_unit_begins_in_the_middle_of_a_sentence() -> None:
    assert said_units.problem("name-needed", "", {}, {}, "vi") == "Hãy ghi tên."
    assert said_units.problem("bad-kind", "", {"value": "tổng"}, {}, "en") == "There is no kind “tổng”."
