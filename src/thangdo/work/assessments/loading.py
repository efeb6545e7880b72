"""Loading what comes with the package: units, index series, and every bundled assessment evaluated and kept.

Safe to run twice: a result that is the same is not stored again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thangdo.records.documents import charts
from thangdo.records.results.series_load import load_series
from thangdo.records.results.store import Header, Row, store
from thangdo.records.units.register import load_units
from thangdo.rules.index.evaluate import ENGINE_VERSION, evaluate
from thangdo.rules.index.explain import Explainer
from thangdo.work.assessments.bundled import Bundled, bundled

#: what is being done, how many steps are done, how many there are
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One assessment after loading; `stored` is False when nothing had changed."""

    id: str
    units: int
    stored: bool


def load_all(progress: Progress | None = None) -> list[Loaded]:
    """Bring the database to what the library says. Raises BadInput, UnknownUnits, BadRegister, BadSeries."""
    tell = progress or (lambda what, done, total: None)
    everything = bundled()
    total = len(everything) + 3
    tell("units", 0, total)
    load_units()
    tell("series", 1, total)
    load_series()
    loaded = []
    for number, one in enumerate(everything):
        tell(one.id, number + 2, total)
        loaded.append(load_one(one))
    tell("charts", total - 1, total)
    charts.draw_all()
    tell("", total, total)
    return loaded


def load_one(one: Bundled) -> Loaded:
    """Evaluate one bundled assessment and keep its result."""
    edition = one.load_edition()
    snapshot = edition.model_dump(mode="json", by_alias=True)
    header = _header(one)
    rows = _rows(one)
    return Loaded(one.id, len({row.explanation["unit"] for row in rows}), store(header, snapshot, rows))


def _rows(one: Bundled) -> list[Row]:
    scheme = one.about.units.scheme
    if one.about.levels is not None:
        return [
            Row(
                level.scheme,
                {
                    "unit": level.unit,
                    "tier": level.tier,
                    "facet": "",
                    "level": {"level": level.level, "next": None, "needs": []},
                    "band": None,
                    "group": None,
                    "reason": {"code": "level-published-only", "facts": {}},
                    "places": [],
                    "nodes": [],
                },
                level.name,
            )
            for level in one.levels()
        ]
    edition, answers = one.load_edition(), one.answers()
    result = evaluate(edition, answers)
    explainer = Explainer(edition, result)
    return [
        Row(scheme, explainer.of(unit, facet), result.units[unit].name)
        for unit, facet in sorted(result.scores)
    ]


def _header(one: Bundled) -> Header:
    about = one.about
    note = about.note
    return Header(
        id=about.id,
        kind=about.kind,
        section=about.section,
        title_vi=about.title.vi,
        title_en=about.title.en or "",
        date=about.date,
        period=about.period,
        source=about.source,
        engine=ENGINE_VERSION,
        inputs_hash=one.inputs_hash(),
        publisher_vi=about.publisher.vi,
        publisher_en=about.publisher.en or "",
        note_vi=note.vi if note else "",
        note_en=(note.en or "") if note else "",
        follows=about.follows or "",
        place=about.place,
    )
