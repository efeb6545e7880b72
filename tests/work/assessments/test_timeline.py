"""The timeline tells who did what and why, and does not tell a unit what is not for it yet."""

from __future__ import annotations

from datetime import timedelta

import pytest

import played
import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.queries import timeline
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


@pytest.fixture
def world() -> World:
    return sample.build()


def test_the_reason_of_an_amendment_is_read_with_name_office_and_day(world: World) -> None:
    played.appraised(world)
    found = timeline.of_answer(world.actor("publisher"), SLUG, world.ref("commune"), "A2")
    amended = next(one for one in found.moments if one.type == "answer.decided")
    assert amended.why == {"reason": "Hai người không có giấy"}
    assert (amended.who, amended.role, amended.unit) == ("Người Mẫu (appraiser)", "appraiser", "Sở Mẫu 1")
    assert amended.values == {"staff_trained": "8"} and amended.facts["decision"] == "amended"
    assert [one.type for one in found.moments].count("answer.given") == 1


def test_a_unit_does_not_read_the_appraisal_before_it_is_notified(world: World) -> None:
    played.appraised(world)
    before = timeline.of_unit(world.actor("head"), SLUG, world.ref("commune"))
    assert {one.type for one in before.moments} == {"submission.opened", "answer.given", "submission.moved"}
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))
    after = timeline.of_unit(world.actor("head", timedelta(days=61)), SLUG, world.ref("commune"))
    amended = next(one for one in after.moments if one.type == "answer.decided" and one.node == "A2")
    assert amended.who == ""  # the appraiser's name is not for the unit; the office is
    assert amended.unit == "Sở Mẫu 1"
    assert next(one for one in after.moments if one.type == "answer.given").who == "Người Mẫu (reporter)"


def test_another_commune_reads_nothing_of_it(world: World) -> None:
    played.appraised(world)
    with pytest.raises(Refused, match="takes-no-part"):
        timeline.of_unit(world.actor("head2"), SLUG, world.ref("commune"))


def test_a_campaign_whose_name_begins_alike_is_not_mixed_in(world: World) -> None:
    sample.dispatched(world)
    sample.dispatched(world, "sample-2025-again")
    found = timeline.of_campaign(world.actor("publisher"), SLUG, whole=True)
    assert sum(one.type == "submission.opened" for one in found.moments) == 4
    own = timeline.of_campaign(world.actor("reporter"), SLUG, whole=True)
    assert {one.type for one in own.moments} == {"campaign.planned", "campaign.dispatched"}


def test_a_long_timeline_goes_on_page_by_page_without_losing_an_event(world: World) -> None:
    played.appraised(world)
    whole = timeline.of_campaign(world.actor("publisher"), SLUG, whole=True).moments
    seen, before = [], None
    for _ in range(20):
        page = timeline.of_campaign(world.actor("publisher"), SLUG, whole=True, before=before, most=7)
        seen += [(one.part, one.sequence) for one in page.moments]
        before = page.before
        if before is None:
            break
    assert seen == [(one.part, one.sequence) for one in whole]
