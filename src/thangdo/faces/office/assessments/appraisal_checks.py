"""A second look: signals by unit, second opinions on the sample, how far two appraisers agree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look import wording
from thangdo.faces.office.assessments import campaign_pages, signal_words
from thangdo.faces.office.form_values import posted, texts, values, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import access, agreement, blind, items, signals_by_unit
from thangdo.work.assessments.queries.signals import Signal
from thangdo.work.assessments.questionnaire import asked


@require_safe
@office_view
def signals(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The signals of a campaign by unit."""
    campaign = access.whole(request.actor, slug)
    chosen = texts(request.GET, "kind", "tier")
    rows = signals_by_unit.by_unit(request.actor, slug, chosen["kind"], chosen["tier"])
    names = dict(Submission.objects.filter(campaign=campaign).values_list("unit__code", "unit__name_vi"))
    titles = campaign_pages.input_titles(campaign)
    places = {
        (tier, question.node): question.page
        for tier in campaign.tiers
        for question in asked(campaign.edition, tier).questions
    }

    def shown(one: Signal, tier: str) -> dict[str, str]:
        node = one.node or (one.nodes[0] if one.nodes else "")
        return {
            "id": one.id,
            "name": signal_words.name(one.id),
            "says": signal_words.sentence(one, names, titles),
            "node": one.node,
            "at": node,
            "page": places.get((tier, node), ""),
        }

    page = max(1, whole(request.GET.get("page", "1"), 1))
    size = 50
    pages = max(1, -(-len(rows) // size))
    page = min(page, pages)
    context = {
        **campaign_pages.frame(request.actor, campaign, "signals"),
        "rows": [
            (row, [shown(one, row.tier) for one in row.signals])
            for row in rows[(page - 1) * size : page * size]
        ],
        "found": len(rows),
        "awaited": signals_by_unit.awaited(campaign),
        "page": page,
        "pages": pages,
        "counts": signals_by_unit.counts(request.actor, slug),
        "definitions": signal_words.all_of_them(),
        "chosen": chosen,
    }
    return show(
        request,
        "office/assessments/appraisal_signals.html",
        _("Signals"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
    )


@office_view
def second(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Second opinions: one answer after another, without what was decided first."""
    campaign = access.whole(request.actor, slug)
    left = blind.to_give(request.actor).filter(submission__campaign=campaign)
    problem, typed = "", {}
    if request.method == "POST":
        unit = (posted(request, "scheme"), posted(request, "code"))
        node = posted(request, "node")
        part = access.part(request.actor, slug, unit)
        question = asked(part.campaign.edition, part.tier).by_node.get(node)
        if question is None:
            raise Refused("no-such-criterion", node=node)
        given = values(request.POST, question.inputs) if request.POST.get("act") == "amend" else None
        try:
            opinion = appraising.Second(given)
            do(PARTS, appraising.second, request.actor, (slug, unit, node), opinion)
        except BadValues as bad:
            problem = " ".join(
                wording.fault(one, campaign_pages.input_titles(campaign)) for one in bad.faults
            )
            typed = given or {}
        else:
            messages.success(request, _("Your opinion is kept."))
            return HttpResponseRedirect(reverse("office-second", args=[slug]))
    first = left.select_related("submission__unit", "submission__campaign__edition").first()
    shown = items.sampled(request.actor, first.submission, [first])[0] if first is not None else None
    context = {
        **campaign_pages.frame(request.actor, campaign, "appraisal"),
        "shown": shown,
        "left": left.count(),
        "problem": problem,
        "typed": typed,
    }
    return show(
        request,
        "office/assessments/appraisal_second.html",
        _("Second opinion"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign, (_("Appraisal"), reverse("office-appraisal", args=[slug]))),
        status=400 if problem else 200,
    )


@require_safe
@office_view
def agree(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """How far two appraisers agree."""
    found = agreement.report(request.actor, slug)
    titles = campaign_pages.titles(found.campaign)
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "appraisal"),
        "found": found,
        "rows": [("", found.whole), *((titles.get(one.part, one.part), one) for one in found.parts)],
        "differ": [
            (
                pair,
                wording.node_name(pair.node, titles),
                wording.state_name("answer", pair.first),
                wording.state_name("answer", pair.second),
            )
            for pair in found.differ
        ],
    }
    return show(
        request,
        "office/assessments/appraisal_agreement.html",
        _("Agreement of two appraisers"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(
            found.campaign, (_("Appraisal"), reverse("office-appraisal", args=[slug]))
        ),
    )


urlpatterns = [
    path("campaigns/<slug:slug>/signals/", signals, name="office-signals"),
    path("campaigns/<slug:slug>/second", second, name="office-second"),
    path("campaigns/<slug:slug>/agreement", agree, name="office-agreement"),
]
