"""Tokens of programs: shown once, narrower than their holder, over when they must be."""

from __future__ import annotations

from datetime import timedelta

import pytest

import world as sample
from thangdo.faces.office.people.adapters import Accounts
from thangdo.records.ledger.events import read
from thangdo.records.people import actions, tokens
from thangdo.records.people.acting import NotAllowed, Refused, system
from thangdo.records.people.token_models import Token
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return sample.build()


def made(world: World, who: str = "reporter", **more: object) -> tokens.Made:
    return tokens.create(world.actor(who), world.people[who], "Phần mềm", 30, **more)  # type: ignore[arg-type]


def test_a_leaked_table_opens_nothing_since_only_hashes_are_kept(world: World) -> None:
    text = made(world).text
    assert text.startswith(tokens.PREFIX)
    assert text not in str(Token.objects.values())
    assert tokens.holder(text, world.now) is not None
    assert tokens.holder(Token.objects.get().sha256, world.now) is None
    assert text not in str(read(world.people["reporter"].ref))


def test_a_token_ends_on_its_day_when_revoked_and_with_its_account(world: World) -> None:
    one, other, third = made(world), made(world), made(world)
    assert tokens.holder(one.text, world.now + timedelta(days=30)) is None
    tokens.revoke(world.actor("reporter"), other.token.number)
    tokens.revoke(world.actor("reporter"), other.token.number)
    assert tokens.holder(other.text, world.now) is None
    world.people["reporter"].is_active = False
    world.people["reporter"].save()
    assert tokens.holder(third.text, world.now) is None
    kinds = [event.type for event in read(world.people["reporter"].ref)]
    assert kinds == ["token.created"] * 3 + ["token.revoked"]


def test_nobody_makes_or_ends_the_token_of_another_but_the_administrator_ends_it(world: World) -> None:
    number = made(world).token.number
    with pytest.raises(NotAllowed):
        tokens.create(world.actor("head"), world.people["reporter"], "x", 1)
    with pytest.raises(Refused, match="no-such-token"):
        tokens.revoke(world.actor("head"), number)
    assert tokens.revoke(world.actor("administrator"), number).revoked_at is not None
    assert tokens.create(system("cli", world.now), world.people["reporter"], "x", 1).text


def test_a_token_for_years_or_for_a_role_that_is_none_is_refused(world: World) -> None:
    actor, person = world.actor("reporter"), world.people["reporter"]
    for days, roles, label in (
        (0, None, "x"),
        (367, None, "x"),
        (1, ["king"], "x"),
        (1, [], "x"),
        (1, None, " "),
    ):
        with pytest.raises(Refused):
            tokens.create(actor, person, label, days, roles)
    for _ in range(tokens.MOST):
        made(world)
    with pytest.raises(Refused, match="too-many-tokens"):
        made(world)


def test_the_last_use_is_noted_to_the_minute_and_costs_no_write_within_it(
    world: World, django_assert_num_queries: object
) -> None:
    text = made(world).text
    tokens.holder(text, world.now)
    with django_assert_num_queries(1):  # type: ignore[operator]
        tokens.holder(text, world.now + timedelta(seconds=30))
    found = tokens.holder(text, world.now + timedelta(minutes=2))
    assert found is not None
    assert Token.objects.get().used_at == world.now + timedelta(minutes=2)


def test_a_token_outlives_the_way_in_through_which_it_was_made(world: World) -> None:
    administrator, key = world.actor("administrator"), world.people["reporter"].pk

    def closed() -> None:
        actions.end(administrator, key, "Nghỉ việc")
        actions.reopen(administrator, key, "Trở lại")

    def changed() -> None:
        Accounts().set_password(world.people["reporter"], "mot-mat-khau-dai-va-moi")

    for way in (
        lambda: actions.reset_password(administrator, key),
        lambda: actions.reset_second_factor(administrator, key, "Mất điện thoại"),
        changed,
        closed,
    ):
        actor, person = world.actor("reporter"), world.people["reporter"]
        one, other = tokens.create(actor, person, "Phần mềm", tokens.LONGEST), made(world, "head")
        way()
        assert tokens.holder(one.text, world.now) is None
        assert tokens.holder(other.text, world.now) is not None
        told = [
            event.payload for event in read(world.people["reporter"].ref) if event.type == "token.revoked"
        ]
        assert {"token": one.token.number} in told
