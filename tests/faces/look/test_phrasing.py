"""A draft's mistakes must be told to a Vietnamese author in Vietnamese, an English one in English."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from faces.look.raised import by_code
from thangdo.faces.look import phrasing, word_files
from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.check import examine
from thangdo.rules.index.edition.hints import listed
from thangdo.rules.index.phrases import Phrase, phrase
from world import EDITION

PHRASES = word_files.load()["phrases"]
BAD = Path(__file__).parents[2] / "data" / "editions" / "bad"


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_a_phrase_of_the_rules_has_no_sentence_or_a_sentence_no_rule_says_it() -> None:
    said = by_code("phrase", everywhere=True)
    made = {f"kind-{kind}" for kind in ("index", "pillar", "group", "criterion", "sub-criterion")}
    codes = {code for code in said if "*" not in code} | made
    assert codes - set(PHRASES) == set()
    assert set(PHRASES) - codes - from_tables() == set()


def from_tables() -> set[str]:
    """Codes that stand in a table or a variable before they become a phrase."""
    from thangdo.records.documents import grids
    from thangdo.records.documents.reader import workbook
    from thangdo.rules.index.edition import shape

    limits = {code for code, _gap in shape._LIMITS.values()}
    files = {
        "file-unreadable",
        "check-name-and-folder",
        "file-not-there",
        "file-is-folder",
        "name-files",
        "file-forbidden",
        "ask-owner",
    }
    tables = (workbook._CODES, workbook._MENDS, grids._ODD, grids._ENCODINGS, grids._READ)
    read = {code for table in tables for code in table.values()} | {"save-as-xlsx", "no-workbook"}
    return limits | set(shape._EXPECTED.values()) | files | read


def test_a_phrase_is_left_with_a_gap() -> None:
    lost = [
        f"{one.code} at {one.place}: {gaps(text) - one.facts}"
        for code, ones in by_code("phrase", everywhere=True).items()
        for one in ones
        if code in PHRASES and one.facts is not None
        for text in PHRASES[code]
        if gaps(text) - one.facts - {"column"}  # “Write {column} in full.” means the brackets
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        (phrase("missing", key="index"), "thiếu `index`.", "`index` is missing."),
        (
            phrase("must-be", key="rooms", expected=phrase("a-number"), value=phrase("a-list")),
            "`rooms` phải là một số, không phải một danh sách.",
            "`rooms` must be a number, not a list.",
        ),
        (
            phrase("formula-unreadable", why=phrase("formula-ends-early", text="a +")),
            "không đọc được công thức: “a +” dừng ở chỗ cần một số, một tên hoặc “(”.",
            "the formula cannot be read: “a +” ends where a number, a name or “(” is needed.",
        ),
        (
            phrase("points-over-maximum", what=phrase("the-step-at", bound=5), points=12, node="A1", most=10),
            "bậc ở 5: 12 điểm, trong khi `A1` tối đa 10 điểm.",
            "the step at 5: 12 points, and `A1` has at most 10.",
        ),
        (
            phrase("stands-twice", what=phrase("the-tier"), word="commune"),
            "cấp `commune` xuất hiện hai lần.",
            "the tier `commune` stands twice.",
        ),
        (
            phrase("kind-inside-kind", kind=phrase("kind-pillar"), above=phrase("kind-criterion")),
            "lĩnh vực nằm trong tiêu chí.",
            "a pillar stands inside a criterion.",
        ),
        (phrase("at-most", most=10), "tối đa 10", "at most 10"),
        (phrase("did-you-mean", word="ratio"), "Có phải ý là `ratio`?", "Did you mean `ratio`?"),
        (listed("abc", 2) or "", "a, b và 1 mục nữa", "a, b and 1 more"),
        ("something nobody foresaw", "something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_what_is_filled_in_is_said_in_the_language_too(
    words: Phrase | str, vietnamese: str, english: str
) -> None:
    assert phrasing.said(words, "vi") == vietnamese
    assert phrasing.said(words, "en") == english


@pytest.mark.parametrize("file", sorted(BAD.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_vietnamese_author_reads_english(file: Path) -> None:
    for problem in examine(file.read_bytes(), file.name).problems:
        for words in (problem.message, problem.mend):
            assert words is None or phrasing.said(words, "vi") != phrasing.said(words, "en"), problem


def test_a_faulty_draft_is_told_in_vietnamese_line_by_line() -> None:
    text = EDITION.replace("max: 20, field: procedures", "maks: 20, field: procedures")
    report = examine(text, "a.yaml")
    lines = [phrasing.line(problem, "vi") for problem in report.problems]
    assert any("B1: không có khóa `maks`. Được dùng: title" in line for line in lines)
    assert all(line.startswith("a.yaml:") for line in lines)
    assert any(
        "B1: unknown key `maks`. Allowed: title" in phrasing.line(one, "en") for one in report.problems
    )


def test_the_place_of_a_problem_in_a_workbook_is_said_in_vietnamese() -> None:
    problem = Problem("a.xlsx", phrase("cell-blank"), 3, "title_vi", mend=phrase("fill-it-in"))
    assert phrasing.line(problem, "vi") == "a.xlsx:3: cột title_vi: ô để trống. Hãy điền vào."
    assert phrasing.line(problem, "en") == "a.xlsx:3: column title_vi: the cell is blank. Fill it in."


def test_a_problem_that_a_job_kept_is_told_otherwise_than_the_problem_itself() -> None:
    problem = Problem("a.yaml", phrase("missing", key="index"), 3, mend=phrase("add-here", key="index"))
    kept = json.loads(json.dumps(asdict(problem)))
    assert (
        phrasing.fact(kept, "vi")
        == phrasing.line(problem, "vi")
        == "a.yaml:3: thiếu `index`. Thêm `index:` ở đây."
    )
    assert phrasing.fact("a text", "vi") == "a text"
