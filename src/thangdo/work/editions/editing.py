"""What an author does to a draft in the tree editor, each as a change of its text: text in, text out.

Every function raises Refused: text-unreadable, no-such-node, bad-code, code-taken, taken-over,
written-otherwise (only the text itself can be changed there).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from thangdo.records.people.acting import Refused
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.source import Data
from thangdo.work.editions import tree
from thangdo.work.editions.outline import BELOW, KEYS, NodeView, Outline, outline

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,59}")
Change = Callable[..., str]


def _said(change: Change) -> Change:
    """Says as Refused what the text does not allow."""

    @wraps(change)
    def does(*parts: Any, **named: Any) -> str:
        try:
            return change(*parts, **named)
        except BadInput as error:
            raise Refused("text-unreadable", problem=error.problems[0]) from error
        except tree.Uneditable as error:
            raise Refused("written-otherwise", what=str(error)) from error

    return does


def _read(text: str) -> Outline:
    found = outline(text, "edition.yaml")
    if not found.readable:
        raise Refused("text-unreadable", problem=found.problems[0] if found.problems else "")
    return found


def _node(found: Outline, code: str, own: bool = False) -> NodeView:
    node = found.node(code)
    if node is None:
        raise Refused("no-such-node", node=code)
    if own and not node.own:
        raise Refused("taken-over", node=code, edition=found.extends)
    return node


@_said
def set_head(text: str, values: Mapping[str, Data]) -> str:
    """Set keys of the edition itself: title, effective, tiers …; None takes one out."""
    return tree.change(text, (), values)


@_said
def set_node(text: str, code: str, values: Mapping[str, Data]) -> str:
    """Set keys of a node; None takes one out. A node taken over is changed by a few lines of one's own."""
    node = _node(_read(text), code)
    return tree.change(
        text, node.path, {key: one for key, one in values.items() if node.data.get(key) != one}
    )


@_said
def set_code(text: str, code: str, new: str) -> str:
    """Give a node another code, also where levels, bands and ties name it."""
    found = _read(text)
    node = _node(found, code, own=True)
    _free(found, new)
    return tree.rename(text, node.path, new)


@_said
def add_node(text: str, parent: str, kind: str, code: str, title: str) -> str:
    """Add a node under `parent`. The first part of a criterion takes over its rule and its maximum."""
    found = _read(text)
    if parent == "index" and found.node("index") is None:
        text = tree.change(text, (), {"index": {"title": {"vi": "Chỉ số", "en": "Index"}, "combine": "sum"}})
        found = _read(text)
    node = _node(found, parent)
    if kind not in node.may_hold:
        raise Refused("not-under-this", kind=kind, parent=parent, allowed=", ".join(node.may_hold))
    _free(found, code)
    new: dict[str, Data] = {"title": {"vi": title.strip() or code}}
    if BELOW[kind] and kind in ("pillar", "group"):
        new["combine"] = "sum"
    elif kind == "sub-criterion" and node.is_leaf:
        new |= {key: node.data[key] for key in ("max", "rule") if key in node.data}
        text = tree.change(text, node.path, {"max": None, "rule": None, "combine": "sum"})
    return tree.add(text, (*node.path, KEYS[kind]), code, new)


@_said
def remove_node(text: str, code: str) -> str:
    """Take a node out with all under it; one that is taken over is taken out by `code: null`."""
    found = _read(text)
    node = _node(found, code)
    if code == "index":
        raise Refused("no-such-node", node=code)
    if not found.extends:
        return tree.erase(text, node.path)
    if node.own:
        text = tree.erase(text, node.path)
    if _read(text).node(code) is not None:
        text = _void(text, node)
    return text


def _void(text: str, node: NodeView) -> str:
    """Write `code: null`, which takes away what another edition has there."""
    marked = tree.change(text, node.path[:-1], {node.code: "__nothing__"})
    return marked.replace(f"{node.code}: '__nothing__'", f"{node.code}: null")


