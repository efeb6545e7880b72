"""A process killed at any statement of issuing or reporting: nothing lost or doubled; officers at once."""

from __future__ import annotations

from functools import partial

import pytest

import ordering
from dying import at_once, killed_at
from ordering import part
from thangdo.records.acts.frame import do
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.verify import verify
from thangdo.work.directives import actions
from thangdo.work.directives.actions import Issue, NewEvidence, Report, Why
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


def test_half_of_the_units_are_charged_when_the_issue_dies(world: World) -> None:
    for statement in range(1, 60):
        slug = ordering.drafted(world, slug=f"mot-cua-{statement}", stated_count=3)
        given, chairman = Issue("Đã rà soát"), world.actor("chairman", key=slug)
        act = partial(do, DIRECTIVES, actions.issue, chairman, (slug,), given, seen=1)
        if not killed_at(statement, act):
            break
        parts = Assignment.objects.filter(directive__slug=slug).count()
        issued = Directive.objects.get(slug=slug).state == "issued"
        assert parts in (0, 2) and (parts == 2) is issued
        act()
        assert Assignment.objects.filter(directive__slug=slug).count() == 2
    assert 8 < statement < 59
    everything_agrees()


def test_a_report_is_lost_or_doubled_when_the_process_dies(world: World) -> None:
    slug, ref = ordering.issued(world), world.ref("commune")
    for statement in range(1, 60):
        proof = NewEvidence(f"Ảnh {statement}", link="https://example.test/")
        given, reporter = (
            Report(f"Lần {statement}", statement, (proof,)),
            world.actor("reporter", key=f"request-{statement}"),
        )
        act = partial(do, DIRECTIVES, actions.report, reporter, (slug, ref), given)
        if not killed_at(statement, act):
            break
        act()  # the browser sends the same request again
    assert 8 < statement < 59
    stream = part(world, slug).stream
    said = [one.payload["progress"] for one in ledger.read(stream) if one.type == "assignment.reported"]
    assert said == list(range(1, statement + 1))
    assert part(world, slug).evidence.count() == statement
    everything_agrees()


def test_two_chairmen_issue_at_once(world: World) -> None:
    slug = ordering.drafted(world)
    chairmen = [world.actor("chairman", key=f"k{n}") for n in range(3)]
    acts = [partial(do, DIRECTIVES, actions.issue, one, (slug,), Issue(), seen=1) for one in chairmen]
    assert sorted(at_once(acts)) == [0, 1, 1]
    assert Assignment.objects.count() == 2
    everything_agrees()


def test_an_acceptance_and_a_new_report_pass_each_other(world: World) -> None:
    slug, ref = ordering.issued(world), world.ref("commune")
    do(DIRECTIVES, actions.report, world.actor("reporter"), (slug, ref), Report("Đã xong", 100))
    seen = part(world, slug).sequence
    codes = at_once(
        [
            lambda: do(DIRECTIVES, actions.accept, world.actor("secretary"), (slug, ref), seen=seen),
            lambda: do(
                DIRECTIVES,
                actions.give_back,
                world.actor("chairman"),
                (slug, ref),
                Why("Thiếu ảnh"),
                seen=seen,
            ),
        ]
    )
    assert sorted(codes) == [0, 1]
    everything_agrees()
