"""The weak places of a campaign: whom a plan must help, and with what."""

from __future__ import annotations

from datetime import date

import pytest

import played
import world as sample
from thangdo.records.people.acting import NotAllowed
from thangdo.work.assessments import permissions
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import weak

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


def test_a_criterion_is_weak_below_its_own_gate_or_below_one_half() -> None:
    world = sample.build()
    played.appraised(world)
    found = weak.weak(world.actor("publisher"), SLUG, tier="commune")
    rows = {(criterion.node, one.code): one.share for criterion, one in weak.lines(found)}
    # A1 18/20, B1 full, B2 75 %, B3 half: not below one half; A2 8/20 is
    assert rows[("A2", "X1")] == "0.4"
    assert {node for node, code in rows if code == "X1"} == {"A2"}
    assert {node for node, code in rows if code == "X2"} == set()  # never returned: no result, so no weak one
    assert found.counted["A2", "commune"] == (1, 1)
    Submission.objects.filter(unit=world.units["other"]).update(returned_on=date(2026, 3, 20))
    found = weak.weak(world.actor("publisher"), SLUG, tier="commune")
    rows = {(criterion.node, one.code): one.share for criterion, one in weak.lines(found)}
    assert {node for node, code in rows if code == "X2"} == {"A1", "A2", "B1", "B2", "B3"}  # returned blank
    assert list(found.fields) == ["staff", "infrastructure", "one-stop", "procedures", "other"]
    staff = found.fields["staff"][0]
    assert (staff.node, staff.gate.share, staff.gate.level, staff.units) == ("A2", "0.5", "", 2)
    assert found.fields["procedures"][0].gate == weak.Gate("0.5", "I")
    assert found.counted["A2", "commune"] == (2, 2)


def test_a_criterion_of_departments_is_not_weak_in_communes() -> None:
    world = sample.build()
    played.appraised(world)
    found = weak.weak(world.actor("publisher"), SLUG, tier="commune")
    assert "A3" not in {criterion.node for criterion, _ in weak.lines(found)}
    Submission.objects.filter(unit=world.units["other"]).update(returned_on=date(2026, 3, 20))
    whole = weak.weak(world.actor("publisher"), SLUG, field="infrastructure")
    assert list(whole.fields) == ["infrastructure"]


def test_the_table_of_all_units_is_not_for_one_of_them() -> None:
    world = sample.build()
    played.appraised(world)
    with pytest.raises(NotAllowed):
        weak.weak(world.actor("head"), SLUG)
    own = weak.of_part(world.part(SLUG, "commune"))
    assert [node for node, _, _ in own] == []  # as declared: 10 of 20 is one half


def test_the_secretary_who_drafts_directives_sees_the_weak_places_and_decides_nothing() -> None:
    world = sample.build()
    played.appraised(world)
    secretary = world.actor("secretary")
    publisher = world.actor("publisher")
    assert weak.weak(secretary, SLUG).counted == weak.weak(publisher, SLUG).counted
    campaign = world.campaign(SLUG)
    part = world.part(SLUG, "commune")
    acts = (*CAMPAIGNS.acts, *PARTS.acts)
    assert not [name for name in acts if permissions.can(secretary, name, campaign, part)]
