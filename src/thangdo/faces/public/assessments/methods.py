"""Method checks: published indices of others recomputed from their raw data, what agrees and what not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.records.results import queries as results
from thangdo.records.results import series_queries
from thangdo.work import reproductions
from thangdo.work.editions import queries as editions
from thangdo.work.reproductions import actions

_FIGURE = re.compile(r"-?\d+(\.\d+)?")


def listing(request: HttpRequest) -> Page:
    """Every reproduction with how much agrees; the assessments that are only there to check the method."""
    every = [_short(name) for name in reproductions.names()]
    columns = [
        Column("name", _("Code")),
        Column("title", _("Index")),
        Column("compared", _("Compared"), "integer"),
        Column("equal", _("Equal"), "integer"),
        Column("known", _("Known differences"), "integer"),
        Column("unexplained", _("Unexplained differences"), "integer"),
        Column("largest_difference", _("Largest difference"), "number"),
        Column("tolerance", _("Tolerance"), "number"),
    ]
    given = [{key: None if value is None else str(value) for key, value in each.items()} for each in every]
    context = {
        "every": every,
        "assessments": [
            {
                "title": each.title(language()),
                "address": reverse("assessment", args=[each.id]),
                "note": each.note(language()),
            }
            for each in results.assessments("method")
        ],
    }
    table = Table("reproductions", _("Published indices recomputed"), columns, given)
    return Page(
        "public/assessments/methods.html", _("Method checks"), "methods", context, [table], name="methods"
    )


def _short(name: str) -> dict[str, Any]:
    kept = actions.kept(name)
    return {
        "name": name,
        "title": _title(name),
        "compared": kept["compared"] if kept else None,
        "equal": kept["equal"] if kept else None,
        "known": len(kept["known_differences"]) if kept else None,
        "unexplained": len(kept["differences"]) if kept else None,
        "largest_difference": kept["largest_difference"] if kept else None,
        "tolerance": kept["tolerance"] if kept else None,
    }


def _title(name: str) -> str:
    """The edition's title; of an index of several editions, that of its series."""
    if name in editions.edition_ids():
        return text(editions.get(name).title)
    return next((text(card.text.title) for card in series_queries.series_list() if card.id == name), name)


def _column(column: str, cells: Sequence[str | None]) -> Column:
    """A column of recomputed values: its title (of a node, its code), numbers where all its cells are."""
    start, _sign, what = column.partition("_")
    of = {"published": _("Published"), "recomputed": _("Recomputed")}.get(start)
    titles = {
        "assessment": _("Assessment"),
        "unit": _("Code"),
        "name": _("Unit"),
        "country": _("Code"),
        "tier": _("Tier"),
        "peer_group": _("Ranked among"),
        "level": _("Level"),
        "kind": _("Kind"),
        "column": _("Part"),
        "band": _("Band"),
        "score": _("Score"),
        "rank": _("Rank"),
        "percent": _("Share in percent"),
        "named_units": _("Units"),
        "unrounded_score": _("Score"),
        "equal": _("Equal"),
        "label": _("Rank as written"),
    }
    words = {"tier": labels.tier, "peer_group": labels.tier, "level": labels.level}.get(column)
    named = column in ("assessment", "unit", "name", "country", "label", "tier", "level", "kind")
    figures = not named and _figures(cells)
    title = (f"{of}: {titles.get(what, what)}" if what else of) if of else titles.get(column, column)
    return Column(column, title, "number" if figures else "string", words)


def _figures(cells: Iterable[str | None]) -> bool:
    """Whether whatever stands in a column is a number."""
    return all(_FIGURE.fullmatch(cell) for cell in cells if cell)


def one(request: HttpRequest, name: str) -> Page:
    """One reproduction: counts, known differences with their reasons, its tables."""
    if name not in reproductions.names():
        raise rows.missing(KeyError(name))
    kept = actions.kept(name)
    edition = editions.get(name) if name in editions.edition_ids() else None
    context: dict[str, Any] = {
        "name": name,
        "kept": kept,
        "edition": edition,
        "assessments": [
            {"title": each.title(language()), "address": reverse("assessment", args=[each.id])}
            for edition_id in reproductions.editions_of(name)
            for each in results.assessments_with(edition_id)
        ],
    }
    tables = []
    if kept:
        context["tables"] = [{**table, "title": text(table["title"])} for table in kept["tables"]]
        if kept["columns"]:
            columns = [
                _column(column, [row.get(column) for row in kept["rows"]]) for column in kept["columns"]
            ]
            tables.append(Table("recomputed", _("Recomputed values"), columns, kept["rows"]))
        tables.append(_differences(kept))
    return Page(
        "public/assessments/method.html",
        _title(name),
        "methods",
        context,
        tables,
        crumbs=[(_("Method checks"), reverse("methods"))],
        name=f"method-{name}",
    )


def _differences(kept: dict[str, Any]) -> Table:
    every = [*kept["known_differences"], *kept["differences"]]
    both = _figures(each[key] for each in every for key in ("published", "recomputed"))
    columns = [
        Column("where", _("Where")),
        Column("published", _("Published"), "number" if both else "string"),
        Column("recomputed", _("Recomputed"), "number" if both else "string"),
        Column("by", _("Difference"), "number" if _figures(each["by"] for each in every) else "string"),
        Column("reason", _("Reason")),
    ]
    listed = [
        {
            "where": each["where"],
            **{key: each[key] or None for key in ("published", "recomputed", "by")},
            "reason": text(each["reason"]),
        }
        for each in every
    ]
    return Table("differences", _("Values that differ"), columns, listed)
