"""The public pages of conferences: what everybody may read of 3 July 2019, and no more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import meetings
from conference_desk import meeting, writing
from meetings import SLUG
from prepared import load_register
from thangdo.work.reproductions import conference_2019

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def held() -> str:
    load_register()
    conference_2019.load()
    return "gia-lai-2019-07-03"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_conference_of_2019_shows_every_conclusion_and_the_land_sentence(held: str, prefix: str) -> None:
    client = Client()
    assert "2019" in text(client.get(f"{prefix}/conferences/"))
    page = text(client.get(f"{prefix}/conferences/{held}/"))
    said = ("xử lý dứt điểm trong tháng 7 này", "đất đai", "Kpă Thuyên", "Võ Ngọc Thành", "0,680")
    for part in (*said, "các phòng, ban chuyên môn"):
        assert part in page
    assert "đất đai" in text(client.get(f"{prefix}/conferences/{held}/?field=land"))
    assert "chia sẻ kinh nghiệm" not in text(client.get(f"{prefix}/conferences/{held}/?field=staff"))


def test_the_public_reads_only_published_answers_and_no_names_of_officers() -> None:
    world = meetings.build()
    meetings.opened(world)
    desk, chair = world.actor("secretary"), world.actor("chairman")
    meeting.take_chair(chair, SLUG, "Chủ tịch UBND tỉnh", "Nguyễn Văn Kín")
    meeting.list_present(desk, SLUG, "Phó Chủ tịch", "Trần Thị Kín", unit=world.ref("commune"))
    for number, said in ((1, "Đo đạc chậm"), (2, "Thiếu máy tính")):
        writing.take_remark(desk, SLUG, "obstacle", "land", said, world.ref("commune"))
        writing.ask_answer(desk, SLUG, number, world.ref("department"), 5)
        writing.answer(world.actor("department-head"), SLUG, number, f"Trả lời {number}")
    writing.write_minute(desk, SLUG, "Diễn biến nội bộ")
    writing.write_minute(desk, SLUG, "Giao Sở Mẫu 1 rà soát", "conclusion", True)
    assert Client().get(f"/conferences/{SLUG}/").status_code == 404
    meeting.close(desk, SLUG)
    meeting.sign(world.actor("chairman", timedelta(hours=1)), SLUG, "conclusions")
    writing.publish_answer(world.actor("secretary", timedelta(hours=2)), SLUG, 1)
    page = text(Client().get(f"/conferences/{SLUG}/"))
    assert "Trả lời 1" in page and "Giao Sở Mẫu 1 rà soát" in page
    for part in ("Trả lời 2", "Thiếu máy tính", "Kín", "Diễn biến nội bộ", "hop.example"):
        assert part not in page


def test_a_conference_nobody_has_concluded_is_not_there() -> None:
    assert Client().get("/conferences/khong-co/").status_code == 404
