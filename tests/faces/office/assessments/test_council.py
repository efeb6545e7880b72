"""The council's pages: every view beside the answer, a decision with its reason, nothing decided unseen."""

from __future__ import annotations

import pytest

import played
import world as sample
from desk import at, page, send, signed_in
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising, campaigns
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
HERE = f"/en/office/campaigns/{SLUG}/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """One answer is marked for the council."""
    made = sample.build()
    at(monkeypatch, made)
    played.returned(made)
    unit = made.ref("commune")
    seen = played.see(made, "A2")["A2"]
    do(
        PARTS,
        appraising.mark,
        made.actor("appraiser"),
        (SLUG, unit, "A2"),
        campaigns.Why("Cách hiểu tiêu chí"),
        seen=seen,
    )
    return made


def test_the_reason_of_the_appraiser_stands_before_the_council(world: World) -> None:
    shown = page(signed_in(world, "council"), f"{HERE}council/")
    assert "Cách hiểu tiêu chí" in shown and "1 answers marked" in shown and "Xã Mẫu 1" in shown


def test_a_decision_needs_a_reason_and_the_form_comes_back_filled_in(world: World) -> None:
    client = signed_in(world, "council")
    seen = played.see(world, "A2")["A2"]
    answer = send(
        client,
        f"{HERE}council/sample/X1/A2/decide",
        outcome="values",
        seen=seen,
        reason="",
        **{"v-staff_trained": "7"},
    )
    assert answer.status_code == 400 and 'value="7"' in answer.content.decode()
    send(client, f"{HERE}council/sample/X1/A2/decide", outcome="accept", seen=seen, reason="Đủ căn cứ")
    row = Answer.objects.get(submission=world.part(SLUG, "commune"), node="A2")
    assert (row.decision, row.by_council) == ("accepted", True)
    assert "Đủ căn cứ" in page(client, f"{HERE}council/?kind=decided")


def test_what_changed_meanwhile_is_not_decided_unseen(world: World) -> None:
    client = signed_in(world, "council")
    old = played.see(world, "A2")["A2"] - 1
    answer = send(
        client, f"{HERE}council/sample/X1/A2/decide", outcome="accept", seen=old, reason="Đủ căn cứ"
    )
    assert answer.status_code == 409 and "Đủ căn cứ" in answer.content.decode()


def test_an_appraiser_does_not_decide_for_the_council(world: World) -> None:
    seen = played.see(world, "A2")["A2"]
    answer = send(
        signed_in(world, "appraiser"),
        f"{HERE}council/sample/X1/A2/decide",
        outcome="accept",
        seen=seen,
        reason="Tự quyết",
    )
    assert answer.status_code == 403


def test_the_council_does_not_conclude_while_an_answer_is_marked(world: World) -> None:
    assert "Conclude" not in page(signed_in(world, "council"), f"{HERE}council/")
