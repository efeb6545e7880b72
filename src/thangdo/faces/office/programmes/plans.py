"""Improvement plans of units after a campaign, and the weak places as an annex."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thangdo.faces.look import numbers, result_words
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.office import downloads, made_files, own_template, paper_head
from thangdo.faces.office.assessments.weak_places import field_name
from thangdo.faces.office.form_values import posted
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import ROOM, crumbs, done, frame, seen
from thangdo.records.documents.official.heading import Head
from thangdo.records.documents.official.kinds import Ending
from thangdo.records.documents.official.opening import BadTemplate
from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.permissions import campaigns_seen, parts_seen, sees_whole
from thangdo.work.assessments.queries import access
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.directives.states import STAFF
from thangdo.work.programmes import papers
from thangdo.work.programmes.plans import actions, annex, queries
from thangdo.work.programmes.states import LEADS, UNIT


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The campaigns after which plans are made: for overseers by unit, for a unit its own."""
    found = []
    for campaign in campaigns_seen(request.actor).exclude(state__in=("draft", "cancelled"))[:30]:
        whole = sees_whole(request.actor, campaign)
        own = parts_seen(request.actor).filter(request.actor.scope(*UNIT), campaign=campaign)[:20]
        found.append((campaign, whole, list(own)))
    context = {**frame("plans"), "campaigns": found}
    return show(request, "office/programmes/plans.html", _("Improvement plans"), context, room=ROOM)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("Improvement plans"), reverse("office-plans")), *more)


