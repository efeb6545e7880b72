"""Looking through an edition's tree: every node with its code, parent and depth; titles by code."""

from __future__ import annotations

from collections.abc import Iterator

from thangdo.rules.index.edition.model import Edition, Node


def nodes(edition: Edition) -> Iterator[tuple[str, Node, str | None, int]]:
    """(code, node, parent's code, depth) of every node, the root "index" first, in the order of the file.

    >>> index = Node(title={"vi": "Chỉ số"}, pillars={"A": Node(title={"vi": "Hạ tầng"})})
    >>> [(code, parent, depth) for code, _, parent, depth in nodes(Edition.model_construct(index=index))]
    [('index', None, 0), ('A', 'index', 1)]
    """

    def visit(
        code: str, node: Node, parent: str | None, depth: int
    ) -> Iterator[tuple[str, Node, str | None, int]]:
        yield code, node, parent, depth
        for name, child in node.children.items():
            yield from visit(name, child, code, depth + 1)

    yield from visit("index", edition.index, None, 0)


def titles(edition: Edition, language: str) -> dict[str, str]:
    """Title by code; the root carries the edition's title.

    >>> pillar = Node(title={"vi": "Hạ tầng", "en": "Infrastructure"})
    >>> index = Node(title={"vi": "Chỉ số"}, pillars={"A": pillar})
    >>> titles(Edition.model_construct(title=index.title, index=index), "en")
    {'index': 'Chỉ số', 'A': 'Infrastructure'}
    """
    found = {code: node.title.in_language(language) for code, node, _, _ in nodes(edition)}
    found["index"] = edition.title.in_language(language)
    return found
