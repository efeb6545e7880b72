"""What moves between two editions on the same answers: each unit and why, each criterion over all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.levels import UNRANKED
from thangdo.rules.index.nodes import nodes
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import Place, Result

CAUSES = 5  # criteria named for a unit


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands with one edition. Numbers as text; None where there is none."""

    score: str | None
    status: str
    level: str
    rank: int | None
    of: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A criterion that makes a difference to a unit. before, after: None where it has no such criterion."""

    code: str
    before: str | None
    after: str | None
    change: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition of a level that holds with one edition and not with the other, or only there."""

    level: str
    node: str
    unit: str  # share | points
    needed: str | None
    had: str | None
    holds: bool  # with the draft


@dataclass(frozen=True, slots=True)
class Move:
    """One unit before and after.

    level: up | down | same | becomes-unranked | gets-ranked. places: ranks won (+) or lost (-).
    """

    code: str
    name: str
    tier: str
    before: Standing
    after: Standing
    level: str
    places: int | None
    change: str | None
    causes: Sequence[Cause] = ()
    gates: Sequence[Gate] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A criterion over all units: how many win and lose by it, and the sum of the differences."""

    code: str
    title_vi: str
    title_en: str
    most_before: str | None
    most_after: str | None
    up: int
    down: int
    total: str


@dataclass(frozen=True)
class Side:
    """One edition with its result: its levels from the lowest, its leaves, the place of each unit."""

    result: Result
    levels: Sequence[str]
    leaves: frozenset[str]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, edition: Edition, result: Result) -> Side:
        """Made ready, once for all units. The place is that in the unit's own tier where there is one."""
        places: dict[str, Place] = {}
        for group, listed in result.places.items():
            for place in listed:
                if place.unit not in places or result.units[place.unit].tier == group:
                    places[place.unit] = place
        leaves = frozenset(code for code, node, _, _ in nodes(edition) if not node.children)
        return cls(result, list(edition.levels or {}), leaves, places)

    def standing(self, code: str) -> Standing:
        """Where the unit stands."""
        score = self.result.scores[code, ""]["index"]
        outcome, place = self.result.levels.get(code), self.places.get(code)
        return Standing(
            _text(score.score),
            score.status.value,
            outcome.level if outcome else "",
            place.rank if place else None,
            place.of if place else None,
            place.label if place else "",
        )

    def leaf(self, code: str, node: str) -> Fraction | None:
        """The points of a unit in a criterion; None where it has none or there is no such criterion."""
        score = self.result.scores[code, ""].get(node)
        return score.score if score is not None and node in self.leaves else None


def move_of(code: str, old: Side, new: Side) -> Move:
    """One unit before and after, with the criteria that make the largest differences."""
    first, then = old.standing(code), new.standing(code)
    a, b = (side.result.scores[code, ""]["index"].score for side in (old, new))
    unit = new.result.units[code]
    largest = sorted(_differences(code, old, new), key=lambda one: -abs(one[3]))[:CAUSES]
    return Move(
        code,
        unit.name or code,
        unit.tier or "",
        first,
        then,
        _level_move(first.level, then.level, old.levels, new.levels),
        None if first.rank is None or then.rank is None else first.rank - then.rank,
        None if a is None or b is None else as_text(b - a),
        [Cause(node, _text(had), _text(has), as_text(change)) for node, had, has, change in largest],
        _gates(code, old.result, new.result) if first.level != then.level else [],
    )


def _level_move(before: str, after: str, old: Sequence[str], new: Sequence[str]) -> str:
    """How the level changed; levels are compared by their step, counted from the lowest."""
    if before == after or not before or not after:
        return "same"
    if after == UNRANKED:
        return "becomes-unranked"
    if before == UNRANKED:
        return "gets-ranked"
    first, then = old.index(before), new.index(after)
    return "same" if first == then else "up" if then > first else "down"


def _differences(
    code: str, old: Side, new: Side
) -> Iterator[tuple[str, Fraction | None, Fraction | None, Fraction]]:
    """The criteria whose points differ: code, before, after, difference. No points count as none."""
    for node in dict.fromkeys((*new.result.scores[code, ""], *old.result.scores[code, ""])):
        had, has = old.leaf(code, node), new.leaf(code, node)
        change = (has or Fraction(0)) - (had or Fraction(0))
        if change:
            yield node, had, has, change


