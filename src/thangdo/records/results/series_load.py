"""Taking the index series of the library over into the store: the same file again changes nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thangdo.records.library import names, read_text
from thangdo.records.results import series_text
from thangdo.records.results.models import IndexSeries, SeriesPoint
from thangdo.records.results.series_check import COLUMNS, Figure, check
from thangdo.records.results.series_text import SeriesText
from thangdo.records.units.models import Unit
from thangdo.rules.index.numbers import as_text

FOLDER = "series"
_STEP = Decimal("1e-12")


class BadSeries(Exception):
    """A file of a series that cannot be read as one."""


@dataclass(frozen=True, slots=True)
class LoadedSeries:
    """What was taken over of one series: figures kept and refused, and whether anything was new."""

    series: str
    kept: int
    refused: int
    new: bool


def load_series(read: Callable[..., str] = read_text, now: datetime | None = None) -> list[LoadedSeries]:
    """Take over every series of the library; a changed file becomes a new version. Units must be there."""
    units = {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.only("scheme", "code")}
    moment = now or timezone.now()
    with transaction.atomic():
        return [
            import_series(read(FOLDER, f"{name}.yaml"), read(FOLDER, f"{name}.csv"), units, moment)
            for name in names(FOLDER, ".yaml")
        ]


def import_series(text: str, table: str, units: dict[tuple[str, str], int], moment: datetime) -> LoadedSeries:
    """Take over one series from the text of its two files. Raises BadSeries, pydantic's ValidationError."""
    series = series_text.read(text)
    reader = csv.DictReader(io.StringIO(table))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadSeries(f"{series.series}.csv: the columns must be {', '.join(COLUMNS)}")
    figures = check(series, reader, units.keys())
    kept = sum(figure.reason is None for figure in figures)
    done = LoadedSeries(series.series, kept, len(figures) - kept, new=True)
    sha256 = hashlib.sha256(f"{text}\0{table}".encode()).hexdigest()
    latest = IndexSeries.objects.filter(slug=series.series).order_by("-revision").first()
    if latest and latest.sha256 == sha256:
        return LoadedSeries(series.series, kept, len(figures) - kept, new=False)
    stored = IndexSeries.objects.create(
        slug=series.series,
        revision=latest.revision + 1 if latest else 1,
        sha256=sha256,
        place=series.order,
        data=series.model_dump(mode="json"),
        stored_at=moment,
    )
    SeriesPoint.add_all(_point(stored, series, figure, units, place) for place, figure in enumerate(figures))
    return done


def _point(
    stored: IndexSeries,
    series: SeriesText,
    figure: Figure,
    units: dict[tuple[str, str], int],
    place: int,
) -> SeriesPoint:
    row = figure.row
    places = series.scale_of(row["component"] if row["component"] in series.components else "").places
    return SeriesPoint(
        series=stored,
        unit_id=units.get((row["unit_scheme"], row["unit"])),
        place=place,
        edition=row["edition"],
        period=row["period"],
        component=row["component"],
        aggregate=row["aggregate"],
        name_printed=row["name"],
        statement=figure.statement,
        value=_padded(figure.value, places) if figure.value is not None else "",
        value_sort=figure.value.quantize(_STEP) if figure.value is not None else None,
        printed=row["value"],
        rank=figure.rank,
        of=figure.of,
        peer_group=row["peer_group"],
        group=row["group"],
        change=row["change"],
        reason={"code": figure.reason.code, "facts": dict(figure.reason.facts)} if figure.reason else None,
        note_vi=row["note_vi"],
        note_en=row["note_en"],
        rank_note=figure.rank_note,
        source=row["source"],
    )


def _padded(value: Decimal, places: int) -> str:
    """The value with at least the decimals of its scale, none cut: 64 → "64.00"."""
    whole, _, rest = as_text(value).partition(".")
    rest = rest.ljust(places, "0")
    return f"{whole}.{rest}" if rest else whole
