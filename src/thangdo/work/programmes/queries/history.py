"""What happened, from the ledger, to a programme and to one unit's part: who, in which office, when, why.

Names of people are shown to those who see the whole programme, and one's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.ledger.events import read
from thangdo.records.people.acting import Actor
from thangdo.records.people.queries import names
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.permissions import sees_whole
from thangdo.work.programmes.projection import unit_of

_SHOWN = ("act", "to", "on", "milestone", "holds", "figure", "count", "frozen", "before", "carrier")


@dataclass(frozen=True, slots=True)
class Moment:
    """One event as it is read. who: a name, "" for one not shown or the system; why: the typed reason."""

    type: str
    at: datetime
    who: str
    system: bool
    role: str
    unit: str
    facts: Mapping[str, Any]
    why: Mapping[str, str]


def of_part(actor: Actor, part: Part) -> tuple[Moment, ...]:
    """What happened to a unit's part, the latest first."""
    return _moments(actor, part.programme, part.stream)


def of_programme(actor: Actor, programme: Programme) -> tuple[Moment, ...]:
    """What happened to the programme itself, the latest first."""
    return _moments(actor, programme, programme.stream)


def _moments(actor: Actor, programme: Programme, stream: str) -> tuple[Moment, ...]:
    events = read(stream)[::-1]
    whole = sees_whole(actor, programme)
    known = names({event.actor for event in events})
    reasons = private.texts([event.payload.get("reason") for event in events])
    form = programme.form
    found = []
    for event, reason in zip(events, reasons, strict=True):
        facts = {name: event.payload[name] for name in _SHOWN if name in event.payload}
        if facts.get("milestone") in form.milestones:
            facts["milestone"] = form.milestones[facts["milestone"]].title
        for name in ("before", "carrier"):
            if name in facts:
                facts[name] = unit_of(facts[name]).name_vi
        role, _at, ref = event.office.partition("@")
        shown = whole or event.actor == actor.ref
        found.append(
            Moment(
                event.type,
                event.at,
                known.get(event.actor, "") if shown else "",
                not event.actor.startswith("person:"),
                role,
                _name(ref),
                facts,
                {"reason": reason} if reason else {},
            )
        )
    return tuple(found)


def _name(ref: str) -> str:
    return unit_of(ref).name_vi if ref else ""
