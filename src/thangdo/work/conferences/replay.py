"""Whether the events of a conference still give its tables, which events write straight into."""

from __future__ import annotations

from thangdo.records.acts import replay
from thangdo.records.ledger.events import read
from thangdo.work.conferences import models as m
from thangdo.work.conferences.projection import apply, fresh

PARTS = (m.Site, m.Present, m.Guest, m.AgendaItem, m.Speaking, m.Remark, m.Minute)
SKIP = frozenset({"id", "site", "conference"})


def tables(slug: str) -> replay.Tables:
    """The conference's tables as plain data, without the keys of the database."""
    found = {"conference": replay.plain_rows(m.Conference.objects.filter(slug=slug), SKIP)}
    for table in PARTS:
        at_site = ("site__unit_id",) if any(field.name == "site" for field in table._meta.fields) else ()
        rows = table._default_manager.filter(conference__slug=slug)
        found[table.__name__] = replay.plain_rows(rows, SKIP, at_site)
    came = m.Attendance.objects.filter(site__conference__slug=slug)
    found["Attendance"] = replay.plain_rows(came, SKIP, ("site__unit_id",))
    return found


def differences(slug: str) -> list[str]:
    """The tables that the events would not give again; none when all is well. Nothing is changed."""

    def rebuild() -> None:
        m.Conference.objects.filter(slug=slug).delete()
        events = read(f"conference:{slug}")
        if events:
            apply(fresh(slug, events[0].at), events)

    return replay.again(lambda: tables(slug), rebuild)
