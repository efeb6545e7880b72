"""The other commands: explain, edition, reproduce, serve; their words, files and exit codes."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from faces.cli.running import rows, run
from thangdo.records import library
from thangdo.work import reproductions

FOLDER = ("assessments", "gia-lai-2019-reconstruction")
FILES = [
    library.path(*FOLDER, f"{name}.csv")
    for name in ("answers", "procedure_checks", "dossier_samples", "desk_visits")
]
UNITS = library.path(*FOLDER, "units.csv")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ("không xếp hạng", "Chưa đạt mức I", "còn thiếu", "vì sao")),
        ("en", ("unranked", "Not met for level I", "is short by", "why")),
    ],
)
def test_a_unit_is_not_told_which_gate_failed_and_by_how_much(language: str, said: tuple[str, ...]) -> None:
    ran = run(
        "explain", "gia-lai-2019", *FILES, "--units", UNITS, "--unit", "department-05", language=language
    )
    assert ran.code == 0, ran.err
    for words in said:
        assert words in ran.out
    # B1 reached 5.86 of 15 points = 39.07 %, 70 % are needed: 30.9 points short (of 100)
    assert ("30,9%" if language == "vi" else "30.9%") in ran.out


def test_explaining_a_unit_that_is_not_there_names_those_that_are() -> None:
    ran = run("explain", "gia-lai-2019", *FILES, "--units", UNITS, "--unit", "nobody")
    assert ran.code == 2 and "commune-001" in ran.err


def test_a_language_that_there_is_not_is_bad_usage() -> None:
    assert run("reproduce", "un-egdi", "--language", "fr").code == 2


@pytest.mark.parametrize("edition", ["gia-lai-2019", "coinr-asem"])
def test_a_sound_edition_has_no_problems(edition: str) -> None:
    ran = run("edition", "check", edition)
    assert ran.code == 0 and "no problems" in ran.out


def test_a_bad_edition_is_a_failed_check_and_a_missing_one_bad_input(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(library.read_text("editions", "un-egdi.yaml").replace("combine: mean", "combine: average"))
    ran = run("edition", "check", bad)
    assert ran.code == 1
    assert re.search(r"bad\.yaml:\d+: ", ran.out) and "mean" in ran.out
    assert run("edition", "check", tmp_path / "none.yaml").code == 2


def test_a_difference_between_editions_is_told_criterion_by_criterion(tmp_path: Path) -> None:
    text = library.read_text("editions", "un-egdi.yaml")
    before, after = tmp_path / "a.yaml", tmp_path / "b.yaml"
    before.write_text(text, encoding="utf-8")
    after.write_text(text.replace("places: 4", "places: 3"), encoding="utf-8")
    ran = run("edition", "diff", before, after)
    assert ran.code == 0 and "rounding" in ran.out and "->" in ran.out
    assert run("edition", "diff", before, before).out.strip() == "No difference."


def test_an_edition_lost_something_on_its_way_through_excel(tmp_path: Path) -> None:
    book, text = tmp_path / "e.xlsx", tmp_path / "e.yaml"
    assert run("edition", "export", "gia-lai-2019", "--out", book).code == 0
    assert run("edition", "import", book, "--out", text).code == 0
    ran = run("edition", "diff", "gia-lai-2019", text)
    assert ran.out.strip() == "No difference.", ran.out


def test_a_file_that_is_no_workbook_is_refused_and_nothing_written(tmp_path: Path) -> None:
    book = tmp_path / "e.xlsx"
    book.write_bytes(b"PK\x03\x04nothing")
    ran = run("edition", "import", book, "--out", tmp_path / "e.yaml")
    assert ran.code == 2 and not (tmp_path / "e.yaml").exists()


def test_every_bundled_edition_is_listed() -> None:
    ran = run("edition", "list")
    for edition in ("gia-lai-2019", "qd766-2026", "mic-ict-2017", "un-egdi", "coinr-asem"):
        assert edition in ran.out
    assert "not official" in ran.out


def test_a_reproduction_says_what_was_compared(tmp_path: Path) -> None:
    data, out = tmp_path / "r.json", tmp_path / "r.csv"
    ran = run("reproduce", "mic-ict-2017", "--json", data, "--out", out)
    assert ran.code == 0, ran.err
    (found,) = json.loads(data.read_text(encoding="utf-8"))
    wanted = ("name", "compared", "equal", "largest_difference", "tolerance", "known_differences")
    assert tuple(found) == wanted
    assert (found["compared"], found["equal"]) == (106, 106)
    assert "106" in ran.out
    assert len(rows(out)) == 53


def test_the_benchmark_is_written_in_the_columns_of_the_published_file(tmp_path: Path) -> None:
    out = tmp_path / "eu.csv"
    assert run("reproduce", "eu-egovernment-benchmark-2023", "--out", out).code == 0
    published = library.path("data", "egovernment-benchmark-2023", "published_scores.csv")
    lines = [line for line in published.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert out.read_text(encoding="utf-8").splitlines()[0] == lines[0]
    assert len({row["country"] for row in rows(out)}) == 35


def test_a_target_that_is_missed_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from thangdo.rules.exact import Fraction
    from thangdo.work.reproductions.compare import Comparison

    missed = Comparison(Fraction(0))
    missed.number("somewhere", Fraction(1), Fraction(2))
    monkeypatch.setattr(reproductions, "reproduce", lambda name: missed.outcome(name, (), []))
    ran = run("reproduce", "un-egdi")
    assert ran.code == 1 and "not met" in ran.out and "somewhere" in ran.out


def test_bad_usage_of_reproduce_is_two() -> None:
    assert run("reproduce", "nothing").code == 2
    assert run("reproduce", "--out", "x.csv").code == 2


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--port", port)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1 and str(port) in ran.err


def test_help_imports_neither_django_nor_numpy() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom thangdo.faces.cli.main import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'django', 'numpy', 'polars', 'altair', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
