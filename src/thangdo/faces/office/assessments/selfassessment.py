"""The self-assessment of a unit: the part at a glance, one page per pillar, saving, sign-off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import unsent_form
from thangdo.faces.office.assessments import answer_form, answer_workbook, evidence, objection
from thangdo.faces.office.assessments.answer_form import Filled
from thangdo.faces.office.assessments.campaign_pages import crumbs
from thangdo.faces.office.assessments.criterion_panel import Panel, panel, panels, titles_of, why
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.templatetags.office import moment
from thangdo.faces.office.unsent_form import keeping
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.once import KeyReused
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.actions.answering import Answers, BadValues
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import forms, own, timeline
from thangdo.work.assessments.queries.forms import Form, Item


def part_crumbs(part: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of a unit's part stands."""
    here = reverse("office-part", args=[part.campaign.slug, part.unit.scheme, part.unit.code])
    name = own.unit_name(part.unit, language())
    return [*crumbs(part.campaign), (name, here if more else ""), *more]


@require_safe
@office_view
def overview(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's part: state, due day, progress, what is missing, sign-off, timeline."""
    found = own.overview(request.actor, slug, (scheme, code))
    before = str(request.GET.get("before", ""))
    shown = timeline.of_unit(request.actor, slug, (scheme, code), before=numbers.whole(before))
    titles = titles_of(found.part)
    context = {
        "found": found,
        "ref": (slug, scheme, code),
        "name": own.unit_name(found.part.unit, language()),
        "state": wording.state_name("submission", found.part.state),
        "campaign_state": wording.state_name("campaign", found.campaign.state),
        "why": why(found.total, titles),
        "missing": [
            (kind, some)
            for kind in ("waiting", "partial", "blank", "no-evidence")
            if (some := [one for one in found.missing if one.kind == kind])
        ],
        "lines": [(one, wording.event_line(one, titles)) for one in shown.moments],
        "before": shown.before,
        "language": language(),
    }
    title = _("Self-assessment of %(unit)s") % {"unit": context["name"]}
    return show(
        request,
        "office/assessments/self_overview.html",
        title,
        context,
        room="campaigns",
        crumbs=part_crumbs(found.part),
    )


@require_safe
@office_view
def page(request: OfficeRequest, slug: str, scheme: str, code: str, pillar: str) -> HttpResponseBase:
    """One pillar, criterion by criterion; with what was typed when the session had ended, if anything was."""
    found = forms.form(request.actor, slug, (scheme, code), pillar)
    again = unsent_form.taken(
        request, reverse("office-part-save", args=[slug, scheme, code, "-"]).removesuffix("-")
    )
    item = next((one for one in found.items if again and one.question.node == again[0]), None)
    if again is None or item is None:
        return _page(request, found)
    typed = answer_form.read(again[1], found.questions, item.question)
    problem = _("Your session had ended, so this was not saved. It is as you typed it: look at it, and save.")
    return _page(request, found, {again[0]: typed}, {again[0]: {"problem": problem}})


def _page(
    request: OfficeRequest,
    found: Form,
    typed: dict[str, Filled] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    part = found.part
    codes = [mark.code for mark in found.marks]
    place = codes.index(found.page)
    context = {
        "found": found,
        "ref": (found.campaign.slug, part.unit.scheme, part.unit.code),
        "name": own.unit_name(part.unit, language()),
        "state": wording.state_name("submission", part.state),
        "panels": panels(found, typed, more),
        "previous": found.marks[place - 1] if place else None,
        "next": found.marks[place + 1] if place + 1 < len(codes) else None,
        "person": request.actor.person,
        **evidence.taken(),
        **evidence.room(found.part),
    }
    title = found.mark.title.in_language(language())
    return show(
        request,
        "office/assessments/self_page.html",
        title,
        context,
        room="campaigns",
        crumbs=part_crumbs(part, (title, "")),
        status=status,
    )


@keeping
@office_view
def save(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """Save one criterion: from the script (JSON) or as a plain form. What cannot be saved is never lost."""
    actor, unit = request.actor, (scheme, code)
    questions, question = forms.question(actor, slug, unit, node)
    page = reverse("office-part-page", args=[slug, scheme, code, question.page]) + f"#c-{node}"
    if request.method != "POST":
        return HttpResponseRedirect(page)
    typed = answer_form.read(request.POST, questions, question)
    try:
        if typed.faults:
            raise BadValues(typed.faults)
        done = _answer(request, slug, unit, typed)
    except BadValues as bad:
        typed.faults = bad.faults
        now = forms.item(actor, slug, unit, node)
        whole = [one for one in bad.faults if not one.input or one.code == "no-reason"]
        sentence = " ".join(wording.fault(one, titles_of(now[0].part)) for one in whole)
        return _not_saved(request, now, typed, 422, sentence)
    except Stale:
        return _not_saved(request, forms.item(actor, slug, unit, node), typed, 409)
    except Refused as error:
        typed.faults = []
        now = forms.item(actor, slug, unit, node)
        sentence = wording.refused(error.code, error.facts, titles_of(now[0].part))
        return _not_saved(request, now, typed, 400, sentence)
    except NotAllowed:
        if not _by_script(request):
            raise
        sentence = _("Your offices do not allow this any more.")
        return _not_saved(request, forms.item(actor, slug, unit, node), typed, 403, sentence)
    if not _by_script(request):
        title = wording.node_name(node, {node: question.title.in_language(language())})
        messages.success(request, _("Saved: %(criterion)s.") % {"criterion": title})
        return HttpResponseRedirect(page)
    found, item = forms.item(actor, slug, unit, node)
    sequence = done.get("answers", {}).get(node, item.sequence)
    return JsonResponse(
        {
            "state": "saved",
            "sequence": sequence,
            "time": moment(request.actor.at).partition(",")[0],
            "values": {
                entry.name: {
                    "text": answer_form.shown(entry),
                    "exact": answer_form.exact_of(entry),
                    "kept": entry.kept,
                }
                for entry in item.entries
            },
            "words": {
                answer_form.NA: "1" if item.not_applicable else "",
                answer_form.NM: answer_form.unmeasured({one.name: one.kept for one in item.entries}),
                answer_form.NA_REASON: item.na_reason,
                answer_form.COMMENT: item.comment,
            },
            "status": item.status,
            "says": wording.state_name("declared", item.status),
            "points": _fragment(request, "office/assessments/self_points.html", found, panel(found, item)),
            "progress": _fragment(request, "office/assessments/self_progress.html", found, None),
        }
    )


def _answer(request: OfficeRequest, slug: str, unit: tuple[str, str], typed: Filled) -> dict[str, Any]:
    """A form that was sent before and now says something else, or of something else, is a new act."""
    where, given, seen = (slug, unit), Answers((typed.given,)), {typed.given.node: typed.seen}
    key = f"{request.actor.key[:80]}:{typed.seen}" if request.actor.key else ""
    try:
        return do(PARTS, answering.answer, replace(request.actor, key=key), where, given, seen=seen)
    except KeyReused:
        return do(PARTS, answering.answer, replace(request.actor, key=""), where, given, seen=seen)


def _not_saved(
    request: OfficeRequest, now: tuple[Form, Item], typed: Filled, status: int, problem: str = ""
) -> HttpResponseBase:
    found, item = now
    node = item.question.node
    more: dict[str, Any] = {"problem": problem}
    if status == 409:
        more["merge"] = answer_form.merge(typed, item)
    if not _by_script(request):
        return _page(request, found, {node: typed}, {node: more}, status)
    shown = panel(found, item, typed, **more)
    answer: dict[str, Any] = {
        "state": {409: "conflict", 422: "faults"}.get(status, "refused"),
        "problem": problem,
        "faults": {
            one.entry.name: _fragment(
                request, "office/assessments/self_fault.html", found, shown, {"box": one}
            )
            for one in shown.boxes
            if one.fault
        },
    }
    if status == 409:
        answer["merge"] = _fragment(request, "office/assessments/self_merge.html", found, shown)
    return JsonResponse(answer, status=status)


def _fragment(
    request: OfficeRequest,
    template: str,
    found: Form,
    shown: Panel | None,
    more: dict[str, Any] | None = None,
) -> str:
    context = {
        "found": found,
        "panel": shown,
        "ref": (found.campaign.slug, found.part.unit.scheme, found.part.unit.code),
        **(more or {}),
    }
    return render_to_string(template, context, request)


def _by_script(request: OfficeRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@require_POST
@office_view
def sign_off(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """The head returns the self-assessment as it was on the screen."""
    seen = str(request.POST.get("seen", ""))
    now = numbers.sequence(seen)
    do(PARTS, answering.sign_off, request.actor, (slug, (scheme, code)), seen=now)
    messages.success(request, _("Signed off: the self-assessment is with the appraising office."))
    return HttpResponseRedirect(reverse("office-part", args=[slug, scheme, code]))


@require_POST
@office_view
def take_back(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """The head takes it back while nothing is appraised."""
    do(PARTS, answering.take_back, request.actor, (slug, (scheme, code)))
    messages.success(request, _("Taken back: the unit can go on filling in."))
    return HttpResponseRedirect(reverse("office-part", args=[slug, scheme, code]))


_PART = "campaigns/<slug:slug>/part/<str:scheme>/<str:code>/"
urlpatterns = [
    path(_PART, overview, name="office-part"),
    path(f"{_PART}page/<str:pillar>", page, name="office-part-page"),
    path(f"{_PART}save/<str:node>", save, name="office-part-save"),
    path(f"{_PART}sign-off", sign_off, name="office-part-sign-off"),
    path(f"{_PART}take-back", take_back, name="office-part-take-back"),
    path(f"{_PART}evidence/<str:node>", evidence.add, name="office-evidence"),
    path(f"{_PART}evidence/<str:node>/use", evidence.use, name="office-evidence-use"),
    path(f"{_PART}file/<int:number>", evidence.file, name="office-evidence-file"),
    path(f"{_PART}objection", objection.page, name="office-objection"),
    path(f"{_PART}objection/agree", objection.agree, name="office-objection-agree"),
    path(f"{_PART}objection/<str:node>", objection.object_to, name="office-objection-to"),
    path(f"{_PART}objection/<str:node>/withdraw", objection.withdraw, name="office-objection-withdraw"),
    path(f"{_PART}workbook.xlsx", answer_workbook.download, name="office-workbook"),
    path(f"{_PART}workbook", answer_workbook.upload, name="office-workbook-upload"),
    path(f"{_PART}workbook/apply", answer_workbook.apply, name="office-workbook-apply"),
]
