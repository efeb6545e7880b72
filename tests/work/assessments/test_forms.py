"""What a unit sees of its own part: no appraisal before its time, points that add up, what is missing."""

from __future__ import annotations

import pytest

from forms import SLUG, given, province
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import answering, appraising
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import forms, own
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = province()
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    return world


def returned(world: World) -> None:
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )


def test_the_units_own_points_are_the_sum_of_what_it_declared(world: World) -> None:
    given(world, "B4", {"hotline": "yes"})
    found = own.overview(world.actor("reporter"), SLUG, world.ref("commune"))
    points = {mark.code: mark.worth.point.score for mark in found.marks if mark.worth}
    assert points == {"A": "18", "B": "5"}
    assert found.total is not None and found.total.point.score == "23"


def test_what_the_office_measured_shows_through_neither_points_nor_values(world: World) -> None:
    before = own.overview(world.actor("reporter"), SLUG, world.ref("commune"))
    returned(world)
    office, unit = world.actor("appraiser"), world.ref("commune")
    see = world.sequence(SLUG, "commune", "B2")
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "B2"),
        appraising.Amended({"satisfaction": "75"}, ""),
        seen=see,
    )
    after = own.overview(world.actor("reporter"), SLUG, unit)
    assert before.total is not None and after.total is not None
    assert after.total.point == before.total.point
    page = forms.form(world.actor("reporter"), SLUG, unit, "B")
    item = next(one for one in page.items if one.question.node == "B2")
    assert item.worth is not None and item.worth.point.score is None
    assert all(entry.kept == "" for entry in item.entries)
    theirs = forms.form(world.actor("appraiser"), SLUG, unit, "B")
    item = next(one for one in theirs.items if one.question.node == "B2")
    assert item.worth is not None and item.worth.point.score == "15"


def test_every_kind_of_missing_is_named_and_what_hinders_the_sign_off(world: World) -> None:
    given(world, "A1", {"staff": "20"})
    given(world, "B4", {"hotline": "yes"})
    found = own.overview(world.actor("head"), SLUG, world.ref("commune"))
    kinds = {one.node: one.kind for one in found.missing}
    assert kinds["A1"] == "partial" and kinds["A2"] == "blank" and kinds["B4"] == "no-evidence"
    assert [one.node for one in found.stops] == ["A1"]
    assert not {"B2", "B3"} & kinds.keys()


def test_the_due_day_comes_with_the_days_that_were_counted(world: World) -> None:
    counted = own.overview(world.actor("reporter"), SLUG, world.ref("commune")).counted
    assert counted is not None and counted.day == world.part(SLUG, "commune").due
    assert sum(day.counted for day in counted.days) == 15


def test_an_input_of_two_criteria_is_typed_at_one_and_shown_at_the_other(world: World) -> None:
    page = forms.form(world.actor("reporter"), SLUG, world.ref("commune"), "A")
    second = next(one for one in page.items if one.question.node == "A2")
    assert [(entry.name, entry.kept, entry.elsewhere) for entry in second.shared] == [
        ("staff", "20", ("A1", "A"))
    ]


def test_another_units_part_is_the_same_as_none(world: World) -> None:
    for ask in (forms.form, own.overview, own.objecting):
        with pytest.raises(Refused) as caught:
            ask(world.actor("reporter2"), SLUG, world.ref("commune"))
        assert caught.value.code == "takes-no-part"
