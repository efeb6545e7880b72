"""Pictures in documents: PNG as it is, SVG drawn to PNG where Word needs it, in the package's own font."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

import typst

FONTS = Path(__file__).resolve().parents[1] / "fonts"
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 20_000_000  # bytes


class BadPicture(ValueError):
    """A picture that is neither PNG nor SVG, or that cannot be drawn."""


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The faces of the package, and for the rare sign that they lack (≥, ĕ) those that typst carries.

    None of the machine's: the same document is the same everywhere.
    """
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def size(png: bytes) -> tuple[int, int]:
    """Width and height in points of a PNG."""
    width, height = struct.unpack(">II", png[16:24].ljust(8, b"\0"))
    return width, height


def ending(picture: bytes) -> str:
    """ "png" or "svg". Raises BadPicture."""
    if len(picture) <= LARGEST:
        if picture.startswith(PNG) and picture[12:16] == b"IHDR" and min(size(picture)) > 0:
            return "png"
        head = picture[:2000].lstrip()
        if head.startswith((b"<svg", b"<?xml")) and b"<svg" in head:
            return "svg"
    raise BadPicture("a picture is PNG or SVG, of at most 20 MB")


@lru_cache(maxsize=32)
def as_png(picture: bytes) -> bytes:
    """The picture as PNG; an SVG is drawn 1800 points wide, on white. Raises BadPicture."""
    if ending(picture) == "png":
        return picture
    page = b"#set page(width: 900pt, height: auto, margin: 0pt, fill: white)\n"
    page += b'#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    try:
        drawn = typst.compile(
            page, format="png", ppi=144.0, font_paths=fonts(), sys_inputs={"svg": picture.decode("utf-8")}
        )
    except (RuntimeError, UnicodeDecodeError) as error:
        raise BadPicture(f"the picture cannot be drawn: {error}") from error
    assert isinstance(drawn, bytes)
    return drawn
