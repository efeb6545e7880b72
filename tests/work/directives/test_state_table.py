"""Whatever officers press in whatever order: no illegal move succeeds, the ledger gives the state again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import ordering
from engines import machine
from ordering import act
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.directives import actions, jobs
from thangdo.work.directives.actions import (
    Closing,
    Decision,
    EvidenceBack,
    MoreTime,
    NewEvidence,
    PassOn,
    Report,
    Why,
)
from thangdo.work.directives.acts import ACTS
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import differences
from world import World

pytestmark = pytest.mark.django_db
SLUG = "mot-cua"
WHO = (
    "secretary",
    "chairman",
    "reporter",
    "head",
    "reporter2",
    "head2",
    "district-head",
    "observer",
    "publisher",
)
UNITS = ("commune", "other", "department")
PHOTO = NewEvidence("ảnh", link="https://example.test/a")


@dataclass(frozen=True)
class Step:
    """One thing that somebody presses."""

    name: str
    who: str
    unit: str = "commune"
    pick: int = 0
    days: int = 0


Run = Callable[[Any, Step, World], Any]
RUNS: dict[str, Run] = {
    "edit": lambda a, s, w: act(
        actions.edit, a, (SLUG,), ordering.draft(w, title=f"Một cửa {s.pick}"), seen=ordering.seen(SLUG)
    ),
    "discard": lambda a, s, w: act(actions.discard, a, (SLUG,), Why("thử")),
    "issue": lambda a, s, w: ordering.issue(a, SLUG),
    "close": lambda a, s, w: act(actions.close, a, (SLUG,), Closing("thử")),
    "withdraw": lambda a, s, w: act(actions.withdraw, a, (SLUG,), Why("thử")),
    "acknowledge": lambda a, s, w: act(actions.acknowledge, a, (SLUG, w.ref(s.unit))),
    "report": lambda a, s, w: act(
        actions.report,
        a,
        (SLUG, w.ref(s.unit)),
        Report("đã làm", (100, 40, 100)[s.pick], (PHOTO,) if s.pick else ()),
    ),
    "withdraw_evidence": lambda a, s, w: act(
        actions.withdraw_evidence, a, (SLUG, w.ref(s.unit)), EvidenceBack(1 + s.pick, "thử")
    ),
    "ask_extension": lambda a, s, w: act(
        actions.ask_extension,
        a,
        (SLUG, w.ref(s.unit)),
        MoreTime(a.day + timedelta(days=20 + 9 * s.pick), "thử"),
    ),
    "accept": lambda a, s, w: act(actions.accept, a, (SLUG, w.ref(s.unit))),
    "give_back": lambda a, s, w: act(actions.give_back, a, (SLUG, w.ref(s.unit)), Why("thử")),
    "decide_extension": lambda a, s, w: act(
        actions.decide_extension, a, (SLUG, w.ref(s.unit)), Decision(s.pick != 1, "thử")
    ),
    "close_one": lambda a, s, w: act(actions.close_one, a, (SLUG, w.ref(s.unit)), Closing("thử")),
    "withdraw_one": lambda a, s, w: act(actions.withdraw_one, a, (SLUG, w.ref(s.unit)), Why("thử")),
    "pass_on": lambda a, s, w: act(
        actions.pass_on, a, (SLUG, w.ref(s.unit)), PassOn(w.ref(UNITS[s.pick]), "thử")
    ),
    "daily": lambda a, s, w: jobs.daily(a.at),
}
#: who holds what where, written down once more by hand
HOLDS = {
    "secretary": (Role.SECRETARY, "province"),
    "chairman": (Role.HEAD, "province"),
    "reporter": (Role.REPORTER, "commune"),
    "head": (Role.HEAD, "commune"),
    "reporter2": (Role.REPORTER, "other"),
    "head2": (Role.HEAD, "other"),
    "district-head": (Role.HEAD, "district"),
    "observer": (Role.OBSERVER, "province"),
    "publisher": (Role.PUBLISHER, "province"),
}


def allowed_by_table(step: Step, world: World) -> bool:
    """What the table says, read by other code than the actions."""
    if step.name == "daily":
        return True
    act, directive = ACTS[step.name], Directive.objects.get(slug=SLUG)
    row = Assignment.objects.filter(directive=directive, unit=world.units[step.unit]).first()
    (claim,) = act.by
    place = world.units["province"] if claim.place == "authority" else row and row.carrier
    role, where = HOLDS[step.who]
    held = place is not None and role in claim.roles and world.units[where].pk == place.pk
    right = directive.state in act.when["directive"]
    if "assignment" in act.when:
        right &= row is not None and row.state in act.when["assignment"]
    return held and right


STEPS = st.builds(
    Step,
    st.sampled_from(sorted(RUNS)),
    st.sampled_from(WHO),
    st.sampled_from(UNITS),
    st.integers(0, 2),
    st.sampled_from((0, 0, 1, 15, 30, 60)),
)
#: the way through, along which random steps are strewn, so that late states are reached too
WAY = [
    Step("edit", "secretary"),
    Step("issue", "chairman"),
    Step("acknowledge", "reporter"),
    Step("ask_extension", "head", days=1),
    Step("decide_extension", "chairman", days=2),
    Step("report", "reporter", pick=1, days=3),
    Step("report", "reporter", pick=2, days=4),
    Step("give_back", "secretary", days=5),
    Step("report", "head", pick=2, days=6),
    Step("accept", "secretary", days=7),
    Step("withdraw_evidence", "reporter", pick=0, days=8),
    Step("report", "reporter", pick=2, days=9),
    Step("accept", "chairman", days=10),
    Step("daily", "secretary", days=15),
    Step("daily", "secretary", days=30),
    Step("pass_on", "secretary", "other", 2, 31),
    Step("close", "chairman", days=40),
]


@st.composite
def walks(draw: st.DrawFn) -> list[Step]:
    """A part of the way with random steps between."""
    steps = list(WAY[: draw(st.integers(0, len(WAY)))])
    for extra in draw(st.lists(STEPS, max_size=8)):
        steps.insert(draw(st.integers(0, len(steps))), extra)
    return steps


@pytest.fixture
def world() -> World:
    world = ordering.build()
    ordering.drafted(world, slug=SLUG)
    return world


# each example is rolled back to the province that the fixture built
@machine(60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=walks())
def test_an_illegal_move_succeeds_or_the_ledger_tells_another_story(world: World, steps: list[Step]) -> None:
    with transaction.atomic():
        for step in steps:
            allowed, before = allowed_by_table(step, world), Event.objects.count()
            try:
                RUNS[step.name](world.actor(step.who, timedelta(days=step.days)), step, world)
            except (NotAllowed, Refused, Stale):
                assert Event.objects.count() == before, f"{step} was refused and wrote"
            else:
                assert allowed, f"{step} is not allowed by the table and was done"
        assert differences(Directive.objects.get(slug=SLUG)) == []
        transaction.set_rollback(True)


def test_the_whole_way_is_open_to_those_who_hold_the_offices(world: World) -> None:
    for step in WAY:
        assert allowed_by_table(step, world), step
        RUNS[step.name](world.actor(step.who, timedelta(days=step.days)), step, world)
    assert Directive.objects.get(slug=SLUG).state == "closed"


def test_an_act_stands_in_the_table_and_nobody_tries_it() -> None:
    assert set(ACTS) - set(RUNS) == {"draft"}
