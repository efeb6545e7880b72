"""The assessments that come with the package: a wrong description must not reach a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from thangdo.records import library
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput, Status
from thangdo.rules.index.edition.model import Node
from thangdo.work.assessments import bundled as rooms
from thangdo.work.assessments.bundled import bundled, get
from thangdo.work.editions import queries as editions

QD766 = {
    "qd766-2026-gia-lai": 14,
    "qd766-2026-gia-lai-communes": 135,
    "qd766-2026-counts-gia-lai": 14,
    "qd766-2026-provinces-2026-10-10": 34,
    "qd766-2026-provinces": 34,
    "qd766-2026-counts-provinces": 34,
}
PAPI = tuple(f"papi-{year}" for year in range(2016, 2010, -1))
IDS = [
    "gia-lai-2019",
    "gia-lai-2019-reconstruction",
    *QD766,
    "mic-ict-2017",
    "par-index-2012",
    *PAPI,
    "eu-egovernment-benchmark-2023",
    "oecd-dgi-2023",
    "un-egdi-2018",
    "coinr-asem",
]
UNITS = {
    "gia-lai-2019-reconstruction": 259,
    **QD766,
    "mic-ict-2017": 53,
    "par-index-2012": 19,
    **dict.fromkeys(PAPI, 63),
    "eu-egovernment-benchmark-2023": 35,
    "oecd-dgi-2023": 38,
    "un-egdi-2018": 193,
    "coinr-asem": 51,
}


@pytest.fixture
def library_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library of one's own, to spoil."""
    copy = tmp_path / "library"
    shutil.copytree(library.root(), copy)
    monkeypatch.setattr(library, "_ROOT", copy)
    get.cache_clear()
    rooms._names.cache_clear()
    yield copy
    get.cache_clear()
    rooms._names.cache_clear()


def test_the_conference_comes_first_and_foreign_indices_last() -> None:
    assert [one.id for one in bundled()] == IDS
    sections = [one.about.section for one in bundled()]
    assert sections == ["conference"] * 2 + ["named"] * 14 + ["method"] * 4


@pytest.mark.parametrize("assessment", IDS)
def test_a_citizen_can_read_what_it_is_and_where_it_comes_from_in_both_languages(assessment: str) -> None:
    about = get(assessment).about
    for text in (about.title, about.publisher, about.note):
        assert text is not None and text.vi and text.en and text.vi != text.en
    assert about.source


@pytest.mark.parametrize("assessment", IDS)
def test_no_edition_is_passed_off_as_the_official_text(assessment: str) -> None:
    assert not get(assessment).load_edition().official


@pytest.mark.parametrize(("assessment", "count"), list(UNITS.items()))
def test_no_unit_is_lost_between_the_file_and_the_engine(assessment: str, count: int) -> None:
    answers = get(assessment).answers()
    assert len(answers.units) == count
    assert all(unit.tier for unit in answers.units.values())


def test_published_levels_stand_beside_259_units_and_have_no_answers() -> None:
    one = get("gia-lai-2019")
    assert len(one.levels()) == 259
    with pytest.raises(ValueError, match="answers were not"):
        one.answers()


def test_points_of_the_reconstruction_are_never_shown_beside_a_real_name() -> None:
    names = {unit.name or "" for unit in get("gia-lai-2019-reconstruction").answers().units.values()}
    assert len(names) == 259
    assert all(name.startswith(("Cơ quan số ", "Huyện số ", "Xã số ")) for name in names)


def test_a_name_printed_in_a_source_becomes_the_code_of_the_register() -> None:
    unit = get("mic-ict-2017").answers().units["ho-chi-minh"]
    assert unit.name == "TP. Hồ Chí Minh"


def test_a_blank_cell_is_not_answered_and_not_zero() -> None:
    values = get("coinr-asem").answers().values
    missing = sum(value is Status.NOT_ANSWERED for given in values.values() for value in given.values())
    # 63 blanks among the indicators, and Laos' energy consumption, by which two indicators are divided
    assert missing == 64
    assert values["LAO", ""]["Energy"] is Status.NOT_ANSWERED
    assert values["AUT", ""]["Ship"] == Fraction(0)


def test_a_name_that_nobody_has_decided_is_refused(library_copy: Path) -> None:
    file = library_copy / "data/indices/ict_ranking_mic_provinces.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Gia Lai,0.602", "Gia Lại,0.602"), encoding="utf-8"
    )
    with pytest.raises(BadInput, match="Gia Lại"):
        get("mic-ict-2017").answers()


def test_a_number_over_the_maximum_is_no_answer(library_copy: Path) -> None:
    file = library_copy / "data/indices/qd766_provinces_2026-09-17.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("15.76", "a lot"), encoding="utf-8")
    with pytest.raises(BadInput, match="a lot"):
        get("qd766-2026-provinces").answers()


def test_a_misspelt_key_is_named_with_its_file(library_copy: Path) -> None:
    file = library_copy / "assessments/un-egdi-2018.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("publisher:", "publlisher:"), encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        get("un-egdi-2018")
    assert {problem.column for problem in bad.value.problems} == {"publisher", "publlisher"}
    assert {problem.file for problem in bad.value.problems} == {"assessments/un-egdi-2018.yaml"}


def test_a_file_under_another_name_is_refused(library_copy: Path) -> None:
    (library_copy / "assessments/un-egdi-2018.yaml").rename(library_copy / "assessments/un-egdi-2019.yaml")
    with pytest.raises(BadInput, match="un-egdi-2018"):
        get("un-egdi-2019")


def test_an_assessment_that_does_not_exist_is_said_to_be_missing() -> None:
    with pytest.raises(KeyError):
        get("un-egdi-2040")


def test_another_answer_gives_another_hash(library_copy: Path) -> None:
    before = get("qd766-2026-provinces").inputs_hash()
    assert before == get("qd766-2026-provinces").inputs_hash()
    file = library_copy / "data/indices/qd766_provinces_2026-09-17.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("15.76", "15.77"), encoding="utf-8")
    assert get("qd766-2026-provinces").inputs_hash() != before


def test_every_data_file_says_where_it_comes_from() -> None:
    files = sorted(library.path("data").rglob("*.csv"))
    assert len(files) > 20
    for file in files:
        first, second = file.read_text(encoding="utf-8").split("\n")[:2]
        assert first.startswith("# source: ") or "source" in (first or second).split(","), file.name


@pytest.mark.parametrize(
    "edition", sorted({get(name).about.edition for name in IDS if "gia-lai-2019" not in name})
)
def test_every_criterion_has_plain_words_in_both_languages(edition: str) -> None:
    def leaves(node: Node) -> Iterator[Node]:
        if not node.children:
            yield node
        for child in node.children.values():
            yield from leaves(child)

    found = list(leaves(editions.get(edition).index))
    assert found
    for leaf in found:
        assert leaf.guidance is not None and leaf.guidance.vi and leaf.guidance.en
        assert leaf.title.en and leaf.data is not None
