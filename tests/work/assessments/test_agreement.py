"""Two appraisers on a sample: each decides alone, and the page says how far they agree."""

from __future__ import annotations

import pytest

import played
import world as sample
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising, campaigns, objecting
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import agreement, blind, items
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


@pytest.fixture
def world() -> World:
    """Every answer is in the sample, and the first appraiser has decided the commune."""
    made = sample.build()
    played.returned(made, sample_percent=100)
    played.decided(made)
    return made


def second(world: World, node: str, values: dict[str, str] | None) -> None:
    do(
        PARTS,
        appraising.second,
        world.actor("appraiser2"),
        (SLUG, world.ref("commune"), node),
        appraising.Second(values),
    )


def test_the_first_appraiser_is_not_asked_for_a_second_opinion_on_his_own_answers(world: World) -> None:
    assert blind.to_give(world.actor("appraiser")).count() == 0
    assert blind.to_give(world.actor("appraiser2")).count() == 3
    second(world, "A1", None)
    assert blind.to_give(world.actor("appraiser2")).count() == 2
    assert blind.to_give(world.actor("reporter")).count() == 0


def test_the_second_appraiser_sees_what_was_declared_and_nothing_of_the_first_decision(world: World) -> None:
    rows = blind.to_give(world.actor("appraiser2")).filter(node="A2")
    (shown,) = items.sampled(world.actor("appraiser2"), world.part(SLUG, "commune"), rows)
    assert next((one.name, one.text) for one in shown.declared) == ("staff_trained", "10")
    assert "8" not in repr(shown.declared) and "giấy" not in repr(shown)


def test_an_amendment_to_another_value_is_not_agreement(world: World) -> None:
    second(world, "A1", None)  # as the first
    second(world, "A2", {"staff_trained": "7"})  # the first said 8
    second(world, "B1", None)
    found = agreement.report(world.actor("council"), SLUG)
    assert (found.whole.pairs, found.whole.agreed, str(found.whole.same.value)) == (3, 2, "2/3")
    assert str(found.whole.kappa.value) == "1"  # both accepted two and amended one
    assert [(one.node, one.first, one.second) for one in found.differ] == [("A2", "amended", "amended")]
    assert [one.part for one in found.parts] == ["A", "B"]


def test_what_the_council_decided_later_does_not_count_as_the_first_opinion(world: World) -> None:
    office, unit = world.actor("appraiser"), world.ref("commune")
    do(PARTS, appraising.undo, office, (SLUG, unit, "A2"), seen=played.see(world, "A2")["A2"])
    do(
        PARTS,
        appraising.mark,
        office,
        (SLUG, unit, "A2"),
        campaigns.Why("Xin ý kiến"),
        seen=played.see(world, "A2")["A2"],
    )
    second(world, "A2", None)
    do(
        PARTS,
        objecting.decide,
        world.actor("council"),
        (SLUG, unit, "A2"),
        objecting.Ruling("Đủ căn cứ", None),
        seen=played.see(world, "A2")["A2"],
    )
    (pair,) = agreement.pairs_of(world.campaign())
    assert (pair.first, pair.second) == ("council", "accepted")


def test_nothing_compared_is_said_and_is_no_zero(world: World) -> None:
    found = agreement.report(world.actor("council"), SLUG)
    assert found.whole.same.value is None and found.whole.same.reason == "nothing-compared"
