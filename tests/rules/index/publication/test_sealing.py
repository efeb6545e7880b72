"""What goes wrong when a result is sealed: free text leaks, a number is cut, two runs differ."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from numbers import Rational as AnyRational
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from every_reason import every_case
from publications import EDITION, KEY, OTHER, PUBLIC, parts, publication, sealed
from random_editions import all_answers, editions
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, BadInput, Unit
from thangdo.rules.index.edition.model import Edition, Text
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.publication.archive import Archive
from thangdo.rules.index.publication.cells import guard, number_text, read_number, unguard
from thangdo.rules.index.publication.model import Decision, Evidence, Office, Publication
from thangdo.rules.index.publication.reading import Reader
from thangdo.rules.index.publication.report import Findings, Report
from thangdo.rules.index.publication.sealing import seal
from thangdo.rules.index.publication.verifying import verify
from thangdo.work.assessments import bundled


def rows(content: bytes, part: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(parts(content)[part].decode())))[1:]


def test_the_same_publication_gives_the_same_bytes_in_whatever_order_its_answers_came() -> None:
    whole = publication()
    turned = Answers(
        dict(reversed(whole.answers.units.items())),
        {key: dict(reversed(row.items())) for key, row in reversed(whole.answers.values.items())},
        whole.answers.tables,
        whole.answers.last_year,
    )
    assert sealed() == sealed(answers=turned, decisions=list(reversed(whole.decisions)))


def test_the_members_stand_in_their_order_with_the_first_day_of_zips() -> None:
    with zipfile.ZipFile(io.BytesIO(sealed())) as archive:
        assert [info.filename for info in archive.infolist()] == [
            "edition.json",
            "units.csv",
            "answers.csv",
            "table-pages.csv",
            "last_year.csv",
            "declared.csv",
            "decisions.csv",
            "evidence.csv",
            "offices.csv",
            "scores.csv",
            "ranks.csv",
            "explanations.json",
            "extra.json",
            "manifest.json",
            "manifest.sig",
            "key.pub",
        ]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}


def test_free_text_that_no_rule_reads_is_not_published() -> None:
    whole = publication()
    values = {key: {**row, "remark": "Trần Thị Mẫu"} for key, row in whole.answers.values.items()}
    content = sealed(
        answers=Answers(whole.answers.units, values, whole.answers.tables, whole.answers.last_year)
    )
    assert "Trần".encode() not in b"".join(parts(content).values())
    assert verify(content).status == "good"
    assert parts(content) == parts(sealed())


def test_free_text_that_a_rule_reads_is_refused_for_the_result_would_not_follow() -> None:
    data = EDITION.model_dump(mode="json", by_alias=True)
    data["treatment"] = [{"impute": "mean", "by": "remark"}]
    with pytest.raises(BadInput, match="remark: a rule reads this free text"):
        sealed(edition=Edition.model_validate(data))


def test_a_third_stays_a_third_and_a_checklist_of_nothing_is_not_unanswered() -> None:
    found = {(unit, name): text for unit, _, name, text in rows(sealed(), "answers.csv")}
    assert (found["D1", "rate"], found["C1", "means"]) == ("1/3", "none")
    assert ("C2", "means") not in found


def test_what_is_read_back_is_what_was_sealed() -> None:
    whole = publication()
    read = Reader(Archive(sealed(), Findings())).content()
    assert read is not None and read.edition == whole.edition
    assert (read.answers.units, read.answers.values) == (whole.answers.units, whole.answers.values)
    assert read.answers.last_year == whole.answers.last_year
    assert read.answers.tables["pages"]["C1", ""] == []
    assert [row["up"] for row in read.answers.tables["pages"]["D1", ""]] == [1, 0]


def verified(edition: Edition, answers: Answers) -> Report:
    return verify(seal(Publication("x", 1, Text(vi="x"), edition, answers), KEY.sign, PUBLIC), PUBLIC)


@given(editions(), all_answers())
def test_any_edition_and_any_answers_verify(edition: Edition, answers: Answers) -> None:
    try:
        evaluate(edition, answers)
    except BadInput:
        assume(False)
    report = verified(edition, answers)
    assert (report.status, report.findings) == ("good", ())


def test_an_edition_with_every_kind_of_reason_verifies() -> None:
    for bare, answers in every_case():
        data = bare.model_dump(mode="json", by_alias=True)
        for name in {name for row in answers.values.values() for name in row}:
            data["inputs"].setdefault(name, {"type": "number"})
        edition = Edition.model_validate(data)
        report = verified(edition, answers)
        assert (report.status, report.findings) == ("good", ()), edition


@pytest.mark.parametrize("name", sorted(one.id for one in bundled.bundled() if one.about.answers))
def test_every_bundled_assessment_can_be_sealed_and_verifies(name: str) -> None:
    one = bundled.get(name)
    report = verified(one.load_edition(), one.answers())
    assert (report.status, report.findings) == ("good", ())


@given(st.fractions())
def test_any_number_is_written_exactly(number: AnyRational) -> None:
    exact = Fraction(number.numerator, number.denominator)
    assert read_number(number_text(exact)) == exact


def test_numbers_are_written_as_people_write_them_where_they_can_be() -> None:
    written = [number_text(Fraction(text)) for text in ("0.5", "-3", "62.62", "1/3", f"1e-{70}")]
    assert written == ["0.5", "-3", "62.62", "1/3", f"1/{10**70}"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_word_comes_back_as_it_was_and_no_spreadsheet_runs_it(word: str) -> None:
    assert unguard(guard(word)) == word
    assert guard(word)[:1] not in ("=", "+", "-", "@") or word.lstrip("+-")[:1].isdigit()


def test_two_parts_say_nothing_of_persons() -> None:
    assert rows(sealed(), "decisions.csv") == [["C1", "A1", "amended"], ["D1", "A1", "accepted"]]
    assert rows(sealed(), "offices.csv") == [["appraiser", "STTTT"]]


def test_the_explanations_are_json_with_a_line_for_each_unit() -> None:
    part = parts(sealed())["explanations.json"]
    assert [unit["unit"] for unit in json.loads(part)["units"]] == ["C1", "C2", "D1"]
    assert part.count(b"\n") == 5


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"id": "Mẫu 2019"}, "no slug"),
        ({"revision": 0}, "no number above 0"),
        ({"answers": Answers({})}, "no unit takes part"),
        ({"answers": Answers({"A": Unit("B", "district")})}, "under another code"),
        ({"answers": Answers({"A\n": Unit("A\n", "district")})}, "control character"),
        ({"answers": Answers({"A": Unit("A", "district")}, {("B", ""): {}})}, "does not take part"),
        (
            {"answers": Answers({"A": Unit("A", "district")}, {("A", ""): {"x": Fraction(1)}})},
            "no such input",
        ),
        ({"answers": Answers({"A": Unit("A", "district")}, {}, {"x": {}})}, "no such table"),
        (
            {"answers": Answers({"A": Unit("A", "district")}, {("A", ""): {"staff": Fraction(1, 2)}})},
            "no answer to `staff`",
        ),
        (
            {"answers": Answers({"A": Unit("A", "district")}, {("A", ""): {"desk": "hired"}})},
            "no answer to `desk`",
        ),
        ({"decisions": [Decision("D1", "Z9", "accepted")]}, "there is not"),
        ({"decisions": [Decision("D1", "A1", "because Mr X said so")]}, "one word"),
        ({"decisions": [Decision("D1", "A1", "accepted"), Decision("D1", "A1", "amended")]}, "in two ways"),
        ({"evidence": [Evidence("D1", "A1", "file", "abc")]}, "64 hexadecimal"),
        ({"offices": [Office("Bà Mẫu", "STTTT")]}, "one word"),
    ],
)
def test_what_cannot_be_published_is_named(more: dict[str, object], said: str) -> None:
    blank: dict[str, Any] = (
        {"declared": {}, "decisions": [], "evidence": [], "schemes": {}} if "answers" in more else {}
    )
    with pytest.raises(BadInput, match=said):
        sealed(**{**blank, **more})


def test_a_key_that_did_not_sign_seals_nothing() -> None:
    with pytest.raises(ValueError, match="not that of the public key"):
        seal(publication(), OTHER.sign, PUBLIC)
    with pytest.raises(ValueError, match="32 bytes"):
        seal(publication(), KEY.sign, b"x")


def test_a_float_in_the_extra_part_is_refused_for_it_has_no_one_text() -> None:
    with pytest.raises(ValueError, match="float"):
        sealed(extra={"share": 0.1})
