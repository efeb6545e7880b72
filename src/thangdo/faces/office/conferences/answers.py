"""The remarks that a unit was asked to answer after a conference."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.conferences.page_frame import crumbs, frame
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.tasks import SOURCES, Line, when
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.work.conferences import queries


@require_safe
@office_view
def answers(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """What the units of the actor owe this conference, the next due first."""
    conference = queries.one(request.actor, slug)
    context = frame(request.actor, conference, "answers")
    context["remarks"] = [
        {"one": one, "late": queries.is_late(one.row, request.actor.day)}
        for one in queries.asked_of(request.actor, slug)
    ]
    return show(
        request,
        "office/conferences/answers.html",
        _("Answers asked of your unit"),
        context,
        room="conferences",
        crumbs=crumbs(conference),
    )


def tasks(actor: Actor) -> list[Line]:
    """What the units of the actor still owe, for "my tasks"."""
    found = []
    for one in queries.asked_of(actor):
        row = one.row
        if row.answer is not None or row.due is None:
            continue
        days = (row.due - actor.day).days
        found.append(
            Line(
                _("Answer a remark made at a conference"),
                reverse("office-conference-answers", args=[row.conference.slug]),
                row.conference.title(language()),
                one.said["text"][:160],
                Role.REPORTER,
                when(row.due, days),
                days,
            )
        )
    return found


SOURCES.append(tasks)

urlpatterns = [path("conferences/<slug:slug>/answers/", answers, name="office-conference-answers")]
