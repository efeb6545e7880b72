"""Confirming that one has read a card: with a quiz answered rightly. A wrong try is nobody's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from thangdo.records.acts.declared import ANYWHERE, Act, At, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Many, Text, Whole
from thangdo.records.acts.rows import held, unit_of
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import ROLES, NotAllowed, Refused
from thangdo.records.people.models import Person
from thangdo.work.programmes.cards.models import Reading
from thangdo.work.programmes.cards.texts import card
from thangdo.work.programmes.registers import Thing, applies


@dataclass(frozen=True, slots=True)
class CardConfirmed(Happening):
    """An officer confirmed a card; the actor of the event is who read it. unit: of the office held."""

    TYPE: ClassVar[str] = "card.confirmed"
    card: str
    sha256: str
    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """The choice for a question, counted from 0."""

    question: Annotated[int, Whole(0, 100)]
    choice: Annotated[str, Text(60)]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers, and the hash of the card that was on the screen."""

    sha256: Annotated[str, Text(64)]
    answers: Annotated[tuple[Answer, ...], Many(Answer, 100)] = ()

    @classmethod
    def of(cls, sha256: str, chosen: Mapping[int, str]) -> Answers:
        """The same from choices by question."""
        return cls(sha256, tuple(Answer(question, choice) for question, choice in chosen.items()))


def wrong(name: str, answers: Mapping[int, str]) -> list[int]:
    """The questions (from 0) that are not answered rightly. Raises Refused("no-such-card")."""
    return [n for n, one in enumerate(card(name).quiz) if answers.get(n) != one.right]


def confirm(on: On[Thing], given: Answers) -> Outcome:
    """Confirm that one has read a card; with a wrong answer nothing is written down.

    Answers {"passed", "wrong"}.
    """
    if on.held is None or on.actor.person is None:
        raise NotAllowed(ROLES)
    found = card(on.subject.stream.partition(":")[2])
    if given.sha256 != found.sha256:
        raise Refused("card-has-changed")
    missed = wrong(found.name, {one.question: one.choice for one in given.answers})
    known = Reading.objects.filter(card=found.name, sha256=found.sha256, person=on.actor.person)
    if missed or known.exists():
        return Outcome((), {"passed": not missed, "wrong": missed})
    unit = on.held.ref.partition("@")[2]
    confirmed = CardConfirmed(found.name, found.sha256, unit, on.day)
    return Outcome([confirmed], {"passed": True, "wrong": []})


def find(where: Where, act: Act, given: Any, lock: bool) -> Thing:
    """A card; nobody else confirms it meanwhile."""
    stream = f"card:{card(str(where[0])).name}"
    return Thing(stream, held(stream, lock), {})


CARDS = Work("card", table(Act(confirm, (At(ANYWHERE, ROLES),), takes=Answers)), find, where=("card",))


@applies("card.confirmed")
def _confirmed(event: EventView) -> None:
    said = event.payload
    key = int(event.actor.rpartition(":")[2])
    Reading.objects.create(
        card=said["card"],
        sha256=said["sha256"],
        person=Person.objects.get(pk=key),
        unit=unit_of(said["unit"]),
        on=date.fromisoformat(said["on"]),
    )
