"""What the special rooms share: events that change tables at once, and building the tables again from them.

A room's events are applied straight to its tables by the function entered for their type; the same functions
replay them. Tables name other rows of their room by natural keys (`__str__`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from thangdo.records.acts.declared import Json
from thangdo.records.acts.replay import again
from thangdo.records.ledger.events import EventView, view
from thangdo.records.ledger.models import Event
from thangdo.records.units.models import Unit

Apply = Callable[[EventView], None]
_HOW: dict[str, Apply] = {}


def applies(kind: str) -> Callable[[Apply], Apply]:
    """Enter what an event of this type makes of the tables."""

    def enter(how: Apply) -> Apply:
        _HOW[kind] = how
        return how

    return enter


@dataclass
class Thing:
    """What an act of a room is done to: a stream, locked, and the units in which offices entitle.

    Rooms whose acts look at a row have a class of their own that adds it.
    """

    stream: str
    sequence: int
    units: Mapping[str, Unit]

    def streams(self) -> Mapping[str, int]:
        return {self.stream: self.sequence}

    def states(self) -> Mapping[str, str]:
        return {}

    def place(self, name: str) -> Unit | None:
        return self.units.get(name)

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            _HOW[event.type](event)
            self.sequence = event.sequence

    def answer(self) -> Json:
        return {"sequence": self.sequence}


def differences(types: Sequence[str], tables: Sequence[type[models.Model]]) -> list[str]:
    """The tables (those that others hang on last) that differ from what the events of these types make."""

    def rebuild() -> None:
        for table in tables:
            table._default_manager.all().delete()
        for row in Event.objects.filter(type__in=types).order_by("id"):
            _HOW[row.type](view(row))

    return again(lambda: {table.__name__: _dump(table) for table in tables}, rebuild)


def _dump(table: type[models.Model]) -> list[dict[str, Any]]:
    names = [field.name for field in table._meta.concrete_fields if field.name != "id"]
    rows = ({name: str(getattr(row, name)) for name in names} for row in table._default_manager.all())
    return sorted(rows, key=str)
