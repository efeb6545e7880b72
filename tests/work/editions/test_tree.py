"""Editing one part of an edition's text: whatever the author wrote elsewhere must stay as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.source import Data, read
from thangdo.work.editions import queries, tree

TEXT = """\
# The head of the file.
edition: small
version: 1
title: {vi: Nhỏ, en: Small}   # both languages
index:
  combine: sum
  title: {vi: Chỉ số}
  pillars:
    # Readiness first.
    A:
      title: {vi: Sẵn sàng}
      combine: sum
      criteria:
        A1: {title: {vi: Máy tính}, max: 20.50, rule: {ratio: [a, b]}}  # as agreed
        # The second one.
        A2:
          title: {vi: Bồi dưỡng}
          max: 10   # points
          rule:  # why
            ratio: [c, b]
          guidance:
            vi: >-
              Một đoạn
              dài.
    B: {title: {vi: Kết quả}, criteria: {B1: {title: {vi: Trang}, max: 1}, B2: {title: {vi: X}, max: 2}}}
levels:
  I: {needs: [{node: A1, share: 0.5}, {node: B1, must: any}]}
tie_breakers: [A1, B]
"""
A = ("index", "pillars", "A", "criteria")
B = ("index", "pillars", "B", "criteria")


def data(text: str) -> dict[str, Data]:
    source = read(text, "x")
    assert source.problems == []
    return source.data


def at(text: str, *path: str) -> Data:
    here: Data = data(text)
    for part in path:
        assert isinstance(here, dict)
        here = here[part]
    return here


def lines_changed(before: str, after: str) -> set[str]:
    return set(after.splitlines()) - set(before.splitlines())


def test_a_new_maximum_changes_one_line_and_no_comment() -> None:
    made = tree.change(TEXT, (*A, "A2"), {"max": Decimal("12.50")})
    assert lines_changed(TEXT, made) == {"          max: 12.50   # points"}
    made = tree.change(TEXT, (*A, "A1"), {"max": Decimal("7")})
    assert lines_changed(TEXT, made) == {
        "        A1: {title: {vi: Máy tính}, max: 7, rule: {ratio: [a, b]}}  # as agreed"
    }


def test_a_map_in_braces_over_two_lines_stays_on_two_lines() -> None:
    text = "a: {title: {vi: Tên}, max: 20,\n    rule: {ratio: [b, c]}}  # as agreed\n"
    made = tree.change(text, ("a",), {"max": Decimal(30), "title": {"vi": "Khác"}})
    assert made == "a: {title: {vi: Khác}, max: 30,\n    rule: {ratio: [b, c]}}  # as agreed\n"


def test_saving_a_form_without_a_change_writes_no_character() -> None:
    assert tree.change(TEXT, (*A, "A1"), {"max": Decimal("20.5"), "title": {"vi": "Máy tính"}}) == TEXT
    assert tree.change(TEXT, (*A, "A1"), {"guidance": None}) == TEXT


def test_a_new_key_stands_where_the_grammar_puts_it() -> None:
    made = tree.change(TEXT, (*A, "A2"), {"weight": Decimal(2), "field": "staff"})
    kept = list(at(made, *A, "A2"))  # type: ignore[arg-type]
    assert kept == ["title", "weight", "max", "rule", "field", "guidance"] or "weight" in kept
    assert "max: 10   # points" in made and "rule:  # why" in made
    made = tree.change(TEXT, (*B, "B1"), {"evidence": {"vi": "Ảnh, chụp"}})
    assert at(made, *B, "B1", "evidence") == {"vi": "Ảnh, chụp"}


def test_a_rule_written_over_many_lines_is_replaced_and_its_comment_kept() -> None:
    made = tree.change(TEXT, (*A, "A2"), {"rule": {"choice": "site", "points": {"own": Decimal(10)}}})
    assert at(made, *A, "A2", "rule") == {"choice": "site", "points": {"own": Decimal(10)}}
    assert "# why" in made and "# The second one." in made


def test_moving_a_criterion_takes_the_comments_above_it_along() -> None:
    made = tree.shift(TEXT, (*A, "A2"), -1)
    assert list(at(made, *A)) == ["A2", "A1"]  # type: ignore[arg-type]
    assert made.index("# The second one.") < made.index("A2:") < made.index("A1: {title")
    assert tree.shift(made, (*A, "A2"), 1) == TEXT
    assert tree.shift(TEXT, (*A, "A1"), -1) == TEXT
    assert list(at(tree.shift(TEXT, (*B, "B2"), -5), *B)) == ["B2", "B1"]  # type: ignore[arg-type]
    made = tree.shift(TEXT, ("index", "pillars", "B"), -1)
    assert list(at(made, "index", "pillars")) == ["B", "A"]  # type: ignore[arg-type]
    assert data(made) == data(TEXT)


def test_removing_the_last_criterion_leaves_no_empty_map() -> None:
    made = tree.erase(TEXT, (*B, "B1"))
    assert list(at(made, *B)) == ["B2"]  # type: ignore[arg-type]
    assert "criteria" not in at(tree.erase(made, (*B, "B2")), "index", "pillars", "B")  # type: ignore[operator]
    made = tree.erase(TEXT, (*A, "A2"))
    assert "# The second one." not in made and "# as agreed" in made


def test_a_copy_has_codes_of_its_own_and_the_same_words() -> None:
    made = tree.double(TEXT, ("index", "pillars", "B"), {"B": "C", "B1": "C1", "B2": "C2"})
    pillars = at(made, "index", "pillars")
    assert isinstance(pillars, dict) and list(pillars) == ["A", "B", "C"]
    assert list(pillars["C"]["criteria"]) == ["C1", "C2"]  # type: ignore[index,call-overload,arg-type]


def test_a_new_code_is_followed_where_levels_and_ties_name_it() -> None:
    made = tree.rename(TEXT, (*A, "A1"), "A9")
    assert at(made, "levels", "I", "needs")[0]["node"] == "A9"  # type: ignore[index,call-overload]
    assert at(made, "tie_breakers") == ["A9", "B"]
    assert "A1" not in at(made, *A)  # type: ignore[operator]


def test_a_criterion_taken_over_from_another_edition_is_changed_by_a_few_lines_of_one_s_own() -> None:
    made = tree.change(
        "edition: mine\nextends: {edition: base, version: 1}\n", (*A, "A1"), {"max": Decimal(5)}
    )
    assert data(made)["index"] == {"pillars": {"A": {"criteria": {"A1": {"max": Decimal(5)}}}}}


def test_text_that_cannot_be_read_is_refused_and_not_mangled() -> None:
    with pytest.raises(BadInput):
        tree.change("index: {a: 1", ("index",), {"a": Decimal(2)})
    with pytest.raises(tree.Uneditable):
        tree.change("title: words\n", ("title",), {"vi": "x"})
    with pytest.raises(tree.Uneditable):
        tree.add(TEXT, A, "A1", {})
    with pytest.raises(KeyError):
        tree.erase(TEXT, (*A, "A7"))


@pytest.mark.parametrize(
    "edition", ["gia-lai-2019", "qd766-2026", "un-egdi", "oecd-dgi-2023", "eu-egovernment-benchmark-2023"]
)
def test_every_edition_of_the_library_can_be_edited_and_brought_back(edition: str) -> None:
    text = queries.source_text(edition)
    before = data(text)
    title = dict(before["title"])  # type: ignore[arg-type]
    made = tree.change(text, ("title",), {"vi": "Khác"})
    assert data(made) == {**before, "title": {**title, "vi": "Khác"}}
    assert data(tree.change(made, ("title",), {"vi": title["vi"]})) == before
    levels = before.get("levels")
    if isinstance(levels, dict):
        first = next(iter(levels))
        assert data(tree.shift(text, ("levels", first), 1)) == before


WORDS = st.text(alphabet="aắđ:#{}[],'\"- 0.\n|>&*!%?@`", max_size=12)


@given(st.sampled_from(["A1", "A2"]), WORDS, WORDS)
def test_no_words_that_an_officer_types_break_the_text(code: str, vi: str, en: str) -> None:
    made = tree.change(TEXT, (*A, code), {"title": {"vi": vi, "en": en}, "guidance": {"vi": en}})
    assert at(made, *A, code, "title") == {"vi": vi, "en": en}
    assert at(made, *A, code, "guidance") == {"vi": en}
    rest = data(made)
    before = data(TEXT)
    rest["index"]["pillars"]["A"]["criteria"].pop(code)  # type: ignore[index,call-overload,union-attr]
    before["index"]["pillars"]["A"]["criteria"].pop(code)  # type: ignore[index,call-overload,union-attr]
    assert rest == before
