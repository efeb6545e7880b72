"""Programmes for everybody: how far each unit is, by place. No person, no proof, no money."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import clock
from thangdo.faces.look.level_scale import step
from thangdo.faces.look.result_words import who
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.records.people.acting import LOCAL
from thangdo.work.directives import published as directives
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.queries import published
from thangdo.work.programmes.queries.published import Shown
from thangdo.work.programmes.queries.tables import Tally
from thangdo.work.programmes.templates import UNKNOWN
from thangdo.work.reproductions import directives_2019, programmes_2019

ROOM = "programmes"
MOST_OPEN = 60  # units above which the places stand closed


def listing(request: HttpRequest) -> Page:
    """The public programmes with how far they are."""
    every = published.every(clock.now().astimezone(LOCAL).date())
    context = {"rows": [_entry(one) for one in every]}
    title = _("Programmes and how far they are")
    columns = [
        Column("slug", _("Code")),
        Column("title", _("Programme")),
        Column("authority", _("Authority")),
        Column("due", _("Time limit")),
        Column("units", _("Units"), "integer"),
        Column("done", _("Done"), "integer"),
    ]
    rows = [
        {
            "slug": one.programme.slug,
            "title": one.programme.title(language()),
            "authority": who(one.programme.authority),
            "due": one.programme.due.isoformat() if one.programme.due else None,
            "units": str(one.tally.units),
            "done": str(one.tally.done) if _told(one.programme, one.tally) else None,
        }
        for one in every
    ]
    table = Table("programmes", title, columns, rows)
    return Page("public/programmes/list.html", title, ROOM, context, [table], name="programmes")


def one(request: HttpRequest, slug: str) -> Page:
    """One programme: each unit with its status."""
    found = published.one(slug, clock.now().astimezone(LOCAL).date())
    if found is None:
        raise Http404(_("There is no such programme here."))
    programme, listed = found
    form, key = programme.form, programme.pk
    groups: list[dict[str, Any]] = []
    rows: list[dict[str, str | None]] = []
    for group in listed.groups:
        units = []
        for row in group.rows:
            for cell in row.cells[key]:
                unknown = cell.status == UNKNOWN
                status = _("No information") if unknown else text(form.statuses[cell.status].title)
                scheme, _colon, code = cell.unit.partition(":")
                units.append(
                    {
                        "name": row.place.name(language()),
                        "address": reverse("unit", args=[row.place.scheme, row.place.code]),
                        "status": status,
                        "step": step(form.statuses, cell.status),
                        "asked": cell.name if cell.passed else "",
                    }
                )
                rows.append(
                    {
                        "unit": row.place.vi,
                        "code": f"{scheme}:{code}",
                        "status": None if unknown else cell.status,
                        "milestones": None if unknown else str(cell.reached),
                    }
                )
        above = group.place.name(language()) if group.place else ""
        groups.append({"name": above, "units": units, "tally": group.tallies[key]})
    total = listed.total[key]
    said = directives_2019.readings().get(programme.directive)
    if said is not None and said.unnamed is not None and not _told(programme, total):
        groups, rows = [], []  # whom the order means, nobody has published
    title = programme.title(language())
    ordered = directives.one(programme.directive) if programme.directive else None
    order = ordered[0].directive if ordered else None
    context = {
        "programme": programme,
        "groups": groups,
        "total": total,
        "opened": total.units <= MOST_OPEN,
        "told": _told(programme, total),
        "order": order,
        "order_name": order.name(language()) if order else "",
        "reading": programmes_2019.readings().get(slug),
        "form": form,
        "steps": [(text(one.title), total.statuses.get(name, 0)) for name, one in form.statuses.items()],
        "leading": who(programme.leading or programme.authority),
    }
    columns = [
        Column("unit", _("Unit")),
        Column("code", _("Code")),
        Column("status", _("Status"), words=lambda code: text(form.statuses[code].title)),
        Column("milestones", _("Milestones reached"), "integer"),
    ]
    crumbs = [(_("Programmes"), reverse("programmes"))]
    table = Table("units", title, columns, rows)
    return Page(
        "public/programmes/programme.html",
        title,
        ROOM,
        context,
        [table],
        crumbs=crumbs,
        source=form.source,
        name=slug,
    )


def _told(programme: Programme, tally: Tally) -> bool:
    """Whether it is known of any unit how far it is."""
    return programme.known or not tally.silent


def _entry(one: Shown) -> dict[str, Any]:
    row = one.programme
    return {
        "row": row,
        "name": row.title(language()),
        "address": reverse("programme", args=[row.slug]),
        "who": who(row.leading or row.authority),
        "tally": one.tally,
    }
