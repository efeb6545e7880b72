"""A signed paper is a paper that poppler holds valid; one changed by a byte or a page is not."""

from __future__ import annotations

import asyncio
import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

import signers
from signers import SECRET, key, pdfsig, root
from thangdo.records.documents.official import kinds, samples
from thangdo.records.documents.signing import checked, keys, places, signing
from thangdo.records.documents.signing.checked import Checked, check
from thangdo.records.documents.signing.marks import Mark

AT = datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC)
CHAIRMAN, OFFICE = "Trần Văn Ký", "Ủy ban nhân dân tỉnh Mẫu"


PERSON = Mark("person")


@cache
def paper(kind: str = "decision") -> bytes:
    return kinds.render(kind, kinds.KINDS[kind].sample(), form="pdf")


def signed(pdf: bytes, who: str = CHAIRMAN, mark: Mark = PERSON, issuer: str = "") -> bytes:
    return signing.sign(pdf, keys.of_pkcs12(key(who, issuer=issuer), SECRET), mark, AT)


@pytest.fixture(scope="module")
def once() -> bytes:
    return signed(paper())


def states(found: Checked) -> list[tuple[str, str, bool]]:
    return [(one.state, one.trust, one.whole) for one in found.signatures]


def test_a_signature_is_worth_nothing_elsewhere(once: bytes, tmp_path: Path) -> None:
    assert once.startswith(paper()), "what was there is not changed by a byte"
    (said,) = pdfsig(once, tmp_path)
    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Signature Type"] == "ETSI.CAdES.detached" and said["Signing Hash Algorithm"] == "SHA-256"
    assert CHAIRMAN in said["Signer Certificate Common Name"] and "Total document signed" in said["covers"]
    found = check(once, [root()])
    (one,) = found.signatures
    assert found.sound and (one.signer, one.body, one.state, one.trust) == (
        CHAIRMAN,
        OFFICE,
        "sound",
        "trusted",
    )
    assert one.issuer == "Cơ quan chứng thực mẫu" and one.at and not one.timestamped


def test_a_caller_within_an_event_loop_cannot_sign() -> None:
    """The loop of a browser test, or of an asynchronous server, runs in the thread that asks."""

    async def caller() -> list[str]:
        return [one.state for one in checked.looked_at(signed(paper()), [root()])]

    with ThreadPoolExecutor(1) as pool:  # in this one a browser's loop may run already
        assert pool.submit(lambda: asyncio.run(caller())).result() == ["sound"]


def test_the_seal_of_the_body_makes_the_chairmans_signature_invalid(once: bytes, tmp_path: Path) -> None:
    """Two signatures, the second behind the first: both hold, the first covers what there was."""
    twice = signed(once, "Văn thư", Mark("body"))
    assert twice.startswith(once)
    said = pdfsig(twice, tmp_path)
    assert [one["Signature Validation"] for one in said] == ["Signature is Valid."] * 2
    found = check(twice, [root()])
    assert states(found) == [("sound", "trusted", False), ("sound", "trusted", True)]


@pytest.mark.parametrize("where", ["text", "end"])
def test_a_changed_paper_passes_for_the_signed_one(once: bytes, where: str, tmp_path: Path) -> None:
    place = once.index(b"stream") + 60 if where == "text" else once.rindex(b"/Prev") + 8
    bad = bytearray(once)
    bad[place] ^= 1
    said = pdfsig(bytes(bad), tmp_path)
    assert said == [] or said[0]["Signature Validation"] != "Signature is Valid."
    found = check(bytes(bad), [root()])
    assert not found.sound
    assert found.problem == "damaged" or [one.state for one in found.signatures] == ["broken"]


def test_a_page_added_behind_the_signature_is_not_seen(once: bytes, tmp_path: Path) -> None:
    writer = PdfWriter(io.BytesIO(once), incremental=True)
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    added = out.getvalue()
    assert added.startswith(once) and len(PdfReader(io.BytesIO(added)).pages) > len(
        PdfReader(io.BytesIO(once)).pages
    )
    (said,) = pdfsig(added, tmp_path)
    assert "Not total document signed" in said["covers"]
    assert states(check(added, [root()])) == [("changed-after", "trusted", False)]


def test_bytes_behind_the_end_are_not_seen(once: bytes) -> None:
    assert not check(once + b"\n% more\n", [root()]).sound


@pytest.mark.parametrize(
    ("issuer", "roots", "trust"),
    [("Kẻ giả mạo", True, "unknown"), ("", False, "no-roots")],
)
def test_anybody_can_be_the_chairman(issuer: str, roots: bool, trust: str) -> None:
    found = check(signed(paper(), issuer=issuer), [root()] if roots else [])
    assert [one.state for one in found.signatures] == ["sound"]
    assert [one.trust for one in found.signatures] == [trust] and not found.sound


