"""The input of an act: a frozen dataclass whose fields say their kind. Read, checked, made canonical here.

    @dataclass(frozen=True, slots=True)
    class Ask:
        unit: Annotated[UnitRef, UnitNamed()]
        days: Annotated[int, Whole(1, 60, code="limit-days")] = 5

It is the only place of a field at the boundary: the office's form, the body that programs send, the receipt
and the faults derive from it. The kinds are data; the faces say how each is asked for. Eleven are enough:
a form that needs another is a page of its own (docs/decisions/acts.md).
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from thangdo.records.ledger.event_type import plain
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.rules.letters import unseen

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_LOCAL_DAY = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
YES = ("1", "on", "true", "yes")
SHOWN = 80  # characters of what was typed that a fault repeats


@dataclass(frozen=True, slots=True)
class Text:
    """A typed text, without the blanks around it. most, least: characters. lines: it may have several.

    exact: kept to the last character, as a file is. code, long, form: the refusals for one that is missing or
    too short, too long, or not of the pattern, where not the general ones.
    """

    most: int = 400
    least: int = 0
    lines: bool = False
    pattern: str = ""
    code: str = "missing"
    long: str = "too-long"
    form: str = "bad-form"
    exact: bool = False

    def read(self, typed: str) -> Any:
        return typed.replace("\r\n", "\n")

    def check(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise Refused(self.code, typed="", most=self.most)
        if self.exact and "\0" in value:
            raise Refused(self.form, typed="\\0", most=self.most)
        text = value if self.exact else _plain(unicodedata.normalize("NFC", value)).strip()
        if len(text) > self.most:
            raise Refused(self.long, typed=text[:SHOWN], most=self.most)
        if len(text) < self.least:
            raise Refused(self.code, typed=text[:SHOWN], least=self.least, most=self.most)
        if self.pattern and text and not re.fullmatch(self.pattern, text):
            raise Refused(self.form, typed=text[:SHOWN], most=self.most)
        return text


def _plain(text: str) -> str:
    """The text without what nobody sees or what turns the rest about: directions, joiners, controls."""
    if text.isascii() and text.isprintable():
        return text
    gone = {*unseen(text), *(one for one in text if unicodedata.category(one) == "Cc" and one not in "\n\t")}
    return "".join(one for one in text if one not in gone) if gone else text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    low: int
    high: int
    code: str = "out-of-range"

    def read(self, typed: str) -> Any:
        text = typed.strip().replace("\u00a0", "")
        if not _WHOLE.fullmatch(text):
            raise Refused("not-a-number", typed=typed)
        return int(text)

    def check(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused("not-a-number", typed=str(value))
        if not self.low <= value <= self.high:
            raise Refused(self.code, low=self.low, most=self.high, typed=str(value))
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal within bounds. In a form a comma is the sign of decimals, as Vietnamese writes it."""

    low: Decimal
    high: Decimal
    places: int = 2
    code: str = "out-of-range"

    def read(self, typed: str) -> Any:
        text = typed.strip().replace(" ", "").replace("\u00a0", "")
        if text.count(",") == 1:
            text = text.replace(".", "").replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise Refused("not-a-number", typed=typed) from error

    def check(self, value: Any) -> Any:
        if not isinstance(value, Decimal) or not value.is_finite():
            raise Refused("not-a-number", typed=str(value))
        exponent = value.as_tuple().exponent
        if not self.low <= value <= self.high or -int(exponent) > self.places:
            raise Refused(self.code, low=str(self.low), most=str(self.high), typed=str(value))
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no. In a form a box; one that is not ticked is no."""

    def read(self, typed: str) -> Any:
        return typed in YES

    def check(self, value: Any) -> Any:
        if not isinstance(value, bool):
            raise Refused("missing")
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A day: 2026-07-03 as browsers send it, or 3/7/2026 as people type it."""

    code: str = "bad-day"

    def read(self, typed: str) -> Any:
        text = typed.strip()
        if iso := _DAY.fullmatch(text):
            year, month, day = iso.groups()
        elif local := _LOCAL_DAY.fullmatch(text):
            day, month, year = local.groups()
        else:
            raise Refused(self.code, typed=typed)
        try:
            return date(int(year), int(month), int(day))
        except ValueError as error:
            raise Refused(self.code, typed=typed) from error

    def check(self, value: Any) -> Any:
        if not isinstance(value, date):
            raise Refused(self.code, typed=str(value))
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words, each with its name in the word list of the kind of work."""

    options: tuple[str, ...]
    code: str = "no-such-choice"

    def read(self, typed: str) -> Any:
        return typed

    def check(self, value: Any) -> Any:
        if value not in self.options:
            raise Refused(self.code, typed=str(value), allowed=list(self.options))
        return str(value)


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """A unit of the register, scheme:code. Whether there is one, the act looks up under its lock."""

    code: str = "no-such-unit"

    def read(self, typed: str) -> Any:
        scheme, _colon, code = typed.strip().partition(":")
        return scheme, code

    def check(self, value: Any) -> Any:
        ref = tuple(value) if isinstance(value, list | tuple) else ()
        if len(ref) != 2 or not all(isinstance(part, str) and 0 < len(part) <= 60 for part in ref):
            raise Refused(self.code, unit=":".join(str(part) for part in ref))
        return ref


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file that the actor has sent before, by its hash; a form sends the bytes and the face stores them."""

    code: str = "file-or-link"

    def read(self, typed: str) -> Any:
        return typed

    def check(self, value: Any) -> Any:
        if not isinstance(value, str) or not _SHA256.fullmatch(value):
            raise Refused(self.code)
        return value


