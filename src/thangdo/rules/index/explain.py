"""The explanation of a result as plain data: every number as text, for JSON, pages and the command line.

The shape is published as `library/schemas/explanations.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import ENGINE_VERSION, Branch, grow, walk
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import LevelOutcome, NeedOutcome, NodeScore, Place, Result, Why


class Texts:
    """Facts as plain data; those that many units share (goalposts, how a whole is made) are written once.

    Kept by identity, with the fact itself, so that no other can have its place meanwhile.
    """

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, Any]] = {}

    def number(self, number: Fraction) -> Any:
        """A number that many facts of the result are."""
        found = self.known.get(id(number))
        if found is None:
            found = self.known[id(number)] = number, as_text(number)
        return found[1]

    def reason(self, why: Why) -> dict[str, Any]:
        """A reason as data."""
        return {
            "code": why.code,
            "facts": {
                key: as_text(fact)
                if fact.__class__ is Rational and key not in _SHARED
                else self.number(fact)
                if fact.__class__ is Rational
                else plain(fact)
                for key, fact in why.facts.items()
            },
        }

    def whole(self, why: Why) -> dict[str, Any]:
        """The reason of a node with parts, one object for all units of which every part has a score."""
        found = self.known.get(id(why))
        if found is None:
            found = self.known[id(why)] = why, self.reason(why)
        return found[1]


#: The facts that are the same number for many units.
_SHARED = {
    "low",
    "high",
    "average",
    "deviation",
    "maximum",
    "best",
    "start",
    "target",
    "full_at",
    "cap",
    "floor",
}


def plain(value: object) -> Any:
    """A fact as JSON can hold it: numbers as text, missing kinds as their words, sets sorted.

    >>> plain({"share": Fraction(1, 4), "value": Status.NOT_MEASURED, "of": frozenset({"b", "a"})})
    {'share': '0.25', 'value': 'not-measured', 'of': ['a', 'b']}
    """
    if value is None or value.__class__ is str:
        return value
    kind = value.__class__
    if kind is Rational:
        return as_text(value)  # type: ignore[arg-type]
    if kind is dict:
        return {str(key): plain(item) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is tuple:
        return [plain(item) for item in value]  # type: ignore[attr-defined]
    if isinstance(value, bool | str):
        return value.value if isinstance(value, Status) else value
    if isinstance(value, Rational | int):
        return as_text(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def reason(why: Why | None) -> dict[str, Any] | None:
    """A reason as data: {"code", "facts"}.

    >>> reason(Why("below-coverage", {"coverage": Fraction(1, 2)}))
    {'code': 'below-coverage', 'facts': {'coverage': '0.5'}}
    """
    return None if why is None else {"code": why.code, "facts": plain(why.facts)}


def _text(number: Fraction | None) -> str | None:
    return None if number is None else as_text(number)


#: What the first engine did not say: left out where its explanations are compared with ours.
_SINCE_2 = {"raised", "cut", "crossed", "weights"}


class _Told(NamedTuple):
    """What is the same of a node for every unit."""

    branch: Branch
    code: str
    kind: str
    parent: str | None
    weight: str
    counts: bool  # whether its points count for anything
    whole: bool


def _node(told: _Told, score: NodeScore, texts: Texts) -> dict[str, Any]:
    points, maximum = score.score, score.maximum
    share = lost = None
    if points is not None and maximum is not None:
        share = as_text(points / maximum) if maximum else None
        lost = as_text(maximum - points) if told.counts else None
    return {
        "node": told.code,
        "kind": told.kind,
        "parent": told.parent,
        "weight": told.weight,
        "score": None if points is None else as_text(points),
        "maximum": None if maximum is None else texts.number(maximum),
        "share": share,
        "lost": lost,
        "status": _STATUS[score.status],
        "why": texts.whole(score.why) if told.whole else texts.reason(score.why),
    }


_STATUS = {status: status.value for status in Status}


def _first(branch: Branch, score: NodeScore) -> dict[str, Any]:
    """The node as the first engine explained it."""
    facts = {key: fact for key, fact in score.why.facts.items() if key not in _SINCE_2}
    if facts.get("cause") == "best-below-zero":
        facts["cause"] = "nothing"
    if score.why.code == "value":
        facts.pop("maximum", None)
    return {
        "node": branch.code,
        "kind": branch.kind.value,
        "parent": branch.parent,
        "score": _text(score.score),
        "maximum": _text(score.maximum),
        "share": _text(score.share),
        "lost": _text(score.lost),
        "status": score.status.value,
        "why": reason(Why(score.why.code, facts)),
    }


def need_as_data(need: NeedOutcome) -> dict[str, Any]:
    """One condition of a gate as data; `not_applicable` where the edition states it.

    >>> need_as_data(NeedOutcome("I", "A", "share", Fraction(1, 2), Fraction(9, 20), False))["short_by"]
    '0.05'
    """
    stated = {} if need.not_applicable is None else {"not_applicable": need.not_applicable}
    return {
        "level": need.level,
        "node": need.node,
        "unit": need.unit,
        "needed": _text(need.needed),
        "had": _text(need.had),
        "holds": need.holds,
        "short_by": _text(need.short_by),
        **stated,
    }


def _level(outcome: LevelOutcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "level": outcome.level,
        "next": outcome.next_level,
        "needs": [need_as_data(n) for n in outcome.needs],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "peer_group": place.peer_group,
        "rank": place.rank,
        "of": place.of,
        "tied": place.tied,
        "label": place.label,
        "score": _text(place.score),
    }


class Explainer:
    """The explanations of one result; the tree and the places are looked through once."""

    def __init__(self, edition: Edition, result: Result, engine: str = ENGINE_VERSION) -> None:
        self.result = result
        self.engine = engine
        self.branches = list(walk(grow(edition)))
        self.texts = Texts()
        weightless = set(_weightless(self.branches))
        self.told = [
            _Told(
                one,
                one.code,
                one.kind.value,
                one.parent,
                as_text(one.weight),
                one.code not in weightless,
                one.score is None,
            )
            for one in self.branches
        ]
        self.places: dict[str, list[Place]] = {}
        for group in result.places.values():
            for place in group:
                self.places.setdefault(place.unit, []).append(place)

    def of(self, unit: str, facet: str = "") -> dict[str, Any]:
        """The explanation of one unit (and facet). KeyError when there is no such unit or facet."""
        return {**self.about(unit, facet), "nodes": self._nodes(self.result.scores[unit, facet])}

    def about(self, unit: str, facet: str) -> dict[str, Any]:
        """What is said of the unit itself: all but its nodes."""
        result = self.result
        final = facet == ""
        return {
            "unit": unit,
            "tier": result.units[unit].tier,
            "facet": facet,
            "level": _level(result.levels.get(unit)) if final else None,
            "band": result.bands.get(unit) if final else None,
            "group": result.groups.get(unit) if final else None,
            "reason": reason(result.reasons.get(unit)) if final else None,
            "places": [_place(place) for place in self.places.get(unit, [])] if final else [],
        }

    def _nodes(self, scores: Mapping[str, NodeScore]) -> list[dict[str, Any]]:
        if self.engine == "1":
            return [_first(b, scores[b.code]) for b in self.branches if b.code in scores]
        texts = self.texts
        return [_node(told, scores[told.code], texts) for told in self.told if told.code in scores]

    def every(self) -> Iterator[dict[str, Any]]:
        """The explanations of all units and facets, by code."""
        return (self.of(unit, facet) for unit, facet in sorted(self.result.scores))

    def everything(self, edition: Edition) -> dict[str, Any]:
        """The content of `explanations.json`: all units and facets, by code."""
        return {**head(edition, self.engine), "units": list(self.every())}


def _weightless(branches: Iterable[Branch]) -> Iterator[str]:
    """The nodes whose points count for nothing: those of weight 0, and what stands below them."""
    known = set()
    for branch in branches:
        if not branch.weight or branch.parent in known:
            known.add(branch.code)
            yield branch.code


def head(edition: Edition, engine: str = ENGINE_VERSION) -> dict[str, Any]:
    """What `explanations.json` says before its units.

    >>> head(Edition.model_construct(edition="sample", version=3, official=False))
    {'edition': 'sample', 'version': 3, 'official': False, 'engine': '2'}
    """
    return {
        "edition": edition.edition,
        "version": edition.version,
        "official": edition.official,
        "engine": engine,
    }


def explanation(edition: Edition, result: Result, unit: str, facet: str = "") -> dict[str, Any]:
    """The explanation of one unit (and facet). KeyError when there is no such unit or facet."""
    return Explainer(edition, result).of(unit, facet)
