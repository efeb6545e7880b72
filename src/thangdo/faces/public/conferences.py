"""Conferences for everybody: what was presented, what was said, the conclusions, the answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.pages import Column, Page, Table, asked
from thangdo.records.people.acting import Refused
from thangdo.records.units.models import Unit
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import Line

ROOM = "conferences"


def listing(request: HttpRequest) -> Page:
    """The conferences that were held, the latest first."""
    rows = [_entry(one) for one in queries.public()[:200]]
    columns = [Column("slug", _("Code")), Column("title", _("Conference")), Column("day", _("Date"))]
    cells = [{"slug": one["slug"], "title": one["title"], "day": one["day"].isoformat()} for one in rows]
    title = _("Conferences and what was concluded")
    table = Table("conferences", title, columns, cells)
    return Page("public/conferences/list.html", title, ROOM, {"rows": rows}, [table], name="conferences")


def one(request: HttpRequest, slug: str) -> Page:
    """One conference. Names of people stand there only where their source published them."""
    try:
        found = queries.public_one(slug)
    except Refused as error:
        raise Http404(_("There is no such conference here.")) from error
    field = asked(request, "field", 30)
    chair = queries.chair(found)
    sites = queries.sites(found)
    remarks = [_remark(one) for one in queries.published_remarks(found, field)]
    conclusions = queries.conclusions(found)
    context = {
        **_entry(found),
        "conference": found,
        "chair": chair.office + (f", {chair.name}" if chair.name and found.imported else ""),
        "sites": [(_name(one.row.unit), one.row.here) for one in sites],
        "here": sum(one.row.here for one in sites),
        "guests": [one.said["office"] for one in queries.guests(found)],
        "present": _present(found, at_sites=False),
        "at_sites": _present(found, at_sites=True),
        "agenda": queries.agenda(found),
        "results": queries.minutes(found, Line.RESULT),
        "conclusions": conclusions,
        "remarks": remarks,
        "field": field,
        "fields": wording.states("field"),
        "directives": _directives(slug),
    }
    columns = [Column("code", _("Code")), Column("text", _("Conclusion"))]
    cells = [{"code": one.row.code or str(one.row.number), "text": one.said["text"]} for one in conclusions]
    table = Table("conclusions", _("Conclusions"), columns, cells, _source(found))
    crumbs = [(_("Conferences"), reverse("conferences"))]
    return Page(
        "public/conferences/conference.html",
        found.title(language()),
        ROOM,
        context,
        [table],
        crumbs=crumbs,
        source=_source(found),
        name=f"conference-{slug}",
    )


def _present(found: Conference, at_sites: bool) -> list[str]:
    """Who is named in the publication from which the conference was taken; of another nobody."""
    said = [
        f"{one.said['office']}, {one.said['name']}" if one.said["name"] else one.said["office"]
        for one in queries.present(found)
        if found.imported and (one.row.site_id is not None) == at_sites
    ]
    return list(dict.fromkeys(said))


def _entry(found: Conference) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title(language()),
        "day": found.day,
        "authority": _name(found.authority),
        "address": reverse("conference", args=[found.slug]),
    }


def _remark(one: queries.Told) -> dict[str, Any]:
    row = one.row
    return {
        "kind": wording.state_name("remark", row.kind),
        "field": wording.state_name("field", row.field),
        "unit": _name(row.unit) if row.unit else "",
        "text": one.said["text"],
        "asked": _name(row.asked) if row.asked else "",
        "due": row.due,
        "answer": one.said["answer"],
        "answered_on": row.answered_on,
    }


def _directives(slug: str) -> str:
    """Where the orders of the conference stand."""
    return reverse("directives")


def _source(found: Conference) -> str:
    source = found.source
    if not source:
        return ""
    day = numbers.day(str(source.get("date", "")), language()) if source.get("date") else ""
    return ", ".join(part for part in (source.get("publisher", ""), source.get("title", ""), day) if part)


def _name(unit: Unit) -> str:
    return unit.name(language())