def test_a_certificate_that_had_ended_signs() -> None:
    old = keys.of_pkcs12(key("Người cũ", days=(-800, -400)), SECRET)
    try:
        made = signing.sign(paper(), old, Mark("person"), AT)
    except signing.NotSigned:
        return
    assert [one.trust for one in check(made, [root()]).signatures] == ["expired"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.7\n" + b"1 0 obj<<" * 9_000])
def test_a_file_that_is_no_paper_stops_the_check(content: bytes) -> None:
    found = check(content)
    assert found.problem and not found.sound and not found.signatures


def test_a_paper_nobody_signed_passes() -> None:
    assert check(paper()).problem == "no-signature"


def test_a_bomb_fills_the_memory_of_the_server(once: bytes) -> None:
    bomb = zlib.compress(b"\0" * 300_000_000, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 1/W[1 2 1]/Filter/FlateDecode/Length "
    head += str(len(bomb)).encode() + b">>\nstream\n"
    tail = b"\nendstream\nendobj\nstartxref\n9\n%%EOF"
    assert check(head + bomb + tail).problem


@pytest.mark.parametrize(
    ("content", "secret"),
    [(b"", ""), (b"0" * 200, ""), (b"0" * 200_000, ""), (key(CHAIRMAN), "another"), (key(CHAIRMAN), "")],
)
def test_a_key_that_does_not_open_is_a_fault_of_the_server(content: bytes, secret: str) -> None:
    with pytest.raises(keys.BadKey):
        keys.of_pkcs12(content, secret)


def test_a_token_without_its_library_is_a_fault_of_the_server() -> None:
    with pytest.raises(keys.BadKey), keys.of_token(keys.Token("/nowhere.so", "x", "y", "1")):
        pass


PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="130" height="56">'
    b'<path d="M5 50 L120 5" stroke="blue"/></svg>'
)


@pytest.mark.parametrize("kind", [one for one in kinds.KINDS if one != "weak-places"])
def test_the_mark_stands_elsewhere_than_between_title_and_name(kind: str) -> None:
    """Decree 30/2020/NĐ-CP, annex I: between title and name; the seal over the left third."""
    content = paper(kind)
    place = places.of_signer(content)
    page = PdfReader(io.BytesIO(content)).pages[place.page]
    width = float(page.mediabox.width)
    assert width / 2 - 30 < (place.left + place.right) / 2 < width - 60
    assert place.high - place.low > 30 and place.low > 10
    inside = [
        one
        for one in places._pieces(page)
        if place.left - 5 < one.left < place.right and place.low + 2 < one.up < place.high - 2
    ]
    assert inside == [], "the mark would cover words"
    title = kinds.KINDS[kind].sample().letter.signature.title  # type: ignore[union-attr]
    above = [one.text for one in places._pieces(page) if place.high <= one.up < place.high + 20]
    assert any(one in title or title in one for one in above), above
    seal = place.seal()
    assert seal.left < place.left < seal.right < place.right
    assert round(3 * (seal.right - place.left)) == round(place.right - place.left)


def test_what_is_shown_is_not_what_the_decree_asks(once: bytes) -> None:
    boxes = signing.sign(
        signed(paper(), mark=Mark("person", PICTURE)),
        keys.of_pkcs12(key("Văn thư"), SECRET),
        Mark("body"),
        AT,
    )
    reader = PdfReader(io.BytesIO(boxes))
    page = reader.pages[places.of_signer(paper()).page]
    rects = [[float(n) for n in one.get_object()["/Rect"]] for one in page["/Annots"]]  # type: ignore[attr-defined]
    (left, _, right, _), (_, _, over, _) = rects
    assert abs((over - left) * 3 - (right - left)) < 4
    words = PdfReader(io.BytesIO(signed(paper("weak-places"), mark=Mark("attached", number="12/KH-UBND"))))
    (mark,) = words.pages[0]["/Annots"]  # type: ignore[misc]
    box = [float(n) for n in mark.get_object()["/Rect"]]
    wide, high = (float(n) for n in words.pages[0].mediabox[2:])
    assert box[2] > wide - 40 and box[3] > high - 30, "upper right corner of the first page"


def test_roots_are_read_from_a_file_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_bytes(root() + signers.root("Khác"))
    (tmp_path / "read.me").write_text("no")
    for place in (tmp_path, tmp_path / "a.pem"):
        found = checked.roots_in(str(place))
        assert len(found) == 1 and check(signed(paper()), found).sound
    assert checked.roots_in("") == [] and samples.decision().letter.issuer
