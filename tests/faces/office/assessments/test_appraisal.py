"""The appraiser's pages: what stands beside an answer, and what happens when two work on one."""

from __future__ import annotations

import pytest

import played
import world as sample
from desk import at, page, send, signed_in
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.queries import appraisal
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
HERE = f"/en/office/campaigns/{SLUG}/"
UNIT = f"{HERE}appraisal/sample/X1/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = sample.build()
    at(monkeypatch, made)
    played.returned(made, sample_percent=100)
    return made


def answer_of(world: World, node: str) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node=node)


def test_the_queue_shows_who_has_returned_and_what_is_left(world: World) -> None:
    shown = page(signed_in(world, "appraiser"), f"{HERE}appraisal/")
    assert "Xã Mẫu 1" in shown and "Xã Mẫu 2" not in shown and "5/5" in shown
    pillar = page(signed_in(world, "appraiser"), f"{HERE}appraisal/?pillar=A")
    assert "2/5" in pillar


def test_declared_values_points_and_decisions_stand_on_one_page(world: World) -> None:
    client = signed_in(world, "appraiser")
    shown = page(client, UNIT)
    assert "Staff" in shown and "Accept all 2 answers left on this page" in shown
    answer = send(client, f"{UNIT}answer/accept", node="A1", seen=played.see(world, "A1")["A1"], page="A")
    assert answer.headers["Location"] == f"{UNIT}?page=A#A2"
    assert answer_of(world, "A1").decision == "accepted"


def test_an_amendment_without_a_reason_or_with_a_wrong_value_keeps_what_was_typed(world: World) -> None:
    client = signed_in(world, "appraiser")
    seen = played.see(world, "A2")["A2"]
    answer = send(
        client, f"{UNIT}answer/amend", node="A2", seen=seen, page="A", reason="", **{"v-staff_trained": "8"}
    )
    assert answer.status_code == 400 and 'value="8"' in answer.content.decode()
    answer = send(
        client,
        f"{UNIT}answer/amend",
        node="A2",
        seen=seen,
        page="A",
        reason="Vượt tổng",
        **{"v-staff_trained": "21"},
    )
    text = answer.content.decode()
    assert answer.status_code == 400 and "Vượt tổng" in text and 'value="21"' in text
    assert answer_of(world, "A2").decision == "pending"


