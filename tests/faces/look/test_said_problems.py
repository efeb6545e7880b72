"""A draft's mistakes must be told to a Vietnamese author in Vietnamese: no sentence may be left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import thangdo
from thangdo.faces.look import said_problems
from thangdo.faces.look.said_checks import FOUND
from thangdo.faces.look.said_mends import MENDS, WORDS
from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.check import examine
from world import EDITION

SRC = Path(thangdo.__file__).parent
CHECKS = [*sorted((SRC / "rules/index/edition").glob("*.py")), SRC / "work/editions/workbook_in.py"]
KNOWN = FOUND.keys() | MENDS.keys() | WORDS.keys()
NOT_OF_PROBLEMS = {"Kinds of rule: {}. An edition that extends another is merged first."}  # of the schema


def texts(node: ast.expr) -> list[str]:
    """What a string expression can say, `{}` for each gap."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)]  # type: ignore[misc]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [one + other for one in texts(node.left) for other in texts(node.right)]
    return []


def sentences(file: Path) -> Iterator[str]:
    """The sentences of a file, without its docstrings and parts of longer ones."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    seen: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            seen.add(id(node.value))
        if id(node) not in seen and isinstance(node, ast.expr):
            found = [text for text in texts(node) if text[-1:] in (".", "?") and " " in text]
            if found:
                seen |= {id(part) for part in ast.walk(node)}
                yield from found


def formula_errors() -> Iterator[str]:
    tree = ast.parse((SRC / "rules/index/formula.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "FormulaError":
            yield from texts(node.args[0])


def test_every_sentence_of_the_check_has_its_vietnamese() -> None:
    said = {text for file in CHECKS for text in sentences(file)} | set(formula_errors())
    assert len(said) > 150
    assert said - KNOWN - NOT_OF_PROBLEMS == set()


def test_every_translation_is_of_a_sentence_that_is_still_said_and_fills_the_same_gaps() -> None:
    said = {text for file in CHECKS for text in sentences(file)} | set(formula_errors())
    assert {text for text in MENDS if text not in said} == set()
    for text, vietnamese in {**FOUND, **MENDS, **WORDS}.items():
        gaps = {int(number) for number in re.findall(r"\{(\d)\}", vietnamese)}
        assert gaps == set(range(text.count("{}"))), text


@pytest.mark.parametrize(
    ("text", "vietnamese"),
    [
        ("`index` is missing.", "thiếu `index`."),  # a key is quoted, not translated
        ("`rooms` must be a number, not a list.", "`rooms` phải là một số, không phải một danh sách."),
        (
            "the formula cannot be read: «a +» ends where a number, a name or «(» is needed.",
            "không đọc được công thức: «a +» dừng ở chỗ cần một số, một tên hoặc «(».",
        ),
        (
            "the step at 5: 12 points, and `A1` has at most 10.",
            "bậc ở 5: 12 điểm, trong khi `A1` tối đa 10 điểm.",
        ),
        ("the tier `commune` stands twice.", "cấp `commune` xuất hiện hai lần."),
        ("a pillar stands inside a criterion.", "lĩnh vực nằm trong tiêu chí."),
        ("at most 10", "tối đa 10"),
        ("Did you mean `ratio`?", "Có phải ý là `ratio`?"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_what_is_filled_in_is_translated_and_what_is_quoted_is_not(text: str, vietnamese: str) -> None:
    assert said_problems.vietnamese(text) == vietnamese


def test_a_faulty_draft_is_told_in_vietnamese_line_by_line() -> None:
    text = EDITION.replace("max: 20, field: procedures", "maks: 20, field: procedures")
    report = examine(text, "a.yaml")
    lines = [said_problems.line(problem, "vi") for problem in report.problems]
    assert any("B1: không có khóa `maks`. Được dùng: title" in line for line in lines)
    assert all(line.startswith("a.yaml:") for line in lines)
    assert [said_problems.line(one, "en") for one in report.problems] == [str(one) for one in report.problems]


def test_the_place_of_a_problem_in_a_workbook_is_said_in_vietnamese() -> None:
    problem = Problem("a.xlsx", "the cell is blank.", 3, "title_vi", mend="Fill it in.")
    assert said_problems.line(problem, "vi") == "a.xlsx:3: cột title_vi: ô để trống. Hãy điền vào."
