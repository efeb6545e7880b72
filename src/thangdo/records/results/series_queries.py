"""Reading the index series: an index, a province through the years, provinces in a year, a region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from django.db.models import QuerySet

from thangdo.records.results.models import IndexSeries, SeriesPoint
from thangdo.records.results.numbers import number
from thangdo.records.results.queries import NotFound
from thangdo.records.results.series_check import Reason
from thangdo.records.results.series_text import SeriesText
from thangdo.records.results.series_views import (
    Break,
    PointView,
    RegionTable,
    SeriesCard,
    SeriesView,
    Through,
    UnitLine,
    YearTable,
)
from thangdo.records.units.fold import sort_key
from thangdo.records.units.models import Unit, UnitLink
from thangdo.records.units.queries import view
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text


def series_list() -> list[SeriesCard]:
    """Every index, in the order of the menu; two queries."""
    found = list(_current())
    points = SeriesPoint.objects.filter(series__in=found).only(
        "series", "period", "unit", "aggregate", "statement"
    )
    by_series: dict[int, list[tuple[str, int | None, str, str]]] = {}
    for point in points:
        by_series.setdefault(point.series_id, []).append(_said(point))
    return [_card(series, by_series.get(series.pk, [])) for series in found]


def series(slug: str) -> SeriesView:
    """One index with the figures of every unit; two queries. Raises NotFound."""
    card, points = _points_of(slug)
    shown = [point for point in points if point.aggregate == ""]
    return SeriesView(
        card,
        _lines(card.text, shown),
        tuple(point for point in points if point.aggregate),
        tuple(point for point in points if point.statement == "refused"),
    )


def through_years(scheme: str, code: str) -> list[Through]:
    """Every index in which a unit, or one that it came from or passed into, appears; five queries.

    The cards count the figures of these units only.
    """
    family = _family(scheme, code)
    if not family:
        raise NotFound(f"no unit {scheme}:{code}")
    current = list(_current())
    results = _results(current).filter(unit_id__in=family, aggregate="")
    every: dict[int, list[SeriesPoint]] = {}
    for result in results:
        every.setdefault(result.series_id, []).append(result)
    order = {key: place for place, key in enumerate(family)}
    keys = {(unit.scheme, unit.code): unit.pk for unit in Unit.objects.filter(pk__in=family)}
    found = []
    for series_ in current:
        own = every.get(series_.pk, [])
        if own:
            points = _marked([_point(result) for result in own])
            card = _card(series_, [_said(result) for result in own])
            lines = sorted(
                _lines(card.text, points), key=lambda line: order[keys[line.unit.scheme, line.unit.code]]
            )
            found.append(Through(card, tuple(lines)))
    return found


def of_unit(slug: str, scheme: str, code: str) -> Through:
    """One unit in one index through the years. Raises NotFound."""
    for through in through_years(scheme, code):
        if through.card.id == slug:
            return through
    raise NotFound(f"{slug} says nothing of {scheme}:{code}")


def year(slug: str, period: str, component: str = "", peer_group: str = "") -> YearTable:
    """The units in one period, ranked as printed; two queries. Raises NotFound.

    peer_group: only those ranked among each other (agencies, districts), where an index has several.
    """
    card, points = _points_of(slug)
    of_period = [point for point in points if point.period == period and point.component == component]
    if peer_group:
        of_period = [point for point in of_period if point.peer_group == peer_group]
    if not of_period:
        raise NotFound(f"{slug} has nothing for {period}")
    return YearTable(
        card,
        period,
        component,
        tuple(sorted((point for point in of_period if not point.aggregate), key=_best_first)),
        tuple(point for point in of_period if point.aggregate),
    )


def region(slug: str, period: str, name: str) -> RegionTable:
    """The units of a region in one period; three queries. Raises NotFound."""
    table = year(slug, period)
    first: dict[tuple[str, str], PointView] = {}
    for point in table.points:
        if point.unit and point.statement != "refused":
            first.setdefault((point.unit.scheme, point.unit.code), point)
    schemes = {scheme for scheme, _ in first}
    units = [
        view(unit)
        for unit in Unit.objects.select_related("parent")
        .filter(region=name, scheme__in=schemes)
        .order_by("sort_key")
    ]
    if not units:
        raise NotFound(f"no units of the region {name} in {slug} for {period}")
    rows = [(unit, first.get((unit.scheme, unit.code))) for unit in units]
    rows.sort(key=lambda row: (row[1] is None, _best_first(row[1]) if row[1] else ()))
    return RegionTable(table, name, tuple(rows))


def difference(earlier: PointView, later: PointView, text: SeriesText) -> str | None:
    """How much the value rose, with its sign; None across a break or where a value is missing."""
    if earlier.value is None or later.value is None or _break(text, earlier, later):
        return None
    rise = number(later.value) - number(earlier.value)
    return f"{'+' if rise > 0 else ''}{as_text(rise)}"


def _current() -> list[IndexSeries]:
    """The latest version of each series, in order; one query."""
    latest: dict[str, IndexSeries] = {}
    for found in IndexSeries.objects.order_by("revision"):
        latest[found.slug] = found
    return sorted(latest.values(), key=lambda series_: (series_.place, series_.slug))


def _results(current: Sequence[IndexSeries]) -> QuerySet[SeriesPoint]:
    joined = SeriesPoint.objects.select_related("unit__parent", "series").defer("series__data")
    return joined.filter(series__in=current).order_by("place")


def _points_of(slug: str) -> tuple[SeriesCard, list[PointView]]:
    found = IndexSeries.objects.filter(slug=slug).order_by("-revision").first()
    if found is None:
        raise NotFound(f"no index series {slug}")
    results = list(_results([found]))
    return _card(found, [_said(result) for result in results]), _marked([_point(each) for each in results])


def _family(scheme: str, code: str) -> list[int]:
    """The unit, then its predecessors and successors; two queries."""
    own = Unit.objects.filter(scheme=scheme, code=code).values_list("pk", flat=True).first()
    if own is None:
        return []
    links = UnitLink.objects.filter(predecessor_id=own) | UnitLink.objects.filter(successor_id=own)
    ends = [end for link in links.order_by("date", "pk") for end in (link.predecessor_id, link.successor_id)]
    return list(dict.fromkeys([own, *ends]))


def _point(result: SeriesPoint) -> PointView:
    reason = Reason(result.reason["code"], result.reason["facts"]) if result.reason else None
    return PointView(
        series=result.series.slug,
        unit=view(result.unit) if result.unit else None,
        name_printed=result.name_printed,
        period=result.period,
        edition=result.edition,
        component=result.component,
        aggregate=result.aggregate,
        statement=result.statement,
        value=result.value or None,
        printed=result.printed,
        rank=result.rank,
        of=result.of,
        rank_note=result.rank_note,
        peer_group=result.peer_group,
        group=result.group,
        change=result.change,
        reason=reason,
        note_vi=result.note_vi,
        note_en=result.note_en,
        source=result.source,
    )


def _marked(points: Sequence[PointView]) -> list[PointView]:
    """The points in order of time, with shared ranks and conflicting sources marked."""
    ranks = Counter((_table(point), point.rank) for point in points if point.rank is not None)
    values: dict[object, set[Fraction]] = {}
    for point in points:
        if point.value is not None:
            values.setdefault(_subject(point), set()).add(number(point.value))
    return [
        replace(
            point,
            tied=point.rank is not None and ranks[_table(point), point.rank] > 1,
            conflict=point.value is not None and len(values[_subject(point)]) > 1,
        )
        for point in sorted(points, key=lambda point: _when(point.period))
    ]


def _when(period: str) -> str:
    """A year or a month counts as its end: what is said of 2025 comes after a day of it."""
    return f"{period}-99-99"[:10]


def _table(point: PointView) -> tuple[str, ...]:
    return point.series, point.period, point.component, point.aggregate, point.peer_group, point.source


def _subject(point: PointView) -> tuple[object, ...]:
    unit = (point.unit.scheme, point.unit.code) if point.unit else point.name_printed
    return point.series, unit, point.period, point.component, point.aggregate


def _best_first(point: PointView) -> tuple[object, ...]:
    value = -number(point.value) if point.value is not None else Fraction(0)
    return (
        point.statement == "refused",
        point.rank is None,
        point.rank or 0,
        point.value is None,
        value,
        sort_key(point.name_printed),
    )


def _lines(text: SeriesText, points: Iterable[PointView]) -> tuple[UnitLine, ...]:
    by_unit: dict[tuple[str, str], list[PointView]] = {}
    for point in points:
        if point.unit:
            by_unit.setdefault((point.unit.scheme, point.unit.code), []).append(point)
    lines = [
        UnitLine(unit, tuple(own), _breaks(text, own))
        for own in by_unit.values()
        if (unit := own[0].unit) is not None
    ]
    return tuple(sorted(lines, key=lambda line: (sort_key(line.unit.name_vi), line.unit.scheme)))


def _breaks(text: SeriesText, points: Sequence[PointView]) -> tuple[Break, ...]:
    """The breaks between points that follow each other (points are in order of time)."""
    shown = [point for point in points if point.statement != "refused" and point.edition in text.editions]
    return tuple(found for earlier, later in pairwise(shown) if (found := _break(text, earlier, later)))


def _break(text: SeriesText, earlier: PointView, later: PointView) -> Break | None:
    """The break between two points: the worst of those between their editions, or None."""
    names = list(text.editions)
    start, end = sorted((names.index(earlier.edition), names.index(later.edition)))
    between = [text.editions[name] for name in names[start + 1 : end + 1]]
    for comparable in ("no", "unknown"):
        for edition in between:
            if edition.comparable == comparable:
                return Break(
                    earlier.period, later.period, earlier.edition, later.edition, comparable, edition.text
                )
    return None


def _said(point: SeriesPoint) -> tuple[str, int | None, str, str]:
    return point.period, point.unit_id, point.aggregate, point.statement


def _card(found: IndexSeries, points: Sequence[tuple[str, int | None, str, str]]) -> SeriesCard:
    """points: (period, unit, aggregate, statement) of each."""
    return SeriesCard(
        found.slug,
        SeriesText.model_validate(found.data),
        tuple(sorted({period for period, _, _, _ in points}, key=_when)),
        len({unit for _, unit, aggregate, _ in points if unit is not None and not aggregate}),
        sum(statement == "refused" for _, _, _, statement in points),
    )
