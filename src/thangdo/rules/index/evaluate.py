"""From an edition and answers to scores, levels and ranks: the one exact path, in one walk over the tree."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import NegativeScore, Part, aggregate, maximum_of, worst
from thangdo.rules.index.answers import Answers, BadInput, Problem, Row, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition, Need, Node, NodeKind, RollUp, Text, Tier
from thangdo.rules.index.formula import EmptyDenominator, Uncomputable, parse
from thangdo.rules.index.levels import UNRANKED, band_of, level_of
from thangdo.rules.index.numbers import NoValue, exact, rounded, total
from thangdo.rules.index.ranks import grouped, ranked
from thangdo.rules.index.result import LevelOutcome, NodeScore, Place, Result, Why
from thangdo.rules.index.scoring import scorer
from thangdo.rules.index.scoring.base import Among, Case, Missing, Peers, Scorer
from thangdo.rules.index.stages import treat

#: Raised whenever the same edition and answers could give another number; stored with every result.
ENGINE_VERSION = "1"

ROOT = "index"
_PENDING = NodeScore(ROOT, None, Status.NOT_MEASURED, None, Why("no-parts"))
TIERS = [*(tier.value for tier in Tier), "all"]  # the order of peer groups


@dataclass(frozen=True)
class Branch:
    """A node in its place: code, kind, parent, the tiers it applies to, its children, its scorer."""

    code: str
    kind: NodeKind
    node: Node
    parent: str | None
    tiers: frozenset[str]
    weight: Fraction
    maximum: Fraction | None
    score: Scorer | None
    children: tuple[Branch, ...]

    def applies_to(self, tier: str | None) -> bool:
        return tier is None or tier in self.tiers


def grow(edition: Edition) -> Branch:
    """The edition's tree with its rules made ready.

    >>> leaf = Node(title={"vi": "Trễ hẹn"}, max=5, rule={"zero_tolerance": "late"})
    >>> index = Node(title={"vi": "Chỉ số"}, criteria={"C": leaf})
    >>> tree = grow(Edition.model_construct(tiers=(Tier.COMMUNE,), index=index))
    >>> [(branch.code, branch.parent) for branch in walk(tree)]
    [('index', None), ('C', 'index')]
    """
    return _branch(ROOT, NodeKind.INDEX, edition.index, None, frozenset(t.value for t in edition.tiers))


def _branch(code: str, kind: NodeKind, node: Node, parent: str | None, tiers: frozenset[str]) -> Branch:
    own = tiers if node.tiers is None else tiers & {tier.value for tier in node.tiers}
    maximum = exact(node.max) if node.max is not None else None
    below = node.children_kind
    children = tuple(
        _branch(name, below, child, code, own) for name, child in node.children.items() if below is not None
    )
    score = scorer(node.rule, maximum) if node.rule is not None else None
    return Branch(code, kind, node, parent, own, exact(node.weight), maximum, score, children)


def walk(branch: Branch) -> Iterator[Branch]:
    """The branch and all below it, in the order of the file.

    >>> tree = grow(Edition.model_construct(tiers=(Tier.COMMUNE,), index=Node(title={"vi": "Chỉ số"})))
    >>> [branch.kind.value for branch in walk(tree)]
    ['index']
    """
    yield branch
    for child in branch.children:
        yield from walk(child)


class _Population:
    """The values of quantities among the units of a tier or all, within one facet; each asked once."""

    def __init__(self, units: Mapping[str, Unit], values: Mapping[str, Mapping[str, Value]]) -> None:
        self.units = units
        self.values = values
        self.known: dict[tuple[str, str | None], Peers] = {}

    def among(self, tier: str | None, quantity: str, scope: Among) -> Peers:
        key = (quantity, tier if scope == "tier" else None)
        if key not in self.known:
            self.known[key] = self._gather(quantity, key[1])
        return self.known[key]

    def _gather(self, quantity: str, tier: str | None) -> Peers:
        formula = parse(quantity)
        found: list[Fraction] = []
        for code, unit in self.units.items():
            if tier is not None and unit.tier != tier:
                continue
            case = Case(self.values.get(code, {}))
            try:
                found.append(case.quantity(formula))
            except (Missing, EmptyDenominator, Uncomputable):
                continue
        return Peers(sorted(found))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of small results are made and none is garbage: do not look for any.

    Nor when the work is done: freezing and unfreezing puts what is new among the oldest objects unlooked at.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Evaluation:
    """One edition made ready to be evaluated many times."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.tree = grow(edition)
        self.rounding = {kind: (r.places, r.mode) for r in edition.rounding for kind in r.at}
        self.maxima: dict[tuple[str, str | None], Fraction | None] = {}

    def run(self, answers: Answers) -> Result:
        """Evaluate. Raises BadInput where a mean is not defined for the scores."""
        with _without_collecting():
            return self._run(answers)

    def _run(self, answers: Answers) -> Result:
        edition = self.edition
        units = {code: answers.units[code] for code in sorted(answers.units)}
        facets = self._facets(answers)
        stages: Mapping[str, Mapping[str, Mapping[str, Fraction | None]]] = {}
        scores: dict[tuple[str, str], dict[str, NodeScore]] = {}
        for facet in facets:
            values = {code: answers.values.get((code, facet), {}) for code in units}
            if edition.treatment:
                values, stages = treat(edition, values)
            population = _Population(units, values)
            for code, unit in units.items():
                rows = {name: table.get((code, facet)) for name, table in answers.tables.items()}
                scores[code, facet] = self._unit(unit, facet, values[code], rows, population, answers)
        if edition.facets is not None:
            self._roll_up(units, facets, scores)
        return self._finish(units, facets, scores, stages)

    def _facets(self, answers: Answers) -> list[str]:
        if self.edition.facets is None:
            return [""]
        declared = list(self.edition.facets.values)
        return declared or [facet for facet in answers.facets() if facet] or [""]

    def _unit(
        self,
        unit: Unit,
        facet: str,
        values: Mapping[str, Value],
        rows: Mapping[str, Sequence[Row] | None],
        population: _Population,
        answers: Answers,
    ) -> dict[str, NodeScore]:
        found: dict[str, NodeScore] = {}
        given = {name: table for name, table in rows.items() if table is not None}

        def peers(quantity: str, scope: Among) -> Peers:
            return population.among(unit.tier, quantity, scope)

        plain = Case(values, given, None, peers)
        last_year = answers.last_year

        def visit(branch: Branch) -> NodeScore:
            code = branch.code
            found[code] = _PENDING  # its place in the order of the tree
            if branch.score is not None:
                case = plain
                if last_year and (unit.code, facet, code) in last_year:
                    case = Case(values, given, last_year[unit.code, facet, code], peers)
                points, status, why = branch.score(case)
                maximum = branch.maximum
            else:
                parts = []
                for child in branch.children:
                    if child.applies_to(unit.tier):
                        result = visit(child)
                        parts.append(
                            Part(child.code, child.weight, result.score, result.status, result.maximum)
                        )
                try:
                    points, status, why = aggregate(branch.node, parts)
                except (NegativeScore, NoValue) as error:
                    raise BadInput([Problem("answers", str(error), code=f"{unit.code}, {code}")]) from error
                key = (code, unit.tier)
                if key not in self.maxima:
                    self.maxima[key] = maximum_of(branch.node, parts)
                maximum = self.maxima[key]
            if branch.kind in self.rounding:
                points = self._round(branch.kind, points)
            score = found[code] = NodeScore(code, points, status, maximum, why)
            return score

        visit(self.tree)
        return found

    def _round(self, kind: NodeKind, points: Fraction | None) -> Fraction | None:
        rule = self.rounding.get(kind)
        return points if rule is None or points is None else rounded(points, *rule)

    def _roll_up(
        self,
        units: Mapping[str, Unit],
        facets: Sequence[str],
        scores: dict[tuple[str, str], dict[str, NodeScore]],
    ) -> None:
        """Node by node over the facets that have a score: the declared averages, and the roll-up ""."""
        rule = self.edition.facets
        if rule is None:
            return
        for code in units:
            for name, average in rule.averages.items():
                scores[code, name] = self._over(code, average.facets, scores, RollUp.MEAN)
            scores[code, ""] = self._over(code, facets, scores, rule.roll_up)

    def _over(
        self,
        unit: str,
        facets: Sequence[str],
        scores: Mapping[tuple[str, str], Mapping[str, NodeScore]],
        how: RollUp,
    ) -> dict[str, NodeScore]:
        rolled: dict[str, NodeScore] = {}
        for branch in walk(self.tree):
            each = [table[branch.code] for f in facets if branch.code in (table := scores.get((unit, f), {}))]
            if not each:
                continue
            present = [score.score for score in each if score.score is not None]
            maxima = [s.maximum for s in each if s.maximum is not None]
            maximum = max(maxima, default=None)
            if how is RollUp.SUM and maximum is not None:
                applicable = [s for s in each if s.status is not Status.NOT_APPLICABLE]
                maximum = total([s.maximum for s in applicable if s.maximum is not None])
            why = Why("roll-up", {"facets": len(present), "of": len(each), "how": how.value})
            if not present:
                status = worst([s.status for s in each])
                rolled[branch.code] = NodeScore(branch.code, None, status, maximum, why)
                continue
            if how is RollUp.MEAN:
                score = total(present) / len(present)
            elif how is RollUp.SUM:
                score = total(present)
            else:
                score = min(present) if how is RollUp.MINIMUM else max(present)
            rolled[branch.code] = NodeScore(
                branch.code, self._round(branch.kind, score), Status.OK, maximum, why
            )
        return rolled

    def _finish(
        self,
        units: Mapping[str, Unit],
        facets: Sequence[str],
        scores: Mapping[tuple[str, str], Mapping[str, NodeScore]],
        stages: Mapping[str, Mapping[str, Mapping[str, Fraction | None]]],
    ) -> Result:
        edition = self.edition
        final = {code: scores[code, ""] for code in units}
        levels: dict[str, LevelOutcome] = {}
        if edition.levels is not None:
            levels = {code: level_of(edition.levels, unit.tier, final[code]) for code, unit in units.items()}
        reasons = _reasons(edition, self.tree, units, final, levels)
        places = self._places(units, final, reasons)
        bands, groups = {}, {}
        if edition.bands is not None:
            bands = {
                code: band for code in units if (band := band_of(edition.bands, final[code])) is not None
            }
        if edition.groups is not None:
            for group in places.values():
                groups.update(grouped(edition.groups, group))
        return Result(units, facets, scores, levels, bands, groups, places, reasons, stages)

    def _places(
        self,
        units: Mapping[str, Unit],
        final: Mapping[str, Mapping[str, NodeScore]],
        reasons: Mapping[str, Why],
    ) -> dict[str, list[Place]]:
        edition = self.edition
        members: dict[str, list[str]] = {}
        for code, unit in units.items():
            if "tier" in edition.ranking.peer_groups:
                members.setdefault(unit.tier or "all", []).append(code)
            if "all" in edition.ranking.peer_groups and (
                unit.tier or "tier" not in edition.ranking.peer_groups
            ):
                members.setdefault("all", []).append(code)
        places = {}
        for group in sorted(members, key=_in_order):
            keys: dict[str, tuple[Fraction, ...]] = {}
            without: dict[str, Fraction | None] = {}
            for code in members[group]:
                score = final[code][ROOT].score
                if code in reasons or score is None:
                    without[code] = score
                else:
                    keys[code] = (score, *(_tie_breaker(final[code].get(n)) for n in edition.tie_breakers))
            places[group] = ranked(group, keys, without, edition.ties)
        return places


