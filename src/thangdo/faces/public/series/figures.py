"""One figure of an index series as it is read: value, rank, what kind of statement, why refused."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import sentences
from thangdo.faces.look.numbers import day, number, rank_label
from thangdo.faces.look.templatetags.look import language, text
from thangdo.records.identity import queries as identity
from thangdo.records.results.series_views import PointView

MOST_PLACES = 4  # of a value on a page; files give all that were printed


def point(each: PointView, about: Any) -> dict[str, Any]:
    """One figure as it is read."""
    return {
        "period": day(each.period, language()),
        "name": each.unit.name(language()) if each.unit else each.name_printed,
        "address": reverse("unit", args=[each.unit.scheme, each.unit.code]) if each.unit else "",
        "component": text(about.components[each.component].title) if each.component else "",
        "aggregate": text(about.aggregates.get(each.aggregate)) if each.aggregate else "",
        "value": said_value(each, about),
        "rank": said_rank(each),
        "group": each.group,
        "statement": _statement(each),
        "note": each.note(language()),
        "source": about.source(each.source, language()),
        "conflict": each.conflict,
        "own": is_own(each),
    }


def is_own(each: PointView) -> bool:
    """Whether it is a figure of the province whose installation this is, before or after a merger."""
    return each.unit is not None and (each.unit.scheme, each.unit.code) in identity.own_units()


def said_value(each: PointView, about: Any) -> str:
    """The value with its decimals, at most four or those of its scale; why there is none otherwise."""
    if each.statement == "refused":
        return _("refused: printed %(printed)s") % {"printed": each.printed}
    if each.value is None:
        return _("not published")
    decimals = min(len(each.value.partition(".")[2]), max(about.scale_of(each.component).places, MOST_PLACES))
    return number(each.value, language(), decimals) + (
        "%" if _is_percent(about) and not each.component else ""
    )


def said_rank(each: PointView) -> str:
    """Rank of how many; a censored one in words."""
    if each.rank is None:
        return _("outside the published places") if each.statement == "censored" else "–"
    return rank_label(each.label()) + (f"/{each.of}" if each.of else "")


def _is_percent(about: Any) -> bool:
    return "%" in about.scale.unit.vi


def _statement(each: PointView) -> str:
    return {
        "published": "",
        "derived": _("derived from other published figures"),
        "censored": _("only the best were published; this is not a rank"),
        "refused": _("refused"),
    }[each.statement]


def refusal(each: PointView) -> str:
    """Why a printed value was not taken over."""
    if each.reason is None or not sentences.has("figures", each.reason.code):
        return ""
    return sentences.name(language(), "figures", each.reason.code).format(**each.reason.facts)
