"""The appraiser's day: the queue, a unit's answers beside their evidence, decisions, second opinions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.assessments import campaign_pages, signal_words
from thangdo.faces.office.form_values import posted, texts, values, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.assessments.actions.campaigns import Why
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import access, appraisal, blind, own, timeline
from thangdo.work.assessments.questionnaire import asked

Ref = tuple[str, str]
ON_ANSWER = ("accept", "amend", "ask", "mark", "undo")
#: acts on the part as a whole whose forms stand at the end of its sheet -> how they look
WHOLE = {**dict.fromkeys(("extend", "let_in", "stop_waiting", "resume"), "quiet"), "write_off": "danger"}


@require_safe
@office_view
def queue(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The units that wait for the appraising office, the longest wait first."""
    chosen = texts(request.GET, "state", "pillar", "tier")
    found = appraisal.queue(
        request.actor,
        slug,
        state=chosen["state"] or "returned",
        pillar=chosen["pillar"],
        tier=chosen["tier"],
        page=whole(request.GET.get("page", "1"), 1),
    )
    states = [
        (name, wording.state_name("submission", name), found.counts.get(name, 0))
        for name in ("returned", "asked", "appraised", "open", "missing")
    ]
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "appraisal"),
        "queue": found,
        "states": states,
        "state": chosen["state"] or "returned",
        "chosen": chosen,
        "second": blind.to_give(request.actor).filter(submission__campaign=found.campaign).count(),
    }
    return show(
        request,
        "office/assessments/appraisal.html",
        _("Appraisal"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
    )


@require_safe
@office_view
def sheet(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """A unit's answers, pillar by pillar."""
    return _sheet(request, slug, (scheme, code), request.GET.get("page", ""))


def _sheet(
    request: OfficeRequest,
    slug: str,
    unit: Ref,
    page: str,
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
    unsent: Unsent | None = None,
) -> HttpResponseBase:
    found = appraisal.sheet(request.actor, slug, unit, page)
    names, inputs = _names(found)
    cards = [
        {
            "item": item,
            "signals": [
                (one, signal_words.name(one.id), signal_words.sentence(one, names, inputs))
                for one in item.signals
            ],
            "typed": typed if typed and typed.get("node") == item.question.node else {},
        }
        for item in found.items
    ]
    decided = sum(one.decided for one in found.pages)
    left = appraisal.left_to_accept(found.part, found.page)
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "appraisal"),
        "sheet": found,
        "cards": cards,
        "whole": [
            (one, signal_words.name(one.id), signal_words.sentence(one, names, inputs)) for one in found.whole
        ],
        "decided": decided,
        "answers": sum(one.answers for one in found.pages),
        "left": left if any("accept" in item.can for item in found.items) else {},
        "ref": {"scheme": unit[0], "code": unit[1]},
        "day": request.actor.day,
        "forms": [
            acts.form(PARTS, name, _address(slug, unit, name), (slug, unit), unsent=unsent, tone=tone)
            for name, tone in WHOLE.items()
            if name in found.can
        ],
    }
    name = found.line.name(language())
    crumbs = campaign_pages.crumbs(found.campaign, (_("Appraisal"), reverse("office-appraisal", args=[slug])))
    return show(
        request,
        "office/assessments/appraisal_unit.html",
        name,
        context,
        room="campaigns",
        crumbs=crumbs,
        status=status,
    )


