"""The results: all assessments, and one as an overview with its ladders and its table of units."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import day
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import drawings, labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.assessments.publications import is_sample
from thangdo.faces.public.pages import Column, Page, Table, asked
from thangdo.records.results import queries
from thangdo.records.results.examples import examples
from thangdo.records.results.views import AssessmentView, Overview
from thangdo.work.assessments.queries import published

SORTS = {"rank", "name", "score", "level"}
MOST_GROUPS = 8


def listing(request: HttpRequest) -> Page:
    """What was published here, the latest first; then the library of examples, group by group."""
    every = queries.assessments()
    there = {each.id: each for each in every}
    own = sorted((each for each in every if not each.example), key=lambda one: str(one.date), reverse=True)
    groups = [(_("Published here"), own)] + [
        (
            _("Example: %(title)s") % {"title": group.title(language())},
            [there[one] for one in group.assessments if one in there],
        )
        for group in examples().groups
    ]
    sections = [
        {"title": title, "assessments": [entry(each) for each in listed]}
        for title, listed in groups
        if listed
    ]
    columns = [
        Column("id", _("Code")),
        Column("title", _("Title")),
        Column("date", _("Published")),
        Column("publisher", _("Publisher")),
        Column("kind", _("Kind")),
        Column("edition", _("Criteria")),
        Column("source", _("Source")),
    ]
    table = Table("assessments", _("Assessments"), columns, [_row(each) for each in every])
    title = _("Results of the assessments")
    return Page(
        "public/assessments/list.html",
        title,
        "assessments",
        {"sections": sections},
        [table],
        name="assessments",
    )


def entry(each: AssessmentView) -> dict[str, Any]:
    """An assessment as a line of a list."""
    return {
        "title": each.title(language()),
        "address": reverse("assessment", args=[each.id]),
        "day": each.date,
        "publisher": each.publisher(language()),
        "kind": labels.kind(each.kind),
        "note": each.note(language()),
    }


def _row(each: AssessmentView) -> dict[str, str | None]:
    return {
        "id": each.id,
        "title": each.title(language()),
        "date": each.date.isoformat() if each.date else None,
        "publisher": each.publisher(language()),
        "kind": each.kind,
        "edition": each.edition,
        "source": each.source,
    }


def overview(request: HttpRequest, assessment: str) -> Page:
    """One assessment: its ladders, its table of units with filters, its charts."""
    ask = {name: asked(request, name) for name in ("tier", "level", "q", "facet")}
    sort = asked(request, "sort")
    sort = sort if sort.removeprefix("-") in SORTS else "rank"
    try:
        found = queries.overview(
            assessment, ask["tier"] or None, ask["q"], sort, ask["level"] or None, ask["facet"]
        )
    except queries.NotFound as problem:
        raise rows.missing(problem) from problem
    about = found.assessment
    nodes, scored = queries.scores(assessment, ask["facet"]) if _shows_groups(found) else ((), ())
    groups = [node for node in nodes if node.depth == 1][:MOST_GROUPS]
    by_code = {row.code: cells for row, cells in scored}
    lines = [
        rows.line(about, row, [by_code.get(row.code, {}).get(node.node, [None])[0] for node in groups])
        for row in found.rows
    ]
    edition = queries.edition(about.edition).data
    whole = not any(ask.values())
    context: dict[str, Any] = {
        "assessment": about,
        "kind": labels.kind(about.kind)[:1].upper() + labels.kind(about.kind)[1:],
        "note": about.note(language()),
        "sample": bool(found.rows) and is_sample(found.rows[0].scheme),
        "sealed": next(iter(published.of_campaign(about.id)), None),
        "publisher": about.publisher(language()),
        "edition_title": about.edition_title(language()),
        "since": rows.first_time(about) if not about.follows else about.follows,
        "tabs": _tabs(about),
        "ladders": rows.ladders(found),
        "paragraph": rows.conference_paragraph(found) if whole and about.section == "conference" else [],
        "bands": _bands(found, edition),
        "rows": lines,
        "total": found.total + len(found.not_returned),
        "not_returned": [rows.line(about, row) for row in found.not_returned],
        "heads": _heads(request, found, groups, sort, len(found.tiers) > 1 and not ask["tier"]),
        "groups": groups,
        "places": rows.places(row.score for row in found.rows),
        "query": ask["q"],
        "tier": ask["tier"],
        "level": ask["level"],
        "facet": ask["facet"],
        "sort": sort if sort != "rank" else "",
        "tier_choices": [(tier.tier, labels.tier(tier.tier)) for tier in found.tiers],
        "level_choices": [(level, labels.level(level)) for level in found.levels],
        "facet_choices": [(facet, _facet(edition, facet)) for facet in found.facets],
        "facet_title": text((edition.get("facets") or {}).get("title")),
        "show_tier": len(found.tiers) > 1 and not ask["tier"],
        "has_ranks": any(row.label for row in found.rows),
        "has_scores": found.has_scores,
        "has_bands": any(row.band for row in found.rows),
        "shows_change": about.section == "conference" or bool(about.follows),
        "can_compare": found.has_scores and found.total > 1,
        "table_title": _("Units and their results"),
    }
    charts = drawings.of_overview(found, about) if whole or ask["facet"] else []
    return Page(
        "public/assessments/overview.html",
        about.title(language()),
        "methods" if about.section == "method" else "assessments",
        context,
        overview_tables(found),
        charts,
        crumbs=[(_("Results"), reverse("assessments"))],
        source=source(about),
        name=about.id,
    )


def _shows_groups(found: Overview) -> bool:
    """Whether the pillars stand beside the score: where all units have the same ones."""
    return found.has_scores and len(found.tiers) == 1


def source(about: AssessmentView) -> str:
    """Source and date of an assessment, in one line."""
    return ", ".join(
        part for part in (about.source or about.publisher(language()), day(about.date, language())) if part
    )


def _tabs(about: AssessmentView) -> list[dict[str, Any]]:
    """Published levels beside real names, and the reconstruction, where an assessment has both."""
    other = rows.sibling(about)
    every = {each.id: each for each in queries.assessments("conference")}
    if other not in every or about.id not in every:
        return []
    titles = {False: _("Published levels, real names"), True: _("Reconstruction with numbered units")}
    ids = sorted([about.id, other], key=len)
    return [
        {
            "title": titles[each.endswith(rows.RECONSTRUCTION)],
            "address": reverse("assessment", args=[each]),
            "here": each == about.id,
        }
        for each in ids
    ]


def _facet(edition: Any, facet: str) -> str:
    average = ((edition.get("facets") or {}).get("averages") or {}).get(facet)
    return text(average.get("title")) or facet if average else facet


def _bands(found: Overview, edition: Any) -> list[dict[str, Any]]:
    """The distribution over bands, tier by tier."""
    steps = (edition.get("bands") or {}).get("steps") or {}
    return [
        {
            "bands": [
                {
                    "name": text(steps.get(band.level, {}).get("title")) or band.level,
                    "count": band.count,
                    "percent": band.percent,
                }
                for band in tier.bands
            ]
        }
        for tier in found.tiers
        if any(band.count for band in tier.bands)
    ]


def _heads(
    request: HttpRequest, found: Overview, groups: list[Any], sort: str, with_tier: bool
) -> list[dict[str, Any]]:
    """The heads of the table, each a link that sorts by it."""
    wanted = [("name", _("Unit"), False)]
    if any(row.label for row in found.rows):
        wanted.insert(0, ("rank", _("Rank"), True))
    if found.levels:
        wanted.append(("level", _("Level"), False))
    if any(row.band for row in found.rows):
        wanted.append(("", _("Band"), False))
    if found.has_scores:
        wanted.append(("score", _("Score"), True))
    heads: list[dict[str, Any]] = []
    for name, title, numeric in wanted:
        query = request.GET.copy()
        backwards = sort == name
        query["sort"] = f"-{name}" if backwards else name
        sorted_ = {name: "ascending", f"-{name}": "descending"}.get(sort, "") if name else ""
        if name == "score" and sorted_:  # the best first is a descending column of numbers
            sorted_ = "descending" if sorted_ == "ascending" else "ascending"
        heads.append(
            {
                "title": title,
                "numeric": numeric,
                "sorted": sorted_,
                "address": "?"
                + urlencode([(key, str(value)) for key, value in query.items() if value])
                + "#results"
                if name
                else "",
            }
        )
        if name == "name" and with_tier:
            heads.append({"title": _("Tier"), "numeric": False, "sorted": "", "address": "", "wide": True})
    for node in groups:
        heads.append(
            {
                "title": node.title_en if language() == "en" and node.title_en else node.title_vi,
                "numeric": True,
                "sorted": "",
                "address": "",
                "wide": True,
            }
        )
    if found.assessment.section == "conference" or found.assessment.follows:
        heads.append({"title": _("Change since last time"), "numeric": False, "sorted": "", "address": ""})
    return heads


def overview_tables(found: Overview) -> list[Table]:
    """The ranked table; the distribution; every score of every node where there are scores."""
    about = found.assessment
    columns = [
        Column("unit", _("Code")),
        Column("scheme", _("Scheme of codes")),
        Column("name", _("Unit")),
        Column("tier", _("Tier"), words=labels.tier),
        Column("facet", _("Part")),
        Column("level", _("Level"), words=labels.level),
        Column("band", _("Band")),
        Column("score", _("Score"), "number"),
        Column("status", _("Status"), words=labels.status),
        Column("rank", _("Rank"), "integer"),
        Column("tied", _("Tied"), "integer"),
        Column("label", _("Rank as written")),
        Column("of", _("Ranked units"), "integer"),
        Column("considered", _("Points considered, of a scaled score")),
    ]
    listed = [
        {
            "unit": row.code,
            "scheme": row.scheme,
            "name": row.name(language()),
            "tier": row.tier,
            "facet": row.facet,
            "level": row.level,
            "band": row.band,
            "score": row.score,
            "status": row.status,
            "rank": None if row.rank is None else str(row.rank),
            "tied": str(int(row.tied)),
            "label": row.label,
            "of": None if row.of is None else str(row.of),
            "considered": row.considered,
        }
        for row in found.rows
    ]
    where = source(about)
    tables = [Table("results", _("Units and their results"), columns, listed, where)]
    if found.levels:
        counts = [
            Column("tier", _("Tier"), words=labels.tier),
            Column("level", _("Level"), words=labels.level),
            Column("count", _("Units"), "integer"),
            Column("percent", _("Share in percent"), "number"),
            Column("units_in_tier", _("Units of the tier"), "integer"),
        ]
        distribution = [
            {
                "tier": tier.tier,
                "level": level.level,
                "count": str(level.count),
                "percent": level.percent,
                "units_in_tier": str(tier.units),
            }
            for tier in found.tiers
            for level in tier.levels
        ]
        tables.append(Table("distribution", _("Units by level"), counts, distribution, where))
    if found.has_scores:
        long = [
            Column("unit", _("Code")),
            Column("node", _("Criterion")),
            Column("title", _("Title")),
            Column("score", _("Score"), "number"),
            Column("status", _("Status"), words=labels.status),
        ]
        facet = found.rows[0].facet if found.rows else ""
        tables.append(Table("scores", _("Every score"), long, lambda: _every_score(about.id, facet), where))
    return tables


def _every_score(assessment: str, facet: str) -> list[dict[str, str | None]]:
    """The score of every unit on every node."""
    nodes, scored = queries.scores(assessment, facet)
    titles = {
        node.node: node.title_en if language() == "en" and node.title_en else node.title_vi for node in nodes
    }
    return [
        {"unit": row.code, "node": node, "title": title, "score": cells[node][0], "status": cells[node][1]}
        for row, cells in scored
        for node, title in titles.items()
        if node in cells
    ]
