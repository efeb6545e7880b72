"""The papers of a conference: what a clerk would have to put right by hand, what a calendar would refuse."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

import meetings
from conference_desk import meeting, planning, writing
from meetings import SLUG
from prepared import load_register
from thangdo.records.documents.official import meetings as mt
from thangdo.records.documents.official.context import shape_of
from thangdo.records.documents.official.kinds import default_template
from thangdo.records.documents.official.word import problems
from thangdo.records.people.acting import Refused
from thangdo.work.conferences import icalendar, papers, queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.papers import Details
from thangdo.work.reproductions import conference_2019
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return meetings.build()


def said(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        xml = word.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n")).replace("\u00a0", " ")


def header(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        parts = [word.read(name).decode() for name in word.namelist() if "header" in name]
    return "".join(parts)


def held(world: World) -> Conference:
    """A conference that was held, with everything in it."""
    meetings.opened(world)
    secretary, chair = world.actor("secretary"), world.actor("chairman")
    meeting.take_chair(chair, SLUG, "Chủ tịch UBND tỉnh", "Nguyễn Văn Mẫu")
    meeting.list_present(secretary, SLUG, "Phó Chủ tịch xã", "", "Chủ tịch xã", unit=world.ref("commune"))
    meeting.mark_guest(secretary, SLUG, 1, True)
    writing.take_remark(secretary, SLUG, "obstacle", "land", "Đo đạc còn chậm.", world.ref("commune"))
    writing.write_minute(secretary, SLUG, "Sở Mẫu 1 báo cáo.")
    writing.write_minute(secretary, SLUG, "Đánh giá cao các đơn vị.", "conclusion")
    writing.write_minute(secretary, SLUG, "Giao Sở Mẫu 1 rà soát.", "conclusion", True)
    meeting.close(world.actor("secretary", timedelta(hours=2)), SLUG)
    return Conference.objects.get(slug=SLUG)


@pytest.mark.parametrize("kind", sorted(mt.KINDS))
def test_every_form_of_the_library_can_be_filled_and_set(kind: str) -> None:
    known = mt.KINDS[kind]
    form = default_template(kind)
    assert problems(form, shape_of(known.data)) == []
    assert mt.render(kind, known.sample(), "pdf").startswith(b"%PDF")
    made = mt.render(kind, known.sample(), "docx")
    assert made == mt.render(kind, known.sample(), "docx", form), "an office's own form, in a process apart"


def test_an_invitation_names_hour_place_guests_sites_and_agenda(world: World) -> None:
    conference = meetings.planned(world)
    name, content = papers.document(conference, "invitation", "docx", Details(number="15"))
    text = said(content)
    assert name == f"{SLUG}-invitation.docx"
    for part in (
        "GIẤY MỜI",
        "15/GM-UBND",
        "8 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "Hội trường 2/9",
        "Thường trực HĐND tỉnh",
        "Ủy ban nhân dân huyện Mẫu 1",
        "địa chỉ được gửi riêng tới từng điểm cầu",
        "Báo cáo kết quả",
        "15 phút",
    ):
        assert part in text, part
    assert "hop.example" not in text  # an address by which anybody could join does not go to the press


def test_the_minutes_name_absent_sites_substitutes_remarks_and_the_chair(world: World) -> None:
    conference = held(world)
    text = said(papers.document(conference, "minutes", "docx", Details(secretary="Lê Thị Thư Ký"))[1])
    for part in (
        "BIÊN BẢN",
        "2/3",
        "chưa kết nối",
        "Phó Chủ tịch xã (dự thay Chủ tịch xã)",
        "nêu khó khăn, vướng mắc trong lĩnh vực đất đai: Đo đạc còn chậm.",
        "CHỦ TỌA",
        "Nơi nhận:",
        "Giao Sở Mẫu 1 rà soát.",
        "10 giờ 00 phút",
        "Chủ tịch UBND tỉnh, Nguyễn Văn Mẫu",
        "Lê Thị Thư Ký",
    ):
        assert part in text, part


def test_the_notice_of_the_conclusions_numbers_what_was_ordered(world: World) -> None:
    conference = held(world)
    text = said(papers.document(conference, "conclusions", "docx", Details())[1])
    assert "Kết luận của Chủ tịch UBND tỉnh tại hội nghị trực tuyến mẫu" in text
    assert "1. Giao Sở Mẫu 1 rà soát." in text and "1. Đánh giá cao" not in text
    meeting.sign(world.actor("chairman", timedelta(hours=3)), SLUG, "conclusions", "7")
    signed = Conference.objects.get(slug=SLUG)
    assert "07/TB-UBND" in said(papers.document(signed, "conclusions", "docx", Details())[1])


def test_no_paper_is_made_before_its_time(world: World) -> None:
    conference = meetings.planned(world)
    for kind in ("minutes", "conclusions", "decree"):
        with pytest.raises(Refused, match="not-met-yet"):
            papers.document(conference, kind, "docx", Details())


def test_the_conference_of_2019_is_written_in_the_form_of_its_day() -> None:
    load_register()
    conference_2019.load()
    conference = Conference.objects.get(slug="gia-lai-2019-07-03")
    made = papers.conclusions(conference, Details())
    assert made.letter.form.source == "Thông tư số 01/2011/TT-BNV"
    _, content = papers.document(conference, "conclusions", "docx", Details())
    assert "Ngày 03 tháng 7 năm 2019" in said(content) and "PAGE" not in header(content)
    assert "………/TB-UBND" in said(content)  # its number was not published


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_takes_the_invitation(world: World) -> None:
    long = "Hội nghị; trực tuyến, đánh giá \\ xếp hạng " + "mức độ chính quyền điện tử " * 6
    conference = meetings.planned(world, title_vi=long.strip())
    content = icalendar.calendar(conference, "https://thangdo.example.test/office/conferences/x")
    assert content.endswith(b"END:VCALENDAR\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    lines = unfolded(content)
    assert lines[0] == "BEGIN:VCALENDAR" and "METHOD:PUBLISH" in lines
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T083000" in lines
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20260302T103000" in lines
    summary = next(line for line in lines if line.startswith("SUMMARY")).split(":", 1)[1]
    plain = re.sub(r"\\([;,\\])", r"\1", summary)
    assert plain == conference.title_vi and not re.search(r"(?<!\\)[;,]", summary.replace("\\\\", ""))
    for name in ("UID", "DTSTAMP", "SEQUENCE"):
        assert sum(line.startswith(name) for line in lines) == 1
    opened = [line[6:] for line in lines if line.startswith("BEGIN:")]
    closed = [line[4:] for line in lines if line.startswith("END:")]
    assert sorted(opened) == sorted(closed) == ["STANDARD", "VCALENDAR", "VEVENT", "VTIMEZONE"]


def test_a_later_file_replaces_the_earlier_and_a_cancelled_meeting_leaves_the_calendar(
    world: World,
) -> None:
    first = unfolded(icalendar.calendar(meetings.planned(world)))
    planning.cancel(world.actor("secretary"), SLUG, "Hoãn")
    conference = Conference.objects.get(slug=SLUG)
    second = unfolded(icalendar.calendar(conference))
    assert "METHOD:CANCEL" in second and "STATUS:CANCELLED" in second
    number = [int(next(x for x in one if x.startswith("SEQUENCE"))[9:]) for one in (first, second)]
    assert number[0] < number[1]
    assert [x for x in first if x.startswith("UID")] == [x for x in second if x.startswith("UID")]


def test_a_meeting_without_a_known_hour_takes_the_whole_day(world: World) -> None:
    conference = meetings.planned(world, starts=None)
    lines = unfolded(icalendar.calendar(conference))
    assert "DTSTART;VALUE=DATE:20260302" in lines and "DTEND;VALUE=DATE:20260303" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_the_hour_of_the_invitation_is_that_of_vietnam(world: World) -> None:
    conference = meetings.planned(world, starts=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert "6 giờ 30 phút, ngày 02 tháng 3" in papers.invitation(conference, Details()).when
    assert queries.roll_call(conference).needed == 2


def test_an_invitation_without_a_chair_leaves_a_line_for_him_and_counts_on(world: World) -> None:
    text = said(papers.document(meetings.planned(world), "invitation", "docx", Details())[1])
    told = re.findall(r"(kính mời|Tới dự|Chủ trì|Thời gian|Địa điểm|Các điểm cầu|Chương trình):", text)
    assert told == [
        *("kính mời", "Tới dự", "Chủ trì", "Thời gian", "Địa điểm", "Các điểm cầu", "Chương trình"),
    ]
    assert "Chủ trì: ………" in text


def test_nobody_knows_who_invites_and_whom_to_ask(world: World) -> None:
    conference = meetings.planned(world)
    lines = unfolded(icalendar.calendar(conference, sender="vanthu@tinhmau.example"))
    assert f'ORGANIZER;CN="{conference.authority.name_vi}":mailto:vanthu@tinhmau.example' in lines
    assert f"CONTACT;LANGUAGE=vi:{conference.authority.name_vi}" in lines
    assert not [line for line in unfolded(icalendar.calendar(conference)) if line.startswith("ORGANIZER")]
