"""Loading everything that comes with the package, the outcomes of the reproductions included.

An outcome is kept as one JSON file in the data folder, so that a page need not recompute an index to show it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from thangdo.rules.exact import Fraction
from thangdo.work import reproductions
from thangdo.work.assessments.loading import Loaded, Progress, load_all
from thangdo.work.reproductions import announcement_2019, conference_2019, directives_2019, programmes_2019
from thangdo.work.reproductions.compare import Difference, Outcome, Reason


@dataclass(frozen=True, slots=True)
class LoadedEverything:
    """The assessments that were loaded and what the reproductions gave."""

    assessments: list[Loaded]
    outcomes: list[Outcome]


def load_everything(progress: Progress | None = None) -> LoadedEverything:
    """`assessments.load_all`, then every reproduction recomputed and kept."""
    tell = progress or (lambda what, done, total: None)
    names = reproductions.names()
    extra = len(names)
    steps = 0

    def shifted(what: str, done: int, total: int) -> None:
        nonlocal steps
        steps = total
        tell(what, done, total + extra)

    loaded = load_all(shifted)
    outcomes = []
    for number, name in enumerate(names):
        tell(f"reproduce {name}", steps + number, steps + extra)
        outcomes.append(reproductions.reproduce(name))
        keep(outcomes[-1])
    recorded()
    tell("", steps + extra, steps + extra)
    return LoadedEverything(loaded, outcomes)


def recorded() -> int:
    """Record what was published of the conference of 3 July 2019, once; how many things were recorded."""
    with transaction.atomic():
        rooms = (conference_2019, directives_2019, programmes_2019, announcement_2019)
        return sum(one.load() for one in rooms)


def folder() -> Path:
    """Where outcomes are kept."""
    return Path(settings.DATA) / "reproductions"


def keep(outcome: Outcome) -> None:
    """Keep an outcome; the file appears whole or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    content = json.dumps(plain(outcome), ensure_ascii=False, indent=1)
    partial = folder() / f".{outcome.name}.{os.getpid()}"
    partial.write_text(content, encoding="utf-8")
    partial.replace(folder() / f"{outcome.name}.json")


def kept(name: str) -> dict[str, Any] | None:
    """The outcome that was kept last, as plain data (see `plain`); None when there is none."""
    if name not in reproductions.names():
        return None
    file = folder() / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON can hold it: counts, numbers as text, differences and tables with their texts."""
    return {
        "name": outcome.name,
        "ok": outcome.ok,
        "compared": outcome.compared,
        "equal": outcome.equal,
        "largest_difference": _scientific(outcome.largest_difference),
        "tolerance": _scientific(outcome.tolerance),
        "known_differences": [_difference(item) for item in outcome.known_differences],
        "differences": [_difference(item) for item in outcome.differences],
        "tables": [
            {
                "name": table.name,
                "title": _reason(table.title),
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
            }
            for table in outcome.tables
        ],
        "columns": list(outcome.columns),
        "rows": [dict(row) for row in outcome.rows],
    }


def _scientific(number: Fraction) -> str:
    return f"{float(number):.3g}"


def _reason(reason: Reason | None) -> dict[str, str] | None:
    return None if reason is None else {"vi": reason.vi, "en": reason.en}


def _difference(item: Difference) -> dict[str, Any]:
    return {
        "where": item.where,
        "published": item.published,
        "recomputed": item.recomputed,
        "by": item.by,
        "reason": _reason(item.reason),
    }
