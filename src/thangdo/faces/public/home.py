"""The first page, composed from what this installation published; search first. See `library/examples.yaml`.

What stands first is what the identity names, else what was published here last. Nothing of the library of
examples stands here that the identity does not name.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look import house as identity
from thangdo.faces.look.numbers import day, exact, number
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.assessments.pages import overview_tables, source
from thangdo.faces.public.kept_pages import for_everybody
from thangdo.faces.public.pages import Column, Page, Table, data_file
from thangdo.faces.public.series import pages as series
from thangdo.records.identity.queries import House
from thangdo.records.results import queries
from thangdo.records.results.examples import examples
from thangdo.records.results.views import AssessmentView, Overview
from thangdo.records.units import bodies
from thangdo.work.announcements import queries as announcements
from thangdo.work.assessments.queries import published
from thangdo.work.conferences import queries as conferences
from thangdo.work.conferences.models import Conference
from thangdo.work.directives import published as directives

FEW = 20  # a table so short is shown whole, with its groups; of a longer one the best and the last places
ENDS = 5
MOVERS = 3
NEWS = 4


def home(request: HttpRequest) -> Page:
    """What was published here: ladders and paragraph, movers, conference and orders, indices, notices."""
    house = identity.current()
    every = {each.id: each for each in queries.assessments()}
    named = [queries.overview(one) for one in _first(house, every)]
    lead = named[0] if named and named[0].levels else None
    tables: list[Table] = []
    context: dict[str, Any] = {"where": "home", "own": series.own_lines()}
    if lead is not None:
        context |= _lead(lead)
        tables += [table for table in overview_tables(lead) if table.name == "distribution"]
    context["named"] = [_named(each) for each in named if each is not lead]
    tables += [each["table"] for each in context["named"]]
    about = named[0].assessment if named else None
    context["conference"] = conference = _conference(house, about)
    context["conference_title"] = conference.title(language()) if conference else ""
    context["orders"] = _orders(conference) if conference else []
    context["notices"] = _notices(house)
    context["published"] = [_line(each) for each in _latest(every) if each.id not in house.first][:NEWS]
    context["has_examples"] = any(each.example for each in every.values())
    context["headline"], context["eyebrow"] = _headline(house, about, conference)
    context["is_empty"] = not (named or context["own"] or conference or context["notices"])
    said = source(about) if lead is not None and about else ""
    name = f"first-page-{about.id}" if about else "first-page"
    return Page("public/home.html", context["headline"], "home", context, tables, source=said, name=name)


@require_safe
def data(request: HttpRequest, table: str, ending: str) -> HttpResponseBase:
    """A table of the first page. One that stood there before is led to its assessment, where it stays."""

    def answer() -> HttpResponseBase:
        page = home(request)
        try:
            return data_file(request, page, table, ending)
        except Http404:
            if table not in {each.id for each in queries.assessments()}:
                raise
        return HttpResponseRedirect(f"{reverse('assessment', args=[table])}data.{ending}")

    return for_everybody(request, answer)


def _first(house: House, every: dict[str, AssessmentView]) -> list[str]:
    """What the identity names, as far as it is there; else what was published here last."""
    wanted = [one for one in house.first if one in every]
    return wanted or [each.id for each in _latest(every)[:1]]


def _latest(every: dict[str, AssessmentView]) -> list[AssessmentView]:
    """What was published here and is no example, the latest first; what came before a result follows it."""
    own = [each for each in every.values() if not each.example]
    return sorted(own, key=lambda each: (str(each.date or ""), each.stored_at), reverse=True)


def _headline(house: House, about: AssessmentView | None, conference: Conference | None) -> tuple[str, str]:
    """The title of the page, and the line above it."""
    if about is None:
        if not house.is_said:
            return _("How public administration is measured and ranked"), ""
        title = _("Results of public administration: %(name)s") % {"name": house.name(language())}
        return title, house.body(language())
    if conference is not None and conference.day == about.date:
        who = bodies.area(conference.authority.name(language()), conference.authority.kind)
        if language() == "en":
            who = conference.authority.name("en")
        when = {"day": day(conference.day, language()), "who": who}
        return about.title(language()), _("Online conference of %(day)s · %(who)s") % when
    when = {"day": day(about.date, language()), "who": about.publisher(language())}
    return about.title(language()), _("Published on %(day)s · %(who)s") % when


def _lead(found: Overview) -> dict[str, Any]:
    """A result with levels: its paragraph, its ladders, who moved, its sealed file."""
    about = found.assessment
    sealed = next(iter(published.of_campaign(about.id)), None)
    return {
        "assessment": about,
        "paragraph": rows.conference_paragraph(found),
        "ladders": rows.ladders(found),
        "overview": reverse("assessment", args=[about.id]),
        "criteria": f"{reverse('edition', args=[about.edition])}?version={about.edition_version}",
        "sealed": reverse("publication", args=[sealed.slug]) if sealed else "",
        "movers": _movers(found),
    }


def _movers(found: Overview) -> list[dict[str, Any]]:
    """The units whose score rose and fell most since the assessment before; none where there was none."""
    moved = [
        (exact(row.change.score), row) for row in found.rows if row.change is not None and row.change.score
    ]
    up = sorted((one for one in moved if one[0] > 0), key=lambda one: -one[0])[:MOVERS]
    down = sorted((one for one in moved if one[0] < 0), key=lambda one: one[0])[:MOVERS]
    return [
        {
            "title": title,
            "rows": [
                {
                    "name": row.name(language()),
                    "address": reverse("assessed", args=[found.assessment.id, row.code]),
                    "by": number(change, language(), 2, sign=True),
                    "level": row.level,
                    "before": row.change.level_before if row.change else "",
                }
                for change, row in listed
            ],
        }
        for title, listed in ((_("Rose most"), up), (_("Fell most"), down))
        if listed
    ]


def _conference(house: House, about: AssessmentView | None) -> Conference | None:
    """The conference of what stands first, by its day; else the latest of this installation's own."""
    held = list(conferences.public()[:50])
    if about is not None and about.date is not None:
        same = next((one for one in held if one.day == about.date), None)
        if same is not None and (about.example or same.slug not in examples().conferences):
            return same
    return next((one for one in held if one.slug not in examples().conferences), None)


