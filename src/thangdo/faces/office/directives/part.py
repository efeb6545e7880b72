"""One unit's part of a directive: take note, report with evidence, ask for time; accept or give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.assessments.evidence import taken
from thangdo.faces.office.directives.pages import ROOM, condition_words, crumbs, due_words, unit_name
from thangdo.faces.office.form_values import day, posted, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import clean_name
from thangdo.records.people.acting import Refused
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import NewProof
from thangdo.work.directives.naming import ref_of

UnitRef = tuple[str, str]


@require_safe
@office_view
def part(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's part."""
    found = queries.part(request.actor, slug, (scheme, code))
    directive = found.part.directive
    asked = next((one for one in found.extensions if one.extension.state == "asked"), None)
    context = {
        "found": found,
        "directive": directive,
        "asked": asked,
        "due_words": due_words(directive),
        "condition": condition_words(directive),
        "evidence": taken(),
        "language": language(),
    }
    title = unit_name(found.part.carrier)
    return show(request, "office/directives/part.html", title, context, room=ROOM, crumbs=crumbs(directive))


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """One step of a unit's part."""
    unit = (scheme, code)
    queries.part(request.actor, slug, unit)
    if name not in _ACTS:
        raise Refused("no-such-assignment", unit=":".join(unit), directive=slug)
    _ACTS[name](request, slug, unit)
    messages.success(request, _done(name))
    return HttpResponseRedirect(reverse("office-assignment", args=[slug, scheme, code]))


def _report(request: OfficeRequest, slug: str, unit: UnitRef) -> Any:
    """The report of the form, with its files and its link."""
    title, link = posted(request, "title"), posted(request, "link")
    files = [one for one in request.FILES.getlist("file") if isinstance(one, UploadedFile)]
    proofs = []
    for one in files:
        name = clean_name(one.name or "")
        sent = actions.send(request.actor, slug, unit, one.file or one, name, one.content_type or "")
        proofs.append(replace(sent, title=title) if title and len(files) == 1 and not link else sent)
    if link:
        proofs.append(NewProof(title or link[:300], link=link))
    progress = 100 if posted(request, "done") else whole(posted(request, "progress"), -1)
    text = posted(request, "text")
    return actions.report(request.actor, slug, unit, text, progress, proofs, _seen(request))


def _seen(request: OfficeRequest) -> int | None:
    return whole(posted(request, "seen"), 0) or None


def _reason(request: OfficeRequest) -> str:
    return posted(request, "reason")


def _day(request: OfficeRequest) -> Any:
    found = day(posted(request, "due"))
    if found is None:
        raise Refused("bad-day", typed="")
    return found


def _pass_on(request: OfficeRequest, slug: str, unit: UnitRef) -> Any:
    directive = queries.one(request.actor, slug).directive
    to = ref_of(posted(request, "to"), directive.authority, request.actor.day)
    if to is None:
        raise Refused("nothing-chosen")
    return actions.pass_on(request.actor, slug, unit, to, _reason(request), _seen(request))


_ACTS: dict[str, Callable[[OfficeRequest, str, UnitRef], Any]] = {
    "acknowledge": lambda request, slug, unit: actions.acknowledge(request.actor, slug, unit, _seen(request)),
    "report": _report,
    "withdraw_evidence": lambda request, slug, unit: actions.withdraw_evidence(
        request.actor, slug, unit, whole(posted(request, "number"), 0), _reason(request)
    ),
    "ask_extension": lambda request, slug, unit: actions.ask_extension(
        request.actor, slug, unit, _day(request), _reason(request), _seen(request)
    ),
    "accept": lambda request, slug, unit: actions.accept(request.actor, slug, unit, _seen(request)),
    "give_back": lambda request, slug, unit: actions.give_back(
        request.actor, slug, unit, _reason(request), _seen(request)
    ),
    "decide_extension": lambda request, slug, unit: actions.decide_extension(
        request.actor, slug, unit, posted(request, "granted") == "yes", _reason(request),
        day(posted(request, "due")), _seen(request),
    ),
    "close_one": lambda request, slug, unit: actions.close(
        request.actor, slug, _reason(request), unit, _seen(request)
    ),
    "withdraw_one": lambda request, slug, unit: actions.withdraw(
        request.actor, slug, _reason(request), unit, _seen(request)
    ),
    "pass_on": _pass_on,
}  # fmt: skip


def _done(name: str) -> str:
    return {
        "acknowledge": _("Acknowledged."),
        "report": _("The report is sent."),
        "withdraw_evidence": _("The evidence is withdrawn; it stays in the history."),
        "ask_extension": _("The request for more time is sent."),
        "accept": _("The report is accepted."),
        "give_back": _("The report is given back."),
        "decide_extension": _("The request is decided."),
        "close_one": _("The part is closed."),
        "withdraw_one": _("The part is withdrawn."),
        "pass_on": _("Another unit carries it now."),
    }[name]


@require_safe
@office_view
def file(request: OfficeRequest, slug: str, scheme: str, code: str, number: int) -> HttpResponseBase:
    """A file given as evidence, as something to save."""
    found = queries.part(request.actor, slug, (scheme, code))
    given = next((one for one in found.proofs if one.proof.number == number and one.proof.sha256), None)
    stored = StoredFile.objects.filter(sha256=given.proof.sha256).first() if given else None
    if given is None or stored is None:
        raise Refused("no-such-evidence", number=number)
    return to_save(request, stored, given.title or str(number))


_PART = "directives/<slug:slug>/unit/<str:scheme>/<str:code>/"
urlpatterns = [
    path(_PART, part, name="office-assignment"),
    path(f"{_PART}act/<slug:name>", act, name="office-assignment-act"),
    path(f"{_PART}evidence/<int:number>", file, name="office-assignment-file"),
]
