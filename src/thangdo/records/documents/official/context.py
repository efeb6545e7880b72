"""What a template may say: the placeholders of a data class with their meanings, and their values as text."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, overload

from thangdo.records.documents.official.words import clean, in_figures, in_full, number

LONG = "_in_full"  # what a day is called when it is written in full: deadline, deadline_in_full


@dataclass(frozen=True)
class Shape:
    """What stands at a placeholder: "text", "flag", "image", "group" (with parts) or "list" (of `item`)."""

    kind: str
    vi: str = ""
    parts: Mapping[str, Shape] | None = None
    item: Shape | None = None


@dataclass(frozen=True)
class Placeholder:
    """A name that a template may use. Of a list, `name` ends with []: `annexes[].rows[].unit`."""

    name: str
    kind: str
    vi: str


class Figure(str):
    """A number as text; `{% if … %}` holds when it is not nought."""

    def __new__(cls, value: int | Decimal) -> Figure:
        made = super().__new__(cls, number(value))
        made.holds = bool(value)
        return made

    holds: bool

    def __bool__(self) -> bool:
        return self.holds


@cache
def _members(kind: type) -> list[tuple[str, Any, str]]:
    """Name, type and meaning of each field and of each derived property."""
    return list(_read(kind))


def _read(kind: type) -> Iterator[tuple[str, Any, str]]:
    hints = get_type_hints(kind, include_extras=True)
    for one in fields(kind):
        hint = hints[one.name]
        plain, meaning = get_args(hint) if get_origin(hint) is Annotated else (hint, "")
        yield one.name, plain, meaning
    for name, value in vars(kind).items():
        if isinstance(value, property) and hasattr(value.fget, "vi"):
            yield name, get_type_hints(value.fget)["return"], value.fget.vi  # type: ignore[union-attr]


def _is_day(hint: Any) -> bool:
    return date in (hint, *get_args(hint))


def _of(hint: Any, vi: str) -> Shape:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return Shape("list", vi, item=_of(get_args(hint)[0], vi))
    if is_dataclass(hint) and isinstance(hint, type):
        return Shape("group", vi, parts=shape_of(hint).parts)
    return Shape({bool: "flag", bytes: "image"}.get(hint, "text"), vi)


_SHAPES: dict[type, Shape] = {}


def shape_of(kind: type) -> Shape:
    """The placeholders of a data class, as a tree."""
    if kind in _SHAPES:
        return _SHAPES[kind]
    parts: dict[str, Shape] = {}
    for name, hint, vi in _members(kind):
        parts[name] = _of(hint, vi)
        if _is_day(hint):
            parts[name + LONG] = Shape("text", f"{vi} (viết đủ: ngày … tháng … năm …)")
    return _SHAPES.setdefault(kind, Shape("group", parts=parts))


def flat(shape: Shape, prefix: str = "") -> list[Placeholder]:
    """Every placeholder below a shape, in the order of the data class."""
    found = []
    for name, part in (shape.parts or {}).items():
        path, inner = f"{prefix}{name}", part
        while inner.kind == "list" and inner.item is not None:
            path, inner = f"{path}[]", inner.item
        kind = part.kind if part.kind == "list" else inner.kind
        found.append(Placeholder(path, kind, part.vi))
        if inner.kind == "group":
            found += flat(inner, f"{path}.")
    return found


class Listed(Sequence[Any]):
    """A list of a document; what stands in it is put into words when a template asks for it.

    The annex of weak places of 5,259 units has 128,000 rows of which its template names ten a criterion.
    """

    def __init__(self, things: tuple[Any, ...], image: Callable[[bytes], object]) -> None:
        self._things, self._image = things, image

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> Listed: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return Listed(self._things[place], self._image)
        return _value(self._things[place], self._image)


def values(data: object, image: Callable[[bytes], object]) -> dict[str, Any]:
    """The placeholders' values: texts, flags, lists, groups, and what `image` makes of a picture."""
    found: dict[str, Any] = {}
    for name, hint, _ in _members(type(data)):  # type: ignore[arg-type]  # a class can be hashed
        value = getattr(data, name)
        found[name] = _value(value, image)
        if _is_day(hint):
            found[name + LONG] = in_full(value) if value is not None else ""
    return found


def _value(value: Any, image: Callable[[bytes], object]) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | Decimal):
        return Figure(value)
    if isinstance(value, date):
        return in_figures(value)
    if isinstance(value, bytes):
        return image(value)
    if isinstance(value, tuple):
        return Listed(value, image)
    if is_dataclass(value):
        return values(value, image)
    raise TypeError(f"a document holds no {type(value).__name__}")
