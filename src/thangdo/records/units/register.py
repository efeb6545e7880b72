"""Filling the register from the files of the library: once or many times, with the same outcome."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from thangdo.records.library import read_text
from thangdo.records.units import corrections, nation, paths
from thangdo.records.units.codes import Key
from thangdo.records.units.fold import fold, searched, sort_key
from thangdo.records.units.kinds import KINDS
from thangdo.records.units.models import Unit, UnitLink, UnitName, UnitPast
from thangdo.records.units.shipped import FOLDER, LINKS, NAMES, PASTS, REGISTERS

_UPDATED = [
    *("name_vi", "name_en", "name_fold", "search", "sort_key", "kind", "tier", "region", "parent"),
    *("valid_from", "valid_to", "note_vi", "note_en", "source", "place", "org_code", "gso_code"),
]
# Schemes whose codes are those of the statistics office, or of Decision 20/2020.
_GSO, _ORG = ("vn-gso", "vn-gso-2025"), ("vn-org",)


class BadRegister(Exception):
    """The files of the register contradict each other; carries every contradiction."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many units, links and names the register holds after loading."""

    units: int
    links: int
    names: int


def load_units(read: Callable[..., str] = read_text, province: nation.Province | None = None) -> Loaded:
    """Bring the register to what the files say: by scheme and code, new rows added, known ones updated.

    province: its communes too, with those from which they came, out of the national register; the provinces
    that an installation has taken so are brought up to date each time.

    Nothing is removed: results stand on it. A unit on which officers have acted is left as the ledger
    has it; one that keeps a wrong code (`corrections`) stays one unit. Raises BadRegister and changes nothing
    when the files hold a code twice, a parent or link that is not there, or an unknown kind.
    """
    rows = [row for name in REGISTERS for row in _rows(read(FOLDER, name), name)]
    links = [row for name in LINKS for row in _rows(read(FOLDER, name), name)]
    names = [row for name in NAMES for row in _rows(read(FOLDER, name), name)]
    pasts = [row for name in PASTS for row in _rows(read(FOLDER, name), name)]
    for one in [*taken(), *([province] if province else [])]:
        _add_national(nation.of(one), rows, links, pasts)
    problems = _problems(rows, links, names, pasts)
    if problems:
        raise BadRegister(problems)
    with transaction.atomic():
        kept = corrections.correct(corrections.shipped(), timezone.now())
        for row in [*rows, *links, *names, *pasts]:
            _under_kept_keys(row, kept)
        acted_on = {Key(*key) for key in Unit.objects.filter(sequence__gt=0).values_list("scheme", "code")}
        known = _put_units(rows, acted_on)
        paths.refresh()
        _put_links(
            [r for r in links if (r["predecessor_scheme"], r["predecessor_code"]) not in acted_on], known
        )
        _put_names(names, known)
        _put_pasts([r for r in pasts if (r["scheme"], r["code"]) not in acted_on], known)
        paths.weigh()
    return Loaded(len(rows), len(links), len(names))


def taken() -> list[nation.Province]:
    """The provinces whose communes of today stand in the register."""
    here = set(
        Unit.objects.filter(scheme=nation.SINCE).values_list("parent__code", flat=True).order_by().distinct()
    )
    return [one for one in nation.provinces() if one.code in here]


def _add_national(
    found: nation.Registered,
    rows: list[dict[str, str]],
    links: list[dict[str, str]],
    pasts: list[dict[str, str]],
) -> None:
    """Add what the national register has of a province, but for what other files tell already."""
    told = {(row["scheme"], row["code"]) for row in rows}
    rows.extend(row for row in found.units if (row["scheme"], row["code"]) not in told)
    ends = [f"{end}_{part}" for end in ("predecessor", "successor") for part in ("scheme", "code")]
    joined = {tuple(row[end] for end in ends) for row in links}
    links.extend(row for row in found.links if tuple(row[end] for end in ends) not in joined)
    pasts.extend({"scheme": nation.SINCE, **row} for row in found.pasts)


def _under_kept_keys(row: dict[str, str], kept: Mapping[Key, Key]) -> None:
    """Let a row name units by the keys that this installation keeps."""
    for part in ("", "parent_", "predecessor_", "successor_"):
        scheme, code = f"{part}scheme", f"{part}code"
        if scheme in row and code in row:
            row[scheme], row[code] = kept.get(Key(row[scheme], row[code]), (row[scheme], row[code]))


def _rows(text: str, name: str) -> list[dict[str, str]]:
    return [{**row, "file": name} for row in csv.DictReader(io.StringIO(text))]


