"""From an edition and answers to scores, levels and ranks: the one exact path, node after node."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import worst
from thangdo.rules.index.answers import Answers, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition, Need, NodeKind, RollUp, Text, Tier
from thangdo.rules.index.given import exactly
from thangdo.rules.index.levels import UNRANKED, band_of, level_of
from thangdo.rules.index.numbers import rounded, total
from thangdo.rules.index.passing import Group, score_all
from thangdo.rules.index.plan import Plan, in_order
from thangdo.rules.index.population import Population
from thangdo.rules.index.ranks import grouped, ranked
from thangdo.rules.index.result import LevelOutcome, NodeScore, Place, Result, Why
from thangdo.rules.index.scoring.base import Case
from thangdo.rules.index.stages import treat
from thangdo.rules.index.tree import ROOT
from thangdo.rules.index.tree import Branch as Branch
from thangdo.rules.index.tree import grow as grow
from thangdo.rules.index.tree import walk as walk
from thangdo.rules.index.unsound import Unsound

#: Raised whenever the same edition and answers could give another number; stored with every result.
ENGINE_VERSION = "2"

_MANY = 20_000  # objects, which the collector looks through in some milliseconds
TIERS = [*(tier.value for tier in Tier), "all"]  # the order of peer groups


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of small results are made and none is garbage: do not look for any.

    Nor when the work is done: freezing and unfreezing puts what is new among the oldest objects unlooked at.
    Few new ones are left to the collector: to ask whether somebody has frozen objects is to count them all.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _MANY and gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Evaluation:
    """One edition made ready to be evaluated many times."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.tree = grow(edition)
        self.rounding = {kind: (r.places, r.mode) for r in edition.rounding for kind in r.at}
        self.order = in_order(self.tree)
        self.plans: dict[str | None, Plan] = {}

    def run(self, answers: Answers, *, facts: bool = True) -> Result:
        """Evaluate. Raises BadInput for answers of no exact kind, and where a mean is not defined.

        facts: False where nobody asks why a criterion has its score: its reason then has no facts, and the
        result of thousands of units takes half the memory. Scores, levels and ranks are the same.
        """
        with _without_collecting():
            return self._run(exactly(self.edition, answers), facts)

    def _run(self, answers: Answers, facts: bool) -> Result:
        edition = self.edition
        units = {code: answers.units[code] for code in sorted(answers.units)}
        facets = self._facets(answers)
        stages: Mapping[str, Mapping[str, Mapping[str, Fraction | None]]] = {}
        values: dict[str, Mapping[str, Mapping[str, Value]]] = {}
        screened: dict[tuple[str, str], Why] = {}
        for facet in facets:
            values[facet] = {code: answers.values.get((code, facet), {}) for code in units}
            if edition.treatment:
                done = treat(edition, values[facet])
                values[facet], stages = done.values, done.stages
                screened.update({(code, facet): why for code, why in done.screened.items()})
        if any(branch.links for branch in self.order):  # scores of nodes become numbers of the units
            values = {
                facet: {code: dict(row) for code, row in rows.items()} for facet, rows in values.items()
            }
        population = Population(units, values)
        scores: dict[tuple[str, str], dict[str, NodeScore]] = {}
        groups: dict[tuple[str, str | None], Group] = {}
        for facet in facets:
            for code, unit in units.items():
                if (code, facet) in screened:
                    scores[code, facet] = self._nothing(unit, screened[code, facet])
                    continue
                group = groups.get((facet, unit.tier))
                if group is None:
                    group = groups[facet, unit.tier] = Group(self._plan(unit.tier), facet)
                rows = {
                    name: found
                    for name, table in answers.tables.items()
                    if (found := table.get((code, facet))) is not None
                }
                peers = partial(population.among, facet, unit.tier)
                group.add(code, Case(values[facet][code], rows, None, peers, group.memo))
                scores[code, facet] = {}  # in this order
        unsound = Unsound()
        score_all(self.order, list(groups.values()), answers.last_year, self.rounding, unsound, facts)
        for group in groups.values():
            scores.update(group.scores())
        unsound.close()
        if edition.facets is not None:
            self._roll_up(units, facets, scores)
        return self._finish(units, facets, scores, stages)

    def _facets(self, answers: Answers) -> list[str]:
        if self.edition.facets is None:
            return [""]
        declared = list(self.edition.facets.values)
        return declared or [facet for facet in answers.facets() if facet] or [""]

    def _nothing(self, unit: Unit, why: Why) -> dict[str, NodeScore]:
        """The nodes of a unit that is not scored, all with the same reason."""
        return {
            branch.code: NodeScore(branch.code, None, Status.BELOW_COVERAGE, None, why)
            for branch in walk(self.tree)
            if branch.applies_to(unit.tier)
        }

    def _plan(self, tier: str | None) -> Plan:
        plan = self.plans.get(tier)
        if plan is None:
            plan = self.plans[tier] = Plan(self.tree, tier)
        return plan

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
        facet_places: dict[str, Mapping[str, Sequence[Place]]] = {}
        if edition.ranking.each_facet and edition.facets is not None:
            for facet in (*facets, *edition.facets.averages):
                within = {code: scores[code, facet] for code in units}
                out = {code for code, why in reasons.items() if why.code == "left-out"}
                facet_places[facet] = self._places(units, within, out)
        bands: dict[str, str] = {}
        groups: dict[str, str] = {}
        grouping: dict[str, Mapping[str, str]] = {}
        if edition.bands is not None:
            bands = {
                code: band for code in units if (band := band_of(edition.bands, final[code])) is not None
            }
        if edition.groups is not None:
            grouping = {group: grouped(edition.groups, found) for group, found in places.items()}
            for each in grouping.values():
                groups.update(each)
        return Result(
            units, facets, scores, levels, bands, groups, places, reasons, stages, facet_places, grouping
        )

    def _places(
        self,
        units: Mapping[str, Unit],
        final: Mapping[str, Mapping[str, NodeScore]],
        reasons: Collection[str],
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
