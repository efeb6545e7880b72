"""The page on which an administrator says whose installation this is: names, contact, arms, accent, links."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Options, Unsent
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.identity import colours, pictures, queries
from thangdo.records.identity.actions import HOUSE, Arms, Description
from thangdo.records.identity.queries import House
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units import bodies
from thangdo.records.units import queries as units
from thangdo.records.units.models import Unit
from thangdo.work.registry.permissions import provinces

ROOM = "identity"
MOST = 400  # units to choose from


@require_safe
@office_view
def one(request: OfficeRequest) -> HttpResponseBase:
    """What stands, how it looks, and the forms."""
    return _page(request)


def _page(request: OfficeRequest, unsent: Unsent | None = None) -> HttpResponseBase:
    house = queries.current()
    own = _own(request.actor, house)
    address = partial(reverse, "office-identity-act")
    given = _standing(house, own[0])
    describe = acts.form(
        HOUSE,
        "describe",
        address(args=["describe"]),
        (),
        seen=house.sequence,
        choices={"unit": _options(own), "appraising": _departments(own[0], request.actor)},
        standing=given,
        unsent=unsent,
        tone="",
        folded=False,
    )
    arms = {
        name: acts.form(HOUSE, name, address(args=[name]), (), seen=house.sequence, unsent=unsent)
        for name in ("put_arms", "remove_arms")
        if house.is_said and (name == "put_arms" or house.arms_sha256)
    }
    context = {
        "form": describe,
        "arms": arms,
        "accent": house.accent or "#0f4c8a",
        "contrast": round(colours.contrast(house.accent or "#0f4c8a", "#ffffff"), 1),
        "most": pictures.MOST // 1000,
    }
    status = unsent.status if unsent else 200
    return show(request, "office/identity/page.html", _("This authority"), context, room=ROOM, status=status)


@require_POST
@office_view
def act(request: OfficeRequest, name: str) -> HttpResponseBase:
    """Say it, put the arms, take them off."""
    _own(request.actor, queries.current())
    made = partial(_arms, request) if name == "put_arms" else None
    then = reverse("office-identity")
    said = _said if name == "describe" else None
    return acts.sent(request, HOUSE, name, (), partial(_page, request), then, made=made, said=said)


def _said(done: dict[str, Any]) -> str:
    house = queries.current()
    if house.is_darkened:
        return _("Kept. The colour %(asked)s is too light to be read; pages use %(used)s.") % {
            "asked": house.accent_asked,
            "used": house.accent,
        }
    return _("Kept; every page shows it now.")


def _arms(request: OfficeRequest) -> Arms:
    """The file of the form as the act takes it."""
    file = request.FILES.get("picture")
    if file is None:
        raise Refused("arms-missing", field="picture")
    if (file.size or 0) > pictures.MOST:
        raise Refused("arms-too-large", field="picture", most=pictures.MOST // 1000)
    return Arms(base64.b64encode(file.read()).decode())


def _own(actor: Actor, house: House) -> list[Unit]:
    """The provinces that the actor may name; the own one where it is said. Raises NotAllowed."""
    found = provinces(actor)
    if house.key is not None:
        own = Unit.objects.get(pk=house.key)
        actor.need(own, Role.ADMINISTRATOR)
        found = [own, *(unit for unit in found if unit.pk != own.pk)]
    if not found:
        raise NotAllowed((Role.ADMINISTRATOR,))
    return found


def _options(own: list[Unit]) -> Options:
    return [(f"{unit.scheme}:{unit.code}", unit.name(language())) for unit in own]


def _departments(own: Unit, actor: Actor) -> Options:
    found = units.on(actor.day, tier="department", under=own.path)
    return [(f"{unit.scheme}:{unit.code}", unit.name(language())) for unit in found[:MOST]]


def _standing(house: House, own: Unit) -> Description:
    """What the form begins with: what stands, or what the register says of the province."""
    if not house.is_said:
        name = bodies.area(own.name_vi, own.kind)
        return Description((own.scheme, own.code), name[:1].upper() + name[1:], own.name_en)
    lines = (" | ".join(filter(None, (one.title_vi, one.title_en, one.address))) for one in house.links)
    return Description(
        _ref(house.unit),
        house.name_vi,
        house.name_en,
        house.body_vi,
        house.body_en,
        house.place,
        house.address,
        house.phone,
        house.email,
        house.hotline,
        "both" if "en" in house.languages else "vietnamese",
        house.accent_asked,
        "\n".join(lines),
        _ref(house.appraising) if house.appraising else None,
        " ".join(house.first),
        house.examples,
    )


def _ref(text: str) -> tuple[str, str]:
    scheme, _colon, code = text.partition(":")
    return scheme, code


urlpatterns = [
    path("identity/", one, name="office-identity"),
    path("identity/act/<slug:name>/", act, name="office-identity-act"),
]
