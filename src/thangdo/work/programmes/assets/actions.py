"""Importing an inventory, and planning the roadmap by year."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from thangdo.records.acts.declared import ANYWHERE, Act, At, Json, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Choice, FileSent, Text, Whole
from thangdo.records.acts.frame import do, ready
from thangdo.records.acts.rows import held, unit_named, unit_of
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.programmes.assets.importing import KINDS, SERVE, Preview, Read, preview, read_file
from thangdo.work.programmes.assets.models import Asset, Inventory, RoadmapLine
from thangdo.work.programmes.registers import Thing, applies

Held = Mapping[str, str] | None
FUNDS = ("province", "district", "commune", "national", "other")
LARGEST = 50_000_000  # characters of the rows of a file
STREAM = "inventory"


@dataclass(frozen=True, slots=True)
class InventoryImported(Happening):
    """A file was imported; its rows stand outside the ledger. units: that it names."""

    TYPE: ClassVar[str] = "inventory.imported"
    number: int
    sha256: str
    rows: Held
    problems: Held
    taken: int
    left: int
    units: Sequence[str]
    on: date


@dataclass(frozen=True, slots=True)
class RoadmapPlanned(Happening):
    """A line of the roadmap was planned. cost in đồng."""

    TYPE: ClassVar[str] = "roadmap.planned"
    unit: str
    number: int
    year: int
    kind: str
    count: int
    cost: Decimal
    funds: str


@dataclass(frozen=True, slots=True)
class RoadmapRemoved(Happening):
    """A line of the roadmap was taken out."""

    TYPE: ClassVar[str] = "roadmap.removed"
    unit: str
    number: int


@dataclass(frozen=True, slots=True)
class Import:
    """A file as it was read: the rows that can be taken and those that cannot, each list as JSON."""

    sha256: Annotated[str, FileSent()]
    rows: Annotated[str, Text(LARGEST)]
    left: Annotated[str, Text(LARGEST)]


def take_rows(on: On[Thing], given: Import) -> Outcome:
    """Take the rows of a file by unit and tag: a known tag is changed, no other is touched."""
    rows, left = json.loads(given.rows), json.loads(given.left)
    if not rows and not left:
        raise Refused("inventory-empty")
    # Nobody imports meanwhile: the stream of the inventory is locked.
    number = (Inventory.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    imported = InventoryImported(
        number,
        given.sha256,
        private.keep(given.rows),
        private.keep(given.left) if left else None,
        len(rows),
        len(left),
        sorted({one["unit"] for one in rows}),
        on.day,
    )
    return Outcome([imported], {"number": number, "taken": len(rows), "left": len(left)})


def find_inventory(where: Where, act: Act, given: Any, lock: bool) -> Thing:
    """The inventory, of which there is one."""
    return Thing(STREAM, held(STREAM, lock), {})


INVENTORY = Work(
    "inventory", table(Act(take_rows, (At(ANYWHERE, SERVE),), takes=Import)), find_inventory, where=()
)


def look(actor: Actor, content: bytes, name: str) -> Preview:
    """What a file would change. Nothing is kept. Raises NotAllowed, Refused, BadInput."""
    ready(INVENTORY, take_rows, actor, ())
    found = preview(actor, content, name, actor.day)
    if not found.read.rows and not found.read.left:
        raise Refused("inventory-empty")
    return found


def take_in(actor: Actor, content: bytes, name: str) -> tuple[Json, Read]:
    """Import a file; rows that cannot be taken are kept with their reasons. The same file changes nothing.

    Gives {"number", "taken", "left"} and what was read. Raises NotAllowed, Refused, BadInput.
    """
    ready(INVENTORY, take_rows, actor, ())
    read = read_file(actor, content, name, actor.day)
    rows, left = (
        json.dumps([asdict(one) for one in part], ensure_ascii=False) for part in (read.rows, read.left)
    )
    given = Import(hashlib.sha256(content).hexdigest(), rows, left)
    return do(INVENTORY, take_rows, actor, (), given), read


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be bought for a unit in a year. cost: of all of them, in đồng."""

    year: Annotated[int, Whole(1990, 2200)]
    kind: Annotated[str, Choice(KINDS, code="not-a-choice")]
    count: Annotated[int, Whole(1, 100_000, code="number-out-of-range")]
    cost: Annotated[int, Whole(0, 10**15, code="bad-money")]
    funds: Annotated[str, Choice(FUNDS, code="not-a-choice")]


