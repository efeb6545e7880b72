"""Standards of conduct: each unit's code with its versions, acknowledged by its officers; inspections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.office import form_values
from thangdo.faces.office.form_values import day, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    authorities,
    crumbs,
    frame,
    named,
    needed_day,
    ref,
    seen,
    units_under,
)
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.work.programmes.actions.programmes import unit_at
from thangdo.work.programmes.conduct import actions, queries
from thangdo.work.programmes.states import LEADS


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The codes in force with who has read them, and the inspections that the actor sees."""
    actor = request.actor
    leads = [one for one in authorities(actor, *LEADS) if one.tier not in ("commune",)]
    own = {held.unit for held in actor.offices}
    context = {
        **frame("conduct"),
        "codes": [(one, one.unit.pk in own) for one in queries.codes(actor)],
        "heads": authorities(actor, Role.HEAD),
        "inspections": queries.inspections(actor),
        "leads": leads,
        "units": [one for one in units_under(leads, actor.day) if one not in leads] if leads else [],
    }
    return show(request, "office/programmes/conduct.html", _("Standards of conduct"), context, room=ROOM)


@require_safe
@office_view
def code(request: OfficeRequest, scheme: str, code: str) -> HttpResponseBase:
    """A unit's code of conduct through its versions."""
    unit = unit_at((scheme, code))
    context = {**frame("conduct"), "unit": unit, "versions": queries.history(request.actor, unit)}
    return show(
        request, "office/programmes/conduct_code.html",
        _("Code of conduct of %(unit)s") % {"unit": named(unit)}, context, room=ROOM,
        crumbs=crumbs((_("Standards of conduct"), reverse("office-conduct"))),
    )  # fmt: skip


@require_POST
@office_view
def act(request: OfficeRequest, name: str) -> HttpResponseBase:
    """Issue or acknowledge a code; plan, hold, close or call off an inspection."""
    actor, posted = request.actor, lambda field: form_values.posted(request, field)
    number = whole(posted("number"), 0)
    if name == "issue":
        actions.issue(
            actor, ref(posted("unit")), posted("text"), needed_day(request, "since"), posted("decision")
        )
    elif name == "acknowledge":
        actions.acknowledge(actor, ref(posted("unit")), whole(posted("version"), 0))
    elif name == "plan":
        actions.plan(
            actor, ref(posted("authority")), ref(posted("unit")), needed_day(request, "day"),
            posted("announced") == "yes",
        )  # fmt: skip
    elif name == "held":
        remedy = day(posted("remedy_by"))
        actions.held_on(actor, number, needed_day(request, "day"), posted("words"), remedy, seen(request))
    elif name == "close":
        actions.close(actor, number, posted("words"), seen(request))
    elif name == "cancel":
        actions.cancel(actor, number, posted("words"), seen(request))
    else:
        raise Refused("no-such-inspection", number=number)
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(reverse("office-conduct"))


urlpatterns = [
    path("programmes/conduct/", index, name="office-conduct"),
    path("programmes/conduct/code/<str:scheme>/<str:code>/", code, name="office-conduct-code"),
    path("programmes/conduct/do/<slug:name>", act, name="office-conduct-act"),
]
