"""The table of an assessment as asked for, and its distribution over levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from thangdo.records.results.numbers import number
from thangdo.records.results.views import Json, LevelCount, RowView, TierView
from thangdo.records.units.fold import bare, sort_key, squeeze
from thangdo.rules.index.summary import TIER_ORDER, counted

UNRANKED = "unranked"

Key = Callable[[RowView], Any]


def levels_best_first(edition: Json) -> tuple[str, ...]:
    """The levels of an edition from the highest to *unranked*; nothing where it has none.

    >>> levels_best_first({"levels": {"I": {}, "II": {}}}), levels_best_first({})
    (('II', 'I', 'unranked'), ())
    """
    levels = edition.get("levels")
    return (*reversed(list(levels)), UNRANKED) if levels else ()


def bands_best_first(edition: Json) -> tuple[str, ...]:
    """The bands of an edition from the best; nothing where it has none.

    >>> bands_best_first({"bands": {"steps": {"good": {}, "weak": {}}}})
    ('good', 'weak')
    """
    bands = edition.get("bands")
    return tuple(bands["steps"]) if bands else ()


def tier_order(tier: str) -> int:
    """Departments first, then districts and communes, as at the conference.

    >>> sorted(["commune", "other", "department"], key=tier_order)
    ['department', 'commune', 'other']
    """
    return TIER_ORDER.index(tier) if tier in TIER_ORDER else len(TIER_ORDER)


def matches(row: RowView, tier: str | None, text: str, level: str | None) -> bool:
    """Whether a row is asked for: its tier, its level, and every word of `text` in its name or code."""
    if (tier and row.tier != tier) or (level and row.level != level):
        return False
    if not text.strip():
        return True
    names = " ".join((squeeze(row.name_vi), squeeze(row.name_en), squeeze(row.code)))
    wanted = bare(text)
    return bool(wanted) and all(word in names for word in wanted.split())


def sorted_rows(rows: Iterable[RowView], sort: str, levels: Sequence[str]) -> list[RowView]:
    """The rows in the order asked for; equal ones by tier, rank and name. An unknown order is by rank.

    With "-" before it the other way round, but what has no rank, score or level stays last.
    """
    backwards, what = sort.startswith("-"), sort.removeprefix("-")
    usual = sorted(rows, key=lambda row: _usual(row, levels))
    if what not in _KEYS or sort == "rank":
        return usual
    has, key = _KEYS[what](levels)
    there = [row for row in usual if has(row)]
    return sorted(there, key=key, reverse=backwards) + [row for row in usual if not has(row)]


def _always(row: RowView) -> bool:
    return True


# How to sort: given the levels, whether a row has what is sorted by, and the key.
_KEYS: dict[str, Callable[[Sequence[str]], tuple[Key, Key]]] = {
    "rank": lambda levels: (lambda row: row.rank is not None, lambda row: row.rank),
    "name": lambda levels: (_always, lambda row: sort_key(row.name_vi)),
    "score": lambda levels: (lambda row: row.score is not None, lambda row: -number(row.score or "0")),
    "level": lambda levels: (lambda row: row.level in levels, lambda row: levels.index(row.level)),
    "code": lambda levels: (_always, lambda row: row.code),
    "place": lambda levels: (_always, lambda row: row.place),
}


def _usual(row: RowView, levels: Sequence[str]) -> tuple[Any, ...]:
    """By tier; inside it by rank; those without one by level, then by name."""
    level = levels.index(row.level) if row.level in levels else len(levels)
    rank = (0, row.rank) if row.rank is not None else (1, level)
    return tier_order(row.tier), rank, sort_key(row.name_vi), row.place


def distribution(
    rows: Sequence[RowView], levels: Sequence[str], bands: Sequence[str]
) -> tuple[TierView, ...]:
    """How many units of each tier stand on each level and in each band, with exact percentages."""
    by_tier: dict[str, list[RowView]] = {}
    for row in rows:
        by_tier.setdefault(row.tier, []).append(row)
    return tuple(
        TierView(
            tier,
            len(units),
            _counts(levels, units, lambda row: row.level),
            _counts(bands, units, lambda row: row.band),
            sum(row.score is not None for row in units),
        )
        for tier, units in sorted(by_tier.items(), key=lambda item: tier_order(item[0]))
    )


def _counts(
    keys: Sequence[str], units: Sequence[RowView], of: Callable[[RowView], str]
) -> tuple[LevelCount, ...]:
    reached: dict[str, list[str]] = {}
    for row in units:
        reached.setdefault(of(row), []).append(row.code)
    return tuple(
        LevelCount(key, len(codes), percent, tuple(codes)) for key, codes, percent in counted(reached, keys)
    )
