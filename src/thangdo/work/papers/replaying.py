"""The registers built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from collections.abc import Iterator

from thangdo.records.acts import replay
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import is_whole
from thangdo.records.ledger.events import read
from thangdo.work.papers.models import Book, Copy, Mark, Paper
from thangdo.work.papers.projection import apply

_KEYS = frozenset({"id", "book", "paper", "copy"})
_OF = ("paper__number", "paper__book__slug")


def differences() -> list[str]:
    """The tables of registers that the events would not give again, and files of papers that are gone or
    were changed; none when all is well."""
    return [*replay.again(_tables, _rebuild), *_files()]


def _files() -> Iterator[str]:
    """Papers whose file, as it was to be signed or as it is now, the store no longer has as it was given."""
    for copy in Copy.objects.select_related("paper__book").order_by("pk").iterator():
        for sha256 in dict.fromkeys((copy.original, copy.current)):
            stored = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
            if stored is None or not is_whole(stored):
                paper = copy.paper
                part = f", attached {copy.part}" if copy.part else ""
                yield f"{paper.book.slug} {paper.symbol}{part}: the file is gone or has been changed"


def _tables() -> replay.Tables:
    return {
        "books": replay.plain_rows(Book.objects.all(), _KEYS),
        "papers": replay.plain_rows(Paper.objects.all(), _KEYS, ("book__slug",)),
        "copies": replay.plain_rows(Copy.objects.all(), _KEYS, _OF),
        "marks": replay.plain_rows(
            Mark.objects.all(), _KEYS, tuple(f"copy__{name}" for name in ("part", *_OF))
        ),
    }


def _rebuild() -> None:
    slugs = list(Book.objects.values_list("slug", flat=True))
    Book.objects.all().delete()
    for slug in slugs:
        row = Book(slug=slug)
        for event in read(f"papers:{slug}"):
            apply(row, event)
