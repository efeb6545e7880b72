"""Registers of outgoing papers on the stage: an open one with a paper; for `begin` a new one."""

from __future__ import annotations

from datetime import date

from stages import Kind, Stage
from stages.papers_signed import bare, sent, signed
from thangdo.records.acts.frame import do
from thangdo.work.papers import actions, signing
from thangdo.work.papers.actions import PAPERS
from thangdo.work.papers.replaying import differences
from world import World

SLUG = "van-ban-di-2026"
DAY = date(2026, 3, 2)


def play(world: World, name: str) -> Stage:
    """The secretary's register of the province."""
    secretary = world.actor("secretary")
    opening = actions.Opening(world.ref("province"), "Sổ văn bản đi", 2026)
    if name == "begin":
        return Stage("secretary", ("so-moi",), opening)
    seen = do(PAPERS, actions.begin, secretary, (SLUG,), opening, seen=0)["sequence"]
    if name == "close":
        return Stage("secretary", (SLUG,))
    entry = actions.Entry("decision", "Phê duyệt kết quả", DAY, signer="Nguyễn Văn Mẫu", note="Bản chính")
    if name == "issue":
        return Stage("secretary", (SLUG,), entry)
    if name == "issue_block":
        units = (world.ref("commune"), world.ref("other"))
        return Stage(
            "secretary", (SLUG,), actions.Block("letter", "thông báo kết quả của {unit}", DAY, units)
        )
    assert seen
    do(PAPERS, actions.issue, secretary, (SLUG,), entry)
    if name == "mend":
        return Stage("secretary", (SLUG, 1), actions.Mending("Phê duyệt kết quả năm 2025", "Ghi thiếu năm"))
    if name not in signing.NAMES:
        return Stage("secretary", (SLUG, 1))
    paper = signing.Kept(sent(world, bare()))
    if name == "keep":
        return Stage("secretary", (SLUG, 1), paper)
    do(PAPERS, signing.keep, secretary, (SLUG, 1), paper)
    if name == "withdraw":
        return Stage("secretary", (SLUG, 1), signing.Undone("Còn lỗi chính tả"))
    given = signing.Signed if name == "sign" else signing.Returned
    return Stage("secretary", (SLUG, 1), given(sent(world, signed())))


KIND = Kind(PAPERS, play, differences)
