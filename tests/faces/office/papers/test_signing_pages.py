"""A paper is signed in the office by who may not, its passphrase is kept, or nobody can read what holds."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

import played
import signers
import world as sample
from desk import at, page, send, signed_in
from signers import SECRET, key, pdfsig
from stages.papers_signed import BODY, SIGNER, bare, signed
from thangdo.records.ledger.models import Event, Receipt
from thangdo.work.papers.models import Mark
from thangdo.work.papers.replaying import differences
from world import World

pytestmark = pytest.mark.django_db
LIST = "/en/office/papers/"
BOOK = f"{LIST}van-ban-di-2026/"
ONE = f"{BOOK}1/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> World:
    """The body's key is kept here, the tests' authority is trusted."""
    translation.activate("vi")
    (tmp_path / "seal.p12").write_bytes(key(BODY))
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "root.pem").write_bytes(signers.root())
    settings.SEAL_PKCS12 = str(tmp_path / "seal.p12")
    settings.SEAL_PKCS12_PASSPHRASE_FILE = str(tmp_path / "secret")
    settings.SIGN_ROOTS = str(tmp_path / "root.pem")
    made = sample.build()
    at(monkeypatch, made)
    return made


def begun(world: World, **entry: Any) -> Client:
    """The secretary's register with a first paper."""
    client = signed_in(world, "secretary")
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(client, f"{LIST}begin/", **typed, kind="all", first="1")
    given = {
        "kind": "decision",
        "abstract": "Phê duyệt kết quả",
        "day": "2026-07-03",
        "signer": SIGNER,
        **entry,
    }
    assert send(client, f"{BOOK}act/issue/", **given).status_code == 302
    return client


