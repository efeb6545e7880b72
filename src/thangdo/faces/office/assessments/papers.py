"""The documents of a campaign to save: Word and PDF, the results workbook, the slides of the conference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count, repeat
from typing import Any

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thangdo.faces.look.resultbook import workbook
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads, form_values, made_files, paper_head
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.documents.official.kinds import KINDS, check_template
from thangdo.records.documents.official.opening import LARGEST, BadTemplate
from thangdo.records.documents.official.slides import slide_zip
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments import papers
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.paper_heading import Details
from thangdo.work.assessments.queries import access

FIELDS = ("basis", "plan", "submission", "contact", "address", "parent", "conference")


@require_safe
@office_view
def index(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The documents that can be made now."""
    campaign = access.whole(request.actor, slug)
    now = papers.kinds_now(campaign)
    rows = [
        (name, kind.vi if language() == "vi" else kind.en, name in now, _what(name))
        for name, kind in KINDS.items()
    ]
    units = Submission.objects.filter(campaign=campaign).order_by("unit__sort_key")
    context = {
        **campaign_pages.frame(request.actor, campaign, "papers"),
        "rows": rows,
        "now": now,
        "units": units.values_list("unit__code", "unit__name_vi") if "notice" in now else (),
    }
    return show(
        request,
        "office/assessments/campaign_papers.html",
        _("Documents"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
    )


def _what(name: str) -> str:
    """What a document holds, in a sentence."""
    return {
        "request": _("Asks the units for their self-assessment, with the form of each tier."),
        "report": _("Who returned, what the appraisal changed, levels, agreement of two appraisers."),
        "submission": _("Asks the chairman to approve the result."),
        "decision": _("Approves the result, with one annex per tier: rank, score, level, reason."),
        "notice": _("Tells one unit its result, what was amended and until when it may object."),
        "conference": _("Read out at the conference: paragraphs, tables and charts."),
        "weak-places": _("What is still weak, by field: the annex of a training or upgrade plan."),
    }[name]


def _sent(request: OfficeRequest) -> dict[str, str]:
    """What a paper was asked with, as text."""
    source = request.POST if request.method == "POST" else request.GET
    return {
        name: str(text)[: paper_head.MOST * paper_head.LONGEST]
        for name, text in source.items()
        if name != "key"
    }


def _details(asked: Mapping[str, str]) -> Details:
    texts: dict[str, Any] = {name: asked.get(name, "").strip()[:400] for name in FIELDS}
    lists: dict[str, Any] = {name: paper_head.lines(asked, name) for name in ("causes", "proposals")}
    return Details(**paper_head.read(asked), **texts, **lists)


@require_http_methods(["GET", "POST"])
@office_view
def paper(request: OfficeRequest, slug: str, kind: str, form: str) -> HttpResponseBase:
    """One document; by POST with the office's own Word template."""
    if kind not in KINDS or form not in ("docx", "pdf"):
        raise Refused("not-yet", paper=kind)
    asked = {**_sent(request), "kind": kind, "form": form}
    papers.may_be_made(access.whole(request.actor, slug), kind)
    _details(asked)  # what cannot be read is refused here, not by the worker
    upload = request.FILES.get("template")
    template = upload.read(LARGEST + 1) if upload is not None else None
    if template is not None:
        found = [one for one in check_template(kind, template) if one.grave or form == "pdf"]
        if found:
            return _bad(request, slug, [one.said(language()) for one in found])
    if template is None:
        return made_files.answer(request, slug, paper_file, asked)
    try:
        return downloads.file(*paper_file(request.actor, slug, asked, template))
    except BadTemplate as bad:
        return _bad(request, slug, [one.said(language()) for one in bad.problems])


def paper_file(
    actor: Actor, slug: str, asked: Mapping[str, str], template: bytes | None = None
) -> tuple[str, bytes]:
    """A document's file name and content. Raises NotAllowed, Refused, BadTemplate, ChartError."""
    gathered, kind = papers.gather(actor, slug), asked["kind"]
    return papers.document(
        gathered,
        kind,
        "docx" if asked["form"] == "docx" else "pdf",
        _details(asked),
        unit=asked.get("unit", ""),
        template=template,
    )


def _bad(request: OfficeRequest, slug: str, sentences: list[str]) -> HttpResponseBase:
    campaign = access.whole(request.actor, slug)
    context = {**campaign_pages.frame(request.actor, campaign, "papers"), "problems": sentences}
    return show(
        request,
        "office/assessments/campaign_template.html",
        _("The template cannot be used"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
        status=400,
    )


@require_safe
@office_view
def notices(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The notices to all units, as Word documents in one zip: each with its own number, from a first one on,
    or none with a number."""
    gathered = papers.gather(request.actor, slug)
    papers.may_be_made(gathered.campaign, "notice")
    details = replace(_details(_sent(request)), number="")
    start = form_values.whole(str(request.GET.get("start", "")), 0)
    numbers = map(str, count(start)) if start else repeat("")
    made = (
        papers.document(gathered, "notice", "docx", replace(details, number=number), unit=code)
        for code, number in zip(gathered.parts, numbers, strict=False)
    )
    return downloads.zipped(f"{slug}-notices.zip", made)


@require_safe
@office_view
def results(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The results workbook: ranks, scores, criteria, amended answers, weak places."""
    if "results" not in papers.kinds_now(access.whole(request.actor, slug)):
        raise Refused("not-yet", paper="results")
    return made_files.answer(request, slug, results_file, {})


def results_file(actor: Actor, slug: str, asked: Mapping[str, str]) -> tuple[str, bytes]:
    """The file's name and content. Raises NotAllowed, Refused."""
    gathered = papers.gather(actor, slug)
    titles = campaign_pages.titles(gathered.campaign)
    titles["index"] = gathered.edition.title.in_language(language())
    more = papers.more_sheets(gathered, language())
    content = workbook(gathered.edition, gathered.final.result, titles, language(), more)
    return f"{slug}-results.xlsx", content


@require_safe
@office_view
def slides(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The charts of the conference, SVG and PNG of 1920 x 1080, in one zip."""
    if "slides" not in papers.kinds_now(access.whole(request.actor, slug)):
        raise Refused("not-yet", paper="slides")
    return made_files.answer(request, slug, slides_file, {})


def slides_file(actor: Actor, slug: str, asked: Mapping[str, str]) -> tuple[str, bytes]:
    """The file's name and content. Raises NotAllowed, Refused, ChartError."""
    gathered = papers.gather(actor, slug)
    day = gathered.campaign.approved_on or gathered.campaign.concluded_on or actor.day
    return f"{slug}-slides.zip", slide_zip(papers.slide_data(gathered, day))


urlpatterns = [
    path("campaigns/<slug:slug>/papers", index, name="office-papers"),
    path("campaigns/<slug:slug>/papers/results.xlsx", results, name="office-results-file"),
    path("campaigns/<slug:slug>/papers/slides.zip", slides, name="office-slides-file"),
    path("campaigns/<slug:slug>/papers/notices.zip", notices, name="office-notices-file"),
    path("campaigns/<slug:slug>/papers/<slug:kind>.<str:form>", paper, name="office-paper"),
]
