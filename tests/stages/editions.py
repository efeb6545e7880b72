"""Editions on the stage: a draft that is good, or one in review, as the act needs it."""

from __future__ import annotations

from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import read
from thangdo.work.editions import acts, events
from thangdo.work.editions.acts import EDITIONS
from thangdo.work.editions.models import DraftText, EditionVersion
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


def differences() -> list[str]:
    """Where a version says something else than its events: the ledger knows texts by their hashes."""
    found = []
    for row in EditionVersion.objects.all():
        state, text, frozen, sequence = "", "", "", 0
        for event in read(row.stream):
            facts, sequence = event.payload, event.sequence
            text = str(facts.get("text_sha256", text))
            if event.type == events.Published.TYPE:
                state, frozen = "published", str(facts["sha256"])
            else:
                state = str(facts.get("to", "draft"))
        kept = (row.state, acts.text_hash(row.text), row.sha256, row.sequence)
        if kept != (state, text, frozen, sequence):
            found.append(f"{row}: {kept}, the ledger says {(state, text, frozen, sequence)}")
        if not DraftText.objects.filter(version=row, text=row.text).exists():
            found.append(f"{row}: its text is not kept")
    return found


KIND = Kind(EDITIONS, play, differences, nowhere=lambda where: (999_999,))
