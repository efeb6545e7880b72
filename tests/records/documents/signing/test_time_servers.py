"""A paper lacks the time that a server was asked for; a bad server lies or holds the office up."""

from __future__ import annotations

import re
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

import signers
from records.documents.signing.test_signing import CHAIRMAN, paper
from signers import SECRET, key, pdfsig, root
from thangdo.records.documents.signing import checked, keys, signing, timing
from thangdo.records.documents.signing.marks import Mark
from time_server import serving

AT = datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC)


def stamped(address: str) -> bytes:
    signer = keys.of_pkcs12(key(CHAIRMAN), SECRET)
    return signing.sign(paper(), signer, Mark("person"), AT, address)


def test_a_stamp_of_a_time_server_is_worth_nothing_elsewhere(tmp_path: Path) -> None:
    """Over real HTTP; the token is taken out of the paper and judged by OpenSSL."""
    with serving() as (address, asked):
        made = stamped(address)
    assert asked, "nobody asked the server"
    (said,) = pdfsig(made, tmp_path)
    assert said["Signature Validation"] == "Signature is Valid."
    (found,) = checked.check(made, [root()]).signatures
    assert found.timestamped and (found.state, found.trust) == ("sound", "trusted")
    (own,) = checked.check(made, [signers.root("Khác")]).signatures
    assert not own.timestamped, "a stamp of nobody known counts for nothing"
    (tmp_path / "made.pdf").write_bytes(made)
    with (tmp_path / "made.pdf").open("rb") as file:
        (signature,) = PdfFileReader(file).embedded_signatures
        info = signature.signed_data["signer_infos"][0]
        token = next(one for one in info["unsigned_attrs"] if "time_stamp" in str(one["type"].native))
        value: cms.ContentInfo = token["values"][0]
        (tmp_path / "signed").write_bytes(info["signature"].native)
        (tmp_path / "token").write_bytes(value.dump())
    (tmp_path / "root.pem").write_bytes(root())
    command = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        "signed",
        "-in",
        "token",
        "-token_in",
        "-CAfile",
        "root.pem",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert re.search(r"Verification: OK", done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("how", "code"),
    [
        *((how, timing.WRONG) for how in ("html", "down-inside", "refused", "rubbish", "nonce")),
        *((how, timing.WRONG) for how in ("another", "old", "large")),
        ("silent", timing.DOWN),
        ("drip", timing.DOWN),
    ],
)
def test_a_bad_time_server_passes_or_holds_the_office_up(
    how: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "STEP", 0.5)
    monkeypatch.setattr(timing, "PATIENCE", 0.8)
    begun = time.monotonic()
    with serving(how) as (address, _asked), pytest.raises(signing.NotSigned) as refused:
        stamped(address)
    assert refused.value.code == code
    assert time.monotonic() - begun < 15


def test_a_server_that_is_not_there_or_says_its_kind_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "STEP", 0.5)
    for address in ("http://127.0.0.1:1/", "ftp://127.0.0.1/", "http://[", "nothing"):
        with pytest.raises(signing.NotSigned, match=timing.DOWN):
            stamped(address)
    with serving("charset") as (address, _asked):
        assert stamped(address)


def test_a_certificate_that_ran_out_since_makes_its_papers_those_of_a_stranger() -> None:
    """A year later: with a stamp of that time the paper holds; without, nobody knows when it was signed."""
    with serving() as (address, _asked):
        kept, bare = stamped(address), stamped("")
    later = signers.NOW + timedelta(days=400)
    for made, said in ((kept, "trusted"), (bare, "lapsed")):
        (found,) = checked.looked_at(made, [root()], later)
        assert (found.state, found.trust) == ("sound", said)
    (unknown,) = checked.looked_at(bare, [signers.root("Khác")], later)
    assert unknown.trust == "unknown"