def test_two_appraisers_on_one_answer_the_second_is_told_kindly_and_loses_nothing(world: World) -> None:
    seen = played.see(world, "A2")["A2"]
    unit = world.ref("commune")
    do(
        PARTS,
        appraising.accept,
        world.actor("appraiser2"),
        (SLUG, unit),
        appraising.Accepted(tuple({"A2": seen})),
        seen={"A2": seen},
    )
    do(
        PARTS,
        appraising.undo,
        world.actor("appraiser2"),
        (SLUG, unit, "A2"),
        seen=played.see(world, "A2")["A2"],
    )
    answer = send(
        signed_in(world, "appraiser"),
        f"{UNIT}answer/amend",
        node="A2",
        seen=seen,
        page="A",
        reason="Chỉ có tám giấy chứng nhận",
        **{"v-staff_trained": "8"},
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has worked on this answer" in text and "Chỉ có tám giấy chứng nhận" in text
    assert answer_of(world, "A2").decision == "pending"


def test_a_form_sent_twice_decides_once(world: World) -> None:
    client = signed_in(world, "appraiser")
    values = {"node": "A1", "seen": played.see(world, "A1")["A1"], "page": "A", "key": "same"}
    first, second = (send(client, f"{UNIT}answer/accept", **values) for _ in range(2))
    assert first.status_code == second.status_code == 302


def test_all_that_is_left_on_the_page_is_accepted_at_once(world: World) -> None:
    client = signed_in(world, "appraiser")
    pairs = [f"{node}:{seen}" for node, seen in played.see(world, "A1", "A2").items()]
    send(client, f"{UNIT}accept", accept=pairs, page="A")
    assert {answer_of(world, node).decision for node in ("A1", "A2")} == {"accepted"}
    do(
        PARTS,
        appraising.undo,
        world.actor("appraiser"),
        (SLUG, world.ref("commune"), "A2"),
        seen=played.see(world, "A2")["A2"],
    )
    send(client, f"{UNIT}accept", accept=[f"{node}:1" for node in ("A2", "B1")], page="A")
    assert answer_of(world, "A2").decision == answer_of(world, "B1").decision == "pending"


def test_what_was_observed_is_accepted_with_the_rest_and_what_was_not_can_be_closed(world: World) -> None:
    client = signed_in(world, "appraiser")
    shown = page(client, f"{UNIT}?page=B")
    assert "Close without observations" in shown and "answer left on this page" in shown
    assert set(appraisal.left_to_accept(world.part(SLUG, "commune"), "B")) == {"B1"}
    do(
        PARTS,
        appraising.observe,
        world.actor("appraiser"),
        (SLUG, world.ref("commune")),
        appraising.Observed("visits", [{"polite": "yes"}, {"polite": "no"}]),
    )
    shown = page(client, f"{UNIT}?page=B")
    assert "Close without observations" not in shown and "Accept all 2 answers left" in shown
    assert set(appraisal.left_to_accept(world.part(SLUG, "commune"), "B")) == {"B1", "B3"}


def test_a_unit_where_nobody_was_observed_is_finished_without_the_council(world: World) -> None:
    client = signed_in(world, "appraiser")
    seen = played.see(world, "B3")["B3"]
    send(client, f"{UNIT}answer/accept", node="B3", seen=seen, page="B")
    row = answer_of(world, "B3")
    assert row.decision == "accepted" and row.final == {}


def test_a_finished_unit_leaves_the_queue_and_can_be_taken_up_again(world: World) -> None:
    played.decided(world)
    client = signed_in(world, "appraiser")
    send(client, f"{UNIT}act/finish")
    assert "every unit that has returned is appraised" in page(client, f"{HERE}appraisal/")
    send(client, f"{UNIT}act/resume", reason="Xem lại")
    assert world.part(SLUG, "commune").state == "returned"


def test_the_reporter_does_not_open_the_appraisers_page(world: World) -> None:
    assert page(signed_in(world, "reporter"), UNIT, 403)
    assert page(signed_in(world, "reporter2"), f"{UNIT}timeline", 404)
    assert "A2" in page(signed_in(world, "reporter"), f"{UNIT}timeline")


def test_a_second_opinion_shows_the_declaration_and_not_the_decision(world: World) -> None:
    played.decided(world)
    client = signed_in(world, "appraiser2")
    shown = page(client, f"{HERE}second")
    assert "3 answers of the sample" in shown and "giấy" not in shown
    send(
        client,
        f"{HERE}second",
        scheme="sample",
        code="X1",
        node="A2",
        act="amend",
        **{"v-staff_trained": "8"},
    )
    send(client, f"{HERE}second", scheme="sample", code="X1", node="A1", act="accept")
    found = page(client, f"{HERE}agreement")
    assert "100%" in found and "Krippendorff" in found


def test_signals_are_listed_with_their_definition(world: World) -> None:
    shown = page(signed_in(world, "appraiser"), f"{HERE}signals/")
    assert "No signal shows" in shown and "byte by byte" in shown


def test_more_time_is_given_and_a_part_is_closed_from_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world, "appraiser")
    other = f"{HERE}units/sample/X2/act/"
    send(client, f"{other}extend", due="2026-04-20", reason="Bão lũ")
    assert str(world.part(SLUG, "other").due) == "2026-04-20"
    at(monkeypatch, world, 60)
    send(client, f"{other}write_off", reason="Không gửi")
    assert world.part(SLUG, "other").state == "missing"
    send(client, f"{other}let_in", due="2026-05-20", reason="Xin gửi muộn")
    assert world.part(SLUG, "other").state == "open"
