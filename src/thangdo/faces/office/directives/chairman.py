"""The chairman's page: what is overdue, which head answers, which units are weak, what moved; its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads, tasks
from thangdo.faces.office.directives.pages import ROOM, crumbs, due_words, state_words, unit_name
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.rows import unit_named
from thangdo.records.people.acting import Actor
from thangdo.work.directives import queries
from thangdo.work.directives.queries.overview import Late


@require_safe
@office_view
def chairman(request: OfficeRequest) -> HttpResponseBase:
    """Large figures and few words, for a screen at the front of the room."""
    found = queries.chairman(request.actor, request.actor.day)
    context = {"found": found, "language": language()}
    title = _("What is overdue, and who answers for it")
    return show(request, "office/directives/chairman.html", title, context, room=ROOM, crumbs=crumbs())


@require_safe
@office_view
def save(request: OfficeRequest, form: str) -> HttpResponseBase:
    """Everything overdue with the head who answers, as CSV or workbook."""
    found = queries.overdue(request.actor, request.actor.day)
    columns: downloads.Columns[Late] = {
        _("Unit"): lambda one: unit_name(one.line.part.carrier),
        _("Code"): lambda one: one.line.part.carrier.code,
        _("Directive"): lambda one: one.line.part.directive.name(language()),
        _("To be done by"): lambda one: one.line.part.due,
        _("Days overdue"): lambda one: -(one.line.days or 0),
        _("State"): lambda one: state_words(one.line.part),
        _("Head of"): lambda one: unit_name(one.post),
        _("Holder of the post"): lambda one: one.holder.name or _("no account yet"),
        _("Raised to step"): lambda one: one.line.part.level,
    }
    return downloads.view("overdue", form, columns, found, _("Overdue"))


@require_safe
@office_view
def owed(request: OfficeRequest, scheme: str, code: str) -> HttpResponseBase:
    """Everything that one unit owes."""
    unit = unit_named((scheme, code))
    found = queries.owed_by(request.actor, (scheme, code), request.actor.day)
    title = _("What %(unit)s owes") % {"unit": unit_name(unit)}
    context = {"found": found, "unit": unit, "language": language()}
    return show(request, "office/directives/owed.html", title, context, room=ROOM, crumbs=crumbs())


def my_lines(actor: Actor) -> list[tasks.Line]:
    """For "my tasks": what one's units owe, and what directives ask of those who issue them."""
    found = queries.tasks(actor, actor.day)
    lines = [_owed(line) for line in found.owed]
    for one in found.waiting:
        address = reverse("office-directive", args=[one.directive.slug])
        sentence = {
            "accept": ngettext("Look at %(n)s report", "Look at %(n)s reports", one.count),
            "extension": ngettext(
                "Decide on %(n)s request for more time", "Decide on %(n)s requests for more time", one.count
            ),
            "issue": _("Issue a directive that is drafted"),
        }[one.what]
        only = {"accept": "?only=waiting", "extension": "?only=extension"}.get(one.what, "")
        title = one.directive.name(language())
        lines.append(tasks.Line(sentence % {"n": one.count}, address + only, title))
    return lines


def _owed(line: Any) -> tasks.Line:
    part = line.part
    address = reverse("office-assignment", args=[part.directive.slug, part.unit.scheme, part.unit.code])
    sentence = {
        "issued": _("Acknowledge a directive"),
        "returned": _("Do again what was ordered"),
    }.get(part.state, _("Report on a directive"))
    more = due_words(part.directive) if part.due is None else ""
    if part.directive.urgency != "normal":
        urgency = wording.state_name("urgency", part.directive.urgency)
        more = f"{urgency} · {more}" if more else urgency
    return tasks.Line(
        sentence,
        address,
        f"{part.directive.name(language())} – {unit_name(part.carrier)}",
        more,
        when=tasks.when(part.due, line.days),
        days=line.days,
        done=part.progress,
        of=100 if part.progress and part.state != "returned" else 0,
    )


tasks.SOURCES.append(my_lines)
urlpatterns = [
    path("directives/overdue", chairman, name="office-chairman"),
    path("directives/overdue.<str:form>", save, name="office-chairman-file"),
    path("directives/unit/<str:scheme>/<str:code>/", owed, name="office-owed"),
]
