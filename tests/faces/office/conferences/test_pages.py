"""The pages of a conference: for the secretary, a site, the chair, the projector, and nobody else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import meetings
import played
import world as sample
from conference_desk import meeting, writing
from desk import at, signed_in
from meetings import SLUG
from prepared import load_register
from thangdo.records.files.models import StoredFile
from thangdo.records.people.acting import system
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.conferences.models import AgendaItem, Conference, Minute, Remark, Site
from thangdo.work.conferences.models import Speaking as Request
from thangdo.work.reproductions import conference_2019
from world import World

pytestmark = pytest.mark.django_db
HERE = f"/en/office/conferences/{SLUG}/"
PAGES = ("", "during/", "after/", "minutes/", "chair/", "projector/", "answers/", "sites/sample/X1/")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    translation.activate("vi")
    made = meetings.build()
    at(monkeypatch, made)
    return made


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client: Any, name: str, **fields: str) -> Any:
    return client.post(f"{HERE}act/{name}/", fields)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_of_a_conference_fails_for_anybody_who_may_open_it(world: World, prefix: str) -> None:
    meetings.opened(world)
    writing.write_minute(world.actor("secretary"), SLUG, "Dòng 1", "conclusion", True)
    writing.take_remark(
        world.actor("secretary"), SLUG, "obstacle", "land", "Đo đạc chậm", world.ref("commune")
    )
    seen: dict[str, dict[str, int]] = {}
    for who in ("secretary", "chairman", "observer", "reporter", "department-head"):
        client = signed_in(world, who)
        base = f"{prefix}/office/conferences/{SLUG}/"
        seen[who] = {page: client.get(base + page).status_code for page in PAGES}
    assert set(seen["secretary"].values()) == {200}
    assert set(seen["chairman"].values()) == {200}
    assert set(seen["observer"].values()) == {200}
    assert seen["reporter"] == dict.fromkeys(PAGES, 200) | dict.fromkeys(
        ("during/", "after/", "minutes/", "chair/"), 403
    )
    assert set(seen["department-head"].values()) == {404}


def test_an_unknown_conference_is_a_page_that_says_so(world: World) -> None:
    client = signed_in(world, "secretary")
    for page in PAGES:
        assert client.get(f"/office/conferences/khong-co/{page}").status_code == 404


def test_a_secretary_plans_a_conference_and_is_told_what_is_wrong(world: World) -> None:
    client = signed_in(world, "secretary")
    typed = {
        "slug": "hop-1",
        "title_vi": "Họp",
        "authority": "sample:M",
        "day": "2026-03-05",
        "quorum": "50",
        "starts": "08:30",
        "ends": "07:00",
        "video_kind": "link",
    }
    assert client.post("/en/office/conferences/plan/", typed).status_code == 400
    assert client.post("/en/office/conferences/plan/", typed | {"ends": "11:00"}).status_code == 302
    found = Conference.objects.get(slug="hop-1")
    assert (found.quorum, f"{found.starts:%H:%M}") == (50, "01:30")
    page = client.get("/en/office/conferences/hop-1/plan/")
    assert 'value="08:30"' in page.content.decode()
    assert signed_in(world, "reporter").post("/en/office/conferences/plan/", typed).status_code in (400, 403)


def test_a_whole_conference_is_walked_by_its_forms(world: World) -> None:
    meetings.planned(world)
    desk, site, chair = (signed_in(world, who) for who in ("secretary", "reporter", "chairman"))
    unit = "sample:X1"
    assert post(site, "check", unit=unit, answered="on", picture="on", delay_ms="120").status_code == 302
    assert (
        post(site, "describe", unit=unit, room="Tầng 2", connection="fixed", contact="0900").status_code
        == 302
    )
    assert post(site, "roll", unit=unit, roll="present", people="4").status_code == 302
    assert post(desk, "open", reason="Đủ thành phần").status_code == 302
    assert post(chair, "chair", office="Chủ tịch UBND tỉnh").status_code == 302
    assert post(desk, "run", number="1", to="start").status_code == 302
    assert post(site, "ask", unit=unit, subject="Đất đai").status_code == 302
    assert post(chair, "floor", number="1", to="speaking").status_code == 302
    assert (
        post(desk, "remark", kind="obstacle", field="land", text="Đo đạc chậm", unit=unit).status_code == 302
    )
    line = {"text": "Giao Sở Mẫu 2 rà soát", "kind": "conclusion", "directive": "on"}
    assert desk.post(f"{HERE}minutes/", line).status_code == 302
    assert post(desk, "ask-answer", number="1", unit="sample:S2", days="5").status_code == 302
    assert post(desk, "close").status_code == 302
    owner = signed_in(world, "department-head")
    assert "Đo đạc chậm" in text(owner.get(f"{HERE}answers/"))
    assert "Answer a remark made at a conference" in text(owner.get("/en/office/"))
    seen = str(Remark.objects.get().sequence)
    assert post(owner, "answer", number="1", text="Đã bổ sung cán bộ", seen=seen).status_code == 302
    assert post(desk, "publish", number="1", published="yes").status_code == 302
    assert post(chair, "sign", paper="conclusions", paper_number="9").status_code == 302
    found = Conference.objects.get(slug=SLUG)
    assert (found.state, found.conclusions_number) == ("concluded", "9")
    assert Site.objects.get(unit=world.units["commune"]).delay_ms == 120
    assert Request.objects.get().state == "spoken"
    for kind in ("minutes", "conclusions"):
        answer = desk.get(f"{HERE}{kind}.docx")
        assert answer.status_code == 200 and answer.content[:2] == b"PK"


def test_a_site_does_not_read_the_contact_of_another(world: World) -> None:
    meetings.planned(world)
    post(
        signed_in(world, "reporter"),
        "describe",
        unit="sample:X1",
        room="Tầng 2",
        connection="",
        contact="0912 345",
    )
    other = signed_in(world, "reporter2")
    assert "0912 345" not in text(other.get(HERE))
    assert other.get(f"{HERE}sites/sample/X1/").status_code == 404
    assert "0912 345" in text(signed_in(world, "secretary").get(HERE))


def test_two_secretaries_see_both_texts_and_neither_is_lost(world: World) -> None:
    meetings.opened(world)
    line = writing.write_minute(world.actor("secretary"), SLUG, "Câu đầu")
    writing.write_minute(world.actor("secretary2"), SLUG, "Câu của người kia", number=1, seen=line["line"])
    mine = {"number": "1", "seen": str(line["line"]), "text": "Câu của tôi", "kind": "note"}
    client = signed_in(world, "secretary")
    page = client.post(f"{HERE}minutes/", mine)
    assert page.status_code == 409
    assert "Câu của người kia" in text(page) and "Câu của tôi" in text(page)
    told = client.post(f"{HERE}minutes/", mine, headers={"accept": "application/json"})
    said = json.loads(told.content)
    assert told.status_code == 409 and said["theirs"] == "Câu của người kia"
    again = client.post(f"{HERE}minutes/", mine | {"seen": str(said["seen"]), "text": "Cả hai câu"})
    assert again.status_code == 302
    assert Minute.objects.count() == 1


def test_a_line_is_kept_while_the_secretary_writes_on(world: World) -> None:
    meetings.opened(world)
    client = signed_in(world, "secretary")
    told = client.post(
        f"{HERE}minutes/", {"text": "Một", "kind": "note"}, headers={"accept": "application/json"}
    )
    first = json.loads(told.content)
    more = {"text": "Một hai", "kind": "note", "number": first["number"], "seen": first["seen"]}
    answer = client.post(f"{HERE}minutes/", more, headers={"accept": "application/json"})
    assert json.loads(answer.content)["number"] == first["number"]
    assert Minute.objects.count() == 1


def test_the_invitation_goes_into_a_calendar(world: World) -> None:
    meetings.planned(world)
    answer = signed_in(world, "reporter").get(f"{HERE}calendar")
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT\r\n" in answer.content


def test_a_chair_sees_a_site_drop_out(world: World) -> None:
    meetings.opened(world)
    video = system("video", world.now)
    for minute, what in ((1, "joined"), (2, "left")):
        meeting.attended(video, SLUG, world.ref("commune"), world.now.replace(minute=minute), what)
    page = text(signed_in(world, "secretary").get(f"{HERE}during/"))
    assert "dropped out: 1" in page and "no quorum: 2 are needed" in page


def test_the_conference_of_2019_is_shown_whole_on_the_wall(world: World) -> None:
    load_register()
    conference_2019.load()

    gia_lai = Unit.objects.get(scheme="vn-province-2019", code="gia-lai")
    sample.office(world.people["secretary"], gia_lai, Role.SECRETARY)
    client = signed_in(world, "secretary")
    base = "/office/conferences/gia-lai-2019-07-03/"
    for page in ("", "during/", "after/", "minutes/", "chair/", "projector/"):
        assert client.get(base + page).status_code == 200
    assert "đất đai" in text(client.get(f"{base}projector/?slide=2&field=land"))


def test_a_file_put_to_the_agenda_is_opened_by_those_invited_and_by_nobody_else(world: World) -> None:
    meetings.planned(world)
    desk = signed_in(world, "secretary")
    sent = SimpleUploadedFile("bao cao.txt", "Báo cáo kết quả".encode(), "text/plain")
    fields = {
        "title": "Báo cáo kết quả",
        "number": "1",
        "paper_kind": "campaign",
        "paper_ref": "",
        "minutes": "15",
    }
    assert desk.post(f"{HERE}act/item/", fields | {"paper_file": sent}).status_code == 302
    (kept,) = AgendaItem.objects.get(number=1).papers
    assert (kept["kind"], kept["title"]) == ("file", "bao cao.txt")
    address = f"{HERE}papers/{kept['ref']}"
    assert address in desk.get(HERE).content.decode()
    for who, status in {"secretary": 200, "reporter": 200, "department-head": 404}.items():
        assert signed_in(world, who).get(address).status_code == status, who
    given = signed_in(world, "reporter").get(address)
    assert b"".join(given.streaming_content) == "Báo cáo kết quả".encode()
    assert "attachment" in given["Content-Disposition"]
    assert desk.get(f"{HERE}papers/{'0' * 64}").status_code == 404
    assert desk.post(f"{HERE}act/item/", fields).status_code == 302
    assert AgendaItem.objects.get(number=1).papers == []
    assert desk.get(address).status_code == 404


def test_a_site_cannot_put_a_file_to_the_agenda_and_nothing_of_it_is_kept(world: World) -> None:
    meetings.planned(world)
    sent = SimpleUploadedFile("a.txt", b"text", "text/plain")
    fields = {"title": "Báo cáo", "number": "1", "paper_kind": "campaign", "paper_file": sent}
    assert signed_in(world, "reporter").post(f"{HERE}act/item/", fields).status_code == 403
    assert not StoredFile.objects.exists()


def test_the_wall_shows_the_live_campaign_with_its_ladder_and_a_chosen_unit(world: World) -> None:
    played.appraised(world)
    meetings.planned(world, campaign="sample-2025")
    desk = signed_in(world, "secretary")
    slides = [text(desk.get(f"{HERE}projector/?slide={place}")) for place in range(1, 8)]
    assert any("unranked" in slide and "%" in slide for slide in slides), "the ladder of a tier"
    name = world.units["commune"].name_vi
    assert any(name in slide for slide in slides), "the table of a tier"
    assert name in text(desk.get(f"{HERE}projector/?unit=X1"))
    meeting.call_roll(world.actor("secretary"), SLUG, world.ref("commune"), "present", 5)
    operator = signed_in(world, "reporter")
    seen = [text(operator.get(f"{HERE}projector/?slide={place}")) for place in range(1, 8)]
    assert not any("unranked" in slide for slide in seen), (
        "a site does not see results before they are public"
    )


def test_what_a_commune_says_at_its_own_site_is_taken_down_without_its_name(world: World) -> None:
    meetings.opened(world)
    desk = signed_in(world, "secretary")
    form = desk.get(f"{HERE}during/").content.decode().partition('id="r-unit"')[2]
    offered = form.partition("</select>")[0]
    assert 'value="sample:X1"' in offered and 'value="sample:S2"' in offered
    post(desk, "remark", kind="obstacle", field="land", unit="sample:X1", text="Đo đạc chậm")
    assert Remark.objects.get().unit == world.units["commune"]
