"""What the contract suite trusts: a kill before the commit, and the second connection that looks on."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

import dying
from thangdo.records.people.models import Person
from world import MORNING

pytestmark = pytest.mark.django_db(transaction=True)


def add(name: str) -> None:
    Person.objects.create_user(name, None, name=name, email=f"{name}@example.test", created_at=MORNING)


def test_an_act_that_commits_in_between_is_seen_at_every_later_statement() -> None:
    def halves() -> None:
        with transaction.atomic():
            add("a")
        with transaction.atomic():
            add("b")

    def whole() -> None:
        with transaction.atomic():
            halves()

    count, early = dying.watched(whole)
    assert count > 3 and early == []
    Person.objects.all().delete()
    count, early = dying.watched(halves)
    assert early and early == list(range(early[0], count + 1)) and early[0] > 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_is_changed_or_taken_away_is_seen_too(change: str) -> None:
    add("a")

    def act() -> None:
        Person.objects.update(name="b") if change == "update" else Person.objects.all().delete()
        Person.objects.count()

    count, early = dying.watched(act)
    assert early == [count]


def test_a_process_killed_before_its_commit_leaves_nothing_and_holds_nothing() -> None:
    def act() -> None:
        with transaction.atomic():
            add("a")

    assert dying.killed_before_commit(act) and not Person.objects.exists()
    assert not dying.killed_before_commit(Person.objects.count)
    act()
    connection.close()
    assert Person.objects.count() == 1
