"""A second opinion is blind: whoever owes it gets the same bytes everywhere, whatever was decided first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import desk
import played
import world as sample
from faces.telling import paths, told
from programs import BASE
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer
from world import World

pytestmark = pytest.mark.django_db
WHERE = (played.SLUG, ("sample", "X1"))
SECRET = "Số máy đếm lại tại chỗ"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    """The commune has returned; A1 was drawn and waits for its first decision."""
    settings.DEMO = True
    made = sample.build()
    played.returned(made)
    Answer.objects.update(sampled=False)
    Answer.objects.filter(submission__unit=made.units["commune"], node="A1").update(sampled=True)
    desk.at(monkeypatch, made, 1)
    return made


def accept(world: World) -> None:
    given = appraising.Accepted(("A1",))
    do(PARTS, appraising.accept, world.actor("appraiser"), WHERE, given, seen=played.see(world, "A1"))


def amend(world: World) -> None:
    given = appraising.Amended({"staff": "20", "staff_with_computer": "9"}, SECRET)
    where, seen = (*WHERE, "A1"), played.see(world, "A1")["A1"]
    do(PARTS, appraising.amend, world.actor("appraiser"), where, given, seen=seen)


def mark(world: World) -> None:
    where, seen = (*WHERE, "A1"), played.see(world, "A1")["A1"]
    do(PARTS, appraising.mark, world.actor("appraiser"), where, campaigns.Why(SECRET), seen=seen)


def onwards(act: Callable[[World], None]) -> Callable[[World], None]:
    """The act, and everything up to the notice of the results."""

    def notified(world: World) -> None:
        act(world)
        office, days = world.actor("appraiser"), timedelta(days=60)
        do(PARTS, appraising.observe, office, WHERE, appraising.Observed("visits", [{"polite": "yes"}]))
        left = ("A2", "B1", "B3")
        do(PARTS, appraising.accept, office, WHERE, appraising.Accepted(left), seen=played.see(world, *left))
        where, seen = (*WHERE, "B2"), played.see(world, "B2")["B2"]
        do(PARTS, appraising.amend, office, where, appraising.Amended({"satisfaction": "75"}, ""), seen=seen)
        do(PARTS, appraising.finish, office, WHERE)
        late = world.actor("appraiser", days)
        for other in ("other", "office", "department"):
            why = campaigns.Why("Không gửi bản tự đánh giá")
            do(PARTS, answering.write_off, late, (played.SLUG, world.ref(other)), why)
        do(CAMPAIGNS, campaigns.notify, world.actor("publisher", days), (played.SLUG,))

    return notified


ANSWER = f"{BASE}/campaigns/{played.SLUG}/units/sample:X1/answers/A1"


def then_second(act: Callable[[World], None]) -> Callable[[World], None]:
    def both(world: World) -> None:
        act(world)
        do(PARTS, appraising.second, world.actor("appraiser2"), (*WHERE, "A1"), appraising.Second())

    return both


def test_whoever_owes_a_second_opinion_can_tell_nothing_of_the_first(world: World) -> None:
    assert told(world, {"appraiser2": list(paths(world))}, (accept, amend, mark)) == {"appraiser2": set()}


def test_it_stays_blind_when_the_results_are_notified(world: World) -> None:
    acts = onwards(accept), onwards(amend)
    assert told(world, {"appraiser2": list(paths(world))}, acts) == {"appraiser2": set()}


def test_who_owes_none_and_who_has_given_his_see_what_was_decided(world: World) -> None:
    assert told(world, {"publisher": (ANSWER,)}, (accept, amend)) == {"publisher": {ANSWER}}
    given = then_second(accept), then_second(amend)
    assert told(world, {"appraiser2": (ANSWER,)}, given) == {"appraiser2": {ANSWER}}
