"""The charts of an index series: one unit through the periods, the units of one period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import day, number
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import drawings
from thangdo.faces.public.pages import Chart
from thangdo.faces.public.series.figures import is_own, said_rank, said_value
from thangdo.records.results.series_views import Break, PointView, SeriesView, UnitLine

MOST_BARS = 70


def through(found: SeriesView, unit: UnitLine | None, points: Sequence[PointView]) -> Chart | None:
    """One unit through the years; the line stops at a break."""
    shown = [each for each in points if each.value is not None and not each.component]
    if unit is None or len(shown) < 2:
        return None
    about = found.card.text
    run, last, labelled = 0, "", ""
    drawn: list[dict[str, Any]] = []
    breaks: dict[str, Break] = {each.before: each for each in unit.breaks}
    for each in shown:
        if (
            last and each.edition != last and about.editions[each.edition].comparable in ("no", "unknown")
        ) or (each.period in breaks):
            run += 1
            drawn.append({"kind": "break", "at": _between(drawn, _at(each.period))})
        last = each.edition
        near = (
            drawn
            and _days(_at(each.period)) - _days(labelled)
            < (_days(_at(shown[-1].period)) - _days(_at(shown[0].period))) / 12
            if labelled
            else False
        )
        labelled = labelled if near else _at(each.period)
        label = (
            ""
            if near and each is not shown[-1]
            else number(each.value, language()) + (f" · {said_rank(each)}" if each.rank else "")
        )
        drawn.append(
            {
                "kind": "value",
                "at": _at(each.period),
                "value": drawings.drawn(each.value),
                "label": label,
                "run": str(run),
                "when": day(each.period, language()),
            }
        )
    first, final = shown[0], shown[-1]
    values = list(dict.fromkeys(each["at"] for each in drawn if each["kind"] == "value"))
    title = _("%(unit)s: %(first)s in %(from)s, %(last)s in %(to)s") % {
        "unit": unit.unit.name(language()),
        "first": said_value(first, about),
        "from": day(first.period, language()),
        "last": said_value(final, about),
        "to": day(final.period, language()),
    }
    cells = [[day(each.period, language()), said_value(each, about), said_rank(each)] for each in shown]
    return Chart(
        "years",
        title,
        _("A line through the periods; it stops where the method changed (dashed). The table follows."),
        _("Source: %(source)s") % {"source": text(about.publisher)},
        "series",
        drawn,
        {"y": text(about.scale.unit), "format": _axis(shown), "values": values, "when": _("Period")},
        [_("Period"), _("Value"), _("Rank")],
        cells,
    )


def _axis(shown: Sequence[PointView]) -> str:
    """How the periods are written under the line: years, months or days."""
    longest = max(len(each.period) for each in shown)
    many_years = shown[-1].year - shown[0].year > 1
    return "%Y" if longest == 4 or many_years else "%m/%Y" if longest == 7 else "%d/%m/%Y"


def _days(day_: str) -> int:
    return date.fromisoformat(day_).toordinal()


def _at(period: str) -> str:
    """The day at which a period is drawn: its own, the middle of its month or year."""
    return period if len(period) == 10 else f"{period}-15" if len(period) == 7 else f"{period}-07-01"


def _between(drawn: Sequence[dict[str, Any]], after: str) -> str:
    """A day halfway between the last point drawn and the next."""
    before = next((each["at"] for each in reversed(drawn) if each["kind"] == "value"), after)
    start, end = date.fromisoformat(before), date.fromisoformat(after)
    return (start + (end - start) / 2).isoformat()


def in_period(found: SeriesView, period: str, listed: Sequence[PointView]) -> Chart | None:
    """The units of a period as bars."""
    shown = [each for each in listed if each.value is not None]
    if len(shown) < 3 or len(shown) > MOST_BARS or len({each.peer_group for each in shown}) > 1:
        return None
    about = found.card.text
    shown.sort(key=lambda each: -drawings.drawn(each.value))
    title = _("%(unit)s leads in %(period)s with %(value)s") % {
        "unit": shown[0].unit.name(language()) if shown[0].unit else shown[0].name_printed,
        "period": day(period, language()),
        "value": said_value(shown[0], about),
    }
    bars = [
        (
            each.unit.name(language()) if each.unit else each.name_printed,
            each.value,
            number(each.value, language()),
            is_own(each),
        )
        for each in shown
    ]
    said = _("Source: %(source)s. Period: %(period)s.") % {
        "source": text(about.publisher),
        "period": day(period, language()),
    }
    return drawings.ranking("period", title, said, bars, text(about.scale.unit), _("Unit"))
