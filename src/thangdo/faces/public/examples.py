"""The library of examples: results of others, recomputed, apart from what this installation published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.assessments.pages import entry
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.records.results import queries
from thangdo.records.results.examples import examples


def listing(request: HttpRequest) -> Page:
    """Every example that was loaded, by what it shows."""
    there = {each.id: each for each in queries.assessments() if each.example}
    groups: list[dict[str, Any]] = [
        {
            "title": group.title(language()),
            "assessments": [entry(there[one]) for one in group.assessments if one in there],
        }
        for group in examples().groups
    ]
    columns = [Column("id", _("Code")), Column("title", _("Title")), Column("source", _("Source"))]
    cells = [
        {"id": each.id, "title": each.title(language()), "source": each.source} for each in there.values()
    ]
    title = _("Library of examples")
    context = {"groups": [group for group in groups if group["assessments"]]}
    crumbs = [(_("Results"), reverse("assessments"))]
    table = Table("examples", title, columns, cells)
    return Page(
        "public/examples.html", title, "assessments", context, [table], crumbs=crumbs, name="examples"
    )
