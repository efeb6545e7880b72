"""Words and numbers of the tables of a reproduction, as a reader of Vietnamese or English expects them."""

from __future__ import annotations

import re

from thangdo.faces.look.numbers import number
from thangdo.faces.look.sentences import everything, has, name

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SMALL = re.compile(r"(-?\d+(?:\.\d+)?)e(-?\d+)")

SECTIONS = ("cells", "tiers", "levels")
WORDS = frozenset(word for section in SECTIONS for word in everything()[section])


def cell(text: str, language: str) -> str:
    """A cell or head of such a table: a known word, a number in the reader's form, otherwise as it is."""
    for section in SECTIONS:
        if has(section, text):
            return name(language, section, text)
    if _NUMBER.fullmatch(text):
        return number(text, language)
    small = _SMALL.fullmatch(text)
    if small:
        return f"{number(small.group(1), language)} × 10^{int(small.group(2))}"
    return text
