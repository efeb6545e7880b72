"""Index series: an index in plain words, the province through the years, provinces in a year, its region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import day, number, rank_change
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import drawings, labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.pages import Column, Page, Table, asked
from thangdo.faces.public.series import drawings as series_drawings
from thangdo.faces.public.series.figures import point, refusal
from thangdo.records.identity.queries import own_units
from thangdo.records.results import series_queries as queries
from thangdo.records.results.examples import examples
from thangdo.records.results.queries import NotFound
from thangdo.records.results.series_views import PointView, SeriesCard, SeriesView, UnitLine
from thangdo.records.units.queries import get


def listing(request: HttpRequest) -> Page:
    """Every index, with how the province stands."""
    cards = queries.series_list()
    shown = [
        {
            "title": text(card.text.title),
            "address": reverse("series-one", args=[card.id]),
            "publisher": text(card.text.publisher),
            "measures": text(card.text.page.measures),
            "standing": standing(card.text),
            "periods": span(card),
        }
        for card in cards
    ]
    columns = [
        Column("id", _("Code")),
        Column("title", _("Index")),
        Column("publisher", _("Publisher")),
        Column("first", _("First period")),
        Column("last", _("Last period")),
        Column("units", _("Units"), "integer"),
        Column("refused", _("Refused values"), "integer"),
    ]
    given = [
        {
            "id": card.id,
            "title": text(card.text.title),
            "publisher": text(card.text.publisher),
            "first": card.periods[0] if card.periods else None,
            "last": card.periods[-1] if card.periods else None,
            "units": str(card.units),
            "refused": str(card.refused),
        }
        for card in cards
    ]
    table = Table("series", _("Index series"), columns, given)
    title = _("Indices of the province through the years")
    return Page("public/series/list.html", title, "series", {"cards": shown}, [table], name="series")


def standing(about: Any) -> str:
    """How the province stands, where the library's sentence speaks of the own one; else ""."""
    return text(about.page.standing) if examples().province in own_units() else ""


def span(card: SeriesCard) -> str:
    """From which period to which there are figures."""
    if not card.periods:
        return ""
    first, last = day(card.periods[0], language()), day(card.periods[-1], language())
    return first if first == last else f"{first} – {last}"


def one(request: HttpRequest, series: str) -> Page:
    """One index: plain words, through the years, a year, the region."""
    try:
        found = queries.series(series)
    except NotFound as problem:
        raise rows.missing(problem) from problem
    card, about = found.card, found.card.text
    unit = _unit(found, asked(request, "unit"))
    points = _points_of(found, unit)
    period = asked(request, "period")
    period = period if period in card.periods else _fullest(found)
    listed = _of_period(found, period)
    context: dict[str, Any] = {
        "card": card,
        "about": about,
        "standing": standing(about),
        "unit": unit,
        "unit_name": unit.unit.name(language()) if unit else "",
        "points": [point(each, about) for each in points],
        "breaks": _breaks(found, unit),
        "period": period,
        "periods": [(each, day(each, language())) for each in card.periods],
        "units": [
            (f"{line.unit.scheme}:{line.unit.code}", line.unit.name(language())) for line in found.lines
        ],
        "groups": _groups(listed, about),
        "aggregates": [point(each, about) for each in found.aggregates if each.period == period],
        "region": _region(found, period) if about.subject == "provinces" else [],
        "region_name": labels.region(_region_name()),
        "refused": [(point(each, about), refusal(each)) for each in found.refused],
        "scale": _scale(about),
        "editions": [
            {"title": text(each.title), "text": text(each.text), "comparable": each.comparable}
            for each in about.editions.values()
        ],
    }
    charts = [
        chart
        for chart in (
            series_drawings.through(found, unit, points),
            series_drawings.in_period(found, period, listed),
        )
        if chart
    ]
    return Page(
        "public/series/series.html",
        text(about.title),
        "series",
        context,
        _tables(found),
        charts,
        crumbs=[(_("Index series"), reverse("series"))],
        source=_sources(found),
        name=f"series-{series}",
    )


def _unit(found: SeriesView, wanted: str) -> UnitLine | None:
    """The unit asked for, else the province itself, else the first there is."""
    by_key = {f"{line.unit.scheme}:{line.unit.code}": line for line in found.lines}
    if wanted and wanted not in by_key:
        raise rows.missing(NotFound(wanted))
    keys = [wanted, *(f"{scheme}:{code}" for scheme, code in sorted(own_units(), reverse=True))]
    known = next((by_key[key] for key in keys if key in by_key), None)
    return known or max(found.lines, key=lambda line: len(line.points), default=None)


def _points_of(found: SeriesView, unit: UnitLine | None) -> list[PointView]:
    """The unit's figures in order of time; the province's own before and after the merger together."""
    if unit is None:
        return []
    keys = {(unit.unit.scheme, unit.unit.code)}
    if keys & own_units():
        keys |= own_units()
    return sorted(
        (each for line in found.lines if (line.unit.scheme, line.unit.code) in keys for each in line.points),
        key=lambda each: (each.component, f"{each.period}-99-99"[:10]),
    )


def _fullest(found: SeriesView) -> str:
    """The period with the most figures of the index itself; the latest of equals."""
    counts: dict[str, int] = {}
    for line in found.lines:
        for each in line.points:
            if not each.component:
                counts[each.period] = counts.get(each.period, 0) + 1
    return max(counts, key=lambda period: (counts[period], period), default="")


