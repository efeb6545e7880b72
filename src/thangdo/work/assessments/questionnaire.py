"""What an edition asks of a tier: criterion by criterion, whose question each input is, and who answers it.

An input that several criteria use is asked once, by the first criterion that the unit answers itself. A
criterion all of whose inputs are asked elsewhere is answered by the answers there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from thangdo.records.units.fold import fold
from thangdo.rules.index.edition.check_rules import named, quantities
from thangdo.rules.index.edition.links import needed
from thangdo.rules.index.edition.model import DataSource, Edition, Input, Node, NodeKind, Text
from thangdo.rules.index.edition.rules import Common, kind_of
from thangdo.rules.index.formula import parse, parse_condition
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of

AMONG_PEERS = {"best", "z_score", "rank"}  # points hang on other units' answers, whatever is declared
OTHERS_MEASURE = {DataSource.OBSERVED, DataSource.COMPUTED, DataSource.SURVEY}


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion as a unit of one tier meets it."""

    node: str
    place: int
    title: Text
    guidance: Text | None
    evidence: Text | None
    maximum: str
    page: str  # the pillar (or topmost node) on whose page it stands
    group: str  # the node directly above
    kind: str  # of rule
    source: str  # declared | observed | computed | survey
    field: str
    inputs: tuple[str, ...]  # asked here
    shared: tuple[tuple[str, str], ...]  # (input, the criterion where it is asked)
    tables: tuple[str, ...]  # observation tables that it reads
    among_peers: bool
    unmeasurable: bool = False  # whether the edition declares a word for what is not measured

    @property
    def measured(self) -> bool:
        """Whether the appraising office answers it, not the unit."""
        return self.source in OTHERS_MEASURE

    @property
    def may_be_unmeasured(self) -> bool:
        """Whether its guidance, or a word of the edition, lets the unit say that this is not measured yet."""
        if self.measured or self.unmeasurable or self.guidance is None:
            return self.unmeasurable and not self.measured
        return "chua do duoc" in fold(self.guidance.vi) or "not measured" in fold(self.guidance.en or "")

    @property
    def follows(self) -> tuple[str, ...]:
        """The criteria whose answers are the answer to this one, where nothing is asked here."""
        if self.measured or self.inputs:
            return ()
        return tuple(dict.fromkeys(where for _, where in self.shared))


@dataclass(frozen=True)
class Asked:
    """All that one edition asks of one tier."""

    edition: Edition
    tier: str
    questions: tuple[Question, ...]
    pages: tuple[tuple[str, Text], ...]  # pillars in order
    titles: Mapping[str, Text]
    owner: Mapping[str, str]  # input -> criterion
    used_by: Mapping[str, tuple[str, ...]]  # input -> criteria whose points hang on it
    by_node: Mapping[str, Question]

    def question(self, node: str) -> Question:
        """The question of a criterion. KeyError when it is not asked of this tier."""
        return self.by_node[node]

    def is_declared(self, question: Question) -> bool:
        """Whether the points of a criterion follow from what the unit declares, and from nothing measured."""
        others = (self.by_node.get(where) for _, where in question.shared)
        return not question.measured and not any(one is not None and one.measured for one in others)

    def following(self, nodes: Iterable[str]) -> list[Question]:
        """The questions that are answered by the answers to these criteria, or are these and ask nothing."""
        some = set(nodes)
        return [one for one in self.questions if one.follows and some & {one.node, *one.follows}]

    def input(self, name: str) -> Input:
        """What is asked under a name."""
        return self.edition.inputs[name]


def asked(version: EditionVersion, tier: str) -> Asked:
    """What a published edition asks of a tier."""
    return _asked(version.pk, version.sha256, tier)


@lru_cache(maxsize=64)
def _asked(key: int, sha256: str, tier: str) -> Asked:
    return ask(edition_of(EditionVersion.objects.get(pk=key)), tier)


def _among_peers(rule: Common) -> bool:
    """Whether the points hang on other units' answers: the best, a rank, a goalpost that is not a number."""
    formulas = ((parse_condition if condition else parse)(text) for _, text, condition in quantities(rule))
    goalposts = (getattr(rule, name, None) for name in ("low", "high", "start", "target"))
    observed = any(post is not None and not isinstance(post, Decimal) for post in goalposts)
    return kind_of(rule) in AMONG_PEERS or observed or any(one.scopes for one in formulas)


