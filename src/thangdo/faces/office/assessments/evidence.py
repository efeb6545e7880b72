"""Evidence of an answer: a file, a link, or one given before; taken out again; saved to disk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.download import to_save
from thangdo.faces.office.form_values import day
from thangdo.faces.office.page_frame import OfficeRequest, office_view
from thangdo.records.acts.declared import Json
from thangdo.records.acts.frame import do
from thangdo.records.files.store import allowed, clean_name, most_bytes
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import evidence_room
from thangdo.work.assessments.actions import answering, giving
from thangdo.work.assessments.actions.answering import NewEvidence, Use
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import forms, own

UnitRef = tuple[str, str]


@require_POST
@office_view
def add(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """Give files or a link for a criterion; or let one given before serve it too."""
    unit = (scheme, code)
    forms.question(request.actor, slug, unit, node)
    try:
        done = give(request, slug, unit, node)
    except Refused as error:
        messages.error(request, wording.refused(error.code, error.facts))
        return _back(request, slug, unit, node)
    messages.success(request, _("Evidence number %(number)s is kept.") % {"number": done["number"]})
    return _back(request, slug, unit, node)


def give(request: OfficeRequest, slug: str, unit: UnitRef, node: str) -> Json:
    """What the form gives: {"number", "sequence"} of the last. Raises NotAllowed, Refused."""
    used = numbers.whole(str(request.POST.get("number", "")))
    if used is not None:
        done = do(PARTS, answering.use_evidence, request.actor, (slug, unit, node), Use(used, True))
        return {**done, "number": used}
    link = str(request.POST.get("link", "")).strip()
    files = [one for one in request.FILES.getlist("file") if isinstance(one, UploadedFile)]
    if not link and not files:
        raise Refused("file-or-link")
    if link and files:
        raise Refused("file-or-link")
    title = str(request.POST.get("title", "")).strip()
    dates: dict[str, Any] = {
        "effective": day(str(request.POST.get("effective", ""))),
        "expires": day(str(request.POST.get("expires", ""))),
    }
    done = {}
    for place, one in enumerate(files):
        name = clean_name(one.name or "")
        actor = replace(request.actor, key=f"{request.actor.key}:{place}"[:100] if request.actor.key else "")
        new = NewEvidence(node, title if title and len(files) == 1 else name, **dates)
        done = giving.upload(actor, slug, unit, one.file or one, name, one.content_type or "", new)
    if link:
        new = NewEvidence(node, title or link[:300], link=link, **dates)
        done = do(PARTS, answering.add_evidence, request.actor, (slug, unit), new)
    return done


def taken() -> dict[str, Any]:
    """What the form of an evidence says of the files that are taken."""
    return {"accept": allowed(), "most": most_bytes() // 1_000_000}


def room(part: Submission) -> dict[str, Any]:
    """How much of its room the unit has taken, in MB."""
    found = evidence_room.room(part)
    return {
        "evidence_room": found,
        "room_used": -(-found.used // evidence_room.MB),
        "room_most": found.most // evidence_room.MB,
    }


@require_POST
@office_view
def use(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """Take an evidence from a criterion."""
    number = numbers.whole(str(request.POST.get("number", ""))) or 0
    given = Use(number, False)
    do(PARTS, answering.use_evidence, request.actor, (slug, (scheme, code), node), given)
    messages.success(request, _("Evidence number %(number)s no longer serves here.") % {"number": number})
    return _back(request, slug, (scheme, code), node)


@require_safe
@office_view
def file(request: OfficeRequest, slug: str, scheme: str, code: str, number: int) -> HttpResponseBase:
    """A file, as something to save."""
    stored, title = own.evidence_file(request.actor, slug, (scheme, code), number)
    return to_save(request, stored, title)


def _back(request: OfficeRequest, slug: str, unit: UnitRef, node: str) -> HttpResponseRedirect:
    """Where the form stood: the page of the pillar, or that of the objections."""
    there = str(request.POST.get("back", ""))
    if there and url_has_allowed_host_and_scheme(there, {request.get_host()}):
        return HttpResponseRedirect(there)
    _questions, question = forms.question(request.actor, slug, unit, node)
    ref = [slug, *unit, question.page]
    return HttpResponseRedirect(reverse("office-part-page", args=ref) + f"#c-{node}")