@_said
def move_node(text: str, code: str, step: int) -> str:
    """Move a node up (-1) or down (+1) among its siblings."""
    return tree.shift(text, _node(_read(text), code, own=True).path, step)


@_said
def copy_node(text: str, code: str) -> str:
    """Write a node a second time under it, with codes that are free."""
    found = _read(text)
    node = _node(found, code, own=True)
    if code == "index":
        raise Refused("no-such-node", node=code)
    taken = {one.code for one in found.nodes}
    new = next_code(taken, code)
    codes = {code: new}
    taken.add(new)
    for one in found.nodes:
        if one.path[: len(node.path)] == node.path and one.code != code:
            start = one.code.startswith(code)
            wanted = new + one.code.removeprefix(code) if start else one.code
            codes[one.code] = wanted if wanted not in taken else next_code(taken, one.code)
            taken.add(codes[one.code])
    return tree.double(text, node.path, codes)


def next_code(taken: Iterable[str], code: str) -> str:
    """A code after `code` that is free: A1 → A2, B → C, X.Y → X.Y-2."""
    known = set(taken)
    head, number = re.fullmatch(r"(.*?)(\d*)", code, re.DOTALL).groups()  # type: ignore[union-attr]
    if number:
        start = int(number) + 1
        return next(c for n in range(start, start + 10_000) if (c := f"{head}{n}") not in known)
    if len(code) == 1 and code.isascii():
        later = [chr(c) for c in range(ord(code) + 1, ord("Z" if code.isupper() else "z") + 1)]
        found = next((c for c in later if c not in known), None)
        if found:
            return found
    return next(c for n in range(2, 10_000) if (c := f"{code}-{n}") not in known)


def first_code(found: Outline, parent: str, kind: str) -> str:
    """The code to propose for a new node under `parent`."""
    taken = {node.code for node in found.nodes}
    siblings = [node.code for node in found.nodes if node.parent == parent and node.kind == kind]
    if siblings:
        return next_code(taken, siblings[-1])
    if parent == "index":
        return next(c for c in (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A-2") if c not in taken)
    start = f"{parent}." if kind == "sub-criterion" or parent[-1:].isdigit() else parent
    return next(c for n in range(1, 10_000) if (c := f"{start}{n}") not in taken)


@_said
def set_input(text: str, name: str, values: Mapping[str, Data]) -> str:
    """Set keys of an input, or make a new one of that name."""
    if not CODE.fullmatch(name):
        raise Refused("bad-code", node=name)
    return tree.change(text, ("inputs", name), values)


@_said
def add_input(text: str, name: str, values: Mapping[str, Data]) -> str:
    """Make a new input of that name."""
    if _read(text).input(name) is not None:
        raise Refused("code-taken", node=name)
    return str(set_input(text, name, values))


@_said
def remove_input(text: str, name: str) -> str:
    """Take an input out of this text."""
    one = _read(text).input(name)
    if one is None:
        raise Refused("no-such-node", node=name)
    if not one.own:
        raise Refused("taken-over", node=name, edition=_read(text).extends)
    return tree.erase(text, ("inputs", name))


@_said
def set_level(text: str, name: str, values: Mapping[str, Data]) -> str:
    """Set the title and the needs of a level, or make a new one."""
    if not CODE.fullmatch(name):
        raise Refused("bad-code", node=name)
    return tree.change(text, ("levels", name), values)


@_said
def remove_level(text: str, name: str) -> str:
    """Take a level out of this text."""
    one = _read(text).level(name)
    if one is None:
        raise Refused("no-such-node", node=name)
    if not one.own:
        raise Refused("taken-over", node=name, edition=_read(text).extends)
    return tree.erase(text, ("levels", name))


def _free(found: Outline, code: str) -> None:
    if not CODE.fullmatch(code) or code == "index":
        raise Refused("bad-code", node=code)
    if found.node(code) is not None:
        raise Refused("code-taken", node=code)
