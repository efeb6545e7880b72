"""The national register: the communes of any province today, those from which they came, and the districts.

It is shipped by province: an installation takes its own (`register.take`), not fifteen thousand rows. The
codes are those of the Statistics Office, one scheme before and one after 1 July 2025: a code is used again
for another commune, so scheme, code and validity together say which is meant. The province of the examples
has files of its own beside these (`library/units`) and is told as they tell it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from thangdo.records.library import read_text
from thangdo.records.units.fold import fold
from thangdo.records.units.kinds import KINDS

FOLDER = ("units", "national")
BEFORE, SINCE = "vn-gso", "vn-gso-2025"  # schemes of codes
LAST, FIRST = "2025-06-30", "2025-07-01"  # days of the three tiers, and of the two
ENDED_VI = "Cấp huyện kết thúc hoạt động từ 01/07/2025."
ENDED_EN = "The district tier ended on 1 July 2025."
GONE_VI = "Có đầu năm 2020, không còn trước ngày 01/07/2025; các nguồn không nêu ngày và đơn vị tiếp nhận."
GONE_EN = "There in early 2020, gone before 1 July 2025; the sources name neither the day nor the successor."

Row = dict[str, str]


class NoSuchProvince(Exception):
    """No province of today is called so; carries what was typed and the provinces that may be meant."""

    def __init__(self, typed: str, likely: tuple[str, ...]) -> None:
        super().__init__(typed)
        self.typed, self.likely = typed, likely


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today. code: of organisations (H21); gso: of the Statistics Office (52)."""

    code: str
    gso: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Rows as the files of the register have them: units (parents first), links and pasts.

    pasts: [{"code", "until", "name_vi", "name_en", "kind", "decision"}] of units of today.
    """

    units: tuple[Row, ...] = ()
    links: tuple[Row, ...] = ()
    pasts: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """An old commune of which the sources name different successors; a person settles it."""

    code: str
    name: str
    answers: tuple[str, ...]


def provinces() -> tuple[Province, ...]:
    """The provinces since 1 July 2025, as the file of the register has them.

    >>> len(provinces())
    34
    """
    rows = csv.DictReader(io.StringIO(read_text("units", "provinces-2025.csv")))
    return tuple(Province(row["code"], row["gso_code"], row["name_vi"], row["kind"]) for row in rows)


def province(typed: str) -> Province:
    """The province that is meant by its name (with or without marks and hyphens) or by one of its codes.

    >>> province("ha-tinh").code, province("42").name, province("Tỉnh Hà Tĩnh").gso, province("h27").gso
    ('H27', 'Hà Tĩnh', '42', '42')
    >>> province("Đà Nẵng") == province("da nang") == province("TP. Đà Nẵng")
    True

    Raises NoSuchProvince, which proposes.
    """
    wanted = _plain(typed)
    every = provinces()
    for one in every:
        if wanted in (_plain(one.name), one.code.lower(), one.gso):
            return one
    likely = [one.name for one in every if len(wanted) > 2 and (wanted in _plain(one.name))]
    merged = [one for one in every if wanted in _former(one.code)]
    raise NoSuchProvince(typed, tuple(dict.fromkeys([*(one.name for one in merged), *likely])))


def _plain(name: str) -> str:
    """A name of a province as it is compared."""
    words = fold(name).replace(".", " ").replace("-", " ").split()
    for kind in (["tinh"], ["thanh", "pho"], ["tp"]):
        if words[: len(kind)] == kind and len(words) > len(kind):
            words = words[len(kind) :]
    return " ".join(words)


@cache
def _former(code: str) -> frozenset[str]:
    """The provinces from which one of today came, as they are compared."""
    links = csv.DictReader(io.StringIO(read_text("units", "links-provinces-2025.csv")))
    return frozenset(
        row["predecessor_code"].replace("-", " ") for row in links if row["successor_code"] == code
    )


def of(one: Province) -> Registered:
    """All that the national register has of a province of today; nothing where other files tell it.

    >>> found = of(province("Đồng Nai"))
    >>> sum(row["scheme"] == SINCE for row in found.units), len(found.pasts)
    (95, 10)
    """
    slugs = {row["gso_code"]: row["code"] for row in _rows("provinces-2019.csv", own=False)}
    pairs = [row for row in _rows("mapping-2025.csv") if row["new_province"] == one.gso]
    old = {row["old_province"] for row in pairs}
    source = _source("communes-2025.csv")
    changes = {row["code"]: row for row in _rows("changes-2026.csv")}
    today = [row for row in _rows("communes-2025.csv") if row["province"] == one.gso]
    districts = {row["code"]: row for row in _rows("districts-2019.csv") if row["province"] in old}
    units: list[Row] = []
    for code, row in districts.items():
        above = "vn-province-2019", slugs[row["province"]]
        units.append(_unit(BEFORE, code, row["name"], row["kind"], above, _source("districts-2019.csv")))
    for row in _former_communes(pairs, districts):
        above = (BEFORE, row["district"]) if row["district"] else ("vn-province-2019", slugs[row["province"]])
        units.append(_unit(BEFORE, row["code"], row["name"], row["kind"], above, row["source"], row["note"]))
    for row in today:
        now = changes.get(row["code"])
        name, kind = (now["name_2026"], now["kind_2026"]) if now else (row["name"], row["kind"])
        units.append(_unit(SINCE, row["code"], name, kind, ("vn-org", one.code), source))
    links = [_link(row) for row in pairs]
    pasts = [
        {
            **{"code": row["code"], "until": now["until"], "decision": now["decision"], "kind": row["kind"]},
            **{"name_vi": row["name"], "name_en": english(row["name"], row["kind"])},
        }
        for row in today
        if (now := changes.get(row["code"]))
    ]
    return Registered(tuple(units), tuple(links), tuple(pasts))


def disputed(one: Province) -> tuple[Disputed, ...]:
    """The old communes of a province of which the sources disagree.

    >>> disputed(province("Hà Nội"))[0].name
    'Xã Cổ Bi'
    """
    old = {row["old_province"] for row in _rows("mapping-2025.csv") if row["new_province"] == one.gso}
    return tuple(
        Disputed(row["old_code"], row["old_name"], tuple(sorted({a for a in answers if a})))
        for row in _rows("disputed-2025.csv")
        if row["old_province_code"] in old
        for answers in [list(row.values())[3:]]
    )


def departments() -> tuple[Row, ...]:
    """The departments that provinces have since 2025, to be mended: name_vi, name_en, kind.

    >>> departments()[2]["name_vi"]
    'Sở Nội vụ'
    """
    _source, _newline, rest = read_text("units", "departments-2026.csv").partition("\n")
    return tuple(csv.DictReader(io.StringIO(rest)))


def english(name: str, kind: str) -> str:
    """How English pages call a unit of a Vietnamese name.

    >>> english("Phường Yên Đỗ", "phường"), english("Phường 7", "phường")
    ('Yên Đỗ Ward', 'Ward 7')
    >>> english("Đặc khu Lý Sơn", "đặc khu")
    'Lý Sơn Special Zone'
    """
    own = name[len(kind) :].strip() if name.lower().startswith(kind.lower()) else name
    called = KINDS[kind].title()
    return f"{called} {own}" if own.isdigit() else f"{own} {called}"


def _former_communes(pairs: list[Row], districts: dict[str, Row]) -> Iterable[Row]:
    """The communes until 30 June 2025, each once, then those that were gone before."""
    told = set()
    for row in pairs:
        if row["old_code"] in told or row["old_code"] in districts:
            continue  # an island district without communes became a special zone whole
        told.add(row["old_code"])
        kind = next(kind for kind in KINDS if row["old_name"].lower().startswith(f"{kind} "))
        within = row["old_district"] if row["old_district"] in districts else ""
        yield {
            **{
                "code": row["old_code"],
                "name": row["old_name"],
                "kind": kind,
                "note": "",
                "district": within,
            },
            **{"province": row["old_province"], "source": _source("mapping-2025.csv")},
        }
    for row in _rows("communes-2019.csv"):
        if row["code"] not in told and row["district"] in districts:
            yield {**row, "province": "", "note": "gone", "source": _source("communes-2019.csv")}


def _unit(
    scheme: str, code: str, name: str, kind: str, above: tuple[str, str], source: str, note: str = ""
) -> Row:
    before = scheme == BEFORE
    district = before and len(code) == 3
    said = (GONE_VI, GONE_EN) if note else (ENDED_VI, ENDED_EN) if district else ("", "")
    return {
        **{"scheme": scheme, "code": code, "name_vi": name, "name_en": english(name, kind), "kind": kind},
        **{"tier": "district" if district else "commune", "region": "", "source": source},
        **{"parent_scheme": above[0], "parent_code": above[1], "note_vi": said[0], "note_en": said[1]},
        **{"valid_from": "" if before else FIRST, "valid_to": LAST if before else "", "file": "national"},
    }


def _link(row: Row) -> Row:
    return {
        **{"predecessor_scheme": BEFORE, "predecessor_code": row["old_code"]},
        **{"successor_scheme": SINCE, "successor_code": row["new_code"], "date": FIRST},
        **{"kind": "split" if row["share"] == "part" else "whole", "decision": ""},
        **{"note": row["checked"], "source": _source("mapping-2025.csv")},
    }


@cache
def _read(name: str) -> tuple[str, tuple[Row, ...]]:
    first, _newline, rest = read_text(*FOLDER, name).partition("\n")
    return first.removeprefix("# "), tuple(csv.DictReader(io.StringIO(rest)))


def _rows(name: str, own: bool = True) -> tuple[Row, ...]:
    return _read(name)[1] if own else tuple(csv.DictReader(io.StringIO(read_text("units", name))))


def _source(name: str) -> str:
    return _read(name)[0]
