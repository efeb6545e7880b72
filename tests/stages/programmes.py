"""Programmes and their registers on the stage: for each act the head, secretary or trainer who may do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import programme_world as sample
from programme_world import DESK, SLUG, TOP, X1, X2, begun
from stages import Kind, Stage
from thangdo.records.acts.declared import Work
from thangdo.records.acts.frame import do
from thangdo.records.people.models import Person, Role
from thangdo.work.directives.models import Directive
from thangdo.work.programmes import registers
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import PART, Why
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.assets import models as asset_models
from thangdo.work.programmes.cards import actions as cards
from thangdo.work.programmes.cards import models as card_models
from thangdo.work.programmes.cards.texts import card
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.conduct import models as conduct_models
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.plans import actions as plans
from thangdo.work.programmes.plans import models as plan_models
from thangdo.work.programmes.replaying import differences
from thangdo.work.programmes.staff import actions as staff
from thangdo.work.programmes.staff import frameworks
from thangdo.work.programmes.staff import models as staff_models
from world import World, office

MARCH = date(2026, 3, 1)
LATER = date(2026, 3, 9)
MONEY = 120_000_000


def people(world: World) -> None:
    """Two officers of the leading office, as in programme_world.py."""
    for who in ("leading", "leading2"):
        if who not in world.people:
            person = Person.objects.create_user(who, None, name=f"Người Mẫu ({who})", created_at=world.now)
            world.people[who] = person
            office(person, world.units["office"], Role.REPORTER)


def programme(world: World, name: str) -> Stage:
    """A backlog over both communes, with a milestone, a member and a frozen list."""
    people(world)
    plan = programmes.Plan("backlog", TOP)
    if name == "begin":
        return Stage("secretary", ("moi",), plan)
    if name == "begin_from":
        order = Directive.objects.create(
            slug="chi-dao",
            title="Xử lý hồ sơ tồn đọng",
            authority=world.units["province"],
            scope={"tiers": ["commune"]},
            created_at=world.now,
            changed_at=world.now,
        )
        return Stage("secretary", ("moi",), programmes.FromDirective(order.slug, "backlog"))
    begun(world, kind="backlog")
    secretary, head = world.actor("secretary"), world.actor("head")
    if PART not in PROGRAMMES.acts[name].when:
        if name == "reopen":
            do(PROGRAMMES, programmes.close, secretary, (SLUG,), programmes.Close("Hết năm"))
        given: Any = {
            "change": plan,
            "add": programmes.Scope(tiers=("department",)),
            "close": programmes.Close("Xong"),
        }.get(name)
        return Stage("secretary", (SLUG,), given)
    where = DESK
    do(PROGRAMMES, parts.reach, head, where, parts.Reach("founded", MARCH, link="https://x1.example/12"))
    do(PROGRAMMES, parts.member, head, where, parts.Member("Tổ trưởng"))
    if name == "restore":
        do(PROGRAMMES, parts.drop, secretary, where, Why("Nhầm đơn vị"))
    given = {
        "set_values": sample.said({"cause": "Thiếu người"}),
        "reach": parts.Reach("frozen", MARCH, text="Biên bản chốt danh sách"),
        "undo": parts.Undo("founded", "Nhầm"),
        "check": parts.Check("founded", True),
        "cost": parts.Cost(MONEY),
        "count": parts.Count("open", MARCH, 40, True),
        "left": parts.Left(1),
        "pass_to": parts.PassTo(X2),
    }.get(name)
    who = {"check": "leading", "drop": "secretary", "restore": "secretary", "pass_to": "secretary"}
    return Stage(who.get(name, "head"), where, given)


def of_programmes() -> list[str]:
    """Where the tables of programmes differ from the ledger."""
    return [line for one in Programme.objects.all() for line in differences(one)]


def plan(world: World, name: str) -> Stage:
    """A commune weak in training, with a line to finish or to take out."""
    sample.answered(world)
    where = (sample.CAMPAIGN, X1, "A2")
    assigned = plans.Assign("Phó Chủ tịch", date(2026, 9, 30), "10")
    if name != "assign":
        do(plans.PLANS, plans.assign, world.actor("head"), where, assigned)
    return Stage("head", where, assigned if name == "assign" else None)


def roadmap(world: World, name: str) -> Stage:
    """The commune's roadmap, with a line to take out."""
    line = assets.Line(2027, "computer", 4, MONEY, "district")
    if name == "plan":
        return Stage("head", (X1,), line)
    do(assets.ROADMAP, assets.plan, world.actor("head"), (X1,), line)
    return Stage("head", (X1, 1))


def inventory(world: World, name: str) -> Stage:
    """A file with one row."""
    row = (
        '[{"line": 2, "unit": "sample:X1", "tag": "PC-01", "kind": "computer", "count": 4, "year": 2024,'
        ' "state": "good"}]'
    )
    return Stage("reporter", (), assets.Import("0" * 64, row, "[]"), stranger="author")


