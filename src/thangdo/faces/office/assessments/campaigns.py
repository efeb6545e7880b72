"""Campaigns as officers see them: the list, the plan, the board, every step from dispatch to approval."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts, downloads, form_values
from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.assessments import appraisal, campaign_pages, council, publications
from thangdo.faces.office.form_values import address, posted, texts
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts import forms
from thangdo.records.acts.frame import do
from thangdo.records.identity import queries as identity
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments import large_acts, permissions
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.actions.campaigns import Plan
from thangdo.work.assessments.acts import CAMPAIGNS, OF_CAMPAIGN
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import access, board, planning, timeline, timetable

ON_BOARD = ("dispatch", "notify", "close_window", "cancel")


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The campaigns that the actor sees."""
    rows = board.campaigns(request.actor)
    context = {
        "rows": rows,
        "plans": bool(request.actor.holding(Role.PUBLISHER)),
        "language": language(),
    }
    return show(request, "office/assessments/campaigns.html", _("Campaigns"), context, room="campaigns")


@office_view
def plan(request: OfficeRequest, slug: str = "") -> HttpResponseBase:
    """Plan a campaign, or change the plan of one that is not dispatched."""
    options = planning.options(request.actor)
    found = access.campaign(request.actor, slug) if slug else None
    typed = _typed(found) if request.method != "POST" else _read(request.POST)
    problem, status = "", 200
    if request.method == "POST":
        seen = form_values.whole(posted(request, "seen"), -1)
        try:
            wanted, faults = forms.read(Plan, {**typed, "tiers": "\n".join(typed["tiers"])})
            for fault in faults.values():
                _may_plan(request, found)  # who may not reads that, and not what is wrong with the form
                raise fault
            where = (slug or typed["slug"],)
            do(CAMPAIGNS, campaigns.plan, request.actor, where, wanted, seen=None if seen < 0 else seen)
        except Refused as error:
            problem, status = wording.refused(error.code, error.facts), 400
        except Stale:
            problem, status = acts.somebody_was_faster(), 409
            if found is None:  # it was thought new
                problem, status = wording.refused("slug-is-taken", {"slug": typed["slug"]}), 400
        else:
            messages.success(request, _("The plan is kept."))
            return HttpResponseRedirect(reverse("office-campaign", args=[typed["slug"]]))
    days = timetable.preview(
        request.actor.day,
        form_values.whole(typed["return_days"], 15),
        form_values.whole(typed["verify_days"], 120),
    )
    title = _("Change the plan") if found else _("Plan a campaign")
    context = {
        "options": options,
        "typed": typed,
        "problem": problem,
        "days": days,
        "old": found,
        "language": language(),
    }
    return show(
        request,
        "office/assessments/campaign_plan.html",
        title,
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found),
        status=status,
    )


def _may_plan(request: OfficeRequest, found: Campaign | None) -> None:
    roles = CAMPAIGNS.acts["plan"].roles
    if found is not None:
        request.actor.need(found.authority, *roles)
    elif not request.actor.holding(*roles):
        raise NotAllowed(roles)


_NAMES = (
    "slug",
    "title_vi",
    "title_en",
    "edition",
    "authority",
    "appraising",
    "period_from",
    "period_to",
    "follows",
    "return_days",
    "verify_days",
    "objection_days",
    "sample_percent",
)


def _typed(found: Campaign | None) -> dict[str, Any]:
    if found is None:
        return {
            **dict.fromkeys(_NAMES, ""),
            "authority": identity.current().unit,
            "appraising": identity.current().appraising,
            "return_days": "15",
            "verify_days": "120",
            "objection_days": "10",
            "sample_percent": "5",
            "tiers": [],
        }
    typed: dict[str, Any] = {name: str(getattr(found, name)) for name in _NAMES}
    typed["edition"] = str(found.edition_id)
    typed["authority"] = f"{found.authority.scheme}:{found.authority.code}"
    typed["appraising"] = f"{found.appraising.scheme}:{found.appraising.code}"
    typed["tiers"] = list(found.tiers)
    return typed


