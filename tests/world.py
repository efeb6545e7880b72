"""A small province for tests of campaigns: units, offices, an edition with all kinds of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from restaging import restaged
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, actor_of
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units import paths
from thangdo.records.units.fold import bare, fold, sort_key, squeeze
from thangdo.records.units.models import Unit
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.editions import actions as editions
from thangdo.work.editions import acts as edition_acts
from thangdo.work.editions.models import EditionVersion

SCHEME = "sample"
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)  # Monday, 8 o'clock in Pleiku
EDITION = """\
edition: sample-level
version: 1
official: false
title: {vi: Mức độ chính quyền điện tử, en: E-government level}
effective: {from: 2026-01-01}
tiers: [department, commune]
rounding: {places: 2, mode: half-up, at: [index]}
inputs:
  staff: {type: count, title: {vi: Số cán bộ, en: Staff}}
  staff_with_computer:
    {type: count, at_most: staff, title: {vi: Số cán bộ có máy tính, en: With a computer}}
  staff_trained: {type: count, at_most: staff, title: {vi: Số cán bộ được bồi dưỡng, en: Trained}}
  website:
    {type: choice, choices: {own: {vi: Trang riêng}, none: {vi: Không có}}, title: {vi: Trang thông tin}}
  rooms: {type: number, min: 0, max: 50, title: {vi: Số phòng họp trực tuyến}}
  satisfaction: {type: percent, title: {vi: Mức độ hài lòng}}
observations:
  visits:
    columns:
      polite: {type: yes-no, title: {vi: Thái độ đúng mực}}
index:
  combine: sum
  title: {vi: Chỉ số, en: Index}
  pillars:
    A:
      title: {vi: Điều kiện sẵn sàng, en: Readiness}
      combine: sum
      criteria:
        A1:
          {title: {vi: Trang bị máy tính}, max: 20, field: infrastructure,
          rule: {ratio: [staff_with_computer, staff]}}
        A2:
          {title: {vi: Bồi dưỡng}, max: 20, field: staff, rule: {ratio: [staff_trained, staff]}}
        A3:
          {title: {vi: Phòng họp}, max: 10, tiers: [department], rule: {best: rooms, among: tier}}
    B:
      title: {vi: Kết quả, en: Results}
      combine: sum
      criteria:
        B1:
          {title: {vi: Trang thông tin}, max: 20, field: procedures,
          rule: {choice: website, points: {own: 20, none: 0}}}
        B2:
          {title: {vi: Hài lòng}, max: 20, data: survey, rule: {ratio: [satisfaction, 100]}}
        B3:
          {title: {vi: Phục vụ}, max: 10, field: one-stop, data: observed,
          rule: {observations: visits, take: {share: {polite: 'yes'}}}}
levels:
  I: {needs: [{node: A, share: 0.5}, {node: B1, share: 0.5}]}
  II: {needs: [{node: A, share: 0.8}]}
"""


@dataclass
class World:
    """The province: its units and people by short names."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    now: datetime = MORNING

    def actor(self, who: str, later: timedelta = timedelta(), key: str = "") -> Actor:
        """A person acting now (or later)."""
        return actor_of(self.people[who], self.now + later, key)

    def ref(self, unit: str) -> tuple[str, str]:
        """How actions name a unit."""
        return SCHEME, self.units[unit].code

    def sequence(self, slug: str, unit: str, node: str) -> int:
        """The sequence of an answer, as the person before the screen would have seen it."""
        return Answer.objects.get(
            submission__campaign__slug=slug, submission__unit=self.units[unit], node=node
        ).sequence

    def part(self, slug: str, unit: str) -> Submission:
        """A unit's part."""
        return Submission.objects.select_related("campaign", "unit").get(
            campaign__slug=slug, unit=self.units[unit]
        )

    def campaign(self, slug: str = "sample-2025") -> Campaign:
        return Campaign.objects.get(slug=slug)


def unit(code: str, name: str, tier: str, kind: str, parent: Unit | None = None) -> Unit:
    """A sample unit."""
    return Unit.objects.create(
        scheme=SCHEME,
        code=code,
        name_vi=name,
        name_fold=fold(name),
        search=f"{bare(name)} | {squeeze(code)}",
        sort_key=sort_key(name),
        kind=kind,
        tier=tier,
        parent=parent,
        source="sample",
    )


