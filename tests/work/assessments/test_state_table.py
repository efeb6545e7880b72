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
from engines import machine
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting, publishing
from thangdo.work.assessments.actions.answering import BadValues, Given, NewEvidence
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import counts_of
from thangdo.work.assessments.replaying import differences
from thangdo.work.assessments.states import ACTS
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
}  # fmt: skip
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


def given_(step: Step, world: World) -> Given:
    return Given(step.node, step.values, seen(step, world), step.pick == 2, "vì mẫu", "ghi chú")


def part_sequence(step: Step, world: World) -> int:
    part = Submission.objects.filter(campaign__slug=SLUG, unit=world.units[step.unit]).first()
    return part.sequence if part else 0


def on_unit(run: Callable[..., Any]) -> Run:
    return lambda s, w: run(w.actor(s.who, timedelta(days=s.days)), SLUG, w.ref(s.unit), s, w)


def on_all(run: Callable[..., Any]) -> Run:
    return lambda s, w: run(w.actor(s.who, timedelta(days=s.days)), SLUG)


RUNS: dict[str, Run] = {
    "dispatch": on_all(campaigns.dispatch),
    "cancel": on_all(lambda a, s: campaigns.cancel(a, s, "thử")),
    "notify": on_all(campaigns.notify),
    "close_window": on_all(campaigns.close_window),
    "conclude": on_all(campaigns.conclude),
    "reopen": on_all(lambda a, s: campaigns.reopen(a, s, "thử")),
    "approve": on_all(lambda a, s: campaigns.approve(a, s, "1/QĐ")),
    "revoke": on_all(lambda a, s: campaigns.revoke(a, s, "thử")),
    "publish": on_all(publishing.publish),
    "correct": on_all(lambda a, s: campaigns.correct(a, s, "thử")),
    "extend": on_unit(lambda a, s, u, st_, w: campaigns.extend(a, s, u, a.day + timedelta(days=9), "thử")),
    "answer": on_unit(lambda a, s, u, st_, w: answering.answer(a, s, u, given_(st_, w))),
    "evidence": on_unit(
        lambda a, s, u, st_, w: answering.add_evidence(
            a, s, u, NewEvidence(st_.node, "Danh sách", link="https://example.test/a")
        )
    ),
    "use": on_unit(lambda a, s, u, st_, w: answering.use_evidence(a, s, u, 1, st_.node, st_.pick != 1)),
    "sign_off": on_unit(lambda a, s, u, st_, w: answering.sign_off(a, s, u, part_sequence(st_, w))),
    "take_back": on_unit(lambda a, s, u, st_, w: answering.take_back(a, s, u)),
    "write_off": on_unit(lambda a, s, u, st_, w: answering.write_off(a, s, u, "thử")),
    "let_in": on_unit(lambda a, s, u, st_, w: answering.let_in(a, s, u, a.day + timedelta(days=5), "thử")),
    "accept": on_unit(lambda a, s, u, st_, w: appraising.accept(a, s, u, {st_.node: seen(st_, w)})),
    "amend": on_unit(
        lambda a, s, u, st_, w: appraising.amend(a, s, u, st_.node, st_.values, "thử", seen(st_, w))
    ),
    "ask": on_unit(lambda a, s, u, st_, w: appraising.ask(a, s, u, st_.node, "thử?", seen(st_, w))),
    "mark": on_unit(lambda a, s, u, st_, w: appraising.mark(a, s, u, st_.node, "thử", seen(st_, w))),
    "undo": on_unit(lambda a, s, u, st_, w: appraising.undo(a, s, u, st_.node, seen(st_, w))),
    "second": on_unit(
        lambda a, s, u, st_, w: appraising.second(a, s, u, st_.node, st_.values if st_.pick else None)
    ),
    "stop_waiting": on_unit(lambda a, s, u, st_, w: appraising.stop_waiting(a, s, u, "thử")),
    "finish": on_unit(lambda a, s, u, st_, w: appraising.finish(a, s, u)),
    "resume": on_unit(lambda a, s, u, st_, w: appraising.resume(a, s, u, "thử")),
    "observe": on_unit(lambda a, s, u, st_, w: appraising.observe(a, s, u, "visits", [{"polite": "yes"}])),
    "object": on_unit(
        lambda a, s, u, st_, w: objecting.object_to(a, s, u, st_.node, "không đúng", seen(st_, w))
    ),
    "withdraw_objection": on_unit(
        lambda a, s, u, st_, w: objecting.withdraw(a, s, u, st_.node, seen(st_, w))
    ),
    "agree": on_unit(lambda a, s, u, st_, w: objecting.agree(a, s, u)),
    "decide": on_unit(
        lambda a, s, u, st_, w: objecting.decide(
            a, s, u, st_.node, st_.values if st_.pick else None, "thử", seen(st_, w)
        )
    ),
    "hear": on_unit(
        lambda a, s, u, st_, w: objecting.hear(
            a, s, u, st_.node, st_.pick != 1, st_.values if st_.pick == 2 else None, "thử", seen(st_, w)
        )
    ),
    "put_right": on_unit(
        lambda a, s, u, st_, w: objecting.put_right(a, s, u, st_.node, st_.values, "thử", seen(st_, w))
    ),
}  # fmt: skip
TABLE_NAME = {"evidence": "answer", "use": "answer"}
#: who holds what where, written down once more by hand
HOLDS = {
    "publisher": (Role.PUBLISHER, "province"), "council": (Role.COUNCIL, "province"),
    "chairman": (Role.HEAD, "province"), "appraiser": (Role.APPRAISER, "office"),
    "appraiser2": (Role.APPRAISER, "office"), "reporter": (Role.REPORTER, "commune"),
    "head": (Role.HEAD, "commune"), "reporter2": (Role.REPORTER, "other"), "head2": (Role.HEAD, "other"),
    "department-head": (Role.HEAD, "department"), "observer": (Role.OBSERVER, "province"),
    "author": (Role.AUTHOR, "province"),
}  # fmt: skip


