"""How much of an index was considered for a unit: “xét x trên 100 điểm”, beside each score that was scaled.

A score is scaled where a part of a sum or mean was left out, because it does not apply or was not measured:
what remains then stands for the whole. Of a sum a part counts by weight x maximum, else by its weight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import ONE, ZERO, as_text, exact, total


class Considered(NamedTuple):
    """Points that were considered, and of how many, as exact text; there are more than were considered."""

    points: str
    of: str


def weights_of(edition: Mapping[str, Any]) -> dict[str, Fraction]:
    """The weights of nodes other than 1, of an edition as data (`model_dump`, a snapshot).

    >>> {code: str(w) for code, w in weights_of({"index": {"criteria": {"A": {"weight": "1/3"}}}}).items()}
    {'A': '1/3'}
    """
    found: dict[str, Fraction] = {}
    waiting: list[Mapping[str, Any]] = [edition.get("index") or {}]
    while waiting:
        node = waiting.pop()
        for kind in ("pillars", "groups", "criteria", "sub_criteria"):
            for code, child in (node.get(kind) or {}).items():
                if str(child.get("weight", "1")) != "1":
                    found[code] = exact(str(child["weight"]))
                waiting.append(child)
    return found


def considered(
    nodes: Sequence[Mapping[str, Any]], weights: Mapping[str, Fraction] | None = None
) -> Considered | None:
    """How much of the index was considered. nodes: of one explanation (`Explainer.of`), the index first.

    None where all of it was, where it has no score or no maximum. weights: of nodes other than 1.

    >>> why = {"facts": {"left_out": ["B"]}}
    >>> nodes = [{"node": "index", "parent": None, "score": "8", "maximum": "10", "why": why}]
    >>> nodes += [{"node": code, "parent": "index", "maximum": "5"} for code in "AB"]
    >>> considered(nodes).points
    '5'
    """
    if not nodes or nodes[0].get("score") is None or not nodes[0].get("maximum"):
        return None
    if not any(_left_out(node) for node in nodes):
        return None
    below: dict[str, list[Mapping[str, Any]]] = {}
    for node in nodes:
        below.setdefault(str(node.get("parent")), []).append(node)
    share = _share(nodes[0], below, weights or {})
    whole = exact(str(nodes[0]["maximum"]))
    return None if share == ONE else Considered(as_text(share * whole), as_text(whole))


def _left_out(node: Mapping[str, Any]) -> frozenset[str]:
    why = node.get("why") or {}
    return frozenset((why.get("facts") or {}).get("left_out") or ())


def _share(
    node: Mapping[str, Any], below: Mapping[str, list[Mapping[str, Any]]], weights: Mapping[str, Fraction]
) -> Fraction:
    """The share of a node that was considered: of the parts that were left out nothing."""
    parts = [part for part in below.get(str(node["node"]), ()) if weights.get(str(part["node"]), ONE)]
    if not parts:
        return ONE
    absent = _left_out(node)
    by_points = (node.get("why") or {}).get("code") == "sum" and all(part.get("maximum") for part in parts)
    sizes = {
        str(part["node"]): weights.get(str(part["node"]), ONE)
        * (exact(str(part["maximum"])) if by_points else ONE)
        for part in parts
    }
    whole = total(sizes.values())
    counted = total(
        sizes[str(part["node"])] * _share(part, below, weights) if str(part["node"]) not in absent else ZERO
        for part in parts
    )
    return counted / whole if whole else ONE
