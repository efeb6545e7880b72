"""How much evidence a unit may give: 681 MB came in twenty seconds, and nobody was told (B8)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

import world as sample
from dying import at_once
from thangdo.records.acts.frame import do
from thangdo.records.files.models import StoredFile
from thangdo.records.notices.models import Notice
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import evidence_room, notifications
from thangdo.work.assessments.actions import answering, giving
from thangdo.work.assessments.actions.answering import NewEvidence
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Evidence
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world(settings: Any) -> World:
    """A campaign under way, with room for one megabyte."""
    settings.MAX_UNIT_MB = 1
    made = sample.build()
    sample.dispatched(made)
    return made


def csv(kilobytes: int, letter: str = "a") -> bytes:
    return (letter * 99 + "\n").encode() * (kilobytes * 10)


def give(world: World, content: bytes, node: str = "A1") -> dict[str, Any]:
    new = NewEvidence(node, "Danh sách")
    where = (SLUG, world.ref("commune"))
    return giving.upload(world.actor("reporter"), *where, BytesIO(content), "a.csv", "text/csv", new)


def test_a_unit_fills_the_store(world: World) -> None:
    for letter in "abc":
        give(world, csv(300, letter))
    with pytest.raises(Refused) as refused:
        give(world, csv(300, "d"))
    assert (refused.value.code, refused.value.facts) == ("evidence-room", {"most": "1 MB", "used": "1 MB"})
    assert StoredFile.objects.count() == Evidence.objects.count() == 3  # nothing of the fourth was kept
    give(world, csv(90, "e"))


def test_the_same_file_counts_twice_and_a_link_counts(world: World) -> None:
    for _ in range(3):
        give(world, csv(90))
    link = NewEvidence("A1", "Trang", link="https://example.test/a")
    do(PARTS, answering.add_evidence, world.actor("reporter"), (SLUG, world.ref("commune")), link)
    part = world.part(SLUG, "commune")
    assert evidence_room.room(part).used == 90_000
    assert evidence_room.room(world.part(SLUG, "other")).used == 0


def test_a_file_sent_before_goes_round_the_limit(world: World, settings: Any) -> None:
    """Sent to /files with a larger limit, then given: the room is looked at where it is given."""
    settings.MAX_UNIT_MB = 10
    stored = giving.send(world.actor("reporter"), BytesIO(csv(1100)), "a.csv", "text/csv")
    settings.MAX_UNIT_MB = 1
    new = NewEvidence("A1", "Danh sách", sha256=stored.sha256)
    with pytest.raises(Refused, match="evidence-room"):
        do(PARTS, answering.add_evidence, world.actor("reporter"), (SLUG, world.ref("commune")), new)


def test_files_that_serve_nothing_fill_the_store(world: World) -> None:
    giving.send(world.actor("reporter"), BytesIO(csv(900)), "a.csv", "text/csv")
    with pytest.raises(Refused, match="sent-too-much"):
        giving.send(world.actor("reporter"), BytesIO(csv(200, "b")), "b.csv", "text/csv")
    assert StoredFile.objects.count() == 1


def test_nobody_is_told_before_the_room_is_full(world: World) -> None:
    give(world, csv(700))
    notifications.tell(world.now)
    assert not Notice.objects.filter(code="assessments.evidence-room").exists()
    give(world, csv(150, "b"))
    give(world, csv(50, "c"))
    notifications.tell(world.now)
    notifications.tell(world.now)
    (told,) = Notice.objects.filter(code="assessments.evidence-room")
    assert told.role == "administrator" and told.facts["percent"] >= 85


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_share_the_last_room(world: World) -> None:
    codes = at_once([lambda one=one: give(world, csv(400, one)) for one in "abc"])
    assert sorted(codes) == [0, 0, 1]
    assert Evidence.objects.count() == 2
    assert evidence_room.room(world.part(SLUG, "commune")).used == 800_000