def _in_order(group: str) -> tuple[int, str]:
    return (TIERS.index(group) if group in TIERS else len(TIERS), group)


def _tie_breaker(score: NodeScore | None) -> Fraction:
    """A tie-breaker's score; a missing one stands behind every number."""
    return score.score if score is not None and score.score is not None else Fraction(-(10**30))


def _reasons(
    edition: Edition,
    tree: Branch,
    units: Mapping[str, Unit],
    final: Mapping[str, Mapping[str, NodeScore]],
    levels: Mapping[str, LevelOutcome],
) -> dict[str, Why]:
    """Why a unit has no rank: left out by the edition, no score, or no gate passed."""
    reasons: dict[str, Why] = {}
    left_out = {item.unit: item.reason for item in edition.ranking.leave_out}
    titles = {branch.code: branch.node.title for branch in walk(tree)}
    for code in units:
        root = final[code][ROOT]
        outcome = levels.get(code)
        if code in left_out:
            text = left_out[code]
            reasons[code] = Why("left-out", {"vi": text.vi, "en": text.en or text.vi})
        elif root.score is None:
            reasons[code] = Why("no-score", {"status": root.status.value})
        elif outcome is not None and outcome.apart is not None:
            reasons[code] = _apart(outcome.apart)
        elif outcome is not None and outcome.level == UNRANKED:
            reasons[code] = _no_gate(outcome, titles)
    return reasons


