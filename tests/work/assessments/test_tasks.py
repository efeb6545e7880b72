"""My tasks: everybody finds what he can do now, and nothing that he cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

import played
import world as sample
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.queries.tasks import Task, tasks
from thangdo.work.editions import actions as editions
from thangdo.work.editions import acts as edition_acts
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
NOBODY = ("administrator", "observer", "author")


@pytest.fixture
def world() -> World:
    return sample.build()


def of(world: World, who: str, days: int = 0) -> list[Task]:
    return tasks(world.actor(who, timedelta(days=days)))


def kinds(world: World, who: str, days: int = 0) -> list[str]:
    return [one.kind for one in of(world, who, days)]


def test_the_publisher_dispatches_and_then_the_units_fill_in(world: World) -> None:
    sample.planned(world)
    assert kinds(world, "publisher") == ["dispatch"]
    assert kinds(world, "reporter") == []
    do(CAMPAIGNS, campaigns.dispatch, world.actor("publisher"), (SLUG,), campaigns.Dispatch())
    assert kinds(world, "publisher") == []
    (task,) = of(world, "reporter")
    assert (task.kind, task.unit, task.count, task.of, task.days) == ("fill-in", ("sample", "X1"), 0, 3, 21)
    assert [one.unit for one in of(world, "reporter2")] == [("sample", "X2")]
    assert of(world, "reporter", 40)[0].late


def test_the_head_signs_when_everything_is_answered_and_the_reporter_has_then_nothing_to_sign(
    world: World,
) -> None:
    sample.dispatched(world)
    assert kinds(world, "head") == ["fill-in"]
    played.fill(world, "commune", "reporter", played.VALUES)
    assert kinds(world, "head") == ["sign-off"]
    assert kinds(world, "reporter") == ["fill-in"]
    played.sign(world, "commune", "head")
    assert kinds(world, "head") == kinds(world, "reporter") == []


def test_the_appraiser_finds_returned_units_those_to_chase_and_second_opinions(world: World) -> None:
    played.returned(world, sample_percent=100)
    assert kinds(world, "appraiser") == ["appraise"]
    assert kinds(world, "appraiser", 40) == ["chase", "appraise"]
    played.decided(world)
    assert "second-opinion" in kinds(world, "appraiser2")
    assert "second-opinion" not in kinds(world, "appraiser")


def test_a_question_comes_back_to_the_unit_and_its_answer_to_the_head(world: World) -> None:
    played.returned(world)
    seen = played.see(world, "A2")["A2"]
    do(
        PARTS,
        appraising.ask,
        world.actor("appraiser"),
        (SLUG, world.ref("commune"), "A2"),
        appraising.Asked("Danh sách đâu?"),
        seen=seen,
    )
    (task,) = of(world, "reporter")
    assert (task.kind, task.count) == ("reply", 1)
    assert kinds(world, "appraiser") == ["waiting-for-reply"]
    played.fill(world, "commune", "reporter", {"A2": {"staff_trained": "9"}})
    assert kinds(world, "head") == ["return-reply"]


def test_each_step_to_the_publication_is_a_task_of_the_right_office(world: World) -> None:
    played.appraised(world)
    assert kinds(world, "publisher", 60) == ["notify"]
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))
    assert kinds(world, "head", 61) == ["look-at-result"]
    seen = played.see(world, "A2")["A2"]
    do(
        PARTS,
        objecting.object_to,
        world.actor("reporter", timedelta(days=61)),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Objection("Có"),
        seen=seen,
    )
    assert kinds(world, "council", 61) == ["hear"]
    assert kinds(world, "publisher", 62) == ["close-window"]  # nobody is silent
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=62)), (SLUG,))
    seen = played.see(world, "A2")["A2"]
    do(
        PARTS,
        objecting.hear,
        world.actor("council", timedelta(days=63)),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Hearing("Không", False, None),
        seen=seen,
    )
    assert kinds(world, "council", 63) == ["conclude"]
    do(
        CAMPAIGNS,
        campaigns.conclude,
        world.actor("council", timedelta(days=63)),
        (SLUG,),
        campaigns.Conclusion("Mẫu nhỏ"),
    )
    assert kinds(world, "chairman", 63) == ["approve"]
    assert kinds(world, "publisher", 63) == []
    do(
        CAMPAIGNS,
        campaigns.approve,
        world.actor("chairman", timedelta(days=64)),
        (SLUG,),
        campaigns.Approval("1/QĐ-UBND"),
    )
    assert kinds(world, "publisher", 64) == ["publish"]
    for who in NOBODY:
        assert kinds(world, who, 64) == []


def test_an_author_finds_his_draft_and_the_publisher_the_one_handed_in(world: World) -> None:
    version = editions.begin(world.actor("author"), world.units["province"], "sample-level", sample.EDITION)
    assert kinds(world, "author") == ["write-edition"]
    sample.moved(world, "author", edition_acts.submit, version)
    assert kinds(world, "author") == []
    assert kinds(world, "publisher") == ["publish-edition"]
