"""The papers of a conference as files: Word, PDF, and the invitation for a calendar."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thangdo.faces.look.download import to_save
from thangdo.faces.office import downloads, own_template, paper_head
from thangdo.faces.office.page_frame import OfficeRequest, office_view
from thangdo.records.documents.official.kinds import Ending
from thangdo.records.documents.official.opening import BadTemplate
from thangdo.work.conferences import icalendar, papers, queries
from thangdo.work.conferences.models import Conference
from thangdo.work.directives import proposing

FIELDS = ("secretary", "address", "contact")


def named(conference: Conference, *kinds: str) -> list[tuple[str, str]]:
    """The papers of these kinds that can be made now, with their names."""
    words = {
        "invitation": _("Invitation"),
        "minutes": _("Minutes"),
        "conclusions": _("Notice of the conclusions"),
    }
    return [(kind, words[kind]) for kind in papers.kinds_now(conference) if kind in kinds]


@require_http_methods(["GET", "HEAD", "POST"])
@office_view
def paper(request: OfficeRequest, slug: str, kind: str, form: str) -> HttpResponseBase:
    """A paper as Word or PDF; number, day, signer and secretary as the clerk typed them."""
    if kind not in papers.AFTER or form not in ("docx", "pdf"):
        raise Http404
    conference = queries.one(request.actor, slug)
    if kind != "invitation":
        request.actor.need(conference.authority, *queries.OVERSEE)
    asked = paper_head.sent(request, request.actor)
    texts: dict[str, Any] = {name: asked.get(name, "").strip()[:400] for name in FIELDS}
    details = papers.Details(**paper_head.read(asked), **texts)
    charged = proposing.charged(conference) if kind == "conclusions" else ()
    try:
        template = own_template.given(request, kind, form)
        ending: Ending = "pdf" if form == "pdf" else "docx"
        return downloads.file(*papers.document(conference, kind, ending, details, charged, template))
    except BadTemplate as bad:
        return own_template.refused(request, bad, reverse("office-conference", args=[slug]), "conferences")


def offered(request: OfficeRequest, conference: Conference, *kinds: str) -> dict[str, Any]:
    """For a page: the papers of these kinds that can be made now, the registers each can be numbered from."""
    about = {"invitation": "Dự {}", "minutes": "{}", "conclusions": "Kết luận tại {}"}
    title = conference.title_vi[:1].lower() + conference.title_vi[1:]
    found = named(conference, *kinds)
    registers = [
        {
            "words": words,
            **paper_head.register(
                request.actor,
                conference.authority,
                {"conclusions": "notice"}.get(kind, kind),
                about[kind].format(title),
                f"conference:{conference.slug}:{kind}",
            ),
        }
        for kind, words in found
    ]
    return {"named": found, "registers": registers}


@require_safe
@office_view
def agenda_file(request: OfficeRequest, slug: str, sha256: str) -> HttpResponseBase:
    """A file of the agenda, for everybody who is invited to the conference, to save."""
    return to_save(request, *queries.paper_file(queries.one(request.actor, slug), sha256))


def _sender() -> str:
    """The address from which the installation writes; "" where it sends no e-mail."""
    return parseaddr(settings.MAIL_FROM)[1] if settings.SMTP_URL else ""


@require_safe
@office_view
def calendar(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The conference for a calendar (iCalendar)."""
    conference = queries.one(request.actor, slug)
    address = request.build_absolute_uri(reverse("office-conference", args=[slug]))
    content = icalendar.calendar(conference, address, request.get_host().split(":")[0], _sender())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


urlpatterns = [
    path("conferences/<slug:slug>/<slug:kind>.<str:form>", paper, name="office-conference-paper"),
    path("conferences/<slug:slug>/papers/<slug:sha256>", agenda_file, name="office-conference-file"),
    path("conferences/<slug:slug>/calendar", calendar, name="office-conference-calendar"),
]
