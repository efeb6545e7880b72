"""An officer brings a list of units: matched by code alone, every difference shown before it is applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from prepared import load_register
from records.units import province
from records.units.province import BY, TODAY, begin, key
from thangdo.records.ledger.events import read
from thangdo.records.units import paths, queries
from thangdo.records.units.differences import COLUMNS, apply, differences, exported
from thangdo.records.units.models import Unit
from thangdo.records.units.operations import carry_out, undo
from thangdo.records.units.problems import Overtaken, Unfit

pytestmark = pytest.mark.django_db
Row = dict[str, str]


@pytest.fixture(autouse=True)
def sample() -> None:
    begin()


def listed(scheme: str = "mau") -> list[Row]:
    units = Unit.objects.select_related("parent").filter(scheme=scheme)
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in exported(units)]


def row(code: str, name: str, **more: str) -> Row:
    base = {"scheme": "mau", "code": code, "name_vi": name, "kind": "xã", "tier": "commune"}
    return {**base, "parent_scheme": "mau", "parent_code": "h1", **more}


def codes(rows: list[Row]) -> list[str]:
    return [problem.code for problem in differences(rows, TODAY).problems]


def test_a_list_that_was_exported_changes_something_when_it_comes_back() -> None:
    found = differences(listed(), TODAY)
    assert (found.is_empty, found.same, found.problems) == (True, 7, ())
    with pytest.raises(Unfit, match="nothing-changes"):
        apply(listed(), BY, found.hash)


def test_the_register_of_the_library_does_not_survive_export_and_import() -> None:
    load_register()
    for scheme in ("vn-gso", "vn-gso-2025", "vn-org", "vn-province-2019"):
        found = differences(listed(scheme), TODAY)
        assert (found.is_empty, found.problems) == (True, ())


def test_a_name_is_changed_without_being_shown_before() -> None:
    rows = listed()
    rows[-1]["name_vi"] = "Xã Mẫu Bốn"
    rows.append(row("x5", "Xã Thượng"))
    found = differences(rows, TODAY)
    (changed,) = found.changed
    assert (changed.key.code, dict(changed.fields)) == ("x4", {"name_vi": ("Xã Mẫu 4", "Xã Mẫu Bốn")})
    assert [(unit.code, name) for unit, name, _ in found.new] == [("x5", "Xã Thượng")]
    done = apply(rows, BY, found.hash)
    assert Unit.objects.get(code="x4").name_vi == "Xã Mẫu Bốn"
    assert queries.pasts_of("mau", "x4") == []  # a correction keeps no past of the mistake
    assert [event.type for event in read("unit:mau:x4")] == ["unit.known", "unit.corrected"]
    province.replays()
    undo(done.key, BY, "nhầm tệp")
    assert Unit.objects.get(code="x4").name_vi == "Xã Mẫu 4"
    assert not Unit.objects.filter(code="x5").exists()
    province.replays()


def test_a_preview_that_is_out_of_date_is_applied() -> None:
    rows = [row("x1", "Xã Một")]
    seen = differences(rows, TODAY).hash
    carry_out(province.rename("x1", "Xã Khác", day=date(2026, 8, 1)), BY)
    with pytest.raises(Overtaken):
        apply(rows, BY, seen)
    with pytest.raises(Overtaken):
        apply([row("x1", "Xã Hai")], BY, seen)


def test_the_same_import_sent_twice_enters_units_twice() -> None:
    rows = [row("x8", "Xã Tám Mươi")]
    seen = differences(rows, TODAY).hash
    by = replace(BY, key="once")
    assert apply(rows, by, seen) == apply(rows, by, seen)
    assert Unit.objects.filter(code="x8").count() == 1


@pytest.mark.parametrize(
    ("here", "given"),
    [
        ("Huyện Chư Păh", "Huyện Chư Pah"),
        ("Huyện Đăk Đoa", "Huyện Đak Đoa"),
        ("TP. Pleiku", "Thành phố Plei Ku"),
    ],
)
def test_a_name_spelt_otherwise_is_matched_or_doubled_without_anybody_deciding(here: str, given: str) -> None:
    Unit.objects.filter(code="h1").update(name_vi=here)
    rows = [row("h9", given, kind="huyện", tier="district", parent_code="tinh")]
    found = differences(rows, TODAY)
    assert [(one.key.code, one.proposals[0].unit.code) for one in found.open] == [("h9", "h1")]
    with pytest.raises(Unfit, match="decide-first"):
        apply(rows, BY, found.hash)
    decided = differences(rows, TODAY, as_new=[key("h9")])
    assert decided.questions and not decided.open
    apply(rows, BY, decided.hash, as_new=[key("h9")])
    assert Unit.objects.filter(code__in=["h1", "h9"]).count() == 2


def test_a_row_without_code_is_matched_by_its_name() -> None:
    (problem,) = differences([row("", "Xa Mau 1")], TODAY).problems
    assert (problem.code, problem.line) == ("code-needed", 2)
    assert "mau:x1 Xã Mẫu 1" in problem.facts["perhaps"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"scheme": "mau", "code": "x1"}], "columns-missing"),
        ([row("x1", "")], "name-needed"),
        ([row("x1", "A"), row("x1", "B")], "named-twice"),
        ([row("x9", "A", kind="tổng")], "bad-kind"),
        ([row("x9", "A", tier="hamlet")], "bad-tier"),
        ([row("x9", "A", kind="")], "bad-kind"),
        ([row("x9/1", "A")], "bad-code"),
        ([row("x9", "A", parent_code="zz")], "unit-unknown"),
        ([row("x9", "A", parent_scheme="", parent_code="h1")], "unit-unknown"),
        ([row("x9", "A", valid_from="01/07/2025")], "bad-day"),
        ([row("x9", "A", valid_from="2025-07-01", valid_to="2025-06-30")], "ends-before-it-begins"),
        ([row("x9", "A", org_code="21.H")], "bad-org-code"),
        ([row("x9", "A", org_code="A99")], "org-code-taken"),
        ([row("x8", "A", org_code="A99.1"), row("x9", "B", org_code="A99.1")], "org-code-taken"),
        ([row("x9", "A", gso_code="abc")], "bad-gso-code"),
        ([row("h1", "Huyện Mẫu 1", kind="huyện", tier="district", parent_code="x2")], "above-itself"),
        ([row("h1", "H", tier="district", parent_code="tinh", valid_to="2026-01-01")], "has-sub-units"),
    ],
)
def test_a_list_that_contradicts_itself_or_the_register_is_applied(rows: list[Row], code: str) -> None:
    before = province.table()
    assert code in codes(rows)
    with pytest.raises(Unfit):
        apply(rows, BY, differences(rows, TODAY).hash)
    assert province.table() == before


def test_two_units_that_exchange_their_codes_block_each_other() -> None:
    Unit.objects.filter(code="x1").update(org_code="A99.1")
    Unit.objects.filter(code="x2").update(org_code="A99.2")
    rows = [
        {"scheme": "mau", "code": "x1", "name_vi": "Xã Mẫu 1", "org_code": "A99.2"},
        {"scheme": "mau", "code": "x2", "name_vi": "Xã Mẫu 2", "org_code": "A99.1"},
    ]
    found = differences(rows, TODAY)
    assert found.problems == ()
    apply(rows, BY, found.hash)
    assert Unit.objects.get(code="x1").org_code == "A99.2"
    province.replays()


def test_a_column_that_is_absent_empties_a_field() -> None:
    found = differences([{"scheme": "mau", "code": "x1", "name_vi": "Xã Mẫu 1"}], TODAY)
    assert found.is_empty


def test_four_thousand_units_cannot_be_brought_in_or_listed() -> None:
    rows = [
        row(f"d{n}", f"Huyện Số {n}", kind="huyện", tier="district", parent_code="tinh") for n in range(100)
    ]
    rows += [row(f"c{n}", f"Xã Số {n}", parent_code=f"d{n % 100}") for n in range(3900)]
    found = differences(rows, TODAY)
    assert (len(found.new), found.problems, found.open) == (4000, (), ())
    apply(rows, BY, found.hash)
    assert len(queries.on(TODAY, "mau", "commune")) == 3904
    assert len(queries.on(TODAY, parent=("mau", "d7"))) == 39
    carry_out(province.merge("c7", "c107", into=province.new("e1", "Xã Hợp Nhất")), BY)
    assert len(queries.on(TODAY, "mau", "commune")) == 3903
    assert len(queries.on(date(2026, 6, 30), "mau", "commune")) == 3904
    province.replays()


def test_the_department_of_another_province_is_asked_about() -> None:
    """Every province has a Sở Nội vụ: one under its own province is not that of another."""
    other = Unit.objects.create(
        **{"scheme": "mau", "code": "tinh-2", "name_vi": "Tỉnh Mẫu Hai", "kind": "tỉnh", "tier": "province"}
    )
    paths.refresh()
    twin = row("s9", Unit.objects.get(code="h1").name_vi, kind="huyện", tier="district", parent_code="tinh")
    assert differences([twin], TODAY).open
    assert not differences([{**twin, "parent_code": other.code}], TODAY).questions
    blank = {**twin, "code": "", "parent_code": other.code}
    assert [one.code for one in differences([blank], TODAY).problems] == ["code-blank"]
