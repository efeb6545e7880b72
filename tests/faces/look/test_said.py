"""Words for officers: a refusal, an event or a state without a sentence would show a bare code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import thangdo
from thangdo.faces.look import said_events, wording
from thangdo.records.ledger.event_type import Happening
from thangdo.records.people.models import Role
from thangdo.work.assessments import events, states, value_check
from thangdo.work.assessments.value_check import Fault
from thangdo.work.editions import events as edition_events
from thangdo.work.editions.states import MOVES

SRC = Path(thangdo.__file__).parent
CODE = re.compile(r'Refused\(\s*"([a-z0-9-]+)"')
ROOMS = ("work/assessments", "work/editions", "records/files", "faces/office")


def codes() -> set[str]:
    return {
        code
        for room in ROOMS
        for path in (SRC / room).rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_of_the_work_is_said_in_a_sentence(language: str) -> None:
    with translation.override(language):
        missing = {code for code in codes() - {"wrong-state"} if code not in wording.REFUSED}
        assert missing == set()
        for code in codes():
            sentence = wording.refused(
                code, {"act": "object", "what": "submission", "state": "open", "problem": "x."}
            )
            assert sentence.endswith(".") and "{" not in sentence


def test_a_refusal_that_nobody_foresaw_still_says_what_to_do() -> None:
    with translation.override("vi"):
        assert "quản trị viên" in wording.refused("something-new", {})


def test_facts_are_written_in_the_form_of_the_page() -> None:
    facts = {"until": "2026-07-03", "units": 1434}
    with translation.override("vi"):
        assert "03/07/2026" in wording.refused("window-is-open", facts)
        assert "1.434" in wording.refused("window-is-open", facts)
        assert wording.refused("measured-by-the-office", {"node": "A1"}, {"A1": "Máy tính"}).startswith(
            "Tiêu chí A1 «Máy tính»"
        )
    with translation.override("en"):
        assert "3 July 2026" in wording.refused("window-is-open", facts)
        assert "1,434" in wording.refused("window-is-open", facts)


def test_wrong_states_name_the_act_and_the_state() -> None:
    with translation.override("vi"):
        text = wording.refused("wrong-state", {"act": "answer", "what": "submission", "state": "returned"})
        assert (
            text == "Không thể trả lời tiêu chí: phần của đơn vị đang ở trạng thái «đã gửi, chờ thẩm định»."
        )
        text = wording.refused("wrong-state", {"move": "submit", "state": "published"})
        assert "bộ tiêu chí đang ở trạng thái «đã ban hành»" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_event_type_has_its_line(language: str) -> None:
    with translation.override(language):
        for room in (events, edition_events):
            for kind in vars(room).values():
                if not (isinstance(kind, type) and issubclass(kind, Happening) and kind is not Happening):
                    continue
                facts: dict[str, Any] = {field.name: "" for field in fields(kind)}
                line = wording.event_line(_Event(kind.TYPE, facts))
                assert line != kind.TYPE, kind
                assert "{" not in line
        for act in ("sign_off", "take_back", "finish", "resume", "write_off", "let_in", "stop_waiting",
                    "notify", "agree", "settle"):  # fmt: skip
            assert f"submission.moved:{act}" in said_events.EVENTS


def test_every_state_act_and_role_has_its_words() -> None:
    kinds = {
        "campaign": states.Campaign,
        "submission": states.Submission,
        "answer": states.Decision,
        "declared": states.Declared,
        "objection": states.Objection,
    }
    for kind, all_of in kinds.items():
        assert {state.value for state in all_of} == set(said_events.STATES[kind])
    assert set(states.ACTS) | set(MOVES) <= set(said_events.ACTS)
    assert set(said_events.ROLES) == {role.value for role in Role}


def test_a_fault_says_what_would_be_right() -> None:
    with translation.override("vi"):
        facts = {"type": "number", "low": "0", "high": "50.5", "choices": []}
        assert wording.fault(Fault("rooms", "unreadable", facts)) == "Cần một số từ 0 đến 50,5."
        facts = {"part": "a", "whole": "b", "had": "1434", "most": "20"}
        assert wording.fault(Fault("a", "more-than", facts), {"a": "Có máy", "b": "Cán bộ"}) == (
            "«Có máy» là 1.434, nhiều hơn «Cán bộ» là 20. Hãy kiểm tra cả hai số."
        )
    with translation.override("en"):
        assert wording.fault(Fault("x", "unreadable", {"type": "count", "low": "0"})) == (
            "A whole number of 0 or more is needed."
        )
        assert wording.fault(Fault("x", "unreadable", {"type": "number"})) == "A number is needed."
        assert "4,000" in wording.fault(Fault("x", "too-long", {"most": value_check.LONGEST}))


class _Event:
    def __init__(self, kind: str, payload: dict[str, Any]) -> None:
        self.type, self.payload = kind, payload
