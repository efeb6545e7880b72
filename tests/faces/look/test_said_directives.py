"""Words for directives: a refusal, event, state or notice without a sentence would show a bare code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import thangdo
from thangdo.faces.look import said_directives, wording
from thangdo.records.ledger.event_type import Happening
from thangdo.work.directives import events, states

ROOM = Path(thangdo.__file__).parent / "work/directives"
CODE = re.compile(r'Refused\(\s*"([a-z0-9-]+)"')
NOTICE = re.compile(r'"(directives\.[a-z-]+)"')


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refusal_of_a_directive_shows_a_bare_code(language: str) -> None:
    codes = {code for path in ROOM.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 25
    with translation.override(language):
        assert {code for code in codes - {"wrong-state"} if code not in wording.REFUSED} == set()
        for code in codes:
            facts = {"act": "directive-accept", "what": "assignment", "state": "issued"}
            sentence = wording.refused(code, facts)
            assert sentence.endswith(".") and "{" not in sentence


class _Event:
    def __init__(self, kind: str, payload: dict[str, Any]) -> None:
        self.type, self.payload = kind, payload


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_event_of_a_directive_shows_a_bare_code(language: str) -> None:
    with translation.override(language):
        for kind in vars(events).values():
            if isinstance(kind, type) and issubclass(kind, Happening) and kind is not Happening:
                line = wording.event_line(_Event(kind.TYPE, {field.name: "" for field in fields(kind)}))
                assert line != kind.TYPE and "{" not in line, kind


def test_what_happened_is_told_otherwise_than_it_did() -> None:
    told: list[tuple[str, dict[str, Any], str]] = [
        ("assignment.moved", {"act": "give_back"}, "gave the report back"),
        ("assignment.checked", {"holds": True, "figures": "ton 0"}, "closed it: the data hold (ton 0)"),
        ("assignment.checked", {"holds": False, "figures": "ton 3"}, "opened it again"),
        ("assignment.extension-decided", {"granted": False}, "gave no more time"),
        ("assignment.extension-decided", {"granted": True, "due": "2026-03-30"}, "gave time until 30 March"),
        ("assignment.reported", {"progress": 100, "given": 2}, "reported it done, with 2 evidences"),
        ("directive.issued", {"units": 36, "stated": 41}, "issued it to 36 units, where the sentence"),
        ("directive.issued", {"units": 36, "stated": 36}, "issued it to 36 units"),
        ("directive.moved", {"act": "close", "by_data": True}, "closed it: the data of every unit hold"),
    ]  # fmt: skip
    with translation.override("en"):
        for kind, facts, line in told:
            assert wording.event_line(_Event(kind, facts)).startswith(line)


def test_a_state_or_an_act_of_a_directive_has_no_words() -> None:
    kinds = {"directive": states.Directive, "assignment": states.Assignment, "extension": states.Extension,
             "again": states.Again, "urgency": states.Urgency}  # fmt: skip
    for kind, all_of in kinds.items():
        assert {one.value for one in all_of} == set(said_directives.STATES[kind])
    assert {f"directive-{name}" for name in states.ACTS} == set(said_directives.ACTS)
    facts = {"act": "directive-report", "what": "directive", "state": "closed"}
    with translation.override("vi"):
        sentence = wording.refused("wrong-state", facts)
    assert sentence == "Không thể báo cáo: nhiệm vụ này đang ở trạng thái «đã kết thúc»."


def test_a_notice_of_a_directive_has_no_sentence() -> None:
    sent = {
        code
        for name in ("jobs.py", "notifications.py")
        for code in NOTICE.findall((ROOM / name).read_text(encoding="utf-8"))
    }
    jobs = {"directives.daily", "directives.conditions", "directives.remind", "directives.tell"}
    assert sent - jobs == set(said_directives.NOTICES)