def ask(edition: Edition, tier: str) -> Asked:
    """The questions of an edition for a tier, in the order of the tree."""
    leaves = list(_leaves(edition, tier))
    asks = {node: _names(leaf.rule, edition) for node, leaf, *_ in leaves if leaf.rule is not None}
    owner: dict[str, str] = {}
    for wanted in (False, True):  # the unit's own criteria first
        for node, leaf, *_ in leaves:
            if (_source(leaf) in OTHERS_MEASURE) is wanted:
                for name in asks.get(node, ()):
                    owner.setdefault(name, node)
    behind = _behind(edition, [node for node, *_ in leaves])
    used = {
        node: tuple(dict.fromkeys((*names, *(name for one in behind[node] for name in asks.get(one, ())))))
        for node, names in asks.items()
    }
    rules = {node: leaf.rule for node, leaf, *_ in leaves}
    questions = tuple(
        Question(
            node,
            place,
            leaf.title,
            leaf.guidance,
            leaf.evidence,
            "" if leaf.max is None else str(leaf.max),
            page,
            group,
            kind_of(leaf.rule) or "" if leaf.rule else "",
            _source(leaf).value,
            leaf.field or "",
            tuple(name for name in used.get(node, ()) if owner[name] == node),
            tuple((name, owner[name]) for name in used.get(node, ()) if owner[name] != node),
            _tables(leaf.rule, edition) if leaf.rule else (),
            any(rule is not None and _among_peers(rule) for rule in map(rules.get, (node, *behind[node]))),
            "not-measured" in edition.missing_words.values(),
        )
        for place, (node, leaf, page, group) in enumerate(leaves)
    )
    titles = {"index": edition.title, **{code: node.title for code, node in _all(edition.index)}}
    pages = tuple((code, titles[code]) for code in dict.fromkeys(question.page for question in questions))
    users: dict[str, list[str]] = {}
    for node, names in used.items():
        for name in names:
            users.setdefault(name, []).append(node)
    return Asked(
        edition,
        tier,
        questions,
        pages,
        titles,
        owner,
        {name: tuple(nodes) for name, nodes in users.items()},
        {question.node: question for question in questions},
    )


def _behind(edition: Edition, leaves: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Of each criterion those from whose scores its own is computed: those that its rule reads."""
    needs = needed(edition.index)
    found = {}
    for leaf in leaves:
        reached: dict[str, None] = {}
        waiting = list(needs.get(leaf, ()))
        while waiting:
            code = waiting.pop()
            if code not in reached:
                reached[code] = None
                waiting.extend(needs.get(code, ()))
        found[leaf] = tuple(one for one in leaves if one in reached and one != leaf)
    return found


Leaf = tuple[str, Node, str, str]  # criterion, its node, the page and the group where it stands


def _leaves(edition: Edition, tier: str) -> Iterator[Leaf]:
    def visit(code: str, node: Node, kind: NodeKind, page: str, group: str) -> Iterator[Leaf]:
        if node.tiers is not None and tier not in {t.value for t in node.tiers}:
            return
        if not node.children:
            yield code, node, page or code, group or page or code
            return
        below = node.children_kind
        for name, child in node.children.items():
            top = name if kind is NodeKind.INDEX else page
            yield from visit(name, child, below or kind, top, code if kind is not NodeKind.INDEX else name)

    yield from visit("index", edition.index, NodeKind.INDEX, "", "")


def _all(node: Node) -> Iterator[tuple[str, Node]]:
    for code, child in node.children.items():
        yield code, child
        yield from _all(child)


def _source(leaf: Node) -> DataSource:
    return leaf.data or DataSource.DECLARED


def _names(rule: Common, edition: Edition) -> tuple[str, ...]:
    """The inputs that a rule reads and those that limit them, in the order of the edition."""
    found = {name for name in named(rule) if name in edition.inputs}
    for _, text, condition in quantities(rule):
        found |= (parse_condition if condition else parse)(text).names & edition.inputs.keys()
    waiting = list(found)
    while waiting:
        most = edition.inputs[waiting.pop()].at_most
        if most is not None and most not in found:
            found.add(most)
            waiting.append(most)
    return tuple(name for name in edition.inputs if name in found)


def _tables(rule: Common, edition: Edition) -> tuple[str, ...]:
    return tuple(name for name in edition.observations if name in named(rule))
