"""A result as rows and lines: `scores.csv`, `ranks.csv`, `explanations.json`, wherever they are written."""

from __future__ import annotations

from collections.abc import Iterator

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import NeedOutcome, Place, Result, Why

SCORES = ("unit", "facet", "node", "score", "status", "band", "group")
RANKS = (
    *("unit", "peer_group", "level", "reason", "score", "rank", "tied", "label"),
    *("band", "group", "facet"),
)
WORDS = {"unit", "facet", "reason", "band", "group"}
#: The columns that the first engine wrote: its sealed publications are compared by them.
OF_FIRST = {"scores": SCORES[:5], "ranks": RANKS[:8]}


_STATUS = {status: status.value for status in Status}


def _text(number: Fraction | None) -> str:
    return "" if number is None else as_text(number)


def banded_node(edition: Edition) -> str:
    """The node that the bands are of.

    >>> banded_node(Edition.model_construct())
    'index'
    """
    return edition.bands.node if edition.bands is not None else "index"


def score_rows(result: Result, banded: str = "index") -> Iterator[tuple[str, ...]]:
    """One row (see SCORES) per unit, facet and node, in the order of codes and of the tree.

    The band of the unit stands in the row of the node that it is of (`banded`), the group in the index's.

    >>> from thangdo.rules.index.answers import Status
    >>> from thangdo.rules.index.result import NodeScore
    >>> score = NodeScore("index", Fraction(1, 3), Status.OK, Fraction(1), Why("sum"))
    >>> empty = dict.fromkeys(("units", "levels", "bands", "groups", "places", "reasons"), {})
    >>> list(score_rows(Result(facets=[""], scores={("a", ""): {"index": score}}, **empty)))
    [('a', '', 'index', '0.333333333333333', 'ok', '', '')]
    """
    for unit, facet in sorted(result.scores):
        for score in result.scores[unit, facet].values():
            band = group = ""
            if not facet:
                band = result.bands.get(unit, "") if score.node == banded else ""
                group = result.groups.get(unit, "") if score.node == "index" else ""
            yield unit, facet, score.node, _text(score.score), _STATUS[score.status], band, group


def rank_rows(result: Result) -> Iterator[dict[str, str]]:
    """One row per unit and peer group, best first, the unranked last; then the same within each facet.

    >>> from thangdo.rules.index.result import Place
    >>> place = Place("a", "commune", Fraction(9), 1, False, "1", 1)
    >>> empty = dict.fromkeys(("units", "scores", "levels", "bands", "groups", "reasons"), {})
    >>> row, = rank_rows(Result(facets=[""], places={"commune": [place]}, **empty))
    >>> row["unit"], row["score"], row["label"]
    ('a', '9', '1')
    """
    for group, places in result.places.items():
        yield from (_rank_row(result, group, place, "") for place in places)
    for facet, groups in result.facet_places.items():
        for group, places in groups.items():
            yield from (_rank_row(result, group, place, facet) for place in places)


def _rank_row(result: Result, group: str, place: Place, facet: str) -> dict[str, str]:
    """Levels, bands and groups are of the whole, and stand in no row of a facet."""
    level = None if facet else result.levels.get(place.unit)
    return {
        "unit": place.unit,
        "peer_group": group,
        "level": level.level if level else "",
        "reason": _reason_within(result, place, facet) if facet else _reason(result, place.unit),
        "score": _text(place.score),
        "rank": "" if place.rank is None else str(place.rank),
        "tied": "1" if place.tied else "0",
        "label": place.label,
        "band": "" if facet else result.bands.get(place.unit, ""),
        "group": "" if facet else result.grouping.get(group, {}).get(place.unit, ""),
        "facet": facet,
    }


def _reason_within(result: Result, place: Place, facet: str) -> str:
    """Why a unit has no rank within a facet."""
    if place.rank is not None:
        return ""
    why = result.reasons.get(place.unit)
    if why is not None and why.code == "left-out":
        return _reason(result, place.unit)
    return f"no-score: {result.scores[place.unit, facet]['index'].status.value}"


def _reason(result: Result, unit: str) -> str:
    """Why a unit is unranked, for people and programs: "no-gate: level I needs A 0.5, had 0.45"."""
    why: Why | None = result.reasons.get(unit)
    if why is None:
        return ""
    outcome = result.levels.get(unit)
    if why.code == "no-gate" and outcome is not None:
        failed = "; ".join(_need(need) for need in outcome.failed)
        return f"no-gate: level {outcome.next_level} needs {failed}"
    if why.code in ("left-out", "own-group"):
        return f"{why.code}: {why.facts['en'] or why.facts['vi']}"
    return f"{why.code}: {why.facts['status']}" if "status" in why.facts else why.code


def _need(need: NeedOutcome) -> str:
    had = "no score" if need.had is None else as_text(need.had, 4)
    needed = "more than 0" if not need.needed else as_text(need.needed, 4)
    return f"{need.node} {need.unit} {needed}, had {had}"
