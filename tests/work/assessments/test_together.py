"""What is decided of the campaign as a whole and what is done in one part, at once: one of the two wins.

Without the shared lock both were done on PostgreSQL: values were put right after the conclusion,
and a part was left open in a campaign whose results were notified.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

import played
import world as sample
from dying import at_once
from stages import assessments as stage
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import background_sealing, replaying
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = played.SLUG
UNTIL = campaigns.Until(stage.UNTIL.due, "Vì một lý do mẫu")


def all_gone(world: World) -> None:
    """Every unit is appraised or written off: the results can be notified."""
    played.appraised(world)


#: of the campaign, by whom; of a part, by whom, of which unit and criterion, with what; where it begins
PAIRS: dict[str, tuple[Any, str, Any, str, str, str, Any, Callable[[World], Any]]] = {
    "put right after the conclusion": (
        campaigns.conclude,
        "council",
        objecting.put_right,
        "council",
        "commune",
        "A2",
        appraising.Amended({"staff_trained": "9"}, "Tìm thấy giấy"),
        stage.deciding,
    ),
    "let in after the notice": (
        campaigns.notify,
        "publisher",
        answering.let_in,
        "appraiser",
        "other",
        "",
        UNTIL,
        all_gone,
    ),
    "taken up again after the notice": (
        campaigns.notify,
        "publisher",
        appraising.resume,
        "appraiser",
        "commune",
        "",
        stage.WHY,
        all_gone,
    ),
}


@pytest.mark.postgresql
@pytest.mark.parametrize("pair", PAIRS)
def test_a_part_changes_while_the_campaign_goes_on(pair: str) -> None:
    of_all, first, of_part, second, unit, node, given, begin = PAIRS[pair]
    world = sample.build()
    begin(world)
    stage.later(world, 100)
    where: tuple[Any, ...] = (SLUG, world.ref(unit), *([node] if node else []))
    seen = world.sequence(SLUG, unit, node) if node else None
    of_campaign = [campaigns.Conclusion("Mẫu nhỏ")] if of_all is campaigns.conclude else []
    acts = [
        partial(do, CAMPAIGNS, of_all, world.actor(first), (SLUG,), *of_campaign),
        partial(do, PARTS, of_part, world.actor(second), where, given, seen=seen),
    ]
    done = at_once(acts)
    if of_all is campaigns.notify:
        assert sorted(done) == [0, 1], "either the part is open again, or the results are notified"
    else:
        assert done[0] == 0, "the council concludes, with the value put right or without"
    assert list(replaying.every()) == []


def test_what_is_approved_and_published_is_not_what_the_council_concluded() -> None:
    world = sample.build()
    stage.approved(world)
    later = timedelta(days=93)
    row = Answer.objects.get(submission=world.part(SLUG, "commune"), node="A1")
    row.declared = {"staff": "20", "staff_with_computer": "1"}  # behind the back of the ledger
    row.save()
    with pytest.raises(Refused, match="tables-differ"):
        background_sealing.publish(world.actor("publisher", later), SLUG)
    do(CAMPAIGNS, campaigns.revoke, world.actor("chairman", later), (SLUG,), stage.WHY)
    again = campaigns.Approval("2/QĐ-UBND")
    with pytest.raises(Refused, match="results-moved"):
        do(CAMPAIGNS, campaigns.approve, world.actor("chairman", later), (SLUG,), again)
    assert world.campaign(SLUG).revision == 0
