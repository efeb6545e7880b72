"""What is printed fits the window, lines up, and speaks the reader's language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from faces.cli.running import run
from thangdo.faces.cli.terminal import aligned
from thangdo.records import library

FOLDER = ("assessments", "gia-lai-2019-reconstruction")
GIA_LAI = [
    "gia-lai-2019",
    *(library.path(*FOLDER, f"{name}.csv") for name in ("answers", "procedure_checks")),
    *(library.path(*FOLDER, f"{name}.csv") for name in ("dossier_samples", "desk_visits")),
    "--units",
    library.path(*FOLDER, "units.csv"),
]
ANSWERS = "unit,osi,tii,hci\nA,0.9,0.6,0.3\nB,0.6,0.6,0.6\nC,0.1,0,0.2\n"


def test_decimal_points_do_not_stand_below_each_other() -> None:
    assert aligned(["0.5", "12.25", None, "7"], "en") == ["0.50", "12.25", "–", "7.00"]
    assert aligned(["1434", "2.12345"], "vi") == ["1.434,0000", "2,1235"]
    assert aligned(["3", "5"], "vi") == ["3", "5"]


@pytest.mark.parametrize("columns", [80, 100, 120])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_explanation_runs_over_the_edge_of_the_window(columns: int, language: str) -> None:
    ran = run("explain", *GIA_LAI, "--unit", "department-05", language=language, columns=columns)
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines()) <= columns
    assert not any(line != line.rstrip() for line in ran.out.splitlines())


def test_the_largest_losses_are_not_named_first() -> None:
    said = run("explain", *GIA_LAI, "--unit", "department-05", language="en").out
    lost = " ".join(said[said.index("Most points lost:") :].split("\n\n")[0].split())
    found = [float(points) for points in re.findall(r": ([\d.]+) of [\d.]+ lost\.", lost)]
    assert len(found) == 5 and found == sorted(found, reverse=True) and found[-1] > 0


def test_inputs_are_named_by_their_codes_to_an_officer() -> None:
    said = run("explain", *GIA_LAI, "--unit", "department-18", language="vi").out
    assert "Số hồ sơ giải quyết" in " ".join(said.split())
    assert "dossiers_" not in said and "staff_with_computer" not in said


@pytest.mark.parametrize(
    ("language", "words"), [("vi", ("hạng", "điểm", "Đã ghi")), ("en", ("rank", "Written"))]
)
def test_results_are_printed_in_another_language(
    language: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(ANSWERS)
    ran = run("score", "un-egdi", file, "--out", tmp_path / "out", language=language)
    assert ran.code == 0
    assert [word for word in words if word not in ran.out] == []
    assert ("0,6000" if language == "vi" else "0.6000") not in ran.out  # 0.6 and 0.1 need one decimal
    assert ("0,6" if language == "vi" else "0.6") in ran.out


@pytest.mark.parametrize(
    ("command", "vi", "en"),
    [
        (["edition", "check", "un-egdi"], "không có lỗi", "no problems"),
        (["edition", "diff", "un-egdi", "un-egdi"], "Không có gì khác nhau", "No difference"),
        (["edition", "list"], "không chính thức", "not official"),
        (["reproduce", "un-egdi"], "lệch lớn nhất", "largest difference"),
        (["reproduce", "nothing"], "Không có chỉ số", "There is no index"),
        (["reproduce", "--out", "x"], "--out cần tên", "--out needs the name"),
        (["edition", "check", "nothing"], "1 lỗi", "1 problem"),
    ],
)
def test_a_command_does_not_speak_the_language_asked_for(command: list[str], vi: str, en: str) -> None:
    for language, words in (("vi", vi), ("en", en)):
        ran = run(*command, "--language", language)
        assert words in ran.out + ran.err


def test_a_difference_is_told_with_the_titles_of_criteria() -> None:
    said = run("edition", "diff", "egov-base-2019", "gia-lai-2019", language="vi").out
    assert "mục B4.4 – Thời gian giải quyết của hồ sơ chọn mẫu\n  tiers: " in said
    assert said.rstrip().endswith("thay đổi.")


def test_a_thousand_communes_scroll_the_departments_away(tmp_path: Path) -> None:
    ran = run("score", *GIA_LAI, "--out", tmp_path / "out", language="vi")
    assert "… và 162 đơn vị nữa, trong ranks.csv." in ran.out  # 222 less the 60 shown
    assert len(ran.out.splitlines()) < 130


def test_an_unforeseen_fault_ends_in_a_traceback() -> None:
    code = (
        "import sys\nfrom thangdo.work.editions import queries\n"
        "def broken(): raise ZeroDivisionError('somewhere')\n"
        "queries.edition_ids = broken\n"
        "from thangdo.faces.cli.main import app\nsys.argv = ['thangdo', 'edition', 'list', '-l', 'en']\napp()"
    )
    env = {name: value for name, value in os.environ.items() if name != "THANGDO_TRACE"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and "ZeroDivisionError: somewhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_terminal_without_vietnamese_letters_ends_the_command() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    code = (
        "import sys\nfrom thangdo.faces.cli.main import app\nsys.argv = ['thangdo', 'edition', 'list']\napp()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env)
    assert done.returncode == 0 and b"gia-lai-2019" in done.stdout


def test_a_reader_who_closes_the_pipe_gets_a_traceback() -> None:
    code = (
        "import sys\nfrom thangdo.faces.cli.main import app\nsys.argv = ['thangdo', 'edition', 'list']\napp()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.wait()


@pytest.mark.parametrize(
    "command", [[], ["score"], ["explain"], ["edition"], ["serve"], ["load"], ["reproduce"]]
)
def test_help_runs_over_eighty_columns_or_says_nothing(command: list[str]) -> None:
    ran = run(*command, "--help", columns=80)
    assert ran.code == 0 and "Usage:" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 80


def test_bad_usage_of_any_command_ends_with_anything_but_two() -> None:
    for usage in (
        ["nothing"],
        ["score"],
        ["score", "un-egdi"],
        ["explain", "un-egdi", "x"],
        ["edition", "diff", "a"],
    ):
        assert run(*usage).code == 2, usage
    assert run("serve", "--port", "70000").code == 2
    assert run("edition", "list", "--language", "fr").code == 2
