"""Whether the events of a conference still give its tables."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thangdo.records.ledger.events import read
from thangdo.work.conferences import models as m
from thangdo.work.conferences.projection import apply, fresh

PARTS = (m.Site, m.Present, m.Guest, m.AgendaItem, m.Speaking, m.Remark, m.Minute)


def tables(slug: str) -> dict[str, Any]:
    """The conference's tables as plain data, without the keys of the database."""
    found: dict[str, Any] = {"conference": _plain(m.Conference.objects.filter(slug=slug), ())}
    for table in PARTS:
        found[table.__name__] = _plain(table.objects.filter(conference__slug=slug), _foreign(table))
    rows = m.Attendance.objects.filter(site__conference__slug=slug).order_by("site__unit_id", "at", "what")
    found["Attendance"] = list(rows.values("site__unit_id", "at", "what", "source"))
    return found


def differences(slug: str) -> list[str]:
    """The tables that the events would not give again; none when all is well. Nothing is changed."""
    before = tables(slug)
    with transaction.atomic():
        m.Conference.objects.filter(slug=slug).delete()
        events = read(f"conference:{slug}")
        if events:
            apply(fresh(slug, events[0].at), events)
        after = tables(slug)
        transaction.set_rollback(True)
    return [name for name in before if before[name] != after[name]]


def _foreign(table: Any) -> tuple[str, ...]:
    return ("site__unit_id",) if any(one.name == "site" for one in table._meta.fields) else ()


def _plain(rows: Any, more: tuple[str, ...]) -> list[dict[str, Any]]:
    skipped = {"id", "site", "conference"}
    names = [one.attname for one in rows.model._meta.fields if one.name not in skipped]
    found = list(rows.values(*names, *more))
    return sorted(found, key=lambda row: str([(name, row[name]) for name in sorted(row)]))
