"""A unit does not vanish under a campaign that is not over without a question, and the campaign shows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import played
import world as sample
from desk import page, signed_in
from programs import Program
from thangdo.records.people.acting import system as system_at
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit
from thangdo.records.units.planning import Act, NewUnit, Operation
from thangdo.records.units.problems import Overtaken, Unfit
from thangdo.work.assessments.queries import board
from thangdo.work.registry import actions
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
DAY = date(2026, 3, 2)
SYSTEM = system_at("test", sample.MORNING)
X1, X2, S1, S2 = (Key("sample", code) for code in ("X1", "X2", "S1", "S2"))


@pytest.fixture
def world() -> World:
    made = sample.build()
    sample.dispatched(made)
    return made


def merger(*units: Key, name: str = "Xã Mẫu Mới", **more: Any) -> Operation:
    new = NewUnit(Key("sample", "X9"), name, **more)
    return Operation(Act.MERGE, DAY, "12/NQ-HĐND", units, new=(new,))


def asked(operation: Operation) -> list[str]:
    return [one.code for one in actions.preview(SYSTEM, operation).asked]


def test_a_merger_over_an_open_campaign_is_asked_about_and_done_only_by_who_saw_it(world: World) -> None:
    assert asked(merger(X1, X2)) == ["in-open-campaign", "in-open-campaign"]
    with pytest.raises(Unfit) as refused:
        actions.carry_out(SYSTEM, merger(X1, X2))
    assert [one.code for one in refused.value.problems][-1] == "preview-first"
    assert not Unit.objects.filter(code="X9").exists()
    plan = actions.preview(SYSTEM, merger(X1, X2))
    actions.carry_out(SYSTEM, merger(X1, X2), plan.hash)
    assert Unit.objects.filter(code="X9").exists()


def test_a_campaign_that_opens_after_the_preview_is_asked_about_anew() -> None:
    world = sample.build()
    plan = actions.preview(SYSTEM, merger(X1, X2))
    assert plan.asked == ()
    sample.dispatched(world)
    with pytest.raises(Overtaken):
        actions.carry_out(SYSTEM, merger(X1, X2), plan.hash)


def test_a_department_and_a_commune_do_not_become_one_without_a_question() -> None:
    sample.build()
    assert asked(merger(X1, S1, kind="xã", tier="commune", parent=Key("sample", "H1"))) == ["across-tiers"]
    assert asked(merger(X1, X2)) == []


def test_a_new_unit_called_like_another_that_stands_is_asked_about() -> None:
    sample.build()
    assert asked(merger(X1, X2, name="Sở Mẫu 2")) == ["named-like"]
    assert asked(merger(X1, X2, name="Xã Mẫu 1")) == []  # the name of one of those that merge
    Unit.objects.filter(code="S2").update(valid_to=date(2025, 1, 1))
    assert asked(merger(X1, X2, name="Sở Mẫu 2")) == []  # that one has ended


def test_a_list_that_ends_a_unit_says_so_before_it_is_brought_in(world: World) -> None:
    rows = [{"scheme": "sample", "code": "X1", "name_vi": "Xã Mẫu 1", "valid_to": "2026-03-31"}]
    found = actions.compare(SYSTEM, rows)
    assert [(one.code, one.unit) for one in found.asked] == [("in-open-campaign", "sample:X1")]
    actions.bring(SYSTEM, rows, found.hash)


def test_page_and_programs_show_the_question(world: World) -> None:
    client = signed_in(world, "administrator")
    typed = {"units": "sample:X1\nsample:X2", "unit": "sample:X1", "day": "2026-03-02", "decision": "1/NQ"}
    program = Program(world, sample.MORNING)
    body = {
        "act": "dissolve",
        "day": "2026-03-02",
        "decision": "1/NQ-HĐND",
        "units": ["sample:X1"],
    }
    shown = program.do("administrator", "POST", "/unit-operations/preview", body)
    assert len(shown["asked"]) == 1 and "in-open-campaign" in shown["asked"][0]
    refused = program.send("administrator", "POST", "/unit-operations", body)
    assert refused.status in (400, 422) and not Unit.objects.get(code="X1").valid_to
    program.do("administrator", "POST", "/unit-operations", {**body, "seen": shown["hash"]})
    assert Unit.objects.get(code="X1").valid_to == date(2026, 3, 1)
    assert client.post("/en/office/units/enter/dissolve/", typed).status_code in (200, 302, 400, 404)


def test_board_and_page_show_a_unit_that_has_ended(world: World) -> None:
    Unit.objects.filter(code="X1").update(valid_to=DAY - timedelta(days=1))
    shown = board.board(world.actor("publisher"), SLUG)
    assert {one.code: one.ended for one in shown.lines}["X1"] == DAY - timedelta(days=1)
    assert shown.total.ended == 1
    only = board.board(world.actor("publisher"), SLUG, state="ended")
    assert [one.code for one in only.lines] == ["X1"]
    text = page(signed_in(world, "publisher"), f"/en/office/campaigns/{SLUG}/?state=ended")
    assert "1 unit of this campaign has ended since" in text and "the unit ended on" in text
