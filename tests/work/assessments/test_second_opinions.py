"""The second opinions that were drawn are given before the council concludes, or it says why not."""

from __future__ import annotations

from datetime import timedelta

import pytest

import played
import world as sample
from stages import assessments as stage
from thangdo.records.acts.frame import do
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import papers
from thangdo.work.assessments.actions import appraising, campaigns
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.paper_heading import Details
from thangdo.work.assessments.queries import agreement, blind, council
from thangdo.work.assessments.sampled import not_given
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
WHY = "Người thẩm định thứ hai nghỉ ốm dài ngày"


@pytest.fixture
def world() -> World:
    """The council may conclude; A1 of the commune was drawn and nobody has given the second opinion."""
    made = sample.build()
    stage.deciding(made)
    Answer.objects.update(sampled=False)
    Answer.objects.filter(submission__unit=made.units["commune"], node="A1").update(sampled=True)
    return made


def conclude(world: World, reason: str = "") -> None:
    council_ = world.actor("council", timedelta(days=91))
    do(CAMPAIGNS, campaigns.conclude, council_, (SLUG,), campaigns.Conclusion(reason))


def test_the_council_does_not_conclude_over_an_opinion_that_was_drawn_and_not_given(world: World) -> None:
    assert not_given(world.campaign()).count() == 1
    assert council.agenda(world.actor("council"), SLUG).opinions == 1
    with pytest.raises(Refused, match="second-opinions-open") as refused:
        conclude(world, "   ")
    assert refused.value.facts["answers"] == 1
    assert world.campaign().state == "deciding"


def test_it_concludes_with_a_reason_that_stands_in_the_ledger_and_in_the_report(world: World) -> None:
    conclude(world, WHY)
    event = Event.objects.get(stream=world.campaign().stream, payload__act="conclude")
    assert event.payload["reason"]["ref"] and WHY not in str(event.payload)
    gathered = papers.gather(world.actor("publisher", timedelta(days=91)), SLUG)
    assert papers.report(gathered, Details()).opinions_left_out == WHY


def test_the_opinion_can_still_be_given_while_the_council_decides_and_then_no_reason_is_asked(
    world: World,
) -> None:
    second = world.actor("appraiser2", timedelta(days=90))
    assert blind.to_give(second).count() == 1
    do(PARTS, appraising.second, second, (SLUG, world.ref("commune"), "A1"), appraising.Second())
    assert agreement.report(world.actor("publisher"), SLUG).open == 0
    conclude(world)
    gathered = papers.gather(world.actor("publisher", timedelta(days=91)), SLUG)
    assert papers.report(gathered, Details()).opinions_left_out == ""


def test_what_was_never_signed_off_waits_for_no_second_opinion(world: World) -> None:
    Answer.objects.update(sampled=False)
    Answer.objects.filter(submission__unit=world.units["other"]).update(sampled=True)
    conclude(world)
