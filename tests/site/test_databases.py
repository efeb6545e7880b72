"""Both engines, as in use: a file with WAL, or a server; guarded ledgers whatever was done to them."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

import postgres
from thangdo.records.ledger import guards
from thangdo.records.ledger import migrations as ledger_migrations
from thangdo.records.ledger.events import By, New, append
from thangdo.records.ledger.models import Event

BY = By("person:1", datetime(2026, 11, 24, 8, tzinfo=UTC))
ALTER = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("ledger", "{last}")]
    operations = [
        migrations.AlterField("event", "actor", models.CharField(max_length=61)),
        migrations.AddField("event", "added", models.IntegerField(default=0)),
    ]
"""

INSERT = """
INSERT INTO ledger_event
    (stream, sequence, type, version, payload, actor, office, at, key, previous, hash, added)
VALUES ('s', 1, 'x', 1, '{}', 'a', '', '2026-01-01', '', '', '', 0)
"""


def refuses_a_change() -> bool:
    """Whether the database refuses to change an event."""
    append("s", [New("x", {"n": 1})], BY)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ledger_event SET type = 'y'")
    return guards.missing() == []


@pytest.mark.django_db
def test_the_tests_run_on_an_engine_that_nobody_uses() -> None:
    if postgres.running():
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA database_list")
        assert cursor.fetchone()[2].startswith(str(connection.settings_dict["NAME"]))


@pytest.mark.django_db
def test_a_fresh_database_has_no_guards_or_no_counters() -> None:
    assert refuses_a_change()
    cache.set("lock-out", 3)
    assert cache.get("lock-out") == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_flush_is_refused_or_leaves_the_ledger_unguarded(time: int) -> None:
    """The second time comes after the flush of the first."""
    assert not Event.objects.exists()
    assert cache.get("counter") is None
    assert refuses_a_change()
    cache.set("counter", time)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_leaves_it_unguarded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    (last,) = [name for app, name in MigrationLoader(connection).graph.leaf_nodes() if app == "ledger"]
    package = tmp_path / "altering"
    package.mkdir()
    (package / "__init__.py").write_text(f"__path__.append({ledger_migrations.__path__[0]!r})\n")
    (package / "n9999_alter.py").write_text(ALTER.format(last=last))
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    settings.MIGRATION_MODULES = {"ledger": "altering"}
    try:
        call_command("migrate", "ledger", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(added) FROM ledger_event")
        assert guards.missing() == []
        refused = pytest.raises(DatabaseError, match="append-only")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT)
            cursor.execute("DELETE FROM ledger_event")
    finally:
        call_command("migrate", "ledger", last, verbosity=0)
        for name in [name for name in sys.modules if name.startswith("altering")]:
            del sys.modules[name]
    assert refuses_a_change()


@pytest.mark.database
def test_a_data_folder_shares_its_database_with_another(tmp_path: Path) -> None:
    from serving import environment

    one, two = (environment(tmp_path / name) for name in ("one", "two"))
    assert one["THANGDO_DATA"] != two["THANGDO_DATA"]
    if postgres.running():
        assert one["THANGDO_DATABASE_URL"] != two["THANGDO_DATABASE_URL"]
    else:
        assert "THANGDO_DATABASE_URL" not in one
