"""What an act is done to: a directive and the units' parts that it is about, found and locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from thangdo.records.acts.declared import Json
from thangdo.records.acts.rows import locked
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.directives import events
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import AssignmentInMemory, DirectiveInMemory, save_all
from thangdo.work.directives.states import NEW
from thangdo.work.directives.states import Directive as State

Lock = bool | None  # for update, shared (None), not at all (False)


@dataclass
class Task:
    """A directive, and what an act does to units' parts of it. named: the part that an address names."""

    whole: DirectiveInMemory
    named: AssignmentInMemory | None = None
    parts: dict[str, AssignmentInMemory] = field(default_factory=dict)  # by stream

    def __post_init__(self) -> None:
        if self.named is not None:
            self.parts[self.named.stream] = self.named

    @property
    def directive(self) -> Directive:
        return self.whole.directive

    @property
    def part(self) -> AssignmentInMemory:
        """The part that the address names."""
        assert self.named is not None, "the address names a unit"
        return self.named

    @property
    def stream(self) -> str:
        return self.directive.stream if self.named is None else self.named.stream

    def streams(self) -> Mapping[str, int]:
        parts = {stream: part.assignment.sequence for stream, part in self.parts.items()}
        return {self.directive.stream: self.directive.sequence, **parts}

    def states(self) -> Mapping[str, str]:
        whole = self.directive.state if self.directive.sequence else NEW
        return {"directive": whole, **({"assignment": self.named.assignment.state} if self.named else {})}

    def place(self, name: str) -> Unit | None:
        if name == "authority":
            return self.directive.authority
        return self.named.assignment.carrier if self.named else None

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            (self.parts.get(event.stream) or self.whole).apply(event)
        self.whole.save()
        save_all(list(self.parts.values()))

    def answer(self) -> Json:
        if self.named is None:
            return {"slug": self.directive.slug, "sequence": self.directive.sequence}
        return {"sequence": self.named.assignment.sequence, "state": str(self.named.assignment.state)}

    def take(self, rows: Q) -> list[AssignmentInMemory]:
        """Its parts under a condition, locked in the order of their keys; it is locked for update itself."""
        found = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "carrier")
        parts = [
            AssignmentInMemory(row) for row in found.filter(rows, directive=self.directive).order_by("pk")
        ]
        return self._add(parts)

    def charge(self, units: Iterable[Unit]) -> list[AssignmentInMemory]:
        """A new part for each unit."""
        rows = (Assignment(directive=self.directive, unit=unit, carrier=unit) for unit in units)
        return self._add([AssignmentInMemory(row) for row in rows])

    def _add(self, parts: list[AssignmentInMemory]) -> list[AssignmentInMemory]:
        for part in parts:
            part.assignment.directive = self.directive
            self.parts[part.stream] = part
        return parts

    def reopened(self, day: date, by_data: bool = False) -> list[tuple[str, Happening]]:
        """A closed directive is open again when a part of it is; the act has locked it for update."""
        if self.directive.state != State.CLOSED:
            return []
        return [(self.directive.stream, events.DirectiveMoved("reopen", State.ISSUED, day, None, by_data))]


def directive_of(slug: str, lock: Lock = False) -> Directive:
    """The directive. Raises Refused when there is none."""
    rows = Directive.objects.select_related("authority", "leading", "head")
    found = locked(rows.filter(slug=slug), lock)
    if found is None:
        raise Refused("no-such-directive", slug=slug)
    return found


def assignment_of(directive: Directive, unit: UnitRef, lock: Lock = False) -> Assignment:
    """A unit's assignment. Raises Refused when the directive gives it none."""
    rows = Assignment.objects.select_related("unit", "carrier", "carrier__parent")
    found = locked(rows.filter(directive=directive, unit__scheme=unit[0], unit__code=unit[1]), lock)
    if found is None:
        raise Refused("no-such-assignment", unit=":".join(unit), directive=directive.slug)
    found.directive = directive
    return found
