"""A process killed at any statement of issuing or reporting: nothing lost or doubled; officers at once."""

from __future__ import annotations

import pytest

import ordering
from dying import at_once, killed_at
from ordering import part
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.verify import verify
from thangdo.work.directives import actions
from thangdo.work.directives.actions import NewProof
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.replaying import differences
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
        act = lambda slug=slug: actions.issue(world.actor("chairman", key=slug), slug, decision="Đã rà soát")  # noqa: E731
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
        proof = NewProof(f"Ảnh {statement}", link="https://example.test/")
        act = lambda n=statement, proof=proof: actions.report(  # noqa: E731
            world.actor("reporter", key=f"request-{n}"), slug, ref, f"Lần {n}", n, [proof]
        )
        if not killed_at(statement, act):
            break
        act()  # the browser sends the same request again
    assert 8 < statement < 59
    stream = part(world, slug).stream
    said = [one.payload["progress"] for one in ledger.read(stream) if one.type == "assignment.reported"]
    assert said == list(range(1, statement + 1))
    assert part(world, slug).proofs.count() == statement
    everything_agrees()


def test_two_chairmen_issue_at_once(world: World) -> None:
    slug = ordering.drafted(world)
    acts = [lambda n=n: actions.issue(world.actor("chairman", key=f"k{n}"), slug) for n in range(3)]
    assert sorted(at_once(acts)) == [0, 1, 1]
    assert Assignment.objects.count() == 2
    everything_agrees()


def test_an_acceptance_and_a_new_report_pass_each_other(world: World) -> None:
    slug, ref = ordering.issued(world), world.ref("commune")
    actions.report(world.actor("reporter"), slug, ref, "Đã xong", 100)
    seen = part(world, slug).sequence
    codes = at_once(
        [
            lambda: actions.accept(world.actor("secretary"), slug, ref, seen=seen),
            lambda: actions.give_back(world.actor("chairman"), slug, ref, "Thiếu ảnh", seen=seen),
        ]
    )
    assert sorted(codes) == [0, 1]
    everything_agrees()
