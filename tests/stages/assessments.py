"""The sample campaign on the stage: planned, dispatched, returned, appraised … as each act needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import played
import world as sample
from restaging import restaged
from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.actions.subjects import OnePart
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.replaying import every
from world import World

SLUG = played.SLUG
WHY = campaigns.Why("Vì một lý do mẫu")
LINK = answering.NewEvidence("A1", "Danh sách mẫu", link="https://example.test/")


def later(world: World, days: int) -> None:
    """Let days go by."""
    world.now += timedelta(days=days)


def campaign(world: World, name: str) -> Stage:
    """The campaign where the act is allowed."""
    if name == "plan":
        version = sample.publish_edition(world)
        tiers, year = ("department", "commune"), (date(2025, 1, 1), date(2025, 12, 31))
        where = (world.ref("province"), world.ref("office"))
        return Stage("publisher", ("ky-moi",), campaigns.Plan("Kỳ mới", version.pk, *where, tiers, *year))
    before: dict[str, Callable[[World], Any]] = {
        **dict.fromkeys(("dispatch", "cancel"), sample.planned),
        "notify": played.appraised,
        "close_window": agreed,
        "conclude": deciding,
        **dict.fromkeys(("reopen", "approve"), played.concluded),
        **dict.fromkeys(("revoke", "publish"), approved),
        "correct": played.published,
    }
    before[name](world)
    later(world, 100)
    who = {"conclude": "council", "reopen": "council", "correct": "council", "approve": "chairman"}
    given = {"dispatch": campaigns.Dispatch(), "approve": campaigns.Approval("1/QĐ-UBND")}
    given["conclude"] = campaigns.Conclusion("Mẫu nhỏ")
    takes = CAMPAIGNS.acts[name].takes
    person = {**who, "revoke": "chairman"}.get(name, "publisher")
    return Stage(person, (SLUG,), given.get(name) or (WHY if takes else None))


@restaged
def agreed(world: World) -> None:
    """The results are notified, and the unit agrees."""
    played.notified(world)
    head = world.actor("head", timedelta(days=62))
    do(PARTS, objecting.agree, head, (SLUG, world.ref("commune")))


@restaged
def deciding(world: World) -> None:
    """The window is closed."""
    agreed(world)
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))


@restaged
def approved(world: World) -> None:
    """The council's result is approved."""
    played.concluded(world)
    given = campaigns.Approval("99/QĐ-UBND")
    do(CAMPAIGNS, campaigns.approve, world.actor("chairman", timedelta(days=92)), (SLUG,), given)


def decided(world: World, act: Any = None, given: Any = None, node: str = "A1") -> None:
    """A returned part of which one answer was decided so."""
    played.returned(world, sample_percent=100)
    if act is not None:
        where, seen = (SLUG, world.ref("commune"), node), world.sequence(SLUG, "commune", node)
        more = () if given is None else (given,)
        do(PARTS, act, world.actor("appraiser"), where, *more, seen=seen)


def proved(world: World) -> None:
    """A part with an evidence."""
    sample.dispatched(world)
    do(PARTS, answering.add_evidence, world.actor("reporter"), (SLUG, world.ref("commune")), LINK)


def proved_and_returned(world: World) -> None:
    """The same, signed off: the evidence of a draft is nobody's to look at."""
    proved(world)
    played.fill(world, "commune", "reporter", played.VALUES)
    played.sign(world, "commune", "head")


def overdue(world: World) -> None:
    """The day of return has passed."""
    sample.dispatched(world)
    later(world, 60)


def written_off(world: World) -> None:
    """The unit never returned."""
    overdue(world)
    do(PARTS, answering.write_off, world.actor("appraiser"), (SLUG, world.ref("commune")), WHY)


def finished(world: World) -> None:
    """The unit is appraised."""
    played.returned(world)
    played.decided(world)
    do(PARTS, appraising.finish, world.actor("appraiser"), (SLUG, world.ref("commune")))


