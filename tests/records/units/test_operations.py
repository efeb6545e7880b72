"""A decision merges, splits, renames or dissolves units: what would go wrong in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from records.units import province
from records.units.province import BY, DAY, TODAY, begin, dissolve, found, key, merge, move, new, rename
from thangdo.records.ledger.events import read
from thangdo.records.ledger.once import KeyReused
from thangdo.records.units import queries
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit, UnitName, UnitOperation
from thangdo.records.units.operations import carry_out, preview, undo
from thangdo.records.units.planning import Act, Operation
from thangdo.records.units.problems import Overtaken, Unfit
from thangdo.records.units.register import load_units

pytestmark = pytest.mark.django_db
EVE = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def sample() -> None:
    begin()


def codes(day: date, tier: str = "commune") -> list[str]:
    return [unit.code for unit in queries.on(day, "mau", tier)]


def refused(operation: Operation) -> list[str]:
    before = province.table()
    with pytest.raises(Unfit) as error:
        carry_out(operation, BY)
    assert province.table() == before
    return [problem.code for problem in error.value.problems]


def test_the_communes_merged_on_a_day_exist_on_it_or_are_missing_the_day_before() -> None:
    carry_out(merge("x2", "x4", into=new("x9", "Xã Hợp Nhất")), BY)
    assert codes(EVE) == ["x1", "x2", "x3", "x4"]
    assert sorted(codes(DAY)) == ["x1", "x3", "x9"]
    assert [(link.unit.code, link.kind, link.date) for link in queries.successors("mau", "x2")] == [
        ("x9", "whole", DAY)
    ]
    assert [link.unit.code for link in queries.predecessors("mau", "x9")] == ["x2", "x4"]
    fresh = Unit.objects.get(code="x9")
    assert fresh.parent is not None and fresh.path == f"{fresh.parent.path}{fresh.pk}/"
    province.replays()


def test_a_commune_that_takes_in_another_loses_its_code_or_its_history() -> None:
    before = Unit.objects.get(code="x2").pk
    carry_out(merge("x4", into="x2"), BY)
    after = Unit.objects.get(code="x2")
    assert (after.pk, after.valid_from, after.valid_to) == (before, date(2020, 1, 1), None)
    assert [event.type for event in read("unit:mau:x2")] == ["unit.known", "unit.joined"]
    province.replays()


def test_a_split_commune_leads_to_one_part_only() -> None:
    split = Operation(
        Act.SPLIT,
        DAY,
        province.DECISION,
        (key("x1"),),
        new=(new("x8"), new("x9", "Xã Khác")),
        default=key("x9"),
    )
    carry_out(split, BY)
    links = {link.unit.code: link.kind for link in queries.successors("mau", "x1")}
    assert links == {"x8": "split", "x9": "split-default"}
    assert {unit.code for unit in queries.heirs("mau", "x1", TODAY)} == {"x8", "x9"}


def test_a_commune_from_which_a_part_is_taken_ends() -> None:
    part = Operation(Act.SPLIT, DAY, province.DECISION, (key("x1"),), new=(new("x9"),), remains=True)
    carry_out(part, BY)
    assert {"x1", "x9"} <= set(codes(DAY))
    assert [unit.code for unit in queries.heirs("mau", "x1", TODAY)] == ["x1"]
    carry_out(merge("x9", into="x1", day=date(2026, 8, 1)), BY)  # and back again
    assert [unit.code for unit in queries.heirs("mau", "x9", TODAY)] == ["x1"]
    province.replays()


def test_a_result_of_last_year_is_shown_under_a_name_that_came_later() -> None:
    carry_out(rename("x1", "Phường Mẫu Mới", kind="phường"), BY)
    last_year, today = queries.get("mau", "x1", EVE), queries.get("mau", "x1", DAY)
    assert last_year is not None and (last_year.name_vi, last_year.kind) == ("Xã Mẫu 1", "xã")
    assert today is not None and (today.name_vi, today.kind) == ("Phường Mẫu Mới", "phường")
    assert queries.names_on(EVE, [("mau", "x1")])["mau", "x1"].name_vi == "Xã Mẫu 1"
    assert [past.name_vi for past in queries.pasts_of("mau", "x1")] == ["Xã Mẫu 1"]
    assert [found.unit.code for found in queries.search("mau moi")] == ["x1"]
    assert "x1" in [found.unit.code for found in queries.search("xa mau 1")]  # by its former name too


def test_a_commune_is_counted_under_the_district_that_it_joined_later() -> None:
    carry_out(move("x1", "h1"), BY)
    of_h2 = [unit.code for unit in queries.on(EVE, parent=("mau", "h2"))]
    assert of_h2 == ["x1", "x3"]
    assert [unit.code for unit in queries.on(DAY, parent=("mau", "h2"))] == ["x3"]
    moved = Unit.objects.select_related("parent").get(code="x1")
    assert moved.parent is not None and moved.path.startswith(moved.parent.path)
    carry_out(rename("x1", "Xã Đổi Tên", day=DAY), BY)  # the same day
    assert [past.until for past in queries.pasts_of("mau", "x1")] == [EVE]
    province.replays()


def test_a_district_ends_and_its_communes_hang_in_the_air() -> None:
    assert refused(dissolve("h1", "h2")) == ["has-sub-units"]
    carry_out(merge("h1", into="h2", children_to="h2"), BY)
    assert [unit.code for unit in queries.on(DAY, parent=("mau", "h2"))] == ["x1", "x2", "x3", "x4"]
    assert [unit.code for unit in queries.on(EVE, parent=("mau", "h1"))] == ["x2", "x4"]
    province.replays()


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (merge("x1", "x2", into=new("x9"), day=date(2020, 1, 1)), "before-it-existed"),
        (merge("x1", "x2", into=new("x9"), day=date(2019, 5, 1)), "before-it-existed"),
        (rename("x1", "Xã A", day=date(2019, 5, 1)), "before-it-existed"),
        (merge("x1", into="x1"), "named-twice"),
        (merge("x1", "x1", into=new("x9")), "named-twice"),
        (merge("x1", "x7", into=new("x9")), "unit-unknown"),
        (merge("x1", into=new("x2")), "code-taken"),
        (merge("x1", into=new("x 9")), "bad-code"),
        (merge("x1", into=new("x9", "  ")), "name-needed"),
        (merge("x1", into=new("x9", "X" * 201)), "name-too-long"),
        (merge("x1", into=new("x9", kind="tổng")), "bad-kind"),
        (merge("x1", into=new("x9", tier="hamlet")), "bad-tier"),
        (merge("x1", into=new("x9", org_code="000.00.00.H49")), "bad-org-code"),
        (merge("x1", into=new("x9", org_code="A99")), "org-code-taken"),
        (merge("x1", into=new("x9", gso_code="1234")), "bad-gso-code"),
        (replace(merge("x1", into=new("x9")), decision=" "), "decision-needed"),
        (merge("x1", into=new("x9"), day=date(1820, 1, 1)), "day-absurd"),
        (merge("x1", into=new("x9"), day=date(2126, 1, 1)), "day-absurd"),
        (rename("x1", "Xã Mai Sau", day=date(2027, 1, 1)), "date-ahead"),
        (replace(rename("x1", "Xã Mẫu 1"), name_en="Sample x1"), "nothing-changes"),
        (move("h1", "x2"), "above-itself"),
        (move("x1", "x1"), "above-itself"),
        (move("x1", "h2"), "nothing-changes"),
        (Operation(Act.SPLIT, DAY, "QĐ 1", (key("x1"),), new=(new("x9"),)), "successors-needed"),
        (found(new("x9")), "parent-needed"),
        (found(new("x9", kind="xã", tier="commune", parent=key("zz"))), "unit-unknown"),
    ],
)
def test_a_mistaken_operation_goes_through(operation: Operation, code: str) -> None:
    assert code in refused(operation)


def test_a_unit_ends_twice_or_takes_over_after_its_end() -> None:
    carry_out(dissolve("x1", "x3"), BY)
    later = date(2026, 9, 1)
    assert refused(dissolve("x1", day=later)) == ["ended-already"]
    assert refused(rename("x1", "Xã Ma", day=later)) == ["ended-already"]
    assert refused(merge("x2", into="x1", day=later)) == ["successor-not-valid"]
    assert refused(move("x2", "x1", day=later)) == ["parent-not-valid"]


def test_an_operation_is_slipped_in_before_a_change_that_is_known_already() -> None:
    carry_out(rename("x1", "Xã Mới Hơn"), BY)
    assert refused(rename("x1", "Xã Cũ Hơn", day=date(2024, 1, 1))) == ["changed-later"]
    assert refused(merge("x1", into=new("x9"), day=date(2024, 1, 1))) == ["changed-later"]


def test_a_merger_decided_for_next_year_ends_the_communes_today() -> None:
    ahead = date(2027, 1, 1)
    carry_out(merge("x2", "x4", into=new("x9"), day=ahead), BY)
    assert "x2" in codes(TODAY) and "x9" not in codes(TODAY)
    assert "x9" in codes(ahead)


def test_the_heir_takes_the_organisation_code_while_the_old_unit_still_has_it() -> None:
    carry_out(
        found(new("s1", "Sở Mẫu", kind="sở", tier="department", parent=key("tinh"), org_code="A99.01")), BY
    )
    assert refused(
        found(new("s2", "Sở Hai", kind="sở", tier="department", parent=key("tinh"), org_code="A99.01"))
    ) == ["org-code-taken"]
    carry_out(merge("s1", into=new("s2", "Sở Hợp Nhất", org_code="A99.01"), day=date(2026, 9, 1)), BY)
    assert queries.successors("mau", "s1")[0].kind == "renamed"
    province.replays()


def test_the_same_request_twice_merges_twice() -> None:
    by = replace(BY, key="request-1")
    first = carry_out(merge("x2", "x4", into=new("x9")), by)
    assert carry_out(merge("x2", "x4", into=new("x9")), by) == first
    assert UnitOperation.objects.count() == 1
    with pytest.raises(KeyReused):
        carry_out(merge("x1", "x3", into=new("x8")), by)


def test_an_officer_decides_upon_a_preview_that_is_out_of_date() -> None:
    wanted = merge("x2", "x4", into=new("x9"))
    seen = preview(wanted, TODAY)
    assert [(step.key.code, step.happening.TYPE) for step in seen.steps] == [
        ("x2", "unit.ended"),
        ("x4", "unit.ended"),
        ("x9", "unit.founded"),
    ]
    carry_out(rename("x2", "Xã Đã Đổi"), BY)
    with pytest.raises((Overtaken, Unfit)):
        carry_out(replace(wanted, day=date(2026, 8, 1)), BY, seen.hash)
    again = preview(replace(wanted, day=date(2026, 8, 1)), TODAY)
    carry_out(replace(wanted, day=date(2026, 8, 1)), BY, again.hash)
    assert "x9" in codes(TODAY)


def test_an_operation_entered_by_mistake_leaves_traces_in_the_register() -> None:
    before = province.table()
    done = carry_out(merge("h1", into="h2", children_to="h2"), BY)
    undo(done.key, BY, "nhập nhầm ngày")
    assert province.table() == before
    done = carry_out(merge("x2", "x4", into=new("x9", org_code="A99.09")), BY)
    undo(done.key, BY, "nhập nhầm đơn vị")
    assert province.table() == before
    assert "nhập nhầm" not in str([event.payload for event in read("unit:mau:x2")])
    province.replays()
    carry_out(
        merge("x2", "x4", into=new("x9", "Xã Đúng Tên", org_code="A99.09")), BY
    )  # the code is free again
    province.replays()
    assert [event.type for event in read("unit:mau:x9")] == ["unit.founded", "unit.undone", "unit.founded"]


def problems_of_undoing(key_: str, reason: str = "nhầm") -> list[str]:
    with pytest.raises(Unfit) as error:
        undo(key_, BY, reason)
    return [problem.code for problem in error.value.problems]


def test_an_operation_is_undone_under_what_stands_on_it() -> None:
    done = carry_out(merge("x2", "x4", into=new("x9")), BY)
    assert problems_of_undoing(done.key, " ") == ["reason-needed"]
    assert problems_of_undoing("none") == ["operation-unknown"]
    UnitName.objects.create(scheme="mau", name="Xã Chín", unit=Unit.objects.get(code="x9"))
    assert problems_of_undoing(done.key) == ["in-use"]
    UnitName.objects.all().delete()
    later = carry_out(rename("x9", "Xã Chín", day=date(2026, 9, 1)), BY)
    assert problems_of_undoing(done.key) == ["stands-later"]
    undo(later.key, BY, "nhầm")
    undo(done.key, BY, "nhầm")
    assert problems_of_undoing(done.key) == ["undone-already"]


def test_a_merger_is_undone_under_a_district_that_has_ended_since() -> None:
    done = carry_out(merge("x2", "x4", into="x1"), BY)
    carry_out(dissolve("h1", "h2", day=date(2026, 9, 1)), BY)
    assert set(problems_of_undoing(done.key)) == {"parent-not-valid"}


def test_the_file_of_the_register_overrules_what_officers_have_decided() -> None:
    load_units()
    by = replace(BY, at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    operation = Operation(
        Act.MERGE,
        date(2026, 10, 1),
        "Nghị quyết mẫu",
        (Key("vn-gso-2025", "23614"), Key("vn-gso-2025", "23617")),
        new=(new("99999", "Phường Thử"),),
    )
    carry_out(operation, by)
    load_units()
    assert Unit.objects.get(scheme="vn-gso-2025", code="23614").valid_to == date(2026, 9, 30)
    heirs = queries.heirs("vn-gso", "24001", TODAY)  # an old commune, over two mergers
    assert [unit.code for unit in heirs] == ["99999"]
    province.replays()
