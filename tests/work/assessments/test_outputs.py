"""The files of a result appear together or not at all, always the same, and nothing in them runs."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Unit
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.rows import rank_rows, score_rows
from thangdo.work.assessments.outputs import files, write_all

EDITION = load(
    """
edition: e
version: 1
official: false
title: {vi: Thử}
effective: {from: 2019-01-01}
tiers: [district]
inputs: {a: {type: count}, b: {type: count}}
index:
  title: {vi: Thử}
  combine: sum
  criteria:
    A: {title: {vi: A}, max: 10, rule: {ratio: [a, b]}}
levels:
  I: {needs: [{node: A, share: 0.5}]}
""",
    "e.yaml",
)
CONTENT = {name: name.encode() for name in ("scores.csv", "ranks.csv", "explanations.json", "results.xlsx")}


def result(*units: tuple[str, int, int]):
    values = {(code, ""): {"a": Fraction(a), "b": Fraction(b)} for code, a, b in units}
    return evaluate(EDITION, Answers({code: Unit(code, "district") for code, _, _ in units}, values))


def test_a_unit_below_the_gate_is_not_told_what_it_needed() -> None:
    # 2 of 5 = 0.4 where 0.5 is needed: 4 points of 10
    (row,) = rank_rows(result(("U", 2, 5)))
    assert row == {
        "unit": "U",
        "peer_group": "district",
        "level": "unranked",
        "reason": "no-gate: level I needs A share 0.5, had 0.4",
        "score": "4",
        "rank": "",
        "tied": "0",
        "label": "",
        "band": "",
        "group": "",
        "facet": "",
    }


def test_two_equal_units_are_labelled_as_such_and_the_third_comes_third() -> None:
    found = rank_rows(result(("C", 6, 10), ("A", 9, 10), ("B", 9, 10)))
    assert [(row["unit"], row["rank"], row["tied"], row["label"]) for row in found] == [
        ("A", "1", "1", "1="),
        ("B", "1", "1", "1="),
        ("C", "3", "0", "3"),
    ]


def test_the_root_is_called_index_whatever_the_edition_calls_it() -> None:
    assert list(score_rows(result(("U", 1, 1)))) == [
        ("U", "", "index", "10", "ok", "", ""),
        ("U", "", "A", "10", "ok", "", ""),
    ]


def test_explanations_are_one_line_a_unit_and_say_all_that_the_result_says() -> None:
    content = b"".join(files(EDITION, result(("A", 1, 3), ("B", 2, 3)), b"")["explanations.json"])
    lines = content.decode().splitlines()
    assert len(lines) == 4  # the head, two units, the end
    told = json.loads(content)
    assert [unit["unit"] for unit in told["units"]] == ["A", "B"]
    # 10/3 to fifteen places
    assert told["units"][0]["nodes"][0]["score"] == "3.333333333333333"


@pytest.mark.parametrize("code", ["=1+1", "+84", "-3", "@a", "=cmd|' /C calc'!A0"])
def test_a_code_that_a_spreadsheet_would_run_is_written_as_text(code: str) -> None:
    for name in ("scores.csv", "ranks.csv"):
        lines = bytes(files(EDITION, result((code, 1, 1)), b"")[name]).decode().splitlines()
        assert lines[1].startswith(f"'{code},")


def test_files_of_others_in_the_folder_are_lost(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "scores.csv").write_text("old")
    write_all(tmp_path, CONTENT)
    assert {file.name for file in tmp_path.iterdir()} == {*CONTENT, "mine.txt"}
    assert (tmp_path / "scores.csv").read_text() == "scores.csv"


@pytest.mark.parametrize("blocked", list(CONTENT))
def test_a_file_that_cannot_be_replaced_leaves_the_others_replaced(blocked: str, tmp_path: Path) -> None:
    for name in CONTENT:
        if name != blocked:
            (tmp_path / name).write_text("old")
    (tmp_path / blocked).mkdir()
    with pytest.raises(OSError, match="a folder of this name"):
        write_all(tmp_path, CONTENT)
    assert all((tmp_path / name).read_text() == "old" for name in CONTENT if name != blocked)
    assert len(list(tmp_path.iterdir())) == len(CONTENT)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_failure_between_two_files_leaves_half_a_result(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "ranks.csv").write_text("old")
    moved = 0
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal moved
        if self.parent.name == "new":
            if moved == after:
                raise OSError(errno.EIO, "the disk failed")
            moved += 1
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="the disk failed"):
        write_all(out, CONTENT)
    assert {file.name: file.read_text() for file in out.iterdir()} == {"ranks.csv": "old"}


def test_a_full_disk_leaves_folders_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_all(tmp_path / "a" / "b" / "out", CONTENT)
    assert list(tmp_path.iterdir()) == []


def test_a_loop_of_links_ends_in_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError):
        write_all(tmp_path / "a", CONTENT)


def test_what_is_made_while_it_is_written_and_fails_leaves_the_old_files(tmp_path: Path) -> None:
    def halfway() -> Iterator[bytes]:
        yield b"the beginning"
        raise OSError(28, "no space")

    write_all(tmp_path, CONTENT)
    with pytest.raises(OSError, match="no space"):
        write_all(tmp_path, {**CONTENT, "explanations.json": halfway()})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == CONTENT


KILLED = """
import pathlib, sys
from thangdo.work.assessments.outputs import write_all
print("begun", flush=True)
for number in range(1000):
    write_all(pathlib.Path(sys.argv[1]) / str(number), {name: b"x" * 300_000 for name in sys.argv[2:]})
"""


def test_a_run_that_is_killed_leaves_some_of_the_files(tmp_path: Path) -> None:
    for pause in (0.005, 0.02, 0.043):
        out = tmp_path / str(pause)
        process = subprocess.Popen([sys.executable, "-c", KILLED, out, *CONTENT], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"begun\n"
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for folder in out.glob("[0-9]*"):
            assert {file.name: file.stat().st_size for file in folder.iterdir()} == dict.fromkeys(
                CONTENT, 300_000
            )
