"""What the engine gives: scores, levels, ranks, and the reason of each as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Unit
from thangdo.rules.index.edition.model import Need


class Why(NamedTuple):
    """A reason as data: which sentence, and what stands in its blanks (numbers exact, never text).

    `code` is a key of the reasons in `library/words`, e.g. "ratio".
    """

    code: str
    facts: Mapping[str, object] = MappingProxyType({})


class NodeScore(NamedTuple):
    """The score of one node for one unit (and facet): None unless status is ok.

    score is rounded where the edition declares it; maximum is what could be had, None where the
    rule has no maximum (z-scores). why says how it came about and what was lost.
    """

    node: str
    score: Fraction | None
    status: Status
    maximum: Fraction | None
    why: Why

    @property
    def lost(self) -> Fraction | None:
        """Points not won, when both are known."""
        return None if self.score is None or self.maximum is None else self.maximum - self.score

    @property
    def share(self) -> Fraction | None:
        """Score as a share of the maximum, when both are known and there is something to win."""
        return None if self.score is None or not self.maximum else self.score / self.maximum


@dataclass(frozen=True, slots=True)
class NeedOutcome:
    """One condition of a gate: what was needed, what was had, and whether it holds.

    holds is None where the node does not apply to the unit and the condition is left out.
    needed and had are points, or shares 0..1 when `unit` is "share". not_applicable: what the edition states
    of units to which the node does not apply ("fails", "left-out"); None where it states nothing.
    """

    level: str
    node: str
    unit: str  # "share" | "points"
    needed: Fraction | None
    had: Fraction | None
    holds: bool | None
    not_applicable: str | None = None

    @property
    def short_by(self) -> Fraction | None:
        """By how much the gate was failed; None when passed or when nothing could be measured."""
        if self.holds or self.needed is None or self.had is None:
            return None
        return self.needed - self.had


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """The level reached ("unranked" when no gate is passed), and every condition looked at.

    apart: the condition that sends the unit to a group of its own; then it has no level, and none to reach.
    """

    level: str
    needs: Sequence[NeedOutcome]
    next_level: str | None  # the lowest level not reached
    apart: Need | None = None

    @property
    def failed(self) -> list[NeedOutcome]:
        """The conditions of the next level that fail."""
        return [need for need in self.needs if need.level == self.next_level and need.holds is False]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place in one peer group. rank is None for the unranked; label is "17" or "17="."""

    unit: str
    peer_group: str
    score: Fraction | None
    rank: int | None
    tied: bool
    label: str
    of: int  # how many were ranked in the group


@dataclass(frozen=True)
class Result:
    """Everything one evaluation gives. Keys are in a fixed order: units by code, nodes as in the tree.

    scores: (unit, facet) -> node -> NodeScore; facet "" is the roll-up (or the only one).
    levels: unit -> outcome (absent where the edition has no levels). bands, groups: unit -> code.
    places: per peer group, best first; facet_places: the same within each facet, where the edition wants it.
    grouping: peer group -> unit -> group. stages: data treatment, stage -> unit -> input -> number.
    """

    units: Mapping[str, Unit]
    facets: Sequence[str]
    scores: Mapping[tuple[str, str], Mapping[str, NodeScore]]
    levels: Mapping[str, LevelOutcome]
    bands: Mapping[str, str]
    groups: Mapping[str, str]
    places: Mapping[str, Sequence[Place]]
    reasons: Mapping[str, Why]  # unit -> why it has no rank or no level
    stages: Mapping[str, Mapping[str, Mapping[str, Fraction | None]]] = field(default_factory=dict)
    facet_places: Mapping[str, Mapping[str, Sequence[Place]]] = field(default_factory=dict)
    grouping: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def score(self, unit: str, node: str = "index", facet: str = "") -> NodeScore:
        """The score of a unit's node. KeyError when the node does not apply to the unit's tier."""
        return self.scores[unit, facet][node]