def _read(post: QueryDict) -> dict[str, Any]:
    typed: dict[str, Any] = {name: str(post.get(name, "")).strip() for name in _NAMES}
    typed["tiers"] = post.getlist("tiers")
    return typed


@require_safe
@office_view
def campaign(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The board of a campaign; for a unit the page of its own part."""
    return _board(request, slug)


def _board(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    found = access.campaign(request.actor, slug)
    if not permissions.sees_whole(request.actor, found):
        return _own(request, found)
    asked_for = texts(request.GET, "tier", "state", "q", "sort")
    shown = board.board(
        request.actor,
        slug,
        tier=asked_for["tier"],
        state=asked_for["state"],
        text=asked_for["q"],
        sort=asked_for["sort"] or "unit",
        page=form_values.whole(request.GET.get("page", "1"), 1),
    )
    can = {name for name in OF_CAMPAIGN if permissions.can(request.actor, name, found)}
    today = campaigns.Dispatch(request.actor.day)
    context = {
        **campaign_pages.frame(request.actor, found, "board"),
        "board": shown,
        "asked": asked_for,
        "filters": {name: _filter(name) for name in board.FILTERS},
        "can": can,
        "forms": campaign_pages.forms(found, [one for one in ON_BOARD if one in can], unsent, today),
        "timetable": timetable.of(request.actor, slug),
        "next": _next(found, shown, can, request.actor),
        "notices": permissions.can(request.actor, "extend", found),
    }
    return show(
        request,
        "office/assessments/campaign.html",
        found.title(language()),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(),
        status=unsent.status if unsent else 200,
    )


def _own(request: OfficeRequest, found: Campaign) -> HttpResponseBase:
    parts = permissions.parts_seen(request.actor).filter(campaign=found).order_by("unit__sort_key")
    rows = [
        (
            board.line_for(request.actor, part),
            address("office-part", found.slug, part.unit.scheme, part.unit.code),
        )
        for part in parts
    ]
    context = {**campaign_pages.frame(request.actor, found, ""), "rows": rows}
    return show(
        request,
        "office/assessments/campaign_own.html",
        found.title(language()),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(),
    )


def _filter(name: str) -> str:
    return {
        "returned": _("returned"),
        "late": _("returned late"),
        "overdue": _("overdue"),
        "waiting": _("still with the unit"),
        "to-appraise": _("waiting for appraisal"),
        "appraised": _("appraised"),
        "council": _("with answers for the council"),
        "objections": _("with open objections"),
        "missing": _("closed without a return"),
        "ended": _("of units that have ended"),
    }[name]


def _next(found: Campaign, shown: board.Board, can: set[str], actor: Actor) -> str:
    """What the campaign waits for now, in a sentence."""
    total = shown.total
    left = total.units - total.appraised - total.missing
    if found.state == "draft":
        return _("The campaign is planned. It waits for its dispatch.")
    if found.state == "running":
        if total.units == total.appraised + total.missing:
            return _("Every unit is appraised. The results can be notified.")
        return _("%(back)s of %(all)s units have returned; %(left)s are still to be appraised.") % {
            "back": numbers.number(total.returned, language()),
            "all": numbers.number(total.units, language()),
            "left": numbers.number(left, language()),
        }
    if found.state == "objections":
        return _("Units may object until %(day)s.") % {"day": numbers.day(found.objection_until, language())}
    return {
        "deciding": _("The council decides on marked answers and objections, then concludes."),
        "concluded": _("The council has concluded. The head of the authority approves."),
        "approved": _("Approved. The result can be sealed and published."),
        "published": _("Published. A correction is a new publication that names the old one."),
        "cancelled": _("Called off. What was answered stays in the ledger."),
    }.get(found.state, "")


#: where the form of an act stands, and where it leads; else the board
PAGES: dict[str, tuple[Callable[..., HttpResponseBase], str]] = {
    **dict.fromkeys(("conclude", "reopen"), (council.agenda_page, "office-council")),
    "correct": (publications.page, "office-council"),
    "approve": (publications.page, "office-campaign-publications"),
    "revoke": (publications.page, "office-campaign"),
}


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """One step of the campaign."""
    if name in ("plan", "publish"):
        raise Refused("no-such-campaign", slug=slug)
    page, then = PAGES.get(name, (_board, "office-campaign"))
    return acts.sent(
        request,
        CAMPAIGNS,
        name,
        (slug,),
        partial(page, request, slug),
        reverse(then, args=[slug]),
        does=large_acts.do,
    )


@require_POST
@office_view
def on_unit(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """More time for a unit, closing its part, letting it in again."""
    if name not in ("extend", "write_off", "let_in"):
        raise Refused("no-such-campaign", slug=slug)
    return appraisal.of_part(request, slug, (scheme, code), name)


@require_safe
@office_view
def export(request: OfficeRequest, slug: str, form: str) -> HttpResponseBase:
    """The board as CSV or workbook, with the filters of the page."""
    asked_for = texts(request.GET, "tier", "state", "q", "sort")
    lines = board.every(
        request.actor,
        slug,
        tier=asked_for["tier"],
        state=asked_for["state"],
        text=asked_for["q"],
        sort=asked_for["sort"],
    )
    columns: downloads.Columns[board.Line] = {
        _("Code"): lambda one: one.code,
        _("Unit"): lambda one: one.name(language()),
        _("Tier"): lambda one: result_words.tier_name(one.tier, language()),
        _("State"): lambda one: wording.state_name("submission", one.state),
        _("Due"): lambda one: one.due,
        _("Returned on"): lambda one: one.returned_on,
        _("Late"): lambda one: _("late") if one.late else _("overdue") if one.overdue else "",
        _("Criteria asked"): lambda one: one.asked,
        _("Answered"): lambda one: one.answered,
        _("With evidence"): lambda one: one.with_evidence,
        _("Appraised"): lambda one: one.decided,
        _("Amended"): lambda one: one.amended,
        _("For the council"): lambda one: one.council,
        _("Objections"): lambda one: one.objections,
        _("Unit ended on"): lambda one: one.ended,
    }
    return downloads.view(f"{slug}-units", form, columns, lines, _("Units"))


@require_safe
@office_view
def times(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The timetable with every counted day."""
    found = timetable.of(request.actor, slug)
    context = {**campaign_pages.frame(request.actor, found.campaign, "timetable"), "found": found}
    return show(
        request,
        "office/assessments/campaign_timetable.html",
        _("Timetable"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
    )


@require_safe
@office_view
def events(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The timeline of the campaign; with every unit's events where asked."""
    found = access.campaign(request.actor, slug)
    whole = request.GET.get("all") == "1"
    before = form_values.whole(request.GET.get("before", ""), 0) or None
    shown = timeline.of_campaign(request.actor, slug, whole=whole, before=before)
    context = {
        **campaign_pages.frame(request.actor, found, "timeline"),
        **campaign_pages.moments(found, shown),
        "whole": whole,
    }
    return show(
        request,
        "office/timeline.html",
        _("Timeline"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found),
    )


urlpatterns = [
    path("campaigns/", index, name="office-campaigns"),
    path("campaigns/new", plan, name="office-campaign-new"),
    path("campaigns/<slug:slug>/", campaign, name="office-campaign"),
    path("campaigns/<slug:slug>/plan", plan, name="office-campaign-plan"),
    path("campaigns/<slug:slug>/units.<str:form>", export, name="office-board-file"),
    path("campaigns/<slug:slug>/timetable", times, name="office-timetable"),
    path("campaigns/<slug:slug>/timeline", events, name="office-campaign-timeline"),
    path("campaigns/<slug:slug>/act/<slug:name>", act, name="office-campaign-act"),
    path(
        "campaigns/<slug:slug>/units/<str:scheme>/<str:code>/act/<slug:name>", on_unit, name="office-unit-act"
    ),
]
