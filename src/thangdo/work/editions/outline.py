"""A draft's text as an editor shows it: the tree, inputs and levels, also where there are still problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.merge import CHILDREN
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.source import Data, Source, has_key
from thangdo.rules.index.edition.text import flow
from thangdo.work.editions import stored

KINDS = {
    "pillars": "pillar",
    "groups": "group",
    "criteria": "criterion",
    "sub_criteria": "sub-criterion",
}
KEYS = {kind: key for key, kind in KINDS.items()}
#: what may stand under each kind of node
BELOW = {
    "index": ("pillar", "group", "criterion"),
    "pillar": ("group", "criterion"),
    "group": ("criterion",),
    "criterion": ("sub-criterion",),
    "sub-criterion": (),
}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class NodeView:
    """One node: where it stands, what is written of it, whether this very text writes it.

    data: without its children. place, of: among its siblings, from 1. own: written here, not taken over.
    """

    code: str
    kind: str
    path: tuple[str, ...]
    depth: int
    parent: str
    data: Mapping[str, Data]
    children: tuple[str, ...]
    may_hold: tuple[str, ...]
    place: int
    of: int
    own: bool
    problems: int

    @property
    def title(self) -> Mapping[str, Data]:
        """Its title by language."""
        title = self.data.get("title")
        return title if isinstance(title, dict) else {"vi": title}

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def rule_line(self) -> str:
        """Its rule on one line of YAML; empty where it has none."""
        rule = self.data.get("rule")
        return flow(rule) if rule is not None else ""


@dataclass(frozen=True)
class InputView:
    """One input: what is written of it, and the criteria whose rules use it."""

    name: str
    data: Mapping[str, Data]
    used_by: tuple[str, ...]
    own: bool
    problems: int


@dataclass(frozen=True)
class LevelView:
    """One level: its title and the rows of its needs."""

    name: str
    data: Mapping[str, Data]
    needs: tuple[Mapping[str, Data], ...]
    own: bool


@dataclass(frozen=True)
class Outline:
    """Everything that the editor shows of one text. edition: None while there are problems."""

    text: str
    data: Mapping[str, Data] = field(default_factory=dict)
    nodes: tuple[NodeView, ...] = ()
    inputs: tuple[InputView, ...] = ()
    levels: tuple[LevelView, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    edition: Edition | None = None
    readable: bool = True  # whether the text is YAML at all, so that forms can change it
    extends: str = ""

    def node(self, code: str) -> NodeView | None:
        """The node of that code."""
        return next((node for node in self.nodes if node.code == code), None)

    def input(self, name: str) -> InputView | None:
        """The input of that name."""
        return next((one for one in self.inputs if one.name == name), None)

    def level(self, name: str) -> LevelView | None:
        """The level of that name."""
        return next((one for one in self.levels if one.name == name), None)

    def about(self, code: str) -> tuple[Problem, ...]:
        """The problems and notes of one node, input or level."""
        return tuple(one for one in (*self.problems, *self.notes) if one.code == code)


def outline(text: str, name: str) -> Outline:
    """The text as the editor shows it. Never raises for bad text."""
    found = stored.looked(text, name)
    source, whole, report = found.own, found.whole, found.report
    readable = not source.problems
    counts: dict[str, int] = {}
    for problem in report.problems:
        if problem.code:
            counts[problem.code] = counts.get(problem.code, 0) + 1
    extends = whole.data.get("extends")
    return Outline(
        text,
        whole.data,
        tuple(_nodes(whole, source.data, counts)),
        tuple(_inputs(whole, source.data, counts)),
        tuple(_levels(whole, source.data)),
        tuple(report.problems),
        tuple(report.notes),
        report.edition,
        readable,
        str(extends.get("edition") or "") if isinstance(extends, dict) else "",
    )


def _nodes(whole: Source, own: Mapping[str, Data], counts: Mapping[str, int]) -> Iterator[NodeView]:
    index = whole.data.get("index")
    if isinstance(index, dict):
        yield from _walk("index", "index", index, ("index",), 0, "", (1, 1), own, counts)


def _walk(
    code: str,
    kind: str,
    node: Mapping[str, Data],
    path: tuple[str, ...],
    depth: int,
    parent: str,
    place: tuple[int, int],
    own: Mapping[str, Data],
    counts: Mapping[str, int],
) -> Iterator[NodeView]:
    below = [(key, children) for key in CHILDREN if isinstance(children := node.get(key), dict) and children]
    names = [str(name) for _, children in below for name in children]
    kinds = tuple(KINDS[key] for key, _ in below) or BELOW[kind]
    data = {key: value for key, value in node.items() if key not in (*CHILDREN, "origin")}
    yield NodeView(
        code,
        kind,
        path,
        depth,
        parent,
        data,
        tuple(names),
        kinds,
        *place,
        has_key(dict(own), path),
        counts.get(code, 0),
    )
    for key, children in below:
        for number, (name, child) in enumerate(children.items(), 1):
            yield from _walk(
                name,
                KINDS[key],
                child if isinstance(child, dict) else {},
                (*path, key, name),
                depth + 1,
                code,
                (number, len(children)),
                own,
                counts,
            )


def _inputs(whole: Source, own: Mapping[str, Data], counts: Mapping[str, int]) -> Iterator[InputView]:
    inputs = whole.data.get("inputs")
    if not isinstance(inputs, dict):
        return
    users: dict[str, list[str]] = {}
    for node in _nodes(whole, own, {}):
        for word in dict.fromkeys(_words(node.data.get("rule"))):
            users.setdefault(word, []).append(node.code)
    for name, data in inputs.items():
        yield InputView(
            name,
            data if isinstance(data, dict) else {},
            tuple(users.get(name, ())),
            has_key(dict(own), ("inputs", name)),
            counts.get(name, 0),
        )


def _words(rule: Data) -> Iterator[str]:
    """Every word of a rule that can be the name of an input."""
    if isinstance(rule, dict):
        for key, value in rule.items():
            yield key
            yield from _words(value)
    elif isinstance(rule, list):
        for value in rule:
            yield from _words(value)
    elif isinstance(rule, str):
        yield from _WORD.findall(rule)


def _levels(whole: Source, own: Mapping[str, Data]) -> Iterator[LevelView]:
    levels = whole.data.get("levels")
    if not isinstance(levels, dict):
        return
    for name, data in levels.items():
        given = data if isinstance(data, dict) else {}
        needs = given.get("needs")
        rows = tuple(need for need in needs if isinstance(need, dict)) if isinstance(needs, list) else ()
        yield LevelView(name, given, rows, has_key(dict(own), ("levels", name)))