def _of_period(found: SeriesView, period: str) -> list[PointView]:
    """The index in one period, by rank, then by value."""
    listed = [
        each for line in found.lines for each in line.points if each.period == period and not each.component
    ]
    return sorted(
        listed,
        key=lambda each: (
            each.statement == "refused",
            each.peer_group,
            each.rank is None,
            each.rank or 0,
            -drawings.drawn(each.value),
            each.name_printed,
        ),
    )


def _groups(listed: Sequence[PointView], about: Any) -> list[dict[str, Any]]:
    """The figures of a period, those ranked among each other together."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in listed:
        groups.setdefault(each.peer_group, []).append(point(each, about))
    return [{"name": labels.tier(name) if name else "", "listed": each} for name, each in groups.items()]


def _region(found: SeriesView, period: str) -> list[dict[str, Any]]:
    """The provinces of the region in a period, those without a figure too."""
    try:
        table = queries.region(found.card.id, period, _region_name())
    except NotFound:
        return []
    return [
        {
            "name": unit.name(language()),
            "address": reverse("unit", args=[unit.scheme, unit.code]),
            "own": (unit.scheme, unit.code) in own_units(),
            "point": point(each, found.card.text) if each else None,
        }
        for unit, each in table.rows
    ]


def _region_name() -> str:
    """The region that the own province lay in, as an earlier register names it; "" where none does."""
    named = (get(*key) for key in own_units())
    return next((unit.region for unit in named if unit and unit.region), "")


def _breaks(found: SeriesView, unit: UnitLine | None) -> list[dict[str, str]]:
    if unit is None:
        return []
    return [
        {
            "after": day(each.after, language()),
            "before": day(each.before, language()),
            "text": text(each.text),
            "words": _("not comparable")
            if each.comparable == "no"
            else _("no source says whether they compare"),
        }
        for each in unit.breaks
    ]


def _scale(about: Any) -> str:
    if about.scale.max is None:
        return text(about.scale.unit)
    return _("%(min)s to %(max)s (%(unit)s)") % {
        "min": number(about.scale.min, language()),
        "max": number(about.scale.max, language()),
        "unit": text(about.scale.unit),
    }


def _sources(found: SeriesView) -> str:
    about = found.card.text
    named = dict.fromkeys(each.source for line in found.lines for each in line.points)
    every = [about.source(name, language()) for name in named]
    first = next(iter(every), "")
    return first if len(every) < 2 else _("%(count)s sources, one beside each figure") % {"count": len(every)}


def _tables(found: SeriesView) -> list[Table]:
    columns = [
        Column("scheme", _("Scheme of codes")),
        Column("unit", _("Code")),
        Column("name", _("Name")),
        Column("name_printed", _("Name as printed")),
        Column("period", _("Period")),
        Column("edition", _("Method")),
        Column("component", _("Component")),
        Column("aggregate", _("Aggregate")),
        Column("statement", _("Statement")),
        Column("value", _("Value"), "number"),
        Column("printed", _("As printed")),
        Column("rank", _("Rank"), "integer"),
        Column("of", _("Of"), "integer"),
        Column("peer_group", _("Ranked among")),
        Column("group", _("Group")),
        Column("conflict", _("Sources disagree"), "integer"),
        Column("refusal", _("Why refused")),
        Column("note", _("Note")),
        Column("source", _("Source")),
    ]
    every = [*(each for line in found.lines for each in line.points), *found.aggregates]
    seen = {id(each) for each in every}
    every += [each for each in found.refused if id(each) not in seen and each not in every]
    listed = [
        {
            "scheme": each.unit.scheme if each.unit else None,
            "unit": each.unit.code if each.unit else None,
            "name": each.unit.name(language()) if each.unit else None,
            "name_printed": each.name_printed,
            "period": each.period,
            "edition": each.edition,
            "component": each.component,
            "aggregate": each.aggregate,
            "statement": each.statement,
            "value": each.value,
            "printed": each.printed,
            "rank": None if each.rank is None else str(each.rank),
            "of": None if each.of is None else str(each.of),
            "peer_group": each.peer_group,
            "group": each.group,
            "conflict": str(int(each.conflict)),
            "refusal": refusal(each) or None,
            "note": each.note(language()) or None,
            "source": found.card.text.source(each.source, language()),
        }
        for each in every
    ]
    return [Table("figures", _("Every figure"), columns, listed)]


def own_lines() -> list[dict[str, Any]]:
    """The own province in every index: its last figure, and what became of it since the figure before.

    Empty where nobody has said whose installation this is. Six queries.
    """
    own = own_units()
    newest = max(own, default=None)
    if newest is None:
        return []
    found = []
    for through in queries.through_years(*newest):
        about = through.card.text
        figures = [
            each
            for line in through.lines
            if (line.unit.scheme, line.unit.code) in own
            for each in line.points
            if not each.component and each.statement != "refused" and (each.value or each.rank)
        ]
        figures.sort(key=lambda each: f"{each.period}-99-99"[:10])
        if not figures:
            continue
        now, before = (
            figures[-1],
            next((one for one in figures[-2::-1] if one.period != figures[-1].period), None),
        )
        found.append(
            {
                **point(now, about),
                "title": text(about.short) or text(about.title),
                "publisher": text(about.publisher),
                "address": reverse("series-one", args=[through.card.id]),
                "change": rank_change(now.rank, before.rank, language())
                if before and now.rank and before.rank and now.of == before.of
                else "",
                "before": day(before.period, language()) if before else "",
                "standing": standing(about),
            }
        )
    return found
