"""What makes the database itself refuse to change the ledger: triggers, put in place after each migration.

SQLite rebuilds a table on ALTER and loses its triggers; `install` is safe to run again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError

#: table -> the columns by which a row is the same (besides its id)
GUARDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "ledger_event": (("stream", "sequence"),),
    "ledger_receipt": (("key",),),
    "ledger_digest": (("number",),),
    "ledger_publickey": (("fingerprint",),),
}
SAID = "the ledger is append-only"
_FUNCTION = "thangdo_ledger_refuses"


def install(using: str = "default") -> None:
    """Put every guard in its place; tables that are not there yet get theirs at the next migration."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    statements = _POSTGRES_FUNCTION if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        for table in GUARDED:
            if table in there:
                for statement in _statements(connection, table):
                    cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """The names of the guards that are not in their place, for the tables that are there."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    wanted = {name for table in GUARDED if table in there for name in _names(connection, table)}
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - found)


def guards_are_there(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One error for each guard that is missing (`check --database default`)."""
    found: list[CheckMessage] = []
    for using in databases or ():
        try:
            names = missing(using)
        except DatabaseError:
            continue  # a database that cannot be asked is told by others
        found += [
            Error(
                f"The guard {name} of the ledger is missing.",
                hint="Run `thangdo migrate`: it puts the guards back. Then `thangdo ledger verify`.",
                id="ledger.E001",
            )
            for name in names
        ]
    return found


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Only for the test fixture that flushes: without guards inside the block, with them after it."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in GUARDED:
            if table in there:
                for name in _names(connection, table):
                    on = f" ON {table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    try:
        yield
    finally:
        install(using)


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    kinds = ("change", "truncate") if connection.vendor == "postgresql" else ("update", "delete", "replace")
    return [f"{table}_no_{kind}" for kind in kinds]


_POSTGRES_FUNCTION = [
    f"""
    CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{SAID}: % on % is refused', TG_OP, TG_TABLE_NAME;
    END $$
    """
]


def _statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
            f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
        ]
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in GUARDED[table]]
    exists = " OR ".join(["id = NEW.id", *(f"({condition})" for condition in same)])
    # A replacing insert deletes the old row without firing the trigger on DELETE: refuse it before.
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: UPDATE on {table} is refused'); END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: DELETE on {table} is refused'); END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {exists}) "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}: a row of {table} is there already'); END",
    ]
