"""ICT equipment: inventory and imports, gaps against the standard, the roadmap, what is to be replaced."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thangdo.faces.look import numbers, phrasing, result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads, form_values, own_template, paper_head
from thangdo.faces.office.form_values import posted, texts, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, say_how, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    authorities,
    crumbs,
    done,
    frame,
    money,
    named,
    ref,
    units_under,
)
from thangdo.records.documents.official.heading import Head
from thangdo.records.documents.official.kinds import Ending
from thangdo.records.documents.official.opening import BadTemplate
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.answers import BadInput
from thangdo.work.programmes import papers
from thangdo.work.programmes.assets import actions, importing, queries
from thangdo.work.programmes.assets.importing import SERVE
from thangdo.work.programmes.assets.models import Asset

LARGEST = 20_000_000  # bytes
KEPT = 3600  # seconds that a file waits for its confirmation
AT_ONCE = 60  # lines of a table on the page; the files hold all


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """Gaps against the standard of a day, what is due for replacement, the roadmap, imports."""
    actor = request.actor
    asked = texts(request.GET, "on", "tier", "kind", "missing")
    day = form_values.day(asked["on"]) or actor.day
    gaps = queries.gaps(
        actor, day, tier=asked["tier"], kind=asked["kind"], only_missing=bool(asked["missing"])
    )
    due = queries.due_for_replacement(actor, day.year)
    above = authorities(actor, *SERVE)
    standard, years = queries.standards(), queries.roadmap(actor)
    context = {
        **frame("assets"),
        "asked": asked,
        "day": day,
        "gaps": sorted(gaps, key=lambda one: -(one.missing or 0))[:AT_ONCE],
        "count": len(gaps),
        "told": sum(1 for one in gaps if one.has is not None),
        "at_once": AT_ONCE,
        "short": sum(1 for one in gaps if one.missing),
        "silent": len({one.unit.pk for one in gaps if one.has is None}),
        "due": due[:AT_ONCE],
        "due_count": len(due),
        "years": years,
        "register": _register(actor, years),
        "imports": queries.imports(actor)[:20],
        "standard": standard,
        "tiers": dict.fromkeys(one.tier for one in standard.lines),
        "kinds": wording.states("equipment"),
        "funds_choices": wording.states("equipment-funds"),
        "units": units_under(above, actor.day) if above else [],
        "this_year": actor.day.year,
        "serves": bool(above),
    }
    return show(request, "office/programmes/assets.html", _("ICT equipment"), context, room=ROOM)


@require_POST
@office_view
def take_in(request: OfficeRequest) -> HttpResponseBase:
    """A file is looked at first; its rows are taken when the preview is confirmed."""
    if request.POST.get("token"):
        return _taken(request)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("inventory-empty")
    content, name = upload.read(LARGEST + 1), upload.name or "inventory"
    try:
        found = actions.look(request.actor, content, name)
    except BadInput as error:
        messages.error(
            request,
            _("The file cannot be read: %(what)s") % {"what": phrasing.line(error.problems[0], language())},
        )
        return HttpResponseRedirect(reverse("office-assets"))
    token = secrets.token_urlsafe(24)
    cache.set(_key(request, token), (content, name), KEPT)
    return _preview(request, found, token)


def _preview(request: OfficeRequest, found: importing.Preview, token: str) -> HttpResponseBase:
    left = [asdict(one) for one in found.read.left[:AT_ONCE]]
    context = {
        **frame("assets"),
        "n_new": numbers.number(len(found.new), language()),
        "n_changed": numbers.number(len(found.changed), language()),
        "n_same": numbers.number(found.same, language()),
        "n_left": numbers.number(len(found.read.left), language()),
        "new": [_row_said(row) for row in found.new[:AT_ONCE]],
        "changed": [(_row_said(before), _row_said(row)) for row, before in found.changed[:AT_ONCE]],
        "left": [(row, _said(row)) for row in left],
        "more_left": max(0, len(found.read.left) - AT_ONCE),
        "notices": [phrasing.line(one, language()) for one in found.read.notices[:AT_ONCE]],
        "token": token,
    }
    return show(
        request,
        "office/programmes/assets_preview.html",
        _("What the file would change"),
        context,
        room=ROOM,
        crumbs=crumbs((_("ICT equipment"), reverse("office-assets"))),
    )


def _row_said(one: importing.Row | Asset) -> tuple[str, ...]:
    """A thing of the inventory in words: unit, tag, kind, how many, year, state."""
    unit = one.unit if isinstance(one, importing.Row) else f"{one.unit.scheme}:{one.unit.code}"
    kind, state = wording.state_name("equipment", one.kind), wording.state_name("equipment-state", one.state)
    return unit, one.tag, kind, str(one.count), str(one.year), state


def _taken(request: OfficeRequest) -> HttpResponseBase:
    """The rows of the previewed file are taken; those that could not be are shown at once."""
    kept = cache.get(_key(request, posted(request, "token")))
    if kept is None:
        messages.error(request, _("The file waited too long and was let go. Choose it again."))
        return HttpResponseRedirect(reverse("office-assets"))
    made, read = actions.take_in(request.actor, *kept)
    say_how(request, read.notices)
    n = made["taken"]
    messages.success(request, ngettext("%(n)s row was taken.", "%(n)s rows were taken.", n) % {"n": n})
    if made["left"]:
        return HttpResponseRedirect(reverse("office-assets-import", args=[made["number"]]))
    return HttpResponseRedirect(reverse("office-assets"))


def _key(request: OfficeRequest, token: str) -> str:
    return f"inventory:{request.actor.person}:{token[:60]}"


@require_safe
@office_view
def imported(request: OfficeRequest, number: int) -> HttpResponseBase:
    """The rows of an import that could not be taken, with what is wrong."""
    rows = queries.left_rows(request.actor, number)
    context = {**frame("assets"), "number": number, "rows": [(one, _said(one)) for one in rows]}
    return show(
        request,
        "office/programmes/assets_import.html",
        _("Rows that were not taken"),
        context,
        room=ROOM,
        crumbs=crumbs((_("ICT equipment"), reverse("office-assets"))),
    )


def _said(row: dict[str, object]) -> str:
    problems = row["problems"]
    assert isinstance(problems, list | tuple)
    return "; ".join(wording.state_name("equipment-problem", str(one)) for one in problems)


@require_safe
@office_view
def left_file(request: OfficeRequest, number: int) -> HttpResponseBase:
    """The same rows as a workbook, to mend and to import again."""
    rows = []
    for one in queries.left_rows(request.actor, number):
        cells = one["cells"]
        assert isinstance(cells, dict)
        said = [(name, str(cells.get(name, ""))) for name in importing.COLUMNS]
        values = [
            int(cell) if name in ("count", "year") and cell.isdecimal() else cell for name, cell in said
        ]
        rows.append([*values, one["line"], _said(one)])
    names = (wording.state_name("equipment-column", name) for name in importing.COLUMNS)
    columns = [*names, _("Row in the file"), _("What is wrong")]
    return downloads.table(f"inventory-{number}-left", "xlsx", columns, rows, _("Rows that were not taken"))


@require_safe
@office_view
def save(request: OfficeRequest, form: str) -> HttpResponseBase:
    """The gaps as CSV or workbook, with the filters of the page."""
    asked = texts(request.GET, "on", "tier", "kind", "missing")
    day = form_values.day(asked["on"]) or request.actor.day
    gaps = queries.gaps(
        request.actor, day, tier=asked["tier"], kind=asked["kind"], only_missing=bool(asked["missing"])
    )
    columns = [
        _("Unit code"),
        _("Unit"),
        _("Tier"),
        _("Kind"),
        _("Standard"),
        _("Oldest, years"),
        _("Has"),
        _("Missing"),
        _("In the roadmap"),
    ]
    rows = [
        (
            f"{one.unit.scheme}:{one.unit.code}",
            named(one.unit),
            result_words.tier_name(one.unit.tier, language()),
            wording.state_name("equipment", one.standard.kind),
            one.standard.least,
            one.standard.oldest,
            *((one.has, one.missing) if one.has is not None else (_("No information"), "")),
            one.planned,
        )
        for one in gaps
    ]
    return downloads.table("ict-gaps", form, columns, rows, _("ICT equipment"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_view
def roadmap_paper(request: OfficeRequest, form: str) -> HttpResponseBase:
    """The roadmap as the paper of the office that plans it (Word, PDF), in Vietnamese."""
    if form not in ("docx", "pdf"):
        raise Http404
    head = Head(**paper_head.read(paper_head.sent(request, request.actor)))
    try:
        template = own_template.given(request, "roadmap", form)
        ending: Ending = "pdf" if form == "pdf" else "docx"
        with override("vi"):
            made = papers.roadmap(request.actor, wording.state_name, ending, head, template)
    except BadTemplate as bad:
        return own_template.refused(request, bad, reverse("office-assets"), ROOM, crumbs())
    return downloads.file(*made)


def _register(actor: Actor, years: list[queries.Year]) -> dict[str, Any]:
    """The registers in which the paper of the roadmap can have its number."""
    unit = papers.roadmap_unit(actor)
    if unit is None or not years:
        return {}
    return paper_head.register(
        actor, unit, "plan", papers.about_roadmap(years), f"roadmap:{unit.scheme}:{unit.code}"
    )


@require_POST
@office_view
def roadmap(request: OfficeRequest, name: str) -> HttpResponseBase:
    """Plan a line of the roadmap, or take one out."""
    unit = ref(posted(request, "unit"))
    if name == "plan":
        cost = money(posted(request, "cost"))
        done(request, actions.ROADMAP, actions.plan, (unit,), cost=cost)
    elif name == "remove":
        done(request, actions.ROADMAP, actions.remove, (unit, whole(posted(request, "number"), 0)))
    else:
        raise Refused("no-such-line", number=name)
    messages.success(request, _("The roadmap is kept."))
    return HttpResponseRedirect(reverse("office-assets") + "#roadmap")


urlpatterns = [
    path("programmes/assets/", index, name="office-assets"),
    path("programmes/assets/gaps.<str:form>", save, name="office-assets-file"),
    path("programmes/assets/import", take_in, name="office-assets-take-in"),
    path("programmes/assets/import/<int:number>/", imported, name="office-assets-import"),
    path("programmes/assets/import/<int:number>.xlsx", left_file, name="office-assets-left"),
    path("programmes/assets/roadmap.<str:form>", roadmap_paper, name="office-assets-roadmap-paper"),
    path("programmes/assets/roadmap/<slug:name>", roadmap, name="office-assets-roadmap"),
]
