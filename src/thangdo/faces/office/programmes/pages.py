"""Programmes as officers see them: the list, many side by side, one by unit tree, its forecast and acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, result_words, wording
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.office import acts, downloads, form_values, tasks
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.form_values import posted, texts
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    authorities,
    crumbs,
    done,
    forecast_words,
    frame,
    named,
    story,
    units_under,
)
from thangdo.faces.office.templatetags.programmes import office_words, status_title
from thangdo.records.acts.frame import do, open_acts
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives.permissions import directives_seen
from thangdo.work.programmes import permissions, templates
from thangdo.work.programmes.actions import programmes
from thangdo.work.programmes.actions.common import Task
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.queries import access, exporting, history, pace, tables
from thangdo.work.programmes.states import LEADS, UNIT
from thangdo.work.reproductions import programmes_2019

MOST_LINES = 300  # of the table of milestones and fields on a page; the files hold all
MOST_OPEN = 60  # units above which the groups of the tree stand closed


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The programmes of which the actor sees something."""
    state = str(request.GET.get("state", ""))
    found = tables.listing(request.actor, state if state in ("running", "closed", "cancelled") else "")
    context = {
        **frame("programmes"),
        "cards": found,
        "state": state,
        "states": [(one, wording.state_name("programme", one)) for one in ("running", "closed", "cancelled")],
        "begins": bool(request.actor.holding(*LEADS)),
    }
    return show(request, "office/programmes/list.html", _("Programmes"), context, room=ROOM)


@require_safe
@office_view
def table(request: OfficeRequest) -> HttpResponseBase:
    """Programmes side by side by unit tree; the units of one group at a time."""
    found = tables.matrix(request.actor)
    opened = str(request.GET.get("open", ""))
    count = sum(len(group.rows) for group in found.groups)
    context = {**frame("table"), "found": found, "opened": opened, "all": count <= MOST_OPEN, "count": count}
    return show(request, "office/programmes/table.html", _("Programmes side by side"), context, room=ROOM)


@require_safe
@office_view
def table_file(request: OfficeRequest, form: str) -> HttpResponseBase:
    """The same table whole, unit by unit, as CSV or workbook."""
    found = tables.matrix(request.actor)
    columns = [
        _("Unit code"),
        _("Unit"),
        _("Tier"),
        _("Under"),
        *(one.title(language()) for one in found.programmes),
    ]
    rows = []
    for group in found.groups:
        under = group.place.name(language()) if group.place else ""
        for row in group.rows:
            place = row.place
            said_of = [
                "; ".join(
                    status_title(found.forms[one.pk], cell.status) for cell in row.cells.get(one.pk, ())
                )
                for one in found.programmes
            ]
            tier = result_words.tier_name(place.tier, language())
            rows.append([f"{place.scheme}:{place.code}", place.name(language()), tier, under, *said_of])
    return downloads.table("programmes", form, columns, rows, *[_("Programmes side by side")] * 2)


BEGINNING = (
    *("kind", "slug", "title_vi", "title_en", "authority", "leading", "directive"),
    *("starts", "due", "stated_units"),
)


@office_view
def begin(request: OfficeRequest) -> HttpResponseBase:
    """Begin a programme from a template, or from a directive with its units."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = {name: str(sent.get(name, "")).strip() for name in BEGINNING}
    above = authorities(request.actor, *LEADS)
    if not above:
        raise NotAllowed(LEADS)
    fault = ""
    if request.method == "POST":
        try:
            return _begin(request, typed)
        except Refused as error:
            fault = wording.refused(error.code, error.facts)
    context = {
        **frame("programmes"),
        "typed": typed,
        "fault": fault,
        "kinds": [templates.template(kind) for kind in templates.kinds()],
        "authorities": above,
        "units": [one for one in units_under(above, request.actor.day, 400) if one.tier != "commune"],
        "directives": directives_seen(request.actor).filter(state="issued")[:200],
    }
    page, title = "office/programmes/new.html", _("Begin a programme")
    return show(request, page, title, context, room=ROOM, crumbs=crumbs(), status=400 if fault else 200)


def _begin(request: OfficeRequest, typed: dict[str, str]) -> HttpResponseBase:
    act = programmes.begin_from if typed["directive"] else programmes.begin
    done(request, PROGRAMMES, act, (typed["slug"],))
    messages.success(request, _("The programme has begun. Now say which units take part."))
    return HttpResponseRedirect(reverse("office-programme", args=[typed["slug"]]))


@require_safe
@office_view
def one(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One programme: how far it is, when it will be done, and every unit that the actor sees."""
    return _page(request, slug)


