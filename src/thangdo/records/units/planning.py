"""What an operation on the register will do, found out before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from thangdo.records.ledger.event_type import Happening, plain
from thangdo.records.units import events
from thangdo.records.units.codes import Key
from thangdo.records.units.models import UnitLink
from thangdo.records.units.problems import UnitProblem
from thangdo.records.units.states import Folded, Link, State, new_state
from thangdo.rules.canonical import sha256
from thangdo.rules.letters import tidy


class Act(StrEnum):
    """What a decision can do with units."""

    FOUND = "found"
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    MOVE = "move"
    DISSOLVE = "dissolve"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that is to exist. Blank `kind` and `tier` and no `parent`: as of the unit it comes from."""

    key: Key
    name_vi: str
    name_en: str = ""
    kind: str = ""
    tier: str = ""
    parent: Key | None = None
    region: str = ""
    org_code: str = ""
    gso_code: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One decision. units: those that it happens to; into: existing units that take them over; new: founded.

    default: of a split, the part to which an address goes when nothing more is known. remains: a unit that
    is split goes on existing. children_to: where the units under an ended one belong from that day on.
    """

    act: Act
    day: date
    decision: str
    units: tuple[Key, ...] = ()
    into: tuple[Key, ...] = ()
    new: tuple[NewUnit, ...] = ()
    default: Key | None = None
    remains: bool = False
    parent: Key | None = None
    children_to: Key | None = None
    name_vi: str = ""
    name_en: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "decision", tidy(self.decision))

    def data(self) -> dict[str, Any]:
        """As canonical data: what an idempotency key stands for."""
        new = [
            {
                "key": str(one.key),
                "names": [one.name_vi, one.name_en],
                "kind": one.kind,
                "tier": one.tier,
                "parent": str(one.parent or ""),
                "region": one.region,
                "codes": [one.org_code, one.gso_code],
            }
            for one in self.new
        ]
        return {
            "act": self.act.value,
            "day": self.day.isoformat(),
            "decision": self.decision,
            "units": [str(key) for key in self.units],
            "into": [str(key) for key in self.into],
            "new": new,
            "default": str(self.default or ""),
            "remains": self.remains,
            "parent": str(self.parent or ""),
            "children_to": str(self.children_to or ""),
            "names": [self.name_vi, self.name_en],
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One event that an operation will append, and the unit before and after it."""

    key: Key
    happening: Happening
    before: State | None
    after: State


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will happen. hash: of the steps, of what they stand on, and of what is `asked`."""

    act: str
    day: date
    decision: str
    steps: tuple[Step, ...]
    seen: Mapping[Key, int]
    hash: str
    asked: tuple[UnitProblem, ...] = ()  # what may be a slip: who confirms the preview has decided

    @property
    def key(self) -> str:
        """How the operation will be called."""
        return self.hash[:32]


@dataclass
class Making:
    """A plan while it is made: the states as they become, the steps so far."""

    states: dict[Key, State]
    sequences: Mapping[Key, int]
    steps: list[Step] = field(default_factory=list)

    def step(self, key: Key, happening: Happening) -> None:
        """One event more; the states follow it."""
        before = self.states.get(key)
        folded = Folded(before)
        after = folded.take(happening.TYPE, happening.new().payload).state
        assert after is not None
        self.states[key] = after
        self.steps.append(Step(key, happening, before, after))

    def plan(self, act: str, day: date, decision: str) -> Plan:
        """The finished plan."""
        keys = list(dict.fromkeys(step.key for step in self.steps))
        seen = {key: self.sequences.get(key, 0) for key in keys}
        told = [
            [str(step.key), step.happening.TYPE, plain(step.happening.new().payload)] for step in self.steps
        ]
        before = {str(key): _data(self._first(key)) for key in keys}
        digest = sha256({"steps": told, "seen": {str(k): n for k, n in seen.items()}, "before": before})
        return Plan(act, day, decision, tuple(self.steps), seen, digest)

    def _first(self, key: Key) -> State | None:
        return next(step.before for step in self.steps if step.key == key)


def steps_of(
    operation: Operation,
    states: dict[Key, State],
    sequences: Mapping[Key, int],
    under: Mapping[Key, Sequence[Key]],
) -> Plan:
    """The plan of an operation that nothing stands against (`checking.problems_of`).

    states: of every unit named, of those under ended ones, of parents. under: the valid units under each.
    """
    making = Making(dict(states), sequences)
    act, decision, day = operation.act.value, operation.decision, operation.day
    blank = {"operation": "", "act": act, "decision": decision}
    if operation.act in (Act.RENAME, Act.MOVE):
        before = states[operation.units[0]]
        wanted = changed_fields(operation)
        fields = {name: value for name, value in wanted.items() if getattr(before, name) != value}
        making.step(operation.units[0], events.Changed(**blank, day=day, fields=fields))
        return making.plan(act, day, decision)
    heirs = [*operation.into, *(one.key for one in operation.new)]
    froms = [str(key) for key in operation.units]
    for key in operation.units:
        links = [link.data() for link in _links(operation, heirs)]
        kind = events.Parted if operation.remains else events.Ended
        making.step(key, kind(**blank, day=day, links=links))
    for one in operation.new:
        row = founded_row(operation, one, states)
        making.step(one.key, events.Founded(**blank, row=row, came_from=froms))
    for key in operation.into:
        making.step(key, events.Joined(**blank, day=day, came_from=froms))
    if operation.children_to is not None and not operation.remains:
        for key in operation.units:
            for child in under.get(key, ()):
                if child not in operation.units:
                    fields = {"parent": str(operation.children_to)}
                    making.step(child, events.Changed(**blank, day=day, fields=fields))
    return making.plan(act, day, decision)


def changed_fields(operation: Operation) -> dict[str, str]:
    """What a renaming or moving changes, as events hold it."""
    if operation.act is Act.MOVE:
        return {"parent": str(operation.parent or "")}
    names = {"name_vi": tidy(operation.name_vi), "name_en": tidy(operation.name_en)}
    return names | ({"kind": operation.kind} if operation.kind else {})


def founded_row(operation: Operation, one: NewUnit, states: Mapping[Key, State]) -> dict[str, str]:
    """The row of a new unit; what is not said is taken from the first unit that it comes from."""
    first = states.get(operation.units[0]) if operation.units else None
    parent = str(one.parent) if one.parent else (first.parent if first else "")
    state = new_state(
        {
            "name_vi": tidy(one.name_vi),
            "name_en": tidy(one.name_en),
            "kind": one.kind or (first.kind if first else ""),
            "tier": one.tier or (first.tier if first else ""),
            "region": one.region or (first.region if first else ""),
            "parent": parent,
            "valid_from": operation.day.isoformat(),
            "org_code": one.org_code.strip(),
            "gso_code": one.gso_code.strip(),
            "source": operation.decision,
        }
    )
    return state.row()


def _links(operation: Operation, heirs: Iterable[Key]) -> list[Link]:
    kinds = UnitLink.Kind
    found = []
    for heir in heirs:
        kind: str = kinds.WHOLE
        if operation.act is Act.SPLIT:
            kind = kinds.SPLIT_DEFAULT if heir == operation.default else kinds.SPLIT
        elif operation.act is Act.MERGE and len(operation.units) == 1 and not operation.into:
            kind = kinds.RENAMED
        found.append(Link(str(heir), operation.day, str(kind), operation.decision, operation.decision))
    return found


def _data(state: State | None) -> Any:
    if state is None:
        return None
    return {
        **state.row(),
        "pasts": [[past.until.isoformat(), past.name_vi, past.parent] for past in state.pasts],
        "links": [link.data() for link in state.links],
    }
