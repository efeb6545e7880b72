"""The small province of world.py with a programme over its two communes, for the tests of programmes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import world as sample
from answers import Given, answer
from restaging import restaged
from thangdo.records.acts.frame import do
from thangdo.records.people.models import Person, Role
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.acts import PARTS
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.models import Part, Programme
from world import World

SLUG = "desks"
TOP, X1, X2 = ("sample", "M"), ("sample", "X1"), ("sample", "X2")  # the province, its two communes
DESK = (SLUG, X1)  # the commune's part
CAMPAIGN = "sample-2025"
DECISION = {"link": "https://commune.example/decision"}
WORDS = {"text": "Biên bản bàn giao ngày 01/3/2026"}


@restaged
def build() -> World:
    """The province, with a secretary, a trainer and a reporter of the leading office."""
    world = sample.build()
    more = {
        "secretary": ("province", Role.SECRETARY),
        "trainer": ("province", Role.TRAINER),
        "leading": ("office", Role.REPORTER),
        "leading2": ("office", Role.REPORTER),
    }
    for who, (where, role) in more.items():
        if who in world.people:
            continue
        world.people[who] = Person.objects.create_user(
            who, None, name=f"Người Mẫu ({who})", created_at=sample.MORNING
        )
        sample.office(world.people[who], world.units[where], role, subtree=role == Role.TRAINER)
    return world


@restaged
def begun(world: World, slug: str = SLUG, kind: str = "one-stop", **more: Any) -> Programme:
    """A programme over both communes, led by the office."""
    plan = programmes.Plan(
        kind,
        world.ref("province"),
        leading=world.ref("office"),
        starts=date(2026, 2, 1),
        due=date(2026, 6, 30),
        **more,
    )
    do(PROGRAMMES, programmes.begin, world.actor("secretary"), (slug,), plan)
    both = programmes.Scope(units=("sample:X1", "sample:X2"))
    do(PROGRAMMES, programmes.add, world.actor("secretary"), (slug,), both)
    return Programme.objects.get(slug=slug)


def part(world: World, unit: str = "commune", slug: str = SLUG) -> Part:
    """A unit's part."""
    return Part.objects.select_related("programme", "unit", "carrier").get(
        programme__slug=slug, unit=world.units[unit]
    )


def said(values: dict[str, str]) -> parts.Values:
    """Fields of the template as an act takes them."""
    return parts.Values(tuple(parts.Value(name, text) for name, text in values.items()))


def scope(rule: dict[str, list[str]]) -> programmes.Scope:
    """A scope as an act takes it."""
    return programmes.Scope(**{name: tuple(values) for name, values in rule.items()})  # type: ignore[arg-type]


def later(days: int) -> timedelta:
    return timedelta(days=days)


@restaged
def answered(world: World) -> None:
    """A campaign in which the commune has answered and signed off, weak in training of staff."""
    sample.dispatched(world, CAMPAIGN)
    said = {
        "A1": {"staff": "20", "staff_with_computer": "18"},
        "A2": {"staff_trained": "2"},
        "B1": {"website": "none"},
    }
    for node, values in said.items():
        seen = world.sequence(CAMPAIGN, "commune", node)
        answer(world.actor("reporter"), CAMPAIGN, world.ref("commune"), Given(node, values, seen))
    signed_off(world, CAMPAIGN)


def signed_off(world: World, slug: str) -> None:
    """The head returns it: a draft is no result from which anything could be planned."""
    seen = world.part(slug, "commune").sequence
    do(PARTS, answering.sign_off, world.actor("head"), (slug, world.ref("commune")), seen=seen)