def all_differences(codes: Iterable[str], old: Side, new: Side) -> Iterator[tuple[str, Fraction]]:
    """Every difference of every unit: criterion and points."""
    for code in codes:
        for node, _, _, change in _differences(code, old, new):
            yield node, change


def _gates(code: str, before: Result, after: Result) -> list[Gate]:
    """The conditions that now hold and did not, or now fail and did not (or were not there)."""
    if code not in after.levels:
        return []
    needs = before.levels[code].needs if code in before.levels else ()
    had = {(need.level, need.node, need.unit): need.holds for need in needs}
    return [
        Gate(need.level, need.node, need.unit, _text(need.needed), _text(need.had), need.holds)
        for need in after.levels[code].needs
        if need.holds is not None and had.get((need.level, need.node, need.unit), True) != need.holds
    ]


def shifts_of(
    changes: Iterable[tuple[str, Fraction]],
    old: Edition,
    new: Edition,
    named: Mapping[str, Mapping[str, str]],
) -> list[Shift]:
    """The criteria that make a difference, the largest sum of differences first."""
    up: dict[str, int] = {}
    down: dict[str, int] = {}
    total: dict[str, Fraction] = {}
    weight: dict[str, Fraction] = {}
    for code, change in changes:
        (up if change > 0 else down)[code] = (up if change > 0 else down).get(code, 0) + 1
        total[code] = total.get(code, Fraction(0)) + change
        weight[code] = weight.get(code, Fraction(0)) + abs(change)
    had, has = _maxima(old), _maxima(new)
    order = {code: i for i, code in enumerate((*has, *had))}
    return [
        Shift(
            code,
            named["vi"].get(code, code),
            named["en"].get(code, code),
            had.get(code),
            has.get(code),
            up.get(code, 0),
            down.get(code, 0),
            as_text(total[code]),
        )
        for code in sorted(weight, key=lambda one: (-weight[one], order.get(one, 0)))
    ]


def _maxima(edition: Edition) -> dict[str, str]:
    return {code: format(node.max, "f") for code, node, _, _ in nodes(edition) if node.max is not None}


def distribution(
    moves: Sequence[Move], old: Sequence[str], new: Sequence[str]
) -> dict[str, dict[str, list[int]]]:
    """tier -> level -> [units before, after]; empty when neither edition has levels."""
    if not old and not new:
        return {}
    rungs = [*dict.fromkeys([*reversed(new), *reversed(old)]), UNRANKED]
    found: dict[str, dict[str, list[int]]] = {}
    for move in moves:
        tier = found.setdefault(move.tier, {rung: [0, 0] for rung in rungs})
        for side, level in enumerate((move.before.level, move.after.level)):
            if level:
                tier[level][side] += 1
    return found


def counts_of(moves: Sequence[Move]) -> dict[str, int]:
    """How many units go up, down, in and out, by level and by rank."""
    counts = dict.fromkeys(("up", "down", "becomes-unranked", "gets-ranked", "same"), 0)
    for move in moves:
        counts[move.level] += 1
    counts["rank-up"] = sum(1 for move in moves if (move.places or 0) > 0)
    counts["rank-down"] = sum(1 for move in moves if (move.places or 0) < 0)
    counts["score"] = sum(1 for move in moves if move.before.score != move.after.score)
    counts["moved"] = sum(1 for move in moves if has_moved(move))
    return counts


def has_moved(move: Move) -> bool:
    """Whether level or rank differ."""
    return (
        move.level != "same" or move.before.level != move.after.level or move.before.rank != move.after.rank
    )


_FIRST = ("becomes-unranked", "down", "gets-ranked", "up", "same")


def in_order(move: Move) -> tuple[int, int, str]:
    """Those whose level moves first, then the largest changes of rank."""
    return _FIRST.index(move.level), -abs(move.places or 0), move.code


def _text(number: Fraction | None) -> str | None:
    return None if number is None else as_text(number)
