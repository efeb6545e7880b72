"""What the faces are given of published results: frozen, plain, numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thangdo.records.units.queries import LinkView, UnitView
from thangdo.rules.index.standing import Standing

Json = Mapping[str, Any]


def _either(vi: str, en: str, language: str) -> str:
    return en if language == "en" and en else vi


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment as it stands now: its latest version."""

    id: str
    revision: int
    kind: str  # published | reconstruction | computed | imported
    section: str  # conference | named | method
    place: int
    title_vi: str
    title_en: str
    date: date | None
    period: str
    publisher_vi: str
    publisher_en: str
    source: str
    note_vi: str
    note_en: str
    follows: str  # the assessment of the period before; empty: the first
    edition: str
    edition_version: int
    edition_title_vi: str
    edition_title_en: str
    official: bool  # whether the edition is the official text
    engine: str
    inputs_hash: str
    result_hash: str
    stored_at: datetime
    example: bool = False  # of the library of examples

    def title(self, language: str) -> str:
        return _either(self.title_vi, self.title_en, language)

    def publisher(self, language: str) -> str:
        return _either(self.publisher_vi, self.publisher_en, language)

    def note(self, language: str) -> str:
        return _either(self.note_vi, self.note_en, language)

    def edition_title(self, language: str) -> str:
        return _either(self.edition_title_vi, self.edition_title_en, language)


@dataclass(frozen=True, slots=True)
class Change:
    """Against the assessment before: points (with sign) and places (positive: up); None where unknown."""

    score: str | None
    places: int | None
    level_before: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One unit's line in an assessment."""

    code: str
    scheme: str
    name_vi: str  # at the time
    name_en: str
    tier: str
    facet: str
    place: int
    status: str
    score: str | None
    maximum: str | None
    level: str  # I … IV, unranked or empty
    band: str
    group: str
    peer_group: str
    rank: int | None
    of: int | None
    tied: bool
    label: str
    reason: Json | None
    change: Change | None = None
    considered: str = ""  # 90/100: of how many points the score was made, where it was scaled

    def name(self, language: str) -> str:
        return _either(self.name_vi, self.name_en, language)


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many units of a tier have one level (or band): exact percentage as text, codes in order."""

    level: str
    count: int
    percent: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierView:
    """The distribution of a tier over the ladder, from the best level to *unranked*."""

    tier: str
    units: int
    levels: tuple[LevelCount, ...]
    bands: tuple[LevelCount, ...]
    scored: int


@dataclass(frozen=True, slots=True)
class Overview:
    """An assessment's distribution, and its table as asked for. `tiers` always counts every unit assessed."""

    assessment: AssessmentView
    tiers: tuple[TierView, ...]
    facets: tuple[str, ...]
    levels: tuple[str, ...]  # those of the edition and, where there are levels, "unranked"; best first
    peer_groups: tuple[str, ...]
    rows: tuple[RowView, ...]
    total: int  # units before tier, text and level were asked for
    not_returned: tuple[
        RowView, ...
    ] = ()  # they never signed off: counted in no tier, whatever was asked for

    @property
    def has_scores(self) -> bool:
        return any(tier.scored for tier in self.tiers)


@dataclass(frozen=True, slots=True)
class PeerStats:
    """A node over all units of a tier that have a score there. Exact, as text of up to 15 places.

    Quartiles lie between the ordered scores in proportion (the (n−1)p + 1st value), as Excel's QUARTILE.INC.
    """

    node: str
    count: int
    mean: str
    median: str
    lower: str
    upper: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One assessment in which a unit took part."""

    assessment: AssessmentView
    row: RowView


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything about one unit in one assessment."""

    assessment: AssessmentView
    unit: UnitView
    row: RowView
    explanation: Json
    facets: tuple[RowView, ...]
    before: RowView | None  # the next better place in its peer group
    after: RowView | None
    peers: Mapping[str, PeerStats]  # node -> its tier, this unit included
    peer_count: int
    successors: tuple[LinkView, ...]
    predecessors: tuple[LinkView, ...]
    history: tuple[HistoryItem, ...]  # latest first, this one included
    edition: EditionView
    standing: Standing  # among its tier, over the groups right below the index


@dataclass(frozen=True, slots=True)
class Cell:
    """A node's score for one unit."""

    score: str | None
    status: str
    maximum: str | None = None


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node of the tree across units; None where it does not apply to the unit's tier."""

    node: str
    kind: str
    parent: str | None
    depth: int
    title_vi: str
    title_en: str
    cells: tuple[Cell | None, ...]

    def title(self, language: str) -> str:
        return _either(self.title_vi, self.title_en, language)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six units side by side, in the order asked for."""

    assessment: AssessmentView
    rows: tuple[RowView, ...]
    lines: tuple[NodeLine, ...]
    one_tier: bool  # False: different sets of criteria, only shares of the maximum compare


@dataclass(frozen=True, slots=True)
class NodeTable:
    """One node for every unit: best first, those without a score last."""

    assessment: AssessmentView
    node: str
    title_vi: str
    title_en: str
    rows: tuple[tuple[RowView, Cell], ...]
    stats: Mapping[str, PeerStats]  # by tier


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition as it was when results were computed with it."""

    id: str
    version: int
    sha256: str
    official: bool
    status: str
    title_vi: str
    title_en: str
    data: Json
    stored_at: datetime

    def title(self, language: str) -> str:
        return _either(self.title_vi, self.title_en, language)
