"""A small edition and results of as many numbered units as a test asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from thangdo.records.results.store import Header, Row

NOW = datetime(2019, 7, 3, 10, 7, tzinfo=UTC)
SCHEME = "gia-lai-reconstruction"
CODES = [
    *(f"department-{number:02d}" for number in range(1, 21)),
    *(f"district-{number:02d}" for number in range(1, 18)),
    *(f"commune-{number:03d}" for number in range(1, 223)),
]
EDITION: dict[str, Any] = {
    "edition": "sample",
    "version": 1,
    "status": "draft",
    "official": False,
    "title": {"vi": "Bộ tiêu chí thử", "en": "Sample"},
    "index": {
        "title": {"vi": "Chỉ số", "en": "Index"},
        "pillars": {
            "A": {
                "title": {"vi": "Điều kiện sẵn sàng", "en": "Readiness"},
                "criteria": {"A1": {"title": {"vi": "Máy tính", "en": "Computers"}}},
            },
            "B": {"title": {"vi": "Kết quả", "en": None}},
        },
    },
    "levels": {"I": {}, "II": {}, "III": {}, "IV": {}},
    "bands": None,
}
HEADER = Header(
    id="sample-2019",
    kind="computed",
    section="conference",
    title_vi="Đánh giá thử",
    title_en="Sample assessment",
    date=date(2019, 7, 3),
    period="2019",
    source="test",
    engine="1",
    inputs_hash="0" * 64,
)


def node(code: str, score: str | None, maximum: str = "10", parent: str | None = "index") -> dict[str, Any]:
    """One node of an explanation."""
    kind = "index" if parent is None else "pillar"
    status = "ok" if score is not None else "not-answered"
    return {
        "node": code,
        "kind": kind,
        "parent": parent,
        "score": score,
        "maximum": maximum,
        "status": status,
    }


def explained(
    code: str,
    score: str | None,
    rank: int | None = None,
    level: str = "unranked",
    of: int = 20,
    facet: str = "",
) -> dict[str, Any]:
    """An explanation in the engine's shape: readiness has half of the index."""
    tier = code.split("-")[0]
    place = {
        "peer_group": tier,
        "rank": rank,
        "of": of,
        "tied": False,
        "label": str(rank or ""),
        "score": score,
    }
    half = None if score is None else str(Decimal(score) / 2)
    return {
        "unit": code,
        "tier": tier,
        "facet": facet,
        "level": {"level": level, "next": "I" if level == "unranked" else None, "needs": []},
        "band": None,
        "group": None,
        "reason": None,
        "places": [place],
        "nodes": [node("index", score, "100", None), node("A", half), node("B", None)],
    }


def rows_of(codes: Sequence[str]) -> list[Row]:
    """Rows for the units; inside a tier the first has 100 points, the next 99 … and ranks by them."""
    seen: dict[str, int] = {}
    rows = []
    for code in codes:
        tier = code.split("-")[0]
        seen[tier] = seen.get(tier, 0) + 1
        level = {1: "IV", 2: "II"}.get(seen[tier], "unranked")
        score = str(max(0, 101 - seen[tier]))
        rows.append(Row(SCHEME, explained(code, score, seen[tier], level)))
    return rows
