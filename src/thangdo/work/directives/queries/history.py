"""What happened, from the ledger: to a directive and to one unit's part; who, in which office, when, why.

Names of people are shown to those who oversee the directive and to the unit of the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Actor
from thangdo.records.people.stories import Told, by_ref, story
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.permissions import OWN

NOT_SHOWN = ("plan", "quote", "product")
NAMED = ("to", "before", "unit")


def history(actor: Actor, part: Assignment, whole: bool) -> tuple[Told, ...]:
    """Everything that happened to one unit's part, the latest first."""
    return _told(actor, part.stream, whole)


def of_directive(actor: Actor, directive: Directive, whole: bool) -> tuple[Told, ...]:
    """What happened to the directive itself, the latest first."""
    return _told(actor, directive.stream, whole)


def _told(actor: Actor, stream: str, whole: bool) -> tuple[Told, ...]:
    own = [one for one in actor.offices if one.role in OWN]

    def shows(event: EventView, unit: Unit | None) -> bool:
        near = unit is not None and any(one.covers(unit.pk, unit.path) for one in own)
        return whole or near or event.actor == actor.ref

    told = story(stream, shows, NOT_SHOWN)
    units = by_ref(_ref(one.facts[name]) for one in told for name in NAMED if one.facts.get(name))
    return tuple(replace(one, facts=_facts(one.facts, units)) for one in told)


def _facts(facts: Mapping[str, Any], units: Mapping[str, Unit]) -> dict[str, Any]:
    """The facts with units by their names and figures as words; of evidences only how many were given."""
    found = {name: value for name, value in facts.items() if name != "proofs"}
    for name in NAMED:
        unit = units.get(_ref(facts.get(name, "")))
        if unit is not None:
            found |= {f"{name}_name": unit.name_vi, f"{name}_name_en": unit.name("en")}
    if isinstance(facts.get("figures"), Mapping):
        found["figures"] = ", ".join(f"{key} {value}" for key, value in facts["figures"].items())
    return {**found, "given": len(facts.get("proofs") or ())}


def _ref(value: object) -> str:
    return str(value).removeprefix("head@")
