"""The loop from dispatch to sealed publication, and what would go wrong on the way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

import world as sample
from answers import Given, answer
from thangdo.records.acts.frame import do
from thangdo.records.ledger.verify import verify as verify_ledger
from thangdo.records.results import queries as results
from thangdo.rules.index.publication.verifying import verify
from thangdo.work.assessments import background_sealing, sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"


@pytest.fixture
def world() -> World:
    return sample.build()


def fill(world: World, unit: str, reporter: str, **values: dict[str, str]) -> None:
    for node, given in values.items():
        seen = world.sequence(SLUG, unit, node)
        answer(world.actor(reporter), SLUG, world.ref(unit), Given(node, given, seen))


def returned(world: World) -> None:
    sample.dispatched(world)
    fill(
        world,
        "commune",
        "reporter",
        A1={"staff": "20", "staff_with_computer": "18"},
        A2={"staff_trained": "10"},
        B1={"website": "own"},
    )
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )


def appraised(world: World) -> None:
    """One unit returned and appraised with one amended answer; the others never returned."""
    returned(world)
    office, unit = world.actor("appraiser"), world.ref("commune")
    do(
        PARTS,
        appraising.observe,
        office,
        (SLUG, unit),
        appraising.Observed("visits", [{"polite": "yes"}, {"polite": "no"}]),
    )
    see = lambda node: world.sequence(SLUG, "commune", node)  # noqa: E731
    do(
        PARTS,
        appraising.accept,
        office,
        (SLUG, unit),
        appraising.Accepted(tuple({node: see(node) for node in ("A1", "B1", "B3")})),
        seen={node: see(node) for node in ("A1", "B1", "B3")},
    )
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "A2"),
        appraising.Amended({"staff_trained": "8"}, "Hai người không có giấy"),
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
    do(PARTS, appraising.finish, office, (SLUG, unit))
    later = timedelta(days=60)
    for other in ("other", "office", "department"):
        appraising_late = world.actor("appraiser", later)
        do(PARTS, answering.write_off, appraising_late, (SLUG, world.ref(other)), campaigns.Why("Không gửi"))


def published(world: World) -> None:
    appraised(world)
    later = timedelta(days=61)
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", later), (SLUG,))
    seen = world.sequence(SLUG, "commune", "A2")
    do(
        PARTS,
        objecting.object_to,
        world.actor("reporter", later),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Objection("Có giấy"),
        seen=seen,
    )
    seen = world.sequence(SLUG, "commune", "A2")
    do(
        PARTS,
        objecting.hear,
        world.actor("council", later),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Hearing("Một người có giấy", True, {"staff_trained": "9"}),
        seen=seen,
    )
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))
    do(
        CAMPAIGNS,
        campaigns.conclude,
        world.actor("council", timedelta(days=91)),
        (SLUG,),
        campaigns.Conclusion("Mẫu nhỏ"),
    )
    do(
        CAMPAIGNS,
        campaigns.approve,
        world.actor("chairman", timedelta(days=92)),
        (SLUG,),
        campaigns.Approval("99/QĐ-UBND"),
    )
    background_sealing.publish(world.actor("publisher", timedelta(days=93)), SLUG)


def test_the_loop_ends_in_a_publication_that_anyone_can_recompute(world: World) -> None:
    published(world)
    campaign = world.campaign()
    assert campaign.state == "published" and campaign.revision == 1
    publication = campaign.publications.get()
    content = sealing.path_of(publication.sha256).read_bytes()
    report = verify(content)
    assert report.findings == () or not report.findings
    assert (Path(settings.DATA) / "signing.pem").stat().st_mode & 0o777 == 0o600
    row = next(row for row in results.overview(SLUG).rows if row.code == "X1")
    # A1 18/20 of 20 + A2 9/20 of 20 + B1 20 + B2 75 % of 20 + B3 half of 10 = 18 + 9 + 20 + 15 + 5
    assert row.score == "67"
    assert row.level == "I"
    assert verify_ledger().ok


def test_days_are_counted_as_the_official_calendar_says(world: World) -> None:
    campaign = sample.dispatched(world)
    assert campaign.dispatched_on == date(2026, 3, 2)
    assert campaign.return_by == date(2026, 3, 23)  # fifteen working days after Monday 2 March
    assert campaign.verify_by == date(2026, 7, 21)
    part = world.part(SLUG, "commune")
    assert (part.asked, part.measured, part.due) == (3, 2, date(2026, 3, 23))
    assert world.part(SLUG, "department").asked == 4
