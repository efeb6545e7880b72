"""Imported figures by unit: pasted from a sheet, held against the conditions of directives."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import form_values
from thangdo.faces.office.directives.pages import ROOM, crumbs
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.assessments.number_input import readings
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import FiguresOfDay, UnitFigure
from thangdo.work.directives.acts import FIGURES
from thangdo.work.directives.naming import refs_of
from thangdo.work.directives.states import STAFF

LINE = re.compile(r"^(?P<unit>.*?)\s*[\t;|]\s*(?P<number>[^\t;|]+?)\s*$")


@office_view
def figures(request: OfficeRequest) -> HttpResponseBase:
    """A name, a day, and one line for each unit: its name or code, a semicolon or tab, the number."""
    places = list(
        Unit.objects.filter(pk__in=[held.unit for held in request.actor.holding(*STAFF)]).order_by("path")
    )
    if not places:
        raise NotAllowed(STAFF)
    typed = {name: str(request.POST.get(name, "")) for name in ("name", "day", "rows", "source", "authority")}
    typed["day"] = typed["day"] or request.actor.day.isoformat()
    fault = ""
    if request.method == "POST":
        try:
            n = _import(request, typed, places)
        except Refused as error:
            fault = wording.refused(error.code, error.facts)
        else:
            sentence = ngettext(
                "The figure of %(n)s unit is kept.", "The figures of %(n)s units are kept.", n
            )
            messages.success(request, sentence % {"n": n})
            return HttpResponseRedirect(reverse("office-directives-figures"))
    context = {
        "typed": typed,
        "fault": fault,
        "places": places,
        "known": queries.figures_of(places),
        "language": language(),
    }
    return show(
        request,
        "office/directives/figures.html",
        _("Imported figures"),
        context,
        room=ROOM,
        crumbs=crumbs(),
        status=400 if fault else 200,
    )


def _import(request: OfficeRequest, typed: dict[str, str], places: list[Unit]) -> int:
    authority = next((one for one in places if f"{one.scheme}:{one.code}" == typed["authority"]), places[0])
    day = form_values.day(typed["day"])
    if day is None:
        raise Refused("bad-day", typed="")
    values: dict[UnitRef, str] = {}
    for line in typed["rows"].splitlines():
        if not line.strip():
            continue
        found = LINE.match(line)
        if found is None:
            raise Refused("figure-line", line=line.strip()[:60])
        (ref,) = refs_of(found["unit"], authority, day)
        scheme, _colon, code = ref.partition(":")
        values[scheme, code] = _number(found["number"])
    given = FiguresOfDay(
        typed["name"].strip(),
        day,
        tuple(UnitFigure(ref, value) for ref, value in values.items()),
        typed["source"],
    )
    do(FIGURES, actions.import_figures, request.actor, ((authority.scheme, authority.code),), given)
    return len(values)


def _number(text: str) -> str:
    """A number as the language of the page writes it, in plain digits. Raises Refused("bad-number")."""
    own, other = readings(text, language())
    plain = own or other
    if plain is None:
        raise Refused("bad-number", value=text[:40])
    return plain


urlpatterns = [path("directives/figures", figures, name="office-directives-figures")]
