"""Lists of people as files, with Vietnamese heads: read into rows, written to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Sheet, Wanted, csv_bytes, read_tables, xlsx_bytes
from thangdo.records.people.bulk_plan import COLUMNS, NEEDED
from thangdo.records.units.fold import fold
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import phrase

OTHERS = {
    "unit": ("Đơn vị", "Mã đơn vị", "Cơ quan, đơn vị", "Unit"),
    "role": ("Vai trò", "Role"),
    "name": ("Họ và tên", "Họ tên", "Full name", "Name"),
    "login": ("Tên tài khoản", "Tài khoản", "Account name", "Account"),
    "email": ("Thư điện tử", "Email", "E-mail", "Địa chỉ thư điện tử"),
    "title": ("Chức vụ", "Title of the office", "Title"),
    "unit_name": ("Tên đơn vị", "Name of the unit"),
}
WRITTEN = ("unit", "unit_name", "role", "name", "login", "email", "title")


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list with the number of each in its file, and how the file was read."""

    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    notices: tuple[Notice, ...] = ()


def _ask(_row: Mapping[str, str], _column: str) -> Asked:
    return None


def read(content: bytes, name: str, roles: Mapping[str, str]) -> Listed:
    """The people of a CSV file, or of the first sheet that names them.

    roles: what a role is called, in any language -> its code. A row that names a unit and a role but nobody
    is left out: it is one of the list to fill in. Raises BadInput: columns that are missing, no row.
    """
    columns = (*COLUMNS, "unit_name")
    tables = read_tables(content, name, columns, Wanted.of(columns, OTHERS, _ask), aside=True)
    table = next((one for one in tables if "unit" in one.columns), tables[0])
    missing = [OTHERS[column][0] for column in NEEDED if column not in table.columns]
    if missing:
        raise BadInput(
            [Problem(name, phrase("people-columns-missing", columns=", ".join(missing)), table.header)]
        )
    known = {fold(word): code for word, code in roles.items()}
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    blank = 0
    for row, line in zip(table.rows, table.lines, strict=True):
        read_row = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if not read_row["name"] and not read_row["email"]:
            blank += 1
            continue
        read_row["role"] = known.get(fold(read_row["role"]), read_row["role"])
        rows.append(read_row)
        lines.append(line)
    notices = [*table.notices, *(_left_out(name, blank) if blank else ())]
    return Listed(tuple(rows), tuple(lines), tuple(dict.fromkeys(notices)))


def _left_out(name: str, blank: int) -> Iterable[Notice]:
    yield Notice(name, phrase("people-rows-without-name", count=blank))


def to_fill_in(
    rows: Sequence[Mapping[str, str]], ending: str, title: str, language: str, roles: Mapping[str, str]
) -> bytes:
    """A list to fill in, as csv or xlsx, which `read` reads back. roles: code -> what it is called."""
    cells = [
        [
            roles.get(row["role"], row["role"]) if column == "role" else row.get(column, "")
            for column in WRITTEN
        ]
        for row in rows
    ]
    if ending == "csv":
        return csv_bytes(WRITTEN, cells, WRITTEN)
    heads = [OTHERS[column][-1 if language == "en" else 0] for column in WRITTEN]
    widths = dict(zip(heads, (22, 34, 18, 28, 30, 30, 26), strict=True))
    return xlsx_bytes([Sheet(title, heads, cells, widths=widths, frozen=2, exchanged=True)])
