"""Where on a paper a signature is shown: between the signer's title and name (Decree 30/2020/NĐ-CP)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

WIDE, HIGH = 130.0, 56.0  # points of the picture of a signature
SEAL = 102.0  # points: 36 mm, as wide as the seal of a body
GAP = 34.0  # points below a title that are left free to sign in
RECIPIENTS = "Nơi nhận"


@dataclass(frozen=True)
class Place:
    """A rectangle on a page (counted from 0), in points from the page's lower left corner."""

    page: int
    left: float
    low: float
    right: float
    high: float

    def seal(self) -> Place:
        """The seal of the body over the left third of this signature (annex I, part II, 8).

        >>> Place(0, 300, 100, 430, 156).seal()
        Place(page=0, left=241.33333333333331, low=77.0, right=343.3333333333333, high=179.0)
        """
        right = self.left + (self.right - self.left) / 3
        middle = (self.low + self.high) / 2
        return Place(self.page, right - SEAL, middle - SEAL / 2, right, middle + SEAL / 2)


@dataclass(frozen=True)
class _Piece:
    text: str
    left: float
    up: float
    size: float

    @property
    def middle(self) -> float:
        return self.left + len(self.text) * self.size * 0.36  # half of the width that capitals take


def of_signer(pdf: bytes) -> Place:
    """The room between title and name beside *Nơi nhận*; where there is none, the foot of the last page."""
    reader = PdfReader(io.BytesIO(pdf))
    for number, page in enumerate(reader.pages):
        pieces = _pieces(page)
        start = next((one for one in pieces if one.text.startswith(RECIPIENTS)), None)
        if start is None:
            continue
        half = float(page.mediabox.width) / 2
        beside = [one for one in pieces if one.left > half - 60 and one.up <= start.up + 4 and one.text]
        beside = sorted((one for one in beside if one.left > start.left + 100), key=lambda one: -one.up)
        for place, one in enumerate(beside):
            below = beside[place + 1].up if place + 1 < len(beside) else one.up - GAP - HIGH
            if one.up - below > GAP:
                high = one.up - 5
                low = max(high - HIGH, below + 12 if place + 1 < len(beside) else 20)
                middle = one.middle
                return Place(number, middle - WIDE / 2, low, middle + WIDE / 2, high)
    last = reader.pages[-1]
    right = float(last.mediabox.width) - 60
    return Place(len(reader.pages) - 1, right - WIDE, 60, right, 60 + HIGH)


def of_attached(pdf: bytes) -> Place:
    """The upper right corner of the first page, where a paper that goes with another is signed."""
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    right, top = float(box.width) - 28, float(box.height) - 14
    return Place(0, right - 200, top - 36, right, top)


def _pieces(page: Any) -> list[_Piece]:
    found: list[_Piece] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            across, up = (cm[n] * tm[4] + cm[n + 2] * tm[5] + cm[n + 4] for n in (0, 1))
            found.append(_Piece(text.strip(), float(across), float(up), float(size or 12)))

    page.extract_text(visitor_text=visit)
    return found
