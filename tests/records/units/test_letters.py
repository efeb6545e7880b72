"""Letters and codes that mislead in a register: Ð for Đ, codes that differ in what nobody sees."""

from __future__ import annotations

import pytest

from records.units.province import TODAY, begin, key
from thangdo.records.units import differences, queries
from thangdo.records.units.fold import bare, fold, sort_key
from thangdo.records.units.letters import seen, twin
from thangdo.rules.letters import unseen


@pytest.mark.parametrize("letter", ["Đ", "Ð", "Ɖ", "đ", "ð", "ɖ"])
def test_a_name_with_a_letter_like_d_is_not_found(letter: str) -> None:
    assert fold(f"{letter}ak {letter}oa") == "dak doa" and bare(f"Xã {letter}ak") == "dak"


def test_a_letter_like_d_stands_elsewhere_in_the_order() -> None:
    assert seen("Ðak Pơ, Ɖà Nẵng") == "Đak Pơ, Đà Nẵng"
    assert sort_key("Da") < sort_key(seen("Ða")) < sort_key("Ea")


@pytest.mark.parametrize(
    "pair",
    [
        ("U1", "u1"),
        ("007", "7"),
        ("X007", "x7"),
        ("u\u200b1", "u1"),
        ("u\ufeff1", "U1"),
        ("Ð1", "Đ1"),
        ("ｕ1", "u1"),
        ("H21.07", "h21.7"),
        ("a 1", "a\u00a01"),
    ],
)
def test_codes_that_look_alike_are_told(pair: tuple[str, str]) -> None:
    assert twin(pair[0]) == twin(pair[1])


@pytest.mark.parametrize("pair", [("U1", "U2"), ("100", "1"), ("70", "7"), ("H21", "H12"), ("10", "100")])
def test_codes_that_differ_are_not_taken_for_the_same(pair: tuple[str, str]) -> None:
    assert twin(pair[0]) != twin(pair[1])


def test_letters_that_are_seen_stay() -> None:
    assert unseen("Xã Gào – Pleiku «1»") == "" and seen("Rơ\u00a0Châm") == "Rơ Châm"


@pytest.mark.django_db
def test_a_code_like_one_of_the_register_founds_a_second_unit() -> None:
    begin()
    rows = [{"scheme": "mau", "code": "X01", "name_vi": "Xã Hoàn Toàn Khác", "tier": "commune", "kind": "xã"}]
    found = differences.differences(rows, TODAY)
    (question,) = found.open
    assert question.key == key("X01")
    assert [one.unit.code for one in question.proposals] == ["x1"]
    assert queries.propose("Xã Mot") is not None
