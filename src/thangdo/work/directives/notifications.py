"""Notices that follow the ledger: what happened to an assignment is told to those whom it concerns, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from thangdo.records.ledger.models import Event
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Assignment
from thangdo.work.directives.states import UNIT

CURSOR = "directives-told-through"
LOOK_BACK = timedelta(days=2)  # when the cursor is lost: what is older has been told, or is no longer news
BATCH = 2000
Told = tuple[ToOffice, str]


def tell(now: datetime) -> int:
    """Make the notices of what was appended since the last time; how many there are."""
    through = cache.get(CURSOR)
    rows = Event.objects.filter(stream__startswith="assignment:").order_by("id")
    rows = rows.filter(at__gte=now - LOOK_BACK) if through is None else rows.filter(id__gt=through)
    told, last = 0, through or 0
    for row in rows[:BATCH]:
        part = _part(row.stream)
        if part is not None and part.known:
            for to, code in _whom(row, part):
                key = f"{row.stream}#{row.sequence}/{to.role}/{to.unit}"
                notify(to, code, _facts(part, row), key=key, now=now, link=link_of(part))
                told += 1
        last = row.pk
    if last:
        cache.set(CURSOR, last, timeout=None)
    return told


def link_of(part: Assignment) -> str:
    """The page of an assignment."""
    return f"/office/directives/{part.directive.slug}/unit/{part.unit.scheme}/{part.unit.code}/"


def _part(stream: str) -> Assignment | None:
    slug, scheme, code = stream.split(":", 3)[1:4]
    rows = Assignment.objects.select_related("directive", "unit", "carrier")
    return rows.filter(directive__slug=slug, unit__scheme=scheme, unit__code=code).first()


def _facts(part: Assignment, event: Event) -> dict[str, Any]:
    unit = part.carrier
    return {
        "title_vi": part.directive.title,
        "title_en": part.directive.title_en,
        **unit.as_facts(),
        "due": part.due.isoformat() if part.due else "",
        "days": event.payload.get("days", 0),
        "granted": bool(event.payload.get("granted", False)),
    }


def _whom(event: Event, part: Assignment) -> Iterator[Told]:
    said, authority = event.payload, part.directive.authority_id
    ours = [ToOffice(part.carrier_id, role) for role in UNIT]
    if event.type == "assignment.issued":
        yield from ((to, "directives.issued") for to in ours)
    elif event.type == "assignment.moved" and said["act"] == "give_back":
        yield from ((to, "directives.returned") for to in ours)
    elif event.type == "assignment.reported" and said["progress"] == 100:
        yield ToOffice(authority, Role.SECRETARY), "directives.reported"
    elif event.type == "assignment.extension-asked":
        yield ToOffice(authority, Role.HEAD), "directives.extension-asked"
    elif event.type == "assignment.extension-decided":
        yield from ((to, "directives.extension-decided") for to in ours)
    elif event.type == "assignment.passed":
        yield from ((to, "directives.passed") for to in ours)
    elif event.type == "assignment.checked" and not said["holds"]:
        yield from ((to, "directives.reopened") for to in ours)
    elif event.type == "assignment.proof-withdrawn" and said["reopens"]:
        yield ToOffice(authority, Role.SECRETARY), "directives.reopened"
    elif event.type == "assignment.escalated":
        scheme, _colon, code = str(said["to"]).partition("@")[2].partition(":")
        unit = Unit.objects.filter(scheme=scheme, code=code).first()
        if unit is not None:
            yield ToOffice(unit.pk, Role.HEAD), "directives.escalated"