def to_finish(world: World) -> None:
    """Every answer is decided."""
    played.returned(world)
    played.decided(world)


def asked(world: World) -> None:
    """The unit was asked for more."""
    decided(world, appraising.ask, appraising.Asked("Danh sách đâu?"))


def accepted(world: World) -> None:
    """An answer is accepted."""
    played.returned(world, sample_percent=100)
    seen = played.see(world, "A1")
    given = appraising.Accepted(("A1",))
    do(PARTS, appraising.accept, world.actor("appraiser"), (SLUG, world.ref("commune")), given, seen=seen)


def marked(world: World) -> None:
    """An answer is left to the council."""
    decided(world, appraising.mark, WHY)


UNTIL = campaigns.Until(date(2026, 12, 1), "Vì một lý do mẫu")
#: act -> who, how it comes so far, the criterion of the address, the input
SCENES: dict[str, tuple[str, Callable[[World], Any], str, Any]] = {
    "answer": (
        "reporter",
        sample.dispatched,
        "",
        answering.Answers((answering.Given("B1", {"website": "own"}),)),
    ),
    "add_evidence": ("reporter", sample.dispatched, "", LINK),
    "use_evidence": ("reporter", proved, "B1", answering.Use(1, True)),
    "sign_off": (
        "head",
        lambda world: (sample.dispatched(world), played.fill(world, "commune", "reporter", played.VALUES)),
        "",
        None,
    ),
    "take_back": ("head", played.returned, "", None),
    "object_to": ("reporter", played.notified, "A2", objecting.Objection("Có giấy chứng nhận")),
    "withdraw_objection": ("reporter", played.objected, "A2", None),
    "agree": ("head", played.notified, "", None),
    "accept": ("appraiser", played.returned, "", appraising.Accepted(("A1",))),
    "amend": ("appraiser", played.returned, "A2", appraising.Amended({"staff_trained": "8"}, "Thiếu giấy")),
    "measure": ("appraiser", played.returned, "", appraising.Measured({"B2": {"satisfaction": "75"}})),
    "ask": ("appraiser", played.returned, "A1", appraising.Asked("Danh sách đâu?")),
    "mark": ("appraiser", played.returned, "A1", WHY),
    "undo": ("appraiser", accepted, "A1", None),
    "second": ("appraiser2", accepted, "A1", appraising.Second()),
    "stop_waiting": ("appraiser", asked, "", WHY),
    "finish": ("appraiser", to_finish, "", None),
    "resume": ("appraiser", finished, "", WHY),
    "review": ("appraiser", proved_and_returned, "", appraising.Looked(1)),
    "observe": ("appraiser", sample.dispatched, "", appraising.Observed("visits", ({"polite": "yes"},))),
    "write_off": ("appraiser", overdue, "", WHY),
    "let_in": ("appraiser", written_off, "", UNTIL),
    "extend": ("publisher", sample.dispatched, "", UNTIL),
    "decide": ("council", marked, "A1", objecting.Ruling("Đúng như khai")),
    "hear": ("council", played.objected, "A2", objecting.Hearing("Có giấy", True)),
    "put_right": ("council", deciding, "A2", appraising.Amended({"staff_trained": "9"}, "Tìm thấy giấy")),
}


def part(world: World, name: str) -> Stage:
    """The commune's part where the act is allowed."""
    who, before, node, given = SCENES[name]
    before(world)
    if name in ("object_to", "withdraw_objection", "agree", "hear"):
        later(world, 61)
    return Stage(who, (SLUG, world.ref("commune"), *([node] if node else [])), given)


def on_screen(subject: OnePart) -> Any:
    """What stands on the screen of who acts on answers, or on the part."""
    return {node: subject.one(node).sequence for node in subject.nodes} or subject.row.sequence


KINDS = (
    Kind(CAMPAIGNS, campaign, every),
    Kind(PARTS, part, every, seen=on_screen, beside=2),
)
