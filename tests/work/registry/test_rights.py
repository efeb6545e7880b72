"""Who enters decisions on units: the administrator of their province, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from records.units import province
from records.units.province import DAY, NOW, TODAY, begin, found, key, merge, move, new, rename
from thangdo.records.ledger.events import read
from thangdo.records.people.acting import Actor, NotAllowed, actor_of, system
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.models import Unit
from thangdo.records.units.projecting import project
from thangdo.records.units.states import new_state
from thangdo.work.registry import actions, queries
from thangdo.work.registry.permissions import may_any, may_change, province_of, provinces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sample() -> None:
    begin()
    other = {
        key("tinh2"): new_state({"name_vi": "Tỉnh Khác", "kind": "tỉnh", "tier": "province", "source": "s"}),
        key("x20"): new_state(
            {"name_vi": "Xã Khác", "kind": "xã", "tier": "commune", "parent": "mau:tinh2", "source": "s"}
        ),
    }
    project(dict(other), dict.fromkeys(other, 0))


def holding(role: str, code: str, subtree: bool = True, **more: Any) -> Actor:
    person = Person.objects.create(login=f"{role}-{code}", name="Người Mẫu", created_at=NOW)
    Office.objects.create(
        person=person,
        unit=Unit.objects.get(code=code),
        role=role,
        subtree=subtree,
        since=date(2020, 1, 1),
        **more,
    )
    return actor_of(person, NOW)


def test_an_administrator_of_one_province_merges_communes_of_another() -> None:
    actor = holding(Role.ADMINISTRATOR, "tinh")
    done = actions.carry_out(actor, merge("x2", "x4", into=new("x9")))
    assert read("unit:mau:x2")[-1].office == "administrator@mau:tinh"
    for operation in (
        rename("x20", "Xã Chiếm"),
        merge("x1", "x20", into=new("x8")),
        merge("x20", into="x1"),
        move("x1", "tinh2"),
        found(new("x8", kind="xã", tier="commune", parent=key("tinh2"))),
    ):
        with pytest.raises(NotAllowed):
            actions.carry_out(actor, operation)
        with pytest.raises(NotAllowed):
            actions.preview(actor, operation)
    with pytest.raises(NotAllowed):
        actions.undo(holding(Role.ADMINISTRATOR, "tinh2"), done.key, "nhầm")
    actions.undo(actor, done.key, "nhầm")


@pytest.mark.parametrize(
    ("role", "code", "more"),
    [
        (Role.ADMINISTRATOR, "h1", {}),  # of a district only
        (Role.ADMINISTRATOR, "tinh", {"subtree": False}),
        (Role.ADMINISTRATOR, "tinh", {"until": date(2026, 11, 23)}),
        (Role.HEAD, "tinh", {}),
        (Role.OBSERVER, "tinh", {}),
    ],
)
def test_somebody_without_the_province_changes_its_register(
    role: str, code: str, more: dict[str, Any]
) -> None:
    actor = holding(role, code, **more)
    assert not may_any(actor) or code == "h1"
    with pytest.raises(NotAllowed):
        actions.carry_out(actor, rename("x2", "Xã Lạ"))
    with pytest.raises(NotAllowed):
        actions.compare(actor, [{"scheme": "mau", "code": "x2", "name_vi": "Xã Lạ"}])
    assert not may_change(actor, Unit.objects.get(code="x2"))


def test_a_list_brings_in_units_of_another_province_or_a_province_of_its_own() -> None:
    actor = holding(Role.ADMINISTRATOR, "tinh")
    row = {"scheme": "mau", "code": "x8", "name_vi": "Xã Tám", "kind": "xã", "tier": "commune"}
    under = {**row, "parent_scheme": "mau", "parent_code": "h1"}
    seen = actions.compare(actor, [under])
    actions.bring(actor, [under], seen.hash)
    for bad in (
        {**row, "code": "x7"},
        {**row, "code": "x7", "parent_scheme": "mau", "parent_code": "tinh2"},
        {"scheme": "mau", "code": "x20", "name_vi": "Xã Chiếm"},
    ):
        with pytest.raises(NotAllowed):
            actions.compare(actor, [bad])
        with pytest.raises(NotAllowed):
            actions.bring(actor, [bad], "")
    machine = system("command-line", NOW)
    assert not actions.compare(machine, [{**row, "code": "t3", "kind": "tỉnh", "tier": "province"}]).problems


def test_the_provinces_of_an_administrator_are_not_found() -> None:
    assert [unit.code for unit in provinces(holding(Role.ADMINISTRATOR, "tinh"))] == ["tinh"]
    assert provinces(holding(Role.REPORTER, "tinh")) == []
    assert province_of(Unit.objects.get(code="x20")).code == "tinh2"


def test_the_list_of_an_administrator_shows_other_provinces_first() -> None:
    actor = holding(Role.ADMINISTRATOR, "tinh")
    assert {unit.code for unit in queries.listing(actor, tier="commune")} == {"x1", "x2", "x3", "x4"}
    everywhere = queries.listing(actor, tier="commune", everywhere=True)
    assert "x20" in {unit.code for unit in everywhere}
    assert queries.listing(actor, "xa khac")[0].code == "x20"
    assert {unit.code for unit in queries.rows(actor)} == {"tinh", "h1", "h2", "x1", "x2", "x3", "x4"}


def test_the_life_of_a_unit_leaves_out_what_happened_to_it() -> None:
    actor = holding(Role.ADMINISTRATOR, "tinh", title="Chánh Văn phòng")
    actions.carry_out(actor, rename("x2", "Xã Đổi Tên"))
    done = actions.carry_out(actor, merge("x2", "x4", into=new("x9"), day=date(2026, 9, 1)))
    life = queries.life(actor, key("x2"))
    assert life is not None
    assert [past.name_vi for past in life.pasts] == ["Xã Mẫu 2"]
    assert [unit.code for unit in life.heirs] == ["x9"]
    assert [told.type for told in life.told] == ["unit.changed", "unit.ended"]
    assert next(one.key for one in queries.of_unit(actor, key("x2"))) == done.key
    assert [one.act for one in queries.decisions(actor)] == ["merge", "rename"]
    assert queries.decisions(holding(Role.ADMINISTRATOR, "tinh2")) == []
    top = queries.life(actor, key("tinh"))
    assert top is not None and next(office.title for office in top.offices) == "Chánh Văn phòng"
    stranger = queries.life(holding(Role.OBSERVER, "x20"), key("tinh"))
    assert stranger is not None and stranger.offices == () and not stranger.may_change
    assert queries.life(actor, key("zz")) is None
    assert DAY < TODAY
    province.replays()
