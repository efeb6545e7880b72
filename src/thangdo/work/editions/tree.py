"""Changing one part of an edition's text and nothing else: comments, order and numbers stay as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.merge import CHILDREN
from thangdo.rules.index.edition.source import Data, read
from thangdo.rules.index.edition.text import block, flow, scalar

Path = tuple[str, ...]

ORDER = (
    *("edition", "version", "status", "official", "title", "summary", "guidance", "note"),
    *("legal_basis", "relates_to", "effective", "extends", "weight", "tiers", "units", "rounding"),
    *(
        "ties",
        "tie_breakers",
        "ranking",
        "inputs",
        "observations",
        "facets",
        "treatment",
        "missing_words",
        "weights",
    ),
    *(
        "index",
        "combine",
        "power",
        "floor",
        "weights_sum",
        "missing",
        "coverage",
        "max",
        "rule",
        "evidence",
        "data",
    ),
    *("basis", "field", "levels", "bands", "groups", *CHILDREN),
)  # where a key that was not there before is written
_NULL = {"", "~", "null", "Null", "NULL"}


class Uneditable(Exception):
    """This place is written in a way that only the text itself can be changed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: value` of a map: what is written for it, comments above it included."""

    key: str
    name: ScalarNode
    value: Node
    colon: int
    start: int
    end: int


class Document:
    """A text with the places of its parts. Raises BadInput for text that is no YAML of an edition."""

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        source = read(self.text, "edition.yaml")
        if source.problems:
            raise BadInput(source.problems)
        self.data = source.data
        try:
            root = YAML(typ="safe", pure=True).compose(self.text)
        except YAMLError as error:  # pragma: no cover - `read` has said so already
            raise Uneditable(str(error)) from error
        if not isinstance(root, MappingNode):
            raise Uneditable("the text is no map")
        self.root = root

    def node(self, path: Sequence[str]) -> Node | None:
        """What stands at a path; None when nothing does."""
        here: Node | None = self.root
        for part in path:
            if not isinstance(here, MappingNode):
                return None
            here = next((value for key, value in here.value if key.value == part), None)
        return here

    def mapping(self, path: Sequence[str]) -> MappingNode:
        """The map at a path. Raises Uneditable when there is none."""
        found = self.node(path)
        if not isinstance(found, MappingNode):
            raise Uneditable(".".join(path))
        return found

    def entries(self, node: MappingNode) -> list[_Entry]:
        """The entries of a map in order, each with the stretch of text that is its own."""
        found: list[_Entry] = []
        for key, value in node.value:
            after = self.text[key.end_mark.index : value.start_mark.index]
            colon = key.end_mark.index + after.find(":")
            if ":" not in after or not isinstance(key, ScalarNode):
                raise Uneditable(str(key.value))
            end = self.end(value)
            if node.flow_style:
                start = key.start_mark.index
            else:
                start = found[-1].end if found else self._first(key)
                end = self.text.index("\n", end) + 1
            found.append(_Entry(str(key.value), key, value, colon, start, end))
        return found

    def _first(self, key: ScalarNode) -> int:
        """Where the first entry begins: at its line, with the comment lines above it."""
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        if self.text[start : key.start_mark.index].strip():
            raise Uneditable(str(key.value))
        while start:
            above = self.text.rfind("\n", 0, start - 1) + 1
            line = self.text[above:start]
            if not line.strip().startswith("#") or len(line) - len(line.lstrip()) != key.start_mark.column:
                break
            if above == 0:  # what the file says of itself stays at its head
                break
            start = above
        return start

    def end(self, node: Node) -> int:
        """Where what is written for a value ends, trailing blank lines and comments left out."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(node, MappingNode) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip())

    def piece(self, entry: _Entry) -> str:
        """The text of an entry."""
        return self.text[entry.start : entry.end]

    def rebuilt(self, node: MappingNode, pieces: Sequence[str]) -> str:
        """The whole text with this map made of `pieces`."""
        if node.flow_style:
            start, end = node.start_mark.index, node.end_mark.index
            return self.text[:start] + "{" + ", ".join(pieces) + "}" + self.text[end:]
        known = self.entries(node)
        start, end = known[0].start, known[-1].end
        made = "".join(pieces) or " " * node.start_mark.column + "{}\n"
        return self.text[:start] + made + self.text[end:]

    def fresh(self, node: MappingNode, key: str, value: Data) -> str:
        """A new entry for a map, as the map is written."""
        if node.flow_style:
            return f"{scalar(key)}: {flow(value)}"
        indent = " " * node.start_mark.column
        return f"{indent}{scalar(key)}:{_body(value, indent)}\n"

    def changed(self, node: MappingNode, entry: _Entry, value: Data) -> str:
        """An entry with another value; its key, its comments stay."""
        if node.flow_style:
            return self.text[entry.start : entry.colon + 1] + " " + flow(value)
        body = _body(value, " " * entry.name.start_mark.column)
        head = self.text[entry.start : entry.colon + 1]
        rest = self.text[self.end(entry.value) : entry.end]
        between = self.text[entry.colon + 1 : entry.value.start_mark.index]
        if "#" in between:
            comment = between.split("\n", 1)[0].strip()
            said = f"  {comment}" if comment else ""
            return head + (said + body if body.startswith("\n") else body + said) + rest
        return head + body + rest


def _body(value: Data, indent: str) -> str:
    """What stands behind the colon: on the same line where it is short, else as lines under it."""
    first, *lines = block({"k": value}).removesuffix("\n").split("\n")
    return "\n".join([first.removeprefix("k:"), *(indent + line for line in lines)])


def change(text: str, path: Path, values: Mapping[str, Data]) -> str:
    """The text with these keys of the map at `path` set; a value None takes the key out.

    What is equal already stays as written; maps that are missing on the way are made. Raises BadInput
    for text that cannot be read, Uneditable.
    """
    document = Document(text)
    there: Data = document.data
    for part in path:
        there = there.get(part) if isinstance(there, dict) else None
    own: dict[str, Data] = there if isinstance(there, dict) else {}
    wanted = {key: value for key, value in values.items() if own.get(key) != value or _void(key, value, own)}
    if not wanted:
        return text
    depth = len(path)
    while depth and not isinstance(document.node(path[:depth]), MappingNode):
        found = document.node(path[:depth])
        if found is not None and not (isinstance(found, ScalarNode) and found.value in _NULL):
            raise Uneditable(".".join(path[:depth]))
        depth -= 1
    if depth < len(path):
        value: Data = {key: one for key, one in wanted.items() if one is not None}
        if not value:
            return text
        for part in reversed(path[depth + 1 :]):
            value = {part: value}
        wanted = {path[depth]: value}
    node = document.mapping(path[:depth])
    entries = document.entries(node)
    if wanted.keys() <= {entry.key for entry in entries} and None not in wanted.values():
        return _replaced(
            document, node, [(entry, wanted[entry.key]) for entry in entries if entry.key in wanted]
        )
    pieces: list[tuple[str, str]] = []
    for entry in entries:
        if entry.key not in wanted:
            pieces.append((entry.key, document.piece(entry)))
        elif wanted[entry.key] is not None:
            pieces.append((entry.key, document.changed(node, entry, wanted[entry.key])))
    for key, one in wanted.items():
        if one is not None and all(key != entry.key for entry in entries):
            pieces.insert(_after(key, [name for name, _ in pieces]), (key, document.fresh(node, key, one)))
    if not entries and not node.flow_style:
        raise Uneditable(".".join(path))
    return document.rebuilt(node, [piece for _, piece in pieces])


def _replaced(document: Document, node: MappingNode, changes: Sequence[tuple[_Entry, Data]]) -> str:
    """The text with other values in some entries of a map, and not one line break moved between them."""
    made = document.text
    for entry, value in reversed(changes):
        made = made[: entry.start] + document.changed(node, entry, value) + made[entry.end :]
    return made


def _void(key: str, value: Data, own: Mapping[str, Data]) -> bool:
    return value is None and key in own and own[key] is None


def _after(key: str, names: Sequence[str]) -> int:
    """Where a new key goes among the others: after the last one that comes before it in the grammar."""
    if key not in ORDER:
        return len(names)
    earlier = [i for i, name in enumerate(names) if name in ORDER and ORDER.index(name) < ORDER.index(key)]
    return earlier[-1] + 1 if earlier else 0


def erase(text: str, path: Path) -> str:
    """The text without what stands at `path`; nodes that were the only ones leave no empty map behind."""
    document = Document(text)
    node = document.mapping(path[:-1])
    entries = document.entries(node)
    if all(entry.key != path[-1] for entry in entries):
        raise KeyError(path[-1])
    if len(entries) == 1 and len(path) > 1 and path[-2] in (*CHILDREN, "inputs", "levels", "observations"):
        return erase(text, path[:-1])
    return document.rebuilt(node, [document.piece(entry) for entry in entries if entry.key != path[-1]])


def shift(text: str, path: Path, step: int) -> str:
    """The text with the entry at `path` moved by `step` places among its siblings, as far as they go."""
    document = Document(text)
    node = document.mapping(path[:-1])
    entries = document.entries(node)
    place = next((i for i, entry in enumerate(entries) if entry.key == path[-1]), None)
    if place is None:
        raise KeyError(path[-1])
    to = min(max(place + step, 0), len(entries) - 1)
    if to == place:
        return text
    pieces = [document.piece(entry) for entry in entries]
    pieces.insert(to, pieces.pop(place))
    return document.rebuilt(node, pieces)


def add(text: str, path: Path, key: str, value: Data) -> str:
    """The text with a new entry at the end of the map at `path`, which is made when it is not there.

    Raises Uneditable where the key is there already.
    """
    if Document(text).node((*path, key)) is not None:
        raise Uneditable(key)
    return change(text, path, {key: value})


def double(text: str, path: Path, codes: Mapping[str, str]) -> str:
    """The text with the node at `path` written a second time under it, its codes changed by `codes`."""
    document = Document(text)
    node = document.mapping(path[:-1])
    entries = document.entries(node)
    pieces: list[str] = []
    found = False
    for entry in entries:
        pieces.append(document.piece(entry))
        if entry.key == path[-1]:
            found = True
            pieces.append(_recoded(document, entry, codes))
    if not found:
        raise KeyError(path[-1])
    return document.rebuilt(node, pieces)


def _recoded(document: Document, entry: _Entry, codes: Mapping[str, str]) -> str:
    made = document.piece(entry)
    for key in sorted(_codes(entry.name, entry.value), key=lambda one: -one.start_mark.index):
        start, end = key.start_mark.index - entry.start, key.end_mark.index - entry.start
        made = made[:start] + scalar(codes[str(key.value)]) + made[end:]
    return made


def _codes(name: ScalarNode, node: Node) -> list[ScalarNode]:
    """The key of a node and those of all nodes under it."""
    found = [name]
    if isinstance(node, MappingNode):
        for kind, children in node.value:
            if kind.value in CHILDREN and isinstance(children, MappingNode):
                for key, child in children.value:
                    found += _codes(key, child)
    return found


def rename(text: str, path: Path, code: str) -> str:
    """The text with another code for the node at `path`, also where levels, bands and ties name it."""
    document = Document(text)
    entry = next((e for e in document.entries(document.mapping(path[:-1])) if e.key == path[-1]), None)
    if entry is None:
        raise KeyError(path[-1])
    spots: list[Node] = [entry.name, *_references(document, path[-1])]
    made = document.text
    for spot in sorted(spots, key=lambda one: -one.start_mark.index):
        made = made[: spot.start_mark.index] + scalar(code) + made[spot.end_mark.index :]
    return made


def _references(document: Document, code: str) -> list[Node]:
    found: list[Node] = []

    def under(node: Node | None, named: bool) -> None:
        if isinstance(node, MappingNode):
            for key, value in node.value:
                under(value, key.value == "node")
        elif isinstance(node, SequenceNode):
            for item in node.value:
                under(item, named)
        elif isinstance(node, ScalarNode) and named and node.value == code:
            found.append(node)

    under(document.node(("levels",)), False)
    under(document.node(("bands",)), False)
    under(document.node(("tie_breakers",)), True)
    return found
