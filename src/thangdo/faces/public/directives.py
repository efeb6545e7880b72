"""Directives for everybody: each order of a published source with its sentence, its units and its day."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.result_words import who
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.records.units.models import Unit
from thangdo.work.directives import published
from thangdo.work.directives.published import Ordered
from thangdo.work.programmes.queries.published import carrying_out
from thangdo.work.reproductions.directives_2019 import readings

ROOM = "directives"


def listing(request: HttpRequest) -> Page:
    """All orders by the source they come from."""
    every = published.every()
    sources: dict[tuple[Any, str], list[dict[str, Any]]] = {}
    for one in every:
        key = (one.directive.source_date, one.directive.source_title)
        sources.setdefault(key, []).append(_entry(one))
    context = {
        "sources": [{"date": day, "title": title, "rows": rows} for (day, title), rows in sources.items()]
    }
    title = _("Directives and who answers for them")
    return Page("public/directives/list.html", title, ROOM, context, [_table(every)], name="directives")


def one(request: HttpRequest, slug: str) -> Page:
    """One order: its sentence, the units charged, what is known of each."""
    found = published.one(slug)
    if found is None:
        raise Http404(_("There is no such directive here."))
    ordered, parts = found
    row = ordered.directive
    said = readings().get(slug)
    if said is not None and said.unnamed is not None:
        parts = []  # whom the sentence means, nobody has published: no unit is named as one of them
    shown = [
        {
            "unit": name_of(part.unit),
            "address": reverse("unit", args=[part.unit.scheme, part.unit.code]),
            "carrier": name_of(part.carrier) if part.carrier.pk != part.unit.pk else "",
            "due": part.due,
            "state": wording.state_name("assignment", part.state) if part.known else _("No information"),
        }
        for part in parts
    ]
    context = {**_entry(ordered), "parts": shown, "expanded": ordered.expanded, "names": name_of}
    context["reading"] = said.reading if said is not None else None
    context["programmes"] = [(each.title(language()), each.slug) for each in carrying_out(slug)]
    if ordered.expanded is not None:
        context["suggestions"] = [_suggested(one) for one in ordered.expanded.suggestions[:3]]
        context["shares"] = [(name_of(share.unit), share.found) for share in ordered.expanded.shares]
    columns = [
        Column("unit", _("Unit")),
        Column("code", _("Code")),
        Column("due", _("Time limit")),
        Column("state", _("State"), words=partial(wording.state_name, "assignment")),
    ]
    rows = [
        {
            "unit": part.unit.name_vi,
            "code": f"{part.unit.scheme}:{part.unit.code}",
            "due": part.due.isoformat() if part.due else None,
            "state": part.state if part.known else None,
        }
        for part in parts
    ]
    crumbs = [(_("Directives"), reverse("directives"))]
    title = row.name(language())
    table = Table("units", title, columns, rows)
    return Page(
        "public/directives/directive.html",
        title,
        ROOM,
        context,
        [table],
        crumbs=crumbs,
        source=row.source_title,
        name=slug,
    )


def name_of(unit: Unit | None) -> str:
    """A unit's name in the language of the page."""
    if unit is None:
        return ""
    return unit.name(language())


def due_words(one: Ordered) -> str:
    """The day, or that none is stated."""
    if one.directive.due is None:
        return _("not stated")
    return numbers.day(one.directive.due, language())


def _entry(one: Ordered) -> dict[str, Any]:
    row = one.directive
    said = readings().get(row.slug)
    known = ", ".join(
        f"{numbers.number(n, language())} {wording.state_name('assignment', state)}"
        for state, n in one.states.items()
    )
    return {
        "one": one,
        "row": row,
        "name": row.name(language()),
        "address": reverse("directive", args=[row.slug]),
        "leading": who(row.leading),
        "head": who(row.head or (row.leading if not row.scope else None)),
        "due": due_words(one),
        "urgency": wording.state_name("urgency", str(row.urgency)) if row.urgency != "normal" else "",
        "known": known,
        "unnamed": said.unnamed if said is not None else None,
    }


def _units(one: Ordered) -> str | None:
    said = readings().get(one.directive.slug)
    if said is not None and said.unnamed is not None:
        return None
    return str(one.units) if one.units else (str(one.expanded.found) if one.expanded else None)


def _suggested(suggestion: Any) -> dict[str, Any]:
    return {
        "out": name_of(suggestion.out),
        "into": name_of(suggestion.into),
        "found": suggestion.found,
    }


def _table(every: list[Ordered]) -> Table:
    columns = [
        Column("slug", _("Code")),
        Column("title", _("Directive")),
        Column("quote", _("Its sentence")),
        Column("source", _("Source")),
        Column("source_date", _("Date of the source")),
        Column("leading", _("Leading unit")),
        Column("units", _("Units"), "integer"),
        Column("stated", _("Units that the sentence states"), "integer"),
        Column("due", _("Time limit")),
        Column("known", _("Units of which something is known"), "integer"),
    ]
    rows = [
        {
            "slug": one.directive.slug,
            "title": one.directive.name(language()),
            "quote": one.directive.quote,
            "source": one.directive.source_title,
            "source_date": one.directive.source_date.isoformat() if one.directive.source_date else None,
            "leading": name_of(one.directive.leading),
            "units": _units(one),
            "stated": str(one.directive.stated_count) if one.directive.stated_count else None,
            "due": one.directive.due.isoformat() if one.directive.due else None,
            "known": str(one.known),
        }
        for one in every
    ]
    return Table("directives", _("Directives"), columns, rows)
