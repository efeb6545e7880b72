"""A database is emptied after a test that commits: only the tables that hold something, nothing made anew.

Django's own flush names every table and then writes all content types and permissions once more: a quarter
of a second for each test, and for each of the hundreds of pairs of acts that are done at once.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache

from django.core.cache import cache as kept_values
from django.db import connection, transaction

from thangdo.records.ledger import guards

#: what a migration leaves in every database
_STAY = {"django_migrations", "django_content_type", "auth_permission"}
_GREAT = 2_000  # rows from which on to delete them one by one costs more than to cut the table


def empty() -> None:
    """Leave the database as it was migrated, whatever has been written; the guards stand as before."""
    if connection.vendor == "postgresql":
        _postgresql()
    else:
        _sqlite()
    kept_values.clear()


@cache
def _tables() -> tuple[str, ...]:
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted(set(found) - _STAY))


def filled() -> dict[str, int]:
    """The tables that hold rows, with their number (at most `_GREAT`)."""
    quoted = connection.ops.quote_name
    counts = [
        f"SELECT '{name}', (SELECT count(*) FROM (SELECT 1 FROM {quoted(name)} LIMIT {_GREAT}) AS a_few)"
        for name in _tables()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return {name: count for name, count in cursor.fetchall() if count}


def _postgresql() -> None:
    """Without triggers: those of the ledger, and those that look for what refers to a row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        found = filled()
        if great := [connection.ops.quote_name(name) for name, count in found.items() if count >= _GREAT]:
            cursor.execute(f"TRUNCATE {', '.join(great)} CASCADE")
        for name in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def _sqlite() -> None:
    with transaction.atomic():
        found = filled()
        lifted = guards.lifted() if found.keys() & guards.GUARDED else nullcontext()
        with lifted, connection.cursor() as cursor:
            for name in found:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
