"""A mark of all that stands: it changes with every event of the ledger and every result that is stored."""

from __future__ import annotations

from functools import cache

from django.db import connection

from thangdo.records.ledger.models import Event
from thangdo.records.results.models import Assessment, IndexSeries, SeriesPoint

_STORED = (Assessment, IndexSeries, SeriesPoint)


def mark() -> str:
    """The same text as long as nothing was appended and nothing stored. One query, by primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(_mark_sql())
        return "|".join(str(value) for value in cursor.fetchone())


def is_settled() -> bool:
    """Whether no writer is half-way with something whose number lies before the mark that was read before.

    Numbers are given when rows are written, rows are seen when the writer ends. On PostgreSQL an event may so
    appear behind one that stands already, and the mark would not show it. A writer holds its lock on the
    table from before it takes a number till it ends. SQLite has one writer at a time.
    """
    if connection.vendor != "postgresql":
        return True
    tables = [model._meta.db_table for model in (Event, *_STORED)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND pid <> pg_backend_pid() AND relation = ANY(%s::regclass[]::oid[])",
            [tables],
        )
        return bool(cursor.fetchone()[0] == 0)


@cache
def _mark_sql() -> str:
    last = f"(SELECT hash FROM {Event._meta.db_table} ORDER BY id DESC LIMIT 1)"
    stored = ", ".join(f"(SELECT max(id) FROM {model._meta.db_table})" for model in _STORED)
    return f"SELECT {last}, {stored}"
