"""Whatever is pressed in whatever order: no illegal move succeeds, and the ledger gives the tables again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import meetings
from conference_desk import meeting, planning, writing
from engines import machine
from meetings import SLUG
from thangdo.records.ledger.events import Stale, head
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.conferences.actions.planning import Check, Item
from thangdo.work.conferences.acts import ACTS
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.replay import differences
from world import World

pytestmark = pytest.mark.django_db
WHO = ("secretary", "secretary2", "chairman", "vice", "reporter", "reporter2", "department-head", "observer")
UNITS = ("commune", "other", "district", "department")
Ref = tuple[str, str]
STEPS: dict[str, Callable[[Actor, World, Ref, int], Any]] = {
    "plan": lambda a, w, u, n: planning.plan(a, SLUG, meetings.wanted(w, quorum=n * 10)),
    "cancel": lambda a, w, u, n: planning.cancel(a, SLUG, "Hoãn"),
    "invite_sites": lambda a, w, u, n: planning.invite_sites(a, SLUG, [u]),
    "strike_site": lambda a, w, u, n: planning.strike_site(a, SLUG, u),
    "put_guest": lambda a, w, u, n: planning.put_guest(a, SLUG, "HĐND" if n % 2 else "", n or None),
    "put_agenda": lambda a, w, u, n: planning.put_agenda(
        a, SLUG, Item("Mục" if n % 3 else "", number=n or None)
    ),
    "describe_site": lambda a, w, u, n: planning.describe_site(a, SLUG, u, f"Phòng {n}", "fixed", "090"),
    "check_site": lambda a, w, u, n: planning.check_site(a, SLUG, u, Check(bool(n % 2), True, True, n)),
    "open": lambda a, w, u, n: meeting.open_(a, SLUG, "Họp" if n % 2 else ""),
    "call_roll": lambda a, w, u, n: meeting.call_roll(a, SLUG, u, ("present", "absent", "")[n % 3], n),
    "list_present": lambda a, w, u, n: meeting.list_present(a, SLUG, "Chủ tịch", "Mẫu", unit=u),
    "mark_guest": lambda a, w, u, n: meeting.mark_guest(a, SLUG, n, (True, False, None)[n % 3]),
    "attend": lambda a, w, u, n: meeting.attended(
        a, SLUG, u, w.now + timedelta(minutes=n), ("joined", "left")[n % 2]
    ),
    "run_agenda": lambda a, w, u, n: meeting.run_agenda(a, SLUG, n, ("start", "stop")[n % 2]),
    "ask_to_speak": lambda a, w, u, n: meeting.ask_to_speak(a, SLUG, u, "Đất đai"),
    "give_floor": lambda a, w, u, n: meeting.move_speaker(
        a, SLUG, n, ("speaking", "spoken", "declined")[n % 3]
    ),
    "order_speakers": lambda a, w, u, n: meeting.order_speakers(a, SLUG, [n]),
    "withdraw_request": lambda a, w, u, n: meeting.withdraw_request(a, SLUG, u, n),
    "take_chair": lambda a, w, u, n: meeting.take_chair(a, SLUG, "Chủ tịch UBND tỉnh"),
    "take_remark": lambda a, w, u, n: writing.take_remark(
        a, SLUG, "obstacle", "land", "Vướng" if n % 3 else "", u, n or None
    ),
    "write_minute": lambda a, w, u, n: writing.write_minute(
        a, SLUG, f"Dòng {n}" if n % 4 else "", "conclusion", bool(n % 2), n or None
    ),
    "close": lambda a, w, u, n: meeting.close(a, SLUG),
    "attach": lambda a, w, u, n: writing.attach(a, SLUG, n, "unit", ":".join(u)),
    "ask_answer": lambda a, w, u, n: writing.ask_answer(a, SLUG, n, u, 3),
    "answer": lambda a, w, u, n: writing.answer(a, SLUG, n, "Trả lời"),
    "publish_answer": lambda a, w, u, n: writing.publish_answer(a, SLUG, n, bool(n % 2)),
    "sign_minutes": lambda a, w, u, n: meeting.sign(a, SLUG, "minutes"),
    "sign_conclusions": lambda a, w, u, n: meeting.sign(a, SLUG, "conclusions", str(n)),
}


def test_every_act_of_the_table_is_walked() -> None:
    assert set(STEPS) == set(ACTS)


steps = st.tuples(
    st.sampled_from(sorted(STEPS)), st.sampled_from(WHO), st.sampled_from(UNITS), st.integers(0, 4)
)


@machine(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=40))
def test_no_order_of_presses_breaks_a_conference(walk: list[tuple[str, str, str, int]]) -> None:
    with transaction.atomic():
        world = meetings.build()
        meetings.planned(world)
        for place, (name, who, unit, number) in enumerate(walk):
            _press(world, name, who, unit, number, timedelta(minutes=place))
        assert differences(SLUG) == []
        transaction.set_rollback(True)


def _press(world: World, name: str, who: str, unit: str, number: int, later: timedelta) -> None:
    actor = world.actor(who, later)
    before = Conference.objects.get(slug=SLUG)
    try:
        with transaction.atomic():
            STEPS[name](actor, world, world.ref(unit), number)
    except (Refused, NotAllowed, Stale):
        assert head(before.stream) == before.sequence, "a refused act wrote something"
        return
    assert before.state in ACTS[name].when["conference"]
    roles = {held.role for held in actor.offices}
    assert roles & {*ACTS[name].roles, Role.SECRETARY, Role.HEAD}
    after = Conference.objects.get(slug=SLUG)
    assert after.sequence == head(after.stream)
