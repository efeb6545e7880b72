"""The catalogue of open data, and the page that says how to read it all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.numbers import day
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import labels
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.records import library
from thangdo.records.results import queries, series_queries
from thangdo.work.editions import published as editions

SCHEMAS = ("edition", "explanations")


@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A published JSON Schema: of an edition, or of the explanations of a result."""
    if name not in SCHEMAS:
        raise Http404(_("There is no schema of that name."))
    text = library.read_text("schemas", f"{name}.schema.json")
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


def data(request: HttpRequest) -> Page:
    """Every page that gives data away."""
    groups: list[dict[str, Any]] = [
        {
            "title": _("Results of the assessments"),
            "entries": [
                (each.title(language()), reverse("assessment", args=[each.id]), day(each.date, language()))
                for each in queries.assessments()
            ],
        },
        {
            "title": _("Index series"),
            "entries": [
                (text(card.text.title), reverse("series-one", args=[card.id]), text(card.text.publisher))
                for card in series_queries.series_list()
            ],
        },
        {
            "title": _("Criteria"),
            "entries": [
                (text(editions.get(each).title), reverse("edition", args=[each]), "")
                for each in editions.ids()
            ],
        },
        {
            "title": _("Registers and lists"),
            "entries": [
                (_("Agencies and places"), reverse("units"), _("by tier and day")),
                (_("Published indices recomputed"), reverse("methods"), ""),
                (_("Sealed publications"), reverse("publications"), ""),
                (_("The keys that sign publications"), reverse("keys"), ""),
            ],
        },
    ]
    groups = [group for group in groups if group["entries"]]
    columns = [
        Column("group", _("Kind")),
        Column("title", _("Title")),
        Column("csv", "CSV"),
        Column("json", "JSON"),
        Column("xlsx", "XLSX"),
        Column("description", _("Description")),
    ]
    listed = [
        {
            "group": group["title"],
            "title": title,
            "csv": f"{address}data.csv",
            "json": f"{address}data.json",
            "xlsx": f"{address}data.xlsx",
            "description": f"{address}datapackage.json",
        }
        for group in groups
        for title, address, _said in group["entries"]
    ]
    table = Table("catalogue", _("Catalogue of open data"), columns, listed)
    return Page("public/data.html", _("Open data"), "data", {"groups": groups}, [table], name="catalogue")


def about(request: HttpRequest) -> Page:
    """How to read levels, missing numbers, rounding and ranks."""
    missing = [
        labels.status(code) for code in ("not-applicable", "not-answered", "not-measured", "below-coverage")
    ]
    return Page("public/about.html", _("How to read this"), "about", {"missing": missing})
