"""How sentences are filled: facts in the form of the page, the nearest wording of an event, limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from thangdo.faces.look import wording
from thangdo.work.assessments import value_check
from thangdo.work.assessments.value_check import Fault


class _Event:
    def __init__(self, kind: str, payload: dict[str, Any]) -> None:
        self.type, self.payload = kind, payload


def test_a_refusal_that_nobody_foresaw_still_says_what_to_do() -> None:
    with translation.override("vi"):
        assert "(something-new)" in wording.refused("something-new", {})
        assert "quản trị viên" in wording.refused("something-new", {})


def test_facts_are_written_in_the_form_of_the_page() -> None:
    facts = {"until": "2026-07-03", "units": 1434}
    with translation.override("vi"):
        assert "03/07/2026" in wording.refused("window-is-open", facts)
        assert "1.434" in wording.refused("window-is-open", facts)
        assert wording.refused("measured-by-the-office", {"node": "A1"}, {"A1": "Máy tính"}).startswith(
            "Tiêu chí A1 “Máy tính”"
        )
    with translation.override("en"):
        assert "3 July 2026" in wording.refused("window-is-open", facts)
        assert "1,434" in wording.refused("window-is-open", facts)


@pytest.mark.parametrize("typed", ["32/1/2026", "2026-13-45", "mai"])
def test_an_officer_does_not_read_which_day_he_typed_and_how_to_write_one(typed: str) -> None:
    with translation.override("vi"):
        assert wording.refused("bad-day", {"typed": typed}) == (
            f"“{typed}” không phải là một ngày. Hãy ghi ngày/tháng/năm, ví dụ 15/01/2026."
        )
    with translation.override("en"):
        assert f"“{typed}” is no day" in wording.refused("bad-day", {"typed": typed})
        assert wording.refused("bad-day", {"typed": ""}) == "Write the day, for example 15/01/2026."


def test_what_is_no_number_is_called_impossible_at_this_moment() -> None:
    with translation.override("vi"):
        assert wording.refused("not-a-number", {"typed": "ba"}).startswith("“ba” không phải là một số.")


def test_wrong_states_name_the_act_and_the_state() -> None:
    with translation.override("vi"):
        text = wording.refused(
            "wrong-state", {"act": "part-answer", "what": "submission", "state": "returned"}
        )
        assert text.startswith("Không thể trả lời tiêu chí: bản tự đánh giá của đơn vị đang ở ")
        assert text.endswith(" trạng thái “đã gửi, chờ thẩm định”.")
        text = wording.refused("wrong-state", {"move": "submit", "state": "published"})
        assert "bộ tiêu chí đang ở trạng thái “đã ban hành”" in text
        text = wording.refused(
            "wrong-state", {"act": "directive-report", "what": "directive", "state": "closed"}
        )
        assert text == "Không thể báo cáo: nhiệm vụ này đang ở trạng thái “đã kết thúc”."


@pytest.mark.parametrize(
    ("kind", "facts", "line"),
    [
        ("assignment.moved", {"act": "give_back"}, "gave the report back"),
        ("assignment.checked", {"holds": True, "figures": "ton 0"}, "closed it: the data hold (ton 0)"),
        ("assignment.checked", {"holds": False, "figures": "ton 3"}, "opened it again"),
        ("assignment.extension-decided", {"granted": False}, "gave no more time"),
        ("assignment.extension-decided", {"granted": True, "due": "2026-03-30"}, "gave time until 30 March"),
        ("assignment.reported", {"progress": 100, "given": 2}, "reported it done, with 2 evidences"),
        ("assignment.reported", {"progress": 40, "given": 2}, "reported 40 % progress"),
        ("assignment.issued", {"due": ""}, "gave the work, no day stated"),
        ("directive.issued", {"units": 36, "stated": 41}, "issued it to 36 units, where the sentence"),
        ("directive.issued", {"units": 36, "stated": 36}, "issued it to 36 units"),
        ("directive.moved", {"act": "close", "by_data": True}, "closed it: the data of every unit hold"),
        ("submission.moved", {"act": "sign_off"}, "signed off the self-assessment"),
        ("edition.moved", {"move": "send_back"}, "sent it back"),
        ("answer.given", {"status": "answered", "offline": True, "node": "A1"}, "answered A1 from a"),
        ("answer.given", {"status": "not-applicable", "offline": True, "node": "A1"}, "declared A1 not"),
        ("answer.decided", {"decision": "amended", "by_council": True, "node": "A1"}, "amended A1 as the"),
        ("answer.decided", {"decision": "accepted", "node": "A1"}, "accepted A1"),
        ("evidence.used", {"serves": False, "number": 3, "node": "A1"}, "took evidence no. 3 from A1"),
        ("evidence.used", {"serves": True, "number": 3, "node": "A1"}, "let evidence no. 3 serve A1 too"),
        ("milestone.checked", {"holds": True, "milestone": "m"}, "accepted the milestone"),
        ("figure.counted", {"frozen": True, "on": "2026-01-02", "count": 9}, "froze the list of 2 January"),
        ("objection.heard", {"upheld": True, "node": "A1"}, "upheld the objection to A1"),
        ("office.appointed", {"role": "head", "unit": "X", "since": "2026-01-02"}, "appointed as head in X"),
    ],
)
def test_what_happened_is_told_otherwise_than_it_did(kind: str, facts: dict[str, Any], line: str) -> None:
    with translation.override("en"):
        assert wording.event_line(_Event(kind, facts)).startswith(line)


def test_a_fault_says_what_would_be_right() -> None:
    with translation.override("vi"):
        facts = {"type": "number", "low": "0", "high": "50.5", "choices": []}
        assert wording.fault(Fault("rooms", "unreadable", facts)) == "Cần một số từ 0 đến 50,5."
        facts = {"part": "a", "whole": "b", "had": "1434", "most": "20"}
        assert wording.fault(Fault("a", "more-than", facts), {"a": "Có máy", "b": "Cán bộ"}) == (
            "“Có máy” là 1.434, nhiều hơn “Cán bộ” là 20. Hãy kiểm tra cả hai số."
        )
    with translation.override("en"):
        assert wording.fault(Fault("x", "unreadable", {"type": "count", "low": "0"})) == (
            "A whole number of 0 or more is needed."
        )
        assert wording.fault(Fault("x", "unreadable", {"type": "number"})) == "A number is needed."
        assert "4,000" in wording.fault(Fault("x", "too-long", {"most": value_check.LONGEST}))


def test_a_problem_of_a_unit_begins_with_a_dash_or_shows_a_code_for_a_name() -> None:
    names = {"mau:x1": "Xã Mẫu 1"}
    assert wording.unit_problem("name-needed", "", {}, {}, "vi") == "Hãy ghi tên."
    assert wording.unit_problem("bad-kind", "", {"value": "tổng"}, {}, "en") == "There is no kind “tổng”."
    said = wording.unit_problem("before-it-existed", "mau:x1", {"from": "2026-01-02"}, names, "en")
    assert said.startswith("Xã Mẫu 1 (mau:x1) exists since 2 January 2026")


def test_a_notice_names_the_title_in_the_other_language() -> None:
    facts = {
        "title_vi": "Xóa tồn đọng",
        "title_en": "",
        "unit_vi": "Xã A",
        "unit_en": "A",
        "due": "2026-03-30",
    }
    assert wording.notice("directives.due", facts, "en") == "“Xóa tồn đọng” is due on 30 March 2026."
    assert wording.notice("directives.reported", facts, "vi") == (
        "Xã A báo cáo đã hoàn thành “Xóa tồn đọng”: chờ duyệt."
    )
    assert wording.notice("nobody.knows", facts, "en") is None
