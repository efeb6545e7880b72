"""Notices on the stage: a published one with a reply that waits; a draft where that is what the act needs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.db import transaction

from stages import Kind, Stage
from thangdo.records.acts import replay
from thangdo.records.acts.frame import do
from thangdo.records.files.store import put
from thangdo.records.ledger.events import read
from thangdo.records.people.acting import system
from thangdo.work.announcements import actions
from thangdo.work.announcements.actions import NOTICES
from thangdo.work.announcements.models import Announcement, Document, Reply
from thangdo.work.announcements.projection import apply
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


def tables() -> dict[str, Any]:
    """The tables of notices as plain data."""
    skip = frozenset({"id", "announcement"})
    return {
        "notices": replay.plain_rows(Announcement.objects.all(), skip),
        **{
            table.__name__: replay.plain_rows(table.objects.all(), skip, ("announcement__slug",))
            for table in (Document, Reply)
        },
    }


def rebuild() -> None:
    """Take all notices away and let their events happen again."""
    slugs = list(Announcement.objects.values_list("slug", flat=True))
    with transaction.atomic():
        Announcement.objects.all().delete()
        for slug in slugs:
            row = Announcement(slug=slug)
            for event in read(f"announcement:{slug}"):
                apply(row, event)


KIND = Kind(NOTICES, play, lambda: replay.again(tables, rebuild))
