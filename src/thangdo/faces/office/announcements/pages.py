"""Public notices as editors write them, moderate the replies, and as the units asked answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.office import tasks
from thangdo.faces.office.form_values import day
from thangdo.faces.office.page_frame import OfficeRequest, office_view, problem, show
from thangdo.records.files.store import clean_name, put
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.units.models import Unit
from thangdo.work.announcements import actions, queries
from thangdo.work.announcements.actions import Draft
from thangdo.work.announcements.states import EDITORS

ROOM = "announcements"
FIELDS = ("slug", "title", "body", "source_url", "dated", "unit")


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """The notices that the actor edits, and those with a reply that his unit is to answer."""
    waiting = queries.waiting(request.actor)
    rows = [(row, waiting.get(row.slug, 0)) for row in queries.seen(request.actor)[:500]]
    context = {"rows": rows, "writes": bool(request.actor.holding(*EDITORS))}
    return show(request, "office/announcements/list.html", _("Announcements"), context, room=ROOM)


@office_view
def write(request: OfficeRequest, slug: str = "") -> HttpResponseBase:
    """A new notice, or a change of one. What was typed is never lost."""
    units = _units(request.actor)
    row = None
    if slug:
        row, _replies, may = queries.one(request.actor, slug)
        if "write" not in may:
            request.actor.need(row.unit, *EDITORS)
    elif not units:
        raise NotAllowed(EDITORS)
    fault, status = "", 200
    typed: dict[str, Any] = _typed(request) if request.method == "POST" else _of(row, units)
    if request.method == "POST":
        try:
            return _save(request, slug, typed)
        except Refused as error:
            fault, status = wording.refused(error.code, error.facts), 400
        except Stale:
            fault, status = _("Somebody has changed this notice meanwhile. Your text stands below."), 409
            row = queries.one(request.actor, slug)[0]
    context = {
        "typed": typed,
        "units": units,
        "fault": fault,
        "row": row,
        "changed": row if status == 409 else None,
    }
    title = _("Change the notice") if slug else _("New notice")
    return show(
        request, "office/announcements/write.html", title, context, room=ROOM, crumbs=_crumbs(), status=status
    )


def _save(request: OfficeRequest, slug: str, typed: dict[str, Any]) -> HttpResponseBase:
    scheme, __, code = str(typed["unit"]).partition(":")
    unit = Unit.objects.filter(scheme=scheme, code=code).first()
    if unit is None:
        raise Refused("no-such-unit", unit=typed["unit"])
    draft = Draft(
        slug or str(typed["slug"]),
        str(typed["title"]).strip(),
        str(typed["body"]).replace("\r\n", "\n").strip(),
        str(typed["source_url"]).strip(),
        bool(typed["replies_open"]),
        bool(typed["official"]),
        day(str(typed["dated"])),
    )
    seen = str(request.POST.get("seen", "0"))
    actions.write(request.actor, unit, draft, int(seen) if slug and seen.isdigit() else 0)
    messages.success(request, _("The notice is kept."))
    return HttpResponseRedirect(reverse("office-announcement", args=[draft.slug]))


@require_safe
@office_view
def one(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One notice with its replies and what can be done now."""
    row, replies, may = queries.one(request.actor, slug)
    order = {"waiting": 0, "shown": 1, "hidden": 2}
    context = {
        "row": row,
        "may": may,
        "replies": sorted(replies, key=lambda one: (order[one.state], one.number)),
        "today": request.actor.day,
        "units": Unit.objects.filter(scheme=row.unit.scheme, valid_to=None).order_by("place")[:500],
        "views": queries.views_of(row),
        "events": queries.timeline(row),
    }
    return show(request, "office/announcements/notice.html", row.title, context, room=ROOM, crumbs=_crumbs())


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """Publish, withdraw, put a document to it."""
    seen = str(request.POST.get("seen", ""))
    if name == "publish":
        actions.publish(request.actor, slug, int(seen or 0))
        messages.success(request, _("The notice is published."))
    elif name == "withdraw":
        actions.withdraw(request.actor, slug, str(request.POST.get("reason", "")), int(seen or 0))
        messages.success(request, _("The notice is withdrawn; its address says so."))
    elif name == "attach":
        _attach(request, slug)
        messages.success(request, _("The document is put to the notice."))
    else:
        return problem(request, 404, _("This page does not exist"), [])
    return HttpResponseRedirect(reverse("office-announcement", args=[slug]))


def _attach(request: OfficeRequest, slug: str) -> None:
    row = queries.one(request.actor, slug)[0]
    held = request.actor.need(row.unit, *EDITORS)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("file-or-link")
    name = clean_name(file.name or "")
    stored = put(file.file or file, name, file.content_type or "", request.actor.by(held))
    title = str(request.POST.get("title", "")).strip() or name.rsplit(".", 1)[0]
    actions.attach(request.actor, slug, stored.sha256, title)


@require_POST
@office_view
def reply_act(request: OfficeRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Show or hide a reply, name the unit that answers, answer."""
    actor, text = request.actor, str(request.POST.get("text", ""))
    if name == "show":
        actions.show(actor, slug, number)
    elif name == "hide":
        actions.hide(actor, slug, number, text)
    elif name == "ask":
        scheme, __, code = str(request.POST.get("unit", "")).partition(":")
        days = str(request.POST.get("days", ""))
        actions.ask(actor, slug, number, (scheme, code), int(days) if days.isdigit() else 0)
    elif name == "answer":
        actions.answer(actor, slug, number, text)
    else:
        return problem(request, 404, _("This page does not exist"), [])
    messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("office-announcement", args=[slug]) + f"#reply-{number}")


def my_lines(actor: Actor) -> list[tasks.Line]:
    """For "my tasks": the notices with replies that wait to be read."""
    found, waiting = [], queries.waiting(actor)
    for row in queries.seen(actor).filter(slug__in=waiting):
        n = waiting[row.slug]
        sentence = ngettext("Read %(n)s reply of citizens", "Read %(n)s replies of citizens", n) % {"n": n}
        found.append(tasks.Line(sentence, reverse("office-announcement", args=[row.slug]), row.title))
    for reply in queries.owed(actor):
        days = (reply.due - actor.day).days if reply.due else None
        found.append(
            tasks.Line(
                _("Answer a citizen's reply in public"),
                reverse("office-announcement", args=[reply.announcement.slug]) + f"#reply-{reply.number}",
                reply.announcement.title,
                when=tasks.when(reply.due, days),
                days=days,
            )
        )
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Announcements"), reverse("office-announcements"))]


def _units(actor: Actor) -> list[Unit]:
    """The units in whose name the actor may give notice."""
    return list(Unit.objects.filter(pk__in=[held.unit for held in actor.holding(*EDITORS)]).order_by("path"))


def _typed(request: OfficeRequest) -> dict[str, Any]:
    typed: dict[str, Any] = {name: str(request.POST.get(name, "")) for name in FIELDS}
    for name in ("replies_open", "official"):
        typed[name] = name in request.POST
    return typed


def _of(row: Any, units: list[Unit]) -> dict[str, Any]:
    if row is None:
        unit = f"{units[0].scheme}:{units[0].code}" if units else ""
        return {"unit": unit, "replies_open": True, "official": True}
    typed = {name: getattr(row, name) for name in ("slug", "title", "body", "source_url", "replies_open")}
    dated = row.dated.isoformat() if row.dated else ""
    return {**typed, "official": row.official, "dated": dated, "unit": f"{row.unit.scheme}:{row.unit.code}"}


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
