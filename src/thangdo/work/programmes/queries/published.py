"""What everybody may know of a programme: how far each unit is. No person, no proof, no typed word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.queries.tables import Table, Tally, of_parts, tallies_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A public programme with its counts."""

    programme: Programme
    tally: Tally


def every(day: date) -> list[Shown]:
    """The public programmes that were not cancelled, the running ones first. Two queries."""
    rows = Programme.objects.select_related("authority", "leading").filter(public=True)
    found = sorted(rows.exclude(state="cancelled"), key=lambda one: (one.state != "running", one.created_at))
    tallies = tallies_of(found, day)
    return [Shown(one, tallies.get(one.pk, Tally())) for one in found]


def carrying_out(directive: str) -> list[Programme]:
    """The public programmes that carry out a directive."""
    rows = Programme.objects.filter(public=True, directive=directive).exclude(state="cancelled")
    return list(rows.order_by("created_at", "slug"))


def one(slug: str, day: date) -> tuple[Programme, Table] | None:
    """A public programme by unit tree; None where there is none."""
    rows = Programme.objects.select_related("authority", "leading").exclude(state="cancelled")
    found = rows.filter(public=True, slug=slug).first()
    return None if found is None else (found, of_parts(found, day))