def reading(world: World, name: str) -> Stage:
    """A card answered rightly."""
    one = card("pci")
    right = {n: question.right for n, question in enumerate(one.quiz)}
    nobody = Person.objects.create_user("nobody", None, name="Người Mẫu", created_at=world.now)
    world.people["nobody"] = nobody
    return Stage("head", ("pci",), cards.Answers.of(one.sha256, right), stranger="nobody")


def code(world: World, name: str) -> Stage:
    """The commune's code of conduct, issued where it is to be read."""
    where, issued = (X1,), conduct.NewCode("Đúng giờ, đúng mực.", MARCH)
    if name == "acknowledge":
        do(conduct.CONDUCT, conduct.issue, world.actor("head"), where, issued)
        return Stage("reporter", where, conduct.Version(1))
    return Stage("head", where, issued)


def inspection(world: World, name: str) -> Stage:
    """An inspection of the commune, held where it is to be closed."""
    new = conduct.NewInspection(TOP, X1, LATER, False)
    if name == "plan":
        return Stage("secretary", (), new)
    secretary = world.actor("secretary")
    do(conduct.INSPECTIONS, conduct.plan, secretary, (), new)
    found = conduct.Findings(MARCH, "Hai quầy không có người trực.")
    if name == "close":
        do(conduct.INSPECTIONS, conduct.hold, secretary, (1,), found)
    return Stage("secretary", (1,), found if name == "hold" else None)


def framework(world: World, name: str) -> Stage:
    """The framework of ICT officers, for the province."""
    return Stage("trainer", (TOP, "ict-officer"))


def post(world: World, name: str) -> Stage:
    """A post of the commune, with somebody in charge where it is to be ended."""
    unit = X1
    if name == "open_post":
        return Stage("head", (unit,))
    do(staff.POSTS, staff.open_post, world.actor("head"), (unit,), staff.NewPost("Phụ trách CNTT"))
    taken = staff.Take("Lê Thị Mẫu", "reporter")
    if name == "end":
        do(staff.POSTS, staff.take, world.actor("head"), (unit, 1), taken)
    return Stage("head", (unit, 1), taken if name == "take" else None)


def record(world: World, name: str) -> Stage:
    """The record of the commune's reporter, who holds the post of ICT there."""
    framework(world, name)
    where = (TOP, "ict-officer")
    do(staff.FRAMEWORKS, staff.adopt, world.actor("trainer"), where)
    post(world, "take")
    taken = staff.Take("Lê Thị Mẫu", "reporter")
    done = do(staff.POSTS, staff.take, world.actor("head"), (X1, 1), taken)
    every = frameworks.load("ict-officer").competences
    who = {"rate_self": "reporter", "rate_superior": "head", "rate_test": "trainer"}[name]
    return Stage(
        who, (done["record"],), staff.Levels(tuple(staff.Level(competence, 2) for competence in every))
    )


def course(world: World, name: str) -> Stage:
    """A course of the province; the reporter of the commune takes part where sessions are written down."""
    new = staff.NewCourse(TOP, "Quản trị trang", MARCH, LATER, ("website",), 4)
    if name == "plan":
        return Stage("trainer", ("web",), new)
    key = record(world, "rate_self").where[0]
    do(staff.COURSES, staff.plan, world.actor("trainer"), ("web",), new)
    if name == "enrol":
        return Stage("head", ("web",), staff.Enrol(key))
    do(staff.COURSES, staff.enrol, world.actor("head"), ("web",), staff.Enrol(key))
    return Stage("trainer", ("web",), staff.Attend(key, 4, True))


def _of(tables: Any) -> Callable[[], list[str]]:
    return lambda: registers.differences(tables.EVENTS, tables.TABLES)


def _no_unit(where: tuple[Any, ...]) -> tuple[Any, ...]:
    return (("sample", "nowhere"), *where[1:])


def _no_key(where: tuple[Any, ...]) -> tuple[Any, ...]:
    return (999_999,)


def _kind(work: Work[Any], play: Any, tables: Any, nowhere: Any = None, **more: Any) -> Kind:
    return Kind(work, play, _of(tables), **({"nowhere": nowhere} if nowhere else {}), **more)


KINDS = (
    Kind(
        PROGRAMMES,
        programme,
        of_programmes,
        not_staged={"take_over": "an order in force: tests/faces/office/programmes/test_pages.py"},
        rivals=("reach", "cost", "drop", "add", "close"),  # the others find and lock as these do
    ),
    _kind(plans.PLANS, plan, plan_models),
    _kind(assets.ROADMAP, roadmap, asset_models, _no_unit),
    _kind(assets.INVENTORY, inventory, asset_models),
    _kind(cards.CARDS, reading, card_models),
    _kind(conduct.CONDUCT, code, conduct_models, _no_unit),
    _kind(conduct.INSPECTIONS, inspection, conduct_models, _no_key),
    _kind(staff.FRAMEWORKS, framework, staff_models, _no_unit),
    _kind(staff.POSTS, post, staff_models, _no_unit),
    _kind(staff.RECORDS, record, staff_models, _no_key),
    _kind(staff.COURSES, course, staff_models),
)