def pdf(content: bytes, name: str = "van-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def sign(client: Client, form_key: str = "", **values: Any) -> Any:
    given = {"role": "person", "part": "0", "keyfile": pdf(key(SIGNER), "k.p12"), "passphrase": SECRET}
    return send(client, f"{ONE}sign-here/", key=form_key, **{**given, **values})


def kept(client: Client, content: bytes = b"") -> None:
    answer = send(client, f"{ONE}keep/", file=pdf(content or bare()), part="0", asks="file part")
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_a_paper_is_kept_signed_sealed_and_saved(world: World, tmp_path: Path) -> None:
    client = begun(world)
    empty = page(client, ONE)
    assert "No file to sign yet" in empty and "PDF without signatures" in empty
    kept(client)
    shown = page(client, ONE)
    assert "kept, to be signed" in shown and "Next: the competent person signs." in shown
    early = send(client, f"{ONE}sign-here/", role="body", part="0", key_kept="1")
    assert early.status_code == 400 and "That comes before the seal" in early.content.decode()
    assert sign(client, "a-key").status_code == 302 and sign(client, "a-key").status_code == 302
    assert Mark.objects.count() == 1, "a form that was sent twice signs once"
    assert send(client, f"{ONE}sign-here/", role="body", part="0", key_kept="1").status_code == 302
    shown = page(client, ONE)
    assert "signed and sealed" in shown and "it can be sent to the recipients" in shown
    assert SIGNER in shown and BODY in shown and "another" not in shown.split('id="signing"')[1]
    saved = client.get(f"{ONE}copies/0/signed")
    content = b"".join(saved.streaming_content)
    assert "01-Q%C4%90-UBND-da-ky.pdf" in saved.headers["Content-Disposition"]
    assert content.startswith(bare())
    said = pdfsig(content, tmp_path)
    assert [one["Signature Validation"] for one in said] == ["Signature is Valid."] * 2
    for told in (page(client, f"{ONE}copies/0/check/"), _checked(client, content)):
        assert "All signatures hold" in told and "01/QĐ-UBND" in told
    assert "ký số văn bản số 1" in page(client, BOOK.removeprefix("/en")) and differences() == []


def _checked(client: Client, content: bytes) -> str:
    return str(client.post("/en/office/signatures/", {"file": pdf(content)}).content.decode())


def test_a_passphrase_or_key_is_kept_or_told_somewhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    client = begun(world)
    kept(client)
    caplog.set_level(logging.DEBUG)
    wrong = "Sai hoàn toàn 7"
    answer = sign(client, passphrase=wrong)
    assert answer.status_code == 400 and "The key does not open" in answer.content.decode()
    assert sign(client).status_code == 302
    told = answer.content.decode() + caplog.text + str(list(Receipt.objects.values()))
    told += str(list(Event.objects.values_list("payload", flat=True)))
    told += str([one.get_decoded() for one in Session.objects.all()])
    assert wrong not in told and SECRET not in told
    assert SIGNER not in str(list(Event.objects.values_list("payload", flat=True)))


def test_who_comes_back_with_another_paper_is_told_what_differs(world: World) -> None:
    client = begun(world)
    kept(client)

    def back(content: bytes, **more: str) -> Any:
        given = {"part": "0", "asks": "file role alone resaved part", "role": "person", **more}
        return send(client, f"{ONE}bring_back/", file=pdf(content), **given)

    for content, said in (
        (bare(), "bears no new signature"),
        (signed(of=bare("report")), "differs from the one kept, on page 1"),
        (signed(issuer="Người lạ"), "not trusted here"),
    ):
        answer = back(content)
        assert answer.status_code == 400 and said in answer.content.decode()
    assert back(signed(who="Phó Chủ tịch")).status_code == 302
    shown = page(client, ONE)
    assert "The register names another signer" in shown and "Signed elsewhere and brought back" in shown
    assert (
        send(client, f"{ONE}withdraw/", reason="Sai người ký", part="0", asks="reason part").status_code
        == 302
    )
    assert "No file to sign yet" in page(client, ONE)


def test_only_who_may_signs_and_seals(world: World) -> None:
    client = begun(world)
    kept(client)
    head = signed_in(world, "chairman")
    assert "Put the seal" not in page(head, ONE) and "Sign with a key file" in page(head, ONE)
    send(head, f"{ONE}sign-here/", role="body", part="0", key_kept="1", alone="1")
    for who in ("observer", "reporter"):
        other = signed_in(world, who)
        for answer in (sign(other), send(other, f"{ONE}keep/")):
            assert answer.status_code in (302, 403, 404)
    assert signed_in(world, "observer").get(f"{ONE}copies/0/original").status_code == 200
    assert signed_in(world, "reporter").get(f"{ONE}copies/0/original").status_code == 404
    assert Mark.objects.count() == 0, "nobody of these has signed"
    assert "No file has been kept" not in page(client, ONE)


def test_a_decision_of_a_campaign_goes_from_its_page_to_its_seal(world: World) -> None:
    played.concluded(world)
    basis = "Quyết định số 5/QĐ-UBND ngày 02/01/2026"
    client = begun(world, source=f"campaign:{played.SLUG}:decision", basis=basis)
    assert "Sign digitally" in page(client, f"/en/office/campaigns/{played.SLUG}/papers")
    assert "Keep the PDF that the system draws up" in page(client, ONE)
    assert send(client, f"{ONE}draw/").status_code == 302
    assert "No number could be read" not in page(client, ONE)
    original = b"".join(client.get(f"{ONE}copies/0/original").streaming_content)
    text = PdfReader(io.BytesIO(original)).pages[0].extract_text()
    assert "01/QĐ-UBND" in text and SIGNER in "".join(
        one.extract_text() for one in PdfReader(io.BytesIO(original)).pages
    )
    assert sign(client).status_code == 302
    other = send(client, f"{ONE}draw/")
    assert other.status_code == 400, "what was signed is not replaced"


def test_a_notice_is_drawn_up_for_another_unit_than_its_own(world: World) -> None:
    client = begun(world, kind="letter", source=f"campaign:{played.SLUG}:notice:sample:X1")
    shown = page(client, ONE)
    assert f"/campaigns/{played.SLUG}/papers/notice.pdf?" in shown and "unit=X1" in shown


def test_any_pdf_is_checked_and_kept_nowhere(world: World) -> None:
    client = signed_in(world, "reporter")
    assert "The file is not kept" in page(client, "/en/office/signatures/")
    assert "bears no digital signature" in _checked(client, bare())
    assert "no PDF that can be read" in _checked(client, b"rubbish")
    assert "Not everything is in order" in _checked(client, signed(issuer="Người lạ"))
    assert client.post("/en/office/signatures/").status_code == 400