def office(person: Person, where: Unit, role: str, subtree: bool = False, **more: Any) -> Office:
    """An office held since 2020."""
    return Office.objects.create(
        person=person,
        unit=where,
        role=role,
        subtree=subtree,
        since=more.pop("since", date(2020, 1, 1)),
        **more,
    )


@restaged
def build() -> World:
    """The province with its people: one for each role, plainly sample."""
    world = World()
    province = unit("M", "Tỉnh Mẫu", "province", "tỉnh")
    world.units = {
        "province": province,
        "office": unit("S1", "Sở Mẫu 1", "department", "sở", province),
        "department": unit("S2", "Sở Mẫu 2", "department", "sở", province),
        "district": (district := unit("H1", "Huyện Mẫu 1", "district", "huyện", province)),
        "commune": unit("X1", "Xã Mẫu 1", "commune", "xã", district),
        "other": unit("X2", "Xã Mẫu 2", "commune", "xã", district),
    }
    paths.refresh()
    for one in world.units.values():
        one.refresh_from_db()
    held = {
        "publisher": ("province", Role.PUBLISHER, False),
        "council": ("province", Role.COUNCIL, False),
        "chairman": ("province", Role.HEAD, False),
        "author": ("province", Role.AUTHOR, False),
        "administrator": ("province", Role.ADMINISTRATOR, True),
        "observer": ("province", Role.OBSERVER, True),
        "appraiser": ("office", Role.APPRAISER, False),
        "appraiser2": ("office", Role.APPRAISER, False),
        "reporter": ("commune", Role.REPORTER, False),
        "head": ("commune", Role.HEAD, False),
        "reporter2": ("other", Role.REPORTER, False),
        "head2": ("other", Role.HEAD, False),
        "department-head": ("department", Role.HEAD, False),
        "secretary": ("province", Role.SECRETARY, True),
        "trainer": ("province", Role.TRAINER, True),
    }
    for who, (where, role, subtree) in held.items():
        person = Person.objects.create_user(
            who, None, name=f"Người Mẫu ({who})", email=f"{who}@example.test", created_at=MORNING
        )
        world.people[who] = person
        office(person, world.units[where], role, subtree)
    return world


@restaged
def publish_edition(world: World, text: str = EDITION, edition_id: str = "sample-level") -> EditionVersion:
    """An edition on its whole way to being published."""
    version = editions.begin(world.actor("author"), world.units["province"], edition_id, text)
    version = moved(world, "author", edition_acts.submit, version)
    return moved(world, "publisher", edition_acts.publish, version)


def moved(
    world: World, who: str, act: Callable[..., Any], version: EditionVersion, *given: Any
) -> EditionVersion:
    """An edition after an act on it as it was seen."""
    done = do(edition_acts.EDITIONS, act, world.actor(who), (version.pk,), *given, seen=version.sequence)
    return editions.version_of(done)


@restaged
def planned(world: World, slug: str = "sample-2025", **more: Any) -> Campaign:
    """A campaign over departments and communes, planned and not yet dispatched."""
    version = EditionVersion.objects.filter(state="published").first() or publish_edition(world)
    wanted = {
        "title_vi": "Đánh giá mẫu năm 2025",
        "title_en": "Sample assessment 2025",
        "edition": version.pk,
        "authority": world.ref("province"),
        "appraising": world.ref("office"),
        "tiers": ("department", "commune"),
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 12, 31),
        "sample_percent": 50,
        **more,
    }
    do(CAMPAIGNS, campaigns.plan, world.actor("publisher"), (slug,), campaigns.Plan(**wanted))
    return world.campaign(slug)


@restaged
def dispatched(world: World, slug: str = "sample-2025", **more: Any) -> Campaign:
    """The same, dispatched."""
    planned(world, slug, **more)
    do(CAMPAIGNS, campaigns.dispatch, world.actor("publisher"), (slug,), campaigns.Dispatch())
    return world.campaign(slug)
