"""Amended answers as the unit sees them: declared beside what counts, and the objection to each."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import unsent_form
from thangdo.faces.office.assessments import answer_form, evidence
from thangdo.faces.office.assessments.campaign_pages import crumbs
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.unsent_form import keeping
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import objecting
from thangdo.work.assessments.actions.objecting import Objection
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import own
from thangdo.work.assessments.queries.own import Amended


@require_safe
@office_view
def page(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """Every amended answer with the objection to it; with what was typed when the session had ended."""
    again = unsent_form.taken(request, reverse("office-objection", args=[slug, scheme, code]) + "/")
    if again is None:
        return _page(request, slug, (scheme, code))
    problem = _("Your session had ended, so this was not sent. Look at it, add its files again, and send it.")
    typed = {again[0]: str(again[1].get("text", ""))}
    return _page(request, slug, (scheme, code), typed, {again[0]: problem})


def _page(
    request: OfficeRequest,
    slug: str,
    unit: tuple[str, str],
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    found = own.objecting(request.actor, slug, unit)
    part = found.part
    name = own.unit_name(part.unit, language())
    here = reverse("office-part", args=[slug, *unit])
    context = {
        "found": found,
        "ref": (slug, *unit),
        "name": name,
        "rows": [
            {
                "row": row,
                "values": _values(row),
                "text": (typed or {}).get(row.question.node, row.text),
                "problem": (problems or {}).get(row.question.node, ""),
                "state": wording.state_name("objection", row.objection),
            }
            for row in found.rows
        ],
        "here": request.path,
        "person": request.actor.person,
        **evidence.taken(),
        **evidence.room(found.part),
    }
    title = _("Appraisal of %(unit)s: what was amended") % {"unit": name}
    return show(
        request,
        "office/assessments/self_objection.html",
        title,
        context,
        room="campaigns",
        crumbs=[*crumbs(found.campaign), (name, here), (_("Objection"), "")],
        status=status,
    )


def _values(row: Amended) -> list[tuple[str, str, str, bool]]:
    """title, declared, as it counts, whether the two differ."""
    return [
        (
            one.title.in_language(language()) if one.title else one.name,
            answer_form.said(one, one.kept),
            answer_form.said(other, other.kept),
            one.kept != other.kept,
        )
        for one, other in zip(row.declared, row.final, strict=True)
    ]


@require_POST
@keeping
@office_view
def object_to(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """Object to one amended answer, with text and, where given, evidence."""
    unit = (scheme, code)
    text = str(request.POST.get("text", "")).strip()
    seen = str(request.POST.get("seen", ""))
    now = numbers.sequence(seen)
    key = request.actor.key
    try:
        if not text:  # before its files are taken in
            raise Refused("reason-needed")
        if request.FILES or str(request.POST.get("link", "")).strip():
            request.actor = replace(request.actor, key=f"{key}:e"[:100] if key else "")
            now = int(evidence.give(request, slug, unit, node)["sequence"])
        request.actor = replace(request.actor, key=key)
        do(PARTS, objecting.object_to, request.actor, (slug, unit, node), Objection(text), seen=now)
    except Refused as error:
        request.actor = replace(request.actor, key=key)
        problem = wording.refused(error.code, error.facts)
        return _page(request, slug, unit, {node: text}, {node: problem}, 400)
    messages.success(request, _("The council will look at your objection."))
    return _back(slug, unit, node)


@require_POST
@office_view
def withdraw(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """Take an objection back."""
    seen = str(request.POST.get("seen", ""))
    where, now = (slug, (scheme, code), node), numbers.sequence(seen)
    do(PARTS, objecting.withdraw_objection, request.actor, where, seen=now)
    messages.success(request, _("The objection is taken back."))
    return _back(slug, (scheme, code), node)


@require_POST
@office_view
def agree(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """The head agrees with the result."""
    do(PARTS, objecting.agree, request.actor, (slug, (scheme, code)))
    messages.success(request, _("Agreed: the unit accepts the result."))
    return HttpResponseRedirect(reverse("office-part", args=[slug, scheme, code]))


def _back(slug: str, unit: tuple[str, str], node: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office-objection", args=[slug, *unit]) + f"#c-{node}")
