"""Standards of conduct: each unit's code with its versions, acknowledged by its officers; inspections."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.office import acts
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.form_values import posted
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    authorities,
    crumbs,
    frame,
    named,
    options,
    ref,
    units_under,
)
from thangdo.records.acts.rows import unit_named
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.work.programmes.conduct import actions, queries
from thangdo.work.programmes.states import LEADS


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The codes in force with who has read them, and the inspections that the actor sees."""
    return _page(request)


def _page(request: OfficeRequest, unsent: Unsent | None = None) -> HttpResponseBase:
    actor = request.actor
    leads = [one for one in authorities(actor, *LEADS) if one.tier not in ("commune",)]
    under = [one for one in units_under(leads, actor.day) if one not in leads] if leads else []
    own = {held.unit for held in actor.offices}
    choices = {"authority": options(leads), "unit": options(under)}
    planning = partial(acts.form, actions.INSPECTIONS, "plan", _address("plan"), (), choices=choices)
    where = unsent.where if unsent else ()
    context = {
        **frame("conduct"),
        "codes": [(one, one.unit.pk in own, _reading(one, unsent)) for one in queries.codes(actor)],
        "heads": options(authorities(actor, Role.HEAD)),
        "chosen": unsent.typed.get("unit", "") if unsent else "",
        "issue": acts.form(actions.CONDUCT, "issue", _address("issue"), where, unsent=unsent, tone=""),
        "inspections": [(one, _forms(one, unsent)) for one in queries.inspections(actor)],
        "plan": planning(unsent=unsent, standing=BEGINNING, tone="") if leads else None,
    }
    title, status = _("Standards of conduct"), unsent.status if unsent else 200
    return show(request, "office/programmes/conduct.html", title, context, room=ROOM, status=status)


#: what the form of a new inspection begins with: the unit is told beforehand
BEGINNING = SimpleNamespace(authority=None, unit=None, day=None, announced=True)


def _address(name: str) -> str:
    return reverse("office-conduct-act", args=[name])


def _reading(one: queries.CodeView, unsent: Unsent | None) -> Form | None:
    """The button by which an officer says that he has read the code in force."""
    if one.code is None:
        return None
    fixed = {"version": str(one.code.version), "unit": f"{one.unit.scheme}:{one.unit.code}"}
    where = ((one.unit.scheme, one.unit.code),)
    name = "acknowledge"
    return acts.form(actions.CONDUCT, name, _address(name), where, fixed=fixed, unsent=unsent, tone="")


#: acts on an inspection -> how their button looks
MOVES = {"hold": "", "close": "", "cancel": "danger"}


def _forms(one: queries.InspectionView, unsent: Unsent | None) -> list[Form]:
    """What its authority can do with an inspection now."""
    row = one.row
    return [
        acts.form(
            actions.INSPECTIONS,
            name,
            reverse("office-inspection-act", args=[row.number, name]),
            (row.number,),
            seen=row.sequence,
            unsent=unsent,
            tone=tone,
        )
        for name, tone in MOVES.items()
        if one.leads and row.state in actions.INSPECTIONS.acts[name].when["inspection"]
    ]


@require_POST
@office_view
def move(request: OfficeRequest, number: int, name: str) -> HttpResponseBase:
    """Write down what an inspection found, close it, call it off."""
    queries.led(request.actor, number)
    if name not in MOVES:
        raise Refused("no-such-inspection", number=number)
    page, then = partial(_page, request), f"{reverse('office-conduct')}#i-{number}"
    return acts.sent(request, actions.INSPECTIONS, name, (number,), page, then)


@require_safe
@office_view
def code(request: OfficeRequest, scheme: str, code: str) -> HttpResponseBase:
    """A unit's code of conduct through its versions."""
    unit = unit_named((scheme, code))
    context = {**frame("conduct"), "unit": unit, "versions": queries.history(request.actor, unit)}
    return show(
        request,
        "office/programmes/conduct_code.html",
        _("Code of conduct of %(unit)s") % {"unit": named(unit)},
        context,
        room=ROOM,
        crumbs=crumbs((_("Standards of conduct"), reverse("office-conduct"))),
    )


@require_POST
@office_view
def act(request: OfficeRequest, name: str) -> HttpResponseBase:
    """Issue or acknowledge a code; plan an inspection."""
    page, then = partial(_page, request), reverse("office-conduct")
    if name == "plan":
        return acts.sent(request, actions.INSPECTIONS, name, (), page, then)
    if name not in actions.CONDUCT.acts:
        raise Refused("no-such-inspection", number=0)
    return acts.sent(request, actions.CONDUCT, name, (ref(posted(request, "unit")),), page, then)


urlpatterns = [
    path("programmes/conduct/", index, name="office-conduct"),
    path("programmes/conduct/code/<str:scheme>/<str:code>/", code, name="office-conduct-code"),
    path("programmes/conduct/do/<slug:name>", act, name="office-conduct-act"),
    path("programmes/conduct/<int:number>/do/<slug:name>", move, name="office-inspection-act"),
]
