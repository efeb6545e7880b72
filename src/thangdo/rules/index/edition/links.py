"""The scores of nodes that rules read: an index of an index within one edition, and circles among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thangdo.rules.index.edition.check_rules import quantities
from thangdo.rules.index.edition.model import Node
from thangdo.rules.index.edition.rules import Common
from thangdo.rules.index.formula import FormulaError, parse, parse_condition


def nodes_read(rule: Common | None) -> frozenset[str]:
    """The nodes whose scores a rule reads.

    >>> from thangdo.rules.index.edition.rules import Value
    >>> sorted(nodes_read(Value(value="node(A) + late"))), sorted(nodes_read(Value(value={"node": "B.1"})))
    (['A'], ['B.1'])
    """
    found: set[str] = set()
    for _, text, condition in quantities(rule) if rule is not None else ():
        try:
            found |= (parse_condition if condition else parse)(text).nodes
        except (FormulaError, RecursionError):
            continue  # said of the formula itself
    return frozenset(found)


def needed(index: Node) -> dict[str, tuple[str, ...]]:
    """Of every node those that must be scored before it: its parts, or those that its rule reads.

    >>> leaf = Node(title={"vi": "B"}, rule={"value": "node(A)"})
    >>> needed(Node(title={"vi": "Chỉ số"}, criteria={"B": leaf}))
    {'index': ('B',), 'B': ('A',)}
    """
    found: dict[str, tuple[str, ...]] = {}

    def visit(code: str, node: Node) -> None:
        found.setdefault(code, (*node.children, *sorted(nodes_read(node.rule))))
        for name, child in node.children.items():
            visit(name, child)

    visit("index", index)
    return found


def circles(needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The circles: nodes of which every one needs the next, and the last the first.

    >>> list(circles({"index": ("A", "B"), "A": ("B",), "B": ("A",)}))
    [('A', 'B')]
    """
    for code, way in _passed(needs):
        if way:
            yield way[way.index(code) :]


def in_turn(needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The nodes in an order in which each stands behind those that it needs. Raises ValueError for a circle.

    >>> in_turn({"index": ("A", "B"), "A": ("B",), "B": ()})
    ['B', 'A', 'index']
    """
    found = []
    for code, way in _passed(needs):
        if way:
            raise ValueError(f"the score of `{code}` hangs on itself: {' → '.join((*way, code))}")
        found.append(code)
    return found


def _passed(needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each node when all that it needs was passed; and with the way to it one that is met on its own way."""
    done: set[str] = set()
    for start in needs:
        if start in done:
            continue
        way, waiting = [start], [iter(needs[start])]
        while way:
            code = next(waiting[-1], None)
            if code is None:
                waiting.pop()
                done.add(way[-1])
                yield way.pop(), ()
            elif code in way:
                yield code, tuple(way)
            elif code not in done and code in needs:
                way.append(code)
                waiting.append(iter(needs[code]))
