"""How one unit's line in an assessment is shown: its address, its words, its number of decimals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import result_words
from thangdo.faces.look.numbers import number, rank_change, short
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.records.identity import queries as identity
from thangdo.records.results.store import NOT_RETURNED
from thangdo.records.results.views import AssessmentView, Overview, RowView, TierView

MOST_PLACES = 4
COUNTRY = ("VNM", "VN")  # Việt Nam among countries
RECONSTRUCTION = "-reconstruction"


@dataclass(frozen=True)
class Line:
    """A unit's line, ready for a table."""

    view: RowView
    address: str
    name: str
    tier_name: str
    status_name: str
    change: str
    changed: bool
    own: bool
    groups: Sequence[str | None] = ()
    considered_words: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)


def line(assessment: AssessmentView, row: RowView, groups: Sequence[str | None] = ()) -> Line:
    """A row of an assessment for the page."""
    said = change(assessment, row)
    return Line(
        row,
        reverse("assessed", args=[assessment.id, row.code]),
        row.name(language()),
        labels.tier(row.tier),
        labels.status(row.status),
        said,
        row.change is not None,
        is_own(row),
        groups,
        considered(row),
    )


def is_own(row: RowView) -> bool:
    """Whether it is the line of the province whose installation this is, or of Việt Nam among countries."""
    return row.code in COUNTRY or (row.scheme, row.code) in identity.own_units()


def considered(row: RowView) -> str:
    """`90 of 100 points considered`, beside a score that was scaled; else ""."""
    if not row.considered:
        return ""
    points, of = (short(text, language(), 4) for text in row.considered.split("/"))
    return _("%(points)s of %(of)s points considered") % {"points": points, "of": of}


def change(assessment: AssessmentView, row: RowView) -> str:
    """What changed since the assessment before, in words; or that there was none."""
    if row.status == NOT_RETURNED:
        return ""
    if row.change is None:
        return first_time(assessment)
    parts = []
    if row.change.level_before and row.level and row.change.level_before != row.level:
        parts.append(
            _("from %(before)s to %(now)s")
            % {"before": labels.level(row.change.level_before), "now": labels.level(row.level)}
        )
    if row.change.score is not None:
        word = _("up") if not row.change.score.startswith("-") else _("down")
        parts.append(f"{number(row.change.score, language(), sign=True)} ({word})")
    if row.change.places is not None and row.rank is not None:
        parts.append(rank_change(row.rank, row.rank + row.change.places, language()))
    return "; ".join(parts) or _("unchanged")


def first_time(assessment: AssessmentView) -> str:
    """Why there is nothing to compare with."""
    if assessment.section == "conference":
        return _("First year of assessment")
    return _("No earlier result is kept here")


def places(scores: Iterable[str | None]) -> int:
    """How many decimals a column of scores is shown with: as many as the longest, at most four."""
    return min(MOST_PLACES, max((len((score or "").partition(".")[2]) for score in scores), default=0))


def summary(overview: Overview) -> dict[str, Any]:
    """Counts and percentages as the conference's paragraph takes them, levels from the lowest."""
    names = {row.code: row.name(language()) for row in overview.rows}
    return {
        "tiers": [
            {
                "tier": tier.tier,
                "units": tier.units,
                "levels": [
                    {
                        "level": level.level,
                        "count": level.count,
                        "percent": level.percent,
                        "units": [names.get(code, code) for code in level.units] if level.count <= 3 else [],
                    }
                    for level in lowest_first(tier)
                ],
            }
            for tier in overview.tiers
        ]
    }


def lowest_first(tier: TierView) -> list[Any]:
    """The levels of a tier from I to IV, the unranked last."""
    ranked = [level for level in tier.levels if level.level != "unranked"]
    return [*reversed(ranked), *(level for level in tier.levels if level.level == "unranked")]


def ladders(overview: Overview) -> list[dict[str, Any]]:
    """One ladder per tier, the best level on top, the unranked on the ground."""
    return [
        {
            "tier": tier.tier,
            "name": labels.tier(tier.tier),
            "units": tier.units,
            "longest": max((level.count for level in tier.levels), default=0),
            "rungs": tier.levels,
        }
        for tier in overview.tiers
        if tier.levels
    ]


def conference_paragraph(overview: Overview) -> list[str]:
    """The sentences read out at the conference, written from the results."""
    return result_words.paragraph(summary(overview), language()) if overview.levels else []


def sibling(assessment: AssessmentView) -> str:
    """The other view of the same assessment: published levels beside the reconstruction."""
    if assessment.id.endswith(RECONSTRUCTION):
        return assessment.id.removesuffix(RECONSTRUCTION)
    return assessment.id + RECONSTRUCTION


def score(value: str | None, decimals: int | None = None) -> str:
    """A score in the reader's language."""
    return number(value, language(), decimals) if decimals is not None else short(value, language(), 4)


def missing(problem: Exception) -> Http404:
    """What the records do not have, as a page that says so."""
    return Http404(_("What you asked for has not been published here."))