@dataclass
class Roadmap(Thing):
    """A unit's roadmap, and the line of it that an act is about."""

    line: RoadmapLine | None = None

    @property
    def ref(self) -> str:
        """The unit, as events name it."""
        return self.stream.partition(":")[2]


def plan(on: On[Roadmap], line: Line) -> Outcome:
    """Plan what is to be bought for a unit in a year."""
    if not on.day.year <= line.year <= on.day.year + 20:
        raise Refused("year-to-plan", field="year", first=on.day.year, last=on.day.year + 20)
    # What is counted cannot change meanwhile: the stream of the unit's roadmap is locked.
    number = RoadmapLine.objects.filter(unit=on.subject.units["unit"]).count() + 1
    planned = RoadmapPlanned(
        on.subject.ref, number, line.year, line.kind, line.count, Decimal(line.cost), line.funds
    )
    return Outcome([planned], {"number": number})


def remove(on: On[Roadmap]) -> RoadmapRemoved:
    """Take a line out of the roadmap."""
    assert on.subject.line is not None, "the address names a line"
    return RoadmapRemoved(on.subject.ref, on.subject.line.number)


SERVES = (At("unit", SERVE),)


def find(where: Where, act: Act, given: Any, lock: bool) -> Roadmap:
    """A unit's roadmap, and one of its lines. Its stream is locked, and with it every line."""
    unit = unit_named(where[0])
    stream = f"roadmap:{unit.scheme}:{unit.code}"
    found = Roadmap(stream, held(stream, lock), {"unit": unit})
    if len(where) > 1:
        found.line = RoadmapLine.objects.filter(unit=unit, number=where[1], removed=False).first()
        if found.line is None:
            raise Refused("no-such-line", number=where[1])
    return found


ROADMAP = Work(
    "roadmap", table(Act(plan, SERVES, takes=Line), Act(remove, SERVES)), find, where=("unit", "number")
)


@applies("inventory.imported")
def _imported(event: EventView) -> None:
    said = event.payload
    Inventory.objects.create(
        number=said["number"],
        sha256=said["sha256"],
        rows=said["rows"],
        problems=said["problems"],
        taken=said["taken"],
        left=said["left"],
        day=date.fromisoformat(said["on"]),
        by=event.actor,
    )
    rows = json.loads(private.text(said["rows"]) or "[]")
    units: dict[str, Unit] = {ref: unit_of(ref) for ref in said["units"]}
    Asset.objects.bulk_create(
        [
            Asset(
                unit=units[row["unit"]],
                tag=row["tag"],
                kind=row["kind"],
                count=row["count"],
                year=row["year"],
                state=row["state"],
            )
            for row in rows
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["unit", "tag"],
        update_fields=["kind", "count", "year", "state"],
    )


@applies("roadmap.planned")
def _planned(event: EventView) -> None:
    said = event.payload
    RoadmapLine.objects.create(
        unit=unit_of(said["unit"]),
        number=said["number"],
        year=said["year"],
        kind=said["kind"],
        count=said["count"],
        cost=Decimal(said["cost"]),
        funds=said["funds"],
    )


@applies("roadmap.removed")
def _removed(event: EventView) -> None:
    said = event.payload
    RoadmapLine.objects.filter(unit=unit_of(said["unit"]), number=said["number"]).update(removed=True)
