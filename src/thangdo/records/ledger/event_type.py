"""The base of typed events: a frozen dataclass whose fields are the payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from thangdo.records.ledger.events import New


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that can happen. A new meaning of the fields is a new VERSION; old events are kept."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1

    def new(self) -> New:
        """The event to append."""
        payload = {field.name: plain(getattr(self, field.name)) for field in fields(self)}
        return New(self.TYPE, payload, self.VERSION)


def plain(value: Any) -> Any:
    """A value as a payload can hold it: days and decimals as text.

    >>> plain({"day": date(2026, 7, 3), "points": Decimal("62.50"), "units": ("a", "b")})
    {'day': '2026-07-03', 'points': '62.50', 'units': ['a', 'b']}
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
