"""What the pages of programmes and their rooms share: the row of rooms, crumbs, texts and days of forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.office import form_values
from thangdo.faces.office.form_values import posted
from thangdo.faces.office.page_frame import OfficeRequest
from thangdo.records.acts import fields, forms
from thangdo.records.acts.declared import Json, Work
from thangdo.records.acts.frame import SeenBy, do, ready
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.stories import Told
from thangdo.records.units.models import Unit
from thangdo.work.programmes.queries.pace import Forecast
from thangdo.work.programmes.templates import Words

ROOM = "programmes"


@dataclass(frozen=True)
class Tab:
    """A room in the row of rooms."""

    name: str
    title: str
    address: str


def rooms() -> list[Tab]:
    """The rooms of programmes."""
    named = [
        ("programmes", _("Programmes"), "office-programmes"),
        ("table", _("Side by side"), "office-programmes-table"),
        ("plans", _("Improvement plans"), "office-plans"),
        ("staff", _("ICT staff"), "office-staff"),
        ("assets", _("ICT equipment"), "office-assets"),
        ("cards", _("Knowing the indices"), "office-cards"),
        ("conduct", _("Standards of conduct"), "office-conduct"),
    ]
    return [Tab(name, title, reverse(address)) for name, title, address in named]


def frame(tab: str) -> dict[str, Any]:
    """What every page here shows around its own."""
    return {"rooms": rooms(), "tab": tab, "language": language()}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where the page stands."""
    return [(_("Programmes"), reverse("office-programmes")), *more]


def named(unit: Unit) -> str:
    """A unit's name in the language of the page."""
    return unit.name(language())


def options(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Units to choose from in a form: scheme:code, and the name in the language of the page."""
    return [(f"{one.scheme}:{one.code}", named(one)) for one in units]


def ref(text: str) -> tuple[str, str]:
    """A unit as a form names it: scheme:code. Raises Refused("no-such-unit")."""
    scheme, colon, code = text.strip().partition(":")
    if not colon or not code:
        raise Refused("no-such-unit", unit=text.strip()[:60] or "?")
    return scheme, code.split(" ")[0]


def needed_day(request: HttpRequest, name: str) -> date:
    """A day of a form. Raises Refused("bad-day") for none."""
    found = form_values.day(posted(request, name))
    if found is None:
        raise Refused("bad-day", typed="")
    return found


def seen(request: HttpRequest) -> int | None:
    """The sequence that stood on the page; None where the form has none."""
    text = posted(request, "seen")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def money(text: str) -> str:
    """Đồng as people write them: 120.000.000, 120,000,000; as a whole number. Raises Refused("bad-money")."""
    clean = re.sub(r"[\s.,_]", "", text)
    if not re.fullmatch(r"[0-9]{0,15}", clean):
        raise Refused("bad-money", most=10**15)
    return clean


def done(
    request: OfficeRequest,
    work: Work[Any],
    act: Callable[..., Any],
    where: tuple[Any, ...],
    seen: SeenBy = None,
    **typed: str,
) -> Json:
    """Do an act with what a form of these pages sends: its fields are those of the act.

    typed: fields that the form names or writes otherwise. Raises the first fault of a field; who may not act
    is told so before.
    """
    declared = work.act(act)
    if declared.takes is None:
        return do(work, act, request.actor, where, seen=seen)
    sent = {**{name: str(value) for name, value in request.POST.items()}, **typed}
    asked = [one.name for one in fields.fields_of(declared.takes) if one.name in sent or not one.optional]
    given, faults = forms.read(declared.takes, sent, asked)
    if faults:
        if not declared.makes:
            ready(work, act, request.actor, where)
        raise next(iter(faults.values()))
    return do(work, act, request.actor, where, given, seen=seen)


def authorities(actor: Actor, *roles: str) -> list[Unit]:
    """The units in which the actor holds one of these offices, to choose from."""
    held = {one.unit for one in actor.holding(*roles)}
    return list(Unit.objects.filter(pk__in=held).order_by("path"))


def units_under(units: list[Unit], day: date, most: int = 2000) -> list[Unit]:
    """The units valid on a day at or under these, for a list to choose from."""
    from django.db.models import Q

    under = Q(pk__in=[])
    for one in units:
        under |= Q(path__startswith=one.path)
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    return list(Unit.objects.filter(under).filter(valid).order_by("path", "sort_key")[:most])


def forecast_words(found: Forecast) -> str:
    """A forecast in a sentence."""
    facts = {
        "day": numbers.day(found.day, language()) if found.day else "",
        "due": numbers.day(found.due, language()) if found.due else "",
        "done": numbers.number(found.done, language()),
        "of": numbers.number(found.of, language()),
        "pace": numbers.number(found.a_week, language(), 1) if found.a_week is not None else "",
    }
    return wording.state_name("forecast", found.code).format(**facts)


def story(events: Iterable[Told]) -> list[Told]:
    """What happened, with the titles of milestones in the language of the page."""
    found = []
    for one in events:
        facts = {
            name: text(value) if isinstance(value, Words) else value for name, value in one.facts.items()
        }
        found.append(replace(one, facts=facts))
    return found
