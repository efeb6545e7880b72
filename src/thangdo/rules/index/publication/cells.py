"""Cells of the parts: values as exact text and back, words so that no spreadsheet runs them, and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.model import Input, InputType
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.phrases import phrase
from thangdo.rules.index.values import DIGITS, Refused, limits, read_value

NUMERIC = {InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.SHARE, InputType.YES_NO}
_RATIO = re.compile(r"-?\d{1,2000}/[1-9]\d{0,2000}", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:/\d+)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_RUN = ("=", "+", "-", "@", "'")
_ROWS_AT_ONCE = 2000


def number_text(number: Fraction) -> str:
    """The number exactly: a finite decimal in full where it is short, any other as `1/3`.

    >>> number_text(Fraction(1, 8)), number_text(Fraction(1, 3))
    ('0.125', '1/3')
    """
    above, below = number.as_integer_ratio()
    twos = fives = 0
    rest = below
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest == 1 and max(twos, fives) <= DIGITS:
        text = as_text(number, max(twos, fives))
        if len(text) <= DIGITS:
            return text
    return f"{above}/{below}" if below != 1 else f"{above}/1"


def read_number(text: str) -> Fraction:
    """The number that `number_text` wrote. Raises ValueError.

    >>> str(read_number("1/3")), str(read_number("0.125"))
    ('1/3', '1/8')
    """
    if _RATIO.fullmatch(text):
        above, _, below = text.partition("/")
        return Fraction(int(above), int(below))
    if len(text) > DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError(f"`{text[:40]}` is no number")
    return Fraction(text)


def value_text(value: Value) -> str:
    """An answer as text: `""` is not answered; a checklist is its items between `|`.

    >>> value_text(frozenset({"b", "a"})), value_text(Status.NOT_APPLICABLE), value_text(Status.NOT_ANSWERED)
    ('a|b', 'not-applicable', '')
    """
    if isinstance(value, Status):
        return "" if value is Status.NOT_ANSWERED else value.value
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, frozenset):
        return "|".join(sorted(value)) or "none"
    return value


def read_cell(text: str, one: Input) -> Value | Refused:
    """The answer that `value_text` wrote, by the input's type and within its limits.

    >>> str(read_cell("1/3", Input(type="share"))), str(read_cell("4/3", Input(type="share")).message)
    ('1/3', 'value-out (value: 4/3)')
    """
    if one.type not in NUMERIC or not _RATIO.fullmatch(text):
        return read_value(text, one)
    number = read_number(text)
    low, high = limits(one)
    if (low is not None and number < Fraction(low)) or (high is not None and number > Fraction(high)):
        return Refused(phrase("value-out", value=text[:40]))
    if one.type is InputType.COUNT and number.denominator != 1:
        return Refused(phrase("not-whole", value=text[:40]))
    return number


def alike(name: str, one: Input) -> Hashable:
    """The same for all inputs of which the same text is the same answer.

    >>> alike("men", Input(type="count")) == alike("women", Input(type="count"))
    True
    """
    if one.type in NUMERIC and not one.not_applicable:
        return one.type, one.min, one.max
    return name


@lru_cache(maxsize=65536)
def guard(text: str) -> str:
    """A word that no spreadsheet runs; `unguard` gives it back. ValueError for control characters.

    >>> guard("=1+1"), guard("-1"), unguard(guard("=1+1"))
    ("'=1+1", '-1', '=1+1')
    """
    if _CONTROL.search(text):
        raise ValueError(f"{text[:40]!r} holds a control character")
    if text[:1] in _RUN and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguard(text: str) -> str:
    """The word before `guard`.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in _RUN else text


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    r"""A CSV part: UTF-8, LF, comma, quotes where needed; many rows at a time.

    >>> b"".join(csv_chunks(("unit", "name"), [("a", "Sở A, B")])).decode()
    'unit,name\na,"Sở A, B"\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % _ROWS_AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
