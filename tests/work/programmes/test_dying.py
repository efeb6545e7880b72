"""A process killed at any statement of a programme's acts: nothing lost or doubled; officers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

import programme_world as sample
from dying import at_once, killed_at
from programme_world import DECISION, SLUG, begun, part
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.verify import verify
from thangdo.work.programmes import registers
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.parts import Proof
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.assets import models as asset_models
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.conduct import models as conduct_models
from thangdo.work.programmes.models import Count, Inspection, Part, Programme, Reached, RoadmapLine
from thangdo.work.programmes.replaying import differences
from thangdo.work.programmes.staff import actions as staff
from thangdo.work.programmes.staff import models as staff_models
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = date(2026, 3, 1)
ROOMS = ((asset_models.EVENTS, asset_models.TABLES), (conduct_models.EVENTS, conduct_models.TABLES),
         (staff_models.EVENTS, staff_models.TABLES))  # fmt: skip


@pytest.fixture
def world() -> World:
    return sample.build()


def everything_agrees() -> None:
    assert verify().ok
    for programme in Programme.objects.all():
        assert differences(programme) == []
    for events, tables in ROOMS:
        assert registers.differences(events, tables) == []


def die_everywhere(act_for: Callable[[int], Callable[[], object]], after: Callable[[int], None]) -> int:
    """Kill the act before its 1st, 2nd, … statement, look, and send it again; how many statements it has."""
    for statement in range(1, 80):
        act = act_for(statement)
        if not killed_at(statement, act):
            return statement
        after(statement)
        act()
    raise AssertionError("the act has no end")


def test_half_of_the_units_take_part_when_the_adding_dies(world: World) -> None:
    def act_for(n: int) -> Callable[[], object]:
        slug = f"desks-{n}"
        plan = programmes.Plan(slug, "one-stop", world.ref("province"))
        programmes.begin(world.actor("secretary"), plan)
        rule = {"units": ["sample:X1", "sample:X2"]}
        return lambda: programmes.add_units(world.actor("secretary", key=f"add-{n}"), slug, rule)

    def after(n: int) -> None:
        assert Part.objects.filter(programme__slug=f"desks-{n}").count() == 0
        assert len(list(ledger.read(f"programme:desks-{n}"))) == 1

    last = die_everywhere(act_for, after)
    assert last > 8
    for n in range(1, last + 1):
        assert Part.objects.filter(programme__slug=f"desks-{n}").count() == 2
        assert [one.type for one in ledger.read(f"programme:desks-{n}")] == [
            "programme.begun",
            "programme.units-added",
        ]
    everything_agrees()


def test_a_milestone_is_lost_or_counted_twice_when_the_process_dies(world: World) -> None:
    begun(world)
    ref = world.ref("commune")

    def act_for(n: int) -> Callable[[], object]:
        proof = Proof(link=f"https://commune.example/decision/{n}")
        return lambda: parts.reach(world.actor("head", key=f"reach-{n}"), SLUG, ref, "decision", MARCH, proof)

    def after(n: int) -> None:
        said = [one for one in ledger.read(part(world).stream) if one.type == "milestone.reached"]
        assert len(said) == n - 1 and part(world).reached == (n > 1)

    last = die_everywhere(act_for, after)
    assert last > 8
    assert Reached.objects.count() == 1
    assert len([one for one in ledger.read(part(world).stream) if one.type == "milestone.reached"]) == last
    everything_agrees()


def test_a_count_of_the_backlog_is_lost_when_the_process_dies(world: World) -> None:
    begun(world, "backlog", "backlog")
    ref = world.ref("commune")

    def act_for(n: int) -> Callable[[], object]:
        actor = world.actor("head", key=f"count-{n}")
        return lambda: parts.count(actor, "backlog", ref, "open", MARCH, 1000 - n, frozen=n == 1)

    die_everywhere(act_for, lambda n: None)
    (row,) = Count.objects.all()
    said = [one.payload["count"] for one in ledger.read(part(world, slug="backlog").stream)
            if one.type == "figure.counted"]  # fmt: skip
    assert row.count == said[-1] and row.frozen and len(said) == len(set(said))
    everything_agrees()


def test_an_act_of_a_room_is_half_written_when_the_process_dies(world: World) -> None:
    head, ref = world.actor("head"), world.ref("commune")

    def buy(n: int) -> Callable[[], object]:
        line = assets.Line(2027, "computer", n, Decimal(1_000_000 * n), "district")
        return lambda: assets.plan_line(world.actor("head", key=f"buy-{n}"), ref, line)

    last = die_everywhere(buy, lambda n: None)
    assert sorted(RoadmapLine.objects.values_list("count", flat=True)) == list(range(1, last + 1))

    def inspect(n: int) -> Callable[[], object]:
        actor = world.actor("secretary", key=f"inspect-{n}")
        return lambda: conduct.plan(actor, world.ref("province"), ref, date(2026, 3, 9), False)

    last = die_everywhere(inspect, lambda n: None)
    assert list(Inspection.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, last + 1)
    )

    staff.open_post(head, ref, "Công chức phụ trách CNTT")

    def take(n: int) -> Callable[[], object]:
        return lambda: staff.take(world.actor("head", key=f"take-{n}"), ref, 1, f"Người Mẫu {n}", since=MARCH)

    last = die_everywhere(take, lambda n: None)
    post = staff_models.Post.objects.get()
    assert post.holdings.count() == last and post.holdings.filter(until=None).count() == 1
    everything_agrees()


def test_two_officers_reach_and_take_back_at_once(world: World) -> None:
    begun(world)
    ref = world.ref("commune")
    parts.reach(world.actor("head"), SLUG, ref, "decision", MARCH, DECISION)
    seen = part(world).sequence
    codes = at_once(
        [
            lambda: parts.undo(world.actor("head", key="a"), SLUG, ref, "decision", "Nhầm", seen),
            lambda: parts.reach(
                world.actor("reporter", key="b"), SLUG, ref, "room", MARCH, sample.WORDS, seen
            ),
            lambda: parts.cost(world.actor("leading", key="c"), SLUG, ref, Decimal(5), None, seen),
        ]
    )
    assert sorted(codes) == [0, 1, 1]
    everything_agrees()


def test_two_secretaries_begin_the_same_programme_at_once(world: World) -> None:
    plan = programmes.Plan("twice", "one-stop", world.ref("province"))
    acts = [lambda n=n: programmes.begin(world.actor("secretary", key=f"k{n}"), plan) for n in range(3)]
    assert sorted(at_once(acts)) == [0, 1, 1]
    everything_agrees()
