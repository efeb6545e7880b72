"""The conference while it runs: secretary's, site's and chair's pages, and the projector."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.conferences import slides
from thangdo.faces.office.conferences.page_frame import crumbs, frame, must, number, units
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.conferences import queries, video
from thangdo.work.conferences.actions import writing
from thangdo.work.conferences.actions.subject import entry
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import DESK, Line


def live(actor: Actor, conference: Conference, tab: str) -> dict[str, Any]:
    """What the pages of a running conference show."""
    context = frame(actor, conference, tab)
    sites = queries.sites(conference)
    agenda = queries.agenda(conference)
    return context | {
        "sites": sites,
        "call": queries.roll_call(conference, [one.row for one in sites]),
        "agenda": [_item(one, one.row.ran(actor.at)) for one in agenda],
        "running": queries.now_running(agenda, actor.at),
        "speakers": queries.speakers(conference),
        "present": queries.present(conference),
        "guests": queries.guests(conference),
        "remarks": queries.remarks(conference),
        "units": list(_speaking(conference, [one.row.unit_id for one in sites]))
        if "take_remark" in context["can"]
        else [],
    }


def _item(one: queries.Told, seconds: int) -> dict[str, Any]:
    """An item of the agenda with its clock, in minutes as the time that is planned for it."""
    clock = f"{seconds // 60}:{seconds % 60:02}"
    return {"one": one, "seconds": seconds, "clock": clock, "over": 0 < 60 * (one.row.minutes or 0) < seconds}


def _speaking(conference: Conference, sites: list[int]) -> QuerySet[Unit]:
    """The units whose words may be taken down: departments, districts, and every site whatever its tier."""
    return units(conference).filter(Q(tier__in=("department", "district")) | Q(pk__in=sites))


@office_view
def minutes(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The secretary's page: one line after another, each kept by itself, with its mark."""
    conference = queries.one(request.actor, slug)
    request.actor.need(conference.authority, *queries.OVERSEE)
    if request.method == "POST":
        return _line(request, conference)
    context = frame(request.actor, conference, "minutes")
    context["lines"] = queries.minutes(conference)
    return show(
        request,
        "office/conferences/minutes.html",
        _("Minutes"),
        context,
        room="conferences",
        crumbs=crumbs(conference),
    )


def _line(request: OfficeRequest, conference: Conference) -> HttpResponseBase:
    request.actor.need(conference.authority, *DESK)
    post = request.POST
    text, kind = str(post.get("text", "")), str(post.get("kind", Line.NOTE))
    line, seen, directive = number(post), number(post, "seen"), "directive" in post
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        given = writing.Written(text, kind, directive, line)
        at = (conference.slug,)
        got = do(
            CONFERENCES, writing.write_minute, request.actor, at, given, seen=entry("minute", line, seen)
        )
    except Stale:
        theirs = queries.minute(conference, must(post))
        other = {
            "number": line,
            "theirs": theirs.said["text"] if theirs else "",
            "kind": theirs.row.kind if theirs else kind,
            "directive": theirs.row.directive if theirs else directive,
            "seen": theirs.row.sequence if theirs else 0,
            "struck": theirs is None,
        }
        if by_script:
            return JsonResponse(other, status=409)
        context = frame(request.actor, conference, "minutes")
        context |= {"other": other, "mine": text, "kind": kind, "directive": directive}
        return show(
            request,
            "office/conferences/merge.html",
            _("Somebody has changed this line"),
            context,
            room="conferences",
            crumbs=crumbs(conference),
            status=409,
        )
    except Refused as error:
        if by_script:
            return JsonResponse({"said": wording.refused(error.code, error.facts)}, status=400)
        raise
    if by_script:
        return JsonResponse({"number": got["number"], "seen": got["line"]})
    return HttpResponseRedirect(reverse("office-conference-minutes", args=[conference.slug]) + "#new")


@require_safe
@office_view
def site(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """A site operator's page: the trial, the own roll call, the request to speak, the way in."""
    conference = queries.one(request.actor, slug)
    found = queries.site(request.actor, slug, (scheme, code))
    context = frame(request.actor, conference, found.row.ref)
    settings = queries.video_settings(conference)
    try:
        plug = video.of(conference.video_kind)
        ticket = plug.ticket(slug, settings, "site", found.row.ref, request.actor.at)
    except Refused:
        ticket = video.Ticket("")
    context |= {
        "site": found,
        "can": queries.acts_open(request.actor, conference, found.row.unit),
        "ticket": ticket,
        "present": [one for one in queries.present(conference) if one.row.site_id == found.row.pk],
        "requests": [one for one in queries.speakers(conference) if one.row.site_id == found.row.pk],
        "agenda": queries.agenda(conference),
    }
    return show(
        request,
        "office/conferences/site.html",
        found.row.unit.name(language()),
        context,
        room="conferences",
        crumbs=crumbs(conference),
    )


@require_safe
@office_view
def chair(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The chair's page: who wants to speak, which item runs and how long, whether there is a quorum."""
    conference = queries.one(request.actor, slug)
    request.actor.need(conference.authority, *queries.OVERSEE)
    context = live(request.actor, conference, "chair")
    return show(
        request,
        "office/conferences/chair.html",
        _("Chair"),
        context,
        room="conferences",
        crumbs=crumbs(conference),
    )


@require_safe
@office_view
def projector(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Full screen: ladders, ranked tables, one unit, remarks, conclusions; moved on by the keyboard."""
    conference = queries.one(request.actor, slug)
    field, unit = str(request.GET.get("field", "")), str(request.GET.get("unit", ""))
    every = slides.slides(request.actor, conference, field, unit)
    place = number(request.GET, "slide") or 1
    place = min(max(place, 1), len(every))
    context = frame(request.actor, conference, "projector")
    context |= {"slide": every[place - 1], "place": place, "of": len(every), "field": field, "unit": unit}
    context |= {"slides": list(enumerate(every, start=1)), "next": min(place + 1, len(every))}
    context["before"] = max(place - 1, 1)
    return show(request, "office/conferences/projector.html", conference.title(language()), context)


urlpatterns = [
    path("conferences/<slug:slug>/minutes/", minutes, name="office-conference-minutes"),
    path("conferences/<slug:slug>/chair/", chair, name="office-conference-chair"),
    path("conferences/<slug:slug>/projector/", projector, name="office-conference-projector"),
    path("conferences/<slug:slug>/sites/<slug:scheme>/<str:code>/", site, name="office-conference-site"),
]
