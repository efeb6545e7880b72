"""Whose house it is: somebody else says it, a process goes on with what stood, a paper has another place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.identity import queries
from thangdo.records.identity.actions import HOUSE, Description, describe, put_arms
from thangdo.records.identity.models import Identity
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.assessments import paper_heading
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return sample.build()


def said(world: World) -> Description:
    return Description(world.ref("province"), "Tỉnh Mẫu", "Sample Province")


def say(world: World, given: Description, seen: int = 0, who: str = "administrator") -> int:
    return int(do(HOUSE, describe, world.actor(who), (), given, seen=seen)["sequence"])


def test_somebody_of_another_place_says_whose_house_it_is(world: World) -> None:
    other = Unit.objects.create(
        scheme="sample", code="N", name_vi="Tỉnh Khác", tier="province", kind="tỉnh", path="/999999/"
    )
    sample.office(world.people["reporter2"], other, Role.ADMINISTRATOR, subtree=True)
    with pytest.raises(NotAllowed):
        say(world, said(world), who="reporter2")  # of a province that is not his
    with pytest.raises(Refused, match="not-a-province"):
        say(world, replace(said(world), unit=world.ref("commune")))
    say(world, said(world))
    with pytest.raises(NotAllowed):
        say(
            world, replace(said(world), unit=("sample", "N")), 1, "reporter2"
        )  # once it is said, he never may
    with pytest.raises(NotAllowed):
        say(world, replace(said(world), unit=("sample", "N")), 1)  # and it is given to nobody else


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("accent", "red", "colour-form"),
        ("email", "x", "email-form"),
        ("hotline", "gọi tôi", "phone-form"),
        ("links", "Cổng | javascript:alert(1)", "link-line"),
        ("links", "Cổng | //example.test", "link-line"),
        ("links", 'Cổng | https://example.test/"x', "link-line"),
        ("links", "\n".join(["a | https://example.test"] * 9), "too-many"),
        ("first", "Hội nghị!", "first-form"),
        ("appraising", ("sample", "M0"), "no-such-unit"),
    ],
)
def test_what_cannot_stand_on_every_page_is_kept(world: World, field: str, value: object, code: str) -> None:
    with pytest.raises(Refused, match=code):
        say(world, replace(said(world), **{field: value}))  # type: ignore[arg-type]
    assert not queries.current().is_said


def test_within_a_request_it_is_asked_once_and_a_change_is_seen(
    world: World, django_assert_num_queries: object
) -> None:
    assert queries.current() == queries.NOBODY
    with queries.asked_once():
        say(world, said(world))
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert [queries.current().name("vi") for _ in range(3)] == ["Tỉnh Mẫu"] * 3
        Identity.objects.update(name_vi="Tỉnh Khác")  # as another process does
        assert queries.current().name("vi") == "Tỉnh Mẫu"
    with queries.asked_once():
        assert queries.current().name("vi") == "Tỉnh Khác"


def test_papers_name_another_body_or_place_than_the_identity(world: World) -> None:
    campaign = sample.planned(world) or world.campaign()
    assert (paper_heading.place(campaign), paper_heading.people(campaign)) == (
        "Mẫu",
        "Ủy ban nhân dân tỉnh Mẫu",
    )
    say(world, replace(said(world), place="Mẫu Thành", body_vi="UBND tỉnh Mẫu"))
    assert (paper_heading.place(campaign), paper_heading.people(campaign)) == ("Mẫu Thành", "UBND tỉnh Mẫu")


def test_a_province_does_not_know_itself_by_its_name_of_before(world: World) -> None:
    before = Unit.objects.create(
        scheme="sample-before",
        code="m",
        name_vi="Mẫu",
        tier="province",
        kind="tỉnh",
        org_code="H99",
        valid_to=date(2025, 6, 30),
    )
    Unit.objects.filter(pk=world.units["province"].pk).update(org_code="H99")
    assert queries.own_units() == frozenset()
    say(world, said(world))
    assert queries.own_units() == {world.ref("province"), (before.scheme, before.code)}


def test_arms_before_anybody_said_whose_they_are(world: World) -> None:
    from stages import identity

    stage = identity.play(world, "put_arms")
    Identity.objects.all().delete()
    with pytest.raises((Refused, NotAllowed)):
        do(HOUSE, put_arms, world.actor("administrator"), (), stage.given, seen=0)