def _problems(
    rows: list[dict[str, str]],
    links: list[dict[str, str]],
    names: list[dict[str, str]],
    pasts: list[dict[str, str]],
) -> list[str]:
    found: list[str] = []
    known: set[tuple[str, str]] = set()
    for row in rows:
        key = row["scheme"], row["code"]
        if key in known:
            found.append(f"{row['file']}: {key[0]}:{key[1]} occurs twice")
        parent = row["parent_scheme"], row["parent_code"]
        if parent != ("", "") and parent not in known:
            found.append(f"{row['file']}: {key[0]}:{key[1]}: its parent {parent[0]}:{parent[1]} is not there")
        if row["kind"] not in KINDS:
            found.append(f"{row['file']}: {key[0]}:{key[1]}: unknown kind {row['kind']!r}")
        known.add(key)
    for row in pasts:
        if (row["scheme"], row["code"]) not in known:
            found.append(f"{PASTS}: {row['scheme']}:{row['code']} is not there")
    for row in links:
        for end in ("predecessor", "successor"):
            key = row[f"{end}_scheme"], row[f"{end}_code"]
            if key not in known:
                found.append(f"{row['file']}: the {end} {key[0]}:{key[1]} is not there")
    seen: set[tuple[str, str]] = set()
    for row in names:
        meant = row["scheme"], row["code"]
        if meant not in known:
            found.append(f"{row['file']}: {row['name']!r} means {meant[0]}:{meant[1]}, which is not there")
        if (row["scheme"], row["name"]) in seen:
            found.append(f"{row['file']}: {row['name']!r} stands twice in {row['scheme']}")
        seen.add((row["scheme"], row["name"]))
    return found


def _put_units(rows: list[dict[str, str]], acted_on: Collection[Key]) -> dict[tuple[str, str], int]:
    """Store the units, each after the one it belongs to. Returns the database's key of each."""
    depth: dict[tuple[str, str], int] = {}
    for row in rows:
        parent = row["parent_scheme"], row["parent_code"]
        depth[row["scheme"], row["code"]] = depth[parent] + 1 if row["parent_code"] else 0
    known = {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.only("scheme", "code")}
    for step in sorted(set(depth.values())):
        units = [
            _unit(row, place, known.get((row["parent_scheme"], row["parent_code"])))
            for place, row in enumerate(rows)
            if depth[row["scheme"], row["code"]] == step and (row["scheme"], row["code"]) not in acted_on
        ]
        Unit.objects.bulk_create(
            units,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["scheme", "code"],
            update_fields=_UPDATED,
        )
        known = {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.only("scheme", "code")}
    return known


def _unit(row: dict[str, str], place: int, parent: int | None) -> Unit:
    vi, en = row["name_vi"], row["name_en"]
    org = row.get("org_code") or (row["code"] if row["scheme"] in _ORG else "")
    gso = row.get("gso_code") or (row["code"] if row["scheme"] in _GSO else "")
    return Unit(
        scheme=row["scheme"],
        code=row["code"],
        name_vi=vi,
        name_en=en,
        name_fold=fold(vi),
        search=searched([vi], [en], [row["code"], org, gso]),
        sort_key=sort_key(vi),
        kind=row["kind"],
        tier=row["tier"],
        region=row["region"],
        parent_id=parent,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        note_vi=row["note_vi"],
        note_en=row["note_en"],
        source=row["source"],
        place=place,
        org_code=org,
        gso_code=gso,
    )


def _put_links(links: list[dict[str, str]], known: dict[tuple[str, str], int]) -> None:
    UnitLink.objects.bulk_create(
        [
            UnitLink(
                predecessor_id=known[row["predecessor_scheme"], row["predecessor_code"]],
                successor_id=known[row["successor_scheme"], row["successor_code"]],
                date=date.fromisoformat(row["date"]),
                kind=row["kind"],
                decision=row["decision"],
                note=row["note"],
                source=row["source"],
            )
            for row in links
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["predecessor", "successor", "date"],
        update_fields=["kind", "decision", "note", "source"],
    )


def _put_names(names: list[dict[str, str]], known: dict[tuple[str, str], int]) -> None:
    UnitName.objects.bulk_create(
        [
            UnitName(
                scheme=row["scheme"],
                name=row["name"],
                unit_id=known[row["scheme"], row["code"]],
                source=row["source"],
            )
            for row in names
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["scheme", "name"],
        update_fields=["unit", "source"],
    )


def _put_pasts(pasts: list[dict[str, str]], known: dict[tuple[str, str], int]) -> None:
    """Store what units were called; they are found by those names too."""
    by_unit: dict[int, list[dict[str, str]]] = {}
    for row in pasts:
        by_unit.setdefault(known[row["scheme"], row["code"]], []).append(row)
    units = Unit.objects.in_bulk(by_unit)
    rows = [
        UnitPast(
            unit=units[key],
            until=date.fromisoformat(row["until"]),
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            kind=row["kind"],
            parent_id=units[key].parent_id,
            decision=row["decision"],
        )
        for key, told in by_unit.items()
        for row in told
    ]
    UnitPast.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["unit", "until"],
        update_fields=["name_vi", "name_en", "kind", "parent", "decision"],
    )
    for key, told in by_unit.items():
        unit = units[key]
        unit.changes = len(told)
        unit.search = searched(
            [unit.name_vi, *(row["name_vi"] for row in told)],
            [unit.name_en, *(row["name_en"] for row in told)],
            [unit.code, unit.org_code, unit.gso_code],
        )
    Unit.objects.bulk_update(units.values(), ["changes", "search"], batch_size=500)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
