"""An edition written back as text: plain data, one-line YAML for a cell or a comparison, and whole files."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from thangdo.rules.index.edition.source import Data

_WORD = re.compile(r"[^\W\d_][\w ./%()–-]*")
_RESERVED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
WIDE = 100


def plain(value: Any) -> Data:
    """A part of an edition as plain data, what is left at its default left out.

    >>> from thangdo.rules.index.edition.model import Need
    >>> plain(Need(node="A", share="0.5"))
    {'node': 'A', 'share': Decimal('0.5')}
    """
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="python", by_alias=True, exclude_defaults=True))
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if value is None or isinstance(value, str | Decimal | bool):
        return value
    raise TypeError(f"{type(value).__name__} is no part of an edition")


def scalar(value: Data) -> str:
    """A word, number or truth value as YAML.

    >>> scalar("Số cán bộ"), scalar("yes"), scalar(Decimal("0.50"))
    ('Số cán bộ', "'yes'", '0.50')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    if not text.isprintable():
        return '"' + "".join(_escaped(character) for character in text) + '"'
    if _WORD.fullmatch(text) and text == text.strip() and text.lower() not in _RESERVED:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    if character.isprintable():
        return character
    return f"\\U{ord(character):08X}"


def flow(value: Data) -> str:
    """The value on one line: {key: value, …}, [item, …] or a word.

    >>> flow({"ratio": ["done", "all"], "full_at": Decimal("0.8")})
    '{ratio: [done, all], full_at: 0.8}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def block(data: Mapping[str, Data], depth: int = 0) -> str:
    """A map as lines of YAML; what is short stands on one line.

    >>> print(block({"A1": {"title": {"vi": "Máy tính"}, "max": Decimal(10)}}), end="")
    A1:
      title: {vi: Máy tính}
      max: 10
    """
    lines = []
    indent = "  " * depth
    for key, value in data.items():
        head = f"{indent}{scalar(key)}:"
        one_line = f"{head} {flow(value)}"
        if not isinstance(value, dict | list) or not value or (len(one_line) <= WIDE and _flat(value)):
            lines.append(one_line + "\n")
        elif isinstance(value, dict):
            lines.append(f"{head}\n{block(value, depth + 1)}")
        else:
            lines.append(f"{head}\n" + "".join(f"{indent}  - {flow(part)}\n" for part in value))
    return "".join(lines)


def _flat(value: Data) -> bool:
    """Whether a map or list holds nothing but words, numbers and lists of them."""
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return all(not isinstance(part, dict) for part in parts)
