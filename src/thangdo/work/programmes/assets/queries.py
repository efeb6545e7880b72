"""Equipment as read: each unit against the standard of the day, what is due for replacement, the roadmap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from pydantic import BaseModel, ConfigDict, Field

from thangdo.records import library
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import read
from thangdo.work.programmes.assets.models import Asset, Inventory, RoadmapLine
from thangdo.work.programmes.templates import Words

FOLDER = ("programmes", "standards")
SEES = (Role.REPORTER, Role.HEAD, Role.SECRETARY, Role.ADMINISTRATOR, Role.OBSERVER)
USABLE = ("good", "worn")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Standard(_Part):
    """The least number of a kind for a unit of a tier, none older than `oldest` years; with its days."""

    tier: str
    kind: str
    least: int
    oldest: int
    since: date = Field(alias="from")
    until: date | None = None


class Standards(_Part):
    """One file `library/programmes/standards/<name>.yaml`."""

    standards: str
    version: int
    official: bool
    title: Words
    note: Words | None = None
    lines: tuple[Standard, ...]

    def on(self, day: date) -> list[Standard]:
        """The lines in force on a day."""
        return [one for one in self.lines if one.since <= day and (one.until is None or day <= one.until)]


@lru_cache(maxsize=8)
def standards(name: str = "ict-sample") -> Standards:
    """The standards of the library. Raises Refused, ValueError."""
    if name not in library.names("/".join(FOLDER), ".yaml"):
        raise Refused("no-such-template", kind=name)
    source = read(library.read_text(*FOLDER, f"{name}.yaml"), name)
    if source.problems:
        raise ValueError(str(source.problems[0]))
    return Standards.model_validate(source.data)


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit against one line of the standard. has: None without an inventory. planned: in the roadmap."""

    unit: Unit
    standard: Standard
    has: int | None
    planned: int

    @property
    def missing(self) -> int | None:
        """How many are missing now; None where the unit has given no inventory."""
        return None if self.has is None else max(0, self.standard.least - self.has)


class Aged(NamedTuple):
    """Equipment with its age in years."""

    asset: Asset
    age: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the roadmap: lines, things, cost in đồng, cost by source of funds."""

    year: int
    lines: tuple[RoadmapLine, ...]
    count: int
    cost: Decimal
    by_funds: Mapping[str, Decimal]


def seen(actor: Actor) -> QuerySet[Asset]:
    """The equipment that the actor sees."""
    return Asset.objects.select_related("unit").filter(actor.scope(*SEES)).exclude(state="gone")


def gaps(actor: Actor, day: date, *, tier: str = "", kind: str = "", only_missing: bool = False) -> list[Gap]:
    """Each unit that the actor sees against the standard of a day; without inventory nothing is known of it.

    Four queries whatever the number of units.
    """
    lines = [one for one in standards().on(day) if tier in ("", one.tier) and kind in ("", one.kind)]
    usable: dict[tuple[int, str], list[tuple[int, int]]] = {}
    rows = seen(actor).select_related(None).filter(state__in=USABLE).order_by()
    for unit, what, year, count in rows.values_list("unit_id", "kind", "year").annotate(n=Sum("count")):
        usable.setdefault((unit, what), []).append((year, count))
    told = set(
        Asset.objects.filter(actor.scope(*SEES)).order_by().values_list("unit_id", flat=True).distinct()
    )
    planned = {
        (row["unit"], row["kind"]): row["n"]
        for row in RoadmapLine.objects.filter(removed=False, year__gte=day.year)
        .order_by()
        .values("unit", "kind")
        .annotate(n=Sum("count"))
    }
    found = []
    for unit in units_seen(actor, day, {one.tier for one in lines}):
        for one in lines:
            if one.tier != unit.tier:
                continue
            counts = [n for year, n in usable.get((unit.pk, one.kind), ()) if day.year - year <= one.oldest]
            has = sum(counts) if unit.pk in told else None
            gap = Gap(unit, one, has, planned.get((unit.pk, one.kind), 0))
            if gap.missing or not only_missing:
                found.append(gap)
    return found


def units_seen(actor: Actor, day: date, tiers: Iterable[str]) -> list[Unit]:
    """The units whose equipment the actor sees, valid on a day."""
    scope = Q(pk__in=[])
    for held in actor.holding(*SEES):
        scope |= Q(path__startswith=held.path) if held.subtree else Q(pk=held.unit)
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    return list(Unit.objects.filter(scope).filter(valid, tier__in=list(tiers)).order_by("sort_key", "place"))


def due_for_replacement(actor: Actor, year: int) -> list[Aged]:
    """Equipment that will be too old for its standard at the end of a year, with its age; oldest first."""
    oldest = {(one.tier, one.kind): one.oldest for one in standards().on(date(year, 12, 31))}
    found = []
    for one in seen(actor):
        limit = oldest.get((one.unit.tier, one.kind))
        age = year - one.year
        if one.state == "broken" or (limit is not None and age > limit):
            found.append(Aged(one, age))
    return sorted(found, key=lambda one: (-one.age, one.asset.unit.sort_key, one.asset.tag))


def roadmap(actor: Actor) -> list[Year]:
    """The roadmap of the units that the actor sees, by year."""
    rows = RoadmapLine.objects.select_related("unit").filter(actor.scope(*SEES), removed=False)
    years: dict[int, list[RoadmapLine]] = {}
    for row in rows:
        years.setdefault(row.year, []).append(row)
    found = []
    for year, lines in sorted(years.items()):
        funds: dict[str, Decimal] = {}
        for line in lines:
            funds[line.funds] = funds.get(line.funds, Decimal(0)) + line.cost
        total = sum((line.cost for line in lines), Decimal(0))
        found.append(Year(year, tuple(lines), sum(line.count for line in lines), total, funds))
    return found


def left_rows(actor: Actor, number: int) -> list[dict[str, object]]:
    """The rows of an import that could not be taken: {"line", "cells", "problems"}, for who imported it.

    Raises Refused("no-such-import") alike for none and for another's.
    """
    found = Inventory.objects.filter(number=number, by=actor.ref).first()
    if found is None:
        raise Refused("no-such-import", number=number)
    rows: list[dict[str, object]] = json.loads(private.text(found.problems) or "[]")
    return rows


def imports(actor: Actor) -> list[Inventory]:
    """The actor's own imports."""
    return list(Inventory.objects.filter(by=actor.ref))
