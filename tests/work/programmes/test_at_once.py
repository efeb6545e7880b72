"""Officers who act on the same programme at once: one after the other, and never on what is closed."""

from __future__ import annotations

from datetime import date

import pytest

import programme_world as sample
from dying import at_once
from programme_world import DECISION, DESK, SLUG, TOP, WORDS, begun, part
from thangdo.records.acts.frame import do
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import verify
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.replaying import differences
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = date(2026, 3, 1)


@pytest.fixture
def world() -> World:
    return sample.build()


def everything_agrees() -> None:
    assert verify().ok
    for programme in Programme.objects.all():
        assert differences(programme) == []


def test_two_officers_reach_and_take_back_at_once(world: World) -> None:
    begun(world)
    where = DESK
    do(PROGRAMMES, parts.reach, world.actor("head"), where, parts.Reach("decision", MARCH, **DECISION))
    seen = part(world).sequence
    head, reporter, leading = (world.actor(who, key=who[:1]) for who in ("head", "reporter", "leading"))
    codes = at_once(
        [
            lambda: do(PROGRAMMES, parts.undo, head, where, parts.Undo("decision", "Nhầm"), seen=seen),
            lambda: do(
                PROGRAMMES, parts.reach, reporter, where, parts.Reach("room", MARCH, **WORDS), seen=seen
            ),
            lambda: do(PROGRAMMES, parts.cost, leading, where, parts.Cost(5), seen=seen),
        ]
    )
    assert sorted(codes) == [0, 1, 1]
    everything_agrees()


def test_two_secretaries_begin_the_same_programme_at_once(world: World) -> None:
    plan = programmes.Plan("one-stop", TOP)
    acts = [
        lambda n=n: do(PROGRAMMES, programmes.begin, world.actor("secretary", key=f"k{n}"), ("twice",), plan)
        for n in range(3)
    ]
    assert sorted(at_once(acts)) == [0, 1, 1]
    everything_agrees()


@pytest.mark.parametrize("n", range(6))
def test_a_unit_enters_a_cost_after_its_programme_was_closed(world: World, n: int) -> None:
    begun(world)
    where, head, secretary = DESK, world.actor("head"), world.actor("secretary")
    acts = [
        lambda: do(PROGRAMMES, programmes.close, secretary, (SLUG,), programmes.Close("Hết năm")),
        lambda: do(PROGRAMMES, parts.cost, head, where, parts.Cost(5)),
    ]
    at_once(acts if n % 2 else acts[::-1])
    closed = Event.objects.get(stream=f"programme:{SLUG}", type="programme.moved")
    costed = Event.objects.filter(stream=part(world).stream, type="part.costed").first()
    assert costed is None or costed.pk < closed.pk
    everything_agrees()
