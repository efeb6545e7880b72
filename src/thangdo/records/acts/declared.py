"""An act as it is declared: who may do it, in which states, with which input. Data, beside its function.

A kind of work writes a function for each act, which says what the act appends, and below them one table:

    ACTS = table(
        Act(publish, EDITOR, {"announcement": (N.DRAFT, N.WITHDRAWN)}, seen="must"),
        Act(withdraw, EDITOR, {"announcement": (N.PUBLISHED,)}, Why, seen="must"),
    )
    NOTICES = Work("announcement", ACTS, find, where=("slug",))

The table names the functions, so that an editor, mypy and `grep` find them; a decorator or names as text
would scatter the rights over files and hide a wrong input from mypy (docs/decisions/acts.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, EventView
from thangdo.records.people.acting import Actor, OfficeHeld
from thangdo.records.units.models import Unit

Json = dict[str, Any]
Where = tuple[Any, ...]  # what the address names: a slug, a unit, a number


class Subject(Protocol):
    """What is acted on, found and locked: one row, a row and its parent, or a set of rows.

    It is no base class: each kind of work has one small class of its own which keeps to this.
    """

    @property
    def stream(self) -> str:
        """The stream to which events go that name no other."""

    def streams(self) -> Mapping[str, int]:
        """Each stream that an act may write to -> the sequence of the locked row (0: it is new)."""

    def states(self) -> Mapping[str, str | Sequence[str]]:
        """What has a state -> the state it stands in; "" for what is only being made. Of several: each."""

    def place(self, name: str) -> Unit | None:
        """The unit in which an office entitles, by its name in `At`; None where there is none."""

    def follow(self, events: Sequence[EventView]) -> None:
        """Let the tables follow the events, on the rows that are locked."""

    def answer(self) -> Json:
        """What every act answers, once the tables have followed: canonical data for the receipt."""


S = TypeVar("S", bound=Subject)


ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class At:
    """An office that entitles to an act: one of these roles, in the unit that the subject names so.

    place: ANYWHERE for an office that entitles wherever it is held.
    """

    place: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class On(Generic[S]):
    """An act under way: what it is done to, locked; who does it, by which office; what was seen."""

    subject: S
    actor: Actor
    held: OfficeHeld | None = None
    seen: int | Mapping[str, int] | None = None

    @property
    def day(self) -> date:
        """The local day."""
        return self.actor.day

    @property
    def at(self) -> datetime:
        """The moment, aware."""
        return self.actor.at

    @property
    def by(self) -> By:
        """Who acts, as the ledger writes it down."""
        return self.actor.by(self.held)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act appends, and what it answers besides what its subject says.

    events: for the subject's own stream, or (stream, event) for another that it locked.
    answer: more for the answer; a function is called once the tables have followed.
    """

    events: Sequence[Happening | tuple[str, Happening]] = ()
    answer: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)


Appended = Happening | Sequence[Happening] | Outcome | None
Seen = Literal["may", "must"]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done. Its name is that of its function.

    by: claims of which any entitles, the first that is held is written down; none: everybody may.
    when: what has a state -> the states in which the act is allowed; what is not named does not matter.
    takes: the dataclass of its input, the only place of its fields (`records/acts/fields.py`).
    seen: whether the writer must say which sequence was seen. What is sent is always compared.
    makes: for an act that may make its subject, the refusal when one that was thought new is there.
    changes: rows beside its own which the act may change, so that they are locked for update, not shared.
    """

    does: Callable[..., Appended]
    by: tuple[At, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes: type | None = None
    seen: Seen = "may"
    makes: str = ""
    changes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the act, as addresses, words and receipts say it."""
        return self.does.__name__

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that one of its claims names, each once."""
        return tuple(dict.fromkeys(role for claim in self.by for role in claim.roles))


def table(*acts: Act) -> dict[str, Act]:
    """The acts of a kind of work by name. Raises ValueError for a name twice."""
    found = {act.name: act for act in acts}
    if len(found) != len(acts):
        raise ValueError("an act is declared twice")
    return found


S_co = TypeVar("S_co", bound=Subject, covariant=True)


class Find(Protocol[S_co]):
    """Finds the subject that an address names."""

    def __call__(self, where: Where, act: Act, given: Any, lock: bool) -> S_co:
        """The subject; with `lock` every row whose state the act checks and every row it counts is locked.

        given: the input, for acts that make their subject. Raises Refused ("no-such-…").
        """


@dataclass(frozen=True, slots=True)
class Work(Generic[S]):
    """A kind of work, or a room of one: its acts and how what they are done to is found.

    name: as receipts and words call it. where: the names of what an address names, in their order; an act on
    the whole names fewer than one on its part.
    system: whether the system may do what offices entitle to (seeds, jobs, published orders).
    bar: what stands against an act although an office entitles to it. Raises NotAllowed or Refused.
    unchanged: compares what was seen, where that is not the sequence of the stream but that of a part, or of
    several (a mapping). Raises Stale.
    """

    name: str
    acts: Mapping[str, Act]
    find: Find[S]
    where: tuple[str, ...] = ("slug",)
    system: bool = False
    bar: Callable[[S, Actor, Act], None] | None = None
    unchanged: Callable[[S, int | Mapping[str, int]], None] | None = None

    def act(self, does: Callable[..., Any] | str) -> Act:
        """The declaration of an act, by its function or by its name in an address. Raises KeyError."""
        return self.acts[does if isinstance(does, str) else does.__name__]
