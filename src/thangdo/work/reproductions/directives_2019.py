"""The orders of the conference of 3 July 2019, as the article gives them: each with its sentence.

What the article does not say stays "not stated"; what came of an order is not public and stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from thangdo.records import library
from thangdo.records.acts.frame import do
from thangdo.records.results.examples import examples
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import read
from thangdo.work.directives import actions
from thangdo.work.directives.actions import Issue, Recorded
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.directives.models import Directive
from thangdo.work.programmes.templates import Words
from thangdo.work.reproductions.acting import recorder

FILE = f"{examples().conferences[0]}.yaml"
PREFIX = examples().directives


def source() -> dict[str, Any]:
    """The file as data."""
    found = read(library.read_text("directives", FILE), FILE)
    if found.problems:
        raise ValueError(found.problems)
    return dict(found.data)


def load() -> int:
    """Record the orders that are not there yet; how many were recorded. Units must have been loaded."""
    data = source()
    at = datetime.fromisoformat(str(data["at"]))
    authority = _unit(data["authority"])
    if authority is None:
        return 0
    actor = recorder(authority, at)
    done = 0
    for name, order in data["directives"].items():
        slug = PREFIX + name
        if Directive.objects.filter(slug=slug).exists():
            continue
        drafted = do(DIRECTIVES, actions.draft, actor, (), _draft(slug, order, data))
        if not order.get("undecided"):
            do(DIRECTIVES, actions.issue, actor, (slug,), Issue(), seen=drafted["sequence"])
        done += 1
    return done


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence was understood. unnamed: whom it charges, where nobody published which units."""

    reading: Words | None
    unnamed: Words | None


@lru_cache(maxsize=1)
def readings() -> dict[str, Reading]:
    """Slug -> how its sentence was understood."""
    return {
        PREFIX + name: Reading(*(Words(**one[key]) if key in one else None for key in ("reading", "unnamed")))
        for name, one in source()["directives"].items()
    }


def _draft(slug: str, order: Mapping[str, Any], data: Mapping[str, Any]) -> Recorded:
    due = order.get("due")
    count = order.get("stated_count")
    return Recorded(
        title=order["title"]["vi"],
        title_en=order["title"]["en"],
        authority=_ref(data["authority"]),
        slug=slug,
        quote=data["quotes"][order["quote"]],
        place=order["quote"],
        source_title=data["source"]["title"],
        source_date=date.fromisoformat(str(data["source"]["date"])),
        conference=data["conference"],
        leading=_ref(order["leading"]) if "leading" in order else None,
        scope=dict(data["scopes"][order["scope"]]) if "scope" in order else {},
        stated_count=int(count) if count else None,
        urgency=order.get("urgency", "normal"),
        due_kind="date" if due else "none",
        due=date.fromisoformat(str(due)) if due else None,
        known=False,
        official=True,
    )


def _ref(text: str) -> tuple[str, str]:
    scheme, _, code = text.partition(":")
    return scheme, code


def _unit(text: str) -> Unit | None:
    scheme, code = _ref(text)
    return Unit.objects.filter(scheme=scheme, code=code).first()
