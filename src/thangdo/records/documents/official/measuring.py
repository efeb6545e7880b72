"""How wide words are in the face of official papers, and where the lines of a paragraph end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from thangdo.records.documents.official.pictures import FONTS

BLANKS = " \t"  # where a line may end: not at a no-break blank
OTHERWISE = 0.5  # of the size: a sign that the face has not


@lru_cache(maxsize=4)
def _face(bold: bool, italic: bool) -> tuple[Mapping[int, str], Mapping[str, tuple[int, int]], int]:
    from fontTools.ttLib import TTFont

    name = f"Tinos-{700 if bold else 400}{'-italic' if italic else ''}.ttf"
    with TTFont(FONTS / name) as font:
        return dict(font.getBestCmap()), dict(font["hmtx"].metrics), int(font["head"].unitsPerEm)


def width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """The width of a text in points, in Tinos, which is as wide as Times New Roman. size: in points.

    >>> round(width("Độc lập - Tự do - Hạnh phúc", 13, bold=True))
    159
    """
    signs, advances, em = _face(bold, italic)
    plain = text.replace("\u00a0", " ")
    return sum(
        advances[signs[ord(sign)]][0] / em * size if ord(sign) in signs else OTHERWISE * size
        for sign in plain
    )


def lines(runs: Iterable[Mapping[str, Any]], room: float, first: float = 0) -> list[float]:
    """The widths of the lines that a paragraph takes, in points. runs: t, size, b, i as `Reader` gives them.

    first: the indent of the first line.
    """
    found: list[float] = []
    line, word, blank, begun = first, 0.0, 0.0, False
    for run in runs:
        bold, italic, size = bool(run.get("b")), bool(run.get("i")), float(run.get("size", 14))
        for sign in run.get("t", ""):
            if sign != "\n" and sign not in BLANKS:
                word += width(sign, size, bold, italic)
                continue
            line, begun = _put(found, line, word, blank, begun, room)
            word, blank = 0.0, width(" ", size, bold, italic)
            if sign == "\n":
                found.append(line)
                line, blank, begun = 0.0, 0.0, False
    line, _ = _put(found, line, word, blank, begun, room)
    return [*found, line]


def _put(
    found: list[float], line: float, word: float, blank: float, begun: bool, room: float
) -> tuple[float, bool]:
    """Set a word behind the line, or on the next one."""
    if not word:
        return line, begun
    if not begun:
        return line + word, True
    if line + blank + word <= room + 0.01:
        return line + blank + word, True
    found.append(line)
    return word, True
