"""Directives in the small province of `world.py`: a secretary drafts, a chairman issues, two communes do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import world as sample
from thangdo.records.people.models import Person, Role
from thangdo.work.directives import actions
from thangdo.work.directives.actions import Draft
from thangdo.work.directives.models import Assignment
from world import MORNING, World

DAY = date(2026, 3, 2)  # Monday
NONE = timedelta()


def build() -> World:
    """The province with a secretary and the head of the district."""
    world = sample.build()
    for who, where, role in (
        ("secretary", "province", Role.SECRETARY),
        ("district-head", "district", Role.HEAD),
        ("department-reporter", "department", Role.REPORTER),
    ):
        if who in world.people:
            continue
        person = Person.objects.create_user(who, None, name=f"Người Mẫu ({who})", created_at=MORNING)
        world.people[who] = person
        sample.office(person, world.units[where], role)
    return world


def draft(world: World, **more: Any) -> Draft:
    """One-stop desks in all communes of the district, within ten working days."""
    return Draft(
        **{
            "title": "Xây dựng bộ phận một cửa",
            "authority": world.ref("province"),
            "scope": {"tiers": ["commune"], "within": ["sample:H1"]},
            "due_kind": "working-days",
            "due_days": 10,
            **more,
        }
    )


def drafted(world: World, **more: Any) -> str:
    """Drafted by the secretary; its slug."""
    return actions.draft(world.actor("secretary"), draft(world, **more))


def issued(world: World, **more: Any) -> str:
    """Drafted and issued by the chairman; its slug."""
    slug = drafted(world, **more)
    actions.issue(world.actor("chairman"), slug)
    return slug


def part(world: World, slug: str, unit: str = "commune") -> Assignment:
    """A unit's assignment as it stands."""
    return Assignment.objects.select_related("directive", "unit", "carrier").get(
        directive__slug=slug, unit=world.units[unit]
    )
