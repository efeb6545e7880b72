"""Two administrators act at the same moment, each in a process: what each has counted holds for both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from time import sleep

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

import world as sample
from dying import at_once
from thangdo.records.people import actions
from thangdo.records.people.acting import system
from thangdo.records.people.models import Office, Person, Role
from world import World

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "administrator", "second"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A province with two administrators; between what an act has checked and its end there is time."""
    made = sample.build()
    person = Person.objects.create_user(SECOND, None, name="Người Mẫu", created_at=made.now)
    made.people[SECOND] = person
    sample.office(person, made.units["province"], Role.ADMINISTRATOR, True)
    append, kept = actions._append, actions._keep

    def slowly(act: Callable[..., None]) -> Callable[..., None]:
        def acting(*parts: object) -> None:
            sleep(0.5)
            act(*parts)

        return acting

    monkeypatch.setattr(actions, "_append", slowly(append))
    monkeypatch.setattr(actions, "_keep", slowly(kept))
    return made


def administrators() -> int:
    """How many administer the province for good."""
    return Office.objects.filter(role=Role.ADMINISTRATOR, until=None, person__is_active=True).count()


def ends(world: World, who: str, whom: str, how: str) -> Callable[[], object]:
    """One of them sends the other home."""
    actor, person = world.actor(who), world.people[whom]
    if how == "closed":
        return lambda: actions.end(actor, person.pk, "Nghỉ hưu")
    office = Office.objects.get(person=person)
    return lambda: actions.end_office(actor, office.pk, actor.day - timedelta(days=1))


@pytest.mark.parametrize(("one", "other"), [("office", "office"), ("office", "closed"), ("closed", "closed")])
def test_two_administrators_send_each_other_home_and_nobody_is_left(
    world: World, one: str, other: str
) -> None:
    codes = at_once([ends(world, FIRST, SECOND, one), ends(world, SECOND, FIRST, other)])
    assert (sorted(codes), administrators()) == ([0, 1], 1)


def test_two_accounts_get_the_same_address(world: World) -> None:
    def add(login: str, email: str) -> Callable[[], object]:
        new = actions.NewAccount(
            login, "Người Mẫu", email, Role.REPORTER, (sample.SCHEME, "X1"), since=world.now.date()
        )
        return lambda: actions.add(system("test", world.now), new)

    codes = at_once([add("a", "An@example.test"), add("b", "an@example.test"), add("c", "an@EXAMPLE.test")])
    assert sorted(codes) == [0, 1, 1]
    assert Person.objects.filter(email__iexact="an@example.test").count() == 1
    person = world.people["reporter"]
    codes = at_once(
        [
            lambda: actions.change(world.actor(FIRST), person.pk, "X", "moi@example.test", "vi"),
            lambda: actions.change(
                world.actor(FIRST), world.people["head"].pk, "X", "MOI@example.test", "vi"
            ),
        ]
    )
    assert sorted(codes) == [0, 1]


def test_an_old_installation_with_shared_addresses_cannot_be_brought_up_to_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    part = import_module("thangdo.records.people.migrations.0004_one_account_per_address").part
    world = sample.build()
    (rule,) = Person._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(Person, rule)
    try:
        Person.objects.filter(login__in=["reporter", "head", "council"]).update(email="Chung@example.test")
        Person.objects.filter(login="head").update(email="chung@example.test", last_login=world.now)
        Person.objects.filter(login="council").update(is_active=False, last_login=world.now)
        part(apps, None)
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Person, rule)
    emails = dict(Person.objects.values_list("login", "email"))
    assert (emails["head"], emails["reporter"], emails["council"]) == ("chung@example.test", "", "")
    said = capsys.readouterr().out
    assert "head" in said and "reporter, council" in said.replace("council, reporter", "reporter, council")
    with pytest.raises(IntegrityError):
        Person.objects.filter(login="reporter").update(email="CHUNG@example.test")