@require_safe
@office_view
def campaign(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Every unit of a campaign: how many criteria are assigned and done."""
    rows = queries.by_unit(request.actor, slug)
    found = campaigns_seen(request.actor).get(slug=slug)
    context = {**frame("plans"), "rows": rows, "campaign": found}
    return show(
        request,
        "office/programmes/plans_units.html",
        found.title(language()),
        context,
        room=ROOM,
        crumbs=_crumbs(),
    )


@require_safe
@office_view
def plan(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's plan: what is assigned, what is not, where it would stand."""
    found = queries.plan(request.actor, slug, (scheme, code))
    unit = found.part.unit
    context = {
        **frame("plans"),
        "found": found,
        "may": request.actor.office_for(unit, *UNIT) is not None,
        "unit": unit,
        "planned": len(found.unassigned) < len(found.lines),
        "campaign": found.campaign,
        "register": paper_head.register(
            request.actor,
            unit,
            "plan",
            papers.about_plan(found.campaign),
            f"plan:{slug}:{scheme}:{code}",
        ),
        "missing": [_named(found.part, node) for node, *_rest in found.then.failed],
    }
    return show(
        request, "office/programmes/plan.html", _("Improvement plan"), context, room=ROOM, crumbs=_crumbs()
    )


def _named(part: Submission, node: str) -> str:
    """`A1 Hạ tầng kỹ thuật`: a criterion or group by its code and title."""
    titles = asked(part.campaign.edition, part.tier).titles
    return f"{node} {text(titles[node])}" if node in titles and node != "index" else text(titles["index"])


def in_vietnamese(part: Submission) -> Callable[[str], str]:
    """The title of a criterion or group as a paper says it, whatever the page's language."""
    titles = asked(part.campaign.edition, part.tier).titles
    return lambda node: titles[node if node in titles else "index"].in_language("vi")


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """Assign a criterion, say that it is done, take it out."""
    unit, node = (scheme, code), posted(request, "node")
    access.part(request.actor, slug, unit)
    if name not in actions.ACTS:
        raise Refused("no-such-line", number=node)
    stood = seen(request)
    line = None if stood is None else {node: stood}
    done(request, actions.PLANS, actions.ACTS[name].does, (slug, unit, node), line)
    messages.success(request, _("The plan is kept."))
    return HttpResponseRedirect(reverse("office-plan", args=[slug, scheme, code]) + f"#n-{node}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_view
def save(request: OfficeRequest, slug: str, scheme: str, code: str, form: str) -> HttpResponseBase:
    """One unit's plan as CSV or workbook, or as the paper that the unit issues (Word, PDF)."""
    found = queries.plan(request.actor, slug, (scheme, code))
    if form in ("docx", "pdf"):
        head = Head(**paper_head.read(paper_head.sent(request, request.actor)))
        try:
            template, title = own_template.given(request, "plan", form), in_vietnamese(found.part)
            ending: Ending = "pdf" if form == "pdf" else "docx"
            return downloads.file(*papers.plan(found, title, ending, head, template))
        except BadTemplate as bad:
            back = reverse("office-plan", args=[slug, scheme, code])
            return own_template.refused(request, bad, back, ROOM, _crumbs())
    columns: downloads.Columns[queries.Line] = {
        _("Criterion"): lambda one: one.question.node,
        _("Title"): lambda one: text(one.question.title),
        _("Has"): lambda one: numbers.cell(one.stands.score),
        _("Maximum"): lambda one: numbers.cell(one.stands.maximum),
        _("Expected points"): lambda one: numbers.cell(one.line.points) if one.line else None,
        _("Responsible"): lambda one: one.officer or _("nobody"),
        _("Deadline"): lambda one: one.line.deadline if one.line else "",
        _("Done on"): lambda one: (one.line.done_on or "") if one.line else "",
    }
    named = f"{found.part.unit.name(language())}: {found.campaign.title(language())}"
    return downloads.view(f"{slug}-{code}-plan", form, columns, found.lines, _("Improvement plan"), named)


@require_safe
@office_view
def weak(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The weak places of a campaign by field: the annex of a plan."""
    found = annex.annex(request.actor, slug)
    drafts = request.actor.office_for(found.campaign.authority, *STAFF) is not None
    sections = [(one, field_name(one.field)) for one in found.sections]
    begins = request.actor.office_for(found.campaign.authority, *LEADS) is not None
    context = {**frame("plans"), "found": found, "sections": sections, "drafts": drafts, "begins": begins}
    return show(
        request,
        "office/programmes/annex.html",
        _("Weak places: annex of a plan"),
        context,
        room=ROOM,
        crumbs=_crumbs((found.campaign.title(language()), "")),
    )


@require_safe
@office_view
def annex_file(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The annex as a workbook."""
    return made_files.answer(request, slug, annex_workbook, {})


def annex_workbook(actor: Actor, slug: str, asked: Mapping[str, str]) -> tuple[str, bytes]:
    """One sheet for each field, criterion and unit, with what it needs and has: the file's name and content.

    Raises NotAllowed, Refused.
    """
    found = annex.computed(actor, slug)
    columns = [_("Criterion"), _("Title"), _("Unit code"), _("Unit"), _("Tier")]
    columns += [_("Needs, share of the points"), _("Has, share of the points"), _("Points"), _("Maximum")]
    sheets = []
    for one in found.sections:
        rows = [
            [
                criterion.node,
                text(criterion.title),
                below.code,
                below.name(language()),
                result_words.tier_name(below.tier, language()),
                numbers.part(criterion.gate.share),
                numbers.part(below.share)
                if below.share is not None
                else result_words.status_name(below.status, language()),
                numbers.cell(below.score),
                numbers.cell(below.maximum),
            ]
            for criterion in one.criteria
            for below in criterion.below
        ]
        heading = (text(one.title), found.campaign.title(language()))
        sheets.append(Sheet(field_name(one.field)[:31], columns, rows, heading=heading))
    if not sheets:
        raise Refused("nothing-chosen")
    return f"{slug}-annex.xlsx", xlsx_bytes(sheets)


_UNIT = "programmes/plans/<slug:slug>/<str:scheme>/<str:code>"
urlpatterns = [
    path("programmes/plans/", index, name="office-plans"),
    path("programmes/plans/<slug:slug>/", campaign, name="office-plans-campaign"),
    path("programmes/plans/<slug:slug>/weak/", weak, name="office-plans-weak"),
    path("programmes/plans/<slug:slug>/weak.xlsx", annex_file, name="office-plans-annex"),
    path(f"{_UNIT}/", plan, name="office-plan"),
    path(f"{_UNIT}/do/<slug:name>", act, name="office-plan-act"),
    path(f"{_UNIT}/plan.<str:form>", save, name="office-plan-file"),
]