@dataclass(frozen=True, slots=True)
class Many:
    """Several of a kind, or of a dataclass of fields. most: how many, at most. Forms are made by hand.

    few: the refusal for too few. named: the field by which a fault says in which of them it is.
    """

    of: Any
    most: int
    least: int = 0
    code: str = "too-many"
    few: str = "missing"
    named: str = ""

    def read(self, typed: str) -> Any:
        return tuple(self.of.read(line) for line in typed.splitlines() if line.strip())

    def check(self, value: Any) -> Any:
        if not isinstance(value, list | tuple) or not self.least <= len(value) <= self.most:
            count = len(value) if isinstance(value, list | tuple) else 0
            raise Refused(self.code if count > self.most else self.few, most=self.most, count=count)
        return tuple(self._part(part) for part in value)

    def _part(self, part: Any) -> Any:
        try:
            return checked(part) if isinstance(self.of, type) else self.of.check(part)
        except Refused as refused:
            if not self.named:
                raise
            which = {self.named: getattr(part, self.named)}
            raise Refused(refused.code, **{**which, **refused.facts}) from refused


@dataclass(frozen=True, slots=True)
class Named:
    """Several of a kind, each under a name: the values of an answer. most: how many, at most.

    Forms are made by hand.
    """

    of: Any
    most: int
    least: int = 0
    code: str = "too-many"

    def read(self, typed: str) -> Any:
        raise Refused("bad-form", typed=typed)

    def check(self, value: Any) -> Any:
        if not isinstance(value, Mapping) or not self.least <= len(value) <= self.most:
            count = len(value) if isinstance(value, Mapping) else 0
            raise Refused(self.code if count > self.most else "missing", most=self.most, count=count)
        return {str(name): at(str(name), lambda one=one: self.of.check(one)) for name, one in value.items()}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Data:
    """Plain data that its room makes clean: a rule, a condition. Forms are made by hand.

    clean: gives it in its one form. Raises Refused.
    of: what programs send: a dataclass of fields, or the kind of each value by its name.
    """

    clean: Callable[[Any], Any]
    of: Any

    def read(self, typed: str) -> Any:
        raise Refused("bad-form", typed=typed)

    def check(self, value: Any) -> Any:
        return self.clean(value)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, aware: 2026-07-03T08:00:00+07:00. In a form the local date and time, as browsers send it."""

    code: str = "bad-day"

    def read(self, typed: str) -> Any:
        try:
            found = datetime.fromisoformat(typed.strip())
        except ValueError as error:
            raise Refused(self.code, typed=typed) from error
        return found if found.tzinfo else found.replace(tzinfo=LOCAL)

    def check(self, value: Any) -> Any:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise Refused(self.code, typed=str(value))
        return value


Kind = Text | Whole | Number | Flag | Day | Moment | Choice | UnitNamed | FileSent | Many | Named | Data
KINDS = (Text, Whole, Number, Flag, Day, Moment, Choice, UnitNamed, FileSent, Many, Named, Data)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an input. type: as annotated, without its kind. optional: it has a default."""

    name: str
    kind: Kind
    type: Any
    optional: bool
    default: Any = None


@cache
def fields_of(takes: type) -> tuple[Field, ...]:
    """The fields of an input in their order. Raises TypeError for one that says no kind.

    >>> @dataclass(frozen=True)
    ... class Extend:
    ...     days: Annotated[int, Whole(1, 60)] = 5
    >>> [(field.name, field.optional, field.default) for field in fields_of(Extend)]
    [('days', True, 5)]
    """
    hints = get_type_hints(takes, include_extras=True)
    return tuple(_field(takes, field, hints[field.name]) for field in dataclasses.fields(takes))


def _field(takes: type, field: dataclasses.Field[Any], hint: Any) -> Field:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{takes.__name__}.{field.name} says no kind")
    inner, *said = get_args(hint)
    kind = next((part for part in said if isinstance(part, KINDS)), None)
    if kind is None:
        raise TypeError(f"{takes.__name__}.{field.name} says no kind")
    if field.default_factory is not dataclasses.MISSING:
        return Field(field.name, kind, inner, True, field.default_factory())
    optional = field.default is not dataclasses.MISSING
    return Field(field.name, kind, inner, optional, field.default if optional else None)


def checked(given: Any) -> Any:
    """The input with its texts made clean, when every field keeps its bounds.

    A default always stands: bounds are not asked of it. Raises Refused with `field`.
    """
    values: dict[str, Any] = {}
    takes: Any = type(given)
    for field in fields_of(takes):
        value = getattr(given, field.name)
        values[field.name] = (
            value if field.optional and value == field.default else checked_field(field, value)
        )
    return dataclasses.replace(given, **values)


def checked_field(field: Field, value: Any) -> Any:
    """One value, clean. Raises Refused with `field`.

    >>> checked_field(Field("reason", Text(least=3), str, False), "  Thiếu người ")
    'Thiếu người'
    """
    return at(field.name, lambda: field.kind.check(value))


def at(name: str, act: Callable[[], Any]) -> Any:
    """What `act` gives; a refusal says in which field it is.

    >>> at("due", lambda: Day().read("31/2/2026"))
    Traceback (most recent call last):
        ...
    thangdo.records.ledger.refused.Refused: bad-day {'field': 'due', 'due': '31/2/2026', 'typed': '31/2/2026'}
    """
    try:
        return act()
    except Refused as refused:
        # what was typed stands under the field's own name too: a sentence may say {number}
        own = {name: refused.facts["typed"]} if "typed" in refused.facts and name != "code" else {}
        raise Refused(refused.code, **{"field": name, **own, **refused.facts}) from refused


def canonical(given: Any) -> Any:
    """The input as plain data for a receipt."""
    return plain(dataclasses.asdict(given))
