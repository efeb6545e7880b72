"""Directives in the small province of `world.py`: a secretary drafts, a chairman issues, two communes do."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import world as sample
from restaging import restaged
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Person, Role
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives import actions
from thangdo.work.directives.actions import Draft, Recorded
from thangdo.work.directives.acts import DIRECTIVES, FIGURES
from thangdo.work.directives.models import Assignment, Directive
from world import MORNING, World

DAY = date(2026, 3, 2)  # Monday
act = partial(do, DIRECTIVES)
NONE = timedelta()


@restaged
def build(world: World | None = None) -> World:
    """The province with a secretary and the head of the district."""
    world = world or sample.build()
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
    kind = Recorded if more.keys() & {"known", "sample"} else Draft
    return kind(
        **{
            "title": "Xây dựng bộ phận một cửa",
            "authority": world.ref("province"),
            "scope": {"tiers": ["commune"], "within": ["sample:H1"]},
            "due_kind": "working-days",
            "due_days": 10,
            **more,
        }
    )


@restaged
def drafted(world: World, **more: Any) -> str:
    """Drafted by the secretary; its slug."""
    return str(act(actions.draft, world.actor("secretary"), (), draft(world, **more))["slug"])


@restaged
def issued(world: World, **more: Any) -> str:
    """Drafted and issued by the chairman; its slug."""
    slug = drafted(world, **more)
    issue(world.actor("chairman"), slug)
    return slug


def seen(slug: str) -> int:
    """The sequence of a directive as it stands."""
    return Directive.objects.get(slug=slug).sequence


def issue(actor: Actor, slug: str, decision: str = "") -> dict[str, Any]:
    """Issue it as it stands."""
    return act(actions.issue, actor, (slug,), actions.Issue(decision), seen=seen(slug))


def figures(
    actor: Actor, authority: UnitRef, name: str, day: date, values: dict[UnitRef, str], source: str
) -> dict[str, Any]:
    """Take figures in."""
    rows = tuple(actions.UnitFigure(unit, value) for unit, value in values.items())
    given = actions.FiguresOfDay(name, day, rows, source)
    return do(FIGURES, actions.import_figures, actor, (authority,), given)


def part(world: World, slug: str, unit: str = "commune") -> Assignment:
    """A unit's assignment as it stands."""
    return Assignment.objects.select_related("directive", "unit", "carrier").get(
        directive__slug=slug, unit=world.units[unit]
    )
