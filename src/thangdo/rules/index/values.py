"""One cell of an answer file as a value: by the input's type, exact, and told apart from what is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.hints import listed, meant
from thangdo.rules.index.edition.model import Input, InputType
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.phrases import Phrase, Words, phrase

DIGITS = 60

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?(?:inf(?:inity)?|nan|∞)", re.IGNORECASE)
_COMMA = re.compile(r"[-+]?\d+(?:,\d+)+(?:\.\d+)?")
_YES = {"yes", "y", "có", "true", "1"}
TICKS = frozenset({"x", "✓", "✔", "☑", "☒", "√"})  # what people put beside what holds
_NO = {"no", "n", "không", "false", "0"}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a cell cannot be used."""

    message: Phrase
    allowed: Words | None = None
    mend: Phrase | None = None


def read_value(text: str, one: Input, words: Mapping[str, str] | None = None) -> Value | Refused:
    """The value written in a cell. Blank is not answered; two words are the other kinds of missing.

    words: what the edition declares besides, word -> kind of missing (`missing_words`).

    >>> share = Input(type="percent")
    >>> read_value("62.5", share), read_value("", share), str(read_value("62,5", share).message)
    (Fraction(125, 2), <Status.NOT_ANSWERED: 'not-answered'>, 'comma-here (value: 62,5)')
    """
    text = text.strip()
    if not text:
        return Status.NOT_ANSWERED
    if words and text in words:
        return Status(words[text])
    if text == "not-applicable" or text in one.not_applicable:
        return Status.NOT_APPLICABLE
    if text == "not-measured":
        return Status.NOT_MEASURED
    if one.type is InputType.TEXT:
        return unicodedata.normalize("NFC", text)
    if one.type is InputType.YES_NO:
        word = unicodedata.normalize("NFC", text).casefold()
        if word in _YES or word in _NO:
            return Fraction(1 if word in _YES else 0)
        return Refused(
            phrase("neither-yes-nor-no", value=_short(text)), "yes, no, có, không, true, false, Y, N, 1, 0"
        )
    if one.type is InputType.CHOICE:
        return _choice(text, one)
    if one.type is InputType.CHECKLIST:
        return _checklist(text, one)
    return _number(text, one)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _choice(text: str, one: Input) -> Value | Refused:
    choices = one.choices or {}
    word = unicodedata.normalize("NFC", text)
    if word in choices:
        return word
    return Refused(phrase("choice-none", value=_short(text)), listed(choices), meant(text, choices))


def _checklist(text: str, one: Input) -> Value | Refused:
    if text == "none":
        return frozenset()
    choices = one.choices or {}
    items = [unicodedata.normalize("NFC", item.strip()) for item in text.split("|")]
    unknown = [item for item in items if item not in choices]
    if unknown:
        names = ", ".join(f"`{_short(item)}`" for item in unknown)
        guess = meant(unknown[0], choices) or phrase("separate-items")
        return Refused(phrase("items-unknown", items=names), listed(choices), guess)
    if len(set(items)) < len(items):
        return Refused(phrase("item-twice", value=_short(text)))
    return frozenset(items)


def _number(text: str, one: Input) -> Value | Refused:
    if not _NUMBER.fullmatch(text):
        return _no_number(text)
    if len(text) > DIGITS:
        return Refused(phrase("value-too-long", value=_short(text), most=DIGITS), mend=phrase("round-it"))
    number = _exact(text)
    if one.type is InputType.COUNT and number.denominator != 1:
        return Refused(phrase("not-whole", value=text), "0, 1, 2, …")
    low, high = limits(one)
    if (low is not None and number < exact(low)) or (high is not None and number > exact(high)):
        return Refused(phrase("value-out", value=text), _range(low, high))
    return number


def _exact(text: str) -> Fraction:
    """The number that the digits say; plain ones without the way through a decimal."""
    if text.isdigit():
        return Rational(int(text), 1)
    whole, point, places = text.partition(".")
    if point and whole.isdigit() and places.isdigit():
        return Rational(int(whole + places), 10 ** len(places))
    return Fraction(Decimal(text))


def _no_number(text: str) -> Refused:
    shown = _short(text)
    if _NOT_FINITE.fullmatch(text):
        return Refused(phrase("not-finite", value=shown), mend=phrase("leave-blank"))
    if _COMMA.fullmatch(text):
        return Refused(
            phrase("comma-here", value=shown),
            mend=phrase("write-one-or-other", one=text.replace(",", "."), other=text.replace(",", "")),
        )
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        return Refused(
            phrase("not-a-number", value=shown), mend=phrase("write-without-sign", value=text[:-1].strip())
        )
    return Refused(
        phrase("not-a-number", value=shown),
        mend=phrase("write-digits"),
    )


def limits(one: Input) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that an input allows: its own limits within those of its type.

    >>> limits(Input(type="percent", min=10))
    (Decimal('10'), Decimal('100'))
    """
    low, high = one.min, one.max
    if one.type in (InputType.COUNT, InputType.PERCENT, InputType.SHARE):
        low = Decimal(0) if low is None else max(low, Decimal(0))
    if one.type is InputType.PERCENT:
        high = Decimal(100) if high is None else min(high, Decimal(100))
    if one.type is InputType.SHARE:
        high = Decimal(1) if high is None else min(high, Decimal(1))
    return low, high


def _range(low: Decimal | None, high: Decimal | None) -> Phrase:
    if low is not None and high is not None:
        return phrase("between", low=low, high=high)
    return phrase("at-least", least=low) if low is not None else phrase("at-most", most=high)
