"""A conference of Tỉnh Mẫu for tests: its secretaries, its sites, its agenda."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import world as sample
from conference_desk import meeting, planning
from restaging import restaged
from thangdo.records.people.models import Person, Role
from thangdo.work.conferences.actions.planning import Item, Plan
from thangdo.work.conferences.models import Conference
from world import World

SLUG = "hoi-nghi-mau"
SITES = ("commune", "other", "district")


@restaged
def build() -> World:
    """The sample province with two secretaries and two heads who may take the chair."""
    world = sample.build()
    held = {
        "secretary": ("province", Role.SECRETARY),
        "secretary2": ("province", Role.SECRETARY),
        "vice": ("province", Role.HEAD),
        "district-head": ("district", Role.HEAD),
    }
    for who, (where, role) in held.items():
        if who in world.people:
            continue
        person = Person.objects.create_user(who, None, name=f"Người Mẫu ({who})", created_at=sample.MORNING)
        world.people[who] = person
        sample.office(person, world.units[where], role)
    return world


def wanted(world: World, **more: Any) -> Plan:
    """The plan of the sample conference."""
    told: dict[str, Any] = {
        "title_vi": "Hội nghị trực tuyến mẫu",
        "title_en": "Sample online conference",
        "authority": world.ref("province"),
        "day": date(2026, 3, 2),
        "place_vi": "Hội trường 2/9",
        "starts": datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
        "quorum": 60,
        "video": {"address": "https://hop.example.test/mau"},
    }
    return Plan(**(told | more))


@restaged
def planned(world: World, **more: Any) -> Conference:
    """Planned, with three sites, a guest and two items."""
    secretary = world.actor("secretary")
    planning.plan(secretary, SLUG, wanted(world, **more))
    planning.invite_sites(secretary, SLUG, [world.ref(one) for one in SITES])
    planning.put_guest(secretary, SLUG, "Thường trực HĐND tỉnh")
    planning.put_agenda(secretary, SLUG, Item("Báo cáo kết quả", "Sở Mẫu 1", 15))
    planning.put_agenda(secretary, SLUG, Item("Thảo luận", "", 30))
    return Conference.objects.get(slug=SLUG)


@restaged
def opened(world: World, **more: Any) -> Conference:
    """The same, open with two of three sites."""
    planned(world, **more)
    for site in ("commune", "other"):
        meeting.call_roll(world.actor("secretary"), SLUG, world.ref(site), "present", 5)
    meeting.open_(world.actor("secretary"), SLUG)
    return Conference.objects.get(slug=SLUG)
