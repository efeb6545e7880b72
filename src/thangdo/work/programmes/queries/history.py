"""What happened, from the ledger, to a programme and to one unit's part: who, in which office, when, why.

Names of people are shown to those who see the whole programme, and one's own.
"""

from __future__ import annotations

from dataclasses import replace

from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Actor
from thangdo.records.people.stories import Told, by_ref, story
from thangdo.records.units.models import Unit
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.permissions import sees_whole

_SHOWN = ("act", "to", "on", "milestone", "holds", "figure", "count", "frozen", "before", "carrier")
_UNITS = ("before", "carrier")


def of_part(actor: Actor, part: Part) -> tuple[Told, ...]:
    """What happened to a unit's part, the latest first."""
    return _told(actor, part.programme, part.stream)


def of_programme(actor: Actor, programme: Programme) -> tuple[Told, ...]:
    """What happened to the programme itself, the latest first."""
    return _told(actor, programme, programme.stream)


def _told(actor: Actor, programme: Programme, stream: str) -> tuple[Told, ...]:
    whole = sees_whole(actor, programme)

    def shows(event: EventView, unit: Unit | None) -> bool:
        return whole or event.actor == actor.ref

    told = story(stream, shows)
    units = by_ref(str(one.facts[name]) for one in told for name in _UNITS if name in one.facts)
    milestones = programme.form.milestones
    found = []
    for one in told:
        facts = {name: one.facts[name] for name in _SHOWN if name in one.facts}
        if facts.get("milestone") in milestones:
            facts["milestone"] = milestones[facts["milestone"]].title
        for name in _UNITS:
            if name in facts:
                unit = units[str(facts[name])]
                facts |= {name: unit.name_vi, f"{name}_en": unit.name("en")}
        why = {name: text for name, text in one.why.items() if name == "reason"}
        found.append(replace(one, facts=facts, why=why))
    return tuple(found)
