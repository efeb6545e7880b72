"""Public notices as editors write them, moderate the replies, and as the units asked answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts, tasks
from thangdo.faces.office.acts import Form, Options, Unsent
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Actor, NotAllowed
from thangdo.records.units.models import Unit
from thangdo.work.announcements import queries
from thangdo.work.announcements.actions import EDITORS, NOTICES, Draft, Notice
from thangdo.work.announcements.queries import NoticeReply, NoticeWhole

ROOM = "announcements"
WRITTEN = ("unit", "title", "body", "dated", "source_url", "replies_open", "official")
ORDER = {"waiting": 0, "shown": 1, "hidden": 2}


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """The notices that the actor edits, and those with a reply that his unit is to answer."""
    text = request.GET.get("q", "")[:200]
    context = {
        "rows": queries.lines(request.actor, text),
        "query": text,
        "writes": bool(request.actor.holding(*EDITORS)),
    }
    return show(request, "office/announcements/list.html", _("Announcements"), context, room=ROOM)


@office_view
def write(request: OfficeRequest, slug: str = "") -> HttpResponseBase:
    """A new notice, or a change of one. What was typed is never lost."""
    notice = queries.one(request.actor, slug) if slug else None
    units = _units(request.actor)
    if notice is not None and "write" not in notice.can:
        request.actor.need(Unit.objects.get(pk=_unit_of(notice)), *EDITORS)
    elif notice is None and not units:
        raise NotAllowed(EDITORS)
    if request.method == "POST":
        address = slug or str(request.POST.get("slug", "")).strip()
        draw = partial(_write_page, request, notice, units)
        return acts.sent(request, NOTICES, "write", (address,), draw, _page_of(address), standing=_standing)
    return _write_page(request, notice, units)


def _write_page(
    request: OfficeRequest, notice: NoticeWhole | None, units: Options, unsent: Unsent | None = None
) -> HttpResponseBase:
    changed = notice is not None and unsent is not None and unsent.status == 409
    form = acts.form(
        NOTICES,
        "write",
        request.path,
        unsent.where if unsent else (notice.slug if notice else "",),
        seen=notice.sequence if notice else 0,
        choices={"unit": units},
        standing=notice,
        unsent=unsent,
        only=WRITTEN,
        tone="",
        folded=False,
    )
    context = {
        "form": form,
        "notice": notice,
        "changed": notice if changed else None,
        "slug": unsent.typed.get("slug", "") if unsent else "",
    }
    title = _("Change the notice") if notice else _("New notice")
    template = "office/announcements/write.html"
    status = unsent.status if unsent else 200
    return show(request, template, title, context, room=ROOM, crumbs=_crumbs(), status=status)


@require_safe
@office_view
def one(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One notice with its replies and what can be done now."""
    return _page(request, slug)


def _page(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    notice = queries.one(request.actor, slug)
    replies = sorted(notice.replies, key=lambda reply: (ORDER[reply.state], reply.number))
    units = _every_unit(notice)
    context = {
        "notice": notice,
        "forms": {
            name: acts.form(
                NOTICES,
                name,
                reverse("office-announcement-act", args=[slug, name]),
                (slug,),
                seen=notice.sequence,
                unsent=unsent,
                tone=TONES.get(name, "quiet"),
            )
            for name in ("publish", "attach", "withdraw")
            if name in notice.can
        },
        "replies": [(reply, _forms(slug, reply, units, unsent)) for reply in replies],
        "today": request.actor.day,
        "events": queries.timeline(slug),
    }
    template, status = "office/announcements/notice.html", unsent.status if unsent else 200
    return show(request, template, notice.title, context, room=ROOM, crumbs=_crumbs(), status=status)


TONES = {"publish": "", "answer": "", "withdraw": "danger", "hide": "danger"}


def _forms(slug: str, reply: NoticeReply, units: Options, unsent: Unsent | None) -> list[Form]:
    def address(name: str) -> str:
        return reverse("office-announcement-reply", args=[slug, reply.number, name])

    return [
        acts.form(
            NOTICES,
            name,
            address(name),
            (slug, reply.number),
            choices={"unit": units},
            unsent=unsent,
            tone=TONES.get(name, "quiet"),
        )
        for name in ("show", "answer", "ask", "hide")
        if name in reply.can
    ]


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """Publish, withdraw, put a document to it."""
    queries.one(request.actor, slug)
    return acts.sent(request, NOTICES, name, (slug,), partial(_page, request, slug), _page_of(slug))


@require_POST
@office_view
def reply_act(request: OfficeRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Show or hide a reply, name the unit that answers, answer."""
    queries.one(request.actor, slug)
    then = f"{_page_of(slug)}#reply-{number}"
    return acts.sent(request, NOTICES, name, (slug, number), partial(_page, request, slug), then)


def my_lines(actor: Actor) -> list[tasks.Line]:
    """For "my tasks": the notices with replies that wait to be read."""
    found, waiting = [], queries.waiting(actor)
    for row in queries.seen(actor).filter(slug__in=waiting):
        n = waiting[row.slug]
        sentence = ngettext("Read %(n)s reply of citizens", "Read %(n)s replies of citizens", n) % {"n": n}
        found.append(tasks.Line(sentence, _page_of(row.slug), row.title))
    for reply in queries.owed(actor):
        days = (reply.due - actor.day).days if reply.due else None
        found.append(
            tasks.Line(
                _("Answer a citizen's reply in public"),
                f"{_page_of(reply.announcement.slug)}#reply-{reply.number}",
                reply.announcement.title,
                when=tasks.when(reply.due, days),
                days=days,
            )
        )
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Announcements"), reverse("office-announcements"))]


def _page_of(slug: str) -> str:
    return reverse("office-announcement", args=[slug])


def _standing(subject: Notice) -> Draft:
    """The notice as it is written now: what the form does not ask for keeps it."""
    return queries.draft_of(subject.row)


def _unit_of(notice: NoticeWhole) -> Any:
    scheme, _colon, code = notice.unit.partition(":")
    return Unit.objects.values_list("pk", flat=True).get(scheme=scheme, code=code)


def _every_unit(notice: NoticeWhole) -> Options:
    scheme = notice.unit.partition(":")[0]
    rows = Unit.objects.filter(scheme=scheme, valid_to=None).order_by("place")
    return [(f"{scheme}:{unit.code}", unit.name(language())) for unit in rows[:500]]


def _units(actor: Actor) -> Options:
    """The units in whose name the actor may give notice."""
    rows = Unit.objects.filter(pk__in=[held.unit for held in actor.holding(*EDITORS)]).order_by("path")
    return [(f"{unit.scheme}:{unit.code}", unit.name(language())) for unit in rows]


tasks.SOURCES.append(my_lines)
urlpatterns = [
    path("announcements/", listing, name="office-announcements"),
    path("announcements/new/", write, name="office-announcement-new"),
    path("announcements/<slug:slug>/", one, name="office-announcement"),
    path("announcements/<slug:slug>/write/", write, name="office-announcement-write"),
    path("announcements/<slug:slug>/act/<slug:name>/", act, name="office-announcement-act"),
    path(
        "announcements/<slug:slug>/replies/<int:number>/<slug:name>/",
        reply_act,
        name="office-announcement-reply",
    ),
]
