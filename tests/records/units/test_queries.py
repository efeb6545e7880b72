"""A citizen finds the unit that he means, and no name is ever taken for another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prepared import load_register
from thangdo.records.units import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(db: None) -> None:
    load_register()


def first(text: str) -> tuple[str, str]:
    unit = queries.search(text)[0].unit
    return unit.scheme, unit.code


@pytest.mark.parametrize("text", ["xã Gào", "xa gao", "GÀO", "gao", "UBND xã Gào"])
def test_a_commune_is_found_with_and_without_marks_and_with_the_word_before_it(text: str) -> None:
    assert first(text) == ("vn-gso", "23611")


@pytest.mark.parametrize("text", ["đà nẵng", "da nang", "Đà nang", "dà nẵng"])
def test_d_with_and_without_its_stroke_finds_da_nang(text: str) -> None:
    names = {(found.unit.scheme, found.unit.code) for found in queries.search(text)}
    assert names == {("vn-province-2019", "da-nang"), ("vn-org", "H17")}


def test_a_merged_commune_is_found_together_with_the_one_it_went_into() -> None:
    # An Phú and other communes of An Khê went into Phường An Khê on 1 July 2025 (376-row mapping)
    found = next(found for found in queries.search("Phường Tây Sơn") if found.unit.code == "23617")
    assert [(link.unit.name_vi, link.kind) for link in found.successors] == [("Phường An Khê", "whole")]


def test_the_kind_that_was_typed_comes_first_among_units_of_one_name() -> None:
    assert first("Huyện KBang") == ("vn-gso", "625")
    assert first("Thị trấn KBang") == ("vn-gso", "23638")


def test_the_very_name_comes_before_names_that_only_begin_with_it() -> None:
    names = [found.unit.name_vi for found in queries.search("Đăk Pơ")]
    assert names.index("Huyện Đăk Pơ") < names.index("Xã Đăk Pơ Pho")


def test_an_english_name_and_a_code_are_found_too() -> None:
    assert first("Department of Justice") == ("gia-lai-agency-2019", "so-tu-phap")
    assert first("H21.17") == ("vn-org", "H21.17")


@pytest.mark.parametrize("text", ["", "   ", "!!!", "%", "_", "hồng kông", "x" * 500])
def test_nothing_is_made_up_when_nothing_fits(text: str) -> None:
    assert queries.search(text) == []


def test_no_more_units_come_than_were_asked_for() -> None:
    assert len(queries.search("ia", limit=7)) == 7


def test_a_search_asks_the_database_twice_however_many_units_it_finds(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_num_queries(2):
        assert len(queries.search("gào", limit=500)) < 5
    with django_assert_num_queries(2):
        assert len(queries.search("ia", limit=500)) > 100


def test_a_page_of_a_province_asks_once_for_all_its_communes(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_num_queries(1):
        assert len([unit.parent_name("en") for unit in queries.children("vn-org", "H21")]) == 135 + 14
    with django_assert_num_queries(1):
        assert len(queries.predecessors("vn-gso-2025", "23614")) == 3


def test_a_printed_name_means_a_unit_only_by_the_table_of_names() -> None:
    printed = queries.by_name("Huyện Đak Pơ", "vn-gso")
    assert printed is not None and printed.code == "634"
    assert queries.by_name("Huyen Dak Po", "vn-gso") is None
    assert queries.by_name("Huyện Đak Pơ", "vn-org") is None


def test_another_spelling_is_proposed_and_never_taken() -> None:
    assert queries.get("vn-gso", "Huyện Đắc Pơ") is None
    proposals = queries.propose("Huyện Đak Po", "vn-gso")
    assert ("634", True) in {(each.unit.code, each.same_letters) for each in proposals}
    assert not any(each.same_letters for each in queries.propose("Huyện Đak Doan", "vn-gso"))
    assert queries.propose("Sài Gòn", "vn-gso") == []


def test_a_numbered_unit_of_the_reconstruction_is_never_found_as_if_it_were_a_real_one() -> None:
    assert queries.search("Xã số 001") == []
    assert queries.search("Xã số 001", schemes=["gia-lai-reconstruction"])[0].unit.code == "commune-001"
