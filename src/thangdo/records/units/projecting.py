"""From states to tables: the rows of units, of their pasts and links, written in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Max

from thangdo.records.ledger.models import Event
from thangdo.records.units import paths
from thangdo.records.units.codes import Key
from thangdo.records.units.fold import fold as folded_name
from thangdo.records.units.fold import searched, sort_key
from thangdo.records.units.models import Unit, UnitLink, UnitPast
from thangdo.records.units.states import Folded, Link, Past, State

_BATCH = 300
MANY = 300  # rows at once, after which the database is to count again
_COLUMNS = (
    *("name_vi", "name_en", "name_fold", "search", "sort_key", "kind", "tier", "region", "parent"),
    *("valid_from", "valid_to", "org_code", "gso_code", "source", "sequence", "changes"),
)


def states_of(keys: Iterable[Key]) -> dict[Key, State]:
    """The states of units as the tables have them; of those that are there."""
    units = {Key(unit.scheme, unit.code): unit for unit in rows_of(keys)}
    pasts: dict[int, list[Past]] = {}
    links: dict[int, list[Link]] = {}
    ids = [unit.pk for unit in units.values()]
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        for past in UnitPast.objects.select_related("parent").filter(unit__in=part).order_by("until"):
            parent = str(Key(past.parent.scheme, past.parent.code)) if past.parent else ""
            pasts.setdefault(past.unit_id, []).append(
                Past(past.until, past.name_vi, past.name_en, past.kind, parent, past.decision)
            )
        found = UnitLink.objects.select_related("successor").filter(predecessor__in=part)
        for link in found.order_by("date", "id"):
            to = str(Key(link.successor.scheme, link.successor.code))
            links.setdefault(link.predecessor_id, []).append(
                Link(to, link.date, link.kind, link.decision, link.source)
            )
    return {
        key: _state(unit, tuple(pasts.get(unit.pk, ())), tuple(links.get(unit.pk, ())))
        for key, unit in units.items()
    }


def rows_of(keys: Iterable[Key], lock: bool = False) -> list[Unit]:
    """The rows of units; `lock`: nobody else changes them until the transaction ends."""
    wanted = set(keys)
    codes = sorted({key.code for key in wanted})
    schemes = sorted({key.scheme for key in wanted})
    found: list[Unit] = []
    for start in range(0, len(codes), _BATCH):
        rows = Unit.objects.select_related("parent").filter(
            scheme__in=schemes, code__in=codes[start : start + _BATCH]
        )
        if lock:
            rows = rows.select_for_update(of=("self",))
        found += [unit for unit in rows.order_by("pk") if Key(unit.scheme, unit.code) in wanted]
    return found


def project(states: Mapping[Key, State | None], sequences: Mapping[Key, int]) -> None:
    """Bring the tables to these states: units that have ended first, so that a code is free for its heir."""
    rows = {Key(unit.scheme, unit.code): unit for unit in rows_of(states)}
    gone = [rows[key].pk for key, state in states.items() if state is None and key in rows]
    standing = {key: state for key, state in states.items() if state is not None}
    freed = [
        rows[key].pk
        for key, state in states.items()
        if key in rows and rows[key].org_code and (state is None or rows[key].org_code != state.org_code)
    ]
    Unit.objects.filter(pk__in=freed).update(org_code="")
    _put_rows(standing, rows, sequences)
    _put_pasts_and_links(standing)
    UnitLink.objects.filter(predecessor__in=gone).delete()
    UnitPast.objects.filter(unit__in=gone).delete()
    Unit.objects.filter(pk__in=gone).delete()
    paths.refresh()
    if len(states) >= MANY:
        paths.weigh()


def _put_rows(states: Mapping[Key, State], rows: dict[Key, Unit], sequences: Mapping[Key, int]) -> None:
    new = [key for key in states if key not in rows]
    place = (Unit.objects.aggregate(last=Max("place"))["last"] or 0) + 1
    for number, key in enumerate(new):
        rows[key] = Unit(scheme=key.scheme, code=key.code, place=place + number)
    for key, state in states.items():
        _fill(rows[key], key, state, sequences[key])
    ended = [key for key in states if key not in new and states[key].valid_to is not None]
    others = [key for key in states if key not in new and states[key].valid_to is None]
    # Parents may be units of this very write: first the rows, then to whom they belong.
    for part in (ended, new, others):
        if part is new:
            Unit.objects.bulk_create([rows[key] for key in new], batch_size=_BATCH)
        else:
            columns = [column for column in _COLUMNS if column != "parent"]
            Unit.objects.bulk_update([rows[key] for key in part], columns, batch_size=_BATCH)
    parents = _ids({Key.read(state.parent) for state in states.values() if state.parent})
    for key, state in states.items():
        rows[key].parent_id = parents[Key.read(state.parent)] if state.parent else None
    Unit.objects.bulk_update([rows[key] for key in states], ["parent"], batch_size=_BATCH)


def _fill(unit: Unit, key: Key, state: State, sequence: int) -> None:
    for name in ("name_vi", "name_en", "kind", "tier", "region", "valid_from", "valid_to", "source"):
        setattr(unit, name, getattr(state, name))
    unit.org_code, unit.gso_code, unit.sequence = state.org_code, state.gso_code, sequence
    unit.changes = len(state.pasts)
    unit.name_fold, unit.sort_key = folded_name(state.name_vi), sort_key(state.name_vi)
    unit.search = searched(
        [state.name_vi, *(past.name_vi for past in state.pasts)],
        [state.name_en, *(past.name_en for past in state.pasts)],
        [key.code, state.org_code, state.gso_code],
    )


def _put_pasts_and_links(states: Mapping[Key, State]) -> None:
    wanted = set(states)
    for state in states.values():
        wanted.update(Key.read(past.parent) for past in state.pasts if past.parent)
        wanted.update(Key.read(link.to) for link in state.links)
    ids = _ids(wanted)
    own = {ids[key]: state for key, state in states.items()}
    UnitPast.objects.filter(unit__in=own).delete()
    UnitPast.objects.bulk_create(
        [
            UnitPast(
                unit_id=unit,
                until=past.until,
                name_vi=past.name_vi,
                name_en=past.name_en,
                kind=past.kind,
                parent_id=ids[Key.read(past.parent)] if past.parent else None,
                decision=past.decision,
            )
            for unit, state in own.items()
            for past in state.pasts
        ],
        batch_size=_BATCH,
    )
    there = {(link.predecessor_id, link.successor_id, link.date): link for link in _links_of(list(own))}
    links = {
        (unit, ids[Key.read(link.to)], link.date): link for unit, state in own.items() for link in state.links
    }
    UnitLink.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in links]).delete()
    UnitLink.objects.bulk_create(
        [
            UnitLink(
                predecessor_id=key[0],
                successor_id=key[1],
                date=key[2],
                kind=link.kind,
                decision=link.decision,
                source=link.source,
            )
            for key, link in links.items()
            if key not in there
        ],
        batch_size=_BATCH,
    )


def _links_of(units: list[int]) -> list[UnitLink]:
    found: list[UnitLink] = []
    for start in range(0, len(units), _BATCH):
        found += UnitLink.objects.filter(predecessor__in=units[start : start + _BATCH])
    return found


def _ids(keys: Iterable[Key]) -> dict[Key, int]:
    return {Key(unit.scheme, unit.code): unit.pk for unit in rows_of(keys)}


def _state(unit: Unit, pasts: tuple[Past, ...], links: tuple[Link, ...]) -> State:
    return State(
        unit.name_vi,
        unit.name_en,
        unit.kind,
        unit.tier,
        unit.region,
        str(Key(unit.parent.scheme, unit.parent.code)) if unit.parent else "",
        unit.valid_from,
        unit.valid_to,
        unit.org_code,
        unit.gso_code,
        unit.source,
        pasts,
        links,
    )


def replayed() -> dict[Key, Folded]:
    """What all events of units come to, unit by unit: the tables must say the same."""
    found: dict[Key, Folded] = {}
    rows = Event.objects.filter(stream__startswith="unit:").order_by("stream", "sequence")
    for stream, kind, payload in rows.values_list("stream", "type", "payload").iterator(chunk_size=2000):
        key = Key.read(stream.removeprefix("unit:"))
        found.setdefault(key, Folded()).take(kind, payload)
    return found
