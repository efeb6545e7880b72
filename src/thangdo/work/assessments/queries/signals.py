"""Signs that an answer deserves a second look. None of them is a finding; each names its cases.

Every signal is a function over plain rows; its threshold is data (`DEFINITIONS`) and stands on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import comb, gcd
from typing import Any

from thangdo.rules.exact import Fraction


@dataclass(frozen=True, slots=True)
class Definition:
    """A signal: from which value on it shows (`threshold`), and the least number of cases it needs.

    deviations: besides, so many standard deviations from the mean of the tier, where this has at_least units.
    """

    id: str
    threshold: Fraction
    at_least: int = 1
    deviations: int = 0


DEFINITIONS: dict[str, Definition] = {
    one.id: one
    for one in (
        Definition("same-file", Fraction(2)),  # units that gave the same file
        Definition("file-for-many", Fraction(5)),  # criteria that one file serves
        Definition("late-file", Fraction(1)),  # days after the day that was due
        Definition("jump", Fraction(1), 20, 3),  # points of 100, against the period before
        Definition("many-not-applicable", Fraction(1, 5), 3),  # above the median share of the tier
        Definition("round-numbers", Fraction(1, 1000), 8),  # chance of so many by accident, at most
        Definition("whole-percentages", Fraction(1, 1000), 5),
        Definition("far-from-computed", Fraction(1, 10)),  # of the computed value
    )
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign at a unit, at a criterion ("" for the unit as a whole). facts: numbers as exact text."""

    id: str
    unit: str
    node: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    units: tuple[str, ...] = ()  # the other units concerned
    nodes: tuple[str, ...] = ()  # the criteria concerned


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that a unit gave for a criterion."""

    unit: str
    node: str
    number: int
    sha256: str
    added: date


@dataclass(frozen=True, slots=True)
class Told:
    """One value of an answer: a number that a unit typed. whole: the number that limits it."""

    unit: str
    node: str
    input: str
    number: Fraction
    whole: Fraction | None = None
    text: str = ""


def same_file(uses: Iterable[FileUse]) -> Iterator[Signal]:
    """The very same bytes given by several units."""
    most = DEFINITIONS["same-file"].threshold
    by_file: dict[str, dict[str, list[FileUse]]] = defaultdict(lambda: defaultdict(list))
    for use in uses:
        if use.sha256:
            by_file[use.sha256][use.unit].append(use)
    for sha256, units in by_file.items():
        if len(units) < most:
            continue
        for unit, own in units.items():
            others = tuple(one for one in units if one != unit)
            facts = {"sha256": sha256, "units": len(units), "number": own[0].number}
            for node in dict.fromkeys(use.node for use in own):
                yield Signal("same-file", unit, node, facts, others)


def file_for_many(uses: Iterable[FileUse]) -> Iterator[Signal]:
    """One file that stands for many criteria of a unit."""
    most = DEFINITIONS["file-for-many"].threshold
    found: dict[tuple[str, str], dict[str, FileUse]] = defaultdict(dict)
    for use in uses:
        if use.sha256:
            found[use.unit, use.sha256][use.node] = use
    for (unit, sha256), nodes in found.items():
        if len(nodes) >= most:
            first = next(iter(nodes.values()))
            facts = {"sha256": sha256, "criteria": len(nodes), "number": first.number}
            for node in nodes:
                yield Signal("file-for-many", unit, node, facts, (), tuple(nodes))


def late_files(uses: Iterable[FileUse], due: Mapping[str, date]) -> Iterator[Signal]:
    """A file given after the day that was due, extensions included."""
    least = DEFINITIONS["late-file"].threshold
    for use in uses:
        day = due.get(use.unit)
        if day is not None and (use.added - day).days >= least:
            yield Signal(
                "late-file",
                use.unit,
                use.node,
                {
                    "number": use.number,
                    "added": use.added.isoformat(),
                    "due": day.isoformat(),
                    "days": (use.added - day).days,
                },
            )


Shares = Mapping[str, Mapping[str, Fraction]]  # unit -> criterion -> points as a share of the maximum


def jumps(
    now: Shares, before: Shares, tiers: Mapping[str, str], worth: Mapping[tuple[str, str], Fraction]
) -> Iterator[Signal]:
    """A criterion that moved far since the period before, up or down: by points of the whole index, and
    beside what the others of the tier moved (`Definition.deviations`, where there are enough of them).

    worth: (tier, criterion) -> the points of 100 that it is worth; of those that are not there, which can
    give few scores only, nothing is said: there every change is a large one.
    """
    rule = DEFINITIONS["jump"]
    moved: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for unit, nodes in now.items():
        for node, share in nodes.items():
            then = before.get(unit, {}).get(node)
            if then is not None and (tiers[unit], node) in worth:
                moved[tiers[unit], node][unit] = share - then
    for (tier, node), units in moved.items():
        mean = sum(units.values(), Fraction(0)) / len(units)
        spread = sum(((by - mean) ** 2 for by in units.values()), Fraction(0)) / len(units)
        for unit, by in units.items():
            points, beside = by * worth[tier, node], (by - mean) ** 2
            apart = len(units) < rule.at_least or beside >= rule.deviations**2 * spread > 0
            if abs(points) >= rule.threshold and apart:
                facts = {
                    "now": str(now[unit][node]),
                    "before": str(before[unit][node]),
                    "points": str(points),
                }
                yield Signal("jump", unit, node, facts)


def many_not_applicable(said: Mapping[str, Mapping[str, bool]], tiers: Mapping[str, str]) -> Iterator[Signal]:
    """A unit that calls many more criteria not applicable than its tier does.

    said: unit -> criterion -> whether it was said not to apply.
    """
    rule = DEFINITIONS["many-not-applicable"]
    shares: dict[str, list[Fraction]] = defaultdict(list)
    own: dict[str, Fraction] = {}
    for unit, nodes in said.items():
        if nodes:
            own[unit] = Fraction(sum(nodes.values()), len(nodes))
            shares[tiers[unit]].append(own[unit])
    middle = {tier: _median(sorted(values)) for tier, values in shares.items()}
    for unit, share in own.items():
        chosen = tuple(node for node, no in said[unit].items() if no)
        if len(chosen) >= rule.at_least and share - middle[tiers[unit]] >= rule.threshold:
            facts = {"share": str(share), "tier": str(middle[tiers[unit]]), "criteria": len(chosen)}
            yield Signal("many-not-applicable", unit, "", facts, (), chosen)


def round_numbers(told: Iterable[Told]) -> Iterator[Signal]:
    """Counts of two digits and more that end in 0 or 5 oftener than one time in five by chance.

    The chance is that of a binomial: at least so many of n, one in five each.
    """
    rule = DEFINITIONS["round-numbers"]
    by_unit: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if one.number.denominator == 1 and one.number >= 10:
            by_unit[one.unit].append(one)
    for unit, rows in by_unit.items():
        hits = [one for one in rows if one.number % 5 == 0]
        chance = tail([Fraction(1, 5)] * len(rows), len(hits))
        if len(rows) >= rule.at_least and chance <= rule.threshold:
            yield _by_chance("round-numbers", unit, rows, hits, chance)


def whole_percentages(told: Iterable[Told]) -> Iterator[Signal]:
    """Parts of a whole that make whole percentages (none and all left out) oftener than by chance.

    Of the parts 1 … w−1 of a whole w, gcd(w, 100) − 1 make a whole percentage.
    """
    rule = DEFINITIONS["whole-percentages"]
    by_unit: dict[str, list[tuple[Told, int]]] = defaultdict(list)
    for one in told:
        whole = one.whole
        if whole is None or whole.denominator != 1 or one.number.denominator != 1:
            continue
        if 0 < one.number < whole and gcd(int(whole), 100) < whole:
            by_unit[one.unit].append((one, int(whole)))
    for unit, rows in by_unit.items():
        hits = [one for one, whole in rows if (one.number * 100 / whole).denominator == 1]
        chance = tail([Fraction(gcd(whole, 100) - 1, whole - 1) for _, whole in rows], len(hits))
        if len(rows) >= rule.at_least and chance <= rule.threshold:
            yield _by_chance("whole-percentages", unit, [one for one, _ in rows], hits, chance)


def far_from_computed(told: Iterable[Told], computed: Mapping[tuple[str, str], Fraction]) -> Iterator[Signal]:
    """A declared number that lies far from the one computed from records. computed: (unit, input)."""
    least = DEFINITIONS["far-from-computed"].threshold
    for one in told:
        found = computed.get((one.unit, one.input))
        if found is not None and abs(one.number - found) > least * max(abs(found), Fraction(1)):
            facts = {"input": one.input, "declared": str(one.number), "computed": str(found)}
            yield Signal("far-from-computed", one.unit, one.node, facts)


def tail(chances: Sequence[Fraction], least: int) -> Fraction:
    """The chance that at least so many of independent events happen, exactly."""
    if least <= 0:
        return Fraction(1)
    if len(set(chances)) == 1:
        n, p = len(chances), chances[0]
        return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(least, n + 1)), Fraction(0))
    ways = [Fraction(1)]  # ways[k]: the chance of k events so far
    for p in chances:
        ways = [
            (ways[k] * (1 - p) if k < len(ways) else Fraction(0)) + (ways[k - 1] * p if k else Fraction(0))
            for k in range(len(ways) + 1)
        ]
    return sum(ways[least:], Fraction(0))


def _by_chance(name: str, unit: str, rows: Sequence[Told], hits: Sequence[Told], chance: Fraction) -> Signal:
    nodes = tuple(dict.fromkeys(one.node for one in hits))
    one_in = int(1 / chance) if chance else 0
    return Signal(name, unit, "", {"hits": len(hits), "numbers": len(rows), "one_in": one_in}, (), nodes)


def _median(ordered: Sequence[Fraction]) -> Fraction:
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2
