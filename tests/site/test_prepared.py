"""The prepared worlds of the tests hide nothing: they are what comes when everything is made from zero."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import transaction

import prepared
from faces.cli.test_serving import cold
from serving import environment, ready
from thangdo.records.units.models import Unit, UnitLink, UnitName
from thangdo.records.units.register import load_units

#: what makes a PostgreSQL database: columns, indexes, constraints, triggers, and which migrations it has had
POSTGRES = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " is_identity FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
)
SQLITE = ("SELECT type, tbl_name, name, sql FROM sqlite_master ORDER BY 1, 2, 3",)
#: the rows that migrations leave
ROWS = (
    "SELECT app, name FROM django_migrations ORDER BY id",
    "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
    "SELECT codename, name FROM auth_permission ORDER BY 1, 2",
)


def shape(data: Path) -> list[list[tuple[object, ...]]]:
    """The database of a data folder: how it is made, and what migrations have put into it."""
    url = environment(data).get("THANGDO_DATABASE_URL")
    if url:
        with psycopg.connect(url) as server:
            return [server.execute(query).fetchall() for query in (*POSTGRES, *ROWS)]
    with closing(sqlite3.connect(data / prepared.FILE)) as file:
        return [file.execute(query).fetchall() for query in (*SQLITE, *ROWS)]


@pytest.mark.database
def test_a_migration_breaks_and_the_prepared_database_hides_it(tmp_path: Path) -> None:
    """Migrates from zero, as the first command of an installation does; five seconds of it."""
    assert cold(tmp_path / "new", "migrate").returncode == 0
    done = cold(tmp_path / "new", "check")
    assert done.returncode == 0, done.stderr
    assert shape(tmp_path / "new") == shape(ready(tmp_path / "copied"))


@pytest.mark.django_db
def test_the_prepared_register_is_not_what_the_loader_leaves() -> None:
    def rows() -> list[set[tuple[object, ...]]]:
        plain = [field.name for field in Unit._meta.fields if field.name not in ("id", "path", "parent")]
        return [
            set(Unit.objects.values_list("parent__scheme", "parent__code", *plain)),
            set(UnitLink.objects.values_list("predecessor__code", "successor__code", "date", "kind", "note")),
            set(UnitName.objects.values_list("scheme", "name", "unit__code", "source")),
        ]

    before = transaction.savepoint()
    prepared.load_register()
    found = rows()
    added = Unit.objects.create(
        scheme="x", code="x", search="x", sort_key="x", kind="x", tier="x", source="x"
    )
    assert Unit.objects.order_by("-pk")[0] == added, "the keys go on counting"
    transaction.savepoint_rollback(before)
    assert not Unit.objects.exists()
    load_units()
    assert rows() == found and len(found[0]) > 900


def test_a_world_that_could_not_be_made_is_used_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANGDO_TEST_WORLDS", str(tmp_path))

    def half(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        prepared.world("sample", "1", half)
    assert [path.name for path in tmp_path.iterdir()] == [".sample.lock"]
    (tmp_path / ".sample-making-killed").mkdir()
    place = prepared.world("sample", "1", lambda folder: (folder / "whole").touch())
    assert [path.name for path in place.iterdir()] == ["whole"]
    assert not (tmp_path / ".sample-making-killed").exists()


def test_worlds_of_older_code_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANGDO_TEST_WORLDS", str(tmp_path))
    for key in "abcdef":
        prepared.world("sample", key, lambda folder: None)
    prepared.world("other", "a", lambda folder: None)
    assert {path.name for path in tmp_path.glob("[!.]*")} == {"sample-d", "sample-e", "sample-f", "other-a"}
