"""Equipment, improvement plans, index cards, conduct: who sees what, and nothing is lost."""

from __future__ import annotations

import json
from datetime import date

import pytest

import programme_world as sample
from programme_world import TOP, X1, later
from thangdo.records.acts.frame import do
from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.programmes import registers
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.assets import models as asset_models
from thangdo.work.programmes.assets import queries as equipment
from thangdo.work.programmes.assets.models import Asset
from thangdo.work.programmes.cards import actions as reading
from thangdo.work.programmes.cards import models as card_models
from thangdo.work.programmes.cards import queries as knowing
from thangdo.work.programmes.cards.texts import card, cards
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.conduct import models as conduct_models
from thangdo.work.programmes.conduct import queries as conducting
from thangdo.work.programmes.plans import actions as plans
from thangdo.work.programmes.plans import annex
from thangdo.work.programmes.plans import models as plan_models
from thangdo.work.programmes.plans import queries as planning
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    return sample.build()


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


HEADER = ["Mã đơn vị", "Mã tài sản", "Loại", "Số lượng", "Năm mua", "Tình trạng"]


def book(*rows: list[object]) -> bytes:
    return xlsx_bytes([Sheet("Kiểm kê", HEADER, [list(row) for row in rows])])


def test_a_row_of_the_inventory_is_lost_or_a_wrong_one_taken(world: World) -> None:
    content = book(
        ["X1", "PC-01", "Máy tính", 4, 2024, "tốt"],
        ["sample:X1", "PC-02", "computer", 6, 2018, ""],
        ["X9", "PC-03", "Máy tính", 1, 2024, "tốt"],
        ["X1", "PC-01", "Máy in", 1, 2024, "tốt"],
        ["X1", "", "Tủ lạnh", 0, 2031, "lạ"],
        ["X2", "PC-04", "Máy tính", 1, 2024, "tốt"],
    )
    done, read = assets.take_in(world.actor("reporter"), content, "kiem-ke.xlsx")
    assert (done["taken"], done["left"]) == (2, 4) and len(read.rows) + len(read.left) == 6
    left = {
        one["line"]: one["problems"] for one in equipment.left_rows(world.actor("reporter"), done["number"])
    }
    assert left == {
        4: ["unit-unknown"],
        5: ["tag-twice"],
        7: ["unit-unknown"],
        6: ["no-tag", "kind-unknown", "state-unknown", "bad-count", "bad-year"],
    }
    assert set(Asset.objects.values_list("tag", "count")) == {("PC-01", 4), ("PC-02", 6)}
    with pytest.raises(Refused):
        equipment.left_rows(world.actor("reporter2"), done["number"])
    with pytest.raises(NotAllowed):
        assets.take_in(world.actor("author"), content, "kiem-ke.xlsx")
    again = book(["X1", "PC-02", "Máy tính", 6, 2018, "thanh lý"])
    assets.take_in(world.actor("reporter"), again, "lan-2.xlsx")
    assert Asset.objects.get(tag="PC-01").state == "good" and Asset.objects.get(tag="PC-02").state == "gone"
    assert registers.differences(asset_models.EVENTS, asset_models.TABLES) == []
    assert not equipment.seen(world.actor("reporter2")).exists()


def test_a_file_without_the_columns_is_taken_for_an_empty_inventory(world: World) -> None:
    content = "Đơn vị;Máy\nX1;3\n".encode()
    done, read = assets.take_in(world.actor("reporter"), content, "la.csv")
    assert done["taken"] == 0 and read.missing and [one.problems for one in read.left] == [("no-column",)]


