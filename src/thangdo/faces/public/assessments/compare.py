"""Two to six units side by side: by pillar as a chart, by criterion as a table; the form to choose them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import drawings, labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.assessments.pages import source
from thangdo.faces.public.pages import Column, Page, Table, asked
from thangdo.records.results import queries
from thangdo.records.results.views import AssessmentView, Comparison

MOST = queries.MOST_COMPARED
DEFAULT = "qd766-2026-provinces"


def compare(request: HttpRequest) -> Page:
    """The comparison asked for, or the form alone."""
    possible = [each for each in queries.assessments() if _has_scores(each)]
    codes = _codes(request)
    chosen = _chosen(possible, asked(request, "assessment"), codes)
    context: dict[str, Any] = {
        "possible": [(each.id, each.title(language())) for each in possible],
        "codes": codes,
    }
    page = Page("public/assessments/compare.html", _("Compare units"), "compare", context, name="compare")
    if chosen is None:
        return page
    overview = queries.overview(chosen.id)
    context["assessment"] = chosen
    context["title"] = chosen.title(language())
    context["units"] = _by_tier(chosen, overview.rows)
    page.source = source(chosen)
    if not codes:
        return page
    if not asked(request, "assessment") and not _together(possible, codes):
        context["problem"] = _("No assessment with points has all of these units. Choose one first.")
        return page
    try:
        found = queries.compare(chosen.id, codes)
    except ValueError:
        context["problem"] = _("Choose two to six units. You chose %(count)s.") % {"count": len(codes)}
        return page
    except queries.NotFound as problem:
        raise rows.missing(problem) from problem
    context["found"] = found
    context["lines"] = _lines(found)
    context["columns"] = [rows.line(chosen, row) for row in found.rows]
    names = [row.name(language()) for row in found.rows]
    context["names"] = " ".join([", ".join(names[:-1]), _("and"), names[-1]])
    parts = [line for line in found.lines if line.depth == 1]
    groups = [line for line in found.lines if line.depth == 2 and line.kind in ("group", "pillar")]
    chart = drawings.comparison(found, groups if len(parts) < 3 and len(groups) >= 3 else parts)
    page.charts = [chart] if chart else []
    page.tables = [_table(found)]
    return page


def _together(possible: list[AssessmentView], codes: list[str]) -> AssessmentView | None:
    """The first assessment with points in which all the units take part."""
    ids = {each.id for each in possible}
    return next((each for each in queries.assessments_of(codes) if each.id in ids), None)


def _chosen(possible: list[AssessmentView], asked_for: str, codes: list[str]) -> AssessmentView | None:
    by_id = {each.id: each for each in possible}
    if asked_for and asked_for not in by_id:
        raise rows.missing(queries.NotFound(asked_for))
    if not asked_for and codes and (found := _together(possible, codes)):
        return found
    return by_id.get(asked_for) or by_id.get(DEFAULT) or next(iter(possible), None)


def _codes(request: HttpRequest) -> list[str]:
    """The units asked for: `units=a,b` in an address, or several `units` from the form."""
    given = ",".join(request.GET.getlist("units"))[:1000]
    return list(dict.fromkeys(code.strip() for code in given.split(",") if code.strip()))


def _has_scores(each: AssessmentView) -> bool:
    return each.kind != "published"


def _by_tier(assessment: AssessmentView, listed: Any) -> list[dict[str, Any]]:
    """The units to choose from, tier by tier."""
    tiers: dict[str, list[tuple[str, str]]] = {}
    for row in listed:
        tiers.setdefault(row.tier, []).append((row.code, row.name(language())))
    return [{"name": labels.tier(tier), "units": units} for tier, units in tiers.items()]


def _lines(found: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title(language()),
            "node": line.node,
            "depth": line.depth,
            "is_part": line.kind not in ("criterion", "sub-criterion") and line.depth > 0,
            "cells": [
                {
                    "score": cell.score if cell else None,
                    "maximum": cell.maximum if cell else None,
                    "status": labels.status(cell.status if cell else "not-applicable"),
                }
                for cell in line.cells
            ],
        }
        for line in found.lines
    ]


def _table(found: Comparison) -> Table:
    columns = [Column("node", _("Code")), Column("title", _("Title"))]
    columns += [Column(row.code, row.name(language()), "number") for row in found.rows]
    lines: list[dict[str, str | None]] = []
    for line in found.lines:
        given: dict[str, str | None] = {"node": line.node, "title": line.title(language())}
        for row, cell in zip(found.rows, line.cells, strict=True):
            given[row.code] = cell.score if cell else None
        lines.append(given)
    return Table("comparison", _("Scores side by side"), columns, lines, source(found.assessment))
