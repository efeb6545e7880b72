"""Taking over published values: what cannot be is refused with the reason, and kept visible as refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from thangdo.records.results.series_text import SeriesText

COLUMNS = (
    *("unit_scheme", "unit", "name", "period", "edition", "component", "aggregate", "value", "rank"),
    *("peer_group", "group", "change", "statement", "note_vi", "note_en", "source"),
)
STATEMENTS = ("published", "derived", "censored")
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_RANK = re.compile(r"(-?\d+)\s*(?:/\s*(\d+))?\s*(?:\((.+)\))?")
_NUMBER = re.compile(r"-?(\d+(?:[.,]\d+)?|[.,]\d+)")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure was refused, as data; the sentences stand in library/words/publications.yaml."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rank:
    """A printed rank taken apart: "12/34 (position in the captured table)" → 12, 34, the words."""

    rank: int
    of: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a series after checking: with its numbers, or refused without any."""

    row: Mapping[str, str]
    statement: str
    value: Decimal | None
    rank: int | None
    of: int | None
    rank_note: str
    reason: Reason | None = None


class _Refused(Exception):
    def __init__(self, code: str, **facts: object) -> None:
        self.reason = Reason(code, {name: str(fact) for name, fact in facts.items()})
        super().__init__(code)


def value_of(text: str) -> Decimal | None:
    """The number in its text, decimal comma or point: "981,31" → 981.31, "" → None. Raises ValueError."""
    if not text.strip():
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    plain = text.strip().replace(",", ".")
    return Decimal(plain.replace("-.", "-0.") if not plain.startswith(".") else f"0{plain}")


def rank_of(text: str) -> Rank | None:
    """A printed rank taken apart, "" → None. Raises ValueError."""
    if not text.strip():
        return None
    match = _RANK.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    rank, of, note = match.groups()
    return Rank(int(rank), int(of) if of else None, note or "")


def check(
    series: SeriesText, rows: Iterable[Mapping[str, str]], units: Collection[tuple[str, str]]
) -> list[Figure]:
    """Every row, in order, as a figure; one that cannot be is refused with the reason.

    units: (scheme, code) of all units known. A source may speak once of a unit, period and component;
    two sources that differ are both kept.
    """
    seen: set[tuple[str, ...]] = set()
    figures = []
    for row in rows:
        try:
            figure = _figure(series, row, units)
            key = tuple(
                row[column]
                for column in ("unit_scheme", "unit", "period", "component", "aggregate", "source")
            )
            if key in seen:
                raise _Refused("duplicate", period=row["period"])
            seen.add(key)
        except _Refused as refused:
            figure = Figure(row, "refused", None, None, None, "", refused.reason)
        figures.append(figure)
    return figures


def _figure(series: SeriesText, row: Mapping[str, str], units: Collection[tuple[str, str]]) -> Figure:
    _check_words(series, row, units)
    statement = row["statement"] or "published"
    if statement not in STATEMENTS:
        raise _Refused("unknown-statement", statement=statement)
    value = _value(series, row)
    rank = _rank(row)
    if statement == "censored" and (value is not None or rank is not None):
        raise _Refused("censored-with-number")
    if statement != "censored" and value is None and rank is None and not row["group"]:
        raise _Refused("says-nothing")
    return Figure(
        row,
        statement,
        value,
        rank.rank if rank else None,
        rank.of if rank else None,
        rank.note if rank else "",
    )


def _check_words(series: SeriesText, row: Mapping[str, str], units: Collection[tuple[str, str]]) -> None:
    if (row["unit_scheme"], row["unit"]) not in units:
        raise _Refused("unknown-unit", scheme=row["unit_scheme"], unit=row["unit"])
    if row["edition"] not in series.editions:
        raise _Refused("unknown-edition", edition=row["edition"])
    if row["component"] and row["component"] not in series.components:
        raise _Refused("unknown-component", component=row["component"])
    if row["aggregate"] and row["aggregate"] not in series.aggregates:
        raise _Refused("unknown-component", component=row["aggregate"])
    if not _PERIOD.fullmatch(row["period"]):
        raise _Refused("bad-period", period=row["period"])
    if not row["source"].strip():
        raise _Refused("no-source")


def _value(series: SeriesText, row: Mapping[str, str]) -> Decimal | None:
    try:
        value = value_of(row["value"])
    except ValueError:
        raise _Refused("not-a-number", printed=row["value"]) from None
    scale = series.scale_of(row["component"])
    if value is None:
        return None
    if scale.max is not None and not scale.min <= value <= scale.max:
        raise _Refused("outside-scale", printed=row["value"], min=scale.min, max=scale.max)
    if value < scale.min:
        raise _Refused("below-scale", printed=row["value"], min=scale.min)
    return value


def _rank(row: Mapping[str, str]) -> Rank | None:
    try:
        rank = rank_of(row["rank"])
    except ValueError:
        raise _Refused("not-a-rank", printed=row["rank"]) from None
    if rank is None:
        return None
    if rank.rank < 1:
        raise _Refused("rank-below-one", rank=rank.rank)
    if rank.of is not None and rank.rank > rank.of:
        raise _Refused("rank-over-number", rank=rank.rank, of=rank.of)
    return rank
