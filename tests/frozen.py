"""What programs and archives outside rely on, gathered from the running software: compared with files.

The interface's description, the addresses with their names, the head line of every CSV file and what stands
in the ledger. `scripts/freeze.py` writes the files of `tests/data/frozen/`, `test_frozen.py` compares.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import get_resolver

import publications
from desk import signed_in
from faces.public.fetching import fetch
from faces.rights import patterns
from serving import environment
from thangdo.rules.canonical import sha256
from world import World

#: an event as far as it is compared: stream, type, version, payload
Events = list[tuple[str, str, int, Any]]
READ = """
import json, django
django.setup()
from thangdo.records.ledger.events import read_all
print(json.dumps([[one.stream, one.type, one.version, one.payload] for one in read_all()]))
"""
#: the public pages whose tables are read: of the loaded examples, and of the played sample
OF_THE_EXAMPLES = (
    "",
    "assessments/",
    "assessments/gia-lai-2019/",
    "assessments/gia-lai-2019/units/23557/",
    "assessments/gia-lai-2019-reconstruction/",
    "assessments/gia-lai-2019-reconstruction/units/commune-001/",
    "assessments/eu-egovernment-benchmark-2023/",
    "assessments/qd766-2026-provinces/",
    "keys/",
    "editions/",
    "editions/gia-lai-2019/",
    "compare/?assessment=qd766-2026-provinces&units=H01,H05",
    "series/",
    "series/par-index/",
    "methods/",
    "methods/eu-egovernment-benchmark-2023/",
    "methods/gia-lai-2019/",
    "data/",
    "announcements/",
    "conferences/",
    "conferences/gia-lai-2019-07-03/",
    "directives/",
    "directives/gia-lai-2019-one-stop-desks/",
    "programmes/",
    "programmes/gia-lai-2019-one-stop/",
    "units/",
    "units/vn-gso/622/",
)
OF_THE_SAMPLE = ("assessments/sample-2025/", "publications/", "publications/sample-2025/")
#: one of each kind that the demonstration has
PROGRAMMES = (
    "mau-mot-cua",
    "mau-buu-dien",
    "mau-to-cong-tac",
    "mau-cong-khai",
    "mau-tong-dai",
    "mau-ha-tang",
)
#: office tables: who may save them, and the address below /office/
OFFICE = (
    ("administrator", "units/units.csv"),
    ("publisher", "campaigns/sample-2025/units.csv"),
    ("publisher", "campaigns/sample-2025/weak.csv"),
    ("appraiser", "campaigns/sample-2025/observing/visits.csv"),
    ("chairman", "directives/overdue.csv"),
    ("secretary", "directives/list.csv"),
    ("thu-ky", "directives/mau-bo-phan-mot-cua/units.csv"),
    ("secretary", "programmes/plans/sample-2025/sample/X1/plan.csv"),
    ("secretary", "programmes/assets/gaps.csv"),
    ("secretary", "programmes/cards/by-unit.csv"),
    ("secretary", "programmes/table.csv"),
    *(("thu-ky", f"programmes/p/{slug}/units.csv") for slug in PROGRAMMES),
)


def addresses() -> list[str]:
    """Every address as the code writes it, with its name."""
    return [f"/{pattern} {name}".rstrip() for pattern, name in patterns(get_resolver(), "")]


def public_headers(ask: Any, pages: Iterable[str]) -> Iterator[str]:
    """The head line of every table of these pages. ask: an address -> the bytes that it answers."""
    for page in pages:
        folder, mark, query = page.partition("?")
        for resource in json.loads(ask(f"/{folder}datapackage.json{mark}{query}"))["resources"]:
            address = f"/{folder}{resource['path']}{mark}{query}"
            yield f"{address}: {_head(ask(address))}"


def examples(url: str) -> Iterator[str]:
    """The head lines of the public tables of the loaded examples; url: of a server over them."""

    def ask(address: str) -> bytes:
        reply = fetch(url + address)
        assert reply.status == 200, (address, reply.status)
        return reply.body

    return public_headers(ask, OF_THE_EXAMPLES)


def played(world: World) -> Iterator[str]:
    """The head lines of the public and the office's tables of the played sample, in both languages."""

    def ask(address: str, client: Client | None = None) -> bytes:
        reply = (client or Client()).get(address)
        assert reply.status_code == 200, (address, reply.status_code)
        return bytes(reply.content)

    yield from public_headers(ask, OF_THE_SAMPLE)
    for who, path in OFFICE:
        for before in ("", "/en"):
            address = f"{before}/office/{path}"
            yield f"{address}: {_head(ask(address, signed_in(world, who)))}"


def written_files() -> Iterator[str]:
    """The head lines of other files: scores, registers, publications, a simulation."""
    from thangdo.rules.index import rows
    from thangdo.work.assessments import simulating_tables
    from thangdo.work.registry import files

    for name, columns in (
        ("thangdo score: scores.csv", rows.SCORES),
        ("thangdo score: ranks.csv", rows.RANKS),
        ("thangdo units export", files.COLUMNS),
        ("simulation of an edition", simulating_tables.UNITS),
    ):
        yield f"{name}: {','.join(columns)}"
    for part, content in publications.parts(publications.sealed()).items():
        if part.endswith(".csv"):
            yield f"publication: {part}: {_head(content)}"


def ledger_here() -> Events:
    """The events of this test's database."""
    from thangdo.records.ledger.events import read_all

    return [(one.stream, one.type, one.version, one.payload) for one in read_all()]


def ledger_of(data: Path) -> Events:
    """The events of another installation."""
    asked = subprocess.run(
        [sys.executable, "-c", READ], env=environment(data), check=True, capture_output=True, timeout=600
    )
    return [(one[0], one[1], one[2], one[3]) for one in json.loads(asked.stdout)]


def payloads(events: Events) -> dict[str, Any]:
    """By type of event and version: how many, the fields of their payloads, the first one, a hash of all."""
    found: dict[str, list[Any]] = {}
    for _, kind, version, payload in sorted(events, key=lambda one: one[0]):
        found.setdefault(f"{kind} {version}", []).append(plain(payload))
    return {
        kind: {
            "count": len(every),
            "fields": sorted({field for one in every for field in _fields(one, "")}),
            "first": every[0],
            "sha256": sha256(every),
        }
        for kind, every in sorted(found.items())
    }


def plain(payload: Any) -> Any:
    """A payload without what is new each time: salted hashes of texts, keys of rows, signatures."""
    if isinstance(payload, Mapping):
        if set(payload) == {"ref", "sha256"}:
            return "<text kept apart>"
        new = {"key_id", "manifest", "sha256"} if "key_id" in payload else set()
        return {
            name: "<key>"
            if name in ("edition", "office", "person") and isinstance(value, int)
            else "<new>"
            if name in new
            else plain(value)
            for name, value in payload.items()
        }
    if isinstance(payload, list):
        return [plain(one) for one in payload]
    return re.sub(r"\bperson:\d+", "person:<key>", payload) if isinstance(payload, str) else payload


def _fields(payload: Any, before: str) -> Iterator[str]:
    if isinstance(payload, Mapping):
        for name, value in payload.items():
            yield from _fields(value, f"{before}.{name}" if before else name)
    elif isinstance(payload, list):
        yield f"{before}[]"
        for one in payload:
            yield from _fields(one, f"{before}[]")
    else:
        yield before


def _head(content: bytes) -> str:
    return content.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
