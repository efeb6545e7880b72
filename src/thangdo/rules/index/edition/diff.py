"""What changed from one edition to another, criterion by criterion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thangdo.rules.index.edition.findings import Spot, laid_out
from thangdo.rules.index.edition.model import Edition, Level, Need
from thangdo.rules.index.edition.text import flow, plain


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Part(StrEnum):
    """The part of the edition in which something changed."""

    EDITION = "edition"
    INPUT = "input"
    TABLE = "table"
    NODE = "node"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what` is the key that changed (weight, max, rule …), None where all of it came or went.

    before and after are one line of YAML each; None where there was, or is, nothing.
    """

    kind: Kind
    part: Part
    code: str
    what: str | None = None
    before: str | None = None
    after: str | None = None


# Said elsewhere, or not a difference of content.
_OF_PARTS = {"inputs", "observations", "index", "levels"}
_OF_TREE = {"pillars", "groups", "criteria", "sub_criteria", "origin"}


def diff(a: Edition, b: Edition) -> list[Change]:
    """Every change from `a` to `b`: the head, inputs, tables, nodes in the order of `b`, levels.

    >>> words = {"edition": "e", "official": False, "title": {"vi": "Thử"}, "tiers": ["commune"]}
    >>> words["effective"] = {"from": "2019-04-05"}
    >>> old = Edition(version=1, index={"title": {"vi": "Chỉ số"}, "max": 5}, **words)
    >>> new = Edition(version=2, index={"title": {"vi": "Chỉ số"}, "max": 6}, **words)
    >>> [(change.code, change.what, change.before, change.after) for change in diff(old, new)]
    [('edition', 'version', '1', '2'), ('index', 'max', '5', '6')]
    """
    changes = list(_fields(Part.EDITION, "edition", a, b, _OF_PARTS))
    changes += _named(Part.INPUT, a.inputs, b.inputs)
    changes += _named(Part.TABLE, a.observations, b.observations)
    changes += _nodes(a, b)
    changes += _levels(a.levels or {}, b.levels or {})
    return changes


def _shown(value: Any) -> str | None:
    if value is None or value == () or value == {}:
        return None
    return flow(plain(value))


def _fields(part: Part, code: str, a: Any, b: Any, leave_out: Collection[str] = ()) -> Iterator[Change]:
    for name, field in type(b).model_fields.items():
        before, after = getattr(a, name), getattr(b, name)
        if name not in leave_out and before != after:
            yield Change(Kind.CHANGED, part, code, field.alias or name, _shown(before), _shown(after))


def _named(part: Part, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    for name in a:
        if name not in b:
            yield Change(Kind.REMOVED, part, name, before=_shown(a[name]))
    for name in b:
        if name not in a:
            yield Change(Kind.ADDED, part, name, after=_shown(b[name]))
        else:
            yield from _fields(part, name, a[name], b[name])


def _title(spot: Spot) -> str:
    return flow(plain(spot.node.title))


def _nodes(a: Edition, b: Edition) -> Iterator[Change]:
    old = {spot.code: spot for spot in laid_out(a)}
    new = {spot.code: spot for spot in laid_out(b)}
    for code, spot in old.items():
        if code not in new:
            yield Change(Kind.REMOVED, Part.NODE, code, before=_title(spot))
    for code, spot in new.items():
        before = old.get(code)
        if before is None:
            yield Change(Kind.ADDED, Part.NODE, code, after=_title(spot))
            continue
        if _where(before) != _where(spot):
            yield Change(Kind.MOVED, Part.NODE, code, "parent", _where(before), _where(spot))
        yield from _fields(Part.NODE, code, before.node, spot.node, _OF_TREE)


def _where(spot: Spot) -> str:
    """The parent of a node and the kind it is there."""
    return "" if spot.above is None else f"{spot.kind} of {spot.above.code}"


def _levels(a: Mapping[str, Level], b: Mapping[str, Level]) -> Iterator[Change]:
    if [name for name in a if name in b] != [name for name in b if name in a]:
        yield Change(Kind.MOVED, Part.LEVEL, "levels", "order", " < ".join(a), " < ".join(b))
    for name in a:
        if name not in b:
            yield Change(Kind.REMOVED, Part.LEVEL, name, before=_shown(a[name]))
    for name, level in b.items():
        if name not in a:
            yield Change(Kind.ADDED, Part.LEVEL, name, after=_shown(level))
            continue
        if a[name].title != level.title:
            yield Change(Kind.CHANGED, Part.LEVEL, name, "title", _shown(a[name].title), _shown(level.title))
        old, new = _needs(a[name]), _needs(level)
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                kind = Kind.ADDED if key not in old else Kind.REMOVED if key not in new else Kind.CHANGED
                yield Change(kind, Part.LEVEL, name, key, old.get(key), new.get(key))


def _needs(level: Level) -> dict[str, str]:
    """The conditions by what they are on, so that a changed threshold is seen as one."""
    found: dict[str, str] = {}
    for need in level.needs:
        key = base = _on(need)
        number = 2
        while key in found:
            key, number = f"{base} ({number})", number + 1
        found[key] = flow(plain(need))
    return found


def _on(need: Need) -> str:
    tiers = "" if need.tiers is None else " for " + ", ".join(need.tiers)
    return f"needs {need.node}{tiers}"
