"""A unit's answers are read exactly as given; whatever cannot be used is told with file, row and column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.faces.look import phrasing
from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, BadInput, Status
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.model import Edition, Input, InputType
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.values import Refused, read_value
from thangdo.work.editions.answers import read
from told import all_told, told

DATA = Path(__file__).parents[2] / "data"
EDITION = load((DATA / "editions" / "every-rule.yaml").read_text(encoding="utf-8"), "every-rule.yaml")
GOOD = DATA / "answers" / "good"


def written(folder: Path, text: str, name: str = "answers.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refused(edition: Edition, paths: list[Path], units: Path | None = None) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(edition, paths, units)
    return all_told(caught.value.problems)


@pytest.mark.parametrize("file", sorted((DATA / "answers" / "bad").glob("*.csv")), ids=lambda file: file.stem)
def test_each_mistake_is_named_with_its_row(file: Path) -> None:
    """The first line of each file says the row and the words that its one problem must have."""
    row, words = file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").split(": ", 1)
    with pytest.raises(BadInput) as caught:
        read(EDITION, [file])
    problems = caught.value.problems
    assert [str(problem.line) for problem in problems] == [row], all_told(problems)
    assert words in told(problems[0])


def test_zero_blank_not_measured_and_not_applicable_stay_four_different_things() -> None:
    answers, notices = read(EDITION, [GOOD / "answers.csv", GOOD / "services.csv"])
    assert notices == []
    first, second = answers.values["U1", ""], answers.values["U2", ""]
    assert first["late"] == 0 and second["staff"] == 0
    assert "meetings" not in first  # blank: not answered
    assert first["satisfied"] is Status.NOT_MEASURED
    assert first["website"] is Status.NOT_APPLICABLE  # by the input's own word
    assert second["policy"] is Status.NOT_APPLICABLE
    assert (first["room"], second["room"]) == (1, 0)
    assert first["apps"] == frozenset({"mail", "signature"}) and second["apps"] == frozenset()
    assert second["bandwidth"] == Fraction(1, 10)  # never the float's 0.1000000000000000055…


def test_tier_and_name_need_be_said_once() -> None:
    answers, _ = read(EDITION, [GOOD / "answers.csv"])
    units = {code: (unit.tier, unit.name) for code, unit in answers.units.items()}
    assert units == {"U1": ("department", "Sở Một"), "U2": ("commune", "Xã Hai")}


def test_a_table_of_observations_is_known_by_its_name_or_its_columns(tmp_path: Path) -> None:
    other = written(tmp_path, (GOOD / "services.csv").read_text(encoding="utf-8"), "quan-sat.csv")
    for file in (GOOD / "services.csv", other):
        answers, _ = read(EDITION, [GOOD / "answers.csv", file])
        rows = answers.tables["services"]["U1", ""]
        assert [row["score"] for row in rows] == [50, Status.NOT_ANSWERED]
        assert rows[0]["kind"] == "T" and rows[1]["online"] == 0
        assert answers.tables["services"]["U2", ""][0]["score"] == Fraction(199, 2)


def test_a_column_missing_from_a_table_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, "unit,service,kind\nU1,1,T\n", "services.csv")
    found = refused(EDITION, [GOOD / "answers.csv", file])
    assert [problem.split(": ")[1] for problem in found] == ["column online", "column score", "column weight"]


def test_the_same_answers_in_excel_and_in_csv_are_the_same(tmp_path: Path) -> None:
    sheets = []
    for name in ("answers", "services"):
        lines = (GOOD / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines if not line.startswith("#")]
        cells = [[Decimal(c) if c.replace(".", "").isdigit() else c for c in row] for row in rows[1:]]
        sheets.append(Sheet(name, rows[0], cells))
    book = tmp_path / "answers.xlsx"
    book.write_bytes(xlsx_bytes(sheets))
    from_csv, _ = read(EDITION, [GOOD / "answers.csv", GOOD / "services.csv"])
    from_excel, _ = read(EDITION, [book])
    assert from_excel == from_csv


def test_one_row_a_unit_is_read_and_said(tmp_path: Path) -> None:
    file = written(tmp_path, "unit,tier,staff,trained,policy\nU1,commune,9,4,draft\nU2,commune,,,\n")
    answers, notices = read(EDITION, [file])
    assert answers.values["U1", ""] == {"staff": 9, "trained": 4, "policy": "draft"}
    assert list(answers.units) == ["U1", "U2"]
    assert all_told(notices) == [f"{file}: one row a unit and one column an input (3 inputs)."]


def test_decimal_commas_are_read_and_said(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeffunit;tier;input;value\nU1;commune;satisfied;0,5\nU1;commune;staff;3\n")
    answers, notices = read(EDITION, [file])
    assert answers.values["U1", ""] == {"satisfied": Fraction(1, 2), "staff": 3}
    assert "decimal commas" in told(notices[0])


def test_a_unit_that_the_file_of_units_does_not_name_is_refused(tmp_path: Path) -> None:
    units = written(tmp_path, "unit,tier,name\nU1,department,Sở Một\nU3,commune,Xã Ba\n", "units.csv")
    (problem,) = refused(EDITION, [written(tmp_path, "unit,input,value\nU2,staff,1\n")], units)
    assert "answers.csv:2: column unit: the unit `U2` is unknown" in problem


def test_a_file_given_twice_counts_its_observations_once_at_most(tmp_path: Path) -> None:
    services = GOOD / "services.csv"
    (problem,) = refused(EDITION, [GOOD / "answers.csv", services, GOOD / ".." / "good" / "services.csv"])
    assert "the file is given twice" in problem


def test_a_code_typed_with_loose_marks_is_the_same_unit(tmp_path: Path) -> None:
    units = written(tmp_path, "unit,tier\n\u0110a\u0306k,commune\n", "units.csv")
    file = written(tmp_path, "unit,input,value\n\u0110\u0103k,staff,1\n")
    answers, _ = read(EDITION, [file], units)
    assert list(answers.units) == ["\u0110\u0103k"]


def test_a_named_unit_without_answers_takes_part_all_the_same(tmp_path: Path) -> None:
    units = written(tmp_path, "unit,tier,name\nU1,department,Sở Một\nU3,commune,Xã Ba\n", "units.csv")
    answers, _ = read(EDITION, [written(tmp_path, "unit,input,value\nU1,staff,1\n")], units)
    assert list(answers.units) == ["U1", "U3"] and answers.units["U3"].tier == "commune"


def test_units_of_the_edition_are_the_only_ones(tmp_path: Path) -> None:
    text = (DATA / "editions" / "every-rule.yaml").read_text(encoding="utf-8")
    edition = load(text + "units: [{unit: U1, tier: commune, name: {vi: Xã Một}}]\n", "e.yaml")
    answers, _ = read(edition, [written(tmp_path, "unit,input,value\nU1,staff,1\n")])
    assert answers.units["U1"].name == "Xã Một"
    (problem,) = refused(edition, [written(tmp_path, "unit,input,value\nU2,staff,1\n")])
    assert "the edition does not name it" in problem
    units = written(tmp_path, "unit,tier\nU9,commune\n", "units.csv")
    found = refused(edition, [written(tmp_path, "unit,input,value\nU9,staff,1\n")], units)
    assert "the unit `U9` is none of those that the edition names" in found[0]


def test_where_the_edition_has_one_tier_it_need_not_be_said(tmp_path: Path) -> None:
    text = (DATA / "editions" / "base.yaml").read_text(encoding="utf-8")
    one = text.replace("[department, commune]", "[department]")
    answers, _ = read(load(one, "one.yaml"), [written(tmp_path, "unit,input,value\nU1,staff,1\n")])
    assert answers.units["U1"].tier == "department"


def test_facets_come_from_their_column_and_must_be_the_editions(tmp_path: Path) -> None:
    text = (DATA / "editions" / "base.yaml").read_text(encoding="utf-8")
    edition = load(text + "facets: {title: {vi: Năm}, values: ['2016', '2017']}\n", "facets.yaml")
    head = "unit,tier,facet,input,value\n"
    answers, _ = read(
        edition, [written(tmp_path, head + "U1,commune,2016,staff,1\nU1,commune,2017,staff,2\n")]
    )
    assert {key: value["staff"] for key, value in answers.values.items()} == {
        ("U1", "2016"): 1,
        ("U1", "2017"): 2,
    }
    found = refused(edition, [written(tmp_path, head + "U1,commune,2018,staff,1\nU1,commune,,staff,1\n")])
    assert "the edition has no facet `2018`" in found[0] and "the facet is missing" in found[1]


def test_every_mistake_of_every_file_is_told_and_nothing_is_read(tmp_path: Path) -> None:
    first = written(tmp_path, "unit,tier,input,value\nU1,commune,staff,x\nU1,commune,stuff,1\n", "a.csv")
    second = written(tmp_path, "unit,tier,input,value\nU1,district,late,-1\n", "b.csv")
    found = refused(EDITION, [first, second, tmp_path / "missing.csv"])
    assert len(found) == 5, found  # not a number, no such input, two tiers, below zero, no such file


def test_no_file_at_all_is_an_error() -> None:
    assert refused(EDITION, []) == ["answers: no file of answers was given. Name at least one."]


@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: f"unit,tier,input,value\n{text}".encode())
)
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "answers.csv"
    file.write_bytes(content)
    try:
        answers, _ = read(EDITION, [file])
    except BadInput as bad:
        assert bad.problems
    else:
        assert isinstance(answers, Answers)


NUMBER = Input(type=InputType.NUMBER)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8))
def test_a_number_is_read_exactly(number: Decimal) -> None:
    text = format(number, "f")
    if len(text) <= 60:
        assert read_value(text, NUMBER) == Fraction(Decimal(text))


@given(st.text(max_size=12))
def test_a_cell_is_a_number_or_refused_or_missing(text: str) -> None:
    value = read_value(text, NUMBER)
    assert isinstance(value, Fraction | Refused | Status)


@pytest.mark.parametrize("text", ["yes", "Yes", "Y", "có", "CÓ", "co\u0301", "true", "1"])
def test_yes_is_understood_in_both_languages(text: str) -> None:
    assert read_value(text, Input(type=InputType.YES_NO)) == 1


@pytest.mark.parametrize("text", ["no", "N", "không", "KHÔNG", "false", "0"])
def test_no_is_understood_in_both_languages(text: str) -> None:
    assert read_value(text, Input(type=InputType.YES_NO)) == 0


NEXT = """edition: next
version: 1
official: false
title: {vi: Chỉ số của các chỉ số}
effective: {from: 2019-01-01}
tiers: [country]
inputs: {OSI: {type: number}, TII: {type: number}}
index:
  title: {vi: Chỉ số}
  combine: mean
  criteria:
    A: {title: {vi: A}, max: 1, rule: {value: OSI}}
    B: {title: {vi: B}, max: 1, rule: {value: TII}}
"""


def test_the_scores_of_one_index_are_the_answers_of_the_next(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_text(
        "unit,facet,node,score,status,band,group\n"
        "A,,index,0.6,ok,high,\nA,,OSI,0.9,ok,,\nA,,TII,,not-applicable,,\n"
        "B,,index,0.5,ok,,\nB,,OSI,0.25,ok,,\nB,,TII,0.75,ok,,\nB,2020,TII,0.1,ok,,\n",
        encoding="utf-8",
    )
    made = load(NEXT, "next.yaml")
    answers, notices = read(made, [scores])
    assert answers.values["A", ""] == {"OSI": Fraction("0.9"), "TII": Status.NOT_APPLICABLE}
    assert answers.values["B", ""] == {"OSI": Fraction("0.25"), "TII": Fraction("0.75")}
    assert evaluate(made, answers).score("B").score == Fraction("0.5")
    assert any("scores of another index" in phrasing.said(one.message, "en") for one in notices)
    with pytest.raises(BadInput) as bad:
        read(load(NEXT.replace("OSI", "X").replace("TII", "Y"), "next.yaml"), [scores])
    assert "none of its codes is an input" in told(bad.value.problems[0])
