"""How numbers, percentages, days and changes are written, in Vietnamese form and in English form.

Numbers come as text, `Decimal`, `Fraction` or `int`, never as floats. What is shown is rounded half up to the
places asked for; the exact value stands in the files.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from thangdo.records.documents.cells import Share
from thangdo.rules.exact import Fraction

Exact = str | int | Decimal | Fraction
NOTHING = "–"
MINUS = "−"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def exact(value: Exact) -> Fraction:
    """The value as an exact number. ValueError when it is not one."""
    try:
        return Fraction(Decimal(value) if isinstance(value, str) else value)
    except (ValueError, InvalidOperation) as problem:
        raise ValueError(f"not a number: {value!r}") from problem


def _digits(value: Exact, places: int | None) -> str:
    """Plain digits with a decimal point: as written, or rounded half up to `places`."""
    if places is None and isinstance(value, str):
        return value.strip().replace(MINUS, "-").lstrip("+")
    if places is None and isinstance(value, int | Decimal):
        return format(Decimal(value), "f")
    number = exact(value)
    if places is None:
        places = 4
    with localcontext() as context:
        context.prec = 60
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
        return format(quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")


def cell(value: Exact | None, places: int = 2) -> Decimal | None:
    """A number for the cell of a table to save, as `short` shows it; None where there is none."""
    if value is None or value == "":
        return None
    rounded = Decimal(_digits(value, places))
    return Decimal(f"{rounded.normalize():f}") + 0


def part(value: Exact | None) -> Share | None:
    """A share for the cell of a table to save."""
    return None if value is None or value == "" else Share(Decimal(_digits(value, 9)))


def number(value: Exact | None, language: str, places: int | None = None, sign: bool = False) -> str:
    """1434.5 -> `1.434,5` (vi), `1,434.5` (en). None -> an en dash. `sign` also writes the plus."""
    if value is None or value == "":
        return NOTHING
    digits = _digits(value, places)
    negative = digits.startswith("-")
    whole, _, decimals = digits.lstrip("-").partition(".")
    point, thousands = (",", ".") if language == "vi" else (".", ",")
    grouped = f"{int(whole or 0):,}".replace(",", thousands)
    text = grouped + (point + decimals if decimals else "")
    if not any(digit in "123456789" for digit in text):
        return text
    return (MINUS if negative else "+" if sign else "") + text


def short(value: Exact | None, language: str, places: int = 2) -> str:
    """At most `places` decimals, without idle zeros at the end: 10.00 -> `10`, 61.250 -> `61,25`."""
    if value is None or value == "":
        return NOTHING
    digits = _digits(value, places)
    return number(digits.rstrip("0").rstrip(".") if "." in digits else digits, language)


def weight(value: Exact) -> str:
    """A weight as decimal text: a ratio such as `1/3` to six places, anything else as it is written."""
    above, sign, below = str(value).partition("/")
    return format(Decimal(above) / Decimal(below), ".6f") if sign else str(value)


def percent(value: Exact | None, language: str, places: int = 2) -> str:
    """A value that is already in percent: 10 -> `10%`, 94.1176 -> `94,12%`."""
    return NOTHING if value is None or value == "" else short(value, language, places) + "%"


def share(value: Exact | None, language: str, places: int = 1) -> str:
    """A share 0..1 as a percentage: 0.605 -> `60,5%`."""
    return NOTHING if value is None or value == "" else percent(exact(value) * 100, language, places)


def day(value: date | str | None, language: str) -> str:
    """2019-07-03 -> `03/07/2019` (vi), `3 July 2019` (en). A year or a month stays as short as it is."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        value = value.isoformat()
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return value
    if language == "vi":
        return "/".join(reversed(parts))
    words = [str(int(part)) for part in reversed(parts)]
    if len(words) >= 2:
        words[-2] = MONTHS[int(words[-2]) - 1]
    return " ".join(words)


def change(new: Exact | None, old: Exact | None, language: str, places: int | None = None) -> str:
    """A difference with its sign and its word: `+0,078 (tăng)`, `−0.90 (down)`, `0 (unchanged)`."""
    if new is None or old is None or new == "" or old == "":
        return NOTHING
    difference = exact(new) - exact(old)
    if places is None:
        places = max(_places(new), _places(old))
    words = {"vi": ("tăng", "giảm", "không đổi"), "en": ("up", "down", "unchanged")}[language]
    if difference == 0:
        return f"0 ({words[2]})"
    return f"{number(difference, language, places, sign=True)} ({words[0 if difference > 0 else 1]})"


def rank_change(new: int | None, old: int | None, language: str) -> str:
    """Places won or lost; a smaller rank is better: 24 -> 23 is `tăng 1 bậc`, `up 1 place`."""
    if new is None or old is None:
        return NOTHING
    places = abs(new - old)
    if language == "vi":
        return "giữ nguyên hạng" if not places else f"{'tăng' if new < old else 'giảm'} {places} bậc"
    word = "place" if places == 1 else "places"
    return "same rank" if not places else f"{'up' if new < old else 'down'} {places} {word}"


def ordinal(value: int, language: str) -> str:
    """2 -> `thứ 2`, `2nd`."""
    if language == "vi":
        return f"thứ {value}"
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def rank_label(label: str | None) -> str:
    """The engine's `17=` as pages write it: `=17`."""
    if not label:
        return NOTHING
    return "=" + label[:-1] if label.endswith("=") else label


def _places(value: Exact) -> int:
    """How many decimals a value was written with; 2 for a ratio."""
    if isinstance(value, Fraction):
        return 0 if value.denominator == 1 else 2
    return len(str(value).partition(".")[2])


def whole(text: str) -> int | None:
    """A number as addresses and hidden fields hold it, of at most nine digits; None for anything else.

    `str.isdigit` takes signs that `int` does not (²), and `int` takes a sentence of digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def sequence(text: str) -> int:
    """The sequence that a screen names; -1, which nothing has, where it names none."""
    number = whole(text)
    return -1 if number is None else number