def allowed_by_table(step: Step, world: World) -> bool:
    """Whether the table of states and roles allows it: asked before the step is taken."""
    name = TABLE_NAME.get(step.name, step.name)
    campaign = Campaign.objects.get(slug=SLUG)
    part = Submission.objects.filter(campaign=campaign, unit=world.units[step.unit]).first()
    names = [name, "answer_again"] if name == "answer" else [name]
    names += ["object_evidence"] if step.name in TABLE_NAME else []
    role, where = HOLDS[step.who]
    for one in names:
        act = ACTS[one]
        place = {"authority": "province", "appraising": "office", "unit": step.unit}[act.where]
        held = role in act.roles and where == place
        held |= one == "extend" and role == Role.PUBLISHER
        right = not act.campaign or campaign.state in act.campaign
        if step.name in {"dispatch", "cancel", "notify", "close_window", "conclude", "reopen", "approve",
                         "revoke", "publish", "correct"}:  # fmt: skip
            if held and right:
                return True
            continue
        if part is None:
            return False
        row = Answer.objects.filter(submission=part, node=step.node).first()
        right &= not act.submission or part.state in act.submission
        right &= not act.answer or (row is not None and row.decision in act.answer)
        right &= not act.objection or (row is not None and row.objection in act.objection)
        if held and right:
            return True
    return False


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
    ("answer", "reporter", "commune", "A1", 0, 0), ("answer", "head", "commune", "B1", 0, 0),
    ("evidence", "reporter", "commune", "A1", 0, 0), ("use", "reporter", "commune", "B1", 0, 0),
    ("answer", "reporter2", "other", "A1", 0, 0),
    ("sign_off", "head", "commune", "A1", 0, 0), ("sign_off", "head2", "other", "A1", 0, 40),
    ("observe", "appraiser", "commune", "B3", 0, 0),
    *(("accept", "appraiser", "commune", node, 0, 0) for node in ("A1", "B1", "B3")),
    *(("accept", "appraiser", "other", node, 0, 0) for node in ("A1", "B1", "B3")),
    *(("amend", "appraiser", unit, "A2", 0, 0) for unit in ("commune", "other")),
    ("amend", "appraiser", "commune", "B2", 0, 0), ("mark", "appraiser", "other", "B2", 0, 0),
    ("second", "appraiser2", "commune", "A1", 0, 0),
    ("finish", "appraiser", "commune", "A1", 0, 0), ("finish", "appraiser", "other", "A1", 0, 0),
    ("write_off", "appraiser", "department", "A1", 0, 100),
    ("write_off", "appraiser", "office", "A1", 0, 100),
    ("notify", "publisher", "commune", "A1", 0, 100),
    ("object", "reporter", "commune", "A2", 0, 100), ("agree", "head2", "other", "A2", 0, 100),
    ("hear", "council", "commune", "A2", 0, 100), ("decide", "council", "other", "B2", 1, 100),
    ("close_window", "publisher", "commune", "A1", 0, 130), ("conclude", "council", "commune", "A1", 0, 130),
    ("approve", "chairman", "commune", "A1", 0, 130), ("publish", "publisher", "commune", "A1", 0, 130),
    ("correct", "council", "commune", "A1", 0, 130), ("put_right", "council", "commune", "B1", 1, 130),
]  # fmt: skip


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
            assert differences(part) == []
            sums = zip(*(counts_of(row) for row in part.answers.all()), strict=True)
            assert [sum(one) for one in sums] == [
                part.answered, part.with_evidence, part.decided, part.amended, part.council, part.objections
            ]  # fmt: skip
        transaction.set_rollback(True)


def test_the_whole_way_is_open_to_those_who_hold_the_offices(world: World) -> None:
    for one in WAY:
        step = Step(*one)
        assert allowed_by_table(step, world), step
        RUNS[step.name](step, world)
    assert world.campaign(SLUG).state == "deciding"