def _names(found: appraisal.Sheet) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the units and titles of the inputs that signals speak of."""
    codes = {code for item in found.items for one in item.signals for code in one.units}
    rows = Submission.objects.filter(campaign=found.campaign, unit__code__in=codes)
    names = dict(rows.values_list("unit__code", "unit__name_vi"))
    return names, campaign_pages.input_titles(found.campaign)


@require_POST
@office_view
def on_answer(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """Accept, amend, ask, mark, undo one answer. What was typed stays when it does not fit."""
    unit = (scheme, code)
    node = posted(request, "node")
    if name not in ON_ANSWER:
        raise Refused("no-such-criterion", node=node)
    typed: dict[str, Any] = {"node": node, "act": name, "reason": posted(request, "reason")}
    page = posted(request, "page")
    try:
        _decide(request, slug, unit, name, node, typed)
    except Stale:
        typed["problem"] = _(
            "Somebody else has worked on this answer since you opened it. What stands now is shown here, and "
            "what you typed is kept below. Look again, then decide."
        )
        return _sheet(request, slug, unit, page, typed, 409)
    except BadValues as bad:
        typed["problem"] = " ".join(
            wording.fault(one, campaign_pages.input_titles(access.part(request.actor, slug, unit).campaign))
            for one in bad.faults
        )
        return _sheet(request, slug, unit, page, typed, 400)
    except Refused as error:
        typed["problem"] = wording.refused(error.code, error.facts)
        return _sheet(request, slug, unit, page, typed, 400)
    return HttpResponseRedirect(_onward(slug, unit, page, node if name == "undo" else "", node))


def _decide(
    request: OfficeRequest, slug: str, unit: Ref, name: str, node: str, typed: dict[str, Any]
) -> None:
    actor, where, seen = request.actor, (slug, unit, node), whole(posted(request, "seen"), 0)
    if name == "accept":
        do(PARTS, appraising.accept, actor, (slug, unit), appraising.Accepted((node,)), seen={node: seen})
    elif name == "ask":
        do(PARTS, appraising.ask, actor, where, appraising.Asked(typed["reason"]), seen=seen)
    elif name == "mark":
        do(PARTS, appraising.mark, actor, where, Why(typed["reason"]), seen=seen)
    elif name == "undo":
        do(PARTS, appraising.undo, actor, where, seen=seen)
    else:
        part = access.part(actor, slug, unit)
        question = asked(part.campaign.edition, part.tier).by_node.get(node)
        if question is None:
            raise Refused("no-such-criterion", node=node)
        typed["values"] = values(request.POST, question.inputs)
        given = appraising.Amended(typed["values"], typed["reason"])
        do(PARTS, appraising.amend, actor, where, given, seen=seen)


def _onward(slug: str, unit: Ref, page: str, at: str, after: str) -> str:
    """The sheet again, at the next answer that is still to be decided."""
    found = reverse("office-appraisal-unit", args=[slug, *unit])
    part = Submission.objects.get(campaign__slug=slug, unit__scheme=unit[0], unit__code=unit[1])
    questions = asked(part.campaign.edition, part.tier)
    pending = set(part.answers.filter(decision="pending").values_list("node", flat=True))
    order = [one.node for one in questions.questions if not page or one.page == page]
    start = order.index(after) + 1 if after in order else 0
    following = next((node for node in order[start:] + order[:start] if node in pending), "")
    target = at or following or after
    query = f"?page={page}" if page else ""
    return f"{found}{query}#{target}" if target else f"{found}{query}"


@require_POST
@office_view
def accept_many(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """Accept every ticked answer, or all that are left on the page."""
    given = {}
    for pair in request.POST.getlist("accept"):
        node, _colon, seen = pair.rpartition(":")
        given[node] = whole(seen, 0)
    page = posted(request, "page")
    try:
        accepted = appraising.Accepted(tuple(given))
        do(PARTS, appraising.accept, request.actor, (slug, (scheme, code)), accepted, seen=given)
    except Stale:
        messages.warning(
            request,
            _(
                "One of these answers was changed by somebody else just now, so none was accepted. "
                "Look again."
            ),
        )
    else:
        messages.success(
            request,
            ngettext("%(n)s answer accepted.", "%(n)s answers accepted.", len(given)) % {"n": len(given)},
        )
    return HttpResponseRedirect(_onward(slug, (scheme, code), page, "", ""))


@require_POST
@office_view
def on_part(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """Finish a unit, take it up again, go on without a reply, note an evidence as looked at."""
    unit, page, node = (scheme, code), posted(request, "page"), posted(request, "node")
    if name in ("resume", "stop_waiting"):
        return of_part(request, slug, unit, name)
    if name == "finish":
        do(PARTS, appraising.finish, request.actor, (slug, unit))
        messages.success(request, _("The unit's appraisal is finished."))
        return HttpResponseRedirect(reverse("office-appraisal", args=[slug]))
    if name != "review":
        raise Refused("no-such-campaign", slug=slug)
    looked = appraising.Looked(whole(posted(request, "number"), 0))
    do(PARTS, appraising.review, request.actor, (slug, unit), looked)
    found = reverse("office-appraisal-unit", args=[slug, scheme, code])
    return HttpResponseRedirect(f"{found}?page={page}#{node}" if page else found)


def of_part(request: OfficeRequest, slug: str, unit: Ref, name: str) -> HttpResponseBase:
    """An act whose form stands at the end of the sheet."""

    def page(unsent: Unsent) -> HttpResponseBase:
        return _sheet(request, slug, unit, "", None, unsent.status, unsent)

    then = reverse("office-appraisal-unit", args=[slug, *unit])
    return acts.sent(request, PARTS, name, (slug, unit), page, then)


def _address(slug: str, unit: Ref, name: str) -> str:
    of = "office-appraisal-part" if name in ("resume", "stop_waiting") else "office-unit-act"
    return reverse(of, args=[slug, *unit, name])


@require_safe
@office_view
def evidence(request: OfficeRequest, slug: str, scheme: str, code: str, number: int) -> HttpResponseBase:
    """A file of a unit, to save."""
    stored, title = own.evidence_file(request.actor, slug, (scheme, code), number)
    return to_save(request, stored, title or str(number))


@require_safe
@office_view
def unit_events(
    request: OfficeRequest, slug: str, scheme: str, code: str, node: str = ""
) -> HttpResponseBase:
    """The timeline of a unit, or of one of its answers."""
    part = access.part(request.actor, slug, (scheme, code))
    before = whole(request.GET.get("before", ""), 0) or None
    shown = (
        timeline.of_answer(request.actor, slug, (scheme, code), node)
        if node
        else timeline.of_unit(request.actor, slug, (scheme, code), before=before)
    )
    titles = campaign_pages.titles(part.campaign)
    title = part.unit.name(language())
    if node:
        title = f"{title}: {wording.node_name(node, titles)}"
    context = {
        **campaign_pages.frame(request.actor, part.campaign, ""),
        **campaign_pages.moments(part.campaign, shown),
    }
    return show(
        request,
        "office/timeline.html",
        title,
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(part.campaign),
    )


_UNIT = "campaigns/<slug:slug>/appraisal/<str:scheme>/<str:code>/"
urlpatterns = [
    path("campaigns/<slug:slug>/appraisal/", queue, name="office-appraisal"),
    path(_UNIT, sheet, name="office-appraisal-unit"),
    path(f"{_UNIT}answer/<slug:name>", on_answer, name="office-appraisal-answer"),
    path(f"{_UNIT}accept", accept_many, name="office-appraisal-accept"),
    path(f"{_UNIT}act/<slug:name>", on_part, name="office-appraisal-part"),
    path(f"{_UNIT}evidence/<int:number>", evidence, name="office-appraisal-evidence"),
    path(f"{_UNIT}timeline", unit_events, name="office-unit-timeline"),
    path(f"{_UNIT}timeline/<str:node>", unit_events, name="office-answer-timeline"),
]
