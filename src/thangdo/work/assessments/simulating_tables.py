"""What a simulation found, as tables to take away: the units that move, the levels, the criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from thangdo.records.documents.tables import Sheet, csv_bytes, xlsx_bytes

Json = Mapping[str, Any]
UNITS = (
    *("unit", "name", "tier", "score_before", "score_after", "score_change", "level_before", "level_after"),
    *("level_move", "rank_before", "rank_after", "places", "causes"),
)
LEVELS = ("tier", "level", "before", "after", "change")
CRITERIA = ("criterion", "title", "most_before", "most_after", "units_up", "units_down", "points_in_all")
WORDS = {"unit", "name", "tier", "level", "criterion", "title", "causes"}
SHEETS = {
    "units": {"vi": "Đơn vị", "en": "Units"},
    "levels": {"vi": "Phân bố theo mức", "en": "Levels"},
    "criteria": {"vi": "Tiêu chí", "en": "Criteria"},
}


def csv(data: Json, language: str) -> bytes:
    """The table of units. data: `Simulation.as_data()`."""
    return csv_bytes(UNITS, unit_rows(data), WORDS)


def xlsx(data: Json, language: str) -> bytes:
    """All tables, a sheet each."""
    made: Sequence[tuple[str, Sequence[str], list[list[object]]]] = (
        ("units", UNITS, unit_rows(data)),
        ("levels", LEVELS, level_rows(data)),
        ("criteria", CRITERIA, criterion_rows(data, language)),
    )
    return xlsx_bytes([Sheet(SHEETS[name][language], list(columns), rows) for name, columns, rows in made])


def unit_rows(data: Json) -> list[list[object]]:
    """A row per unit, in the order of the page."""
    return [
        [
            move["code"],
            move["name"],
            move["tier"],
            _number(move["before"]["score"]),
            _number(move["after"]["score"]),
            _number(move["change"]),
            move["before"]["level"],
            move["after"]["level"],
            move["level"],
            _number(move["before"]["rank"]),
            _number(move["after"]["rank"]),
            _number(move["places"]),
            "; ".join(f"{cause['code']} {_signed(cause['change'])}" for cause in move["causes"]),
        ]
        for move in data["moves"]
    ]


def level_rows(data: Json) -> list[list[object]]:
    """A row per tier and level."""
    return [
        [tier, level, Decimal(before), Decimal(after), Decimal(after - before)]
        for tier, levels in data["levels"].items()
        for level, (before, after) in levels.items()
    ]


def criterion_rows(data: Json, language: str) -> list[list[object]]:
    """A row per criterion that makes a difference."""
    return [
        [
            shift["code"],
            shift[f"title_{language}"] or shift["title_vi"],
            _number(shift["most_before"]),
            _number(shift["most_after"]),
            Decimal(shift["up"]),
            Decimal(shift["down"]),
            _number(shift["total"]),
        ]
        for shift in data["shifts"]
    ]


def _number(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _signed(change: str) -> str:
    return change if change.startswith("-") else f"+{change}"
