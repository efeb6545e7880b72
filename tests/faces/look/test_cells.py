"""Tables of reproductions speak the reader's language, heads and cells alike."""

from __future__ import annotations

import re

import pytest

from thangdo.faces.look.cells import WORDS, cell
from thangdo.work import reproductions


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("0.775", "0,775", "0.775"),
        ("13668", "13.668", "13,668"),
        ("5.3e-11", "5,3 × 10^-11", "5.3 × 10^-11"),
        ("department", "sở, ban, ngành", "departments"),
        ("unranked", "không xếp hạng", "unranked"),
        ("IV", "IV", "IV"),
        ("", "", ""),
    ],
)
def test_a_cell_is_in_the_form_of_the_other_language(text: str, vi: str, en: str) -> None:
    assert (cell(text, "vi"), cell(text, "en")) == (vi, en)


@pytest.mark.published
@pytest.mark.parametrize("name", reproductions.names())
def test_a_table_shows_a_code_that_nobody_has_put_into_words(name: str) -> None:
    for table in reproductions.reproduce(name).tables:
        cells = {*table.columns, *(text for row in table.rows for text in row)}
        codes = {text for text in cells if re.search(r"[a-z]{2}", text)}
        assert codes <= WORDS
