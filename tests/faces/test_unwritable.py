"""A full disk, a database that may only be read: every page and every answer still comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client

import desk
import world as sample
from faces.rights import routes
from faces.test_rights import LEFT_OUT, meant
from programs import Program
from thangdo.faces.public import kept_pages
from thangdo.records.documents import charts
from thangdo.records.people.models import Person
from thangdo.work.announcements.models import Views
from world import World


@contextmanager
def read_only() -> Iterator[None]:
    """The database itself refuses to write, as it does on a full disk; nothing of this stays."""
    sid = transaction.savepoint()
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute("SET TRANSACTION READ ONLY" if postgresql else "PRAGMA query_only = ON")
    try:
        yield
    finally:
        if not postgresql:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
        transaction.savepoint_rollback(sid)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.DEMO = True  # no second factor on the way
    world = sample.build()
    sample.dispatched(world)
    meant(world)
    return world


def status(client: Client, path: str) -> int:
    """What one gets where nothing was kept before."""
    kept_pages.forget()
    cache.clear()
    sid = transaction.savepoint()
    try:
        return int(client.get(path).status_code)
    finally:
        transaction.savepoint_rollback(sid)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["", "publisher", "reporter", "appraiser"])
def test_a_page_does_not_open_because_nothing_can_be_written(world: World, who: str) -> None:
    """Every address that can be opened, by nobody and by three officers: the public ones, the office."""
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(world.people[who])
    key, edition = str(world.people["reporter"].pk), str(world.campaign().edition_id)
    office = str(world.people["reporter"].offices.get().pk)
    looked_at, lost = 0, []
    for route in routes(key, edition, office):
        if route.path.startswith(("/en/", *LEFT_OUT)) or (who and not route.path.startswith("/office/")):
            continue
        before = status(client, route.path)
        if before >= 400:
            continue
        kept_pages.forget()
        with read_only():
            now = int(client.get(route.path).status_code)
        looked_at += 1
        if now != before:
            lost.append(f"{route.path}: {before}, and {now} when nothing can be written")
    assert lost == []
    assert looked_at > 30


@pytest.mark.django_db
def test_a_program_gets_no_answer_because_it_cannot_be_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.at(monkeypatch, world)
    program = Program(world, world.now)
    paths = ("/me", "/my/tasks", "/campaigns", "/campaigns/sample-2025", "/directives", "/openapi.json")
    assert [program.get("publisher", path).status for path in paths] == [200] * len(paths)
    desk.at(monkeypatch, world, days=1)  # another minute, another window
    with read_only():
        assert [program.get("publisher", path).status for path in paths] == [200] * len(paths)
        assert program.send("publisher", "POST", "/campaigns/sample-2025/cancel", {}).status >= 400
    assert world.campaign().state == "running"


@pytest.mark.django_db
def test_a_session_that_was_ended_meanwhile_opens_a_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be kept is one thing; a session that somebody ended is another."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people["publisher"])
    page = "/office/account/2fa/totp/activate/"  # keeps its secret in the session
    with read_only():
        assert client.get(page).status_code == 200
    monkeypatch.setattr(SessionStore, "save", lambda self, **_: self.delete() or interrupt())
    assert client.get(page).status_code == 400


def interrupt() -> None:
    raise UpdateError


@pytest.mark.django_db
def test_a_reader_is_not_counted_and_reads_the_notice(world: World, client: Client) -> None:
    with read_only():
        assert client.get("/announcements/sample-2025/").status_code == 200
    assert not Views.objects.exists()
    assert client.get("/announcements/sample-2025/").status_code == 200
    assert Views.objects.get().count == 1


@pytest.mark.django_db
def test_what_cannot_be_kept_beside_is_said_to_be_kept(db: None) -> None:
    with read_only():
        assert cache.add("x", 1) is False and cache.get("x") is None
        cache.set("x", 1)
        cache.delete_many(["x"])
        with pytest.raises(DatabaseError), transaction.atomic():
            Person.objects.create(login="x", name="x", created_at=sample.MORNING)
    assert cache.add("x", 1) is True and cache.get("x") == 1


def test_a_page_has_no_chart_because_its_specification_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "charts").write_text("a file where the folder should be")
    monkeypatch.setattr(charts, "folder", lambda: tmp_path / "charts")
    charts._templates.cache_clear()
    try:
        assert charts.bind("ranking", [{"name": "x"}])["datasets"] == {"rows": [{"name": "x"}]}
        with pytest.raises((OSError, charts.ChartError)):
            charts.drawing(charts.template("ranking"), "svg", "vi")
    finally:
        charts._templates.cache_clear()
