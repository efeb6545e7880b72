"""Weak places: one table of criterion and unit below the gate, by field, to look at and to save."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look import numbers, result_words
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads, made_files
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.form_values import texts
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.work.assessments.queries import large, weak

MANY, FEW = 80, 20  # units that the page names for each criterion; fewer of a large campaign


def field_name(field: str) -> str:
    """A field of weak places in words."""
    return {
        "staff": _("IT staff"),
        "infrastructure": _("Infrastructure"),
        "one-stop": _("One-stop service"),
        "procedures": _("Publicity of procedures"),
        "other": _("Other"),
    }[field]


@require_safe
@office_view
def places(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The weak places of a campaign."""
    asked = texts(request.GET, "tier", "field", "unit")
    found = weak.weak(request.actor, slug, **asked)
    shown = FEW if found.units > large.LARGE else MANY
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "weak"),
        "found": found,
        "shown": shown,
        "most": f":{shown}",
        "fields": [(name, field_name(name), some) for name, some in found.fields.items()],
        "choices": [(name, field_name(name)) for name in weak.FIELDS],
        "asked": asked,
        "default": weak.RULE["default"],
        "orders": bool(request.actor.holding(Role.HEAD, Role.SECRETARY)),
    }
    return show(
        request,
        "office/assessments/weak.html",
        _("Weak places"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
    )


@require_safe
@office_view
def save(request: OfficeRequest, slug: str, form: str) -> HttpResponseBase:
    """The same table as CSV or workbook."""
    asked = {**texts(request.GET, "tier", "field", "unit"), "form": form}
    return made_files.answer(request, slug, places_file, asked)


def places_file(actor: Actor, slug: str, asked: Mapping[str, str]) -> tuple[str, bytes]:
    """The file's name and content. Raises NotAllowed, Refused, Http404."""
    found = weak.computed(actor, slug, tier=asked["tier"], field=asked["field"], unit=asked["unit"])
    form, name = asked["form"], f"{slug}-weak-places"
    columns = [
        _("Field"),
        _("Criterion"),
        _("Title"),
        _("Unit code"),
        _("Unit"),
        _("Tier"),
        _("Needs, share of the points") if form == "xlsx" else _("Needs"),
        _("Has, share of the points") if form == "xlsx" else _("Has"),
        _("Points"),
        _("Maximum"),
    ]
    rows = [
        (
            field_name(criterion.field),
            criterion.node,
            criterion.title.in_language(language()),
            one.code,
            one.name(language()),
            result_words.tier_name(one.tier, language()),
            numbers.part(criterion.gate.share),
            numbers.part(one.share)
            if one.share is not None
            else result_words.status_name(one.status, language()),
            numbers.cell(one.score),
            numbers.cell(one.maximum),
        )
        for criterion, one in weak.lines(found)
    ]
    return f"{name}.{form}", downloads.table_content(form, columns, rows, _("Weak places"))


urlpatterns = [
    path("campaigns/<slug:slug>/weak", places, name="office-weak"),
    path("campaigns/<slug:slug>/weak.<str:form>", save, name="office-weak-file"),
]
