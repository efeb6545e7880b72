"""The council's queue: marked answers and objections with all views; deciding, hearing, putting right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import form_values
from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.assessments import campaign_pages, signal_words
from thangdo.faces.office.form_values import posted, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import appraising, objecting
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import access, council, signals_by_unit
from thangdo.work.assessments.questionnaire import asked

ACTS = ("decide", "hear", "put_right")


@require_safe
@office_view
def agenda(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """What is left to decide, or what was decided."""
    return agenda_page(request, slug)


def agenda_page(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    """The agenda; with what was typed into a form of it that could not be done."""
    kind = request.GET.get("kind", "")
    found = council.agenda(
        request.actor,
        slug,
        kind if kind in council.KINDS else "",
        whole(request.GET.get("page", "1"), 1),
    )
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "council"),
        "agenda": found,
        "cards": _cards(found.campaign, found.matters),
        "awaited": bool(found.matters) and signals_by_unit.awaited(found.campaign),
        "kinds": [
            ("", _("Left to decide"), found.left),
            ("marked", _("Marked for the council"), found.marked),
            ("objection", _("Objections"), found.objections),
            ("decided", _("Decided"), found.decided),
        ],
        "forms": campaign_pages.forms(
            found.campaign, [one for one in ("conclude", "reopen") if one in found.can], unsent
        ),
    }
    return show(
        request,
        "office/assessments/council.html",
        _("Council"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
        status=unsent.status if unsent else 200,
    )


def _cards(
    campaign: Campaign, matters: tuple[council.Matter, ...] | list[council.Matter], typed: Any = None
) -> list[dict[str, Any]]:
    codes = {code for one in matters for sign in one.item.signals for code in sign.units}
    rows = Submission.objects.filter(campaign=campaign, unit__code__in=codes)
    names = dict(rows.values_list("unit__code", "unit__name_vi"))
    inputs = campaign_pages.input_titles(campaign)
    return [
        {
            "matter": one,
            "item": one.item,
            "unit": one.part.unit,
            "signals": [
                (sign, signal_words.name(sign.id), signal_words.sentence(sign, names, inputs))
                for sign in one.item.signals
            ],
            "typed": typed or {},
        }
        for one in matters
    ]


@require_safe
@office_view
def matter(request: OfficeRequest, slug: str, scheme: str, code: str, node: str) -> HttpResponseBase:
    """One answer with all views; here the council also puts a value right."""
    return _matter(request, slug, (scheme, code), node)


def _matter(
    request: OfficeRequest, slug: str, unit: tuple[str, str], node: str, typed: Any = None, status: int = 200
) -> HttpResponseBase:
    found = council.matter(request.actor, slug, unit, node)
    campaign = access.whole(request.actor, slug)
    context = {
        **campaign_pages.frame(request.actor, campaign, "council"),
        "cards": _cards(campaign, [found], typed),
        "awaited": signals_by_unit.awaited(campaign),
        "alone": True,
    }
    name = found.part.unit.name(language())
    return show(
        request,
        "office/assessments/council_matter.html",
        f"{name}: {node}",
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign, (_("Council"), reverse("office-council", args=[slug]))),
        status=status,
    )


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, node: str, name: str) -> HttpResponseBase:
    """Decide on a marked answer, hear an objection, put a value right."""
    unit = (scheme, code)
    if name not in ACTS:
        raise Refused("no-such-criterion", node=node)
    part = access.part(request.actor, slug, unit)
    question = asked(part.campaign.edition, part.tier).by_node.get(node)
    if question is None:
        raise Refused("no-such-criterion", node=node)
    outcome, reason = posted(request, "outcome"), posted(request, "reason")
    where, seen = (slug, unit, node), whole(posted(request, "seen"), 0)
    given = form_values.values(request.POST, question.inputs)
    typed = {"act": name, "reason": reason, "outcome": outcome, "values": given}
    values = given if outcome == "values" or name == "put_right" else None
    try:
        if name == "decide":
            do(PARTS, objecting.decide, request.actor, where, objecting.Ruling(reason, values), seen=seen)
        elif name == "hear":
            hearing = objecting.Hearing(reason, outcome in ("values", "uphold"), values)
            do(PARTS, objecting.hear, request.actor, where, hearing, seen=seen)
        else:
            right = appraising.Amended(values or {}, reason)
            do(PARTS, objecting.put_right, request.actor, where, right, seen=seen)
    except Stale:
        typed["problem"] = _(
            "Somebody else has worked on this answer since you opened it. What stands now is shown here, and "
            "what you typed is kept below. Look again, then decide."
        )
        return _matter(request, slug, unit, node, typed, 409)
    except BadValues as bad:
        typed["problem"] = " ".join(
            wording.fault(one, campaign_pages.input_titles(part.campaign)) for one in bad.faults
        )
        return _matter(request, slug, unit, node, typed, 400)
    except Refused as error:
        typed["problem"] = wording.refused(error.code, error.facts)
        return _matter(request, slug, unit, node, typed, 400)
    messages.success(request, _("The council's decision is kept."))
    return HttpResponseRedirect(reverse("office-council", args=[slug]))


_ONE = "campaigns/<slug:slug>/council/<str:scheme>/<str:code>/<str:node>"
urlpatterns = [
    path("campaigns/<slug:slug>/council/", agenda, name="office-council"),
    path(_ONE, matter, name="office-council-matter"),
    path(f"{_ONE}/<slug:name>", act, name="office-council-act"),
]
