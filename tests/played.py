"""The sample campaign of `world.py` played to a point: returned, appraised, notified, with an objection."""

from __future__ import annotations

from datetime import timedelta

import world as sample
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting, publishing
from thangdo.work.assessments.actions.answering import Given
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
    answering.answer_many(world.actor(who, later), SLUG, world.ref(unit), given)


def sign(world: World, unit: str, who: str, later: timedelta = NONE) -> None:
    """The head returns the self-assessment."""
    answering.sign_off(world.actor(who, later), SLUG, world.ref(unit), world.part(SLUG, unit).sequence)


def returned(world: World, **plan: object) -> None:
    """One commune has answered everything and returned; the others are still open."""
    sample.dispatched(world, **plan)
    fill(world, "commune", "reporter", VALUES)
    sign(world, "commune", "head")


def see(world: World, *nodes: str, unit: str = "commune") -> dict[str, int]:
    """The sequences on the appraiser's screen."""
    return {node: world.sequence(SLUG, unit, node) for node in nodes}


def decided(world: World) -> None:
    """The returned commune is decided: A2 amended, B2 measured, the rest accepted; not finished."""
    office, unit = world.actor("appraiser"), world.ref("commune")
    appraising.observe(office, SLUG, unit, "visits", [{"polite": "yes"}, {"polite": "no"}])
    appraising.accept(office, SLUG, unit, see(world, "A1", "B1", "B3"))
    appraising.amend(
        office, SLUG, unit, "A2", {"staff_trained": "8"}, "Hai người không có giấy", see(world, "A2")["A2"]
    )
    appraising.amend(office, SLUG, unit, "B2", {"satisfaction": "75"}, "", see(world, "B2")["B2"])


def appraised(world: World, **plan: object) -> None:
    """The commune appraised; the others never returned and are closed after sixty days."""
    returned(world, **plan)
    decided(world)
    appraising.finish(world.actor("appraiser"), SLUG, world.ref("commune"))
    for other in ("other", "office", "department"):
        answering.write_off(world.actor("appraiser", timedelta(days=60)), SLUG, world.ref(other), "Không gửi")


def notified(world: World) -> None:
    """The results are notified: the window for objections is open."""
    appraised(world)
    campaigns.notify(world.actor("publisher", timedelta(days=61)), SLUG)


def objected(world: World) -> None:
    """The commune objects to the amended criterion."""
    notified(world)
    objecting.object_to(
        world.actor("reporter", timedelta(days=61)), SLUG, world.ref("commune"), "A2", "Có giấy",
        see(world, "A2")["A2"],
    )  # fmt: skip


def concluded(world: World) -> None:
    """The council has heard the objection and concluded."""
    objected(world)
    objecting.hear(
        world.actor("council", timedelta(days=62)), SLUG, world.ref("commune"), "A2", True,
        {"staff_trained": "9"}, "Một người có giấy", see(world, "A2")["A2"],
    )  # fmt: skip
    campaigns.close_window(world.actor("publisher", timedelta(days=90)), SLUG)
    campaigns.conclude(world.actor("council", timedelta(days=91)), SLUG)


def published(world: World) -> None:
    """Approved and sealed."""
    concluded(world)
    campaigns.approve(world.actor("chairman", timedelta(days=92)), SLUG, "99/QĐ-UBND")
    publishing.publish(world.actor("publisher", timedelta(days=93)), SLUG)
