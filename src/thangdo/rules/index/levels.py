"""Levels I-IV as gates: cumulative, readiness first; a unit that passes no gate is unranked, with the reason.

Source: the article of 3 July 2019 (readiness conditions, results at four levels, unranked otherwise);
cumulative semantics as in C2M2: all of a level's own and all lower conditions, and no condition, no level.
"""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Bands, Level, Need
from thangdo.rules.index.numbers import ZERO, exact
from thangdo.rules.index.result import LevelOutcome, NeedOutcome, NodeScore

UNRANKED = "unranked"


def level_of(levels: Mapping[str, Level], tier: str | None, scores: Mapping[str, NodeScore]) -> LevelOutcome:
    """The highest level whose conditions and all lower levels' conditions hold.

    scores: node -> score of one unit. What a condition on a node that does not apply comes to says the
    condition; where it says nothing it is left out. A level of which every condition is left out is not
    reached. A unit that comes to a level of which such a condition names an own group goes there, and has no
    level.

    >>> from thangdo.rules.index.result import Why
    >>> levels = {"I": Level(needs=[Need(node="A", share="0.5")])}
    >>> score = NodeScore("A", Fraction(18), Status.OK, Fraction(40), Why("sum"))
    >>> outcome = level_of(levels, "district", {"A": score})
    >>> outcome.level, str(outcome.failed[0].short_by)
    ('unranked', '1/20')
    """
    looked_at: list[NeedOutcome] = []
    reached, stopped, group = UNRANKED, None, None
    for name, level in levels.items():
        meant = [need for need in level.needs if need.tiers is None or tier in {t.value for t in need.tiers}]
        needs = [_need(name, need, scores) for need in meant]
        looked_at.extend(needs)
        if stopped is not None:
            continue
        apart = [need for need in meant if need.own_group is not None and not_applicable(need, scores)]
        if apart:
            reached, stopped, group = UNRANKED, name, apart[0]
            continue
        counted = [need for need in needs if need.holds is not None]
        if counted and all(need.holds for need in counted):
            reached = name
        else:
            stopped = name
    return LevelOutcome(reached, looked_at, None if group else stopped, group)


def not_applicable(need: Need, scores: Mapping[str, NodeScore]) -> bool:
    """Whether the node of a condition is one of the unit's tier and does not apply to the unit."""
    score = scores.get(need.node)
    return score is not None and score.status is Status.NOT_APPLICABLE


def _need(level: str, need: Need, scores: Mapping[str, NodeScore]) -> NeedOutcome:
    score = scores.get(need.node)
    unit = "share" if need.share is not None else "points"
    needed: Fraction | None
    had: Fraction | None
    if score is None or (score.status is Status.NOT_APPLICABLE and need.not_applicable != "fails"):
        return NeedOutcome(level, need.node, unit, None, None, None, need.not_applicable)
    if need.share is not None:
        needed, had = exact(need.share), score.share
    elif need.points is not None:
        needed, had = exact(need.points), score.score
    elif need.must == "full":
        needed, had = score.maximum, score.score
    else:
        holds = score.score is not None and score.score > 0
        return NeedOutcome(level, need.node, unit, ZERO, score.score, holds, need.not_applicable)
    holds = had is not None and needed is not None and had >= needed
    return NeedOutcome(level, need.node, unit, needed, had, holds, need.not_applicable)


def band_of(bands: Bands, scores: Mapping[str, NodeScore]) -> str | None:
    """The band (xuất sắc ... yếu) of one unit; None when its node has no score.

    >>> from thangdo.rules.index.result import Why
    >>> good, weak = ({"title": {"vi": word}, "at_least": least} for word, least in (("Tốt", 70), ("Yếu", 0)))
    >>> steps = {"good": good, "weak": weak}
    >>> band_of(Bands(steps=steps), {"index": NodeScore("index", Fraction(69), Status.OK, None, Why("sum"))})
    'weak'
    """
    score = scores.get(bands.node)
    number: Fraction | None = None
    if score is not None:
        number = score.share if bands.as_ == "share" else score.score
    if number is None:
        return None
    for code, band in bands.steps.items():
        if number >= exact(band.at_least):
            return code
    return None
