"""Importing an inventory, and planning the roadmap by year."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import EventView, head
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.units.models import Unit
from thangdo.work.programmes.actions.common import Json, UnitRef
from thangdo.work.programmes.actions.programmes import unit_at
from thangdo.work.programmes.assets.importing import KINDS, SERVE, Read, read_file
from thangdo.work.programmes.assets.models import Asset, Inventory, RoadmapLine
from thangdo.work.programmes.projection import unit_of
from thangdo.work.programmes.registers import applies, happen

Held = Mapping[str, str] | None
FUNDS = ("province", "district", "commune", "national", "other")
MOST_COST = Decimal(10) ** 15  # đồng
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


def take_in(actor: Actor, content: bytes, name: str) -> tuple[Json, Read]:
    """Import a file: rows are taken by unit and tag (a known tag is changed, no other is touched); rows that
    cannot be taken are kept with their reasons. The same file again changes nothing.

    Gives {"number", "taken", "left"} and what was read. Raises NotAllowed, Refused, BadInput.
    """
    if not actor.holding(*SERVE):
        raise NotAllowed(SERVE)
    read = read_file(actor, content, name, actor.day)
    digest = hashlib.sha256(content).hexdigest()

    def run() -> Json:
        if not read.rows and not read.left:
            raise Refused("inventory-empty")
        sequence = head(STREAM)
        number = (Inventory.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        rows = private.keep(json.dumps([asdict(one) for one in read.rows], ensure_ascii=False))
        left = (
            private.keep(json.dumps([asdict(one) for one in read.left], ensure_ascii=False))
            if read.left
            else None
        )
        units = sorted({one.unit for one in read.rows})
        imported = InventoryImported(
            number, digest, rows, left, len(read.rows), len(read.left), units,
            actor.day,
        )  # fmt: skip
        happen(STREAM, [imported], actor, actor.holding(*SERVE)[0], sequence)
        return {"number": number, "taken": len(read.rows), "left": len(read.left)}

    return once(actor.by(), {"act": "inventory", "sha256": digest}, run), read


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the roadmap. cost: in đồng, for all of them."""

    year: int
    kind: str
    count: int
    cost: Decimal
    funds: str


def plan_line(actor: Actor, unit: UnitRef, line: Line) -> Json:
    """Plan what is to be bought for a unit in a year. Gives {"number"}. Raises NotAllowed, Refused."""
    place = unit_at(unit)
    held = actor.need(place, *SERVE)

    def run() -> Json:
        if not actor.day.year <= line.year <= actor.day.year + 20:
            raise Refused("year-to-plan", first=actor.day.year, last=actor.day.year + 20)
        if line.kind not in KINDS or line.funds not in FUNDS:
            raise Refused(
                "not-a-choice", field="kind" if line.kind not in KINDS else "funds", typed=line.kind[:40]
            )
        if not 0 < line.count <= 100_000:
            raise Refused("number-out-of-range", field="count", most=100_000)
        if (
            not line.cost.is_finite()
            or not 0 <= line.cost <= MOST_COST
            or line.cost != line.cost.to_integral()
        ):
            raise Refused("bad-money", most=int(MOST_COST))
        stream = f"roadmap:{':'.join(unit)}"
        sequence = head(stream)
        number = RoadmapLine.objects.filter(unit=place).count() + 1
        planned = RoadmapPlanned(
            ":".join(unit), number, line.year, line.kind, line.count, line.cost, line.funds
        )
        happen(stream, [planned], actor, held, sequence)
        return {"number": number}

    request = {
        "act": "roadmap",
        "unit": list(unit),
        "line": [line.year, line.kind, line.count, str(line.cost), line.funds],
    }
    answer: Json = once(actor.by(), request, run)
    return answer


def remove_line(actor: Actor, unit: UnitRef, number: int) -> Json:
    """Take a line out of the roadmap. Raises NotAllowed, Refused."""
    place = unit_at(unit)
    held = actor.need(place, *SERVE)

    def run() -> Json:
        if not RoadmapLine.objects.filter(unit=place, number=number, removed=False).exists():
            raise Refused("no-such-line", number=number)
        stream = f"roadmap:{':'.join(unit)}"
        removed = RoadmapRemoved(":".join(unit), number)
        return {"sequence": happen(stream, [removed], actor, held, head(stream))}

    answer: Json = once(actor.by(), {"act": "roadmap-remove", "unit": list(unit), "number": number}, run)
    return answer


@applies("inventory.imported")
def _imported(event: EventView) -> None:
    said = event.payload
    Inventory.objects.create(
        number=said["number"], sha256=said["sha256"], rows=said["rows"], problems=said["problems"],
        taken=said["taken"], left=said["left"], day=date.fromisoformat(said["on"]), by=event.actor,
    )  # fmt: skip
    rows = json.loads(private.text(said["rows"]) or "[]")
    units: dict[str, Unit] = {ref: unit_of(ref) for ref in said["units"]}
    Asset.objects.bulk_create(
        [
            Asset(unit=units[row["unit"]], tag=row["tag"], kind=row["kind"], count=row["count"],
                  year=row["year"], state=row["state"])
            for row in rows
        ],
        batch_size=1000, update_conflicts=True, unique_fields=["unit", "tag"],
        update_fields=["kind", "count", "year", "state"],
    )  # fmt: skip


@applies("roadmap.planned")
def _planned(event: EventView) -> None:
    said = event.payload
    RoadmapLine.objects.create(
        unit=unit_of(said["unit"]), number=said["number"], year=said["year"], kind=said["kind"],
        count=said["count"], cost=Decimal(said["cost"]), funds=said["funds"],
    )  # fmt: skip


@applies("roadmap.removed")
def _removed(event: EventView) -> None:
    said = event.payload
    RoadmapLine.objects.filter(unit=unit_of(said["unit"]), number=said["number"]).update(removed=True)
