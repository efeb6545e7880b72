"""An input as a form holds it: read from what was typed, shown as text that is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from thangdo.records.acts import fields
from thangdo.records.acts.fields import YES, Field, Flag, Many, Text, UnitNamed
from thangdo.records.people.acting import Refused


def read(
    takes: type, typed: Mapping[str, str], asked: Sequence[str] | None = None, standing: Any = None
) -> tuple[Any, dict[str, Refused]]:
    """The input that a form sends, or None with the fault of each field.

    asked: the fields that the form asks for (none named: all). What it does not ask for keeps what stands in
    `standing` (an input of the same class, of the thing as it was seen), else its default: a form that leaves
    a field out must not set it to nothing.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Refused] = {}
    for field in fields.fields_of(takes):
        if asked is not None and field.name not in asked:
            if standing is not None:
                values[field.name] = getattr(standing, field.name)
            elif field.optional:
                values[field.name] = field.default
            else:
                faults[field.name] = Refused("missing", field=field.name)
            continue
        text = typed.get(field.name, "")
        try:
            if isinstance(field.kind, Flag):
                values[field.name] = text in YES
            elif not text.strip() and field.optional:
                values[field.name] = field.default if not isinstance(field.kind, Text) else ""
            else:
                value = fields.at(field.name, partial(field.kind.read, text))
                values[field.name] = fields.checked_field(field, value)
        except Refused as refused:
            faults[field.name] = refused
    return (None, faults) if faults else (takes(**values), {})


def shown(field: Field, value: Any) -> str:
    """A value as a form shows it: the text that `read` reads again.

    >>> shown(Field("due", fields.Day(), date, True), date(2026, 7, 3))
    '2026-07-03'
    """
    if value is None:
        return ""
    if isinstance(field.kind, UnitNamed) and isinstance(value, tuple):
        return ":".join(value)
    if isinstance(field.kind, Flag):
        return "1" if value else ""
    if isinstance(field.kind, Many):
        return "\n".join(":".join(part) if isinstance(part, tuple) else str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)
