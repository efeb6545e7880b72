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

    scores: node -> score of one unit. A condition on a node that does not apply is left out; a level of
    which every condition is left out is not reached.

    >>> from thangdo.rules.index.result import Why
    >>> levels = {"I": Level(needs=[Need(node="A", share="0.5")])}
    >>> score = NodeScore("A", Fraction(18), Status.OK, Fraction(40), Why("sum"))
    >>> outcome = level_of(levels, "district", {"A": score})
    >>> outcome.level, str(outcome.failed[0].short_by)
    ('unranked', '1/20')
    """
    looked_at: list[NeedOutcome] = []
    reached, stopped = UNRANKED, None
    for name, level in levels.items():
        needs = [
            _need(name, need, scores)
            for need in level.needs
            if need.tiers is None or tier in {str(t.value) for t in need.tiers}
        ]
        looked_at.extend(needs)
        if stopped is not None:
            continue
        counted = [need for need in needs if need.holds is not None]
        if counted and all(need.holds for need in counted):
            reached = name
        else:
            stopped = name
    return LevelOutcome(reached, looked_at, stopped)


def _need(level: str, need: Need, scores: Mapping[str, NodeScore]) -> NeedOutcome:
    score = scores.get(need.node)
    unit = "share" if need.share is not None else "points"
    needed: Fraction | None
    had: Fraction | None
    if score is None or score.status is Status.NOT_APPLICABLE:
        return NeedOutcome(level, need.node, unit, None, None, None)
    if need.share is not None:
        needed, had = exact(need.share), score.share
    elif need.points is not None:
        needed, had = exact(need.points), score.score
    elif need.must == "full":
        needed, had = score.maximum, score.score
    else:
        holds = score.score is not None and score.score > 0
        return NeedOutcome(level, need.node, unit, ZERO, score.score, holds)
    return NeedOutcome(
        level, need.node, unit, needed, had, had is not None and needed is not None and had >= needed
    )


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
