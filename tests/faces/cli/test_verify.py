"""What goes wrong when somebody checks a publication: a change that is not named, a wrong exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from faces.cli.running import run
from publications import KEY, OTHER, PUBLIC, changed, parts, publication, sealed, zipped
from thangdo.faces.cli.verifying import sentence
from thangdo.faces.look.sentences import everything
from thangdo.rules.index.edition.model import Text
from thangdo.rules.index.publication.report import CODES, Finding
from thangdo.rules.index.publication.sealing import seal
from thangdo.rules.index.publication.signer import fingerprint, key_part

WHOLE = sealed()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kết quả 2019.zip"
    path.write_bytes(WHOLE)
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "khoa.pem"
    path.write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path


def test_without_a_key_it_says_that_the_signer_was_not_checked_and_shows_the_fingerprint(file: Path) -> None:
    ran = run("verify", file)
    assert ran.code == 0 and ran.err == ""
    assert "Consistent, signer not checked" in ran.out and fingerprint(PUBLIC) in ran.out
    assert "Sample results of 2019" in ran.out and "mau-2019, revision 2" in ran.out
    assert "Replaces: mau-2019, revision 1" in ran.out and "12 scores of 3 units" in ran.out


def test_in_vietnamese_too(file: Path, key: Path) -> None:
    ran = run("verify", file, language="vi")
    assert ran.code == 0 and "Nhất quán, chưa kiểm tra người ký" in ran.out
    assert "Kết quả đánh giá mẫu năm 2019" in ran.out
    assert "ĐÚNG, do khóa đã cho ký" in run("verify", file, "--key", key, language="vi").out


def test_with_the_signers_key_it_is_good(file: Path, key: Path) -> None:
    ran = run("verify", file, "--key", key)
    assert ran.code == 0 and "Good, signed by the key given; 12 scores of 3 units recomputed." in ran.out


def test_another_signer_is_named_and_ends_with_1(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "key.pub"
    other.write_bytes(key_part(OTHER.public_key().public_bytes_raw()))
    ran = run("verify", file, "--key", other)
    assert ran.code == 1 and "Signed by another key: sha256:" + fingerprint(PUBLIC) in ran.err
    assert "signer not checked" not in ran.out


def test_a_changed_answer_is_named_with_its_part_and_ends_with_1(file: Path) -> None:
    file.write_bytes(changed(WHOLE, "answers.csv", lambda part: part.replace(b"trained,2", b"trained,3")))
    ran = run("verify", file)
    assert ran.code == 1
    assert "The part answers.csv was changed" in ran.err
    assert "scores.csv, unit D1, node A1: score is stated as 6.666666666666667, recomputed as 10." in ran.err
    assert "NOT GOOD" in ran.err and "Consistent" not in ran.out
    assert "đơn vị D1, tiêu chí A1: score ghi là 6.666666666666667, tính lại là 10." in (
        run("verify", file, language="vi").err
    )


def test_a_missing_an_added_and_a_doubled_part_end_with_1(file: Path) -> None:
    content = parts(WHOLE)
    file.write_bytes(zipped({**content, "x.docx": b""}))
    assert (run("verify", file).code, "The part x.docx was added." in run("verify", file).err) == (1, True)
    del content["ranks.csv"]
    file.write_bytes(zipped(content))
    assert (run("verify", file).code, "ranks.csv is missing" in run("verify", file).err) == (1, True)


@pytest.mark.parametrize("content", [b"", b"x", WHOLE[:-9], zipped({"[Content_Types].xml": b"<x/>"})])
def test_what_is_no_publication_ends_with_2_and_a_reason(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    ran = run("verify", file)
    assert ran.code == 2 and ran.out == "" and ran.err.startswith(f"{file}: ")
    assert run("verify", file, language="vi").err != ran.err


def test_a_missing_file_a_folder_and_a_file_that_is_no_key_end_with_2(file: Path, tmp_path: Path) -> None:
    assert run("verify", tmp_path / "none.zip").code == 2
    assert run("verify", tmp_path).code == 2
    assert run("verify", file, "--key", tmp_path / "none.pem").code == 2
    ran = run("verify", file, "--key", file)
    assert ran.code == 2 and "no public Ed25519 key" in ran.err


def test_a_thousand_differences_are_counted_and_not_all_printed(file: Path) -> None:
    part = b"unit,facet,node,score,status,band,group\n" + b"".join(
        b"X%d,,A1,1,ok,,\n" % n for n in range(1000)
    )
    file.write_bytes(changed(WHOLE, "scores.csv", lambda _: part))
    ran = run("verify", file)
    assert ran.code == 1 and len(ran.err.splitlines()) == 202 and "more." in ran.err


def test_a_strangers_title_cannot_command_the_terminal(file: Path) -> None:
    file.write_bytes(seal(publication(title=Text(vi="a\x1b[2Jb", en="a\x1b[2Jb")), KEY.sign, PUBLIC))
    assert "\x1b" not in run("verify", file).out


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    codes = {code for group in CODES.values() for code in group}
    assert set(everything()["findings"]) == codes
    facts = dict.fromkeys(
        (
            "part",
            "why",
            "bytes",
            "most",
            "stated",
            "ours",
            "found",
            "times",
            "expected",
            "what",
            "recomputed",
        ),
        "x",
    )
    assert all("{" not in sentence(Finding(code, facts)) for code in codes)


def test_no_server_no_database_and_no_django_are_needed(file: Path) -> None:
    script = (
        "import sys\nfrom thangdo.faces.cli.main import app\n"
        "try:\n    app(['verify', sys.argv[1]])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'django' not in sys.modules and 'sqlite3' not in sys.modules"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "THANGDO"))}
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], env=bare, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert "chưa kiểm tra người ký" in done.stdout
