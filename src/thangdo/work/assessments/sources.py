"""Numbers that the system itself keeps, which an appraiser may take for a measured input.

Other rooms register theirs when they begin (`AppConfig.ready`); this room knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from thangdo.records.units.models import Unit

Figures = Mapping[int, Mapping[str, Decimal]]  # unit's key -> figure -> number
Compute = Callable[[Sequence[Unit], date, date], Figures]
Titles = tuple[str, str]  # Vietnamese, English


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from. figures: its figures by name, in words; of one without, that of its name.

    compute: units, first and last day -> figures of each unit; what a unit has no number for is left out.
    """

    name: str
    title: Titles
    compute: Compute
    figures: Mapping[str, Titles] = field(default_factory=dict)


_SOURCES: dict[str, Source] = {}


def register(
    name: str, title_vi: str, title_en: str, compute: Compute, figures: Mapping[str, Titles] | None = None
) -> None:
    """Offer numbers to appraisers under a name; registered again, the later one counts.

    figures: figure -> (Vietnamese, English); without them the one figure that is called as the source.
    """
    titles = (title_vi, title_en)
    _SOURCES[name] = Source(name, titles, compute, dict(figures or {name: titles}))


def sources() -> tuple[Source, ...]:
    """All that are registered, by name."""
    return tuple(_SOURCES[name] for name in sorted(_SOURCES))


def source(name: str) -> Source:
    """One of them. KeyError for none."""
    return _SOURCES[name]


def title_of(key: str, language: str) -> str:
    """A figure (source:figure) in words, with its source where that is called otherwise; else its key."""
    name, _, figure = key.partition(":")
    one = _SOURCES.get(name)
    if one is None or figure not in one.figures:
        return key
    place = 1 if language == "en" else 0
    titles = one.title[place], one.figures[figure][place]
    return titles[1] if titles[0] == titles[1] else f"{titles[0]}: {titles[1]}"


def forget(name: str) -> None:
    """Offer a source no longer."""
    _SOURCES.pop(name, None)
