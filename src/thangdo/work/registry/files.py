"""The register as files: CSV and Excel read into rows by code, written so that they read back the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Sheet, Wanted, csv_bytes, read_tables, xlsx_bytes
from thangdo.records.units import letters
from thangdo.records.units.differences import COLUMNS, NEEDED, exported
from thangdo.records.units.models import Unit
from thangdo.records.units.problems import Unfit, UnitProblem
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.phrases import phrase

MOST = 20_000  # rows of one list
DAYS = ("valid_from", "valid_to")
OTHERS = {
    "scheme": ("Hệ mã", "Bộ mã", "Scheme of codes"),
    "code": ("Mã", "Mã đơn vị", "Code"),
    "name_vi": ("Tên", "Tên đơn vị", "Tên tiếng Việt", "Name", "Vietnamese name"),
    "name_en": ("Tên tiếng Anh", "English name"),
    "kind": ("Loại", "Loại đơn vị", "Kind"),
    "tier": ("Cấp", "Cấp hành chính", "Tier"),
    "region": ("Vùng", "Region"),
    "parent_scheme": ("Hệ mã cấp trên", "Scheme of the parent"),
    "parent_code": ("Mã cấp trên", "Mã đơn vị cấp trên", "Code of the parent"),
    "valid_from": ("Hiệu lực từ", "Từ ngày", "Valid from"),
    "valid_to": ("Hiệu lực đến", "Đến ngày", "Valid to"),
    "org_code": ("Mã định danh", "Organisation code"),
    "gso_code": ("Mã thống kê", "Statistics code"),
    "source": ("Nguồn", "Source"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, the number of each in its file, and how the file was read."""

    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    notices: tuple[Notice, ...] = ()


def _ask(row: Mapping[str, str], column: str) -> Asked:
    return "day" if column in DAYS else None


def _twins(rows: Iterable[dict[str, str]], lines: Iterable[int], name: str) -> Iterable[Notice]:
    """Codes of the list that look like one before them."""
    known: dict[tuple[str, str], tuple[str, int]] = {}
    for row, line in zip(rows, lines, strict=True):
        code = row.get("code", "")
        first, at = known.setdefault((row.get("scheme", ""), letters.twin(code)), (code, line))
        if first != code:
            yield Notice(name, phrase("codes-alike", unit=code, other=first, line=at), line, "code")


def read(content: bytes | Path, name: str) -> Listed:
    """The list of a CSV file, or of the first sheet of a workbook with a column `code`.

    Raises Unfit: file-unreadable (why), columns-missing, columns-unknown, list-empty, too-many-rows.
    """
    try:
        tables = read_tables(content, name, COLUMNS, Wanted.of(COLUMNS, OTHERS, _ask), aside=True)
    except BadInput as bad:
        raise Unfit(
            UnitProblem("file-unreadable", "", {"why": one}, one.line) for one in bad.problems
        ) from bad
    table = next((one for one in tables if "code" in one.columns), tables[0])
    missing = ", ".join(column for column in NEEDED if column not in table.columns)
    unknown = ", ".join(column for column in table.columns if column and column not in COLUMNS)
    problems = []
    if missing:
        problems.append(UnitProblem("columns-missing", "", {"columns": missing}, table.header))
    if unknown:
        facts = {"columns": unknown, "allowed": ", ".join(COLUMNS)}
        problems.append(UnitProblem("columns-unknown", "", facts, table.header))
    if len(table.rows) > MOST:
        problems.append(UnitProblem("too-many-rows", "", {"most": str(MOST)}))
    if not table.rows:
        problems.append(UnitProblem("list-empty"))
    if problems:
        raise Unfit(problems)
    rows = tuple({column: row.get(column, "") for column in table.columns if column} for row in table.rows)
    aside = (Notice(one.place, phrase("sheet-left-aside")) for one in tables if one is not table)
    notices = dict.fromkeys((*tables[0].notices, *table.notices, *_twins(rows, table.lines, name), *aside))
    return Listed(rows, tuple(table.lines), tuple(notices))


def as_csv(units: Iterable[Unit]) -> bytes:
    """The units as CSV, which `read` reads back."""
    return csv_bytes(COLUMNS, exported(units), COLUMNS)


def as_xlsx(units: Iterable[Unit], title: str, language: str = "vi") -> bytes:
    """The units as an Excel workbook with the heads of a language, which `read` reads back."""
    heads = [OTHERS[column][-1 if language == "en" else 0] for column in COLUMNS]
    return xlsx_bytes([Sheet(title, heads, list(exported(units)), frozen=3)])


def in_bytes(units: Sequence[Unit], ending: str, title: str, language: str = "vi") -> bytes:
    """The units as a file of this ending: csv or xlsx."""
    return as_xlsx(units, title, language) if ending == "xlsx" else as_csv(units)
