"""What a check finds: problems and notes, gathered with their places; and the tree laid out flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.hints import code_at, listed, meant
from thangdo.rules.index.edition.model import Edition, Node, NodeKind, Tier
from thangdo.rules.index.edition.source import Path, Source
from thangdo.rules.index.phrases import Phrase

_KEYS = {
    NodeKind.PILLAR: "pillars",
    NodeKind.GROUP: "groups",
    NodeKind.CRITERION: "criteria",
    NodeKind.SUB_CRITERION: "sub_criteria",
}


@dataclass(frozen=True)
class Spot:
    """A node in its place: where it is written, what stands above it, which tiers see it."""

    code: str
    kind: NodeKind
    node: Node
    path: Path
    above: Spot | None
    tiers: frozenset[Tier]

    @property
    def below(self) -> list[tuple[str, Node]]:
        return list(self.node.children.items())


def laid_out(edition: Edition) -> Iterator[Spot]:
    """Every node of the tree, in the order of the file.

    >>> leaf = Node(title={"vi": "Trễ hẹn"}, tiers=["commune"])
    >>> index = Node(title={"vi": "Chỉ số"}, criteria={"C": leaf})
    >>> edition = Edition.model_construct(tiers=("commune",), index=index)
    >>> [(spot.code, spot.path) for spot in laid_out(edition)]
    [('index', ('index',)), ('C', ('index', 'criteria', 'C'))]
    """
    yield from _spots(
        Spot("index", NodeKind.INDEX, edition.index, ("index",), None, frozenset(edition.tiers))
    )


def _spots(spot: Spot) -> Iterator[Spot]:
    yield spot
    for kind, key in _KEYS.items():
        for code, node in (getattr(spot.node, key) or {}).items():
            tiers = spot.tiers if node.tiers is None else spot.tiers & frozenset(node.tiers)
            yield from _spots(Spot(code, kind, node, (*spot.path, key, code), spot, tiers))


@dataclass
class Findings:
    """One edition under examination. Places that were mended on the way say nothing more."""

    source: Source
    edition: Edition
    mended: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.spots = list(laid_out(self.edition))
        self.by_code: dict[str, Spot] = {}
        self.parts: dict[Path, list[Spot]] = {}
        for spot in self.spots:
            self.by_code.setdefault(spot.code, spot)
            if spot.above is not None:
                self.parts.setdefault(spot.above.path, []).append(spot)

    def untouched(self, path: Path) -> bool:
        """Whether nothing at, above or below `path` had to be mended."""
        return not any(mended == path[: len(mended)] or path == mended[: len(path)] for mended in self.mended)

    def problem(
        self,
        path: Path,
        message: Phrase,
        allowed: Iterable[str] | Phrase | None = None,
        mend: Phrase | None = None,
    ) -> None:
        """Something that must be put right."""
        self.problems.append(self._made(path, message, allowed, mend))

    def note(self, path: Path, message: Phrase, mend: Phrase | None = None) -> None:
        """Something that may be meant, and may be a slip."""
        self.notes.append(self._made(path, message, None, mend))

    def unknown(self, path: Path, message: Phrase, word: str, allowed: Iterable[str]) -> None:
        """A word that names nothing, with what it could have named."""
        words = list(allowed)
        self.problem(path, message, words, meant(word, words))

    def _made(
        self, path: Path, message: Phrase, allowed: Iterable[str] | Phrase | None, mend: Phrase | None
    ) -> Problem:
        place = self.source.place(path)
        words = allowed if allowed is None or isinstance(allowed, Phrase) else listed(allowed)
        code = code_at(path)
        return Problem(place.file, message, place.line, place.column, code, allowed=words, mend=mend)
