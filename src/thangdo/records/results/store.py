"""Storing a result: the same one again changes nothing, a different one becomes a new version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thangdo.records.results.models import Assessment, EditionSnapshot, UnitResult
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.rules.index.considered import considered, weights_of

_SORT = Context(prec=30, rounding=ROUND_HALF_EVEN)
_STEP = Decimal("1e-12")
NOT_RETURNED = "not-returned"  # the status and the reason of a unit that never signed off


class UnknownUnits(Exception):
    """Results of units that the register does not know; carries every one."""

    def __init__(self, units: Sequence[tuple[str, str]]) -> None:
        self.units = list(units)
        listed = ", ".join(f"{scheme}:{code}" for scheme, code in units)
        super().__init__(
            f"not in the register of units: {listed}. Add them to library/units or mend the codes."
        )


@dataclass(frozen=True, slots=True)
class Header:
    """What an assessment says about itself. Texts that are missing are empty."""

    id: str
    kind: str  # published | reconstruction | computed | imported
    section: str  # conference | named | method
    title_vi: str
    title_en: str
    date: date | None
    period: str
    source: str
    engine: str
    inputs_hash: str
    publisher_vi: str = ""
    publisher_en: str = ""
    note_vi: str = ""
    note_en: str = ""
    follows: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one unit (or of one facet of it): the engine's explanation, scheme and name.

    name: as it was at the time; None: as in the register.
    """

    scheme: str
    explanation: Mapping[str, Any]
    name: str | None = None


def not_returned(code: str, tier: str) -> dict[str, Any]:
    """What is explained of a unit that never signed off its self-assessment: no score, no level, no rank."""
    return {
        "unit": code,
        "tier": tier,
        "facet": "",
        "level": None,
        "band": None,
        "group": None,
        "reason": {"code": NOT_RETURNED, "facts": {}},
        "places": [],
        "nodes": [],
    }


def store(
    header: Header, edition: Mapping[str, Any], rows: Iterable[Row], now: datetime | None = None
) -> bool:
    """Keep a result. False when it is the one that already counts, True when a version was added.

    rows: gone over three times, each read as it is needed: thousands are not held at once.

    edition: `model_dump(mode="json", by_alias=True)` of the edition. Raises UnknownUnits, and
    ValueError when a unit and facet occur twice; then nothing is stored.
    """
    edition_hash = _sha256(edition)
    result_hash = _hash_of(header, edition_hash, rows)
    with transaction.atomic():
        latest = Assessment.objects.filter(slug=header.id).order_by("-revision").first()
        if latest and latest.result_hash == result_hash:
            return False
        moment = now or timezone.now()
        snapshot = _snapshot(edition, edition_hash, moment)
        units = _units(rows)
        assessment = _assessment(header, snapshot, latest, result_hash, moment)
        weights = weights_of(edition)
        UnitResult.add_all(_result(assessment, units, row, place, weights) for place, row in enumerate(rows))
    return True


def _hash_of(header: Header, edition: str, rows: Iterable[Row]) -> str:
    """The SHA-256 of {"edition", "header", "rows"} as one canonical text, row after row."""
    said = {**asdict(header), "date": header.date.isoformat() if header.date else None}
    out = hashlib.sha256(f'{{"edition":{_text(edition)},"header":{_text(said)},"rows":['.encode())
    for place, row in enumerate(rows):
        out.update(("," if place else "").encode())
        out.update(_text([row.scheme, row.name, row.explanation]).encode())
    out.update(b"]}")
    return out.hexdigest()


def _snapshot(edition: Mapping[str, Any], sha256: str, moment: datetime) -> EditionSnapshot:
    version = int(edition["version"])
    known = EditionSnapshot.objects.filter(edition=edition["edition"], version=version, sha256=sha256).first()
    if known:
        return known
    title = edition["title"]
    return EditionSnapshot.objects.create(
        edition=edition["edition"],
        version=version,
        sha256=sha256,
        official=bool(edition["official"]),
        status=edition.get("status") or "",
        title_vi=title["vi"],
        title_en=title.get("en") or "",
        data=dict(edition),
        stored_at=moment,
    )


