"""The remarks that a unit was asked to answer after a conference."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.office.conferences_frame import crumbs, frame, room
from thangdo.faces.office.frame import OfficeRequest, show
from thangdo.work.conferences import queries


@require_safe
@room
def answers(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """What the units of the actor owe this conference, the next due first."""
    conference = queries.one(request.actor, slug)
    context = frame(request.actor, conference, "answers")
    context["remarks"] = [
        {"one": one, "late": queries.is_late(one.row, request.actor.day)}
        for one in queries.asked_of(request.actor, slug)
    ]
    return show(
        request, "office/conferences-answers.html", _("Answers asked of your unit"), context,
        room="conferences", crumbs=crumbs(conference),
    )  # fmt: skip


urlpatterns = [path("conferences/<slug:slug>/answers/", answers, name="office-conference-answers")]