def _apart(need: Need) -> Why:
    """The group of its own to which a unit goes, and the node that does not apply to it."""
    assert need.own_group is not None
    group = need.own_group
    return Why("own-group", {"node": need.node, "vi": group.vi, "en": group.in_language("en")})


def _no_gate(outcome: LevelOutcome, titles: Mapping[str, Text]) -> Why:
    """Why the lowest gate was not passed: its conditions that fail, each with what was needed and had."""
    level = outcome.next_level or ""
    if not outcome.failed:
        return Why("no-gate-applies", {"level": level})
    conditions = [
        {
            "node": need.node,
            "vi": titles[need.node].vi,
            "en": titles[need.node].in_language("en"),
            "unit": need.unit,
            "needed": need.needed,
            "had": need.had,
        }
        for need in outcome.failed
    ]
    nodes = tuple(need.node for need in outcome.failed)
    return Why("no-gate", {"level": level, "nodes": nodes, "conditions": tuple(conditions)})


def evaluate(edition: Edition, answers: Answers) -> Result:
    """Scores, levels and ranks of all units, exactly. Raises BadInput (see `Evaluation.run`).

    >>> from thangdo.rules.index.edition.load import load
    >>> edition = load('''{edition: e, version: 1, official: false, title: {vi: Thử}, tiers: [commune],
    ... effective: {from: 2019-04-05}, inputs: {late: {type: count}}, index: {title: {vi: Chỉ số},
    ... criteria: {C: {title: {vi: Trễ hẹn}, max: 5, rule: {zero_tolerance: late}}}}}''', "e.yaml")
    >>> units = {code: Unit(code, "commune") for code in ("a", "b")}
    >>> answers = Answers(units, {("a", ""): {"late": Fraction(0)}, ("b", ""): {"late": Fraction(2)}})
    >>> places = evaluate(edition, answers).places["commune"]
    >>> [(place.unit, str(place.score), place.label) for place in places]
    [('a', '5', '1'), ('b', '0', '2')]
    """
    return Evaluation(edition).run(answers)
