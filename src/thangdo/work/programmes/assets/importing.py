"""An inventory as a table: each row read, every problem by its row, and no row lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Wanted, read_table
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.work.programmes.assets.models import Asset

KINDS = ("computer", "laptop", "printer", "scanner", "server", "network", "firewall", "video", "ups", "other")
STATES = ("good", "worn", "broken", "gone")
COLUMNS = ("unit", "tag", "kind", "count", "year", "state")
#: words in the file, folded -> code; the codes themselves are read too
_KIND = {
    "may tinh": "computer",
    "may tinh de ban": "computer",
    "may tinh xach tay": "laptop",
    "may in": "printer",
    "may quet": "scanner",
    "may scan": "scanner",
    "may chu": "server",
    "mang": "network",
    "thiet bi mang": "network",
    "tuong lua": "firewall",
    "hoi nghi truyen hinh": "video",
    "luu dien": "ups",
    "khac": "other",
}
_STATE = {
    "tot": "good",
    "con tot": "good",
    "cu": "worn",
    "xuong cap": "worn",
    "hong": "broken",
    "thanh ly": "gone",
    "da thanh ly": "gone",
}
_COLUMN = {
    "ma don vi": "unit",
    "don vi": "unit",
    "unit": "unit",
    "ma tai san": "tag",
    "tag": "tag",
    "loai": "kind",
    "kind": "kind",
    "so luong": "count",
    "count": "count",
    "nam": "year",
    "nam mua": "year",
    "year": "year",
    "tinh trang": "state",
    "state": "state",
}
SERVE = (Role.REPORTER, Role.HEAD, Role.SECRETARY, Role.ADMINISTRATOR)
EARLIEST = 1990
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken."""

    line: int
    unit: str  # scheme:code
    tag: str
    kind: str
    count: int
    year: int
    state: str


@dataclass(frozen=True, slots=True)
class Left:
    """A row that cannot be taken: its line in the file, its cells as they were, what is wrong (codes)."""

    line: int
    cells: dict[str, str]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A whole file: rows + left are all rows of it. missing: columns that it has not."""

    rows: tuple[Row, ...]
    left: tuple[Left, ...]
    missing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A file beside what stands in the inventory. changed: a row, and the thing as it stands."""

    read: Read
    new: tuple[Row, ...]
    changed: tuple[tuple[Row, Asset], ...]
    same: int


def preview(actor: Actor, content: bytes, name: str, day: date) -> Preview:
    """What a file would change, before anything is kept. Raises BadInput as `read_file`."""
    read = read_file(actor, content, name, day)
    codes = {row.unit.partition(":")[2] for row in read.rows}
    known = {
        (f"{one.unit.scheme}:{one.unit.code}", one.tag): one
        for one in Asset.objects.filter(unit__code__in=codes).select_related("unit")
    }
    new, changed = [], []
    for row in read.rows:
        before = known.get((row.unit, row.tag))
        if before is None:
            new.append(row)
        elif any(getattr(row, key) != getattr(before, key) for key in ("kind", "count", "year", "state")):
            changed.append((row, before))
    return Preview(read, tuple(new), tuple(changed), len(read.rows) - len(new) - len(changed))


def _ask(row: Mapping[str, str], column: str) -> Asked:
    return "number" if _COLUMN.get(fold(column).strip()) in ("count", "year") else None


def read_file(actor: Actor, content: bytes, name: str, day: date) -> Read:
    """Read a CSV file or workbook. Raises BadInput for what is no table.

    A unit is named by scheme:code, by its code, or by its name, among those for which the actor may import.
    """
    table = read_table(content, name, ("unit", "tag"), Wanted(frozenset(_COLUMN), ask=_ask))
    known = {column: _COLUMN.get(fold(column).strip(), "") for column in table.columns}
    missing = tuple(one for one in COLUMNS if one not in known.values())
    if missing:
        pairs = zip(table.lines, table.rows, strict=True)
        rest = tuple(Left(line, dict(row), ("no-column",)) for line, row in pairs)
        return Read((), rest, missing, tuple(table.notices))
    units = _units(actor, day)
    rows: list[Row] = []
    left: list[Left] = []
    seen: set[tuple[str, str]] = set()
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {known[column]: text.strip() for column, text in row.items() if known[column]}
        found = _row(line, cells, units, day)
        if isinstance(found, Row) and (found.unit, found.tag) in seen:
            found = Left(line, cells, ("tag-twice",))
        if isinstance(found, Row):
            seen.add((found.unit, found.tag))
            rows.append(found)
        else:
            left.append(found)
    return Read(tuple(rows), tuple(left), (), tuple(table.notices))


def _row(line: int, cells: dict[str, str], units: dict[str, list[str]], day: date) -> Row | Left:
    problems = []
    named = units.get(cells["unit"]) or units.get(fold(cells["unit"])) or []
    if len(named) != 1:
        problems.append("unit-unknown" if not named else "unit-ambiguous")
    tag = cells["tag"]
    if not 0 < len(tag) <= 60:
        problems.append("no-tag")
    kind, state = _code(cells["kind"], _KIND, KINDS), _code(cells["state"] or "good", _STATE, STATES)
    if not kind:
        problems.append("kind-unknown")
    if not state:
        problems.append("state-unknown")
    count, year = _whole(cells["count"] or "1"), _whole(cells["year"])
    if count is None or not 0 < count <= MOST:
        problems.append("bad-count")
    if year is None or not EARLIEST <= year <= day.year:
        problems.append("bad-year")
    if problems:
        return Left(line, cells, tuple(problems))
    assert count is not None and year is not None
    return Row(line, named[0], tag, kind, count, year, state)


def _code(text: str, words: dict[str, str], codes: Iterable[str]) -> str:
    folded = fold(text).strip()
    return folded if folded in codes else words.get(folded, "")


def _whole(text: str) -> int | None:
    clean = re.sub(r"\.0{1,2}$", "", text.strip())  # 1.000 is a thousand to one reader and one to another
    return int(clean) if re.fullmatch(r"[0-9]{1,9}", clean) else None


def _units(actor: Actor, day: date) -> dict[str, list[str]]:
    """How a file may name the units for which the actor may import -> scheme:code."""
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    found: dict[str, list[str]] = {}
    for scheme, code, name in (
        Unit.objects.filter(valid).filter(_scope(actor)).values_list("scheme", "code", "name_vi")
    ):
        ref = f"{scheme}:{code}"
        for key in {ref, code, fold(name)}:
            found.setdefault(key, []).append(ref)
    return found


def _scope(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for held in actor.holding(*SERVE):
        found |= Q(path__startswith=held.path) if held.subtree else Q(pk=held.unit)
    return found
