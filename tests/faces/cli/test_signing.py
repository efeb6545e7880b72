"""`thangdo paper`: an officer signs, another asks whether the paper is what was signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from faces.cli.running import run
from signers import SECRET, key, pdfsig, root
from thangdo.records.documents.official import kinds, samples


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_paper_that_was_changed_is_called_good(tmp_path: Path, language: str) -> None:
    given, one, two = (tmp_path / name for name in ("paper.pdf", "one.pdf", "two.pdf"))
    given.write_bytes(kinds.render("decision", samples.decision(), form="pdf"))
    (tmp_path / "k.p12").write_bytes(key("Trần Văn Ký"))
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")
    (tmp_path / "root.pem").write_bytes(root())
    with_key = ("--key", str(tmp_path / "k.p12"), "--passphrase-file", str(tmp_path / "secret"))
    assert run("paper", "sign", str(given), str(one), *with_key, language=language).code == 0
    assert run("paper", "sign", str(one), str(two), *with_key, "--as", "body", language=language).code == 0
    assert [said["Signature Validation"] for said in pdfsig(two.read_bytes(), tmp_path)] == [
        "Signature is Valid."
    ] * 2
    roots = ("--roots", str(tmp_path / "root.pem"))
    said = run("paper", "check", str(two), *roots, language=language)
    good = "chữ ký hợp lệ, nội dung không bị sửa" if language == "vi" else "nothing was changed"
    assert said.code == 0 and said.out.count(good) == 2 and "Trần Văn Ký" in said.out
    two.write_bytes(two.read_bytes().replace(b"/Count", b"/Kount", 1))
    assert run("paper", "check", str(two), *roots, language=language).code == 1
    assert run("paper", "check", str(given), *roots, language=language).code == 1
    bad = run("paper", "sign", str(given), str(two), "--key", str(tmp_path / "secret"), language=language)
    assert bad.code == 2 and "PKCS#12" in bad.err
