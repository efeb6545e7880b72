"""What the faces are given of index series: frozen, plain, numbers as text."""

from __future__ import annotations

from dataclasses import dataclass

from thangdo.records.results.series_check import Reason
from thangdo.records.results.series_text import SeriesText, Words
from thangdo.records.units.queries import UnitView


@dataclass(frozen=True, slots=True)
class PointView:
    """One figure of one source. value, rank None: not published, or refused (then `reason` says why)."""

    series: str
    unit: UnitView | None
    name_printed: str
    period: str  # 2018, 2025-08 or 2025-11-30
    edition: str
    component: str
    aggregate: str
    statement: str  # published | derived | censored | refused
    value: str | None
    printed: str
    rank: int | None
    of: int | None
    rank_note: str
    peer_group: str
    group: str
    change: str
    reason: Reason | None
    note_vi: str
    note_en: str
    source: str
    tied: bool = False  # another unit of the same table has the same rank
    conflict: bool = False  # another source gives another value

    @property
    def year(self) -> int:
        return int(self.period[:4])

    def note(self, language: str) -> str:
        return self.note_en if language == "en" and self.note_en else self.note_vi

    def label(self) -> str:
        """The rank as written: "17=" where it is shared."""
        return "" if self.rank is None else f"{self.rank}{'=' if self.tied else ''}"


@dataclass(frozen=True, slots=True)
class Break:
    """Between two editions values do not compare ("no"), or no source says that they do ("unknown")."""

    after: str  # the last period of the edition before
    before: str  # the first period of the new one
    from_edition: str
    to_edition: str
    comparable: str
    text: Words


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """An index in a list."""

    id: str
    text: SeriesText
    periods: tuple[str, ...]  # in order of time
    units: int
    refused: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """All figures of one unit in one series, in order of time; conflicting sources stand side by side."""

    unit: UnitView
    points: tuple[PointView, ...]
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """An index with everything that is known of it."""

    card: SeriesCard
    lines: tuple[UnitLine, ...]  # units in Vietnamese order
    aggregates: tuple[PointView, ...]  # means of the provinces and the like
    refused: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class Through:
    """One unit in one series through the years, with the units that it came from or passed into."""

    card: SeriesCard
    lines: tuple[UnitLine, ...]  # of the unit itself, then of its predecessors and successors


@dataclass(frozen=True, slots=True)
class YearTable:
    """The units in one period: by printed rank, then those without one by value; refused ones last."""

    card: SeriesCard
    period: str
    component: str
    points: tuple[PointView, ...]
    aggregates: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class RegionTable:
    """A region in one period: every unit of it, best first, None where nothing was published of it."""

    table: YearTable
    region: str
    rows: tuple[tuple[UnitView, PointView | None], ...]
