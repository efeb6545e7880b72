"""Letters of a text that nobody sees: joiners, marks of direction, soft hyphens, choosers of drawings."""

from __future__ import annotations

import re
import unicodedata

_DRAWN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_PLACED = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they choose between drawings of a sign


def unseen(text: str) -> str:
    r"""The letters of a text that nobody sees, each once.

    >>> unseen("Tỉnh\u200b Mẫu\u00ad") == "\u00ad\u200b", unseen("Tỉnh Mẫu")
    (True, '')
    """
    if text.isascii():
        return ""
    found = {one for one in text if unicodedata.category(one) == "Cf" or one in _DRAWN}
    return "".join(sorted(found | set(_PLACED.findall(text))))


def without(text: str, gone: str) -> str:
    r"""The text without these letters, its marks composed (NFC).

    >>> without("Tỉnh\u200b Mẫu", "\u200b")
    'Tỉnh Mẫu'
    """
    return unicodedata.normalize("NFC", "".join(one for one in text if one not in gone))


def tidy(text: str) -> str:
    r"""A name as it is kept: composed letters, nothing unseen, one space between words.

    >>> tidy("  Xa\u0303   Ga\u0300o\u200b ")
    'Xã Gào'
    """
    return " ".join(without(text, unseen(text)).split())
