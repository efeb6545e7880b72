"""How an official document writes days, numbers and shares: Vietnamese only, as Decree 30/2020 asks."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from thangdo.rules.exact import Fraction

NOTHING = "–"
_UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NARROW = re.compile(r"[\u2000-\u200a\u202f]")


def clean(text: str) -> str:
    r"""A text of people in composed Unicode, without signs that no document can hold; line breaks stay.

    >>> clean("Tỉnh\u200b Mẫu\r\n")
    'Tỉnh Mẫu\n'
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _NARROW.sub("\u00a0", _UNSEEN.sub("", _UNPRINTED.sub(" ", text)))


# What stands on one line: năm 2025, mức III, Điều 3, ngày 03, 13 (5,9%), 15 phút, 50 %.
_BOUND = re.compile(
    r"(?<=\bnăm) (?=\d)|(?<=\btháng) (?=\d)|(?<=\bngày) (?=\d)|(?<=\b[Đđ]iều) (?=\d)|(?<=\b[Kk]hoản) (?=\d)"
    r"|(?<=\b[Mm]ức) (?=[IVX]+\b)|(?<=\bPhụ lục) (?=[IVX\d]+\b)|(?<=\bsố) (?=\d)|(?<=\bhạng) (?=\d)"
    r"|(?<=\d) (?=\(\d)|(?<=\d) (?=(?:giờ|phút|ngày|đơn vị|điểm cầu|điểm|người|nội dung|%)(?!\w))"
)


def bound(text: str) -> str:
    """A text in which no line ends between a number and its word; as long as before.

    >>> bound("năm 2025, mức III: 13 (5,9%)").count("\u00a0")
    3
    """
    return _BOUND.sub("\u00a0", text)


def two(number: int, below: int = 10) -> str:
    """A day below 10, a month below 3: with a nought before it (Decree 30/2020, annex I, part II, 4).

    >>> two(3), two(3, below=3)
    ('03', '3')
    """
    return f"0{number}" if number < below else str(number)


def in_full(day: date | None) -> str:
    """A day in words; None: with dots to be filled in by hand.

    >>> in_full(date(2019, 7, 3))
    'ngày 03 tháng 7 năm 2019'
    """
    if day is None:
        return "ngày …… tháng …… năm ……"
    return f"ngày {two(day.day)} tháng {two(day.month, 3)} năm {day.year}"


def in_figures(day: date) -> str:
    """A day in figures.

    >>> in_figures(date(2019, 7, 3))
    '03/7/2019'
    """
    return f"{two(day.day)}/{two(day.month, 3)}/{day.year}"


def number(value: int | Decimal) -> str:
    """A number with dots between thousands and a comma before decimals: none is added or lost.

    >>> number(1434), number(Decimal("62.50"))
    ('1.434', '62,50')
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is no finite number")
    digits = format(value, "f") if isinstance(value, Decimal) else str(value)
    whole, _, decimals = digits.lstrip("-").partition(".")
    text = f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")
    return f"-{text}" if digits.startswith("-") and text.strip("0,.") else text


def share(part: int, whole: int) -> str:
    """A share in percent, rounded half up to one decimal, an idle nought left out; of nothing a dash.

    >>> share(2, 17), share(1, 2), share(0, 0)
    ('11,8%', '50%', '–')
    """
    if whole == 0:
        return NOTHING
    exact = Fraction(part * 100, whole)
    with_one = (Decimal(exact.numerator * 10) / Decimal(exact.denominator)).quantize(
        Decimal(1), ROUND_HALF_UP
    )
    return number((with_one / 10).quantize(Decimal("0.1"))).removesuffix(",0") + "%"


def number_or_dash(value: int | Decimal | None) -> str:
    """A number as `number` writes it; a dash where there is none.

    >>> number_or_dash(None)
    '–'
    """
    return NOTHING if value is None else number(value)


def roman(value: int) -> str:
    """How annexes are numbered.

    >>> roman(4), roman(12)
    ('IV', 'XII')
    """
    text = ""
    for worth, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= worth:
            text, value = text + sign, value - worth
    return text
