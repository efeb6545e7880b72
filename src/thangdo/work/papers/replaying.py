"""The registers built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from thangdo.records.acts import replay
from thangdo.records.ledger.events import read
from thangdo.work.papers.models import Book, Paper
from thangdo.work.papers.projection import apply

_KEYS = frozenset({"id", "book"})


def differences() -> list[str]:
    """The tables of registers that the events would not give again; none when all is well."""
    return replay.again(_tables, _rebuild)


def _tables() -> replay.Tables:
    return {
        "books": replay.plain_rows(Book.objects.all(), _KEYS),
        "papers": replay.plain_rows(Paper.objects.all(), _KEYS, ("book__slug",)),
    }


def _rebuild() -> None:
    slugs = list(Book.objects.values_list("slug", flat=True))
    Book.objects.all().delete()
    for slug in slugs:
        row = Book(slug=slug)
        for event in read(f"papers:{slug}"):
            apply(row, event)
