"""What a signature shows on the page: the picture of the signature or seal, or who signed and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import typst

from thangdo.records.documents.official.pictures import as_png, fonts
from thangdo.records.documents.signing.places import Place

Role = Literal["person", "body", "attached"]
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_SOURCE = """
#let told = json("told.json")
#set page(width: told.width * 1pt, height: told.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Tinos", size: told.size * 1pt, fill: rgb(told.colour), lang: "vi", hyphenate: false)
#set par(leading: 0.35em)
#if told.picture {
  place(center + horizon, image("picture.png", width: 100%, height: 100%, fit: "contain"))
} else {
  place(if told.right { right + top } else { left + horizon }, block(
    width: told.part * 1%,
    stroke: if told.right { none } else { 0.6pt + rgb(told.colour) },
    inset: if told.right { 0pt } else { 3pt },
    align(if told.right { right } else { left }, told.lines.map(line => text(line)).join(linebreak())),
  ))
}
"""


@dataclass(frozen=True)
class Mark:
    """How a signature is shown. role: of the competent person (blue), of the body (its red seal), or of the
    body on a paper that goes with another (its number and the time). picture: PNG or SVG; b"" for words.
    """

    role: Role
    picture: bytes = b""
    number: str = ""


def signing_time(at: datetime) -> str:
    """The time of signing as the Decree has it (ISO 8601, time of Vietnam).

    >>> from datetime import UTC
    >>> signing_time(datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC))
    '2026-12-01T08:02:03+07:00'
    """
    return at.astimezone(HERE).isoformat(timespec="seconds")


def drawn(mark: Mark, place: Place, signer: str, body: str, at: datetime, folder: Path) -> Path:
    """The mark as a PDF of one page as large as its place, in the folder. Raises BadPicture."""
    time = signing_time(at)
    if mark.role == "attached":
        lines = [one for one in (mark.number, time) if one]
    else:
        time = time.replace("T", "T\u200b")  # where a narrow mark may break it
        lines = [f"Ký bởi: {signer}", *([f"Cơ quan: {body}"] if body else []), f"Thời gian ký: {time}"]
    picture = mark.picture if mark.role != "attached" else b""
    if picture:
        (folder / "picture.png").write_bytes(as_png(picture))
    told = {
        "width": place.right - place.left,
        "height": place.high - place.low,
        "size": 10 if mark.role == "attached" else 8,
        "colour": {"person": "#0033a0", "body": "#c8102e", "attached": "#000000"}[mark.role],
        "picture": bool(picture),
        "right": mark.role == "attached",
        "part": 56 if mark.role == "body" else 100,  # words are not written over the signer's
        "lines": lines,
    }
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    (folder / "mark.typ").write_text(_SOURCE, encoding="utf-8")
    made = folder / "mark.pdf"
    made.write_bytes(
        typst.compile(folder / "mark.typ", root=folder, font_paths=fonts(), ignore_system_fonts=True)
    )
    return made
