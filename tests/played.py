"""The sample campaign of `world.py` played to a point: returned, appraised, notified, with an objection."""

from __future__ import annotations

from datetime import timedelta

import world as sample
from answers import Given, answer
from restaging import restaged
from thangdo.records.acts.frame import do
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from world import World

SLUG = "sample-2025"
VALUES = {
    "A1": {"staff": "20", "staff_with_computer": "18"},
    "A2": {"staff_trained": "10"},
    "B1": {"website": "own"},
}
NONE = timedelta()


def fill(
    world: World, unit: str, who: str, values: dict[str, dict[str, str]], later: timedelta = NONE
) -> None:
    """Answer some criteria."""
    given = [Given(node, texts, world.sequence(SLUG, unit, node)) for node, texts in values.items()]
    answer(world.actor(who, later), SLUG, world.ref(unit), *given)


def sign(world: World, unit: str, who: str, later: timedelta = NONE) -> None:
    """The head returns the self-assessment."""
    do(
        PARTS,
        answering.sign_off,
        world.actor(who, later),
        (SLUG, world.ref(unit)),
        seen=world.part(SLUG, unit).sequence,
    )


@restaged
def returned(world: World, **plan: object) -> None:
    """One commune has answered everything and returned; the others are still open."""
    sample.dispatched(world, **plan)
    fill(world, "commune", "reporter", VALUES)
    sign(world, "commune", "head")


def see(world: World, *nodes: str, unit: str = "commune") -> dict[str, int]:
    """The sequences on the appraiser's screen."""
    return {node: world.sequence(SLUG, unit, node) for node in nodes}


@restaged
def decided(world: World) -> None:
    """The returned commune is decided: A2 amended, B2 measured, the rest accepted; not finished."""
    office, unit = world.actor("appraiser"), world.ref("commune")
    do(
        PARTS,
        appraising.observe,
        office,
        (SLUG, unit),
        appraising.Observed("visits", [{"polite": "yes"}, {"polite": "no"}]),
    )
    do(
        PARTS,
        appraising.accept,
        office,
        (SLUG, unit),
        appraising.Accepted(tuple(see(world, "A1", "B1", "B3"))),
        seen=see(world, "A1", "B1", "B3"),
    )
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "A2"),
        appraising.Amended({"staff_trained": "8"}, "Hai người không có giấy"),
        seen=see(world, "A2")["A2"],
    )
    do(
        PARTS,
        appraising.amend,
        office,
        (SLUG, unit, "B2"),
        appraising.Amended({"satisfaction": "75"}, ""),
        seen=see(world, "B2")["B2"],
    )


@restaged
def appraised(world: World, **plan: object) -> None:
    """The commune appraised; the others never returned and are closed after sixty days."""
    returned(world, **plan)
    decided(world)
    do(PARTS, appraising.finish, world.actor("appraiser"), (SLUG, world.ref("commune")))
    for other in ("other", "office", "department"):
        do(
            PARTS,
            answering.write_off,
            world.actor("appraiser", timedelta(days=60)),
            (SLUG, world.ref(other)),
            campaigns.Why("Không gửi"),
        )


@restaged
def notified(world: World) -> None:
    """The results are notified: the window for objections is open."""
    appraised(world)
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))


@restaged
def objected(world: World) -> None:
    """The commune objects to the amended criterion."""
    notified(world)
    do(
        PARTS,
        objecting.object_to,
        world.actor("reporter", timedelta(days=61)),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Objection("Có giấy"),
        seen=see(world, "A2")["A2"],
    )


@restaged
def concluded(world: World) -> None:
    """The council has heard the objection and concluded."""
    objected(world)
    do(
        PARTS,
        objecting.hear,
        world.actor("council", timedelta(days=62)),
        (SLUG, world.ref("commune"), "A2"),
        objecting.Hearing("Một người có giấy", True, {"staff_trained": "9"}),
        seen=see(world, "A2")["A2"],
    )
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))
    do(
        CAMPAIGNS,
        campaigns.conclude,
        world.actor("council", timedelta(days=91)),
        (SLUG,),
        campaigns.Conclusion("Mẫu nhỏ"),
    )


def published(world: World) -> None:
    """Approved and sealed."""
    concluded(world)
    do(
        CAMPAIGNS,
        campaigns.approve,
        world.actor("chairman", timedelta(days=92)),
        (SLUG,),
        campaigns.Approval("99/QĐ-UBND"),
    )
    background_sealing.publish(world.actor("publisher", timedelta(days=93)), SLUG)
