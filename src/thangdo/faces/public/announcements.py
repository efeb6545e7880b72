"""Public notices: the list, one notice with its documents and answered replies, RSS, and the citizen's form.

Nothing is kept of readers: no cookie, no address; a count of views is a bare number.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import clock, wording
from thangdo.faces.look.addresses import client_address
from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.pages import Page, Table, asked, show, table_of
from thangdo.records.files.models import StoredFile
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.work.announcements import actions, queries
from thangdo.work.announcements.models import Announcement
from thangdo.work.announcements.queries import PublicNotice

ROOM = "announcements"
AT_ONCE = 200  # notices on the page; the files hold all
IN_FEED = 30
PER_HOUR = 10  # replies from one address


def listing(request: HttpRequest) -> Page:
    """The notices, the latest first; found by words of their title."""
    words = asked(request, "q")
    rows = queries.published()
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    context = {"rows": [_entry(one) for one in rows[:AT_ONCE]], "query": words, "total": rows.count()}
    title = _("Announcements")
    return Page("public/announcements/list.html", title, ROOM, context, [_table()], name="announcements")


def one(request: HttpRequest, slug: str) -> Page:
    """One notice. A withdrawn one only says that it was withdrawn."""
    row = _one(slug)
    if row.state == "published" and request.method == "GET":
        queries.count_view(row)
        row.refresh_from_db()
    return _page(request, row)


@csrf_exempt
@require_POST
def reply(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A citizen's reply: kept, and read by the unit before it is shown.

    No cookie stands behind the form, so there is nothing that another site could make use of (no CSRF token);
    a field that only programs fill in, and a count per hour, keep floods out. Of the address only a hash with
    the hour stays, for that hour.
    """
    row = _one(slug)
    text, name = str(request.POST.get("text", "")), str(request.POST.get("name", ""))
    now = clock.now()
    try:
        if request.POST.get("website"):
            raise Refused("too-often")
        _counted(request, now)
        number = actions.receive(row.slug, text, name, now)
    except Refused as error:
        fault = wording.refused(error.code, error.facts)
        page = _page(request, row, typed={"text": text[:5000], "name": name[:100]}, fault=fault)
        return show(request, page, status=400)
    return HttpResponseRedirect(f"{reverse('announcement', args=[slug])}?received={number}#replies")


@require_safe
def document(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """A document of a published notice, to be saved and never shown as a page of ours."""
    row = _one(slug)
    if row.state != "published":
        raise Http404(_("This notice was withdrawn."))
    put = get_object_or_404(row.documents, number=number)
    stored = get_object_or_404(StoredFile, sha256=put.sha256, destroyed_at=None)
    try:
        return to_save(request, stored, put.title)
    except Refused as error:
        raise Http404(wording.refused(error.code, error.facts)) from error


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The notices as RSS 2.0."""
    home = request.build_absolute_uri(reverse("announcements"))
    found = Rss201rev2Feed(
        title=_("Announcements"),
        link=home,
        description=_("Public notices of the agencies in Thang Đo"),
        language=language(),
        feed_url=request.build_absolute_uri(),
    )
    for row in queries.published()[:IN_FEED]:
        address = request.build_absolute_uri(reverse("announcement", args=[row.slug]))
        day = row.dated or row.published_on or row.changed_at.date()
        found.add_item(
            title=row.title,
            link=address,
            description=row.body[:1000],
            unique_id=address,
            pubdate=datetime(day.year, day.month, day.day, tzinfo=LOCAL),
        )
    response = HttpResponse(found.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=300)
    return response


def _counted(request: HttpRequest, now: datetime) -> None:
    told = f"{settings.SECRET_KEY}{now:%Y%m%d%H}{client_address(request)}"
    key = "replies:" + hashlib.sha256(told.encode()).hexdigest()[:32]
    cache.add(key, 0, 3600)
    if cache.incr(key) > PER_HOUR:
        raise Refused("too-often")


def _one(slug: str) -> Announcement:
    row = queries.public_one(slug)
    if row is None:
        raise Http404(_("There is no such notice here."))
    return row


def _page(request: HttpRequest, row: Announcement, typed: Any = None, fault: str = "") -> Page:
    replies = queries.public_replies(row) if row.state == "published" else []
    context = {
        "row": row,
        "unit_name": _name(row),
        "views": queries.views_of(row),
        "replies": replies,
        "today": clock.now().astimezone(LOCAL).date(),
        "typed": typed or {},
        "fault": fault,
        "received": asked(request, "received", 6),
        "most": actions.MOST_TEXT,
    }
    crumbs = [(_("Announcements"), reverse("announcements"))]
    return Page(
        "public/announcements/notice.html", row.title, ROOM, context, crumbs=crumbs, source=row.source_url
    )


def _name(row: Announcement) -> str:
    return row.unit.name(language())


def _entry(row: Announcement) -> dict[str, Any]:
    return {
        "row": row,
        "address": reverse("announcement", args=[row.slug]),
        "unit": _name(row),
        "views": queries.views_of(row),
    }


def _table() -> Table:
    return table_of("announcements", _("Announcements"), PublicNotice, queries.published_lines)
