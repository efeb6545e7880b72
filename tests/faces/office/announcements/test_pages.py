"""The pages of notices: an editor's, the answering unit's, the citizen's without scripts or cookies."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import world as sample
from desk import at, page, send, signed_in
from thangdo.records.units.models import Unit
from thangdo.work.announcements.models import Announcement
from world import World

pytestmark = pytest.mark.django_db
HERE, OPEN = "/en/office/announcements/", "/en/announcements/"
TEXT = {
    "slug": "lich-tiep-dan",
    "title": "Lịch tiếp dân",
    "body": "Thứ Hai.\r\n\r\nTại trụ sở.",
    "unit": "sample:M",
    "replies_open": "on",
    "official": "on",
    "dated": "",
    "source_url": "",
}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    cache.clear()
    made = sample.build()
    at(monkeypatch, made)
    return made


def published(world: World) -> Client:
    client = signed_in(world, "secretary")
    send(client, f"{HERE}new/", **TEXT)
    send(client, f"{HERE}lich-tiep-dan/act/publish/", seen="1")
    return client


def test_a_notice_goes_from_draft_to_the_public_page_and_the_feed(world: World) -> None:
    client = signed_in(world, "secretary")
    assert "no notice yet" in page(client, HERE)
    send(client, f"{HERE}new/", **TEXT)
    page(Client(), f"{OPEN}lich-tiep-dan/", 404)
    send(client, f"{HERE}lich-tiep-dan/act/publish/", seen="1")
    shown = page(Client(), f"{OPEN}lich-tiep-dan/")
    assert "Lịch tiếp dân" in shown and "<p>Tại trụ sở.</p>" in shown and "1 view" in shown
    assert "2 views" in page(Client(), f"{OPEN}lich-tiep-dan/")
    feed = ElementTree.fromstring(Client().get(f"{OPEN}feed.xml").content)
    assert [one.findtext("title") for one in feed.iter("item")] == ["Lịch tiếp dân"]
    assert feed.get("version") == "2.0"


def test_readers_are_not_tracked(world: World) -> None:
    published(world)
    reader = Client()
    answer = reader.get(f"{OPEN}lich-tiep-dan/")
    assert not answer.cookies and not reader.cookies


def test_what_was_typed_stands_again_when_the_address_is_taken(world: World) -> None:
    client = published(world)
    answer = send(client, f"{HERE}new/", **{**TEXT, "title": "Tên khác đã gõ"})
    assert answer.status_code == 400 and "Tên khác đã gõ" in answer.content.decode()


def test_a_change_on_an_old_text_shows_both_texts(world: World) -> None:
    client = published(world)
    send(client, f"{HERE}lich-tiep-dan/write/", **{**TEXT, "title": "Bản của người kia", "seen": "2"})
    answer = send(client, f"{HERE}lich-tiep-dan/write/", **{**TEXT, "title": "Bản của tôi", "seen": "2"})
    words = answer.content.decode()
    assert answer.status_code == 409 and "Bản của người kia" in words and "Bản của tôi" in words


def test_a_citizen_replies_without_a_cookie_and_a_named_unit_answers(world: World) -> None:
    Unit.objects.filter(code="X1").update(name_en="Commune X1")
    client = published(world)
    answer = Client(enforce_csrf_checks=True).post(
        f"{OPEN}lich-tiep-dan/reply/", {"text": "<script>alert(1)</script> xin hỏi giờ", "name": ""}
    )
    assert answer.headers["Location"] == f"{OPEN}lich-tiep-dan/?received=1#replies"
    assert "xin hỏi giờ" not in page(Client(), f"{OPEN}lich-tiep-dan/")
    assert "Read 1 reply" in page(client, "/en/office/")
    where = f"{HERE}lich-tiep-dan/replies/1/"
    send(client, f"{where}ask/", unit="sample:X1", days="5")
    told = page(client, f"{HERE}lich-tiep-dan/").partition("What happened")[2]
    assert "Commune X1" in told and "Xã Mẫu 1" not in told, (
        "a unit is told by its name, in the page's language"
    )
    notice = page(client, f"{HERE}lich-tiep-dan/").partition("What happened")[0]
    assert "Commune X1" in notice and "Xã Mẫu 1" in page(client, f"{HERE}lich-tiep-dan/".removeprefix("/en"))
    unit = signed_in(world, "reporter")
    assert "Answer a citizen" in page(unit, "/en/office/")
    send(unit, f"{where}answer/", text="Từ 7 giờ 30 đến 11 giờ.")
    shown = page(Client(), f"{OPEN}lich-tiep-dan/")
    assert "&lt;script&gt;" in shown and "<script>alert" not in shown
    assert "Commune X1 answered on 2 March 2026" in shown and "Từ 7 giờ 30" in shown


def test_a_flood_of_replies_is_stopped_and_the_text_is_not_lost(world: World) -> None:
    published(world)
    for n in range(10):
        assert Client().post(f"{OPEN}lich-tiep-dan/reply/", {"text": f"Ý kiến {n}"}).status_code == 302
    answer = Client().post(f"{OPEN}lich-tiep-dan/reply/", {"text": "Ý kiến thứ mười một"})
    assert answer.status_code == 400 and "Ý kiến thứ mười một" in answer.content.decode()
    robot = Client().post(f"{OPEN}lich-tiep-dan/reply/", {"text": "Mua hàng", "website": "http://x"})
    assert robot.status_code == 400


def test_ten_citizens_behind_a_proxy_close_the_door_for_the_whole_province(
    world: World, settings: Any
) -> None:
    published(world)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def reply(address: str) -> int:
        sent = {"text": f"Ý kiến từ {address}"}
        return (
            Client()
            .post(f"{OPEN}lich-tiep-dan/reply/", sent, headers={"X-Forwarded-For": address})
            .status_code
        )

    assert [reply(f"203.0.113.{n}") for n in range(14)] == [302] * 14
    assert [reply("198.51.100.7") for _ in range(11)] == [*[302] * 10, 400]
    # what a client writes itself stands before what the proxy adds, and counts for nothing
    assert reply("192.0.2.1, 198.51.100.7") == 400


def test_a_document_is_saved_under_its_title_and_never_shown_as_a_page(world: World) -> None:
    client = published(world)
    file = SimpleUploadedFile("bang.csv", b"a,b\n1,2\n", "text/csv")
    send(client, f"{HERE}lich-tiep-dan/act/attach/", file=file, title="Bảng lịch")
    answer = Client().get(f"{OPEN}lich-tiep-dan/documents/1/")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    send(client, f"{HERE}lich-tiep-dan/act/withdraw/", reason="Đăng nhầm", seen="3")
    assert Client().get(f"{OPEN}lich-tiep-dan/documents/1/").status_code == 404
    assert "was withdrawn" in page(Client(), f"{OPEN}lich-tiep-dan/")


def test_another_unit_reaches_neither_draft_nor_replies(world: World) -> None:
    published(world)
    stranger = signed_in(world, "reporter2")
    assert stranger.get(f"{HERE}lich-tiep-dan/").status_code in (400, 404)
    assert send(stranger, f"{HERE}lich-tiep-dan/replies/1/show/").status_code in (302, 400, 403, 404)
    assert Announcement.objects.get().state == "published"
