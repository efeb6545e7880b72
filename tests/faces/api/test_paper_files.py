"""A program keeps a paper for signing, takes it back signed, has it sealed and saves it; nobody else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import signers
import world as sample
from programs import BASE, Program
from stages import papers as stage
from stages.papers_signed import BODY, bare, signed
from thangdo.work.papers.replaying import differences

pytestmark = pytest.mark.django_db
AT = f"{BASE}/paper-books/{stage.SLUG}/papers/1"


def test_a_program_has_a_paper_signed_or_a_stranger_does(settings: Any, tmp_path: Path) -> None:
    world = sample.build()
    stage.play(world, "mend")
    (tmp_path / "seal.p12").write_bytes(signers.key(BODY))
    (tmp_path / "secret").write_text(signers.SECRET)
    settings.SEAL_PKCS12_PASSPHRASE_FILE = str(tmp_path / "secret")
    program = Program(world, world.now)

    def sent(content: bytes) -> dict[str, str]:
        found = program.send(
            "secretary", "POST", "/files?name=a.pdf", raw=content, Content_Type="application/pdf"
        )
        return {"file": found.body["sha256"]}

    assert program.get("secretary", f"{AT}/copies/0").body["code"] == "no-such-copy"
    kept = program.send("secretary", "POST", f"{AT}/keep", sent(bare()))
    assert kept.status == 200, kept.body
    assert program.send("secretary", "POST", f"{AT}/seal", {}).body["code"] == "seal-before-signature"
    wrong = program.send("secretary", "POST", f"{AT}/bring-back", sent(signed(of=bare("report"))))
    assert wrong.body["code"] == "returned-other"
    stranger = program.send("reporter2", "POST", f"{AT}/bring-back", sent(signed()))
    assert stranger.body["code"] == "no-such-book"
    back = program.send("secretary", "POST", f"{AT}/bring-back", sent(signed()))
    assert back.status == 200, back.body
    assert program.send("secretary", "POST", f"{AT}/seal", {}).body["code"] == "key-not-opened"
    settings.SEAL_PKCS12 = str(tmp_path / "seal.p12")
    assert program.send("chairman", "POST", f"{AT}/seal", {}).status in (403, 404)
    assert program.send("secretary", "POST", f"{AT}/seal", {}).status == 200
    (copy,) = program.get("secretary", AT).body["copies"]
    assert copy["state"] == "sealed" and [one["role"] for one in copy["marks"]] == ["person", "body"]
    saved = program.get("secretary", f"{AT}/copies/0")
    assert saved.headers["Content-Type"] == "application/pdf" and saved.content.startswith(signed())
    assert program.get("secretary", f"{AT}/copies/0?original=true").content == bare()
    assert program.get("reporter", f"{AT}/copies/0").body["code"] == "no-such-book"
    assert (
        program.send("secretary", "POST", f"{AT}/withdraw", {"reason": "Ký nhầm"}).body["code"]
        == "wrong-state"
    )
    assert differences() == []
