"""Notices for programs: the whole life of one, and what stands in the way."""

from __future__ import annotations

import pytest

import world as sample
from programs import Program
from thangdo.faces.look import clock
from thangdo.work.announcements import actions
from thangdo.work.announcements.models import Announcement

DRAFT = {"unit": "sample:M", "title": "Lịch tiếp dân", "body": "Thứ Hai hằng tuần.", "views_before": 17}
HERE = "/announcements/lich-tiep-dan"


@pytest.fixture
def program(db: None, collected_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    world = sample.build()
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


def published(program: Program) -> None:
    program.do("secretary", "PUT", HERE, DRAFT)
    program.do("secretary", "POST", f"{HERE}/publish", **program.seen("secretary", HERE))


def test_a_notice_is_written_published_replied_to_answered_and_withdrawn(program: Program) -> None:
    published(program)
    actions.receive("lich-tiep-dan", "Xin hỏi giờ tiếp dân?", "Người Mẫu", program.now)
    shown = program.get("secretary", HERE).body
    assert (shown["state"], shown["views_before"], len(shown["replies"])) == ("published", 17, 1)
    assert set(shown["can"]) == {"attach", "withdraw", "write"}
    assert set(shown["replies"][0]["can"]) == {"answer", "ask", "hide", "show"}
    program.do("secretary", "POST", f"{HERE}/replies/1/ask", {"unit": "sample:X1"})
    program.do("reporter", "POST", f"{HERE}/replies/1/answer", {"text": "Từ 7 giờ 30."})
    assert program.get("secretary", HERE).body["replies"][0]["answered_by"] == "Xã Mẫu 1"
    line = program.get("secretary", "/announcements").body["items"][0]
    assert (line["slug"], line["waiting"]) == ("lich-tiep-dan", 0)
    match = program.seen("secretary", HERE)
    program.do("secretary", "POST", f"{HERE}/withdraw", {"reason": "Đăng nhầm"}, **match)
    assert Announcement.objects.get().state == "withdrawn"


def test_who_may_not_act_reads_that_and_not_what_is_wrong_with_the_body(program: Program) -> None:
    published(program)
    actions.receive("lich-tiep-dan", "Xin hỏi giờ tiếp dân?", "", program.now)
    program.do("secretary", "POST", f"{HERE}/replies/1/ask", {"unit": "sample:X1"})
    match = program.seen("reporter", HERE)
    assert program.send("reporter", "POST", f"{HERE}/withdraw", {"reason": "x"}, **match).status == 403
    assert program.send("reporter2", "POST", f"{HERE}/withdraw", {"reason": "x"}, **match).status == 404


def test_what_stands_in_the_way_is_said(program: Program) -> None:
    published(program)
    assert program.send("secretary", "POST", f"{HERE}/withdraw", {"reason": "Đăng nhầm"}).status == 428
    assert program.send("secretary", "PUT", HERE, DRAFT).body["code"] == "address-taken"
    stale = {"If-Match": '"1"'}
    assert program.send("secretary", "PUT", HERE, {**DRAFT, "title": "Khác"}, **stale).status == 412
    refused = program.send("secretary", "PUT", "/announcements/khac", {**DRAFT, "source_url": "javascript:1"})
    assert (refused.body["code"], refused.body["facts"]["field"]) == ("link-form", "source_url")
    long = program.send("secretary", "PUT", "/announcements/khac", {**DRAFT, "title": "A" * 401})
    assert long.status == 422
    assert program.send("secretary", "POST", f"{HERE}/replies/9/show").status == 404
