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
from thangdo.records.acts.frame import do
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.verify import verify
from thangdo.work.assessments import background_sealing, sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.actions.answering import NewEvidence
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer, Submission
from thangdo.work.assessments.replaying import differences
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    world = sample.build()
    sample.dispatched(world)
    return world


def everything_agrees() -> None:
    assert verify().ok
    for part in Submission.objects.select_related("campaign", "unit"):
        assert differences(part) == []


def die_and_repeat(act: Callable[[str], Callable[[], object]], most: int = 60) -> int:
    """Kill an act before its 1st, 2nd … statement, each time sending it again; how often it was killed."""
    for statement in range(1, most):
        doing = act(f"request-{statement}")
        if not killed_at(statement, doing):
            return statement - 1
        doing()  # the browser sends the same request again
    raise AssertionError("the act never ended")


def test_an_answer_is_lost_or_doubled_when_the_process_dies(world: World) -> None:
    ref = world.ref("commune")

    def act(key: str) -> Callable[[], object]:
        seen = world.sequence(SLUG, "commune", "A1")
        count = key.rpartition("-")[2]
        given = Given("A1", {"staff": count, "staff_with_computer": "1"}, seen)
        return lambda: answer(world.actor("reporter", key=key), SLUG, ref, given)

    deaths = die_and_repeat(act)
    stream = world.part(SLUG, "commune").stream
    given = [event for event in ledger.read(stream) if event.type == "answer.given"]
    assert deaths >= 8
    assert [event.payload["values"]["staff"] for event in given] == [str(n) for n in range(1, deaths + 2)]
    everything_agrees()


def test_an_evidence_is_doubled_when_the_process_dies(world: World) -> None:
    ref = world.ref("commune")

    def act(key: str) -> Callable[[], object]:
        new = NewEvidence("A1", f"Danh sách {key}", link="https://example.test/")
        return lambda: do(PARTS, answering.add_evidence, world.actor("reporter", key=key), (SLUG, ref), new)

    deaths = die_and_repeat(act)
    assert world.part(SLUG, "commune").evidences.count() == deaths + 1
    everything_agrees()


def test_half_of_the_units_are_asked_when_the_dispatch_dies(world: World) -> None:
    for statement in range(1, 60):
        slug = f"other-{statement}"
        sample.planned(world, slug)
        who = world.actor("publisher", key=slug)
        act = partial(do, CAMPAIGNS, campaigns.dispatch, who, (slug,), campaigns.Dispatch())
        if not killed_at(statement, act):
            break
        parts = Submission.objects.filter(campaign__slug=slug).count()
        assert parts in (0, 4) and (parts == 4) is (world.campaign(slug).state == "running")
        act()
        assert Submission.objects.filter(campaign__slug=slug).count() == 4
    assert statement > 8
    everything_agrees()


def test_a_publication_is_doubled_or_lost_when_the_process_dies(world: World) -> None:
    ref, day = world.ref("commune"), timedelta(days=60)
    seen = world.sequence(SLUG, "commune", "A1")
    given = Given("A1", {"staff": "9", "staff_with_computer": "9"}, seen)
    answer(world.actor("reporter"), SLUG, ref, given)
    do(PARTS, answering.sign_off, world.actor("head"), (SLUG, ref), seen=world.part(SLUG, "commune").sequence)
    do(
        PARTS,
        appraising.measure,
        world.actor("appraiser"),
        (SLUG, ref),
        appraising.Measured({"B2": {"satisfaction": "80"}}),
        seen={"B2": world.sequence(SLUG, "commune", "B2")},
    )
    rest = {
        row.node: row.sequence
        for row in Answer.objects.filter(submission__unit=world.units["commune"])
        if row.decision == "pending"
    }
    do(
        PARTS,
        appraising.accept,
        world.actor("appraiser"),
        (SLUG, ref),
        appraising.Accepted(tuple(rest)),
        seen=rest,
    )
    do(PARTS, appraising.finish, world.actor("appraiser"), (SLUG, ref))
    for other in ("other", "office", "department"):
        do(
            PARTS,
            answering.write_off,
            world.actor("appraiser", day),
            (SLUG, world.ref(other)),
            campaigns.Why("Không gửi"),
        )
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", day), (SLUG,))
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", day * 2), (SLUG,))
    do(CAMPAIGNS, campaigns.conclude, world.actor("council", day * 2), (SLUG,))
    do(
        CAMPAIGNS,
        campaigns.approve,
        world.actor("chairman", day * 2),
        (SLUG,),
        campaigns.Approval("1/QĐ-UBND"),
    )
    act = lambda: background_sealing.publish(world.actor("publisher", day * 2, key="once"), SLUG)  # noqa: E731
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
    ref, seen = world.ref("commune"), world.sequence(SLUG, "commune", "A1")

    def save(who: str, staff: str) -> Callable[[], object]:
        given = Given("A1", {"staff": staff, "staff_with_computer": "1"}, seen)
        return lambda: answer(world.actor(who), SLUG, ref, given)

    codes = at_once([save("reporter", "11"), save("head", "22"), save("reporter", "33"), save("head", "44")])
    assert sorted(codes) == [0, 1, 1, 1], "one is saved, the others are told that it has changed"
    everything_agrees()


def test_officers_at_different_criteria_wait_for_each_other_in_vain(world: World) -> None:
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
    ref, seen = world.ref("commune"), world.sequence(SLUG, "commune", "A1")
    given = Given("A1", {"staff": "5", "staff_with_computer": "1"}, seen)
    act = lambda: answer(world.actor("reporter", key="double"), SLUG, ref, given)  # noqa: E731
    assert at_once([act, act, act]) == [0, 0, 0]
    stream = world.part(SLUG, "commune").stream
    assert [event.type for event in ledger.read(stream)].count("answer.given") == 1
    everything_agrees()
