"""What the special rooms share: events that change tables at once, and building the tables again from them.

A room's events are applied straight to its tables by the function entered for their type; the same functions
replay them. Tables name other rows of their room by natural keys (`__str__`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView, append
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Actor, OfficeHeld

Apply = Callable[[EventView], None]
_HOW: dict[str, Apply] = {}


def applies(kind: str) -> Callable[[Apply], Apply]:
    """Enter what an event of this type makes of the tables."""

    def enter(how: Apply) -> Apply:
        _HOW[kind] = how
        return how

    return enter


def happen(
    stream: str, happened: Sequence[Happening], actor: Actor, held: OfficeHeld | None, seen: int | None = None
) -> int:
    """Append events to a stream and let the tables follow, in the transaction of the caller; its sequence.

    Raises Stale when the stream is not where the actor saw it.
    """
    last = seen or 0
    for event in append(stream, [one.new() for one in happened], actor.by(held), seen):
        _HOW[event.type](event)
        last = event.sequence
    return last


class _Back(Exception):
    """Take the trial back."""


def differences(types: Sequence[str], tables: Sequence[type[models.Model]]) -> list[str]:
    """Where the tables (those that others hang on last) differ from what the events of these types make."""
    before = {table: _dump(table) for table in tables}
    after: dict[type[models.Model], list[str]] = {}
    try:
        with transaction.atomic():
            for table in tables:
                table._default_manager.all().delete()
            for row in Event.objects.filter(type__in=types).order_by("id"):
                from thangdo.records.ledger.events import view

                _HOW[row.type](view(row))
            after = {table: _dump(table) for table in tables}
            raise _Back
    except _Back:
        pass
    return [
        f"{table.__name__}: {line}"
        for table in tables
        for line in sorted(set(before[table]) ^ set(after[table]))
    ]


def _dump(table: type[models.Model]) -> list[str]:
    names = [field.name for field in table._meta.concrete_fields if field.name != "id"]
    return [str({name: str(_natural(row, name)) for name in names}) for row in table._default_manager.all()]


def _natural(row: models.Model, name: str) -> Any:
    return getattr(row, name)
