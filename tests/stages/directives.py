"""Directives on the stage: a draft, or one issued to two communes, as far as the act needs it."""

from __future__ import annotations

from datetime import date
from typing import Any

import ordering
from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.work.directives import actions, replaying
from thangdo.work.directives.actions import Closing, Report, Why
from thangdo.work.directives.acts import BATCHES, DIRECTIVES, FIGURES
from world import World

WHY = Why("Chuyển sang kế hoạch năm sau")
CLOSING = Closing(WHY.reason)
PHOTO = actions.NewEvidence("Ảnh bộ phận một cửa", link="https://example.test/anh")
LATER = date(2026, 3, 30)
BY_CHAIRMAN = ("issue", "close", "withdraw", "close_one", "withdraw_one", "decide_extension")
BY_UNIT = {"acknowledge": "reporter", "report": "reporter", "withdraw_evidence": "reporter"}


def play(world: World, name: str) -> Stage:
    """A draft for acts on drafts; else it is issued, and reported or asked for where the act needs that."""
    ordering.build(world)
    who = "chairman" if name in BY_CHAIRMAN else BY_UNIT.get(name, "secretary")
    if name == "draft":
        return Stage(who, (), ordering.draft(world))
    slug = ordering.drafted(world)
    given = {"edit": ordering.draft(world, title="Tiêu đề khác"), "discard": WHY, "issue": actions.Issue()}
    if name in given:
        return Stage(who, (slug,), given[name])
    ordering.issue(world.actor("chairman"), slug)
    if name in ("close", "withdraw"):
        return Stage(who, (slug,), CLOSING if name == "close" else WHY)
    return _of_part(world, name, who, (slug, world.ref("commune")))


def _of_part(world: World, name: str, who: str, where: tuple[Any, ...]) -> Stage:
    if name in ("accept", "give_back", "withdraw_evidence"):
        do(DIRECTIVES, actions.report, world.actor("reporter"), where, Report("Đã mở", 100, (PHOTO,)))
    if name == "withdraw_evidence":
        # the directive is closed and its work was accepted, so that two streams are written
        do(DIRECTIVES, actions.accept, world.actor("secretary"), where)
        do(DIRECTIVES, actions.close, world.actor("chairman"), where[:1], CLOSING)
    if name == "decide_extension":
        asked = actions.MoreTime(LATER, "Thiếu phòng")
        do(DIRECTIVES, actions.ask_extension, world.actor("head"), where, asked)
    given = {
        "report": Report("Đã mở bộ phận một cửa", 100, (PHOTO,)),
        "ask_extension": actions.MoreTime(LATER, "Thiếu phòng"),
        "pass_on": actions.PassOn(world.ref("department"), "Trụ sở ở đây"),
        **{"give_back": WHY, "withdraw_one": WHY, "close_one": CLOSING},
    }
    return Stage("head" if name == "ask_extension" else who, where, given.get(name))


def together(world: World, name: str) -> Stage:
    """Two drafts."""
    ordering.build(world)
    return Stage("chairman", (), actions.Together((ordering.drafted(world), ordering.drafted(world))))


def figures(world: World, name: str) -> Stage:
    """The figures of two communes."""
    ordering.build(world)
    rows = tuple(actions.UnitFigure(world.ref(unit), "12") for unit in ("commune", "other"))
    given = actions.FiguresOfDay("ho-so-ton", ordering.DAY, rows, "Báo cáo tuần")
    return Stage("secretary", (world.ref("province"),), given)


def _nowhere(where: tuple[Any, ...]) -> tuple[Any, ...]:
    return (("sample", "nowhere"),)


KINDS = [
    Kind(DIRECTIVES, play, replaying.every),
    Kind(BATCHES, together, replaying.every),
    Kind(FIGURES, figures, replaying.figures, _nowhere),
]
