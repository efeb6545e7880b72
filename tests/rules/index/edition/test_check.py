"""An officer who writes criteria is told all that is wrong, each with its line, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.check import check, examine
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.source import LARGEST
from told import all_told, told

DATA = Path(__file__).parents[3] / "data" / "editions"
GOOD = (DATA / "every-rule.yaml").read_text(encoding="utf-8")
BASE = (DATA / "base.yaml").read_text(encoding="utf-8")


def find(edition_id: str) -> tuple[bytes, str] | None:
    file = DATA / f"{edition_id}.yaml"
    return (file.read_bytes(), file.name) if file.is_file() else None


@pytest.mark.parametrize("file", sorted((DATA / "bad").glob("*.yaml")), ids=lambda file: file.stem)
def test_each_mistake_is_named_with_its_line(file: Path) -> None:
    """The first line of each file says the line and the words that its one problem must have."""
    text = file.read_text(encoding="utf-8")
    line, words = text.split("\n", 1)[0].removeprefix("# ").split(": ", 1)
    problems = check(text, file.name, find)
    assert [problem.line for problem in problems] == [int(line)], all_told(problems)
    assert words in told(problems[0])
    with pytest.raises(BadInput):
        load(text, file.name, find)


def test_a_good_edition_with_every_kind_of_rule_has_no_problem_and_no_note() -> None:
    report = examine(GOOD, "good.yaml")
    assert report.problems == [] and report.notes == []
    assert report.edition is not None


def test_ten_mistakes_in_one_file_are_ten_problems() -> None:
    text = BASE
    for before, after in (
        ("official: false", "official: perhaps"),  # 1 neither true nor false
        ("from: 2019-04-05", "from: 2019-04-05, til: 2020-01-01"),  # 2 unknown key
        ("trained: {type: count}", "trained: {type: count, at_most: staf}"),  # 3 unknown input
        ("choices: [T, I]", "choice: [T, I]"),  # 4 unknown key, 5 choices missing
        (
            "max: 10, rule: {ratio: [trained, staff]}",
            "max: 10, rule: {ratio: [trainned, staff]}",
        ),  # 6 unknown input
        ("draft: 2, issued: 5", "draft: 2, isued: 9"),  # 7 over the maximum, 8 no such choice
        ("tiers: [department]}", "tiers: [department, district]}"),  # 9 a tier outside
        ("node: A, share: 0.5", "node: AA, share: 0.5"),  # 10 no such node
    ):
        assert before in text
        text = text.replace(before, after, 1)
    problems = check(text, "ten.yaml")
    assert len(problems) == 10, "\n".join(all_told(problems))
    assert [problem.line for problem in problems] == sorted(problem.line or 0 for problem in problems)


def test_what_may_be_meant_is_a_note_and_not_a_problem() -> None:
    report = examine(BASE, "base.yaml")
    assert report.problems == []
    assert [note.code for note in report.notes][:3] == ["apps", "website", "visits"]
    assert "level I: the conditions on A do not say" in told(report.notes[3]) and len(report.notes) == 4
    assert "no rule uses the input `apps`" in told(report.notes[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        (b"- a\n- b\n", "the file is not a map of keys"),
        (b"edition: \xe0\xe1\n", ":1: the file is not UTF-8: byte 0xE0"),
        (b"version: 1\nedition: a\x00b\n", ":2: a character that is not text (NUL)"),
        ("edition: a".encode("utf-16"), "the file is written in UTF-16"),
        (b"a: 1\n" * (LARGEST // 5 + 1), "Allowed: at most 2,000,000 bytes"),
        (b"a: &x 1\nb: *x\n", "`*x` stands for another part of the file"),
        (b"edition: a\n---\nedition: b\n", ":2: a second document begins here"),
        (b"a: " + b"[" * 100, "more than 40 maps and lists stand within each other"),
        (b"? [a, b]\n: 1\n", "a key is a word, not a map or a list"),
        (b"\ttabs: 1\n", "this is not YAML that can be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_the_wrong_form_is_refused_in_plain_words(content: bytes, words: str) -> None:
    problems = check(content, "form.yaml")
    assert any(words in told(problem) for problem in problems), all_told(problems)


LINES = GOOD.splitlines()
SCRAPS = [
    "",
    ":",
    "{",
    "]",
    "- ",
    "null",
    "'",
    "max: -1",
    "1e9",
    "!!x",
    "*a",
    "0x10",
    "true",
    "a: {b: [",
    "\t",
    "…",
]


@given(st.data())
def test_no_mistake_in_a_good_edition_ends_in_a_traceback(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(["drop", "double", "cut", "scrap", "swap", "word"]))
        line = lines[at]
        if how == "drop":
            del lines[at]
        elif how == "double":
            lines.insert(at, line)
        elif how == "cut":
            lines[at] = line[: data.draw(st.integers(0, len(line)))]
        elif how == "scrap":
            column = data.draw(st.integers(0, len(line)))
            lines[at] = line[:column] + data.draw(st.sampled_from(SCRAPS)) + line[column:]
        elif how == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        else:
            words = line.split(" ")
            words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.text(max_size=5))
            lines[at] = " ".join(words)
    report = examine("\n".join(lines), "fuzz.yaml")
    assert report.problems or report.edition is not None


@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(content: bytes) -> None:
    assert check(content, "bytes.yaml")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10).map(str)
    | st.sampled_from(["a", "A1", "staff", "0.5", "{"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "max", "rule", "vi"]), inner)
    ),
    max_leaves=4,
)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "null" if value is None else "'{'" if value == "{" else str(value).lower()


KEYS = sorted(
    {line.split(":")[0] for line in LINES if ": " in line and not line.lstrip().startswith(("-", "#"))}
)


@given(st.sampled_from(KEYS), VALUES)
def test_no_value_of_a_key_ends_in_a_traceback(key: str, value: object) -> None:
    lines = [f"{key}: {_flow(value)}" if line.startswith(f"{key}:") else line for line in LINES]
    examine("\n".join(lines), "value.yaml")
