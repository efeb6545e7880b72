"""The states of an edition and who may move it from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thangdo.records.people.models import Role


class State(StrEnum):
    """Where an edition stands on its way to being published."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: from which states, to which, by which roles."""

    roles: tuple[str, ...]
    source: tuple[State, ...]
    target: State


MOVES: dict[str, Move] = {
    "write": Move((Role.AUTHOR,), (State.DRAFT,), State.DRAFT),
    "submit": Move((Role.AUTHOR,), (State.DRAFT,), State.REVIEW),
    "send_back": Move((Role.COUNCIL, Role.PUBLISHER), (State.REVIEW,), State.DRAFT),
    "take_back": Move((Role.AUTHOR,), (State.REVIEW,), State.DRAFT),
    "publish": Move((Role.PUBLISHER,), (State.REVIEW,), State.PUBLISHED),
    "withdraw": Move((Role.AUTHOR, Role.PUBLISHER), (State.DRAFT, State.REVIEW), State.WITHDRAWN),
}
