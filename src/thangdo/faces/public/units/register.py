"""The register of agencies and places: search without marks, units of a day, one unit and its results."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import day as written_day
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.faces.public.pages import Column, Page, Table, asked
from thangdo.faces.public.units import history
from thangdo.records.units import queries
from thangdo.records.units.queries import NUMBERED

TIERS = ("commune", "district", "department", "province", "country")
MOST = 60


def register(request: HttpRequest) -> Page:
    """Search, or the units of a tier on a day."""
    query = asked(request, "q")
    tier = asked(request, "tier")
    tier = tier if tier in TIERS else "commune"
    day = _day(asked(request, "date"))
    context: dict[str, Any] = {
        "query": query,
        "tier": tier,
        "day": day,
        "tiers": [(code, labels.tier(code)) for code in TIERS],
    }
    if query:
        found = [each for each in queries.search(query, MOST) if each.unit.scheme not in NUMBERED]
        context["found"] = found
        views, links = [each.unit for each in found], {_key(each.unit): each.successors for each in found}
    else:
        views = [unit for unit in queries.on(day, tier=tier) if unit.scheme not in NUMBERED]
        ended = [_key(unit) for unit in views if unit.valid_to]
        links = {key: tuple(value) for key, value in queries.successors_of(ended).items()}
        context["listed"] = [(unit, links.get(_key(unit), ())) for unit in views]
    columns = [
        Column("scheme", _("Scheme of codes")),
        Column("code", _("Code")),
        Column("name", _("Name")),
        Column("kind", _("Kind")),
        Column("tier", _("Tier"), words=labels.tier),
        Column("belongs_to", _("Belongs to")),
        Column("valid_from", _("Valid from")),
        Column("valid_to", _("Valid to")),
        Column("successors", _("Passed into")),
        Column("source", _("Source")),
    ]
    rows = [_row(unit, links.get(_key(unit), ())) for unit in views]
    table = Table("units", _("Units"), columns, rows)
    return Page("public/units/list.html", _("Agencies and places"), "units", context, [table], name="units")


def one(request: HttpRequest, scheme: str, code: str) -> Page:
    """One unit: what it is, what it passed into, all its results."""
    unit = queries.get(scheme, code)
    if unit is None:
        raise Http404(_("The register has no unit with this code."))
    results = history.of_unit(scheme, code)
    context = {
        "unit": unit,
        "name": unit.name(language()),
        "successors": queries.successors(scheme, code),
        "predecessors": queries.predecessors(scheme, code),
        "children": queries.children(scheme, code),
        "results": results,
        "standing": history.standing_of_unit(scheme, code),
        "points": history.points_of_unit(scheme, code),
        "tier": labels.tier(unit.tier),
        "is_numbered": scheme in NUMBERED,
    }
    columns = [
        Column("assessment", _("Assessment")),
        Column("title", _("Title")),
        Column("date", _("Date")),
        Column("level", _("Level"), words=labels.level),
        Column("score", _("Score"), "number"),
        Column("rank", _("Rank"), "integer"),
        Column("of", _("Of"), "integer"),
    ]
    table = Table("results", _("Results of this unit"), columns, [result.row() for result in results])
    return Page(
        "public/units/unit.html",
        unit.name(language()),
        "units",
        context,
        [table],
        crumbs=[(_("Agencies and places"), reverse("units"))],
        source=unit.source,
        name=f"unit-{scheme}-{code}",
    )


def _key(unit: queries.UnitView) -> tuple[str, str]:
    return unit.scheme, unit.code


def _day(text: str) -> date:
    """The day asked for, today otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _row(unit: queries.UnitView, links: tuple[queries.LinkView, ...]) -> dict[str, str | None]:
    return {
        "scheme": unit.scheme,
        "code": unit.code,
        "name": unit.name(language()),
        "kind": unit.kind_name(language()),
        "tier": unit.tier,
        "belongs_to": unit.parent_name(language()),
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "successors": "; ".join(link.unit.name(language()) for link in links) or None,
        "source": unit.source,
    }


def life(unit: queries.UnitView) -> str:
    """From when to when a unit existed, in words; nothing when the register does not say."""
    if unit.valid_to:
        return _("until %(day)s") % {"day": written_day(unit.valid_to, language())}
    if unit.valid_from:
        return _("from %(day)s") % {"day": written_day(unit.valid_from, language())}
    return ""
