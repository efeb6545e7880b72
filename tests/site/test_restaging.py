"""What the tests trust: a sample world that is put there again is the one that was built."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

import played
import restaging
import world as sample
from restaging import restaged
from thangdo.records.acts.frame import do
from thangdo.records.ledger.verify import verify
from thangdo.records.people.models import Person
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.replaying import every

pytestmark = pytest.mark.django_db
built: list[str] = []


@restaged
def add(name: str, *more: Any) -> Person:
    built.append(name)
    return Person.objects.create_user(name, None, name=name, email="", created_at=sample.MORNING)


@pytest.fixture(autouse=True)
def nothing_built() -> None:
    built.clear()
    restaging._left.clear()


def undone(*steps: Any) -> list[Any]:
    sid = transaction.savepoint()
    found = [step() for step in steps]
    transaction.savepoint_rollback(sid)
    return found


def test_a_restaged_world_is_another_or_cannot_go_on() -> None:
    def at_last() -> Any:
        world = sample.build()
        played.concluded(world)
        assert every() == [] and verify().ok
        rows = restaging._rows()
        given = campaigns.Approval("99/QĐ-UBND")
        do(CAMPAIGNS, campaigns.approve, world.actor("chairman", played.NONE), (played.SLUG,), given)
        return rows, {who: (one.pk, one.name) for who, one in world.people.items()}

    assert undone(at_last) == undone(at_last)
    assert undone(lambda: add("a").pk, lambda: add("b").pk) != []
    sid = transaction.savepoint()
    first, second = add("a"), add("b")
    assert Person.objects.get(pk=first.pk).name == "a" and second.pk != first.pk
    transaction.savepoint_rollback(sid)


def test_a_builder_is_skipped_though_something_else_plays_a_part(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in "12":
        undone(lambda: add("a"))
    assert built == ["a"]
    undone(lambda: add("b"))  # another name
    undone(lambda: add("a", object()))  # nobody knows what this is
    undone(lambda: add("x"), lambda: add("a"))  # another database
    with override("en"):
        undone(lambda: add("a"))
    assert built == ["a", "b", "a", "x", "a", "a"]
    settings.MAX_FILE_MB = 1
    undone(lambda: add("a"))
    assert built[6:] == ["a"]
    monkeypatch.setattr("builtins.copyright", None)
    undone(lambda: add("a"))
    undone(lambda: add("c"))
    restaging.nothing_is_patched()
    undone(lambda: add("c"))
    assert built[7:] == ["a", "c", "c"], "what was built under a patch is not kept"


def test_what_changed_a_row_or_waits_for_the_commit_is_kept() -> None:
    @restaged
    def rename(name: str) -> None:
        built.append(name)
        Person.objects.update(name=name)

    @restaged
    def later(name: str) -> None:
        built.append(name)
        transaction.on_commit(lambda: None)

    for step in (rename, later):
        for _ in "12":
            undone(lambda: add("a"), lambda step=step: step("z"))
    assert built == ["a", "z", "z", "z", "z"]
