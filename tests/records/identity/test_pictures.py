"""Arms that run something, hide something, or are no picture; a colour that nobody can read."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.identity.colours import LEAST, contrast, fitted, tint
from thangdo.records.identity.pictures import MOST, clean
from thangdo.records.people.acting import Refused

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} viewBox="0 0 9 9">{{}}</svg>'


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(wide: int = 2, high: int = 2, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + drawn + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*more: bytes) -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, 4, 4, 1) + b"\x01\x11\0")
    return b"\xff\xd8" + b"".join(more) + frame + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\x34\xff\xd9"


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        clean(content)
    return caught.value.code


def test_what_a_camera_or_a_program_hung_on_is_published() -> None:
    secret = b"10.77N 106.69E"
    for content, kind in (
        (png(2, 2, chunk(b"tEXt", secret)) + b"PK" + secret, "png"),
        (jpeg(segment(0xE1, b"Exif\0" + secret), segment(0xFE, secret)) + secret, "jpg"),
        (SVG.format(f'<metadata>{secret.decode()}</metadata><path d="M0 0h9v9z"/>').encode(), "svg"),
    ):
        found, kept = clean(content)
        assert found == kind and secret not in kept and len(kept) > 20
        assert clean(kept) == (kind, kept)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "arms-part"),
        ('<path d="M0 0" onload="alert(1)"/>', "arms-part"),
        ("<foreignObject><p/></foreignObject>", "arms-part"),
        ('<image href="data:image/png;base64,AA"/>', "arms-part"),
        ("<style>path { fill: url(https://example.test/) }</style>", "arms-part"),
        ('<use xlink:href="https://example.test/a.svg#a"/>', "arms-part"),
        ('<path d="M0 0" fill="url(https://example.test/#a)"/>', "arms-part"),
        ('<path d="M0 0" style="fill: url(//example.test)"/>', "arms-part"),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "arms-part"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "arms-part"),
        ("<g>" * 60 + "</g>" * 60, "arms-part"),
        ('<use href="#a"/>' * 20, "arms-part"),
        ("<path", "arms-broken"),
    ],
)
def test_an_svg_brings_something_that_runs_or_loads(inside: str, code: str) -> None:
    assert refusal(SVG.format(inside).encode()) == code


def test_an_svg_hides_behind_entities_or_another_type() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>")
    assert refusal(bomb.encode()) == "arms-part"
    usual = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert clean((usual + SVG.format('<circle r="2"/>')).encode())[0] == "svg"
    assert refusal(b"<html><svg></svg></html>") == "arms-kind"


def test_a_star_painted_by_its_own_parts_is_refused() -> None:
    star = (
        '<defs><linearGradient id="g"><stop style="stop-color:#f00;-inkscape-x:1"/></linearGradient>'
        '<path id="s" d="M0 0h3z"/></defs><use xlink:href="#s" fill="url(#g)"/>'
    )
    _, kept = clean(SVG.format(star).encode())
    assert b'href="#s"' in kept and b'fill="url(#g)"' in kept and b'stop-color="#f00"' in kept
    assert b"inkscape" not in kept


def test_what_is_no_picture_or_too_large_is_taken() -> None:
    assert refusal(b"x" * (MOST + 1)) == "arms-too-large"
    assert refusal(b"%PDF-1.7") == "arms-kind"
    assert refusal(png(9000, 2)) == "arms-side"
    assert refusal(png()[:-6]) == "arms-broken"
    assert refusal(png().replace(b"IDAT", b"IDAU")) == "arms-broken"
    assert refusal(jpeg()[:-2]) == "arms-broken"
    assert refusal(jpeg()[:12]) == "arms-broken"


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg "]))
def test_bytes_of_any_kind_break_the_reader(content: bytes, start: bytes) -> None:
    try:
        kind, kept = clean(start + content)
    except Refused:
        return
    assert clean(kept) == (kind, kept)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_text_in_the_accent_cannot_be_read(parts: tuple[int, ...]) -> None:
    asked = "#" + "".join(f"{part:02x}" for part in parts)
    used = fitted(asked)
    assert contrast(used, "#ffffff") >= LEAST and contrast(used, tint(used)) >= LEAST
    if contrast(asked, "#ffffff") >= LEAST and contrast(asked, tint(asked)) >= LEAST:
        assert used == asked
