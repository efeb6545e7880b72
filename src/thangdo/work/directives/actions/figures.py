"""Imported figures by unit, taken in from a table: for conditions over data, until measures compute them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from thangdo.records.acts.declared import Act, Json, On, Where
from thangdo.records.acts.fields import Day, Many, Text, UnitNamed
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView, head
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.directives import events
from thangdo.work.directives.actions.reporting import TOO_LONG
from thangdo.work.directives.conditions import number
from thangdo.work.directives.models import Figure

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
MOST = 20_000


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit's number, in plain digits with a point."""

    unit: Annotated[UnitRef, UnitNamed()]
    value: Annotated[str, Text(60, long=TOO_LONG)]


@dataclass(frozen=True, slots=True)
class FiguresOfDay:
    """What the figure is called, its day, the number of each unit, and where they come from."""

    name: Annotated[str, Text(60, least=1, pattern=NAME, long=TOO_LONG, form="bad-directive-slug")]
    day: Annotated[date, Day()]
    values: Annotated[tuple[UnitFigure, ...], Many(UnitFigure, MOST, least=1, few="nothing-chosen")]
    source: Annotated[str, Text(2_000, lines=True, long=TOO_LONG)] = ""


@dataclass
class Figures:
    """A figure of the units under an authority. Nothing of it is locked: its stream keeps the order."""

    authority: Unit
    name: str

    @property
    def stream(self) -> str:
        return f"figures:{self.name}"

    def streams(self) -> Mapping[str, int]:
        return {self.stream: head(self.stream)}

    def states(self) -> Mapping[str, str]:
        return {}

    def place(self, name: str) -> Unit | None:
        return self.authority

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            keep(self.name, event)

    def answer(self) -> Json:
        return {"name": self.name, "sequence": head(self.stream)}


def keep(name: str, event: EventView) -> None:
    """The figures of an event, in place of those of the same day."""
    values, day = event.payload["values"], date.fromisoformat(event.payload["day"])
    rows = Unit.objects.filter(code__in={ref.partition(":")[2] for ref in values})
    units = {ref: row for row in rows if (ref := f"{row.scheme}:{row.code}") in values}
    Figure.objects.filter(name=name, day=day, unit__in=[unit.pk for unit in units.values()]).delete()
    Figure.objects.bulk_create(
        [Figure(name=name, unit=units[ref], day=day, value=text) for ref, text in values.items()],
        batch_size=1000,
    )


def find_figures(where: Where, act: Act, given: FiguresOfDay, lock: bool) -> Figures:
    """The figures of an authority, by the name that the input gives them."""
    return Figures(unit_named(where[0]), given.name)


def import_figures(on: On[Figures], given: FiguresOfDay) -> events.FiguresImported:
    """Take figures in, all or none. Raises Refused for the first unit or number that cannot be."""
    under = Unit.objects.filter(path__startswith=on.subject.authority.path)
    codes = {figure.unit[1] for figure in given.values}
    units = set(under.filter(code__in=codes).values_list("scheme", "code"))
    for figure in given.values:
        if figure.unit not in units:
            raise Refused("no-such-unit", unit=":".join(figure.unit))
        if number(figure.value) is None:
            raise Refused("bad-number", value=figure.value)
    values = {":".join(figure.unit): figure.value for figure in given.values}
    return events.FiguresImported(given.day, dict(sorted(values.items())), private.keep(given.source))