def test_old_machines_count_against_a_standard_that_is_not_in_force(world: World) -> None:
    content = book(
        ["X1", "A", "Máy tính", 4, 2024, "tốt"],
        ["X1", "B", "Máy tính", 6, 2018, "tốt"],
        ["X1", "C", "Máy quét", 1, 2020, "hỏng"],
    )
    assets.take_in(world.actor("reporter"), content, "k.xlsx")
    gaps = {one.standard.kind: one for one in equipment.gaps(world.actor("reporter"), date(2026, 3, 2))}
    assert (gaps["computer"].standard.least, gaps["computer"].has, gaps["computer"].missing) == (12, 4, 8)
    assert gaps["scanner"].missing == 1
    then = {one.standard.kind: one for one in equipment.gaps(world.actor("reporter"), date(2019, 3, 2))}
    assert then["computer"].standard.least == 8
    due = [(one.tag, age) for one, age in equipment.due_for_replacement(world.actor("reporter"), 2026)]
    assert due == [("B", 8), ("C", 6)]
    both = equipment.gaps(world.actor("secretary"), date(2026, 3, 2), tier="commune", kind="computer")
    assert {one.unit.code: one.missing for one in both}["X2"] is None  # it has given no inventory


def test_a_roadmap_has_no_cost_or_is_in_the_past(world: World) -> None:
    head = world.actor("head")
    line = assets.Line(2027, "computer", 8, 120_000_000, "district")
    do(assets.ROADMAP, assets.plan, head, (X1,), line)
    for wrong in (
        assets.Line(2025, "computer", 8, 1, "district"),
        assets.Line(2027, "boat", 8, 1, "district"),
        assets.Line(2027, "computer", 0, 1, "district"),
        assets.Line(2027, "computer", 1, "-1", "district"),
    ):
        with pytest.raises(Refused):
            do(assets.ROADMAP, assets.plan, head, (X1,), wrong)
    with pytest.raises(NotAllowed):
        do(assets.ROADMAP, assets.plan, world.actor("head2"), (X1,), line)
    do(assets.ROADMAP, assets.plan, head, (X1,), assets.Line(2027, "scanner", 1, 9_000_000, "province"))
    (year,) = equipment.roadmap(head)
    assert (year.year, year.cost, year.by_funds["province"]) == (2027, 129_000_000, 9_000_000)
    do(assets.ROADMAP, assets.remove, head, (X1, 2))
    assert equipment.roadmap(head)[0].cost == 120_000_000
    gap = next(one for one in equipment.gaps(head, date(2026, 3, 2)) if one.standard.kind == "computer")
    assert (gap.has, gap.missing, gap.planned) == (None, None, 8)
    assert registers.differences(asset_models.EVENTS, asset_models.TABLES) == []


# improvement plans


def test_a_criterion_below_full_marks_has_nobody_and_nobody_sees_it(world: World) -> None:
    sample.answered(world)
    head = world.actor("head")
    plan = planning.plan(head, SLUG, X1)
    assert {one.question.node for one in plan.unassigned} == {"A1", "A2", "B1", "B2", "B3"}
    assert plan.now == plan.then
    assert (plan.now.score, plan.now.level) == (20, "unranked")
    do(
        plans.PLANS,
        plans.assign,
        head,
        (SLUG, X1, "A2"),
        plans.Assign("Phó Chủ tịch UBND xã", date(2026, 9, 30), "20"),
    )
    do(
        plans.PLANS,
        plans.assign,
        head,
        (SLUG, X1, "B1"),
        plans.Assign("Công chức văn hóa – xã hội", date(2026, 9, 30), "20"),
    )
    plan = planning.plan(head, SLUG, X1)
    assert {one.question.node for one in plan.unassigned} == {"A1", "B2", "B3"}
    assert (plan.then.score, plan.then.level) == (58, "II")  # A1 18 + A2 20 + B1 20
    assert plan.now.level == "unranked"
    assert registers.differences(plan_models.EVENTS, plan_models.TABLES) == []


