"""Every edition of the library can be used, and one that is not there is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from thangdo.records import library
from thangdo.rules.index.answers import BadInput
from thangdo.work.editions import queries
from told import all_told, told

DATA = Path(__file__).parents[2] / "data" / "editions"


@pytest.mark.parametrize("name", queries.edition_ids())
def test_an_edition_of_the_library_has_no_problem(name: str) -> None:
    report = queries.report(name)
    assert report.problems == []
    assert queries.get(name).edition == name


def test_an_unknown_edition_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(BadInput) as caught:
        queries.get("no-such-edition")
    (line,) = all_told(caught.value.problems)
    assert line.startswith("no-such-edition: there is no such edition") and "un-egdi" in line


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "edition.docx"
    file.write_bytes(b"x")
    with pytest.raises(BadInput) as caught:
        queries.get(file)
    assert "not kept in a `.docx` file" in told(caught.value.problems[0])


def test_an_edition_beside_the_file_is_found_when_it_is_extended(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes((DATA / "base.yaml").read_bytes())
    own = tmp_path / "own.yaml"
    own.write_text(
        "edition: own\nversion: 1\nofficial: false\ntitle: {vi: Riêng}\neffective: {from: 2020-01-01}\n"
        "extends: {edition: base, version: 1}\n",
        encoding="utf-8",
    )
    assert list(queries.get(own).index.children) == ["A", "B", "C"]


def test_the_library_gives_nothing_from_outside_of_it() -> None:
    with pytest.raises(ValueError, match="does not lie in the library"):
        library.path("..", "..", "pyproject.toml")
    with pytest.raises(KeyError):
        queries.source_text("../../secret")
