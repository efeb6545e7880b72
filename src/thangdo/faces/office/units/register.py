"""The register of units for administrators: lists, one unit through time, decisions, lists brought in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import phrasing, wording
from thangdo.faces.look.result_words import tier_name
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.downloads import file as as_file
from thangdo.faces.office.form_values import day as read_day
from thangdo.faces.office.page_frame import OfficeRequest, office_view, problem, show
from thangdo.faces.office.units import forms as unit_forms
from thangdo.records.files import store
from thangdo.records.files.models import StoredFile
from thangdo.records.people import queries as people
from thangdo.records.people.acting import NotAllowed
from thangdo.records.people.models import Role
from thangdo.records.units.codes import Key
from thangdo.records.units.differences import Differences
from thangdo.records.units.kinds import TIERS
from thangdo.records.units.planning import Act, Operation, Plan
from thangdo.records.units.problems import Overtaken, Unfit, UnitProblem
from thangdo.rules.index.answers import Problem
from thangdo.work.registry import actions, files, queries
from thangdo.work.registry.permissions import may_any

ROOM = "units"
MOST = 200  # rows of a page
SHOWN = 100  # differences of a list on the page
SALT = "thangdo.units.list"


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """Units by name without marks, tier and day."""
    query, tier = request.GET.get("q", "")[:100], request.GET.get("tier", "")
    tier = tier if tier in TIERS else ""
    everywhere = request.GET.get("all") == "1"
    day = read_day(request.GET.get("date", "")) or request.actor.day
    found = queries.listing(request.actor, query, tier, day, everywhere)
    context = {
        "query": query,
        "tier": tier,
        "tiers": [(code, tier_name(code, language())) for code in TIERS],
        "day": day,
        "everywhere": everywhere,
        "count": len(found),
        "units": [(unit, unit.name(language()), unit.parent_name(language())) for unit in found[:MOST]],
        "most": MOST,
        "decisions": _decisions(queries.decisions(request.actor, 10)),
        "may": may_any(request.actor),
        "acts": _acts(),
    }
    return show(request, "office/units/register.html", _("Units"), context, room=ROOM)


@require_safe
@office_view
def one(request: OfficeRequest, scheme: str, code: str) -> HttpResponseBase:
    """One unit through time."""
    life = queries.life(request.actor, Key(scheme, code))
    if life is None:
        raise Http404(_("The register has no unit with this code."))
    mentioned = {str(Key(scheme, code))}
    for told in life.told:
        mentioned.update(str(unit) for unit in told.payload.get("came_from", ()))
        mentioned.update(str(link["to"]) for link in told.payload.get("links", ()))
        mentioned.add(str(told.payload.get("fields", {}).get("parent", "")))
    names = queries.names(mentioned, language())
    who = people.names(told.actor for told in life.told)
    key = str(Key(scheme, code))
    context = {
        "life": life,
        "unit": life.unit,
        "key": key,
        "language": language(),
        "lines": [
            {
                "at": told.at,
                "who": who.get(told.actor, ""),
                "role": told.office.partition("@")[0],
                "says": wording.unit_event(told.type, key, told.payload, names, language()),
                "decision": told.payload.get("decision", ""),
                "reason": told.reason,
            }
            for told in reversed(life.told)
        ],
        "decisions": _decisions(queries.of_unit(request.actor, Key(scheme, code))),
        "acts": [pair for pair in _acts() if pair[0] != Act.FOUND] if not life.unit.valid_to else [],
        "tier": tier_name(life.unit.tier, language()),
        "kind": life.unit.kind_name(language()),
    }
    return show(
        request, "office/units/unit.html", life.unit.name(language()), context, room=ROOM, crumbs=_crumbs()
    )


@office_view
def enter(request: OfficeRequest, act: str) -> HttpResponseBase:
    """A decision as a form; first shown, then done."""
    if act not in {one.value for one in Act}:
        raise Http404(_("There is no such act."))
    if not may_any(request.actor):
        raise NotAllowed([Role.ADMINISTRATOR])
    kind = Act(act)
    if request.method != "POST":
        form = unit_forms.empty(kind, request.GET.get("unit", "")[:120], request.actor.day)
        return _form(request, form)
    form = unit_forms.read(kind, request.POST)
    operation = form.operation
    if operation is None:
        return _form(request, form, status=400 if form.faults else 200)
    try:
        if "do" in request.POST:
            done = actions.carry_out(request.actor, operation, request.POST.get("seen", ""))
            messages.success(request, _("Done. The register and the timeline of each unit say so now."))
            return HttpResponseRedirect(_address(_shown_after(operation, done.units)))
        plan = actions.preview(request.actor, operation)
    except Unfit as error:
        return _form(request, form, problems=_problems(error.problems), status=400)
    except Overtaken:
        plan = actions.preview(request.actor, operation)
        changed = _("The register has changed since you looked. This is what the decision would do now.")
        return _form(request, form, plan=plan, problems=[changed], status=409)
    return _form(request, form, plan=plan)


@require_POST
@office_view
def undo(request: OfficeRequest, key: str) -> HttpResponseBase:
    """Take back a decision that was entered by mistake."""
    try:
        actions.undo(request.actor, key, request.POST.get("reason", "")[:1000])
    except Unfit as error:
        return problem(request, 400, _("This cannot be taken back now"), _problems(error.problems))
    messages.success(request, _("Taken back: every unit is as it was before."))
    return HttpResponseRedirect(reverse("office-units"))


@office_view
def bring(request: OfficeRequest) -> HttpResponseBase:
    """A list from a file: every difference is shown before it is applied."""
    if not may_any(request.actor):
        raise NotAllowed([Role.ADMINISTRATOR])
    if request.method != "POST":
        return _list(request)
    stored: StoredFile | None = None
    listed: files.Listed | None = None
    name, as_new, decision = "", list[Key](), request.POST.get("decision", "").strip()[:200]
    try:
        stored, name = _given(request)
        with store.open_(stored) as stream:
            listed = files.read(stream.read(), name)
        as_new = [Key.read(text) for text in request.POST.getlist("as_new") if ":" in text]
        if "do" in request.POST:
            seen = request.POST.get("seen", "")
            actions.bring(request.actor, listed.rows, seen, decision, as_new, listed.lines)
            messages.success(request, _("Done. The register says now what the list says."))
            return HttpResponseRedirect(reverse("office-units"))
        found = actions.compare(request.actor, listed.rows, decision, as_new, listed.lines)
        return _list(request, found, stored, name, decision=decision, notices=listed.notices)
    except Unfit as error:
        if listed is None or stored is None:
            return _list(request, problems=_problems(error.problems[:SHOWN]), status=400)
        found = actions.compare(request.actor, listed.rows, decision, as_new, listed.lines)
        said = [] if found.problems else _problems(error.problems)
        return _list(
            request, found, stored, name, said, decision=decision, status=400, notices=listed.notices
        )
    except Overtaken:
        assert listed is not None
        found = actions.compare(request.actor, listed.rows, decision, as_new, listed.lines)
        changed = _("The register has changed since you looked. These are the differences now.")
        return _list(
            request, found, stored, name, [changed], decision=decision, status=409, notices=listed.notices
        )


@require_safe
@office_view
def export(request: OfficeRequest, ending: str) -> HttpResponseBase:
    """The register as CSV or Excel, which can be brought in again."""
    if ending not in ("csv", "xlsx"):
        raise Http404(_("The register comes as CSV or Excel."))
    scheme = request.GET.get("scheme", "")[:40]
    rows = queries.rows(request.actor, scheme, read_day(request.GET.get("date", "")))
    return as_file(f"units.{ending}", files.in_bytes(rows, ending, _("Units"), language()))


def _form(
    request: OfficeRequest,
    form: unit_forms.Form,
    plan: Plan | None = None,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "typed": form.typed,
        "act": form.act.value,
        "plan": plan,
        "steps": _steps(plan) if plan else (),
        "asked": _problems(plan.asked) if plan else (),
        "problems": problems,
        "known": queries.listing(request.actor, day=request.actor.day),
        "language": language(),
        **unit_forms.choices(),
    }
    title = wording.act_text(f"unit-{form.act}", "title")
    return show(
        request, "office/units/enter.html", title, context, room=ROOM, crumbs=_crumbs(), status=status
    )


def _list(
    request: OfficeRequest,
    found: Differences | None = None,
    stored: StoredFile | None = None,
    name: str = "",
    problems: Sequence[str] = (),
    decision: str = "",
    status: int = 200,
    notices: Sequence[Problem] = (),
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "notices": [phrasing.line(one, language()) for one in notices[:SHOWN]],
        "found": found,
        "problems": list(problems),
        "decision": decision,
        "name": name,
    }
    if found is not None and stored is not None:
        held = {"file": stored.pk, "name": name, "actor": request.actor.ref}
        context |= {
            "held": signing.dumps(held, salt=SALT),
            "problems": [*problems, *_problems(found.problems)[:SHOWN]],
            "asked": _problems(found.asked)[:SHOWN],
            "new": [(str(key), title, line) for key, title, line in found.new[:SHOWN]],
            "changed": [
                (one, [(wording.name("unit_fields", f), *pair) for f, pair in one.fields.items()])
                for one in found.changed[:SHOWN]
            ],
            "more": max(len(found.new) - SHOWN, 0) + max(len(found.changed) - SHOWN, 0),
            "open": [(str(one.key), one) for one in found.questions],
        }
    return show(
        request,
        "office/units/list.html",
        _("Bring a list of units"),
        context,
        room=ROOM,
        crumbs=_crumbs(),
        status=status,
    )


def _given(request: OfficeRequest) -> tuple[StoredFile, str]:
    """The file that was uploaded, or the one that the preview was made of."""
    held = request.POST.get("held", "")
    if held:
        try:
            data = signing.loads(held, salt=SALT, max_age=86_400)
        except signing.BadSignature as error:
            raise Unfit([UnitProblem("file-needed")]) from error
        if data["actor"] != request.actor.ref:
            raise Unfit([UnitProblem("file-needed")])
        return StoredFile.objects.get(pk=data["file"]), str(data["name"])
    upload = request.FILES.get("file")
    if upload is None:
        raise Unfit([UnitProblem("file-needed")])
    name = store.clean_name(upload.name or "")
    by = request.actor.by()
    return store.put(upload.chunks(), name, upload.content_type or "", by), name


def _steps(plan: Plan) -> list[str]:
    """What a plan does, each step as a sentence."""
    mentioned = {str(step.key) for step in plan.steps}
    for step in plan.steps:
        payload = step.happening.new().payload
        mentioned.update(str(unit) for unit in payload.get("came_from", ()))
        mentioned.update(str(link["to"]) for link in payload.get("links", ()))
        mentioned.add(str(payload.get("fields", {}).get("parent", "")))
    names = queries.names(mentioned, language())
    names |= {str(step.key): step.after.name_vi for step in plan.steps if step.before is None}
    return [
        wording.unit_event(
            step.happening.TYPE, str(step.key), step.happening.new().payload, names, language()
        )
        for step in plan.steps
    ]


def _problems(problems: Iterable[UnitProblem]) -> list[str]:
    """What stands against it, as sentences; with the line of the file where there is one."""
    listed = list(problems)
    mentioned = {one.unit for one in listed} | {value for one in listed for value in one.facts.values()}
    names = queries.names((text for text in mentioned if isinstance(text, str) and ":" in text), language())
    found = []
    for one in listed:
        where = _("Line %(line)s: ") % {"line": one.line} if one.line else ""
        found.append(where + wording.unit_problem(one.code, one.unit, one.facts, names, language()))
    return found


def _decisions(decided: Iterable[queries.Decided]) -> list[dict[str, Any]]:
    shown = list(decided)
    names = queries.names({unit for one in shown for unit in one.units[:3]}, language())
    return [
        {
            "one": one,
            "act": wording.act_text(f"unit-{one.act}", "title"),
            "units": [wording.unit_name(unit, names) for unit in one.units[:3]],
            "more": len(one.units) - 3,
        }
        for one in shown
    ]


def _acts() -> list[tuple[str, str]]:
    return [(act.value, wording.act_text(f"unit-{act}", "title")) for act in Act]


def _shown_after(operation: Operation, touched: Sequence[Key]) -> Key:
    """The unit whose page shows best what has been done."""
    heirs = [*(one.key for one in operation.new), *operation.into, *operation.units]
    return heirs[0] if heirs else touched[0]


def _address(key: Key) -> str:
    return reverse("office-unit", args=[key.scheme, key.code])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Units"), reverse("office-units"))]


urlpatterns = [
    path("units/", listing, name="office-units"),
    path("units/list/", bring, name="office-units-list"),
    path("units/units.<str:ending>", export, name="office-units-export"),
    path("units/enter/<str:act>/", enter, name="office-unit-enter"),
    path("units/undo/<str:key>/", undo, name="office-unit-undo"),
    path("units/<str:scheme>/<str:code>/", one, name="office-unit"),
]
