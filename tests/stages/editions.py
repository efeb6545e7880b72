"""Editions on the stage: a draft that is good, or one in review, as the act needs it."""

from __future__ import annotations

from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.work.editions import acts
from thangdo.work.editions.acts import EDITIONS
from thangdo.work.editions.replaying import differences
from world import EDITION, World

ACTORS = {"send_back": "council", "publish": "publisher"}
IN_REVIEW = ("send_back", "take_back", "publish")


def play(world: World, name: str) -> Stage:
    """A draft of the sample edition; of `begin` none yet."""
    beginning = acts.Beginning(world.ref("province"), EDITION)
    if name == "begin":
        return Stage("author", ("sample-level",), beginning)
    author = world.actor("author")
    done = do(EDITIONS, acts.begin, author, ("sample-level",), beginning)
    if name in IN_REVIEW:
        do(EDITIONS, acts.submit, author, (done["key"],), seen=done["sequence"])
    given = acts.Writing(EDITION + "# more\n") if name == "write" else None
    return Stage(ACTORS.get(name, "author"), (done["key"],), given)


KIND = Kind(EDITIONS, play, differences, nowhere=lambda where: (999_999,))
