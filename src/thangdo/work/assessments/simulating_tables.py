"""What a simulation found, as tables to take away: the units that move, the levels, the criteria."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
HEADS = {
    "unit": ("Mã đơn vị", "Unit code"),
    "name": ("Đơn vị", "Unit"),
    "tier": ("Cấp", "Tier"),
    "score_before": ("Điểm trước", "Score before"),
    "score_after": ("Điểm sau", "Score after"),
    "score_change": ("Thay đổi điểm", "Change of score"),
    "level_before": ("Mức trước", "Level before"),
    "level_after": ("Mức sau", "Level after"),
    "level_move": ("Thay đổi mức", "Change of level"),
    "rank_before": ("Hạng trước", "Rank before"),
    "rank_after": ("Hạng sau", "Rank after"),
    "places": ("Số bậc thay đổi", "Places moved"),
    "causes": ("Tiêu chí làm thay đổi nhiều nhất", "Criteria that change most"),
    "level": ("Mức", "Level"),
    "before": ("Trước", "Before"),
    "after": ("Sau", "After"),
    "change": ("Thay đổi", "Change"),
    "criterion": ("Mã tiêu chí", "Criterion"),
    "title": ("Nội dung tiêu chí", "Title"),
    "most_before": ("Điểm tối đa trước", "Maximum before"),
    "most_after": ("Điểm tối đa sau", "Maximum after"),
    "units_up": ("Số đơn vị tăng điểm", "Units that gain"),
    "units_down": ("Số đơn vị giảm điểm", "Units that lose"),
    "points_in_all": ("Tổng điểm thay đổi", "Points in all"),
}
#: a code of this kind ("tier", "level", "move") -> its name for readers
Naming = Callable[[str, str], str]


def csv(data: Json, language: str) -> bytes:
    """The table of units. data: `Simulation.as_data()`."""
    return csv_bytes(UNITS, unit_rows(data), WORDS)


def xlsx(data: Json, language: str, named: Naming = lambda kind, code: code) -> bytes:
    """All tables, a sheet each, in the words of the reader."""
    made: Sequence[tuple[str, Sequence[str], list[list[object]]]] = (
        ("units", UNITS, unit_rows(data)),
        ("levels", LEVELS, level_rows(data)),
        ("criteria", CRITERIA, criterion_rows(data, language)),
    )
    coded = {"tier": "tier", "level": "level", "level_before": "level", "level_after": "level"}
    coded |= {"level_move": "move"}
    sheets = []
    for name, columns, rows in made:
        kinds = [coded.get(column) for column in columns]
        said = [
            [named(kind, cell) if kind and isinstance(cell, str) and cell else cell for kind, cell in pairs]
            for pairs in (zip(kinds, row, strict=True) for row in rows)
        ]
        heads = [HEADS[column][language == "en"] for column in columns]
        sheets.append(Sheet(SHEETS[name][language], heads, said))
    return xlsx_bytes(sheets)


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
