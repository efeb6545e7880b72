"""The edition with one of its named sets of weights in the place of the weights in its tree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.hints import listed, meant
from thangdo.rules.index.edition.model import Edition, Node
from thangdo.rules.index.phrases import phrase

_CHILDREN = ("pillars", "groups", "criteria", "sub_criteria")


def weighted(edition: Edition, name: str) -> Edition:
    """The edition under the weights of this name; nodes that the set does not name keep theirs.

    Raises BadInput where the edition has no such set.

    >>> index = Node(title={"vi": "Chỉ số"}, criteria={"A": Node(title={"vi": "A"}, max=5)})
    >>> made = Edition.model_construct(index=index, weights={"experts": {"A": Decimal(3)}})
    >>> str(weighted(made, "experts").index.children["A"].weight)
    '3'
    """
    if name not in edition.weights:
        raise BadInput(
            [
                Problem(
                    edition.edition,
                    phrase("no-weights-of-name", name=name),
                    code="weights",
                    allowed=listed(edition.weights) or phrase("nothing"),
                    mend=meant(name, edition.weights),
                )
            ]
        )
    return edition.model_copy(update={"index": _node("index", edition.index, edition.weights[name])})


def _node(code: str, node: Node, weights: Mapping[str, Decimal | str]) -> Node:
    update: dict[str, object] = {
        key: {name: _node(name, child, weights) for name, child in children.items()}
        for key in _CHILDREN
        if (children := getattr(node, key)) is not None
    }
    if code in weights:
        update["weight"] = weights[code]
    return node.model_copy(update=update)
