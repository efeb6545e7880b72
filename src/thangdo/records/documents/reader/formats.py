"""What a number format makes of a number on the screen, where that is not what the cell holds."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from math import isfinite

DIGITS = 15  # what Excel shows, compares and writes of a number
_EAST = {*range(27, 37), *range(50, 59)}  # dates of East Asian versions, by their number
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")


class Shown(StrEnum):
    """How a number stands on the screen: as it is, times a hundred with %, scaled, not at all, as words …"""

    PLAIN = "plain"
    PERCENT = "percent"
    SCALED = "scaled"
    HIDDEN = "hidden"
    WORDS = "words"
    PADDED = "padded"  # with noughts in front: 7 stands as 007
    DATE = "date"


def digits(text: str) -> tuple[str, bool]:
    """A kept number in plain digits, 15 of them; whether a whole number loses digits by that.

    Raises InvalidOperation for what is no number.

    >>> digits("0.79999999999999993")
    ('0.8', False)
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        raise InvalidOperation
    near = Decimal(f"{float(text):.{DIGITS}g}")
    whole = text.lstrip("+-").isdigit()
    plain = format(near, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain in ("-0", "-"):
        plain = "0"
    return plain, whole and near != Decimal(text)


def code_of(style: str) -> str:
    """The format code of a style as the child gives it: itself, or by the number after `#`."""
    if not style.startswith("#") or not style[1:].isdigit():
        return style
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped]

    number = int(style[1:])
    return "yyyy-mm-dd" if number in _EAST else str(BUILTIN_FORMATS.get(number, "General"))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """The sections of a code between `;` that stand in no quotes or brackets."""
    found, now, place = [], "", 0
    while place < len(code):
        sign = code[place]
        if sign in "\\_*":
            now += code[place : place + 2]
            place += 2
            continue
        close = {'"': '"', "[": "]"}.get(sign)
        if close:
            end = code.find(close, place + 1)
            end = len(code) - 1 if end < 0 else end
            now += code[place : end + 1]
            place = end + 1
            continue
        if sign == ";":
            found.append(now)
            now = ""
        else:
            now += sign
        place += 1
    return (*found, now)


@lru_cache(maxsize=512)
def _bare(section: str) -> tuple[str, str, str]:
    """A section without what is only letters: signs that count, fixed words, the condition."""
    signs = words = condition = ""
    place = 0
    while place < len(section):
        sign = section[place]
        if sign == "\\":
            words += section[place + 1 : place + 2]
            place += 2
        elif sign in "_*":
            place += 2
        elif sign == '"':
            end = section.find('"', place + 1)
            end = len(section) if end < 0 else end
            words += section[place + 1 : end]
            place = end + 1
        elif sign == "[":
            end = section.find("]", place + 1)
            end = len(section) if end < 0 else end
            inside = section[place + 1 : end]
            if _CONDITION.fullmatch(inside):
                condition = inside
            elif inside.startswith("$"):
                words += inside[1:].partition("-")[0]
            place = end + 1
        else:
            signs += sign
            place += 1
    return signs, words, condition


def _section(code: str, number: Decimal) -> str | None:
    """The section that a number is shown by; None where the code has none for it."""
    sections = _sections(code)[:3]
    conditions = [_bare(one)[2] for one in sections]
    if any(conditions):
        for one, condition in zip(sections, conditions, strict=True):
            if not condition or _holds(condition, number):
                return one
        return None
    if len(sections) == 1 or number > 0:
        return sections[0]
    if number < 0:
        return sections[1]
    return sections[2] if len(sections) > 2 else sections[0]


def _holds(condition: str, number: Decimal) -> bool:
    found = _CONDITION.fullmatch(condition)
    assert found is not None
    sign, other = found[1], Decimal(found[2])
    return {
        "<": number < other,
        ">": number > other,
        "=": number == other,
        "<=": number <= other,
        ">=": number >= other,
        "<>": number != other,
    }[sign]


def shown(code: str, text: str) -> Shown:
    """How a number (in plain digits) is shown by a format code."""
    if code in ("General", "general", "@", ""):
        return Shown.PLAIN
    if _is_date(code):
        return Shown.DATE
    section = _section(code, Decimal(text))
    if section is None:
        return Shown.PLAIN
    signs, words, _ = _bare(section)
    if signs.casefold().strip() == "general" or signs.strip() == "@":
        return Shown.PLAIN
    hundreds = signs.count("%")
    figures = [place for place, sign in enumerate(signs) if sign in "0#?"]
    if not figures:
        if hundreds:
            return Shown.SCALED
        said = f"{signs}{words}".strip()
        if not said:
            return Shown.HIDDEN
        return Shown.PLAIN if not said.strip("-–—. ") and Decimal(text) == 0 else Shown.WORDS
    if _thousands(signs):
        return Shown.SCALED
    if not hundreds:
        noughts = signs.partition(".")[0].count("0")
        whole = text.lstrip("-").partition(".")[0]
        return Shown.PADDED if noughts > max(len(whole), 1) and "E" not in signs.upper() else Shown.PLAIN
    return Shown.PERCENT if hundreds == 1 else Shown.SCALED


@lru_cache(maxsize=512)
def _is_date(code: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(code))


def padded(code: str, text: str) -> str:
    """A whole number as a format with noughts shows it: 7 by 000 is 007."""
    section = _section(code, Decimal(text)) or code
    return text.zfill(_bare(section)[0].partition(".")[0].count("0"))


def _thousands(signs: str) -> bool:
    """Whether commas after the last figure before the point (or the end) divide by a thousand each."""
    whole = signs.split(".", 1)[0] if "." in signs else signs
    last = max((place for place, sign in enumerate(whole) if sign in "0#?"), default=-1)
    if last >= 0 and whole[last + 1 : last + 2] == ",":
        return True
    if "." in signs:
        rest = signs.split(".", 1)[1]
        end = max((place for place, sign in enumerate(rest) if sign in "0#?"), default=-1)
        return end >= 0 and rest[end + 1 : end + 2] == ","
    return False


def day(text: str, date1904: bool) -> str | None:
    """A number of days as ISO text: a day, a day with its hour, an hour; None for what is no day."""
    from openpyxl.utils.datetime import (  # type: ignore[import-untyped]
        CALENDAR_MAC_1904,
        CALENDAR_WINDOWS_1900,
        from_excel,
    )

    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    try:
        found = from_excel(float(text), epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    return written(found)


def written(found: object) -> str | None:
    """A day or an hour as ISO text; midnight is left out."""
    if isinstance(found, datetime):
        return found.date().isoformat() if found.time() == time() else found.isoformat(" ", "seconds")
    if isinstance(found, timedelta):
        return str(found)
    return found.isoformat() if isinstance(found, date | time) else None


def hundredfold(text: str) -> str:
    """A number in plain digits times a hundred: 0.85 → 85."""
    plain = format(Decimal(text) * 100, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