def _assessment(
    header: Header,
    snapshot: EditionSnapshot,
    latest: Assessment | None,
    result_hash: str,
    moment: datetime,
) -> Assessment:
    return Assessment.objects.create(
        slug=header.id,
        revision=latest.revision + 1 if latest else 1,
        supersedes=latest,
        edition=snapshot,
        kind=header.kind,
        section=header.section,
        place=header.place,
        title_vi=header.title_vi,
        title_en=header.title_en,
        date=header.date,
        period=header.period,
        publisher_vi=header.publisher_vi,
        publisher_en=header.publisher_en,
        source=header.source,
        note_vi=header.note_vi,
        note_en=header.note_en,
        follows=header.follows,
        engine=header.engine,
        inputs_hash=header.inputs_hash,
        result_hash=result_hash,
        stored_at=moment,
    )


def _units(rows: Iterable[Row]) -> dict[tuple[str, str], Unit]:
    """The units of the rows, by scheme and code; raises for the unknown and the repeated."""
    seen: set[tuple[str, str]] = set()
    named: set[tuple[str, str]] = set()
    for row in rows:
        key = str(row.explanation["unit"]), str(row.explanation.get("facet") or "")
        if key in seen:
            raise ValueError(f"two results for unit {key[0]!r}, facet {key[1]!r}")
        seen.add(key)
        named.add((row.scheme, key[0]))
    units = Unit.objects.filter(scheme__in={scheme for scheme, _ in named})
    known = {(unit.scheme, unit.code): unit for unit in units}
    # who acted under a wrong code keeps it as the key; the statistics office's code is the right one
    known = {(unit.scheme, unit.gso_code): unit for unit in known.values() if unit.gso_code} | known
    unknown = named - known.keys()
    if unknown:
        raise UnknownUnits(sorted(unknown))
    return known


def _result(
    assessment: Assessment,
    units: Mapping[tuple[str, str], Unit],
    row: Row,
    place: int,
    weights: Mapping[str, Fraction],
) -> UnitResult:
    said = row.explanation
    unit = units[row.scheme, str(said["unit"])]
    nodes = said["nodes"]
    root: Mapping[str, Any] = nodes[0] if nodes else {"score": None, "status": "not-measured"}
    level = said.get("level")
    ranked = _place(said)
    name = row.name or unit.name_vi
    return UnitResult(
        assessment=assessment,
        unit=unit,
        code=unit.code,
        facet=said.get("facet") or "",
        place=place,
        tier=said.get("tier") or unit.tier,
        name=name,
        name_fold=fold(name),
        status=NOT_RETURNED if (said.get("reason") or {}).get("code") == NOT_RETURNED else root["status"],
        score=root["score"] or "",
        score_sort=_sortable(root["score"]),
        maximum=root.get("maximum") or "",
        considered=said_considered(nodes, weights),
        level=level["level"] if level else "",
        band=_code(said.get("band")),
        group=_code(said.get("group")),
        peer_group=ranked.get("peer_group") or "",
        rank=ranked.get("rank"),
        of=ranked.get("of"),
        tied=bool(ranked.get("tied")),
        label=ranked.get("label") or "",
        reason=said.get("reason"),
        nodes={node["node"]: [node["score"], node["status"]] for node in nodes},
        explanation=dict(said),
    )


def _place(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The place among the unit's own tier where there is one, otherwise the first that is given."""
    places: Sequence[Mapping[str, Any]] = said.get("places") or []
    own = [place for place in places if place["peer_group"] == said.get("tier")]
    return (own or list(places) or [{}])[0]


def said_considered(nodes: Sequence[Mapping[str, Any]], weights: Mapping[str, Fraction]) -> str:
    """`90/100` where so many points were considered of how many, because the score was scaled; else ""."""
    found = considered(nodes, weights)
    return "" if found is None else f"{found.points}/{found.of}"


def _code(value: Any) -> str:
    """A band or group: its code, whether given plainly or as data."""
    return str(value.get("code") or "") if isinstance(value, Mapping) else str(value or "")


def _sortable(score: str | None) -> Decimal | None:
    """The score as a number of 12 places by which a database can sort; the text stays the score."""
    return None if score is None else Decimal(score).quantize(_STEP, context=_SORT)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(data: Any) -> str:
    return hashlib.sha256(_text(data).encode()).hexdigest()
