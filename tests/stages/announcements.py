"""Notices on the stage: a published one with a reply that waits; a draft where that is what the act needs."""

from __future__ import annotations

from io import BytesIO

from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.records.files.store import put
from thangdo.records.people.acting import system
from thangdo.work.announcements import actions
from thangdo.work.announcements.actions import NOTICES
from thangdo.work.announcements.replaying import differences
from world import World

SLUG = "lich-tiep-dan"


def play(world: World, name: str) -> Stage:
    """The secretary's notice; of `write` a new one."""
    secretary, draft = world.actor("secretary"), actions.Draft(world.ref("province"), "Lịch tiếp dân")
    if name == "write":
        return Stage("secretary", ("moi",), draft)
    seen = do(NOTICES, actions.write, secretary, (SLUG,), draft, seen=0)["sequence"]
    if name == "publish":
        return Stage("secretary", (SLUG,))
    do(NOTICES, actions.publish, secretary, (SLUG,), seen=seen)
    if name == "reply":
        given = actions.Sent("Xin hỏi giờ tiếp dân?", "Người Mẫu")
        return Stage(None, (SLUG,), given, system=system("citizen", world.now))
    if name == "attach":
        stored = put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", secretary.by())
        return Stage("secretary", (SLUG,), actions.Attachment(stored.sha256, "Bảng"))
    if name == "withdraw":
        return Stage("secretary", (SLUG,))
    actions.receive(SLUG, "Xin hỏi giờ tiếp dân?", "Người Mẫu", world.now)
    return Stage("secretary", (SLUG, 1))


KIND = Kind(NOTICES, play, differences)
