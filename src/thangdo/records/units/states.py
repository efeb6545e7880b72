"""A unit's state as its events make it: replaying a stream gives the rows of the tables again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
ROW = (
    *("name_vi", "name_en", "kind", "tier", "region", "parent", "valid_from", "valid_to"),
    *("org_code", "gso_code", "source"),
)
DATED = ("name_vi", "name_en", "kind", "parent")  # what a decision may change from a day on
_DATES = ("valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Past:
    """What it was called, and where it belonged, until a day."""

    until: date
    name_vi: str
    name_en: str
    kind: str
    parent: str
    decision: str


@dataclass(frozen=True, slots=True)
class Link:
    """Into which unit (scheme:code) it passed, on which day, how, by which decision."""

    to: str
    date: date
    kind: str
    decision: str
    source: str

    def data(self) -> dict[str, str]:
        """As events hold it."""
        return {
            "to": self.to,
            "date": self.date.isoformat(),
            "kind": self.kind,
            "decision": self.decision,
            "source": self.source,
        }

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Link:
        """From what an event holds."""
        return cls(
            data["to"], date.fromisoformat(data["date"]), data["kind"], data["decision"], data["source"]
        )


@dataclass(frozen=True, slots=True)
class State:
    """Everything that operations decide about a unit. parent: scheme:code, or nothing."""

    name_vi: str
    name_en: str
    kind: str
    tier: str
    region: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    org_code: str
    gso_code: str
    source: str
    pasts: tuple[Past, ...] = ()
    links: tuple[Link, ...] = ()

    def row(self) -> dict[str, str]:
        """Its fields as events hold them: texts, days as 2025-07-01 or nothing."""
        return {name: text_of(getattr(self, name)) for name in ROW}

    def with_fields(self, fields: Mapping[str, str]) -> State:
        """The same with some fields changed, as events hold them."""
        return replace(self, **{name: _value(name, text) for name, text in fields.items()})

    def changed_on(self, day: date, fields: Mapping[str, str], decision: str) -> State:
        """From `day` on with other fields; what it was before becomes a past, unless it had only begun."""
        after = self.with_fields(fields)
        begun = self.pasts[-1].until + DAY if self.pasts else self.valid_from
        if begun is not None and day <= begun:
            return after
        past = Past(day - DAY, self.name_vi, self.name_en, self.kind, self.parent, decision)
        return replace(after, pasts=(*self.pasts, past))

    @property
    def last_change(self) -> date | None:
        """The day from which it is as it is now, where that is known."""
        return self.pasts[-1].until + DAY if self.pasts else self.valid_from


def new_state(row: Mapping[str, str], links: Iterable[Mapping[str, str]] = ()) -> State:
    """The state that a whole row says.

    >>> state = new_state({"name_vi": "Xã Gào", "kind": "xa", "valid_from": "2025-07-01"})
    >>> state.name_vi, state.valid_from, state.parent
    ('Xã Gào', datetime.date(2025, 7, 1), '')
    """
    values: dict[str, Any] = {name: _value(name, row.get(name, "")) for name in ROW}
    return State(**values, links=tuple(Link.of(link) for link in links))


@dataclass
class Folded:
    """What a stream has come to: the state (None: it does not exist), and the one before each operation."""

    state: State | None = None
    before: list[tuple[str, State | None]] = field(default_factory=list)

    def take(self, kind: str, payload: Mapping[str, Any]) -> Folded:
        """One event more."""
        if kind == "unit.known":
            self.state = new_state(payload["row"], payload["links"])
            return self
        if kind == "unit.undone":
            operation, state = self.before.pop()
            if operation != payload["operation"]:
                raise ValueError(f"{payload['operation']} is undone, but {operation} came last")
            self.state = state
            return self
        if not self.before or self.before[-1][0] != payload["operation"]:
            self.before.append((payload["operation"], self.state))
        self.state = _after(self.state, kind, payload)
        return self


def fold(events: Iterable[tuple[str, Mapping[str, Any]]]) -> Folded:
    """Events (type, payload) of one unit in their order, to what it has come to.

    >>> row = {"name_vi": "Xã Gào", "valid_from": "2025-07-01"}
    >>> founded = ("unit.founded", {"operation": "1", "row": row})
    >>> undone = ("unit.undone", {"operation": "1"})
    >>> fold([founded]).state.name_vi, fold([founded, undone]).state
    ('Xã Gào', None)
    """
    folded = Folded()
    for kind, payload in events:
        folded.take(kind, payload)
    return folded


def _after(state: State | None, kind: str, payload: Mapping[str, Any]) -> State:
    if kind == "unit.founded":
        return new_state(payload["row"])
    if state is None:
        raise ValueError(f"{kind} of a unit that does not exist")
    if kind == "unit.ended":
        last = date.fromisoformat(payload["day"]) - DAY
        return replace(state, valid_to=last, links=(*state.links, *map(Link.of, payload["links"])))
    if kind == "unit.parted":
        return replace(state, links=(*state.links, *map(Link.of, payload["links"])))
    if kind == "unit.joined":
        return state
    if kind == "unit.changed":
        return state.changed_on(date.fromisoformat(payload["day"]), payload["fields"], payload["decision"])
    if kind == "unit.corrected":
        return state.with_fields(payload["fields"])
    raise ValueError(f"unknown event {kind}")


def text_of(value: object) -> str:
    """A field as events hold it.

    >>> text_of(date(2025, 7, 1)), text_of(None)
    ('2025-07-01', '')
    """
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _value(name: str, text: str) -> Any:
    return (date.fromisoformat(text) if text else None) if name in _DATES else text
