"""The room of a conference in the browser: the hall's picture, one's own, and who is there."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.conferences.page_frame import crumbs, frame, needed
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Refused
from thangdo.work.conferences import queries, video
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import DESK, SITE
from thangdo.work.conferences.video import Ticket


def _ticket(request: OfficeRequest, conference: Conference) -> tuple[Ticket, str]:
    """The reader's ticket and the name of the place it is for."""
    actor, slug = request.actor, conference.slug
    plug, settings = video.of(conference.video_kind), queries.video_settings(conference)
    asked, way = str(request.GET.get("site", "")), str(request.GET.get("as", ""))
    if asked:
        found = queries.site(actor, slug, needed(asked)).row
        if actor.office_for(found.unit, *SITE) is None:
            actor.need(conference.authority, *DESK)
        return plug.ticket(slug, settings, "site", found.ref, actor.at), found.unit.name(language())
    if way == "chair":
        actor.need(conference.authority, *DESK)
        return plug.ticket(slug, settings, "chair", "", actor.at), _("Main hall")
    actor.need(conference.authority, *queries.OVERSEE)
    return plug.ticket(slug, settings, "projector", "", actor.at), _("Watching")


@require_safe
@office_view
def meeting_room(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The room. ?site=scheme:code for a site, ?as=chair for the main hall, nothing: watch only."""
    conference = queries.one(request.actor, slug)
    ticket, place = _ticket(request, conference)
    if not ticket.token:
        raise Refused("no-such-room", slug=slug)
    told = json.loads(ticket.token)
    names = {site.row.ref: site.row.unit.name(language()) for site in queries.sites(conference)}
    context = frame(request.actor, conference, "room") | {
        "ticket": ticket.token,
        "place": place,
        "publishes": told["publish"],
        "names": json.dumps(names, ensure_ascii=False),
    }
    page = show(
        request,
        "office/conferences/room.html",
        _("Meeting room"),
        context,
        room="conferences",
        crumbs=crumbs(conference),
    )
    socket = urlsplit(told["socket"])
    more = f"; connect-src 'self' {socket.scheme}://{socket.netloc}"
    page.policy_more = more  # type: ignore[attr-defined]
    page.headers["Cache-Control"] = "no-store"
    return page


urlpatterns = [path("conferences/<slug:slug>/room/", meeting_room, name="office-conference-room")]