def _orders(conference: Conference) -> list[dict[str, Any]]:
    """The orders of a conference."""
    found = [one.directive for one in directives.every() if one.directive.conference == conference.slug]
    return [
        {"title": row.name(language()), "address": reverse("directive", args=[row.slug])} for row in found
    ]


def _notices(house: House) -> list[dict[str, Any]]:
    """The latest notices; those of the library only where the identity names something of it."""
    hidden = () if house.first else examples().announcements
    found = announcements.published().exclude(slug__in=hidden)[:NEWS]
    return [
        {
            "title": row.title,
            "address": reverse("announcement", args=[row.slug]),
            "day": row.dated or row.published_on,
        }
        for row in found
    ]


def _line(about: AssessmentView) -> dict[str, Any]:
    return {
        "title": about.title(language()),
        "address": reverse("assessment", args=[about.id]),
        "day": about.date,
    }


def _named(found: Overview) -> dict[str, Any]:
    """A result as a table of its units by rank: whole, or the best and the last places."""
    about = found.assessment
    nodes, scored = queries.scores(about.id) if found.total <= FEW else ((), ())
    groups = [node for node in nodes if node.depth == 1]
    cells = {row.code: by_node for row, by_node in scored}
    longest = max((exact(row.score) for row in found.rows if row.score), default=exact(1)) or exact(1)
    lines = [
        {
            "label": row.label,
            "name": row.name(language()),
            "score": row.score,
            "own": rows.is_own(row),
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
    middle = [line for line in lines[ENDS:-ENDS] if line["own"]]
    parts = [lines] if found.total <= FEW else [lines[:ENDS] + middle, lines[-ENDS:]]
    return {
        "title": about.title(language()),
        "note": about.note(language()),
        "address": reverse("assessment", args=[about.id]),
        "caption": _("%(count)s units. Date: %(day)s.")
        % {"count": found.total, "day": day(about.date, language())},
        "head": labels.tier(tiers.pop()) if len(tiers) == 1 else _("Unit"),
        "groups": [
            node.title_en if language() == "en" and node.title_en else node.title_vi for node in groups
        ],
        "places": rows.places(row.score for row in found.rows),
        "parts": parts,
        "table": Table(about.id, about.title(language()), columns, given, source(about)),
    }
