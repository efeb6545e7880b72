"""Arms and logos taken in: what the bytes are decides, not the name; only what is drawn is kept.

PNG and JPEG lose everything beside the picture (texts, places, profiles of cameras, what is hung on behind
the end). An SVG is written anew from what it draws; what could run, load or hide is refused by name.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from thangdo.records.people.acting import Refused

MOST = 64_000  # bytes
SIDE = 2000  # pixels
USES = 12  # copies of a part: copies of copies multiply
DEEPEST = 40  # elements within each other
TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND")
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = (
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc "
    "linearGradient radialGradient stop clipPath mask pattern"
)
_LEFT = frozenset({"metadata"})  # of drawing programs: nothing of it is seen
_GEOMETRY = (
    "id x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points width height viewBox version transform "
    "preserveAspectRatio offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits "
    "maskContentUnits patternUnits patternContentUnits patternTransform text-anchor textLength href"
)
_PAINT = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility clip-path "
    "clip-rule mask stop-color stop-opacity font-family font-size font-weight font-style letter-spacing "
    "dominant-baseline paint-order"
)
_ELEMENTS, _STYLES = frozenset(_DRAWN.split()), frozenset(_PAINT.split())
_ATTRIBUTES = frozenset(_GEOMETRY.split()) | _STYLES
_OWN = re.compile(r"#[\w.-]{1,80}")
_BAD = re.compile(r"url\s*\(|[\\<>@]|expression|javascript:|data:", re.IGNORECASE)
_OWN_URL = re.compile(r"""url\(\s*["']?#[\w.-]{1,80}["']?\s*\)""")


def clean(content: bytes) -> tuple[str, bytes]:
    """Kind (png, jpg, svg) and the bytes that are kept. The same bytes come clean to themselves.

    Raises Refused: arms-too-large, arms-kind, arms-broken, arms-side, arms-part (what an SVG must not hold).

    >>> svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><metadata>x</metadata></svg>'
    >>> clean(svg)
    ('svg', b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>')
    >>> clean(svg.replace(b"metadata", b"script"))
    Traceback (most recent call last):
        ...
    thangdo.records.ledger.refused.Refused: arms-part {'part': 'script'}
    """
    if len(content) > MOST:
        raise Refused("arms-too-large", most=MOST // 1000)
    if content.startswith(_PNG):
        return "png", _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", _jpeg(content)
    if b"<svg" in content[:4096] or b":svg" in content[:4096]:
        return "svg", _svg(content)
    raise Refused("arms-kind")


def _png(content: bytes) -> bytes:
    kept, place, ended, begun = [_PNG], len(_PNG), False, False
    while not ended:
        if len(content) < place + 12:
            raise Refused("arms-broken")
        (size,) = struct.unpack(">I", content[place : place + 4])
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        check = content[place + 8 + size : place + 12 + size]
        if len(check) != 4 or struct.unpack(">I", check)[0] != zlib.crc32(name + data):
            raise Refused("arms-broken")
        if begun != (name != b"IHDR"):  # IHDR is the first part and there is one
            raise Refused("arms-broken")
        if name == b"IHDR":
            begun = True
            if size != 13:
                raise Refused("arms-broken")
            _sides(*struct.unpack(">II", data[:8]))
        if name in _KEPT_CHUNKS:
            kept.append(content[place : place + 12 + size])
        elif not name[:1].islower():  # a part without which it cannot be drawn
            raise Refused("arms-broken")
        ended, place = name == b"IEND", place + 12 + size
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    kept, place, sized = [b"\xff\xd8"], 2, False
    while True:
        if len(content) < place + 4 or content[place] != 0xFF:
            raise Refused("arms-broken")
        marker = content[place + 1]
        size = int.from_bytes(content[place + 2 : place + 4], "big")
        segment = content[place : place + 2 + size]
        if size < 2 or len(segment) != 2 + size or marker in (0xD8, 0xD9):
            raise Refused("arms-broken")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if size < 8:
                raise Refused("arms-broken")
            high, wide = struct.unpack(">HH", segment[5:9])
            _sides(wide, high)
            sized = True
        if marker == 0xDA:  # the picture itself, up to its end; nothing behind it is kept
            end = content.find(b"\xff\xd9", place)
            if not sized or end < 0:
                raise Refused("arms-broken")
            return b"".join([*kept, content[place : end + 2]])
        if marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        place += 2 + size


def _sides(wide: int, high: int) -> None:
    if not (0 < wide <= SIDE and 0 < high <= SIDE):
        raise Refused("arms-side", most=SIDE)


def _svg(content: bytes) -> bytes:
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
        # drawing programs write the type of the document; entities could hide or blow up anything
        content = re.sub(rb"<!DOCTYPE\s+svg\s+PUBLIC\s+\"[^\"<>\[\]]*\"\s+\"[^\"<>\[\]]*\"\s*>", b"", content)
        if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
            raise Refused("arms-part", part="<!DOCTYPE>")
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("arms-broken") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise Refused("arms-kind")
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise Refused("arms-broken")
    if len(root.findall(f".//{{{_SVG}}}use")) > USES:
        raise Refused("arms-part", part="use")
    drawn = _again(root, 0)
    return bytes(etree.tostring(drawn, encoding="utf-8"))


def _again(given: etree._Element, depth: int) -> etree._Element:
    """The element with what is drawn of it and within it."""
    if depth > DEEPEST:
        raise Refused("arms-part", part="g")
    name = etree.QName(given).localname
    made = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG} if depth == 0 else None)
    for attribute, value in _attributes(given):
        made.set(attribute, value)
    made.text = given.text if name in ("text", "tspan", "title", "desc") else None
    for child in given:
        if not isinstance(child.tag, str):
            raise Refused("arms-part", part=str(child.text or "&")[:40])
        space, inner = etree.QName(child).namespace, etree.QName(child).localname
        if space == _SVG and inner in _ELEMENTS:
            part = _again(child, depth + 1)
            part.tail = child.tail if name in ("text", "tspan") else None
            made.append(part)
        elif space == _SVG and inner not in _LEFT:
            raise Refused("arms-part", part=inner[:40])
    return made


def _attributes(given: etree._Element) -> Iterator[tuple[str, str]]:
    for attribute, value in given.attrib.items():
        name = "href" if attribute == _XLINK else str(attribute)
        text = str(value)
        if name.startswith("{"):
            continue  # of a drawing program
        if name.lower().startswith("on"):
            raise Refused("arms-part", part=name[:40])
        if name == "style":
            yield from _style(text)
        elif name == "href":
            if not _OWN.fullmatch(text):
                raise Refused("arms-part", part=f"href={text[:40]}")
            yield name, text
        elif name in _ATTRIBUTES:
            yield name, _value(name, text)


def _style(text: str) -> Iterator[tuple[str, str]]:
    """The declarations of a `style` attribute as attributes of their own."""
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() in _STYLES:
            yield name.strip(), _value(name.strip(), value.strip())


def _value(name: str, text: str) -> str:
    if len(text) > 40_000 or _BAD.search(_OWN_URL.sub("", text)):
        raise Refused("arms-part", part=f"{name}={text[:40]}")
    return text
