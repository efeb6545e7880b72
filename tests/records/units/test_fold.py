"""Names are found and ordered as a Vietnamese reader expects."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.units.fold import bare, fold, sort_key, squeeze

# The 29 letters of the Vietnamese alphabet and f, j, w, z, in the order of dictionaries.
DICTIONARY = [*"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("ĐĂK LĂK", "dak lak"),
        ("đường", "duong"),
        ("K'Bang", "k'bang"),
        ("Huế", "hue"),
    ],
)
def test_a_name_typed_without_marks_equals_the_printed_one(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_name_from_a_system_that_writes_letters_in_parts_is_the_same_name() -> None:
    assert fold(unicodedata.normalize("NFD", "Đắk Nông")) == fold("Đắk Nông") == "dak nong"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Xã Gào", "gao"),
        ("UBND TP. Pleiku", "pleiku"),
        ("Ủy ban nhân dân thành phố Pleiku", "pleiku"),
        ("Thị trấn Đak Pơ", "dak po"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Xã Quan Sơn", "quan son"),  # quan is also how "quận" folds
        ("Xã", "xa"),
        ("Thanh tra tỉnh", "thanh tra tinh"),
    ],
)
def test_the_words_before_a_name_do_not_count_and_the_name_itself_stays(text: str, name: str) -> None:
    assert bare(text) == name


def test_apostrophes_and_signs_do_not_hide_a_commune() -> None:
    assert squeeze("K'Bang") == squeeze("KBang") == squeeze("K’ Bang") == "kbang"


def test_the_list_of_units_follows_the_dictionary_and_not_the_computer() -> None:
    assert sorted(reversed(DICTIONARY), key=sort_key) == DICTIONARY
    assert sorted(["mạ", "mã", "mả", "má", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_number_ten_comes_after_number_two() -> None:
    assert sorted(["Xã số 010", "Xã số 2", "Xã số 1"], key=sort_key) == ["Xã số 1", "Xã số 2", "Xã số 010"]


def test_units_of_one_name_stand_together_whatever_their_kind() -> None:
    names = ["Xã Biển Hồ", "Phường An Bình", "Xã An Bình", "Phường Yên Đỗ"]
    assert sorted(names, key=sort_key) == ["Phường An Bình", "Xã An Bình", "Xã Biển Hồ", "Phường Yên Đỗ"]


@given(st.text(max_size=40))
def test_any_text_can_be_folded_again_and_sorted_by_digits_alone(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert set(sort_key(text)) <= set("0123456789")
