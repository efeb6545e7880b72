"""Confirming that one has read a card: with a quiz answered rightly. A wrong try is nobody's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Person, Role
from thangdo.work.programmes.actions.common import Json
from thangdo.work.programmes.cards.models import Reading
from thangdo.work.programmes.cards.texts import card
from thangdo.work.programmes.projection import unit_of
from thangdo.work.programmes.registers import applies, happen


@dataclass(frozen=True, slots=True)
class CardConfirmed(Happening):
    """An officer confirmed a card; the actor of the event is who read it. unit: of the office held."""

    TYPE: ClassVar[str] = "card.confirmed"
    card: str
    sha256: str
    unit: str
    on: date


def wrong(name: str, answers: Mapping[int, str]) -> list[int]:
    """The questions (from 0) that are not answered rightly. Raises Refused("no-such-card")."""
    return [n for n, one in enumerate(card(name).quiz) if answers.get(n) != one.right]


def confirm(actor: Actor, name: str, sha256: str, answers: Mapping[int, str]) -> Json:
    """Confirm that one has read a card. sha256: of what was on the screen.

    Gives {"passed", "wrong"}; with a wrong answer nothing is written down. Raises NotAllowed, Refused.
    """
    found = card(name)
    if actor.person is None or not actor.offices:
        raise NotAllowed([role.value for role in Role])
    if sha256 != found.sha256:
        raise Refused("card-has-changed")
    missed = wrong(name, answers)
    if missed:
        return {"passed": False, "wrong": missed}

    def run() -> Json:
        if not Reading.objects.filter(card=name, sha256=sha256, person=actor.person).exists():
            held = actor.offices[0]
            unit = held.ref.partition("@")[2]
            happen(f"card:{name}", [CardConfirmed(name, sha256, unit, actor.day)], actor, held)
        return {"passed": True, "wrong": []}

    answer: Json = once(actor.by(), {"act": "card-confirm", "card": name, "sha256": sha256}, run)
    return answer


@applies("card.confirmed")
def _confirmed(event: EventView) -> None:
    said = event.payload
    key = int(event.actor.rpartition(":")[2])
    Reading.objects.create(
        card=said["card"], sha256=said["sha256"], person=Person.objects.get(pk=key),
        unit=unit_of(said["unit"]), on=date.fromisoformat(said["on"]),
    )  # fmt: skip
