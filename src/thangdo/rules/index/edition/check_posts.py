"""Checks of goalposts, floors and points by rank: on the right side, of units and years that there are."""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.rules import (
    Common,
    Direction,
    Distance,
    MinMax,
    Post,
    RankPoints,
)
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.phrases import phrase


def check_posts(found: Findings, path: Path, spot: Spot, rule: Common) -> None:
    """What a rule that compares takes as its ends."""
    for key in ("low", "high", "start", "target"):
        post = getattr(rule, key, None)
        if isinstance(post, Post):
            _post(found, (*path, key), post)
    if getattr(rule, "among", None) == "facets" and found.edition.facets is None:
        found.problem((*path, "among"), phrase("facets-without-facets"), mend=phrase("use-all"))
    if isinstance(rule, MinMax):
        _min_max(found, path, rule)
    elif isinstance(rule, Distance):
        _distance(found, path, rule)
    floor = getattr(rule, "floor", None)
    if isinstance(floor, Decimal):
        most = Decimal(1) if spot.node.max is None else spot.node.max
        if floor >= most:
            found.problem(
                (*path, "floor"),
                phrase("floor-over-maximum", floor=floor, most=most),
                phrase("less-than", than=most),
            )
    if isinstance(rule, RankPoints) and rule.from_ is not None and spot.node.max is not None:
        found.problem(
            (*spot.path, "max"),
            phrase("maximum-with-from", node=spot.code, most=spot.node.max),
            mend=phrase("take-max-or-from"),
        )


def _post(found: Findings, path: Path, post: Post) -> None:
    edition = found.edition
    if post.quantile is None and post.unit is None and post.year is None:
        if found.untouched(path):
            found.problem(path, phrase("goalpost-says-nothing"), phrase("goalpost-keys"))
        return
    if post.quantile is not None and post.unit is not None:
        found.problem(path, phrase("goalpost-twice"), mend=phrase("keep-one"))
    known = [unit.unit for unit in edition.units or ()]
    if post.unit is not None and known and post.unit not in known:
        found.unknown((*path, "unit"), phrase("goalpost-unit-unknown", unit=post.unit), post.unit, known)
    if post.year is None:
        return
    if edition.facets is None:
        found.problem(
            (*path, "year"), phrase("year-without-facets", year=post.year), mend=phrase("add-facets")
        )
    elif edition.facets.values and post.year not in edition.facets.values:
        found.unknown(
            (*path, "year"), phrase("year-unknown", year=post.year), post.year, edition.facets.values
        )


def _min_max(found: Findings, path: Path, rule: MinMax) -> None:
    if isinstance(rule.low, Decimal) and isinstance(rule.high, Decimal) and rule.low >= rule.high:
        found.problem(
            (*path, "low"),
            phrase("goalposts-crossed", low=rule.low, high=rule.high),
            mend=phrase("swap-or-direction"),
        )
    if (
        isinstance(rule.low, Post)
        and rule.low == rule.high
        and (rule.low.unit or rule.low.quantile is not None)
    ):
        found.problem((*path, "low"), phrase("goalposts-alike"), mend=phrase("correct-one-goalpost"))
    low, high = (one.quantile if isinstance(one, Post) else None for one in (rule.low, rule.high))
    if low is not None and high is not None and low > high:
        found.problem(
            (*path, "low"), phrase("goalposts-crossed", low=low, high=high), mend=phrase("swap-or-direction")
        )


def _distance(found: Findings, path: Path, rule: Distance) -> None:
    if isinstance(rule.start, Decimal) and isinstance(rule.target, Decimal):
        wrong = rule.target >= rule.start if rule.direction is Direction.DOWN else rule.target <= rule.start
        if wrong:
            found.problem(
                (*path, "target"),
                phrase("target-wrong-side", target=rule.target, start=rule.start),
                mend=phrase("more-is-better"),
            )
