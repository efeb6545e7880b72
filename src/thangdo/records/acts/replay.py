"""Whether the tables still say what the ledger says: what was rebuilt from events beside what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from thangdo.records.ledger import events as ledger
from thangdo.records.ledger.events import EventView


class Follows(Protocol):
    """Something in memory that events happen to."""

    def apply(self, event: EventView) -> None:
        """Let an event happen."""


F = TypeVar("F", bound=Follows)
Tables = Mapping[str, list[dict[str, Any]]]


def rebuilt(fresh: F, stream: str) -> F:
    """Something new, after all events of a stream have happened to it."""
    for event in ledger.read(stream):
        fresh.apply(event)
    return fresh


def differ(what: str, said: Model, kept: Model, skip: frozenset[str]) -> Iterator[str]:
    """The fields in which a row differs from what the ledger says. skip: keys of the database."""
    for field in said._meta.concrete_fields:
        if field.name in skip:
            continue
        ours, theirs = getattr(said, field.attname), getattr(kept, field.attname)
        if ours != theirs and str(ours) != str(theirs):
            yield f"{what}: {field.name} is {theirs!r}, the ledger says {ours!r}"


def pairs(
    what: str, said: Mapping[Any, Model], kept: Mapping[Any, Model], skip: frozenset[str]
) -> Iterator[str]:
    """The same for rows by their numbers: those on one side only, and those that differ."""
    for key in sorted(said.keys() | kept.keys(), key=str):
        if key not in said or key not in kept:
            yield f"{what} {key}: only {'in the ledger' if key in said else 'in the tables'}"
        else:
            yield from differ(f"{what} {key}", said[key], kept[key], skip)


def again(tables: Callable[[], Tables], rebuild: Callable[[], object]) -> list[str]:
    """For tables that events write straight into: those that rebuilding would change. Nothing is kept.

    rebuild: takes the rows away and lets the events happen again; all of it is rolled back.
    """
    before = tables()
    with transaction.atomic():
        rebuild()
        after = tables()
        transaction.set_rollback(True)
    return [name for name in before if before[name] != after[name]]


def plain_rows(rows: QuerySet[Any], skip: frozenset[str], more: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Rows as plain data in an order of their own, without keys of the database. more: of related rows."""
    names = [field.attname for field in rows.model._meta.concrete_fields if field.name not in skip]
    return sorted(
        rows.values(*names, *more), key=lambda row: str(sorted(row.items(), key=lambda pair: pair[0]))
    )
