"""Reading the register for officers: lists, one unit with its whole life, what was decided. It is public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.events import read
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Office
from thangdo.records.units import queries as units
from thangdo.records.units.codes import Key
from thangdo.records.units.kinds import TIERS
from thangdo.records.units.models import Unit, UnitOperation
from thangdo.records.units.projecting import rows_of
from thangdo.work.registry.permissions import is_system, may_change, provinces

MOST = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a unit. actor: person:12; office: administrator@scheme:code; reason: where it has one."""

    type: str
    payload: dict[str, Any]
    actor: str
    office: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office in the unit. holder: the person's name."""

    role: str
    title: str
    holder: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """One unit with everything known of it, today."""

    unit: units.UnitView
    pasts: tuple[units.PastView, ...]
    successors: tuple[units.LinkView, ...]
    predecessors: tuple[units.LinkView, ...]
    heirs: tuple[units.UnitView, ...]
    children: tuple[units.UnitView, ...]
    offices: tuple[OfficeView, ...]
    told: tuple[Told, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was entered. may_undo: as far as rights go."""

    key: str
    act: str
    day: date
    decision: str
    units: tuple[str, ...]
    at: datetime
    undone_at: datetime | None
    may_undo: bool


def listing(
    actor: Actor, text: str = "", tier: str = "", day: date | None = None, everywhere: bool = False
) -> list[units.UnitView]:
    """Units found by a text (without marks), or those of a day, in Vietnamese order.

    Without a text: under the actor's own provinces, where there are some; `everywhere`: in all.
    """
    when = day or actor.day
    if text.strip():
        found = [one.unit for one in units.search(text, MOST)]
        return [unit for unit in found if not tier or unit.tier == tier]
    own = [] if everywhere else provinces(actor)
    if not own:
        return _by_tier(units.on(when, tier=tier or None))
    return _by_tier(
        [unit for province in own for unit in units.on(when, tier=tier or None, under=province.path)]
    )


def _by_tier(found: list[units.UnitView]) -> list[units.UnitView]:
    """Departments before districts before communes; in each the order of names."""
    places = {tier: place for place, tier in enumerate(TIERS)}
    return sorted(found, key=lambda unit: places.get(unit.tier, len(places)))


def life(actor: Actor, key: Key) -> Life | None:
    """One unit through time; offices with their holders only for who may change the unit."""
    row = Unit.objects.select_related("parent").filter(scheme=key.scheme, code=key.code).first()
    if row is None:
        return None
    may = may_change(actor, row)
    view = units.view(row)
    return Life(
        view,
        tuple(units.pasts_of(*key)),
        tuple(units.successors(*key)),
        tuple(units.predecessors(*key)),
        tuple(units.heirs(*key, actor.day)) if view.valid_to else (),
        tuple(child for child in units.children(*key) if child.is_valid_on(actor.day)),
        _offices(row, actor.day) if may else (),
        _told(key, may),
        may,
    )


def decisions(actor: Actor, most: int = 50) -> list[Decided]:
    """The latest decisions on units of the actor's provinces."""
    found = []
    rows = list(UnitOperation.objects.all()[: most * 4])
    rights = _rights(actor, rows)
    for row in rows:
        if rights.get(row.pk):
            found.append(_decided(row, True))
    return found[:most]


def of_unit(actor: Actor, key: Key) -> list[Decided]:
    """The decisions that touched a unit, the latest first."""
    names = {event.payload.get("operation") for event in read(key.stream)} - {None, ""}
    rows = list(UnitOperation.objects.filter(key__in=names))
    rights = _rights(actor, rows)
    return [_decided(row, bool(rights.get(row.pk))) for row in rows]


def names(keys: Iterable[str], language: str) -> dict[str, str]:
    """scheme:code → name, as it is today, of those that are there."""
    wanted = set()
    for text in keys:
        try:
            wanted.add(Key.read(text))
        except ValueError:
            continue
    return {str(Key(unit.scheme, unit.code)): unit.name(language) for unit in rows_of(wanted)}


def rows(actor: Actor, scheme: str = "", day: date | None = None) -> list[Unit]:
    """The rows that an export holds: a scheme, or what lies under the actor's provinces (all without one)."""
    found = Unit.objects.select_related("parent").exclude(scheme__in=units.NUMBERED)
    if scheme:
        found = Unit.objects.select_related("parent").filter(scheme=scheme)
    elif own := provinces(actor):
        inside = Q(pk__in=[])
        for province in own:
            inside |= Q(path__startswith=province.path)
        found = found.filter(inside)
    if day is not None:
        found = found.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )
    return list(found.order_by("scheme", "place", "code"))


def _offices(unit: Unit, day: date) -> tuple[OfficeView, ...]:
    held = Office.objects.select_related("person").filter(unit=unit).order_by("role", "since")
    return tuple(
        OfficeView(office.role, office.title, office.person.name, office.since, office.until)
        for office in held
    )


def _told(key: Key, may: bool) -> tuple[Told, ...]:
    events = [event for event in read(key.stream) if event.type != "unit.known"]
    reasons = private.texts([event.payload.get("reason") if may else None for event in events])
    return tuple(
        Told(event.type, event.payload, event.actor, event.office, event.at, reason)
        for event, reason in zip(events, reasons, strict=True)
    )


def _rights(actor: Actor, rows: list[UnitOperation]) -> dict[int, bool]:
    """For each decision, whether its first unit lies in a province of the actor's."""
    keys = {Key.read(row.streams[0]) for row in rows if row.streams}
    found = {
        Key(unit.scheme, unit.code): unit
        for unit in Unit.objects.filter(code__in={key.code for key in keys})
        if Key(unit.scheme, unit.code) in keys
    }
    own = tuple(province.path for province in provinces(actor))
    may = {key: is_system(actor) or unit.path.startswith(own) for key, unit in found.items()}
    return {row.pk: may.get(Key.read(row.streams[0]), False) for row in rows if row.streams}


def _decided(row: UnitOperation, may: bool) -> Decided:
    open_ = row.undone_at is None
    return Decided(
        row.key, row.act, row.day, row.decision, tuple(row.streams), row.at, row.undone_at, may and open_
    )
