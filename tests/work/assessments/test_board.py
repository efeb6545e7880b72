"""What the chairman would read wrongly from the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import world as sample
from answers import Given, answer
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units import paths
from thangdo.work.assessments.actions import answering, campaigns
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import board
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    return sample.build()


def answered(world: World, who: str, unit: str, later: timedelta = timedelta()) -> None:
    seen = world.sequence(SLUG, unit, "B1")
    given = Given("B1", {"website": "own"}, seen)
    answer(world.actor(who, later), SLUG, world.ref(unit), given)


def signed(world: World, who: str, unit: str, later: timedelta = timedelta()) -> None:
    do(
        PARTS,
        answering.sign_off,
        world.actor(who, later),
        (SLUG, world.ref(unit)),
        seen=world.part(SLUG, unit).sequence,
    )


def test_a_unit_that_returned_late_is_counted_as_returned_and_as_late_not_as_overdue(world: World) -> None:
    sample.dispatched(world)
    answered(world, "reporter", "commune")
    signed(world, "head", "commune", timedelta(days=30))
    found = board.board(world.actor("publisher", timedelta(days=31)), SLUG)
    communes = next(one for one in found.tiers if one.tier == "commune")
    assert (communes.units, communes.returned, communes.on_time, communes.late, communes.overdue) == (
        2,
        1,
        0,
        1,
        1,
    )
    assert found.total.units == 4 and found.total.overdue == 3
    assert str(communes.share("returned")) == "1/2"


def test_on_the_last_day_nobody_is_overdue_and_the_day_after_everybody_is(world: World) -> None:
    campaign = sample.dispatched(world)
    last = campaign.return_by - campaign.dispatched_on  # type: ignore[operator]
    assert board.board(world.actor("observer", last), SLUG).total.overdue == 0
    assert board.board(world.actor("observer", last + timedelta(days=1)), SLUG).total.overdue == 4


def test_more_time_given_to_a_unit_is_not_counted_as_late(world: World) -> None:
    campaign = sample.dispatched(world)
    assert campaign.return_by
    do(
        PARTS,
        campaigns.extend,
        world.actor("appraiser"),
        (SLUG, world.ref("commune")),
        campaigns.Until(campaign.return_by + timedelta(days=20), "Bão lũ"),
    )
    found = board.board(world.actor("publisher", timedelta(days=30)), SLUG, tier="commune", sort="-due")
    assert [(one.code, one.overdue, one.extended) for one in found.lines] == [
        ("X1", False, True),
        ("X2", True, False),
    ]


def test_a_name_is_found_without_its_marks_and_a_filter_leaves_the_counts_whole(world: World) -> None:
    sample.dispatched(world)
    found = board.board(world.actor("publisher"), SLUG, text="so mau 2")
    assert [one.code for one in found.lines] == ["S2"]
    assert found.total.units == 4
    assert board.board(world.actor("publisher"), SLUG, state="no-such-filter").found == 0


def test_a_page_beyond_the_end_shows_the_last_one(world: World) -> None:
    sample.dispatched(world)
    found = board.board(world.actor("publisher"), SLUG, size=3, page=9)
    assert (found.page, found.pages, len(found.lines)) == (2, 2, 1)


def test_the_number_of_queries_does_not_grow_with_the_units(world: World) -> None:
    district = world.units["district"]
    for number in range(3, 40):
        sample.unit(f"X{number}", f"Xã Mẫu {number}", "commune", "xã", district)
    paths.refresh()
    sample.dispatched(world)
    with CaptureQueriesContext(
        connection,
    ) as many:
        found = board.board(world.actor("publisher"), SLUG)
    assert found.total.units == 41
    assert not any("assessments_answer" in query["sql"] for query in many.captured_queries)
    assert len(many.captured_queries) <= 6


def test_a_commune_sees_its_campaign_in_the_list_and_not_the_board_of_all(world: World) -> None:
    sample.dispatched(world)
    assert [(row.slug, counts) for row, counts in board.campaigns(world.actor("reporter"))] == [(SLUG, None)]
    with pytest.raises(NotAllowed):
        board.board(world.actor("reporter"), SLUG)
    with pytest.raises(Refused, match="no-such-campaign"):
        board.board(world.actor("author"), SLUG)
    assert len(board.every(world.actor("observer"), SLUG, tier="commune")) == 2
