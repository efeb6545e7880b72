"""Numbers as officers type them, Vietnamese form (1.434; 0,68) or English, read exactly or asked about.

Nothing is guessed: what can be read in two ways that both fit the input is a fault that names both readings.
"""

from __future__ import annotations

import re
import unicodedata

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Input, InputType
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.rules.index.values import read_value
from thangdo.work.assessments.value_check import Fault

NUMERIC = (InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.SHARE)
_SPACES = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_FORM = r"(-?)((?:[1-9]\d{{0,2}}(?:{t}\d{{3}})+)|\d+)(?:{d}(\d+))?"
_FORMS = {
    "vi": re.compile(_FORM.format(t=r"\.", d=","), re.ASCII),
    "en": re.compile(_FORM.format(t=",", d=r"\."), re.ASCII),
}


def readings(text: str, language: str) -> tuple[str | None, str | None]:
    """A typed number in plain digits with a point: as the page's language writes it, as the other does."""
    clean = _clean(text)
    other = "en" if language == "vi" else "vi"
    return _plain(clean, language), _plain(clean, other)


def read(name: str, text: str, one: Input, language: str, exact: str = "") -> str | Fault:
    """What was typed as a text that can be kept; blank stays blank. Whether it is allowed is asked elsewhere.

    exact: "plain|typed", the reading that the person chose (or that stood on the page) for the typed text.
    """
    text = text.strip()
    if not text or one.type not in NUMERIC:
        return text
    if one.type is InputType.PERCENT:
        text = text.removesuffix("%").strip()
    own, other = readings(text, language)
    meant, _, typed = exact.partition("|")
    if typed.strip() == text and meant and meant in (own, other):
        return meant
    if own is None and other is None:
        return Fault(name, "not-a-number", {"typed": text[:40]})
    if own is None or other is None or Fraction(own) == Fraction(other):
        return own or other or ""
    if _fits(other, one):
        return Fault(name, "ambiguous", {"typed": text[:40], "first": own, "second": other})
    return own


def _fits(text: str, one: Input) -> bool:
    """Whether a reading can be meant: nobody counts in 1.000 decimals."""
    if one.type is InputType.COUNT and "." in text:
        return False
    return not isinstance(read_value(text, one), Unreadable)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.strip()).replace("\u2212", "-").removeprefix("+")
    return _SPACES.sub("", text)


def _plain(text: str, language: str) -> str | None:
    found = _FORMS[language].fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals = found.groups()
    digits = whole.replace(".", "").replace(",", "")
    return f"{sign}{digits}" + (f".{decimals}" if decimals else "")
