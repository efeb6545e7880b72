"""Another paper, or one that was changed before it was signed, comes back as ours."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from records.documents.signing.test_signing import CHAIRMAN, paper, signed
from signers import root
from thangdo.records.documents.official import kinds
from thangdo.records.documents.signing.marks import Mark
from thangdo.records.documents.signing.matching import Looked, compared, look, match


@pytest.fixture(scope="module")
def ours() -> bytes:
    return decision("15")


def decision(number: str, **changes: Any) -> bytes:
    """The sample decision with a number, otherwise as it is but for some parts."""
    sample: Any = kinds.KINDS["decision"].sample()
    letter = dataclasses.replace(sample.letter, number=number)
    return kinds.render("decision", dataclasses.replace(sample, letter=letter, **changes), form="pdf")


def overlaid(pdf: bytes, incremental: bool) -> bytes:
    """The paper with a note laid over its first page."""
    writer = (
        PdfWriter(io.BytesIO(pdf), incremental=incremental)
        if incremental
        else PdfWriter(clone_from=io.BytesIO(pdf))
    )
    writer.add_annotation(0, FreeText(text="99,99", rect=(100, 400, 300, 420)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def anew(pdf: bytes) -> bytes:
    """The paper as a program saves it that writes the whole file."""
    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(pdf)).write(out)
    return out.getvalue()


def test_a_paper_is_told_by_its_number_pages_and_signatures(ours: bytes) -> None:
    found = look(ours)
    assert found == Looked(len(PdfReader(io.BytesIO(ours)).pages), found.number, 0, "")
    assert found.number == "15/QĐ-UBND" and look(paper()).number == ""
    assert look(signed(ours)).signatures == 1
    for bad in (b"", b"%PDF-1.7 nothing %%EOF"):
        assert look(bad).problem == "damaged"
    writer = PdfWriter(clone_from=io.BytesIO(ours))
    writer.encrypt("x")
    out = io.BytesIO()
    writer.write(out)
    assert look(out.getvalue()).problem == "locked"


def test_what_comes_back_signed_is_ours_only_when_nothing_else_was_added(ours: bytes) -> None:
    once = signed(ours)
    twice = signed(once, "Văn thư", Mark("body"))
    for before, after, signatures in ((ours, once, 1), (ours, twice, 2), (once, twice, 2)):
        found = match(before, after, [root()])
        assert found.code == "same" and found.checked.sound
        assert len(found.checked.signatures) == signatures
    changed = match(ours, signed(overlaid(ours, True)), [root()])
    assert changed.checked.sound, "its signature holds: the change came before it"
    assert changed.code == "changed"
    after = match(ours, overlaid(once, True), [root()])
    assert after.code == "changed" and [one.state for one in after.checked.signatures] == ["changed-after"]


def test_a_paper_that_lost_a_signature_or_has_none_is_said_so(ours: bytes) -> None:
    once, other = signed(ours), signed(ours, "Phó Chủ tịch")
    assert match(once, other, [root()], first=ours).code == "stripped"
    assert match(ours, ours).code == "unsigned" and match(once, ours, first=ours).code == "stripped"
    assert match(ours, anew(ours)).checked.problem == "no-signature"
    assert match(ours, b"%PDF-1.4 rubbish %%EOF").checked.problem == "damaged"
    stranger = match(ours, signed(ours, CHAIRMAN, issuer="Người lạ"), [root()])
    assert stranger.code == "same" and [one.trust for one in stranger.checked.signatures] == ["unknown"]


def test_a_file_saved_anew_is_told_from_another_paper(ours: bytes) -> None:
    """What can be read is compared, and where it differs the place is told."""
    assert match(ours, signed(anew(ours)), [root()]).code == "saved-anew"
    assert match(ours, signed(overlaid(ours, False)), [root()]).code == "other"
    cut = PdfWriter(clone_from=io.BytesIO(ours))
    cut.remove_page(len(cut.pages) - 1)
    out = io.BytesIO()
    cut.write(out)
    pages = len(PdfReader(io.BytesIO(ours)).pages)
    assert (found := match(ours, signed(out.getvalue()))).code == "other" and found.page == pages
    assert match(ours, signed(paper("report"))).code in ("other", "number")


def test_another_number_and_another_word_are_told(ours: bytes) -> None:
    changed = compared(ours, decision("777"))
    assert changed == {"code": "number", "page": 1, "ours": "15/QĐ-UBND", "theirs": "777/QĐ-UBND"}
    word = compared(ours, decision("15", appraiser="Cơ quan khác hẳn"))
    assert word["code"] == "other" and "khác hẳn" in word["theirs"] and "khác hẳn" not in word["ours"]
