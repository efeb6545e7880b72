"""A process killed at any moment of an act: nothing lost, nothing doubled; and several officers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

import world as sample
from answers import Given, answer
from dying import at_once, killed_at
from stages import assessments as stage
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.verify import verify
from thangdo.work.assessments import background_sealing, sealing
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.replaying import differences
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = stage.SLUG


@pytest.fixture
def world() -> World:
    return sample.build()


def everything_agrees() -> None:
    assert verify().ok
    for part in Submission.objects.select_related("campaign", "unit"):
        assert differences(part) == []


def test_a_publication_is_doubled_or_lost_when_the_process_dies(world: World) -> None:
    later = timedelta(days=93)
    stage.approved(world)
    publisher = world.actor("publisher", later, key="once")
    act = partial(background_sealing.publish, publisher, SLUG)
    for statement in range(1, 200):
        if not killed_at(statement, act):
            break
    assert statement > 15
    act()
    campaign = world.campaign(SLUG)
    assert (campaign.state, campaign.revision, campaign.publications.count()) == ("published", 1, 1)
    assert sealing.path_of(campaign.publications.get().sha256).exists()
    assert not list((Path(settings.DATA) / sealing.FOLDER).glob("*.partial"))
    everything_agrees()


def test_two_officers_save_the_same_answer_at_once(world: World) -> None:
    sample.dispatched(world)
    ref, seen = world.ref("commune"), world.sequence(SLUG, "commune", "A1")

    def save(who: str, staff: str) -> Callable[[], object]:
        given = Given("A1", {"staff": staff, "staff_with_computer": "1"}, seen)
        return lambda: answer(world.actor(who), SLUG, ref, given)

    codes = at_once([save("reporter", "11"), save("head", "22"), save("reporter", "33"), save("head", "44")])
    assert sorted(codes) == [0, 1, 1, 1], "one is saved, the others are told that it has changed"
    everything_agrees()


def test_officers_at_different_criteria_wait_for_each_other_in_vain(world: World) -> None:
    sample.dispatched(world)
    ref = world.ref("commune")
    given = [
        Given("A1", {"staff": "20", "staff_with_computer": "18"}, world.sequence(SLUG, "commune", "A1")),
        Given("A2", {"staff_trained": "10"}, world.sequence(SLUG, "commune", "A2")),
        Given("B1", {"website": "own"}, world.sequence(SLUG, "commune", "B1")),
    ]
    acts = [lambda one=one: answer(world.actor("reporter"), SLUG, ref, one) for one in given]
    assert at_once(acts) == [0, 0, 0]
    assert world.part(SLUG, "commune").answered == 3
    everything_agrees()


def test_the_same_form_sent_by_two_servers_at_once_counts_twice(world: World) -> None:
    sample.dispatched(world)
    ref, seen = world.ref("commune"), world.sequence(SLUG, "commune", "A1")
    given = Given("A1", {"staff": "5", "staff_with_computer": "1"}, seen)
    act = lambda: answer(world.actor("reporter", key="double"), SLUG, ref, given)  # noqa: E731
    assert at_once([act, act, act]) == [0, 0, 0]
    stream = world.part(SLUG, "commune").stream
    assert [event.type for event in ledger.read(stream)].count("answer.given") == 1
    everything_agrees()