def test_a_plan_promises_more_than_there_is_or_overwrites_another(world: World) -> None:
    sample.answered(world)
    head = world.actor("head")
    for points, wanted in (
        ("21", "points-out-of-range"),
        ("2", "points-out-of-range"),
        ("nhiều", "not-a-number"),
    ):
        with pytest.raises(Refused) as error:
            do(
                plans.PLANS,
                plans.assign,
                head,
                (SLUG, X1, "A2"),
                plans.Assign("Phó Chủ tịch", date(2026, 9, 30), points),
            )
        assert code_of(error) == wanted
    with pytest.raises(Refused) as error:
        do(plans.PLANS, plans.assign, head, (SLUG, X1, "A2"), plans.Assign(" ", date(2026, 9, 30), "10"))
    assert code_of(error) == "officer-needed"
    do(
        plans.PLANS,
        plans.assign,
        head,
        (SLUG, X1, "A2"),
        plans.Assign("Phó Chủ tịch", date(2026, 9, 30), "10,5"),
        seen={"A2": 0},
    )
    with pytest.raises(Stale):
        do(
            plans.PLANS,
            plans.assign,
            head,
            (SLUG, X1, "A2"),
            plans.Assign("Chủ tịch", date(2026, 9, 30), "12"),
            seen={"A2": 0},
        )
    with pytest.raises(Refused):
        planning.plan(world.actor("head2"), SLUG, X1)
    with pytest.raises(NotAllowed):
        do(
            plans.PLANS,
            plans.assign,
            world.actor("appraiser"),
            (SLUG, X1, "A2"),
            plans.Assign("x", date(2026, 9, 30), "12"),
        )
    do(plans.PLANS, plans.done, world.actor("reporter"), (SLUG, X1, "A2"))
    assert {unit.code: (n, d) for unit, n, d in planning.by_unit(world.actor("publisher"), SLUG)}["X1"] == (
        1,
        1,
    )
    do(plans.PLANS, plans.remove, head, (SLUG, X1, "A2"))
    assert registers.differences(plan_models.EVENTS, plan_models.TABLES) == []


def test_the_annex_of_a_plan_names_a_unit_that_is_not_weak(world: World) -> None:
    sample.answered(world)
    found = annex.annex(world.actor("chairman"), SLUG)
    fields = {one.field: one for one in found.sections}
    assert "sample:X1" in fields["procedures"].units and "infrastructure" not in fields
    assert fields["procedures"].kind == "published-procedures"
    assert [one.node for one in fields["procedures"].criteria] == ["B1"]
    with pytest.raises((NotAllowed, Refused)):
        annex.annex(world.actor("head"), SLUG)


# index cards


def test_an_officer_confirms_a_card_that_he_has_not_understood(world: World) -> None:
    assert len(cards()) >= 8
    actor = world.actor("head")
    for name, one in cards().items():
        right = {n: question.right for n, question in enumerate(one.quiz)}
        assert reading.wrong(name, {}) == list(range(len(one.quiz)))
        assert (
            do(reading.CARDS, reading.confirm, actor, (name,), reading.Answers.of(one.sha256, {}))["passed"]
            is False
        )
        assert knowing.mine(actor)[one.order - 1][1] is None
        with pytest.raises(Refused) as error:
            do(reading.CARDS, reading.confirm, actor, (name,), reading.Answers.of("0" * 64, right))
        assert code_of(error) == "card-has-changed"
        assert do(reading.CARDS, reading.confirm, actor, (name,), reading.Answers.of(one.sha256, right))[
            "passed"
        ]
        assert do(reading.CARDS, reading.confirm, actor, (name,), reading.Answers.of(one.sha256, right))[
            "passed"
        ]
    assert all(day == actor.day for _card, day in knowing.mine(actor))
    lines = {one.unit.code: one for one in knowing.by_unit(world.actor("observer"))}
    assert (lines["X1"].officers, lines["X1"].share("pci")) == (2, base_half())
    assert lines["X2"].whole == 0
    assert card_models.Reading.objects.count() == len(cards())
    assert registers.differences(card_models.EVENTS, card_models.TABLES) == []
    with pytest.raises(Refused):
        card("nothing")


def base_half() -> object:
    from thangdo.rules.exact import Fraction

    return Fraction(1, 2)


# conduct


