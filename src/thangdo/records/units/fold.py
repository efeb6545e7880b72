"""How Vietnamese names are compared, searched and put in order, the same on every database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_SEARCHED = 2000  # characters

# The words that say what kind of unit a name belongs to, folded; the body that governs it goes before.
BODIES = ("uy ban nhan dan", "ubnd")
PREFIXES = (
    *("thanh pho", "thi tran", "thi xa", "dac khu", "phuong", "huyen", "quan", "tinh"),
    *("tp", "tx", "tt", "xa"),
)
#: letters that look like Đ and đ: eth (Ð, ð) and the African d (Ɖ, ɖ)
LOOK_ALIKES = {0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ"}
_D = {0x110: "D", 0x111: "d", 0xD0: "D", 0x189: "D", 0xF0: "d", 0x256: "d"}
_PREFIX = re.compile(rf"^(?:(?:{'|'.join(BODIES)}) (?=\S))?(?:(?:{'|'.join(PREFIXES)}) (?=\S))?")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET, start=20)}
# The tones in the order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD_END, _SPACE, _NUMBER, _OTHER = "00", "01", "10", "19"


def fold(text: str) -> str:
    """`text` without marks and case: đ, and what looks like it, → d; marks off, casefold.

    >>> fold("Đà Nẵng")
    'da nang'
    """
    plain = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def squeeze(text: str) -> str:
    """`fold` with apostrophes off and every other sign as one space.

    >>> squeeze("K'Bang – Tỉnh Mẫu")
    'kbang tinh mau'
    """
    return " ".join(re.sub(r"[^0-9a-z]+", " ", re.sub(r"['’ʼ`]\s*", "", fold(text))).split())


def bare(text: str) -> str:
    """`squeeze` without the words before the name; such a word alone stays.

    >>> bare("UBND xã Gào"), bare("Xã")
    ('gao', 'xa')
    """
    return _PREFIX.sub("", squeeze(text), count=1)


def searched(vietnamese: Iterable[str], english: Iterable[str], codes: Iterable[str]) -> str:
    """What a search looks in: bare names, English names and codes, each once.

    >>> searched(["Xã Gào", "UBND xã Gào"], ["Gao commune"], ["23563"])
    'gao | gao commune | 23563'
    """
    parts = [*map(bare, vietnamese), *map(squeeze, english), *map(squeeze, codes)]
    return " | ".join(dict.fromkeys(parts))[:MOST_SEARCHED]


def sort_key(text: str) -> str:
    """A key of digits that puts names in Vietnamese order under any database's collation.

    a ă â b … d đ e ê …, tones second, numbers by value ("Xã số 2" before "Xã số 10"); the words
    before a name count last, so that "Phường An Bình" and "Xã An Bình" stand together.

    >>> sorted(["Xã số 10", "Xã số 2", "Đăk Đoa", "Chư Sê"], key=sort_key)
    ['Chư Sê', 'Đăk Đoa', 'Xã số 2', 'Xã số 10']
    """
    name = _without_prefix(unicodedata.normalize("NFC", text))
    letters, tones = _keys(name)
    whole, _ = _keys(unicodedata.normalize("NFC", text))
    return letters + _WORD_END + tones + _WORD_END + whole


def _without_prefix(text: str) -> str:
    """The name in its own letters, from the place where `bare` begins."""
    words = text.split()
    for start in range(len(words)):
        rest = " ".join(words[start:])
        if squeeze(rest) == bare(text):
            return rest
    return text


def _keys(text: str) -> tuple[str, str]:
    """The order of the letters, and of the tones on them, as digits."""
    letters: list[str] = []
    tones: list[str] = []
    for part in re.findall(r"[0-9]+|[^0-9]", text.casefold()):
        if part[0] in "0123456789":
            number = part.lstrip("0") or "0"
            letters.append(f"{_NUMBER}{len(number):02d}{number}")
        elif part.isspace():
            letters.append(_SPACE)
        elif part in _ORDER:
            letters.append(_ORDER[part])
            tones.append("0")
        else:
            base, tone = _split(part)
            letters.append(_ORDER.get(base, _OTHER))
            tones.append(tone)
    return "".join(letters), "".join(tones)


def _split(char: str) -> tuple[str, str]:
    """A letter without its tone, and the tone: "ằ" → ("ă", "1")."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), "0")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)), tone
