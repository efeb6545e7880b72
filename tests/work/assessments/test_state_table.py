"""Whatever officers press in whatever order: no illegal move succeeds, the ledger gives the state again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import world as sample
from answers import Given, answer
from engines import machine
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.actions.answering import BadValues, NewEvidence
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import counts_of
from thangdo.work.assessments.replaying import differences, of_campaign
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"
WHO = (
    *("publisher", "council", "chairman", "appraiser", "appraiser2", "reporter", "head", "reporter2"),
    *("head2", "department-head", "observer", "author"),
)
UNITS = ("commune", "other", "department", "office")
NODES = ("A1", "A2", "A3", "B1", "B2", "B3")
VALUES: dict[str, list[dict[str, str]]] = {
    "A1": [
        {"staff": "20", "staff_with_computer": "18"},
        {"staff": "5", "staff_with_computer": "9"},
        {"staff": "x"},
    ],
    "A2": [{"staff_trained": "3"}, {}],
    "A3": [{"rooms": "2"}, {"rooms": "51"}],
    "B1": [{"website": "own"}, {"website": "none"}, {"website": "other"}],
    "B2": [{"satisfaction": "75"}],
    "B3": [{}],
}
Run = Callable[["Step", World], Any]


class Step:
    """One thing that somebody presses."""

    def __init__(self, name: str, who: str, unit: str, node: str, pick: int, days: int) -> None:
        self.name, self.who, self.unit, self.node, self.pick, self.days = name, who, unit, node, pick, days

    def __repr__(self) -> str:
        return f"{self.who} {self.name} {self.unit}/{self.node} #{self.pick} after {self.days} days"

    @property
    def values(self) -> dict[str, str]:
        return VALUES[self.node][self.pick % len(VALUES[self.node])]


def seen(step: Step, world: World) -> int:
    row = Answer.objects.filter(
        submission__campaign__slug=SLUG, submission__unit=world.units[step.unit], node=step.node
    ).first()
    return row.sequence if row else 0


def part_sequence(step: Step, world: World) -> int:
    part = Submission.objects.filter(campaign__slug=SLUG, unit=world.units[step.unit]).first()
    return part.sequence if part else 0


def acting(step: Step, world: World) -> Any:
    return world.actor(step.who, timedelta(days=step.days))


def on_all(act: Any, *given: Any) -> Run:
    return lambda step, world: do(CAMPAIGNS, act, acting(step, world), (SLUG,), *given)


def on_unit(act: Any, given: Callable[[Step, World], Any] | None = None, screen: Any = None) -> Run:
    """An act on the part; screen: what was seen of it."""

    def run(step: Step, world: World) -> Any:
        seen = screen(step, world) if screen else None
        more = [given(step, world)] if given else []
        return do(PARTS, act, acting(step, world), (SLUG, world.ref(step.unit)), *more, seen=seen)

    return run


def on_answer(act: Any, given: Callable[[Step], Any] | None = None, looks: bool = True) -> Run:
    """An act on one answer, as it was seen."""

    def run(step: Step, world: World) -> Any:
        where, more = (SLUG, world.ref(step.unit), step.node), [given(step)] if given else []
        now = seen(step, world) if looks else None
        return do(PARTS, act, acting(step, world), where, *more, seen=now)

    return run


def answered(step: Step, world: World) -> Any:
    given = Given(step.node, step.values, seen(step, world), step.pick == 2, "vì mẫu", "ghi chú")
    return answer(acting(step, world), SLUG, world.ref(step.unit), given)


def in_days(days: int) -> Callable[[Step, World], Any]:
    return lambda step, world: campaigns.Until(acting(step, world).day + timedelta(days=days), "thử")


WHY = campaigns.Why("thử")
RUNS: dict[str, Run] = {
    "dispatch": on_all(campaigns.dispatch, campaigns.Dispatch()),
    "cancel": on_all(campaigns.cancel, WHY),
    "notify": on_all(campaigns.notify),
    "close_window": on_all(campaigns.close_window),
    "conclude": on_all(campaigns.conclude, campaigns.Conclusion("thử")),
    "reopen": on_all(campaigns.reopen, WHY),
    "approve": on_all(campaigns.approve, campaigns.Approval("1/QĐ")),
    "revoke": on_all(campaigns.revoke, WHY),
    "publish": lambda step, world: background_sealing.publish(acting(step, world), SLUG),
    "correct": on_all(campaigns.correct, WHY),
    "extend": on_unit(campaigns.extend, in_days(9)),
    "answer": answered,
    "add_evidence": on_unit(
        answering.add_evidence,
        lambda step, _: NewEvidence(step.node, "Danh sách", link="https://example.test/a"),
    ),
    "use_evidence": on_answer(
        answering.use_evidence, lambda step: answering.Use(1, step.pick != 1), looks=False
    ),
    "sign_off": on_unit(answering.sign_off, screen=part_sequence),
    "take_back": on_unit(answering.take_back),
    "write_off": on_unit(answering.write_off, lambda step, world: WHY),
    "let_in": on_unit(answering.let_in, in_days(5)),
    "accept": on_unit(
        appraising.accept,
        lambda step, _: appraising.Accepted((step.node,)),
        lambda step, world: {step.node: seen(step, world)},
    ),
    "amend": on_answer(appraising.amend, lambda step: appraising.Amended(step.values, "thử")),
    "ask": on_answer(appraising.ask, lambda step: appraising.Asked("thử?")),
    "mark": on_answer(appraising.mark, lambda step: WHY),
    "undo": on_answer(appraising.undo),
    "second": on_answer(
        appraising.second,
        lambda step: appraising.Second(step.values if step.pick else None),
        looks=False,
    ),
    "stop_waiting": on_unit(appraising.stop_waiting, lambda step, world: WHY),
    "finish": on_unit(appraising.finish),
    "resume": on_unit(appraising.resume, lambda step, world: WHY),
    "observe": on_unit(
        appraising.observe, lambda step, world: appraising.Observed("visits", [{"polite": "yes"}])
    ),
    "object_to": on_answer(objecting.object_to, lambda step: objecting.Objection("không đúng")),
    "withdraw_objection": on_answer(objecting.withdraw_objection),
    "agree": on_unit(objecting.agree),
    "decide": on_answer(
        objecting.decide, lambda step: objecting.Ruling("thử", step.values if step.pick else None)
    ),
    "hear": on_answer(
        objecting.hear,
        lambda step: objecting.Hearing("thử", step.pick != 1, step.values if step.pick == 2 else None),
    ),
    "put_right": on_answer(objecting.put_right, lambda step: appraising.Amended(step.values, "thử")),
}
#: who holds what where, written down once more by hand
HOLDS = {
    "publisher": (Role.PUBLISHER, "province"),
    "council": (Role.COUNCIL, "province"),
    "chairman": (Role.HEAD, "province"),
    "appraiser": (Role.APPRAISER, "office"),
    "appraiser2": (Role.APPRAISER, "office"),
    "reporter": (Role.REPORTER, "commune"),
    "head": (Role.HEAD, "commune"),
    "reporter2": (Role.REPORTER, "other"),
    "head2": (Role.HEAD, "other"),
    "department-head": (Role.HEAD, "department"),
    "observer": (Role.OBSERVER, "province"),
    "author": (Role.AUTHOR, "province"),
}


#: what the unit does to an answer, by the state of its part: the state in which the answer must stand
TURN = {"open": "pending", "asked": "asked", "notified": "amended", "objected": "amended"}


def allowed_by_table(step: Step, world: World) -> bool:
    """Whether the table of states and roles allows it: asked before the step is taken."""
    act = {**CAMPAIGNS.acts, **PARTS.acts}[step.name]
    role, where = HOLDS[step.who]
    places = {"authority": "province", "appraising": "office", "unit": step.unit}
    held = any(role in claim.roles and where == places[claim.place] for claim in act.by)
    campaign = Campaign.objects.get(slug=SLUG)
    states = {"campaign": campaign.state}
    if step.name in PARTS.acts:
        part = Submission.objects.filter(campaign=campaign, unit=world.units[step.unit]).first()
        if part is None:
            return False
        row = Answer.objects.filter(submission=part, node=step.node).first()
        states |= {
            "submission": part.state,
            "answer": row and row.decision,
            "objection": row and row.objection,
        }
        if step.name in ("answer", "add_evidence", "use_evidence"):
            held &= states["answer"] == TURN.get(part.state)
    return held and all(states[what] in allowed for what, allowed in act.when.items())


STEPS = st.builds(
    Step,
    st.sampled_from(sorted(RUNS)),
    st.sampled_from(WHO),
    st.sampled_from(UNITS),
    st.sampled_from(NODES),
    st.integers(0, 2),
    st.sampled_from((0, 0, 0, 40, 100)),
)
#: the way through, along which random steps are strewn, so that late states are reached too
WAY = [
    ("dispatch", "publisher", "commune", "A1", 0, 0),
    ("answer", "reporter", "commune", "A1", 0, 0),
    ("answer", "head", "commune", "B1", 0, 0),
    ("add_evidence", "reporter", "commune", "A1", 0, 0),
    ("use_evidence", "reporter", "commune", "B1", 0, 0),
    ("answer", "reporter2", "other", "A1", 0, 0),
    ("sign_off", "head", "commune", "A1", 0, 0),
    ("sign_off", "head2", "other", "A1", 0, 40),
    ("observe", "appraiser", "commune", "B3", 0, 0),
    *(("accept", "appraiser", "commune", node, 0, 0) for node in ("A1", "B1", "B3")),
    *(("accept", "appraiser", "other", node, 0, 0) for node in ("A1", "B1", "B3")),
    *(("amend", "appraiser", unit, "A2", 0, 0) for unit in ("commune", "other")),
    ("amend", "appraiser", "commune", "B2", 0, 0),
    ("mark", "appraiser", "other", "B2", 0, 0),
    ("second", "appraiser2", "commune", "A1", 0, 0),
    ("finish", "appraiser", "commune", "A1", 0, 0),
    ("finish", "appraiser", "other", "A1", 0, 0),
    ("write_off", "appraiser", "department", "A1", 0, 100),
    ("write_off", "appraiser", "office", "A1", 0, 100),
    ("notify", "publisher", "commune", "A1", 0, 100),
    ("object_to", "reporter", "commune", "A2", 0, 100),
    ("agree", "head2", "other", "A2", 0, 100),
    ("hear", "council", "commune", "A2", 0, 100),
    ("decide", "council", "other", "B2", 1, 100),
    ("close_window", "publisher", "commune", "A1", 0, 130),
    ("conclude", "council", "commune", "A1", 0, 130),
    ("approve", "chairman", "commune", "A1", 0, 130),
    ("publish", "publisher", "commune", "A1", 0, 130),
    ("correct", "council", "commune", "A1", 0, 130),
    ("put_right", "council", "commune", "B1", 1, 130),
]


@st.composite
def walks(draw: st.DrawFn) -> list[Step]:
    """A part of the way with random steps between."""
    until = draw(st.integers(0, len(WAY)))
    steps = [Step(*one) for one in WAY[:until]]
    for extra in draw(st.lists(STEPS, max_size=8)):
        steps.insert(draw(st.integers(0, len(steps))), extra)
    return steps


@pytest.fixture
def world() -> World:
    world = sample.build()
    sample.planned(world)
    return world


# each example is rolled back to the province that the fixture built
@machine(40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=walks())
def test_an_illegal_move_succeeds_or_the_ledger_tells_another_story(world: World, steps: list[Step]) -> None:
    with transaction.atomic():
        for step in steps:
            allowed, before = allowed_by_table(step, world), Event.objects.count()
            try:
                RUNS[step.name](step, world)
            except (NotAllowed, Refused, BadValues, Stale):
                assert Event.objects.count() == before, f"{step} was refused and wrote"
            else:
                assert allowed, f"{step} is not allowed by the table and was done"
        for part in Submission.objects.select_related("campaign", "unit"):
            assert differences(part) == of_campaign(part.campaign) == []
            sums = zip(*(counts_of(row) for row in part.answers.all()), strict=True)
            assert [sum(one) for one in sums] == [
                part.answered,
                part.with_evidence,
                part.decided,
                part.amended,
                part.council,
                part.objections,
            ]
        transaction.set_rollback(True)


def test_the_whole_way_is_open_to_those_who_hold_the_offices(world: World) -> None:
    for one in WAY:
        step = Step(*one)
        assert allowed_by_table(step, world), step
        RUNS[step.name](step, world)
    assert world.campaign(SLUG).state == "deciding"
