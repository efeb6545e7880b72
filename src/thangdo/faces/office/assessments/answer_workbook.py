"""The self-assessment as a workbook: download, upload, see every difference, keep the chosen ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, phrasing, wording
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.office.assessments import answer_form
from thangdo.faces.office.assessments.campaign_pages import crumbs
from thangdo.faces.office.assessments.criterion_panel import titles_of
from thangdo.faces.office.downloads import file
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import offline
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.actions.answering import Answers, BadValues, Given
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.offline import Change, Difference, Preview
from thangdo.work.assessments.queries import own

UnitRef = tuple[str, str]


@require_safe
@office_view
def download(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """The unit's form as a workbook, filled with what is kept."""
    found = own.overview(request.actor, slug, (scheme, code))
    due = numbers.day(found.part.due, language())
    content = offline.workbook(request.actor, slug, (scheme, code), language(), due)
    return file(f"{slug}-{code}.xlsx", content)


@office_view
def upload(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """Choose a workbook; then see what it would change."""
    unit = (scheme, code)
    found: Preview | None = None
    problem = ""
    if request.method == "POST":
        try:
            found = _preview(request, slug, unit)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
    return _page(request, slug, unit, found, problem, 400 if problem else 200)


def _preview(request: OfficeRequest, slug: str, unit: UnitRef) -> Preview:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise Refused("file-empty")
    if (sent.size or 0) > offline.LARGEST * 1_000_000:
        raise Refused("file-too-large", most=offline.LARGEST)
    return offline.preview(request.actor, slug, unit, sent.read(), sent.name or "")


def _page(
    request: OfficeRequest,
    slug: str,
    unit: UnitRef,
    found: Preview | None,
    problem: str = "",
    status: int = 200,
) -> HttpResponseBase:
    shown = own.overview(request.actor, slug, unit)
    name = own.unit_name(shown.part.unit, language())
    titles = titles_of(shown.part)
    rows = [_row(one, titles) for one in found.differences] if found else []
    context = {
        "shown": shown,
        "ref": (slug, *unit),
        "found": found,
        "rows": rows,
        "good": sum(not row["faults"] for row in rows),
        "notices": [phrasing.said(one, language()) for one in found.notices] if found else [],
        "problem": problem,
        "most": offline.LARGEST,
    }
    here = reverse("office-part", args=[slug, *unit])
    return show(
        request,
        "office/assessments/self_workbook.html",
        _("Fill in offline, in a workbook"),
        context,
        room="campaigns",
        crumbs=[*crumbs(shown.campaign), (name, here), (_("Workbook"), "")],
        status=status,
    )


def _row(one: Difference, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "title": wording.node_name(one.node, titles),
        "changes": [_change(change, titles) for change in one.changes],
        "faults": [
            (_place(cell), wording.fault(fault, titles), text(titles.get(fault.input, "")))
            for cell, fault in one.faults
        ],
        "data": json.dumps(
            {
                "values": dict(one.given.values),
                "seen": one.seen,
                "not_applicable": one.given.not_applicable,
                "na_reason": one.given.na_reason,
                "comment": one.given.comment,
            },
            ensure_ascii=False,
        ),
    }


def _change(change: Change, titles: Mapping[str, str]) -> dict[str, Any]:
    words = {"na_reason": _("Why it does not apply"), "comment": _("Comment")}
    entry = change.entry
    return {
        "title": words[change.name] if entry is None else titles.get(change.name, change.name),
        "old": change.old or _("blank") if entry is None else answer_form.said(entry, change.old),
        "new": change.new or _("blank") if entry is None else answer_form.said(entry, change.new),
        "place": _place(change.cell),
        "conflict": change.conflict,
        "formula": change.formula,
    }


def _place(cell: offline.Cell | None) -> str:
    if cell is None:
        return ""
    facts = {"sheet": cell.sheet, "cell": f"{cell.column}{cell.row}"}
    return _("sheet “%(sheet)s”, cell %(cell)s") % facts


@require_POST
@office_view
def apply(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """Keep the chosen criteria, all or none."""
    unit = (scheme, code)
    try:
        chosen = [
            _given(node, request.POST.get(f"change:{node}", "")) for node in request.POST.getlist("use")
        ]
        if not chosen:
            raise Refused("workbook-nothing-chosen")
        given = Answers(tuple(one for one, _seen in chosen), offline=True)
        seen = {one.node: now for one, now in chosen}
        do(PARTS, answering.answer, request.actor, (slug, unit), given, seen=seen)
    except Stale:
        problem = _(
            "Somebody has saved one of these criteria while you were looking. Nothing was kept; "
            "upload the workbook again to see what would change now."
        )
        return _page(request, slug, unit, None, problem, 409)
    except BadValues as bad:
        titles = titles_of(own.overview(request.actor, slug, unit).part)
        faults = "; ".join(
            f"{titles.get(one.input, one.input)}: {wording.fault(one, titles)}" for one in bad.faults
        )
        problem = _("Nothing was kept. %(faults)s") % {"faults": faults}
        return _page(request, slug, unit, None, problem, 422)
    except Refused as error:
        return _page(request, slug, unit, None, wording.refused(error.code, error.facts), 400)
    count = len(chosen)
    kept = ngettext(
        "%(n)s criterion was kept from the workbook.", "%(n)s criteria were kept from the workbook.", count
    )
    messages.success(request, kept % {"n": count})
    return HttpResponseRedirect(reverse("office-part", args=[slug, scheme, code]))


def _given(node: str, data: str) -> tuple[Given, int]:
    """One criterion as the preview wrote it into the form, and the sequence that was seen.

    Raises Refused for anything else.
    """
    try:
        one = json.loads(data)
        values = {str(name): str(value) for name, value in one["values"].items()}
        na, reason, comment = one["not_applicable"] is True, str(one["na_reason"]), str(one["comment"])
        return Given(node, values, na, reason, comment), int(one["seen"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("workbook-nothing-chosen") from error
