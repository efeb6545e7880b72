"""What could go wrong on the day of a conference, for the secretary, a site and the chair."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import meetings
from conference_desk import meeting, planning, writing
from meetings import SLUG
from thangdo.records.ledger.events import Stale, read
from thangdo.records.ledger.models import Private
from thangdo.records.people.acting import NotAllowed, Refused, system
from thangdo.records.people.models import Office
from thangdo.work.conferences import queries
from thangdo.work.conferences.actions.planning import Check, Item
from thangdo.work.conferences.models import AgendaItem, Attendance, Conference, Minute, Present, Remark, Site
from thangdo.work.conferences.models import Speaking as Request
from thangdo.work.conferences.replay import differences
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return meetings.build()


@pytest.fixture
def running(world: World) -> World:
    meetings.opened(world)
    return world


def site(world: World, unit: str) -> Site:
    return Site.objects.get(conference__slug=SLUG, unit=world.units[unit])


def test_a_conference_is_not_opened_without_quorum_unless_somebody_says_why(world: World) -> None:
    meetings.planned(world)
    with pytest.raises(Refused) as refused:
        meeting.open_(world.actor("secretary"), SLUG)
    assert (refused.value.code, refused.value.facts["needed"]) == ("no-quorum", 2)
    meeting.open_(world.actor("secretary"), SLUG, "Chủ tịch yêu cầu họp ngay")
    found = Conference.objects.get(slug=SLUG)
    assert (found.state, found.opened_present, found.opened_sites) == ("open", 0, 3)


def test_sites_that_never_connect_are_named_and_do_not_count(running: World) -> None:
    told = queries.roll_call(Conference.objects.get(slug=SLUG))
    assert (told.sites, told.here, told.never, told.has_quorum) == (3, 2, 1, True)


def test_the_roll_call_fills_itself_and_a_site_that_drops_out_is_seen_and_comes_back(world: World) -> None:
    meetings.planned(world)
    video, ref = system("video", world.now), world.ref("commune")
    meeting.attended(video, SLUG, ref, world.now, "joined")
    assert site(world, "commune").here
    meeting.attended(video, SLUG, ref, world.now + timedelta(minutes=9), "left")
    gone = site(world, "commune")
    assert (gone.here, gone.dropped, gone.drops) == (False, True, 1)
    meeting.attended(video, SLUG, ref, world.now + timedelta(minutes=10), "joined")
    assert site(world, "commune").here and not site(world, "commune").dropped


def test_attendance_events_that_come_twice_or_late_do_not_throw_a_site_out(world: World) -> None:
    meetings.planned(world)
    video, ref = system("video", world.now), world.ref("commune")
    for minute, what in ((5, "joined"), (3, "left"), (1, "joined"), (5, "joined"), (3, "left")):
        meeting.attended(video, SLUG, ref, world.now + timedelta(minutes=minute), what)
    found = site(world, "commune")
    assert (found.here, found.drops, found.first_joined) == (True, 1, world.now + timedelta(minutes=1))
    assert Attendance.objects.count() == 3
    assert differences(SLUG) == []


def test_a_site_said_to_be_absent_is_absent_though_its_screen_is_on(running: World) -> None:
    meeting.attended(system("video", running.now), SLUG, running.ref("other"), running.now, "joined")
    meeting.call_roll(running.actor("secretary"), SLUG, running.ref("other"), "absent")
    assert not site(running, "other").here


def test_the_operator_of_a_site_calls_only_his_own_roll(running: World) -> None:
    operator = running.actor("reporter")
    meeting.call_roll(operator, SLUG, running.ref("commune"), "present", 7)
    assert site(running, "commune").people == 7
    with pytest.raises(NotAllowed):
        meeting.call_roll(operator, SLUG, running.ref("other"), "absent")
    with pytest.raises(NotAllowed):
        meeting.open_(operator, SLUG)


def test_a_unit_that_is_no_site_is_refused(running: World) -> None:
    with pytest.raises(Refused, match="no-such-site"):
        meeting.call_roll(running.actor("secretary"), SLUG, running.ref("department"), "present")


def test_a_trial_of_a_silent_site_claims_no_picture(world: World) -> None:
    meetings.planned(world)
    planning.check_site(world.actor("reporter"), SLUG, world.ref("commune"), Check(False, True, True, 80))
    found = site(world, "commune")
    assert (found.answered, found.picture, found.sound, found.delay_ms) == (False, False, False, None)


def test_contacts_and_names_never_stand_in_the_ledger(world: World) -> None:
    meetings.planned(world)
    planning.describe_site(
        world.actor("reporter"), SLUG, world.ref("commune"), "Phòng họp tầng 2", "fixed", "Trần Văn Mẫu 0900"
    )
    meeting.list_present(
        world.actor("reporter"), SLUG, "Phó Chủ tịch", "Lê Thị Mẫu", "Chủ tịch", unit=world.ref("commune")
    )
    said = str([event.payload for event in read(f"conference:{SLUG}")])
    assert "Trần Văn Mẫu" not in said and "Lê Thị Mẫu" not in said and "hop.example" not in said
    assert Private.objects.filter(text="Lê Thị Mẫu").exists()


def test_only_those_who_oversee_read_the_contact_of_another_site(world: World) -> None:
    meetings.planned(world)
    with pytest.raises(Refused, match="no-such-site"):
        queries.site(world.actor("reporter2"), SLUG, world.ref("commune"))
    assert queries.site(world.actor("secretary"), SLUG, world.ref("commune")).row.unit.code == "X1"


def test_a_substitute_is_listed_with_the_office_he_stands_in_for(running: World) -> None:
    got = meeting.list_present(
        running.actor("reporter"), SLUG, "Phó Chủ tịch", "", "Chủ tịch xã", unit=running.ref("commune")
    )
    told = queries.present(Conference.objects.get(slug=SLUG))
    assert [(one.said["office"], one.said["instead"]) for one in told] == [("Phó Chủ tịch", "Chủ tịch xã")]
    with pytest.raises(Refused, match="no-such-entry"):
        meeting.list_present(
            running.actor("reporter2"), SLUG, "", unit=running.ref("other"), number=got["number"]
        )
    meeting.list_present(
        running.actor("reporter"), SLUG, "", unit=running.ref("commune"), number=got["number"]
    )
    assert not Present.objects.exists()


def test_beginning_an_item_ends_the_one_that_runs_and_its_time_is_kept(running: World) -> None:
    meeting.run_agenda(running.actor("secretary"), SLUG, 1, "start")
    meeting.run_agenda(running.actor("secretary", timedelta(minutes=12)), SLUG, 2, "start")
    first, second = AgendaItem.objects.all()
    later = running.now + timedelta(minutes=20)
    assert (first.ran(later), second.ran(later)) == (12 * 60, 8 * 60)
    meeting.close(running.actor("secretary", timedelta(minutes=20)), SLUG)
    assert AgendaItem.objects.get(number=2).stopped_at == later


def test_the_order_of_speakers_is_kept_and_one_speaks_at_a_time(running: World) -> None:
    for who, unit in (("reporter", "commune"), ("reporter2", "other"), ("district-head", "district")):
        meeting.ask_to_speak(running.actor(who), SLUG, running.ref(unit), "Đất đai")
    with pytest.raises(Refused, match="waits-already"):
        meeting.ask_to_speak(running.actor("reporter"), SLUG, running.ref("commune"))
    chair = running.actor("chairman")
    meeting.order_speakers(chair, SLUG, [3])
    assert [one.row.number for one in queries.speakers(Conference.objects.get(slug=SLUG))] == [3, 1, 2]
    meeting.move_speaker(chair, SLUG, 3, "speaking")
    meeting.move_speaker(chair, SLUG, 1, "speaking")
    assert dict(Request.objects.values_list("number", "state")) == {3: "spoken", 1: "speaking", 2: "waiting"}
    meeting.withdraw_request(running.actor("reporter2"), SLUG, running.ref("other"), 2)
    with pytest.raises(Refused, match="speaker-moved"):
        meeting.move_speaker(chair, SLUG, 2, "speaking")


def test_a_site_cannot_take_back_the_request_of_another(running: World) -> None:
    meeting.ask_to_speak(running.actor("reporter"), SLUG, running.ref("commune"))
    with pytest.raises(Refused, match="no-such-entry"):
        meeting.withdraw_request(running.actor("reporter2"), SLUG, running.ref("other"), 1)


def test_two_secretaries_on_one_minute_lose_nothing(running: World) -> None:
    first = writing.write_minute(running.actor("secretary"), SLUG, "Huyện Mẫu 1 báo cáo")
    seen, number = first["line"], first["number"]
    writing.write_minute(
        running.actor("secretary"), SLUG, "Huyện Mẫu 1 báo cáo tiến độ", number=number, seen=seen
    )
    with pytest.raises(Stale):
        writing.write_minute(running.actor("secretary2"), SLUG, "Khác", number=number, seen=seen)
    told = queries.minute(Conference.objects.get(slug=SLUG), number)
    assert told is not None and told.said["text"] == "Huyện Mẫu 1 báo cáo tiến độ"
    other = writing.write_minute(running.actor("secretary2"), SLUG, "Dòng mới")
    assert other["number"] == number + 1


def test_a_line_that_was_struck_meanwhile_is_not_silently_written_again(running: World) -> None:
    line = writing.write_minute(running.actor("secretary"), SLUG, "Nháp")
    writing.write_minute(running.actor("secretary"), SLUG, "", number=line["number"], seen=line["line"])
    with pytest.raises(Stale):
        writing.write_minute(
            running.actor("secretary2"), SLUG, "Nháp đã sửa", number=line["number"], seen=line["line"]
        )


def test_the_same_key_writes_one_line_only(running: World) -> None:
    for _ in range(2):
        writing.write_minute(running.actor("secretary", key="k1"), SLUG, "Một lần")
    assert Minute.objects.count() == 1


def test_the_chair_changes_in_the_meeting_and_only_the_new_one_signs(running: World) -> None:
    meeting.take_chair(running.actor("chairman"), SLUG, "Chủ tịch UBND tỉnh")
    meeting.take_chair(running.actor("vice", timedelta(hours=1)), SLUG, "Phó Chủ tịch UBND tỉnh")
    writing.write_minute(running.actor("secretary"), SLUG, "Giao Sở Mẫu 1 rà soát", "conclusion", True)
    meeting.close(running.actor("secretary", timedelta(hours=2)), SLUG)
    with pytest.raises(NotAllowed):
        meeting.sign(running.actor("chairman", timedelta(hours=3)), SLUG, "conclusions")
    meeting.sign(running.actor("vice", timedelta(hours=3)), SLUG, "minutes")
    meeting.sign(running.actor("vice", timedelta(hours=3)), SLUG, "conclusions", "12")
    found = Conference.objects.get(slug=SLUG)
    assert (found.state, found.conclusions_number) == ("concluded", "12")
    assert found.conclusions_sha256 == meeting.signed_text(found, "conclusions")
    chairs = [event.payload["person"] for event in read(found.stream) if event.type == "conference.chaired"]
    assert chairs == [running.people["chairman"].ref, running.people["vice"].ref]


def test_signed_minutes_cannot_be_changed_and_nothing_empty_is_signed(running: World) -> None:
    meeting.close(running.actor("secretary"), SLUG)
    with pytest.raises(Refused, match="nothing-to-sign"):
        meeting.sign(running.actor("chairman"), SLUG, "minutes")
    writing.write_minute(running.actor("secretary"), SLUG, "Hội nghị kết thúc")
    meeting.sign(running.actor("chairman"), SLUG, "minutes")
    with pytest.raises(Refused, match="signed-already"):
        writing.write_minute(running.actor("secretary"), SLUG, "Thêm", number=1)


def test_marked_sentences_are_what_directives_are_drafted_from(running: World) -> None:
    writing.write_minute(running.actor("secretary"), SLUG, "Ghi nhận")
    writing.write_minute(running.actor("secretary"), SLUG, "Giao Sở Mẫu 1 rà soát", "conclusion", True)
    found = queries.marked(running.actor("chairman"), SLUG)
    assert [(one.number, one.quote) for one in found] == [(2, "Giao Sở Mẫu 1 rà soát")]
    with pytest.raises(NotAllowed):
        queries.marked(running.actor("reporter"), SLUG)


def test_an_obstacle_is_asked_of_a_unit_with_a_limit_answered_late_and_published(running: World) -> None:
    secretary = running.actor("secretary")
    writing.take_remark(secretary, SLUG, "obstacle", "land", "Hồ sơ đất đai chậm", running.ref("commune"))
    got = writing.ask_answer(secretary, SLUG, 1, running.ref("department"), 5)
    assert got["due"] == "2026-03-09"
    with pytest.raises(NotAllowed):
        writing.answer(running.actor("reporter"), SLUG, 1, "Không phải của tôi")
    with pytest.raises(Refused, match="wrong-state"):
        writing.publish_answer(secretary, SLUG, 1)
    meeting.close(secretary, SLUG)
    with pytest.raises(Refused, match="not-answered"):
        writing.publish_answer(secretary, SLUG, 1)
    writing.answer(running.actor("department-head", timedelta(days=10)), SLUG, 1, "Đã bố trí thêm cán bộ")
    writing.publish_answer(running.actor("secretary", timedelta(days=11)), SLUG, 1)
    row = Remark.objects.get()
    assert (row.late, row.published, str(row.answered_on)) == (True, True, "2026-03-12")
    assert not queries.is_late(row, date(2026, 3, 20))
    with pytest.raises(Refused, match="answer-published"):
        writing.answer(running.actor("department-head", timedelta(days=12)), SLUG, 1, "Sửa")


def test_a_successor_in_office_answers_what_was_asked_of_the_unit_before_him(running: World) -> None:
    secretary = running.actor("secretary")
    writing.take_remark(secretary, SLUG, "proposal", "staff", "Thêm biên chế")
    writing.ask_answer(secretary, SLUG, 1, running.ref("department"), 5)
    held = Office.objects.get(person=running.people["department-head"])
    held.person = running.people["appraiser2"]
    held.save()
    writing.answer(running.actor("appraiser2", timedelta(days=1)), SLUG, 1, "Sẽ trình cấp có thẩm quyền")
    with pytest.raises(NotAllowed):
        writing.answer(running.actor("department-head", timedelta(days=1)), SLUG, 1, "Tôi nữa")


def test_a_remark_is_filed_by_field_and_attached_later(running: World) -> None:
    secretary = running.actor("secretary")
    writing.take_remark(secretary, SLUG, "obstacle", "land", "Đo đạc chậm", running.ref("commune"))
    writing.take_remark(secretary, SLUG, "practice", "staff", "Tập huấn tại chỗ")
    found = Conference.objects.get(slug=SLUG)
    assert [one.said["text"] for one in queries.remarks(found, "land")] == ["Đo đạc chậm"]
    writing.attach(secretary, SLUG, 1, "criterion", "A1")
    writing.attach(secretary, SLUG, 1, "unit", "sample:S2")
    writing.attach(secretary, SLUG, 1, "procedure", "1.002253")
    row = Remark.objects.get(number=1)
    assert (row.criterion, row.procedure, row.about) == ("A1", "1.002253", running.units["department"])
    with pytest.raises(Refused, match="no-such-unit"):
        writing.attach(secretary, SLUG, 1, "unit", "sample:nowhere")


def test_an_unknown_conference_is_said_to_be_unknown(world: World) -> None:
    with pytest.raises(Refused, match="no-such-conference"):
        meeting.open_(world.actor("secretary"), "khong-co")
    meetings.planned(world)
    with pytest.raises(Refused, match="no-such-conference"):
        queries.one(world.actor("department-head"), SLUG)


def test_an_address_of_a_meeting_that_is_none_is_refused(world: World) -> None:
    for address in ("javascript:alert(1)", "hop", "https://"):
        with pytest.raises(Refused, match="video-settings"):
            planning.plan(world.actor("secretary"), SLUG, meetings.wanted(world, video={"address": address}))
    with pytest.raises(Refused, match="video-unknown"):
        planning.plan(world.actor("secretary"), SLUG, meetings.wanted(world, video_kind="skype"))


def test_two_secretaries_who_change_one_item_do_not_overwrite_each_other(world: World) -> None:
    meetings.planned(world)
    seen = AgendaItem.objects.get(number=1).sequence
    planning.put_agenda(world.actor("secretary"), SLUG, Item("Báo cáo A", number=1), seen)
    with pytest.raises(Stale):
        planning.put_agenda(world.actor("secretary2"), SLUG, Item("Báo cáo B", number=1), seen)
