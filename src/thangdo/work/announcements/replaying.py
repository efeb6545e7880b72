"""The notices built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from thangdo.records.acts import replay
from thangdo.records.ledger.events import read
from thangdo.work.announcements.models import Announcement, Document, Reply
from thangdo.work.announcements.projection import apply

_KEYS = frozenset({"id", "announcement"})


def differences() -> list[str]:
    """The tables of notices that the events would not give again; none when all is well."""
    return replay.again(_tables, _rebuild)


def _tables() -> replay.Tables:
    found = {"notices": replay.plain_rows(Announcement.objects.all(), _KEYS)}
    for table in (Document, Reply):
        rows = table._default_manager.all()
        found[table.__name__] = replay.plain_rows(rows, _KEYS, ("announcement__slug",))
    return found


def _rebuild() -> None:
    slugs = list(Announcement.objects.values_list("slug", flat=True))
    Announcement.objects.all().delete()
    for slug in slugs:
        row = Announcement(slug=slug)
        for event in read(f"announcement:{slug}"):
            apply(row, event)
