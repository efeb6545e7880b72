"""A unit among its peers in a few sentences: every clause says a rank within its group, and of how many."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.faces.look.numbers import exact, short
from thangdo.faces.look.sentences import name
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.standing import Stand, Standing

FEWEST_GROUPS = 3  # of two groups, strongest and weakest say nothing
PLACES, MOST_PLACES = 4, 12


def paragraph(found: Standing, tier: str, titles: Mapping[str, str], language: str) -> list[str]:
    """Total, distance from the median, strongest and weakest group. titles: of the groups."""
    among = name(language, "among_tiers", tier)
    total = found.total
    if total is None or found.above_median is None:
        return [_say("no-result", language, scored=found.scored, units=found.units, among=among)]
    said = [
        _say(
            "total-tied" if total.alike else "total",
            language,
            score=_points(total.score, language),
            rank=total.rank,
            of=total.of,
            alike=total.alike,
            among=among,
        )
    ]
    by = found.above_median
    said.append(
        _say(
            "above" if by > 0 else "below" if by < 0 else "at-median",
            language,
            by=_points(abs(by), language),
        )
    )
    if found.groups < FEWEST_GROUPS:
        return said
    for which, stands in (("strongest", found.strongest), ("weakest", found.weakest)):
        if not stands:
            said.append(_say(f"no-{which}", language))
            continue
        listed = "; ".join(_group(one, which, titles, language) for one in stands)
        said.append(_say(which, language, groups=listed))
    return said


def _group(one: Stand, which: str, titles: Mapping[str, str], language: str) -> str:
    """One group: title, points, the rank from the end that matters, and how many share it."""
    rank = one.rank if which == "strongest" else one.from_below
    text = _say(
        f"{which}-first" if rank == 1 else f"{which}-rank",
        language,
        title=titles.get(one.node, one.node),
        score=_points(one.score, language),
        rank=rank,
        of=one.of,
    )
    return text + (_say("shared", language, alike=one.alike) if one.alike else "") + ")"


def _points(value: Fraction, language: str) -> str:
    """A number of points to four places; a smaller one with as many as it takes to be seen."""
    for places in range(PLACES, MOST_PLACES):
        text = as_text(value, places)
        if exact(text) or not value:
            return short(text, language, places)
    return short(as_text(value, MOST_PLACES), language, MOST_PLACES)


def _say(code: str, language: str, **facts: object) -> str:
    return name(language, "standing", code).format(**facts)
