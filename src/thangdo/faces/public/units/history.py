"""All that has been published about one unit: assessments and points of index series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from thangdo.faces.look.numbers import day
from thangdo.faces.look.standing_words import FEWEST_GROUPS, paragraph
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.look.titles import edition_titles
from thangdo.faces.public.series.figures import said_rank, said_value
from thangdo.records.results import queries, series_queries, standings
from thangdo.records.results.views import HistoryItem


@dataclass(frozen=True)
class Past:
    """One result of a unit."""

    assessment: str
    title: str
    address: str
    date: date | None
    level: str
    score: str | None
    label: str
    rank: int | None
    of: int | None

    def row(self) -> dict[str, str | None]:
        """The result as a line of a file."""
        return {
            "assessment": self.assessment,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "level": self.level,
            "score": self.score,
            "rank": None if self.rank is None else str(self.rank),
            "of": None if self.of is None else str(self.of),
        }


def past(items: list[HistoryItem] | tuple[HistoryItem, ...]) -> list[Past]:
    """Results as lines, the latest first."""
    return [
        Past(
            item.assessment.id,
            item.assessment.title(language()),
            reverse("assessed", args=[item.assessment.id, item.row.code]),
            item.assessment.date,
            item.row.level,
            item.row.score,
            item.row.label,
            item.row.rank,
            item.row.of,
        )
        for item in items
    ]


def of_unit(scheme: str, code: str) -> list[Past]:
    """Every result of a unit of the register."""
    return past(queries.history(scheme, code))


def standing_of_unit(scheme: str, code: str) -> dict[str, Any] | None:
    """Where the unit stands in the latest assessment by groups, in sentences; None where there is none."""
    for item in queries.history(scheme, code):
        found = standings.standing(item.assessment.id, item.row.code)
        if found is None or found.standing.groups < FEWEST_GROUPS:
            continue
        titles = edition_titles(found.edition, language())
        return {
            "title": item.assessment.title(language()),
            "address": reverse("assessed", args=[item.assessment.id, item.row.code]),
            "source": item.assessment.source,
            "said": paragraph(found.standing, found.tier, titles, language()),
        }
    return None


def points_of_unit(scheme: str, code: str) -> list[dict[str, str]]:
    """Every figure of a unit in the index series, the index itself only."""
    found = []
    try:
        every = series_queries.through_years(scheme, code)
    except queries.NotFound:
        return []
    for through in every:
        about = through.card.text
        for line in through.lines:
            if (line.unit.scheme, line.unit.code) != (scheme, code):
                continue
            found += [
                {
                    "title": text(about.title),
                    "address": reverse("series-one", args=[through.card.id]) + f"?unit={scheme}:{code}",
                    "period": day(point.period, language()),
                    "said": said_value(point, about),
                    "rank": said_rank(point),
                }
                for point in line.points
                if not point.component
            ]
    return found
