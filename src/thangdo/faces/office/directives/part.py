"""One unit's part of a directive: take note, report with evidence, ask for time; accept or give back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.assessments.evidence import taken
from thangdo.faces.office.directives.pages import ROOM, condition_words, crumbs, due_words, unit_name
from thangdo.faces.office.form_values import posted, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import clean_name
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.directives import queries
from thangdo.work.directives.actions import NewEvidence, PassOn, Report
from thangdo.work.directives.acts import ACTS, DIRECTIVES, send
from thangdo.work.directives.models import Assignment
from thangdo.work.directives.naming import ref_of
from thangdo.work.directives.queries.one import Given, part_seen

TONES = {"acknowledge": "", "accept": "", "ask_extension": "", "withdraw_one": "danger"}
PLACED = ("acknowledge", "accept", "give_back", "ask_extension")  # where the page speaks of them
#: acts with a form of their own on the page
BY_HAND = ("report", "withdraw_evidence", "decide_extension")


@require_safe
@office_view
def part(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's part."""
    return _page(request, slug, (scheme, code))


def _page(request: OfficeRequest, slug: str, unit: UnitRef, unsent: Unsent | None = None) -> HttpResponseBase:
    found = queries.part(request.actor, slug, unit)
    directive = found.part.directive
    asked = next((one for one in found.extensions if one.extension.state == "asked"), None)
    forms = {
        name: acts.form(
            DIRECTIVES,
            name,
            _address(slug, unit, name),
            (slug, unit),
            seen=found.part.sequence,
            unsent=unsent,
            tone=TONES.get(name, "quiet"),
        )
        for name in ACTS
        if name in found.can and name not in BY_HAND
    }
    if not found.part.due or found.part.asked:
        forms.pop("ask_extension", None)
    context = {
        "found": found,
        "given": [(given, _withdrawal(slug, unit, given, found.can, unsent)) for given in found.evidence],
        "directive": directive,
        "asked": asked,
        "forms": forms,
        "others": [form for name, form in forms.items() if name not in PLACED],
        "sends": {name: _address(slug, unit, name) for name in BY_HAND if name in found.can},
        "unsent": unsent,
        "report": _typed_report(found.part, unsent),
        "due_words": due_words(directive),
        "condition": condition_words(directive),
        "evidence": taken(),
        "language": language(),
    }
    title, status = unit_name(found.part.carrier), unsent.status if unsent else 200
    template = "office/directives/part.html"
    return show(request, template, title, context, room=ROOM, crumbs=crumbs(directive), status=status)


def _typed_report(part: Assignment, unsent: Unsent | None) -> dict[str, Any]:
    """What the form of a report begins with: what was typed and its faults, or how far the unit was."""
    if unsent is None or unsent.act != "report":
        return {"progress": "" if part.state == "returned" else part.progress}
    return {**unsent.typed, "faults": unsent.faults, "message": unsent.message}


def _withdrawal(
    slug: str, unit: UnitRef, given: Given, can: frozenset[str], unsent: Unsent | None
) -> Form | None:
    """The form that takes an evidence back, where that may be done."""
    if "withdraw_evidence" not in can or given.evidence.withdrawn_on is not None:
        return None
    return acts.form(
        DIRECTIVES,
        "withdraw_evidence",
        _address(slug, unit, "withdraw_evidence"),
        (slug, unit),
        unsent=unsent,
        tone="danger",
        fixed={"number": str(given.evidence.number)},
    )


def _address(slug: str, unit: UnitRef, name: str) -> str:
    return reverse("office-assignment-act", args=[slug, *unit, name])


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """One step of a unit's part."""
    unit = (scheme, code)
    directive = part_seen(request.actor, slug, unit).directive
    if name not in queries.ON_PART:
        raise Refused("no-such-assignment", unit=":".join(unit), directive=slug)
    made = {
        "report": lambda: _report(request, slug, unit),
        "pass_on": lambda: _pass_on(request, directive.authority),
    }
    then = reverse("office-assignment", args=[slug, scheme, code])
    draw = partial(_page, request, slug, unit)
    return acts.sent(request, DIRECTIVES, name, (slug, unit), draw, then, made=made.get(name))


def _report(request: OfficeRequest, slug: str, unit: UnitRef) -> Report:
    """The report of the form, with its files and its link."""
    title, link = posted(request, "title"), posted(request, "link")
    files = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile)]
    evidence = []
    for file in files:
        name = clean_name(file.name or "")
        sent = send(request.actor, slug, unit, file.file or file, name, file.content_type or "")
        evidence.append(replace(sent, title=title) if title and len(files) == 1 and not link else sent)
    if link:
        evidence.append(NewEvidence(title or link[:300], link=link))
    progress = 100 if posted(request, "done") else whole(posted(request, "progress"), -1)
    return Report(posted(request, "text"), progress, tuple(evidence))


def _pass_on(request: OfficeRequest, authority: Unit) -> PassOn:
    """The unit is typed: its code, or its name without marks."""
    to = ref_of(posted(request, "to"), authority, request.actor.day)
    if to is None:
        raise Refused("nothing-chosen", field="to")
    return PassOn(to, posted(request, "reason"))


@require_safe
@office_view
def file(request: OfficeRequest, slug: str, scheme: str, code: str, number: int) -> HttpResponseBase:
    """A file given as evidence, as something to save."""
    found = queries.part(request.actor, slug, (scheme, code))
    files = (one for one in found.evidence if one.evidence.number == number and one.evidence.sha256)
    given = next(files, None)
    stored = StoredFile.objects.filter(sha256=given.evidence.sha256).first() if given else None
    if given is None or stored is None:
        raise Refused("no-such-evidence", number=number)
    return to_save(request, stored, given.title or str(number))


_PART = "directives/<slug:slug>/unit/<str:scheme>/<str:code>/"
urlpatterns = [
    path(_PART, part, name="office-assignment"),
    path(f"{_PART}act/<slug:name>", act, name="office-assignment-act"),
    path(f"{_PART}evidence/<int:number>", file, name="office-assignment-file"),
]
