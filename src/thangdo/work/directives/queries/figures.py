"""Which figures were taken in: by name, with their latest day and how many units have one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Figure


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the units under the places asked about."""

    name: str
    day: date
    units: int


def figures_of(places: Sequence[Unit]) -> list[Known]:
    """The figures of units under these places, by name; one query."""
    under = Q(pk__in=[])
    for place in places:
        under |= Q(unit__path__startswith=place.path)
    rows = Figure.objects.filter(under).values("name")
    counted = rows.annotate(day=Max("day"), units=Count("unit", distinct=True)).order_by("name")
    return [Known(row["name"], row["day"], row["units"]) for row in counted]
