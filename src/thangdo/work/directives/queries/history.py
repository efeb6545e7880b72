"""What happened, from the ledger: to a directive and to one unit's part; who, in which office, when, why.

Names of people and the texts that they typed are shown to those who oversee the directive and to the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView, read
from thangdo.records.people.acting import Actor
from thangdo.records.people.queries import names
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.permissions import OWN

TEXTS = ("reason", "text", "decision")
NOT_SHOWN = ("plan", "proofs", "quote", "product")
NAMED = ("to", "before", "unit")


@dataclass(frozen=True, slots=True)
class Moment:
    """One event as it is read. why: the typed texts; facts: the rest of the payload, units by their name."""

    sequence: int
    type: str
    at: datetime
    who: str  # a name; "" for one not shown or for the system
    system: bool
    role: str  # of the office held
    unit: str  # the unit of the office
    facts: Mapping[str, Any]
    why: Mapping[str, str]


def history(actor: Actor, part: Assignment, whole: bool) -> tuple[Moment, ...]:
    """Everything that happened to one unit's part, the latest first."""
    return _moments(actor, read(part.stream)[::-1], whole)


def of_directive(actor: Actor, directive: Directive, whole: bool) -> tuple[Moment, ...]:
    """What happened to the directive itself, the latest first."""
    return _moments(actor, read(directive.stream)[::-1], whole)


def _moments(actor: Actor, events: list[EventView], whole: bool) -> tuple[Moment, ...]:
    offices = [event.office.partition("@") for event in events]
    refs = {ref for _role, _at, ref in offices if ref}
    for event in events:
        refs |= {str(event.payload[name]).removeprefix("head@") for name in NAMED if event.payload.get(name)}
    units = _units(refs)
    known = names(event.actor for event in events)
    held = [
        (place, name, event.payload[name])
        for place, event in enumerate(events)
        for name in TEXTS
        if isinstance(event.payload.get(name), Mapping)
    ]
    texts: dict[int, dict[str, str]] = {}
    for (place, name, _held), text in zip(held, private.texts([one for _, _, one in held]), strict=True):
        texts.setdefault(place, {})[name] = text
    own = [one for one in actor.offices if one.role in OWN]
    found = []
    for place, event in enumerate(events):
        role, _at, ref = offices[place]
        office = units.get(ref)
        near = office is not None and any(one.covers(office.pk, office.path) for one in own)
        facts = {
            name: value
            for name, value in event.payload.items()
            if name not in (*TEXTS, *NOT_SHOWN) and value is not None
        }
        for name in NAMED:
            unit = units.get(str(facts.get(name, "")).removeprefix("head@"))
            if unit is not None:
                facts[f"{name}_name"] = unit.name_vi
        if isinstance(facts.get("figures"), Mapping):
            facts["figures"] = ", ".join(f"{key} {value}" for key, value in facts["figures"].items())
        facts["given"] = len(event.payload.get("proofs") or ())
        found.append(
            Moment(
                event.sequence,
                event.type,
                event.at,
                known.get(event.actor, "") if whole or near or event.actor == actor.ref else "",
                not event.actor.startswith("person:"),
                role,
                office.name_vi if office else "",
                facts,
                texts.get(place, {}),
            )
        )
    return tuple(found)


def _units(refs: Iterable[str]) -> dict[str, Unit]:
    codes = {ref.partition(":")[2] for ref in refs}
    rows = Unit.objects.filter(code__in=codes).only("pk", "scheme", "code", "name_vi", "name_en", "path")
    return {f"{row.scheme}:{row.code}": row for row in rows}
