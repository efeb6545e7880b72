"""Offices held: who may give and take them, and what may not happen to the last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import world as sample
from thangdo.records.ledger import events as ledger
from thangdo.records.people import actions, queries
from thangdo.records.people.acting import NotAllowed, Refused, actor_of
from thangdo.records.people.models import Office, Role
from world import MORNING, World

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def world() -> World:
    return sample.build()


def new(**more: object) -> actions.NewAccount:
    fields: dict[str, object] = {
        "login": "moi",
        "name": "Người Mẫu",
        "email": "",
        "role": "reporter",
        "unit": ("sample", "X1"),
    }
    return actions.NewAccount(**{**fields, **more})  # type: ignore[arg-type]


def test_a_reporter_makes_himself_head(world: World) -> None:
    with pytest.raises(NotAllowed) as refused:
        actions.appoint(world.actor("reporter"), world.people["reporter"].pk, "head", ("sample", "X1"), DAY)
    assert refused.value.needs == ("administrator",)


def test_an_administrator_of_one_district_appoints_in_another(world: World) -> None:
    person = actions.add(
        world.actor("administrator"), new(role="administrator", unit=("sample", "H1"), subtree=True)
    )
    local = actor_of(person, MORNING)
    actions.appoint(local, world.people["reporter"].pk, "observer", ("sample", "X2"), DAY)
    with pytest.raises(NotAllowed):
        actions.appoint(local, world.people["reporter"].pk, "observer", ("sample", "S1"), DAY)
    assert {one.login for one in queries.people(local)} >= {"reporter", "head"}
    assert "appraiser" not in {one.login for one in queries.people(local)}


BAD: dict[str, dict[str, object]] = {
    "bad-login": {"login": "Người mới"},
    "login-is-taken": {"login": "reporter"},
    "name-needed": {"name": "   "},
    "bad-email": {"email": "không phải thư"},
    "email-is-taken": {"email": "HEAD@example.test"},
    "no-such-role": {"role": "king"},
    "no-such-unit": {"unit": ("sample", "?")},
    "until-before-since": {"since": DAY, "until": DAY - timedelta(days=1)},
    "too-long": {"title": "x" * 201},
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_account_is_half_made(world: World, code: str) -> None:
    before = len(queries.people(world.actor("administrator")))
    with pytest.raises(Refused) as refused:
        actions.add(world.actor("administrator"), new(**BAD[code]))
    assert refused.value.code == code
    assert len(queries.people(world.actor("administrator"))) == before


def test_an_office_is_held_twice_at_once(world: World) -> None:
    key, by = world.people["reporter"].pk, world.actor("administrator")
    with pytest.raises(Refused, match="holds-it-already"):
        actions.appoint(by, key, "reporter", ("sample", "X1"), DAY)
    actions.end_office(by, Office.objects.get(person_id=key).pk, DAY)
    actions.appoint(by, key, "reporter", ("sample", "X1"), DAY + timedelta(days=1))
    assert Office.objects.filter(person_id=key).count() == 2


def test_the_last_administrator_locks_everybody_out(world: World) -> None:
    by = world.actor("administrator")
    own = Office.objects.get(person=world.people["administrator"], role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="last-administrator"):
        actions.end_office(by, own.pk, DAY)
    with pytest.raises(Refused, match="own-account"):
        actions.end(by, world.people["administrator"].pk, "thử")
    actions.add(by, new(role="administrator", unit=("sample", "M"), subtree=True))
    actions.end_office(by, own.pk, DAY)


def test_an_office_that_has_ended_still_entitles(world: World) -> None:
    key = world.people["reporter"].pk
    actions.end_office(world.actor("administrator"), Office.objects.get(person_id=key).pk, DAY)
    assert world.actor("reporter").holding("reporter"), "the last day counts"
    assert not world.actor("reporter", timedelta(days=1)).holding("reporter")


def test_the_history_of_offices_is_lost(world: World) -> None:
    person = actions.add(world.actor("administrator"), new())
    actions.end_office(
        world.actor("administrator"), Office.objects.get(person=person).pk, DAY, "Chuyển công tác"
    )
    types = [event.type for event in ledger.read(person.ref)]
    assert types == ["account.added", "office.appointed", "office.ended"]
    assert queries.person(world.actor("administrator"), person.pk).offices[0].until == DAY


def test_a_name_is_found_only_with_its_marks(world: World) -> None:
    actions.add(world.actor("administrator"), new(name="Đặng Thị Mẫu Đỏ"))
    assert [one.login for one in queries.people(world.actor("administrator"), "dang do")] == ["moi"]
