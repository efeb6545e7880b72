"""The documents of a campaign to save: Word and PDF, the results workbook, the slides of the conference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, repeat
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thangdo.faces.look.resultbook import workbook
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads, form_values, made_files, own_template, paper_head
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.documents.official.kinds import KINDS, render
from thangdo.records.documents.official.opening import BadTemplate
from thangdo.records.documents.official.slides import slide_zip
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.canonical import sha256
from thangdo.work.assessments import papers
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.paper_heading import Details, subject
from thangdo.work.assessments.queries import access
from thangdo.work.papers import queries as outgoing
from thangdo.work.papers.actions import PAPERS, Block, issue_block

FIELDS = ("basis", "plan", "submission", "contact", "address", "parent", "conference")
OWN = "own"  # the office's own template, laid by for the worker


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
        "books": [one for one in outgoing.books(request.actor) if "issue" in one.can],
        "numbered": outgoing.drawn_from(request.actor, f"campaign:{campaign.slug}:")[:100],
        "drawn": [
            (words, _drawn(campaign, name))
            for name, words, ready, _said in rows
            if ready and name not in ("notice", "weak-places")
        ],
    }
    return show(
        request,
        "office/assessments/campaign_papers.html",
        _("Documents"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
    )


def _drawn(campaign: Campaign, name: str) -> str:
    """What the form of a register begins with for a paper of this kind."""
    kind = {"request": "letter", "conference": "report"}.get(name, name)
    what = {
        "request": f"Đề nghị tự đánh giá {subject(campaign)}",
        "report": f"Kết quả thẩm định {subject(campaign)}",
        "submission": f"Về việc phê duyệt kết quả đánh giá, xếp hạng {subject(campaign)}",
        "decision": f"Phê duyệt kết quả đánh giá, xếp hạng {subject(campaign)}",
        "conference": f"Kết quả đánh giá {subject(campaign)}",
    }.get(name, "")
    return urlencode({"kind": kind, "abstract": what, "source": f"campaign:{campaign.slug}:{name}"})


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
    asked = {**paper_head.sent(request, request.actor), "kind": kind, "form": form}
    papers.may_be_made(access.whole(request.actor, slug), kind)
    _details(asked)  # what cannot be read is refused here, not by the worker
    try:
        template = own_template.given(request, kind, form)
        if template is not None and made_files.by_worker(request.actor, slug):  # it comes again, without it
            asked[OWN] = made_files.lay_by(template)
            return HttpResponseRedirect(f"{request.path}?{urlencode(asked)}")
        return made_files.answer(request, slug, paper_file, asked, template)
    except BadTemplate as bad:
        back, crumbs = (
            reverse("office-papers", args=[slug]),
            campaign_pages.crumbs(access.whole(request.actor, slug)),
        )
        return own_template.refused(request, bad, back, "campaigns", crumbs)


def paper_file(
    actor: Actor, slug: str, asked: Mapping[str, str], template: bytes | None = None
) -> tuple[str, bytes]:
    """A document's file name and content. Raises NotAllowed, Refused, BadTemplate, ChartError.

    What was gathered is let go of before the document is set.
    """
    kind, unit, form = asked["kind"], asked.get("unit", ""), asked["form"]
    if template is None and OWN in asked:
        template = made_files.laid_by(asked[OWN])
    said = papers.content(papers.gather(actor, slug), kind, _details(asked), unit=unit)
    made = render(kind, said, form="docx" if form == "docx" else "pdf", template=template)
    return papers.file_name(slug, kind, form, unit), made


@require_safe
@office_view
def notices(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The notices to all units, as Word documents in one zip: each with its own number, from a first one on,
    or that of the register, or none."""
    papers.may_be_made(access.whole(request.actor, slug), "notice")
    asked = {**paper_head.sent(request, request.actor), "number": ""}
    _details(asked)
    if made_files.by_worker(request.actor, slug):  # another number in the register: another file
        asked["numbers"] = sha256(sorted(_numbers(request.actor, slug).items()))
    return made_files.answer(request, slug, notices_file, asked)


def _numbers(actor: Actor, slug: str) -> dict[str, dict[str, str]]:
    """By unit, the head of its notice where the register has its number."""
    found = outgoing.drawn_from(actor, f"campaign:{slug}:notice:")
    return {one.source.rsplit(":", 1)[-1]: paper_head.entered(one) for one in found}


def notices_file(actor: Actor, slug: str, asked: Mapping[str, str]) -> tuple[str, Iterator[bytes]]:
    """The file's name and content, made while it is taken. Raises NotAllowed, Refused."""
    gathered, entries = papers.gather(actor, slug), _numbers(actor, slug)
    start = form_values.whole(asked.get("start", ""), 0)
    numbers = map(str, count(start)) if start else repeat("")

    def head(code: str, number: str) -> Details:
        own = {"number": number} if number else entries.get(code, {})
        return _details({**asked, **{name: text for name, text in own.items() if text}})

    made = (
        papers.document(gathered, "notice", "docx", head(code, number), unit=code)
        for code, number in zip(gathered.parts, numbers, strict=False)
    )
    return f"{slug}-notices.zip", downloads.zip_pieces(made)


@require_POST
@office_view
def numbered(request: OfficeRequest, slug: str, book: str) -> HttpResponseBase:
    """Take a number of a register for the notice to each unit, in one block."""
    gathered = papers.gather(request.actor, slug)
    papers.may_be_made(gathered.campaign, "notice")
    parts = gathered.parts.values()
    given = Block(
        kind="letter",
        abstract=f"Thông báo kết quả đánh giá {subject(gathered.campaign)} của {{unit}}",
        day=form_values.day(form_values.posted(request, "day")) or request.actor.day,
        units=tuple((part.unit.scheme, part.unit.code) for part in parts),
        drafter=form_values.posted(request, "drafter")[:20],
        signer=form_values.posted(request, "signer")[:120],
        source=f"campaign:{slug}:notice",
    )
    done = do(PAPERS, issue_block, request.actor, (book,), given)
    messages.success(request, _("All units get their numbers in one block."))
    return HttpResponseRedirect(reverse("office-outgoing", args=[book, done["first"]]))


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
    absent = papers.not_returned(gathered, language())
    content = workbook(gathered.edition, gathered.final.result, titles, language(), more, absent)
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
    path("campaigns/<slug:slug>/papers/numbers/<slug:book>", numbered, name="office-notices-numbered"),
    path("campaigns/<slug:slug>/papers/<slug:kind>.<str:form>", paper, name="office-paper"),
]
