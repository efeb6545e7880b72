"""The first page: the conference of 3 July 2019, then the named units of Decision 766."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import day, exact
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.assessments.pages import overview_tables, source
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.faces.public.series import pages as series
from thangdo.records.results import queries

CONFERENCE = "gia-lai-2019"
FEW = 20  # a table so short is shown whole, with its groups; a longer one in two columns
NAMED = ("qd766-2026-provinces", "qd766-2026-gia-lai")


def home(request: HttpRequest) -> Page:
    """The conference from top to bottom."""
    context: dict[str, Any] = {"where": "home"}
    tables: list[Table] = []
    said = ""
    try:
        found = queries.overview(CONFERENCE)
    except queries.NotFound:
        pass
    else:
        about = found.assessment
        context |= {
            "assessment": about,
            "paragraph": rows.conference_paragraph(found),
            "ladders": rows.ladders(found),
            "overview": reverse("assessment", args=[about.id]),
            "criteria": f"{reverse('edition', args=[about.edition])}?version={about.edition_version}",
        }
        said = source(about)
        tables += [table for table in overview_tables(found) if table.name == "distribution"]
    context["ict"] = series.ict_card()
    context["named"] = [each for each in map(_named, NAMED) if each]
    tables += [each["table"] for each in context["named"]]
    title = _("E-government of Gia Lai: who stands on which level")
    return Page("public/home.html", title, "home", context, tables, source=said, name="conference-2019")


def _named(assessment: str) -> dict[str, Any] | None:
    """One table of named units by rank; None when it has not been loaded."""
    try:
        found = queries.overview(assessment)
    except queries.NotFound:
        return None
    about = found.assessment
    nodes, scored = queries.scores(assessment) if found.total <= FEW else ((), ())
    groups = [node for node in nodes if node.depth == 1]
    cells = {row.code: by_node for row, by_node in scored}
    longest = max((exact(row.score) for row in found.rows if row.score), default=exact(1)) or exact(1)
    lines = [
        {
            "label": row.label,
            "name": row.name(language()),
            "score": row.score,
            "own": row.code in rows.OWN,
            "address": reverse("assessed", args=[about.id, row.code]),
            "share": exact(row.score) / longest if row.score else None,
            "groups": [cells[row.code][node.node][0] for node in groups],
        }
        for row in found.rows
    ]
    columns = [
        Column("rank", _("Rank"), "integer"),
        Column("unit", _("Code")),
        Column("name", _("Unit")),
        Column("score", _("Score"), "number"),
    ]
    given = [
        {
            "rank": None if row.rank is None else str(row.rank),
            "unit": row.code,
            "name": row.name(language()),
            "score": row.score,
        }
        for row in found.rows
    ]
    tiers = {row.tier for row in found.rows}
    return {
        "title": about.title(language()),
        "address": reverse("assessment", args=[about.id]),
        "caption": _("%(count)s units. Date: %(day)s.")
        % {"count": found.total, "day": day(about.date, language())},
        "head": labels.tier(tiers.pop()) if len(tiers) == 1 else _("Unit"),
        "groups": [
            node.title_en if language() == "en" and node.title_en else node.title_vi for node in groups
        ],
        "places": rows.places(row.score for row in found.rows),
        "parts": [lines] if groups else [lines[: -(-len(lines) // 2)], lines[-(-len(lines) // 2) :]],
        "table": Table(about.id, about.title(language()), columns, given, source(about)),
    }
