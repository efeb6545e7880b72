"""Organisation codes of Decision 20/2020 and keys of units: a wrong one is not taken for a right one."""

from __future__ import annotations

import pytest

from thangdo.records.units.codes import Key, is_gso_code, org_code_fault


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("H21", ""),  # Gia Lai: domain.md 6.4
        ("H21.01", ""),
        ("H21.65.02.001", ""),
        ("Z01", ""),
        ("Z99.0312345678", ""),
        ("Z00", "form"),
        ("000.00.00.H49", "old-order"),  # QCVN 102:2016
        ("000.00.12.H21", "old-order"),
        ("h21", "form"),
        ("H2", "form"),
        ("H21.", "form"),
        ("H21..01", "form"),
        ("H21-01", "form"),
        ("Đ21", "form"),
        ("H21." + "1" * 31, ""),
        ("H21." + "1" * 32, "too-long"),
    ],
)
def test_a_code_in_the_old_order_or_of_no_form_is_taken(code: str, fault: str) -> None:
    assert org_code_fault(code) == fault


def test_a_code_of_the_statistics_office_has_two_three_or_five_digits() -> None:
    assert [code for code in ("64", "622", "23557", "6", "2355", "H21", "") if is_gso_code(code)] == [
        "64",
        "622",
        "23557",
    ]


@pytest.mark.parametrize("text", ["622", "vn-gso:", ":622", ""])
def test_a_unit_named_without_its_scheme_is_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="scheme:code"):
        Key.read(text)


def test_a_new_code_breaks_addresses_and_streams() -> None:
    good = [Key("vn-org", "H21.01"), Key("mau", "xa-01")]
    bad = [Key("vn org", "1"), Key("Mau", "1"), Key("mau", "a/b"), Key("mau", "a:b"), Key("mau", "x" * 61)]
    assert all(key.is_sound() for key in good) and not any(key.is_sound() for key in bad)
    assert Key.read("vn-org:H21.01") == good[0] and good[0].stream == "unit:vn-org:H21.01"
