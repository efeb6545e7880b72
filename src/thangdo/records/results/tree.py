"""The tree of a stored edition as a list of nodes, with titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_CHILDREN = {
    "pillars": "pillar",
    "groups": "group",
    "criteria": "criterion",
    "sub_criteria": "sub-criterion",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree: where it stands and what it is called."""

    node: str
    kind: str
    parent: str | None
    depth: int
    title_vi: str
    title_en: str
    data: Mapping[str, Any]


def branches(edition: Mapping[str, Any]) -> list[Branch]:
    """Every node of the edition in the order of the tree, the index first.

    >>> leaf = {"title": {"vi": "Trễ hẹn"}}
    >>> edition = {"index": {"title": {"vi": "Chỉ số"}, "criteria": {"C": leaf}}}
    >>> [(branch.node, branch.kind, branch.parent) for branch in branches(edition)]
    [('index', 'index', None), ('C', 'criterion', 'index')]
    """
    index = edition["index"]
    title = index["title"]
    root = Branch("index", "index", None, 0, title["vi"], title.get("en") or "", index)
    return [root, *_below(index, "index", 1)]


def groups_of(edition: Mapping[str, Any]) -> list[str]:
    """The nodes right below the index: the groups that a unit is told of.

    >>> groups_of({"index": {"criteria": {"C": {}, "D": {}}}})
    ['C', 'D']
    """
    return [code for field in _CHILDREN for code in edition["index"].get(field) or {}]


def _below(node: Mapping[str, Any], parent: str, depth: int) -> Iterator[Branch]:
    for field, kind in _CHILDREN.items():
        for code, child in (node.get(field) or {}).items():
            title = child["title"]
            yield Branch(code, kind, parent, depth, title["vi"], title.get("en") or "", child)
            yield from _below(child, code, depth + 1)
