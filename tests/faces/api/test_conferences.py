"""Conferences by program: a meeting server that tells who came, two programs on one line, a greedy site."""

from __future__ import annotations

import pytest

import meetings
from meetings import SLUG
from programs import Program
from thangdo.faces.look import clock
from thangdo.work.conferences.models import Attendance, Site

HERE = f"/conferences/{SLUG}"


@pytest.fixture
def program(db: None, collected_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    world = meetings.build()
    meetings.opened(world)
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


def test_the_roll_call_follows_what_a_meeting_server_sends_twice(program: Program) -> None:
    came = {"at": "2026-03-02T08:05:00+07:00", "what": "joined"}
    for _ in range(2):
        program.do("secretary", "POST", f"{HERE}/sites/sample:H1/attendance", came)
    assert Attendance.objects.count() == 1
    shown = program.get("secretary", HERE).body
    assert (shown["present"], shown["needed"]) == (3, 2)
    assert {one["unit"]: one["joined"] for one in shown["sites"]}["sample:H1"] is True


def test_two_programs_on_one_line_are_both_shown_what_is_kept(program: Program) -> None:
    line = program.do("secretary", "POST", f"{HERE}/minutes", {"text": "Một"})
    change = {"text": "Hai", "number": line["number"], "seen": line["line"]}
    program.do("secretary2", "POST", f"{HERE}/minutes", change)
    found = program.send("secretary", "POST", f"{HERE}/minutes", change | {"text": "Ba"})
    assert (found.status, found.kind, found.body["kept"]["text"]) == (409, "stale", "Hai")


def test_a_site_sees_no_minutes_and_does_nothing_for_others(program: Program) -> None:
    program.do("secretary", "POST", f"{HERE}/minutes", {"text": "Nội bộ"})
    assert program.get("reporter", HERE).body["minutes"] == []
    answer = program.send("reporter", "PUT", f"{HERE}/sites/sample:X2/roll", {"roll": "absent"})
    assert answer.status == 403
    program.do("reporter", "PUT", f"{HERE}/sites/sample:X1/roll", {"roll": "present", "people": 9})
    assert Site.objects.get(unit__code="X1").people == 9


def test_what_is_not_there_is_not_found(program: Program) -> None:
    assert program.get("secretary", "/conferences/khong-co").status == 404
    assert program.get("department-head", HERE).status == 404
    assert program.send("secretary", "POST", f"{HERE}/remarks/9/answer", {"text": "x"}).status == 404
    assert program.send("secretary", "PUT", f"{HERE}/sites/sample:S2/roll", {"roll": "present"}).status == 404


def test_a_remark_is_asked_of_a_unit_and_answered(program: Program) -> None:
    remark = {"kind": "obstacle", "field": "land", "text": "Đo đạc chậm", "unit": "sample:X1"}
    program.do("secretary", "POST", f"{HERE}/remarks", remark)
    asked = program.do("secretary", "POST", f"{HERE}/remarks/1/ask", {"unit": "sample:S2", "days": 5})
    assert asked["due"] == "2026-03-09"
    program.do("department-head", "POST", f"{HERE}/remarks/1/answer", {"text": "Đã bổ sung"})
    shown = program.get("secretary", f"{HERE}?field=land").body["remarks"]
    assert [(one["asked"], one["answer"]) for one in shown] == [("sample:S2", "Đã bổ sung")]
