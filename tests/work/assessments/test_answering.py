"""Evidence for an objection: in the window, for amended answers only; none that was appraised goes away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from forms import SLUG, given, province
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.assessments.actions import answering, appraising, campaigns, giving
from thangdo.work.assessments.actions.answering import NewEvidence
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Evidence
from thangdo.work.assessments.replaying import differences
from world import World, office

pytestmark = pytest.mark.django_db
IN_TIME, TOO_LATE = timedelta(days=61), timedelta(days=120)
LINK = "https://example.test/a"


@pytest.fixture
def world() -> World:
    """The commune gave evidence, was amended in A2 and notified; the others never returned."""
    world = province()
    given(world, "A1", {"staff": "20", "staff_with_computer": "18"})
    given(world, "A2", {"staff_trained": "10"})
    give(world, "A2")
    unit, office = world.ref("commune"), world.actor("appraiser")
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, unit),
        seen=world.part(SLUG, "commune").sequence,
    )
    see = lambda node: world.sequence(SLUG, "commune", node)  # noqa: E731
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "A2"),
        appraising.Amended({"staff_trained": "8"}, "Thiếu giấy"),
        seen=see("A2"),
    )
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "B2"),
        appraising.Amended({"satisfaction": "75"}, ""),
        seen=see("B2"),
    )
    do(PARTS, appraising.observe, office, (SLUG, unit), appraising.Observed("visits", [{"polite": "yes"}]))
    rest = ("A1", "B1", "B3", "B4", "B5", "B6", "B7")
    do(
        PARTS,
        appraising.accept,
        office,
        (SLUG, unit),
        appraising.Accepted(tuple({node: see(node) for node in rest})),
        seen={node: see(node) for node in rest},
    )
    do(PARTS, appraising.finish, office, (SLUG, unit))
    late = timedelta(days=60)
    for other in ("other", "office", "department"):
        do(
            PARTS,
            answering.write_off,
            world.actor("appraiser", late),
            (SLUG, world.ref(other)),
            campaigns.Why("Không gửi"),
        )
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", late), (SLUG,))
    return world


def give(world: World, node: str, later: timedelta = timedelta(), who: str = "reporter") -> None:
    new = NewEvidence(node, "Giấy chứng nhận", link=LINK)
    do(PARTS, answering.add_evidence, world.actor(who, later), (SLUG, world.ref("commune")), new)


def take(world: World, number: int, later: timedelta) -> None:
    do(
        PARTS,
        answering.use_evidence,
        world.actor("reporter", later),
        (SLUG, world.ref("commune"), "A2"),
        answering.Use(number, False),
    )


def test_evidence_for_an_amended_answer_is_taken_within_the_window(world: World) -> None:
    give(world, "A2", IN_TIME)
    assert Evidence.objects.count() == 2
    assert differences(world.part(SLUG, "commune")) == []


def test_none_is_taken_for_an_accepted_answer_after_the_window_or_from_others(world: World) -> None:
    with pytest.raises(Refused, match="wrong-state"):
        give(world, "A1", IN_TIME)
    with pytest.raises(Refused, match="window-is-over"):
        give(world, "A2", TOO_LATE)
    with pytest.raises(NotAllowed):
        give(world, "A2", IN_TIME, "reporter2")
    assert Evidence.objects.count() == 1


def test_what_was_appraised_stays_and_what_was_added_by_mistake_goes(world: World) -> None:
    with pytest.raises(Refused, match="evidence-was-appraised"):
        take(world, 1, IN_TIME)
    give(world, "A2", IN_TIME)
    take(world, 2, IN_TIME)
    assert Evidence.objects.get(number=2).withdrawn_at is not None
    assert differences(world.part(SLUG, "commune")) == []


def test_an_officer_who_knows_the_hash_of_another_units_file_cannot_attach_it(world: World) -> None:
    theirs = giving.send(world.actor("reporter2", IN_TIME), BytesIO(b"so;ten\n1;mau\n"), "a.csv", "text/csv")
    stolen = NewEvidence("A2", "Giấy chứng nhận", sha256=theirs.sha256)
    commune, reporter = world.ref("commune"), world.actor("reporter", IN_TIME)
    for new in (stolen, replace(stolen, sha256="a" * 64)):
        with pytest.raises(Refused, match="no-such-file"):
            do(PARTS, answering.add_evidence, reporter, (SLUG, commune), new)
    assert Evidence.objects.count() == 1
    giving.send(reporter, BytesIO(b"so;ten\n1;mau\n"), "a.csv", "text/csv")
    do(PARTS, answering.add_evidence, reporter, (SLUG, commune), stolen)
    assert Evidence.objects.filter(sha256=theirs.sha256).count() == 1


def test_a_file_that_the_unit_gave_before_is_taken_from_a_colleague(world: World) -> None:
    new = NewEvidence("A2", "Giấy chứng nhận")
    commune = world.ref("commune")
    done = giving.upload(
        world.actor("reporter", IN_TIME), SLUG, commune, BytesIO(b"1;mau\n"), "a.csv", "text/csv", new
    )
    office(world.people["administrator"], world.units["commune"], "reporter")
    again = replace(new, sha256=str(done["sha256"]))
    do(PARTS, answering.add_evidence, world.actor("administrator", IN_TIME), (SLUG, commune), again)
    assert Evidence.objects.filter(sha256=done["sha256"]).count() == 2
