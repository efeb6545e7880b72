"""Letters that mislead in names and codes: not seen, looking like another, or of an encoding of old."""

from __future__ import annotations

import re
import unicodedata

from thangdo.records.units.fold import LOOK_ALIKES, fold, squeeze
from thangdo.rules.letters import unseen

_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NOUGHTS = re.compile(r"(?<![0-9])0+(?=[0-9])")
#: words that head a row of sums or means, folded; what may follow them
_TOTALS = re.compile(
    r"(tong|cong|tong cong|tong so|trung binh|trung binh cong|binh quan|gia tri trung binh|total|totals|"
    r"sub ?total|grand total|sum|average|avg|mean|median|overall)"
    r"( (toan|ca|cac|chung|cua|theo|khoi|tat|of|for|all|per|[0-9])( ?.{0,60}))?"
)
_CONG = ("cộng", "cong")
# A letter of a code page of old where no Vietnamese word has it.
_TCVN3 = re.compile(
    r"[A-Za-z][¨©ª¬®µ¶·¸¹¼½¾Þ×]|[¨ª¬®µ¶·¸¹¼½¾][A-Za-z]|"
    r"[A-Za-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÖÙÚÛÜÝ][a-z]|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÖÙÚÛÜÝ]+(?![A-Z])"
)
_VNI = re.compile(
    r"[aeAE][àáâãäåæèéêëìíïòóôõöøùúûüÀÁÂÃÄÅÈÉÊËÌÍÏÒÓÔÕÖØÙÚÛÜ]|[oôOÔ][âäåëïöøûüÂÄÅËÏÖØÛÜ]|[uưUƯ][äåëïöøùûüõÄÅËÏÖØÙÛÜÕ]"
)


def seen(text: str) -> str:
    """The text without what nobody sees, with plain blanks, and with Đ where a letter only looks like it."""
    gone = unseen(text)
    if gone:
        text = "".join(one for one in text if one not in gone)
    return _SPACES.sub(" ", text).translate(LOOK_ALIKES)


def look_alikes(text: str) -> str:
    """The letters of a text that look like Đ or đ and are none."""
    return "".join(dict.fromkeys(one for one in text if ord(one) in LOOK_ALIKES))


def legacy(text: str) -> str:
    """Of which encoding of old a text seems to be: tcvn3, vni, or utf-8 read wrongly; "" for none."""
    if text.isascii():
        return ""
    if _misread(text):
        return "mojibake"
    composed = unicodedata.normalize("NFC", text)
    if _TCVN3.search(composed):
        return "tcvn3"
    return "vni" if _VNI.search(composed) else ""


def _misread(text: str) -> bool:
    """Whether the letters are the bytes of UTF-8, each taken for a letter of Windows 1252."""
    raw = bytearray()
    for sign in text:
        try:
            raw += sign.encode("cp1252")
        except UnicodeError:
            if ord(sign) > 255:
                return False
            raw.append(ord(sign))
    try:
        return not raw.decode("utf-8").isascii()
    except UnicodeError:
        return False


def is_total(text: str) -> bool:
    """Whether a code or name heads a row of sums or means: Tổng cộng, Trung bình, Total …"""
    plain = seen(text).strip()
    found = _TOTALS.fullmatch(squeeze(plain))
    if not found or (found[1] == "cong" and not plain.casefold().startswith(_CONG)):
        return False
    return not squeeze(plain).startswith("tong cong ty")


def twin(code: str) -> str:
    """What a code has in common with those that look like it: no case, no noughts in front, nothing unseen.

    >>> twin("U007") == twin("u7")
    True
    """
    plain = unicodedata.normalize("NFKC", seen(code)).translate(LOOK_ALIKES).casefold()
    return _NOUGHTS.sub("", "".join(plain.split()))


def head(text: str) -> str:
    """The name of a column as it is compared: without marks, case and signs."""
    return squeeze(seen(text)) or fold(text)
