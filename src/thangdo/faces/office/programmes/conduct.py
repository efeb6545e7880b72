"""Standards of conduct: each unit's code with its versions, acknowledged by its officers; inspections."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
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
    done,
    frame,
    named,
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
    own = {held.unit for held in actor.offices}
    context = {
        **frame("conduct"),
        "codes": [(one, one.unit.pk in own) for one in queries.codes(actor)],
        "heads": authorities(actor, Role.HEAD),
        "inspections": [(one, _forms(one, unsent)) for one in queries.inspections(actor)],
        "leads": leads,
        "units": [one for one in units_under(leads, actor.day) if one not in leads] if leads else [],
    }
    title, status = _("Standards of conduct"), unsent.status if unsent else 200
    return show(request, "office/programmes/conduct.html", title, context, room=ROOM, status=status)


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
    if name in ("issue", "acknowledge"):
        act, decision = actions.CONDUCT.acts[name].does, posted(request, "decision")
        done(request, actions.CONDUCT, act, (ref(posted(request, "unit")),), number=decision)
    elif name == "plan":
        announced = "1" if posted(request, "announced") == "yes" else ""
        done(request, actions.INSPECTIONS, actions.plan, (), announced=announced)
    else:
        raise Refused("no-such-inspection", number=0)
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(reverse("office-conduct"))


urlpatterns = [
    path("programmes/conduct/", index, name="office-conduct"),
    path("programmes/conduct/code/<str:scheme>/<str:code>/", code, name="office-conduct-code"),
    path("programmes/conduct/do/<slug:name>", act, name="office-conduct-act"),
    path("programmes/conduct/<int:number>/do/<slug:name>", move, name="office-inspection-act"),
]
