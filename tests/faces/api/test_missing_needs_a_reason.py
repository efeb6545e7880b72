"""What is missing is said with its reason, by programs too; and one key says one thing."""

from __future__ import annotations

import json
from typing import Any

import pytest

import world as sample
from forms import EVERY_TYPE, MISSING_WORDS
from programs import Answered, Program
from thangdo.work.assessments.models import Campaign

SLUG = "sample-2025"
PART = f"/campaigns/{SLUG}/units/sample:X1/answers"


@pytest.fixture(autouse=True)
def dispatched(program: Program) -> None:
    sample.publish_edition(program.world, EVERY_TYPE)
    sample.dispatched(program.world)


def put(program: Program, node: str, body: dict[str, Any]) -> Answered:
    at = f"{PART}/{node}"
    return program.send("reporter", "PUT", at, body, **program.seen("reporter", at))


def codes(found: Answered) -> tuple[int, str, str]:
    return found.status, found.kind, json.dumps(found.body)


@pytest.mark.parametrize(
    ("node", "body", "fault"),
    [
        ("B6", {"values": {"online": "not-applicable"}}, "no-reason"),
        ("B6", {"values": {"online": "not-measured"}}, "no-reason"),
        ("B6", {"values": {"online": "not-measured"}, "na_reason": "-"}, "no-reason"),
        ("B7", {"values": {"budget": "not-measured"}, "na_reason": "Máy đo hỏng"}, "not-measured-not-here"),
        (
            "B6",
            {"values": {"online": "0.5"}, "not_applicable": True, "na_reason": "Không có thủ tục"},
            "not-applicable-and-values",
        ),
        ("B6", {"values": {}, "not_applicable": True, "na_reason": "x"}, "no-reason"),
        ("B6", {"values": {}, "not_applicable": True, "na_reason": "x y"}, "no-reason"),
        ("A1", {"values": {"staff": "20", "staff_with_computer": "not-applicable"}}, "no-reason"),
    ],
)
def test_a_criterion_leaves_the_sum_without_a_reason(
    program: Program, node: str, body: dict[str, Any], fault: str
) -> None:
    found = put(program, node, body)
    assert (found.status, found.kind) == (422, "bad-values")
    assert fault in json.dumps(found.body)


def test_each_kind_of_missing_is_taken_with_its_reason(program: Program) -> None:
    body = {"values": {"online": "not-measured"}, "na_reason": "Máy đo đang hỏng"}
    assert put(program, "B6", body).status == 200
    kept = program.get("reporter", f"{PART}/B6").body
    assert kept["declared"] == {"online": "not-measured"} and kept["na_reason"] == "Máy đo đang hỏng"
    body = {"values": {}, "not_applicable": True, "na_reason": "Không có thủ tục nào"}
    assert put(program, "B6", body).status == 200
    kept = program.get("reporter", f"{PART}/B6").body
    assert kept["status"] == "not-applicable" and kept["na_reason"] == "Không có thủ tục nào"
    assert put(program, "B6", {"values": {"online": "0.5"}}).status == 200
    assert program.get("reporter", f"{PART}/B6").body["na_reason"] == ""


def test_of_two_values_under_one_key_the_last_would_win(program: Program) -> None:
    at = f"{PART}/B6"
    raw = b'{"values": {"online": "0.5", "online": "0.9"}}'
    found = program.send("reporter", "PUT", at, raw=raw, **program.seen("reporter", at))
    assert (found.status, found.kind) == (422, "invalid") and "online" in json.dumps(found.body)
    assert program.get("reporter", at).body["declared"] == {}


@pytest.mark.parametrize(
    ("typed", "kept", "status"),
    [
        ("NA", {"online": "not-measured"}, "answered"),
        (" KAD ", {"online": "not-applicable"}, "not-applicable"),
        ("..", {}, "blank"),
    ],
)
def test_programs_may_send_the_words_of_the_edition(
    program: Program, typed: str, kept: dict[str, str], status: str
) -> None:
    edition = EVERY_TYPE.replace("version: 1\n", "version: 2\n", 1) + MISSING_WORDS
    made = sample.publish_edition(program.world, edition)
    Campaign.objects.update(edition=made)
    assert put(program, "B6", {"values": {"online": typed}, "na_reason": "Máy đo đang hỏng"}).status == 200
    found = program.get("reporter", f"{PART}/B6").body
    assert (found["declared"], found["status"]) == (kept, status)
    if kept:
        assert put(program, "B6", {"values": {"online": typed}, "na_reason": "-"}).status == 422
