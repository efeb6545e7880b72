"""An act on all units of a large campaign: the worker does it once; who asked learns what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

import played
import world as sample
from thangdo.records.files.kept import BeingMade
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.assessments import large_acts
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import large

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> sample.World:
    """A planned campaign that counts as large."""
    built = sample.build()
    sample.planned(built, SLUG)
    monkeypatch.setattr(large, "LARGE", 0)
    return built


def work() -> int:
    """What the worker would do; how many tasks it ran."""
    waiting = list(DBTaskResult.objects.filter(task_path__endswith="large_acts.do_it"))
    for one in waiting:
        import_string(one.task_path).func(*one.args_kwargs["args"], **one.args_kwargs["kwargs"])
        one.delete()
    return len(waiting)


def dispatch(actor: Any, seen: int | None = None) -> Any:
    return large_acts.do(
        CAMPAIGNS, campaigns.dispatch, actor, (SLUG,), campaigns.Dispatch(actor.day), seen=seen
    )


def test_a_campaign_is_dispatched_twice_or_its_answer_is_lost(world: sample.World) -> None:
    publisher = world.actor("publisher", key="k1")
    for _ in range(3):
        with pytest.raises(BeingMade):
            dispatch(publisher)
    campaign = Campaign.objects.get(slug=SLUG)
    assert large_acts.doing(campaign) == "dispatch" and not Submission.objects.exists()
    assert work() == 1
    campaign.refresh_from_db()
    parts = Submission.objects.count()
    assert campaign.state == "running" and parts and large_acts.doing(campaign) == ""
    assert campaign.dispatched_on == publisher.day
    assert dispatch(publisher)["units"] == parts  # the same request gets the receipt
    with pytest.raises(Refused, match="wrong-state"):
        dispatch(world.actor("publisher", key="k2"))


def test_who_may_not_or_has_not_seen_learns_it_at_once(world: sample.World) -> None:
    with pytest.raises(NotAllowed):
        dispatch(world.actor("reporter"))
    with pytest.raises(Stale):
        dispatch(world.actor("publisher"), seen=Campaign.objects.get(slug=SLUG).sequence + 7)
    assert work() == 0


def test_nobody_learns_why_the_worker_did_not_do_it(world: sample.World) -> None:
    publisher = world.actor("publisher", key="k1")
    with pytest.raises(BeingMade):
        dispatch(publisher)
    assert work() == 1
    later = world.actor("publisher", timedelta(days=1), key="k3")
    with pytest.raises(BeingMade):  # no unit has been appraised: only the act itself counts that
        large_acts.do(CAMPAIGNS, campaigns.notify, later, (SLUG,))
    assert work() == 1
    campaign = Campaign.objects.get(slug=SLUG)
    told = large_acts.refusal(campaign)
    assert told is not None and told[0] == "not-all-appraised" and large_acts.doing(campaign) == ""
    with pytest.raises(Refused, match="not-all-appraised"):
        large_acts.do(CAMPAIGNS, campaigns.notify, later, (SLUG,))
    with pytest.raises(BeingMade):  # and then it may be tried again
        large_acts.do(CAMPAIGNS, campaigns.notify, later, (SLUG,))
