"""The tree of an edition made ready: every node in its place, with the tiers that see it and its scorer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.links import nodes_read
from thangdo.rules.index.edition.model import Edition, Node, NodeKind
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.scoring import scorer
from thangdo.rules.index.scoring.base import Scorer

ROOT = "index"


@dataclass(frozen=True)
class Branch:
    """A node in its place: code, kind, parent, the tiers it applies to, its children, its scorer."""

    code: str
    kind: NodeKind
    node: Node
    parent: str | None
    tiers: frozenset[str]
    weight: Fraction
    maximum: Fraction | None
    score: Scorer | None
    children: tuple[Branch, ...]
    links: frozenset[str] = frozenset()  # the nodes whose scores its rule reads

    def applies_to(self, tier: str | None) -> bool:
        return tier is None or tier in self.tiers


def grow(edition: Edition) -> Branch:
    """The edition's tree with its rules made ready.

    >>> from thangdo.rules.index.edition.model import Tier
    >>> leaf = Node(title={"vi": "Trễ hẹn"}, max=5, rule={"zero_tolerance": "late"})
    >>> index = Node(title={"vi": "Chỉ số"}, criteria={"C": leaf})
    >>> tree = grow(Edition.model_construct(tiers=(Tier.COMMUNE,), index=index))
    >>> [(branch.code, branch.parent) for branch in walk(tree)]
    [('index', None), ('C', 'index')]
    """
    tiers = frozenset(t.value for t in edition.tiers)
    return _branch(ROOT, NodeKind.INDEX, edition.index, None, tiers)


def _branch(code: str, kind: NodeKind, node: Node, parent: str | None, tiers: frozenset[str]) -> Branch:
    own = tiers if node.tiers is None else tiers & {tier.value for tier in node.tiers}
    maximum = exact(node.max) if node.max is not None else None
    below = node.children_kind
    children = tuple(
        _branch(name, below, child, code, own) for name, child in node.children.items() if below is not None
    )
    score = scorer(node.rule, maximum) if node.rule is not None else None
    return Branch(
        code, kind, node, parent, own, exact(node.weight), maximum, score, children, nodes_read(node.rule)
    )


def walk(branch: Branch) -> Iterator[Branch]:
    """The branch and all below it, in the order of the file.

    >>> from thangdo.rules.index.edition.model import Tier
    >>> tree = grow(Edition.model_construct(tiers=(Tier.COMMUNE,), index=Node(title={"vi": "Chỉ số"})))
    >>> [branch.kind.value for branch in walk(tree)]
    ['index']
    """
    yield branch
    for child in branch.children:
        yield from walk(child)
