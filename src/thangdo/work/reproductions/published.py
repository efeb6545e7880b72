"""What most reproductions share: evaluate a bundled assessment, compare scores and ranks, list the rows."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.result import Place, Result
from thangdo.work.assessments.bundled import Bundled, get
from thangdo.work.reproductions.compare import Comparison, show

COLUMNS = (
    "assessment",
    "unit",
    "name",
    "peer_group",
    "score",
    "rank",
    "label",
    "published_score",
    "published_rank",
)


def computed(assessment: str) -> tuple[Bundled, Edition, Answers, Result]:
    """A bundled assessment and its result through the engine."""
    bundle = get(assessment)
    edition, answers = bundle.load_edition(), bundle.answers()
    return bundle, edition, answers, evaluate(edition, answers)


def places(result: Result) -> dict[str, Place]:
    """Every unit's place in its peer group. For results with one peer group per unit."""
    return {place.unit: place for group in result.places.values() for place in group}


def compare_scores(bundle: Bundled, result: Result, comparison: Comparison) -> None:
    """Every published score of every unit against the engine's."""
    for value in bundle.published():
        for node, score in value.scores.items():
            comparison.number(f"{value.unit} {node}", score, result.score(value.unit, node).score)


def compare_ranks(bundle: Bundled, result: Result, comparison: Comparison) -> None:
    """Every published rank against the engine's; a unit published without a rank must have none."""
    found = places(result)
    for value in bundle.published():
        comparison.same(f"{value.unit} rank", value.rank, found[value.unit].rank)


def rows(bundle: Bundled, result: Result, places_shown: int = 15) -> list[Mapping[str, str]]:
    """The recomputed scores and ranks beside the published ones, in the order of the published table."""
    found = places(result)
    listed: list[Mapping[str, str]] = []
    for value in bundle.published():
        place = found[value.unit]
        score: Fraction | None = result.score(value.unit).score
        listed.append(
            {
                "assessment": bundle.id,
                "unit": value.unit,
                "name": result.units[value.unit].name or "",
                "peer_group": place.peer_group,
                "score": show(score, places_shown),
                "rank": "" if place.rank is None else str(place.rank),
                "label": place.label,
                "published_score": show(value.scores.get("index"), places_shown),
                "published_rank": "" if value.rank is None else str(value.rank),
            }
        )
    return listed
