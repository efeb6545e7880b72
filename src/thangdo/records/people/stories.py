"""What happened in a stream of the ledger, as people read it: who, in which office, when, what, why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView, read
from thangdo.records.people.queries import names
from thangdo.records.units.models import Unit

#: whether the name of who acted is shown to the reader; the unit: of the office by which it was done
Shows = Callable[[EventView, Unit | None], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """One event. who: a name, "" for the system or where it is not shown; why: typed texts by field."""

    sequence: int
    type: str
    at: datetime
    who: str
    system: bool
    role: str
    unit: str  # of the office held
    facts: Mapping[str, Any]
    why: Mapping[str, str]


def to_all(event: EventView, unit: Unit | None) -> bool:
    """Every name is shown: the reader oversees the stream."""
    return True


def story(stream: str, shows: Shows = to_all, hide: Collection[str] = ()) -> tuple[Told, ...]:
    """The events of a stream, the latest first. The caller has checked the right to read.

    hide: fields of a payload that are not told, facts and typed texts alike.
    """
    events = read(stream)[::-1]
    known = names(event.actor for event in events)
    offices = [event.office.partition("@") for event in events]
    units = by_ref(ref for _, _, ref in offices if ref)
    held = [
        (place, name, value)
        for place, event in enumerate(events)
        for name, value in event.payload.items()
        if name not in hide and _is_text(value)
    ]
    texts: dict[int, dict[str, str]] = {}
    for (place, name, _), text in zip(held, private.texts([one for _, _, one in held]), strict=True):
        if text:
            texts.setdefault(place, {})[name] = text
    found = []
    for place, event in enumerate(events):
        unit = units.get(offices[place][2])
        facts = {
            name: value
            for name, value in event.payload.items()
            if name not in hide and value is not None and not _is_text(value)
        }
        found.append(
            Told(
                event.sequence,
                event.type,
                event.at,
                known.get(event.actor, "") if shows(event, unit) else "",
                not event.actor.startswith("person:"),
                offices[place][0],
                unit.name_vi if unit else "",
                facts,
                texts.get(place, {}),
            )
        )
    return tuple(found)


def by_ref(refs: Iterable[str]) -> dict[str, Unit]:
    """Units by scheme:code, as events name them; one query."""
    codes = {ref.partition(":")[2] for ref in refs}
    rows = Unit.objects.filter(code__in=codes).only("pk", "scheme", "code", "name_vi", "name_en", "path")
    return {f"{row.scheme}:{row.code}": row for row in rows}


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"ref", "sha256"}
