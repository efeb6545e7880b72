"""One text for the same data: canonical JSON, by which things are hashed, signed and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no superfluous space. Raises ValueError for floats and odd keys.

    Numbers that are not whole are given as text: a float has no one text, and databases rewrite it.

    >>> canonical({"b": 1, "a": "Sở"}).decode()
    '{"a":"Sở","b":1}'
    >>> canonical({"a": [0.5]})
    Traceback (most recent call last):
        ...
    ValueError: $.a[0]: float has no canonical form; give text, whole numbers, lists
    """
    _examine(data, None)
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


class Twice(ValueError):
    """A key stands twice in one mapping: nobody knows which value is meant."""


def read(text: str | bytes) -> Any:
    """JSON from outside. Raises Twice, and ValueError or RecursionError for what is no JSON.

    >>> read('{"a": [1, {"b": null}]}')
    {'a': [1, {'b': None}]}
    >>> read('{"a": 1, "a": 2}')
    Traceback (most recent call last):
        ...
    thangdo.rules.canonical.Twice: a
    """
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Twice(key)
        found[key] = value
    return found


def sha256(data: Any) -> str:
    """The SHA-256 of the canonical JSON, as hexadecimal text.

    >>> sha256({"a": 1, "b": 2}) == sha256({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(canonical(data)).hexdigest()


Place = tuple["Place", object] | None  # of a value: where its list or mapping stands, and its key there


def _examine(data: Any, place: Place) -> None:
    if data is None or isinstance(data, bool | int):
        return
    if isinstance(data, str):
        if "\0" in data:
            raise ValueError(f"{_named(place)}: a text holds a NUL character")
        return
    if isinstance(data, Mapping):
        for key, item in data.items():
            if not isinstance(key, str):
                raise ValueError(f"{_named(place)}: the key {key!r} is no text")
            _examine(item, (place, key))
        return
    if isinstance(data, list | tuple):
        for number, item in enumerate(data):
            _examine(item, (place, number))
        return
    what = type(data).__name__
    raise ValueError(f"{_named(place)}: {what} has no canonical form; give text, whole numbers, lists")


def _named(place: Place) -> str:
    if place is None:
        return "$"
    above, key = place
    return _named(above) + (f".{key}" if isinstance(key, str) else f"[{key}]")
