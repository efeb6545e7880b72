"""Who may change the register: an administrator of the province, for its units and no others."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit

SYSTEM = "system:"  # whoever has the machine itself: the command line, the seed


def province_of(unit: Unit) -> Unit:
    """The province that a unit lies in; the highest unit above it when there is none. One query."""
    keys = [int(key) for key in unit.path.split("/") if key]
    above = {one.pk: one for one in Unit.objects.filter(pk__in=keys)}
    chain = [above[key] for key in keys if key in above] or [unit]
    return next((one for one in reversed(chain) if one.tier == "province"), chain[0])


def may_change(actor: Actor, unit: Unit) -> bool:
    """Whether the actor may enter decisions on this unit."""
    try:
        need(actor, [unit])
    except NotAllowed:
        return False
    return True


def may_any(actor: Actor) -> bool:
    """Whether there is a province whose register the actor keeps."""
    return bool(provinces(actor)) or is_system(actor)


def provinces(actor: Actor) -> list[Unit]:
    """The provinces whose registers the actor keeps, by the nearest office; one query."""
    held = [office for office in actor.holding(Role.ADMINISTRATOR) if office.subtree]
    if not held:
        return []
    found = Unit.objects.filter(actor_scope(actor), tier="province")
    return list(found.order_by("sort_key"))


def actor_scope(actor: Actor) -> Q:
    """The condition on units that lie under an administrator's office."""
    condition = Q(pk__in=[])
    for office in actor.holding(Role.ADMINISTRATOR):
        if office.subtree:
            condition |= Q(path__startswith=office.path)
    return condition


def need(actor: Actor, units: Iterable[Unit]) -> OfficeHeld | None:
    """The office by which the actor may change all of these; None for the system itself.

    Raises NotAllowed when one of them lies outside the provinces of the actor, or when there are none.
    """
    if is_system(actor):
        return None
    office: OfficeHeld | None = None
    for province in {one.pk: one for one in map(province_of, units)}.values():
        fit = [held for held in actor.holding(Role.ADMINISTRATOR) if held.subtree]
        fit = [held for held in fit if held.covers(province.pk, province.path)]
        office = max(fit, key=lambda held: len(held.path), default=None)
        if office is None:
            raise NotAllowed([Role.ADMINISTRATOR], str(province))
    if office is None:
        raise NotAllowed([Role.ADMINISTRATOR])
    return office


def is_system(actor: Actor) -> bool:
    """Whether it is nobody signed in, but the machine itself."""
    return actor.person is None and actor.ref.startswith(SYSTEM)