def test_staff_acknowledge_a_code_that_is_no_longer_in_force(world: World) -> None:
    head = world.actor("head")
    do(
        conduct.CONDUCT,
        conduct.issue,
        head,
        (X1,),
        conduct.NewCode("Đúng giờ, đúng mực.", date(2026, 3, 1), "12/QĐ-UBND"),
    )
    with pytest.raises(NotAllowed):
        do(
            conduct.CONDUCT,
            conduct.issue,
            world.actor("reporter"),
            (X1,),
            conduct.NewCode("x", date(2026, 3, 3)),
        )
    do(conduct.CONDUCT, conduct.acknowledge, world.actor("reporter"), (X1,), conduct.Version(1))
    do(conduct.CONDUCT, conduct.acknowledge, world.actor("reporter"), (X1,), conduct.Version(1))
    (view,) = conducting.codes(world.actor("reporter"))
    assert (view.text, view.acknowledged, view.officers) == ("Đúng giờ, đúng mực.", 1, 2)
    do(
        conduct.CONDUCT,
        conduct.issue,
        head,
        (X1,),
        conduct.NewCode("Đúng giờ, đúng mực, đúng việc.", date(2026, 3, 5)),
    )
    tomorrow = world.actor("reporter", later(4))
    with pytest.raises(Refused) as error:
        do(conduct.CONDUCT, conduct.acknowledge, tomorrow, (X1,), conduct.Version(1))
    assert code_of(error) == "code-has-changed"
    assert conducting.codes(tomorrow)[0].acknowledged == 0
    with pytest.raises(NotAllowed):
        do(conduct.CONDUCT, conduct.acknowledge, world.actor("reporter2"), (X1,), conduct.Version(2))
    with pytest.raises(Refused):
        do(conduct.CONDUCT, conduct.issue, head, (X1,), conduct.NewCode("x", date(2026, 3, 5)))
    assert len(conducting.history(head, world.units["commune"])) == 2
    assert registers.differences(conduct_models.EVENTS, conduct_models.TABLES) == []


def test_a_unit_learns_of_an_inspection_that_is_not_announced(world: World) -> None:
    secretary, head = world.actor("secretary"), world.actor("head")
    do(
        conduct.INSPECTIONS,
        conduct.plan,
        secretary,
        (),
        conduct.NewInspection(TOP, X1, date(2026, 3, 9), False),
    )
    do(
        conduct.INSPECTIONS,
        conduct.plan,
        secretary,
        (),
        conduct.NewInspection(TOP, X1, date(2026, 3, 20), True),
    )
    assert [one.row.number for one in conducting.inspections(head)] == [2]
    assert [one.row.number for one in conducting.inspections(world.actor("head2"))] == []
    with pytest.raises(Refused):
        conducting.led(head, 1)
    with pytest.raises(NotAllowed):
        do(conduct.INSPECTIONS, conduct.hold, head, (1,), conduct.Findings(date(2026, 3, 2), "x", None))
    on = world.actor("secretary", later(7))
    do(
        conduct.INSPECTIONS,
        conduct.hold,
        on,
        (1,),
        conduct.Findings(date(2026, 3, 9), "Hai quầy không có người trực.", date(2026, 3, 16)),
    )
    seen = conducting.inspections(world.actor("head", later(7)))
    assert [(one.row.number, one.findings) for one in seen if one.row.state == "held"] == [
        (1, "Hai quầy không có người trực.")
    ]
    do(conduct.INSPECTIONS, conduct.close, on, (1,), conduct.Said("Đã bố trí người trực."))
    with pytest.raises(Refused) as error:
        do(conduct.INSPECTIONS, conduct.hold, on, (1,), conduct.Findings(date(2026, 3, 9), "x", None))
    assert code_of(error) == "wrong-state"
    do(conduct.INSPECTIONS, conduct.cancel, on, (2,), conduct.Said("Trùng lịch"))
    with pytest.raises(Refused):
        do(
            conduct.INSPECTIONS,
            conduct.plan,
            secretary,
            (),
            conduct.NewInspection(TOP, TOP, date(2026, 3, 9), True),
        )
    assert "Hai quầy" not in json.dumps(
        list(Event.objects.values_list("payload", flat=True)), ensure_ascii=False
    )
    assert registers.differences(conduct_models.EVENTS, conduct_models.TABLES) == []
