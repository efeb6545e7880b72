"""One pass over the tree: node after node, and each for all units before the next.

So what one node gave all units can be a number of another, and what a rule keeps of a population is at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import NegativeScore
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import NodeKind, RoundingMode
from thangdo.rules.index.formula import score_of
from thangdo.rules.index.numbers import NoValue, rounded
from thangdo.rules.index.plan import Plan, Step
from thangdo.rules.index.result import NodeScore, Why
from thangdo.rules.index.scoring.base import Case, Outcome
from thangdo.rules.index.tree import ROOT, Branch
from thangdo.rules.index.unsound import Unsound

LastYear = Mapping[tuple[str, str, str], Fraction]
Rounding = Mapping[NodeKind, tuple[int, RoundingMode]]

_new = tuple.__new__
_PENDING = NodeScore(ROOT, None, Status.NOT_MEASURED, None, Why("no-parts"))


class Group:
    """The units of one tier in one facet: they have the same nodes and the same peers.

    memo: by rule, what a number gave one of them.
    """

    def __init__(self, plan: Plan, facet: str) -> None:
        self.plan, self.facet = plan, facet
        self.rows: list[tuple[str, Case, list[NodeScore]]] = []
        self.memo: dict[object, dict[Fraction, Outcome]] = {}

    def add(self, unit: str, case: Case) -> None:
        self.rows.append((unit, case, [_PENDING] * len(self.plan.codes)))

    def scores(self) -> Iterator[tuple[tuple[str, str], dict[str, NodeScore]]]:
        for unit, _, done in self.rows:
            yield (unit, self.facet), dict(zip(self.plan.codes, done, strict=True))


def score_all(
    order: Sequence[Branch],
    groups: Sequence[Group],
    last_year: LastYear,
    rounding: Rounding,
    unsound: Unsound,
    facts: bool = True,
) -> None:
    """Score the nodes in their order, each for all groups; what has no mean goes to `unsound`.

    facts: False keeps of the reason of a node without parts its code only, one object for all units.
    """
    read = {code for branch in order for code in branch.links}
    for branch in order:
        rule = rounding.get(branch.kind)
        for group in groups:
            step = group.plan.steps.get(branch.code)
            if step is None:
                continue
            if branch.score is None:
                _combine(step, group, rule, unsound)
            else:
                _score(step, group, rule, last_year)
                if not facts:
                    _forget_facts(step, group)
        if branch.code in read:
            _read_by_others(branch.code, groups)


def _read_by_others(code: str, groups: Sequence[Group]) -> None:
    """The score of a node becomes a number of each unit, or its status what is missing."""
    name = score_of(code)
    for group in groups:
        step = group.plan.steps.get(code)
        for _, case, done in group.rows:
            values = case.values
            assert isinstance(values, dict)
            if step is None:
                values[name] = Status.NOT_APPLICABLE
            else:
                found = done[step.number]
                values[name] = found.status if found.score is None else found.score


def _score(step: Step, group: Group, rule: tuple[int, RoundingMode] | None, last_year: LastYear) -> None:
    number, code, score, _, maximum = step
    assert score is not None
    if rule is None and not last_year:
        for _, case, done in group.rows:
            points, status, why = score(case)
            done[number] = _new(NodeScore, (code, points, status, maximum, why))
        return
    for unit, plain, done in group.rows:
        case = plain
        if last_year and (unit, group.facet, code) in last_year:
            case = replace(plain, last_year=last_year[unit, group.facet, code])
        points, status, why = score(case)
        if rule is not None and points is not None:
            points = rounded(points, *rule)
        done[number] = _new(NodeScore, (code, points, status, maximum, why))


def _forget_facts(step: Step, group: Group) -> None:
    """Of the reason of a node its code stays: the facts of thousands of units are half of a result."""
    known: dict[str, Why] = {}
    for _, _, done in group.rows:
        node, points, status, maximum, why = done[step.number]
        bare = known.get(why.code)
        if bare is None:
            bare = known[why.code] = Why(why.code)
        done[step.number] = _new(NodeScore, (node, points, status, maximum, bare))


def _combine(step: Step, group: Group, rule: tuple[int, RoundingMode] | None, unsound: Unsound) -> None:
    number, code, _, mean, maximum = step
    for unit, _, done in group.rows:
        try:
            points, status, why = mean.over(done)
        except (NegativeScore, NoValue) as error:
            unsound.add(unit, code, mean.node, error)
            points, status, why = None, Status.NOT_MEASURED, _PENDING.why
        if rule is not None and points is not None:
            points = rounded(points, *rule)
        done[number] = _new(NodeScore, (code, points, status, maximum, why))