def _page(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    actor = request.actor
    found = access.programme(actor, slug)
    asked = texts(request.GET, "q", "status", "late", "open", "as")
    listed = tables.one(actor, slug, status=asked["status"], late=bool(asked["late"]), q=asked["q"])
    whole = permissions.sees_whole(actor, found)
    order = directives_seen(actor).filter(slug=found.directive).first() if found.directive else None
    total = (
        tables.one(actor, slug).total[found.pk] if asked["q"] or asked["status"] or asked["late"] else None
    )
    count = sum(len(group.rows) for group in listed.groups)
    can = open_acts(PROGRAMMES, actor, Task(found))
    burns = [pace.burn(actor, slug, figure) for figure in found.form.figures]
    context = {
        **frame("programmes"),
        "programme": found,
        "form": found.form,
        "asked": asked,
        "as_table": _as_table(asked),
        "groups": listed.groups,
        "lines": _lines(actor, slug, listed) if asked["as"] == "table" else None,
        "key": found.pk,
        "count": count,
        "open_all": count <= MOST_OPEN or any(asked.values()),
        "total": total or listed.total[found.pk],
        "tiers": tables.by_tier(actor, slug),
        "forecast": forecast_words(pace.of_programme(actor, slug)),
        "burns": [(burn, found.form.figures[burn.figure], forecast_words(burn.forecast)) for burn in burns],
        "orphans": tables.orphans(actor, slug),
        "dropped": tables.dropped(actor, slug) if whole else [],
        "whole": whole,
        "order": order,
        "order_name": order.name(language()) if order else "",
        "reading": programmes_2019.readings().get(slug),
        "can": can,
        "forms": [_form(found, name, unsent) for name in FORMS if name in can],
        "events": story(history.of_programme(actor, found)) if whole else (),
        "choices": units_under([found.authority], actor.day) if whole else [],
    }
    return show(
        request,
        "office/programmes/one.html",
        found.title(language()),
        context,
        room=ROOM,
        crumbs=crumbs(),
        status=unsent.status if unsent else 200,
    )


#: acts with a form of their own below the units -> how their button looks
FORMS = {"change": "quiet", "close": "quiet", "cancel": "danger", "reopen": "quiet"}
CHANGED = ("title_vi", "title_en", "leading", "starts", "due", "stated_units")


def _form(programme: Programme, name: str, unsent: Unsent | None) -> Form:
    address = reverse("office-programme-act", args=[programme.slug, name])
    if name != "change":
        return acts.form(PROGRAMMES, name, address, (programme.slug,), unsent=unsent, tone=FORMS[name])
    scheme = programme.authority.scheme
    rows = Unit.objects.filter(scheme=scheme, valid_to=None).exclude(tier="commune").order_by("place")
    units = [(f"{scheme}:{unit.code}", named(unit)) for unit in rows[:500]]
    return acts.form(
        PROGRAMMES,
        name,
        address,
        (programme.slug,),
        seen=programme.sequence,
        choices={"leading": units},
        standing=programmes.plan_of(programme),
        unsent=unsent,
        only=CHANGED,
    )


def _standing(task: Task) -> programmes.Plan:
    """What the form of a change does not ask for stays."""
    return programmes.plan_of(task.programme)


def _scope(request: OfficeRequest) -> programmes.Scope:
    """The scope of a form: units one by one, or all of some tiers within a place."""
    listed = [part.split(" ")[0] for part in posted(request, "units").replace(",", "\n").split("\n")]
    units = tuple(one for one in (part.strip() for part in listed) if one)
    tiers, within = (tuple(one for one in request.POST.getlist(name) if one) for name in ("tiers", "within"))
    if not units and not tiers:
        raise Refused("nothing-chosen")
    return programmes.Scope(units, tiers, within, form_values.day(posted(request, "due")))


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """Add units, change, close, cancel, open again."""
    access.programme(request.actor, slug)
    here = reverse("office-programme", args=[slug])
    if name in FORMS:
        page = partial(_page, request, slug)
        return acts.sent(request, PROGRAMMES, name, (slug,), page, here, standing=_standing)
    if name == "add":
        made = do(PROGRAMMES, programmes.add, request.actor, (slug,), _scope(request))
    elif name == "take-over":
        made = done(request, PROGRAMMES, programmes.take_over, (slug,))
    else:
        raise Refused("no-such-programme", slug=slug)
    n = made["units"]
    messages.success(request, ngettext("%(n)s unit was added.", "%(n)s units were added.", n) % {"n": n})
    return HttpResponseRedirect(here)


@require_safe
@office_view
def save(request: OfficeRequest, slug: str, form: str) -> HttpResponseBase:
    """One programme flat, as CSV or workbook. A text in it is never a formula."""
    shape = exporting.form_of(request.actor, slug)
    columns = [
        _("Unit code"),
        _("Unit"),
        _("Tier"),
        _("Asked as"),
        _("Status"),
        _("Time limit"),
        _("Done on"),
        _("Planned cost, đồng"),
        _("Spent, đồng"),
        *(text(one.title) for one in shape.fields.values()),
    ]
    ends = (_("day"), _("proof"), _("checked on"), _("checked by"))
    columns += [f"{text(one.title)}: {end}" for one in shape.milestones.values() for end in ends]
    rows = []
    for one in exporting.rows(request.actor, slug):
        carrier, unit = one["carrier"], one["unit"]
        row: list[object] = [
            f"{carrier.scheme}:{carrier.code}",
            named(carrier),
            result_words.tier_name(carrier.tier, language()),
            "" if carrier == unit else named(unit),
            status_title(shape, one["status"]),
            one["due"] or "",
            one["done_on"] or "",
            "" if one["planned"] is None else one["planned"],
            "" if one["spent"] is None else one["spent"],
        ]
        row += [_value(shape.fields[name], one["values"].get(name, "")) for name in shape.fields]
        for name in shape.milestones:
            step = one["milestones"].get(name)
            row += [
                step.day if step else "",
                one["proofs"].get(name, ""),
                (step.checked_on if step else "") or "",
                office_words(step.checked_office) if step and step.checked_office else "",
            ]
        rows.append(row)
    title = access.programme(request.actor, slug).title(language())
    return downloads.table(slug, form, columns, rows, _("Units"), title)


def _as_table(asked: Mapping[str, str]) -> str:
    """The address of the same lines as a table."""
    kept = {"as": "table", "q": asked["q"], "status": asked["status"], "late": "1" if asked["late"] else ""}
    return f"?{urlencode({name: text for name, text in kept.items() if text}, quote_via=quote)}#units"


def _lines(actor: Actor, slug: str, listed: tables.Table) -> list[dict[str, Any]]:
    """The units of a table with their milestones, fields and cost, for the page; at most `MOST_LINES`."""
    form = listed.programmes[0].form
    keys = [row.place.key for group in listed.groups for row in group.rows][:MOST_LINES]
    found = []
    for one in exporting.rows(actor, slug, keys):
        steps = [
            (one["milestones"].get(name), one["proofs"].get(name, ""), asked.check)
            for name, asked in form.milestones.items()
        ]
        fields = [_shown(field, one["values"].get(name, "")) for name, field in form.fields.items()]
        found.append({**one, "steps": steps, "fields": fields})
    return found


def _shown(field: templates.Field, value: str) -> object:
    if value and field.type in ("number", "count"):
        return numbers.short(value, language())
    return (
        numbers.day(date.fromisoformat(value), language())
        if value and field.type == "date"
        else _value(field, value)
    )


def _value(field: templates.Field, value: str) -> object:
    if field.type == "choice" and value in field.choices:
        return text(field.choices[value])
    if field.type == "yes-no" and value:
        return _("yes") if value == "yes" else _("no")
    if value and field.type in ("number", "count"):
        return Decimal(value)
    return date.fromisoformat(value) if value and field.type == "date" else value


def owed(actor: Actor) -> list[tasks.Line]:
    """What the units of the actor owe in programmes, for the page of tasks."""
    found = []
    for unit in authorities(actor, *UNIT)[:20]:
        for part in tables.owed(actor, unit):
            days = (part.due - actor.day).days if part.due else None
            form = part.programme.form
            found.append(
                tasks.Line(
                    _("Go on with the part of %(unit)s") % {"unit": named(unit)},
                    reverse(
                        "office-programme-part", args=[part.programme.slug, part.unit.scheme, part.unit.code]
                    ),
                    part.programme.title(language()),
                    text(form.statuses[part.status].title),
                    when=_due(part.due, days),
                    days=days,
                    done=part.reached,
                    of=len(form.milestones),
                )
            )
    return found


def _due(due: date | None, days: int | None) -> str:
    return "" if due is None else tasks.when(due, days)


tasks.SOURCES.append(owed)

urlpatterns = [
    path("programmes/", index, name="office-programmes"),
    path("programmes/table/", table, name="office-programmes-table"),
    path("programmes/table.<str:form>", table_file, name="office-programmes-table-file"),
    path("programmes/new/", begin, name="office-programme-new"),
    path("programmes/p/<slug:slug>/", one, name="office-programme"),
    path("programmes/p/<slug:slug>/units.<str:form>", save, name="office-programme-file"),
    path("programmes/p/<slug:slug>/do/<slug:name>", act, name="office-programme-act"),
]
