"""Which head answers: the post is stored, the holder of the day is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from thangdo.records.people.models import Office, Role


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the post of head on a day. name "": nobody has an account."""

    name: str = ""
    title: str = ""


NOBODY = Holder()


def holders_of(units: Iterable[int], day: date) -> dict[int, Holder]:
    """The heads of many units (by key) on a day; the latest appointed where there are two. One query."""
    rows = (
        Office.objects.select_related("person")
        .filter(
            Q(until=None) | Q(until__gte=day),
            unit__in=set(units),
            role=Role.HEAD,
            since__lte=day,
            person__is_active=True,
        )
        .order_by("since", "pk")
    )
    return {row.unit_id: Holder(row.person.name, row.title) for row in rows}
