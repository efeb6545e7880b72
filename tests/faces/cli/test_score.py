"""`thangdo score`: what an officer gets from a table of answers, and what a damaged table must never do."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from faces.cli.running import rows, run
from thangdo.records import library

HEAD = "unit,facet,input,value\n"
TWO = (
    HEAD
    + "A,,osi,0.9\nA,,tii,0.6\nA,,hci,0.3\nB,,osi,0.6\nB,,tii,0.6\nB,,hci,0.6\n"
    + "C,,osi,0.1\nC,,tii,0\nC,,hci,0.2\n"
)


def answers(folder: Path, text: str | bytes, name: str = "answers.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_two_equal_units_share_a_rank_and_the_next_is_skipped(tmp_path: Path) -> None:
    ran = run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    ranks = rows(tmp_path / "out" / "ranks.csv")
    heads = ["unit", "peer_group", "level", "reason", "score", "rank", "tied", "label"]
    assert list(ranks[0]) == [*heads, "band", "group", "facet"]
    assert [row["band"] for row in ranks] == ["high", "high", "low"]
    # (0.9 + 0.6 + 0.3) / 3 = 0.6 = (0.6 + 0.6 + 0.6) / 3; (0.1 + 0 + 0.2) / 3 = 0.1
    assert [(r["unit"], r["score"], r["rank"], r["tied"], r["label"]) for r in ranks] == [
        ("A", "0.6", "1", "1", "1="),
        ("B", "0.6", "1", "1", "1="),
        ("C", "0.1", "3", "0", "3"),
    ]
    assert "=1" in ran.out


def test_scores_name_every_node_from_the_index_down(tmp_path: Path) -> None:
    run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "out")
    content = (tmp_path / "out" / "scores.csv").read_bytes()
    assert content.startswith(b"unit,facet,node,score,status,band,group\n") and b"\r" not in content
    first = rows(tmp_path / "out" / "scores.csv")[0]
    assert first == {
        **{"unit": "A", "facet": "", "node": "index", "score": "0.6", "status": "ok"},
        **{"band": "high", "group": ""},
    }


def test_the_three_kinds_of_missing_and_zero_are_four_things(tmp_path: Path) -> None:
    text = HEAD + (
        "A,,osi,\nA,,tii,0.5\nA,,hci,0.5\nB,,osi,not-applicable\nB,,tii,0.5\nB,,hci,0.5\n"
        "C,,osi,not-measured\nC,,tii,0.5\nC,,hci,0.5\nD,,osi,0\nD,,tii,0.5\nD,,hci,0.5\n"
    )
    assert run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / "out").code == 0
    found = {
        r["unit"]: (r["score"], r["status"])
        for r in rows(tmp_path / "out" / "scores.csv")
        if r["node"] == "index"
    }
    assert found == {
        "A": ("", "not-answered"),
        "B": ("", "not-applicable"),
        "C": ("", "not-measured"),
        "D": ("0.3333", "ok"),
    }


def test_the_same_answers_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    head, *lines = TWO.splitlines()
    other = "\n".join([head, *reversed(lines)]) + "\n"
    for name, text in (("one", TWO), ("two", other)):
        assert run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / name).code == 0
    for file in ("scores.csv", "ranks.csv", "explanations.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_explanations_are_of_the_published_shape(tmp_path: Path) -> None:
    run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "out")
    schema = json.loads(library.read_text("schemas", "explanations.schema.json"))
    content = json.loads((tmp_path / "out" / "explanations.json").read_text(encoding="utf-8"))
    jsonschema.validate(content, schema)
    assert content["units"][0]["nodes"][0]["score"] == "0.6"


DAMAGED = {
    "an unknown input": (HEAD + "A,,osi,0.5\nA,,xyz,1\n", ":3", "xyz"),
    "a number out of range": (HEAD + "A,,osi,1.5\n", ":2", "1.5"),
    "no number": (HEAD + "A,,osi,abc\n", ":2", "abc"),
    "infinity": (HEAD + "A,,osi,inf\n", ":2", "inf"),
    "not a number": (HEAD + "A,,osi,NaN\n", ":2", "NaN"),
    "the same answer twice": (HEAD + "A,,osi,0.5\nA,,osi,0.5\n", ":3", "osi"),
    "a missing column": ("unit,input\nA,osi\n", "", "value"),
    "an empty file": ("", "", "empty"),
    "a NUL": (HEAD.encode() + b"A,,osi,\x000\n", ":2", "NUL"),
    "UTF-16": (TWO.encode("utf-16"), "", "UTF-16"),
    "a Windows code page": (HEAD.encode() + "Gia Lái,,osi,0.5\n".encode("cp1252"), ":2", "UTF-8"),
    "a decimal comma": (HEAD + 'A,,osi,"0,5"\n', ":2", "0,5"),
    "no more than a header": (HEAD, "", ""),
    "a negative number": (HEAD + "A,,osi,-0.1\n", ":2", "-0.1"),
    "an exponent too large": (HEAD + "A,,osi,1e999\n", ":2", "1e999"),
    "a formula for a number": (HEAD + "A,,osi,=1+1\n", ":2", "=1+1"),
    "an error of Excel": (HEAD + "A,,osi,#DIV/0!\n", ":2", "#DIV/0!"),
    "a per cent sign": (HEAD + "A,,osi,50%\n", ":2", "50%"),
    "foreign digits": (HEAD + "A,,osi,１\n", ":2", "１"),
    "a facet that the edition has not": (HEAD + "A,x,osi,0.5\n", ":2", "facet"),
    "a unit without a code": (HEAD + ",,osi,0.5\n", ":2", "unit"),
    "a row too short": (HEAD + "A,,osi\n", ":2", "3 cells"),
    "a row too long": (HEAD + "A,,osi,0.5,1\n", ":2", "5 cells"),
    "a column twice": ("unit,unit,input,value\nA,A,osi,1\n", ":1", "twice"),
    "columns under other names": ("Unit,Input,Value\nA,osi,1\n", ":1", "unit"),
    "a quote left open": (HEAD + 'A,,osi,"0.5\n', ":2", "cannot be read"),
    "tabs between columns": (TWO.replace(",", "\t"), ":1", "tabs"),
    "UTF-16 without a mark": (TWO.encode("utf-16-le"), "", "UTF-16"),
    "UTF-32": (TWO.encode("utf-32"), "", "UTF-16"),
    "Windows-1258": (HEAD.encode() + "Đăk Đoa,,osi,0.5\n".encode("cp1258"), ":2", "1258"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "NUL"),
    "a sign that steers the terminal": (HEAD + "A\x1b[2J,,osi,0.5\n", ":2", "U+001B"),
    "a byte order mark and nothing else": (b"\xef\xbb\xbf", "", "empty"),
    "blank lines only": ("\n \n\n", "", "empty"),
    "comma and point mixed": ("unit;input;value\nA;osi;0,5\nA;tii;0.5\n", ":3", "0.5"),
    "a thousand and a fraction": ("unit;input;value\nA;osi;1.434,5\n", ":2", "1434.5"),
    "an old workbook that is none": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "", "workbook"),
    "a workbook that is none": (b"PK\x03\x04 not a workbook", "", ""),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_file_is_refused_with_its_row_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    content, place, words = DAMAGED[what]
    ran = run("score", "un-egdi", answers(tmp_path, content), "--out", tmp_path / "out")
    assert ran.code == 2, ran.out
    assert place in ran.err and words in ran.err
    assert not (tmp_path / "out").exists()


def test_every_error_of_a_file_is_listed_at_once(tmp_path: Path) -> None:
    text = HEAD + "A,,osi,2\nA,,tii,x\nA,,nothing,1\n,,osi,0.1\n"
    ran = run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / "out")
    assert ran.code == 2
    assert [place for place in (":2", ":3", ":4", ":5") if place not in ran.err] == []


def test_a_file_from_a_vietnamese_excel_is_read_and_said_to_be(tmp_path: Path) -> None:
    text = "\ufeffunit;facet;input;value\r\nA;;osi;0,9\r\nA;;tii;0,6\r\nA;;hci;0,3\r\n"
    ran = run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert "semicolon" in ran.err
    assert rows(tmp_path / "out" / "scores.csv")[0]["score"] == "0.6"


def test_a_number_with_two_readings_is_shown_with_both(tmp_path: Path) -> None:
    edition = tmp_path / "e.yaml"
    edition.write_text(
        "edition: e\nversion: 1\nofficial: false\ntitle: {vi: Thử}\neffective: {from: 2019-01-01}\n"
        "tiers: [district]\ninputs: {staff: {type: count}}\n"
        "index:\n  title: {vi: Thử}\n  combine: sum\n  criteria:\n"
        "    A: {title: {vi: A}, max: 5000, rule: {value: staff}}\n",
        encoding="utf-8",
    )
    text = "unit;facet;input;value\nA;;staff;1.434\nB;;staff;2,0\n"
    ran = run("score", edition, answers(tmp_path, text), "--out", tmp_path / "out")
    assert ran.code == 2
    assert "1434" in ran.err and "1.434" in ran.err


def test_a_name_that_begins_like_a_formula_is_run_by_no_spreadsheet(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,tier,name\n=cmd,country,@SUM(A1)\n", encoding="utf-8")
    text = HEAD + "=cmd,,osi,0.5\n=cmd,,tii,0.5\n=cmd,,hci,0.5\n"
    ran = run("score", "un-egdi", answers(tmp_path, text), "--units", units, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    for file in ("scores.csv", "ranks.csv"):
        assert "\n'=cmd," in (tmp_path / "out" / file).read_text(encoding="utf-8")
    shutil.unpack_archive(tmp_path / "out" / "results.xlsx", tmp_path / "x", "zip")
    sheets = "".join(
        f.read_text(encoding="utf-8") for f in (tmp_path / "x" / "xl" / "worksheets").glob("*.xml")
    )
    assert "<f>" not in sheets


def test_a_unit_that_does_not_take_part_is_refused(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit\nA\nB\n", encoding="utf-8")
    ran = run("score", "un-egdi", answers(tmp_path, TWO), "--units", units, "--out", tmp_path / "out")
    assert ran.code == 2 and "C" in ran.err


def test_a_folder_that_cannot_be_written_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    ran = run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "file")
    assert ran.code == 2 and len(ran.err.strip().splitlines()) == 1
    ran = run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "file" / "below")
    assert ran.code == 2 and "Traceback" not in ran.err
    assert (tmp_path / "file").read_text() == "here"


def test_new_results_replace_old_ones_and_other_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("score", "un-egdi", answers(tmp_path, TWO), "--out", out)
    (out / "note.txt").write_text("mine")
    run("score", "un-egdi", answers(tmp_path, TWO.replace("A,,osi,0.9", "A,,osi,0.6")), "--out", out)
    assert rows(out / "scores.csv")[0]["score"] == "0.5"
    assert (out / "note.txt").read_text() == "mine"


def test_an_unknown_edition_and_a_missing_file_are_bad_input(tmp_path: Path) -> None:
    assert run("score", "no-such", answers(tmp_path, TWO), "--out", tmp_path / "out").code == 2
    assert run("score", "un-egdi", tmp_path / "nowhere.csv", "--out", tmp_path / "out").code == 2
    assert run("score", "un-egdi", answers(tmp_path, TWO)).code == 2  # no --out


def test_the_published_files_of_the_benchmark_are_scored_as_they_are(tmp_path: Path) -> None:
    names = (
        "national_service_scores",
        "crossborder_service_scores",
        "national_portal_answers",
        "crossborder_portal_answers",
    )
    files = [library.path("data", "egovernment-benchmark-2023", f"{name}.csv") for name in names]
    ran = run("score", "eu-egovernment-benchmark-2023", *files, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    found = {
        (r["unit"], r["facet"]): r["score"]
        for r in rows(tmp_path / "out" / "scores.csv")
        if r["node"] == "index"
    }
    # published_scores.csv: AL, Business Start-up (2022), overall score
    assert abs(float(found["AL", "Business Start-up (2022)"]) - 74.5248015873) < 1e-6
    assert len({unit for unit, _ in found}) == 35


def test_last_year_counts_where_nothing_occurred(tmp_path: Path) -> None:
    edition = tmp_path / "e.yaml"
    edition.write_text(
        "edition: e\nversion: 1\nofficial: false\ntitle: {vi: Thử}\neffective: {from: 2019-01-01}\n"
        "tiers: [district]\ninputs: {a: {type: count}, b: {type: count}}\n"
        "index:\n  title: {vi: Thử}\n  combine: sum\n  criteria:\n"
        "    A: {title: {vi: A}, max: 10, rule: {ratio: [a, b], empty: last-year}}\n",
        encoding="utf-8",
    )
    text = HEAD + "U,,a,0\nU,,b,0\n"
    last = answers(tmp_path, "unit,facet,node,score,status\nU,,A,7.5,ok\n", "last.csv")
    given = answers(tmp_path, text)
    assert run("score", edition, given, "--last-year", last, "--out", tmp_path / "out").code == 0
    assert rows(tmp_path / "out" / "scores.csv")[0]["score"] == "7.5"
    bad = answers(tmp_path, "unit,node\nU,A\n", "bad.csv")
    assert run("score", edition, given, "--last-year", bad, "--out", tmp_path / "out2").code == 2


def test_a_name_too_long_for_excel_ends_in_a_traceback(tmp_path: Path) -> None:
    long = "x" * 40_000  # Excel: 32,767 characters in a cell
    text = f"unit,name,osi,tii,hci\n{long}u,{long},0.1,0.2,0.3\n"
    ran = run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert rows(tmp_path / "out" / "ranks.csv")[0]["unit"] == long + "u"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_rank_in_the_workbook_is_a_text_that_no_filter_puts_in_order(language: str, tmp_path: Path) -> None:
    run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "out", language=language)
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "results.xlsx"))
    ranks, scores, criteria = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    head = {"vi": ["Hạng", "Mã đơn vị", "Xếp loại", "Điểm", "Đồng hạng"], "en": ["Rank", "Unit"]}[language]
    assert ranks[3][: len(head)] == head
    assert [row[0] for row in ranks[4:]] == [1, 1, 3]
    assert [bool(row[4]) for row in ranks[4:]] == [True, True, False]  # who shares a rank
    assert scores[4][:2] == ["A", 0.6]
    assert [row[0] for row in criteria[4:]] == ["index", "OSI", "TII", "HCI"]


def test_what_is_missing_is_a_blank_in_the_workbook(tmp_path: Path) -> None:
    text = HEAD + "A,,osi,not-measured\nA,,tii,0.5\nA,,hci,0\n"
    run("score", "un-egdi", answers(tmp_path, text), "--out", tmp_path / "out", language="vi")
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "results.xlsx"))
    row = book.get_sheet_by_name("Điểm").to_python()[4]
    assert row == ["A", "chưa đo được", "chưa đo được", 0.5, 0]


def test_every_composite_of_the_benchmark_comes_out_as_published(tmp_path: Path) -> None:
    folder = library.path("data", "egovernment-benchmark-2023")
    names = ("national_service", "crossborder_service", "national_portal", "crossborder_portal")
    files = [folder / f"{name}_{'scores' if 'service' in name else 'answers'}.csv" for name in names]
    ran = run("score", "eu-egovernment-benchmark-2023", *files, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    found = {(r["unit"], r["facet"], r["node"]): r["score"] for r in rows(tmp_path / "out" / "scores.csv")}
    with (folder / "published_scores.csv").open(encoding="utf-8", newline="") as stream:
        published = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    compared = 0
    for row in published:
        if row["kind"] != "le":
            continue
        for column, value in row.items():
            node = "index" if column == "i0" else column
            key = (row["country"], row["column"], node)
            if column.startswith("i") and value and key in found:
                assert abs(float(found[key]) - float(value)) < 1e-6, key
                compared += 1
    assert compared > 2000


def test_a_thousand_units_of_a_hundred_criteria_take_a_coffee_break(tmp_path: Path) -> None:
    inputs = "".join(f"  x{i}: {{type: share}}\n" for i in range(100))
    nodes = "".join(f"    C{i}: {{title: {{vi: C}}, max: 1, rule: {{value: x{i}}}}}\n" for i in range(100))
    edition = tmp_path / "e.yaml"
    edition.write_text(
        "edition: e\nversion: 1\nofficial: false\ntitle: {vi: Thử}\neffective: {from: 2019-01-01}\n"
        f"tiers: [commune]\ninputs:\n{inputs}"
        f"index:\n  title: {{vi: Thử}}\n  combine: sum\n  criteria:\n{nodes}",
        encoding="utf-8",
    )
    head = "unit," + ",".join(f"x{i}" for i in range(100)) + "\n"
    lines = (f"u{u}," + ",".join(f"0.{(u * 7 + i * 13) % 997:03}" for i in range(100)) for u in range(1000))
    file = answers(tmp_path, head + "\n".join(lines) + "\n")
    begun = time.process_time()
    assert run("score", edition, file, "--out", tmp_path / "out").code == 0
    assert time.process_time() - begun < 15  # some 5 s; a coffee would be minutes
    assert len(rows(tmp_path / "out" / "scores.csv")) == 1000 * 101


def test_a_result_given_as_answers_is_told_once(tmp_path: Path) -> None:
    run("score", "un-egdi", answers(tmp_path, TWO), "--out", tmp_path / "out")
    for language in ("vi", "en"):
        ran = run(
            "score", "un-egdi", tmp_path / "out" / "results.xlsx", "--out", tmp_path / "no", "-l", language
        )
        assert ran.code == 2 and "results.xlsx" in ran.err
        assert ran.err.count("\n") == 2 and "scores.csv" in ran.err


def test_one_unit_is_not_several_and_named_weights_are_those_of_the_edition(tmp_path: Path) -> None:
    one = answers(tmp_path, "\n".join(line for line in TWO.splitlines() if not line.startswith(("B", "C"))))
    ran = run("score", "un-egdi", one, "--out", tmp_path / "out", "-l", "en")
    assert "1 unit. Written" in ran.out, ran.out
    for command in (("score", "--out", tmp_path / "no"), ("explain", "--unit", "A")):
        ran = run(command[0], "un-egdi", one, *command[1:], "--weights", "experts", "-l", "en")
        assert ran.code == 2 and "no weights named `experts`" in ran.err


@pytest.mark.parametrize("command", ["score", "explain"])
def test_scores_are_computed_where_no_site_is_set_up(command: str, tmp_path: Path) -> None:
    """In a process of its own, as a command: Django is not even loaded."""
    file = str(answers(tmp_path, TWO))
    more = ["--out", str(tmp_path / "out")] if command == "score" else ["--unit", "A"]
    code = "import sys; from thangdo.faces.cli.main import app; app(sys.argv[1:], standalone_mode=False); "
    code += "sys.exit('django' in sys.modules)"
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    asked = [sys.executable, "-c", code, command, "un-egdi", file, *more]
    ran = subprocess.run(asked, env={**env, "THANGDO_TRACE": "1"}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
