"""What happened in streams of the ledger, as people read it: who, in which office, when, what, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.events import view
from thangdo.records.ledger.models import Event
from thangdo.records.people.queries import names
from thangdo.records.units.models import Unit

MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One event. who: a name, "" for the system or where names are not shown; why: typed texts by field."""

    sequence: int
    stream: str
    type: str
    at: datetime
    who: str
    system: bool
    role: str
    unit: str  # of the office held
    payload: Mapping[str, Any]
    why: Mapping[str, str]


def story(
    streams: Iterable[str], *, named: bool = True, hide: Iterable[str] = (), most: int = MOST
) -> list[Told]:
    """The events of streams, the latest first. named: whether names of persons are shown to the reader.

    hide: payload fields whose typed text the reader may not see. The caller has checked the right to read.
    """
    rows = Event.objects.filter(stream__in=list(streams)).order_by("-id")[:most]
    events = [view(row) for row in rows]
    known = names(event.actor for event in events) if named else {}
    offices = [event.office.partition("@") for event in events]
    codes = {ref.partition(":")[2] for _, _, ref in offices if ref}
    units = {f"{one.scheme}:{one.code}": one.name_vi for one in Unit.objects.filter(code__in=codes)}
    hidden = set(hide)
    held = [
        (place, name, value)
        for place, event in enumerate(events)
        for name, value in event.payload.items()
        if isinstance(value, Mapping) and set(value) == {"ref", "sha256"} and name not in hidden
    ]
    texts: dict[int, dict[str, str]] = {}
    for (place, name, _), text in zip(held, private.texts([one for _, _, one in held]), strict=True):
        if text:
            texts.setdefault(place, {})[name] = text
    return [
        Told(
            event.sequence, event.stream, event.type, event.at, known.get(event.actor, ""),
            not event.actor.startswith("person:"), offices[place][0], units.get(offices[place][2], ""),
            {name: value for name, value in event.payload.items() if not isinstance(value, Mapping)},
            texts.get(place, {}),
        )
        for place, event in enumerate(events)
    ]  # fmt: skip
