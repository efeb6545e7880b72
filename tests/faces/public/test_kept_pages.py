"""A page that is kept is never an old one, never another's, and never asked to be written anywhere."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import desk
import world as sample
from serving import beside
from thangdo.faces.look import clock
from thangdo.faces.public import kept_pages
from thangdo.records.ledger.events import By, New, append
from thangdo.records.results import standing
from thangdo.records.results.models import IndexSeries
from thangdo.records.units.models import Unit
from world import World

#: one page of every kind of work, with its tables
PAGES = (
    *("/", "/assessments/", "/units/", "/editions/", "/conferences/", "/directives/", "/programmes/"),
    *("/series/", "/publications/", "/keys/", "/methods/", "/data/", "/about/", "/announcements/"),
    *("/units/sample/X1/", "/en/units/sample/X1/", "/units/data.csv", "/units/datapackage.json"),
)


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def queries(client: Client, path: str, **more: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path, **more).status_code == 200
    return len(found)


def happens() -> None:
    append("sample", [New("sample.happened", {})], By("system:test", clock.now()))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_again_for_every_reader(world: World, client: Client, path: str) -> None:
    first = client.get(path)
    assert queries(client, path) == 1
    again = client.get(path)
    assert again.content == first.content and dict(again.headers) == dict(first.headers)
    assert "Set-Cookie" not in again.headers and "default-src 'self'" in again["Content-Security-Policy"]


def is_stored() -> None:
    IndexSeries.objects.create(slug="sample", revision=1, sha256="", data={}, stored_at=clock.now())


@pytest.mark.parametrize("changes", [happens, is_stored])
def test_a_page_says_what_was_true_before(world: World, client: Client, changes: Callable[[], None]) -> None:
    """Whatever is published, the next reader sees it; a name of which no event told shows that it is new."""
    assert "Xã Mẫu 1" in client.get("/units/sample/X1/").content.decode()
    Unit.objects.filter(code="X1").update(name_vi="Xã Mẫu Mới")
    assert "Xã Mẫu Mới" not in client.get("/units/sample/X1/").content.decode()
    changes()
    assert "Xã Mẫu Mới" in client.get("/units/sample/X1/").content.decode()


def test_a_page_of_yesterday_is_shown_or_one_that_stands_for_ever(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/programmes/")
    monkeypatch.setattr(clock, "now", lambda: sample.MORNING + timedelta(days=4000))
    assert queries(client, "/programmes/") > 1
    assert queries(client, "/programmes/") == 1
    now = kept_pages.time.monotonic() + kept_pages.FRESH
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: now)
    assert queries(client, "/programmes/") > 1


def test_a_browser_that_has_the_page_gets_it_again(world: World, client: Client) -> None:
    for unchanged in (client.get("/about/"), client.get("/about/")):
        known = client.get("/about/", HTTP_IF_NONE_MATCH=unchanged["ETag"])
        assert known.status_code == 304 and known.content == b""
        assert known["ETag"] == unchanged["ETag"] and "max-age" in known["Cache-Control"]
    assert client.get("/about/", HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_one_reader_gets_the_page_of_another(world: World, client: Client) -> None:
    plain = client.get("/units/").content
    packed = client.get("/units/", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain
    assert client.get("/units/", HTTP_ACCEPT_ENCODING="gzip").content == packed.content  # compressed once
    assert client.get("/units/").content == plain
    assert "Agencies" in client.get("/en/units/").content.decode()
    assert client.get("/units/", HTTP_ACCEPT_LANGUAGE="en").content == plain
    package = client.get("/units/datapackage.json", SERVER_NAME="localhost").json()
    assert package["homepage"].startswith("http://localhost/")
    assert client.get("/units/datapackage.json").json()["homepage"].startswith("http://testserver/")
    assert client.get("/units/", SERVER_NAME="elsewhere.example").status_code == 400
    officer = desk.signed_in(world, "head")
    assert officer.get("/units/").content == plain
    kept_pages.forget()
    assert "Set-Cookie" not in officer.get("/units/").headers
    assert client.get("/units/").content == plain


def test_what_is_searched_or_not_there_takes_the_room_of_pages(world: World, client: Client) -> None:
    for path in ("/units/?q=mau", "/units/sample/NONE/", "/healthz", "/api/v1/units"):
        client.get(path)
    client.head("/units/")
    desk.signed_in(world, "head").get("/office/")
    assert kept_pages._PAGES == {}


def test_pages_fill_the_memory_of_the_server(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = len(client.get("/about/").content)
    monkeypatch.setattr(kept_pages, "MOST_BYTES", one * 3)
    for path in ("/units/", "/data/", "/methods/", "/about/", "/series/", "/keys/"):
        client.get(path)
    kept = [len(page.content) for page in kept_pages._PAGES.values()]
    assert 0 < sum(kept) <= one * 3
    assert queries(client, "/keys/") == 1  # the oldest went first
    monkeypatch.setattr(kept_pages, "LARGEST", 10)
    client.get("/units/")
    assert ("http", "testserver", "/units/", False) not in kept_pages._PAGES


def test_a_page_needs_the_mark(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(standing, "mark", fails)
    assert client.get("/units/").status_code == 200 and client.get("/units/").status_code == 200
    assert kept_pages._PAGES == {}


WRITING = """
from django.db import transaction
from thangdo.records.ledger.events import By, New, append
from django.utils import timezone
with transaction.atomic():
    append("sample:late", [New("sample.happened", {})], By("system:test", timezone.now()))
    print("written", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_event_that_appears_behind_another_is_never_shown(client: Client) -> None:
    """Two writers: the first takes its number first and ends last. No page made meanwhile may be kept."""
    sample.build()
    other = beside(WRITING)
    try:
        assert other.stdout is not None and other.stdout.readline() == "written\n"
        happens()
        mark = standing.mark()
        assert not standing.is_settled()
        client.get("/units/")
        assert kept_pages._PAGES == {}
        other.communicate("go\n", timeout=600)
    finally:
        other.kill()
        other.wait()
    assert standing.mark() == mark and standing.is_settled()
    client.get("/units/")
    assert len(kept_pages._PAGES) == 1
