"""The accent within contrast: text in it stays readable on white and on its own tint, for every eye.

WCAG 2.2, 1.4.3 (AA): 4.5 to 1 for text. A colour that is too light is darkened until it is, and the page of
the identity says so.
"""

from __future__ import annotations

LEAST = 4.5
TINT = 10  # of a hundred parts: the accent in the ground of boxes
_STEPS = 100


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).

    >>> contrast("#000000", "#ffffff"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str) -> str:
    """The colour thinned with white, for the ground of boxes.

    >>> tint("#0f4c8a")
    '#e7edf3'
    """
    return _hex(tuple(round((part * TINT + 255 * (100 - TINT)) / 100) for part in _parts(colour)))


def fitted(colour: str) -> str:
    """The colour, darkened as far as it must be to be read on white, on its tint, and under white letters.

    >>> fitted("#0F4C8A"), fitted("#ffcc00")
    ('#0f4c8a', '#846a00')
    """
    parts = _parts(colour)
    for step in range(_STEPS, -1, -1):
        tried = _hex(tuple(part * step // _STEPS for part in parts))
        if contrast(tried, "#ffffff") >= LEAST and contrast(tried, tint(tried)) >= LEAST:
            return tried
    return "#000000"


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _hex(parts: tuple[int, ...]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
