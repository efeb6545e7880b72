"""The name of an uploaded file leads nobody astray: no folder, no hidden ending, no header of its own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.files.names import LONGEST, clean_name, disposition, ending_of


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe"),
        ("\u200bBáo\u00a0cáo .pdf", "Báo cáo.pdf"),
        (unicodedata.normalize("NFD", "Đăk Đoa – hồ sơ.pdf"), "Đăk Đoa – hồ sơ.pdf"),
        ("", "tai-lieu"),
        ("...", "tai-lieu"),
        (".pdf", "tai-lieu.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a" * 500 + ".docx", "a" * (LONGEST - 5) + ".docx"),
        ("nul\0byte.pdf", "nulbyte.pdf"),
    ],
)
def test_a_name_with_folders_or_hidden_signs_is_kept_as_it_came(declared: str, name: str) -> None:
    assert clean_name(declared) == name


@given(st.text(max_size=300))
def test_any_name_can_be_kept_and_cleaning_it_twice_changes_nothing(declared: str) -> None:
    name = clean_name(declared)
    assert name == clean_name(name)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*\r\n\0')
    assert not name.startswith(".")
    assert "\n" not in disposition(declared) and disposition(declared).isascii()


def test_the_ending_that_counts_is_the_one_before_the_turn_of_the_reading_direction() -> None:
    assert ending_of(clean_name("hoa don\u202efdp.exe")) == "exe"


def test_a_browser_saves_a_vietnamese_name_with_its_marks() -> None:
    assert disposition("Đăk Đoa.pdf") == (
        "attachment; filename=\"dak doa.pdf\"; filename*=UTF-8''%C4%90%C4%83k%20%C4%90oa.pdf"
    )
