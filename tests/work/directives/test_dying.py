"""Officers who act at once on one directive: one of them wins."""

from __future__ import annotations

from functools import partial

import pytest

import ordering
from dying import at_once
from ordering import act, part
from thangdo.records.acts.frame import do
from thangdo.records.ledger.verify import verify
from thangdo.work.directives import actions
from thangdo.work.directives.actions import Issue, Report, Why
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import differences
from world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return ordering.build()


def everything_agrees() -> None:
    assert verify().ok
    for directive in Directive.objects.all():
        assert differences(directive) == []


def test_two_chairmen_issue_at_once(world: World) -> None:
    slug = ordering.drafted(world)
    chairmen = [world.actor("chairman", key=f"k{n}") for n in range(3)]
    acts = [partial(do, DIRECTIVES, actions.issue, one, (slug,), Issue(), seen=1) for one in chairmen]
    assert sorted(at_once(acts)) == [0, 1, 1]
    assert Assignment.objects.count() == 2
    everything_agrees()


def test_an_acceptance_and_a_new_report_pass_each_other(world: World) -> None:
    slug, ref = ordering.issued(world), world.ref("commune")
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đã xong", 100))
    seen = part(world, slug).sequence
    codes = at_once(
        [
            lambda: act(actions.accept, world.actor("secretary"), (slug, ref), seen=seen),
            lambda: act(actions.give_back, world.actor("chairman"), (slug, ref), Why("Thiếu ảnh"), seen=seen),
        ]
    )
    assert sorted(codes) == [0, 1]
    everything_agrees()
