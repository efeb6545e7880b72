"""A small sample province with which operations are tried."""

from __future__ import annotations

from datetime import UTC, date, datetime

from thangdo.records.ledger.events import By
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit, UnitLink, UnitOperation, UnitPast
from thangdo.records.units.planning import Act, NewUnit, Operation
from thangdo.records.units.projecting import project, replayed, states_of
from thangdo.records.units.states import new_state

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BY = By("person:1", NOW, "administrator@mau:tinh")
DECISION = "Nghị quyết 12/NQ-HĐND"
DAY = date(2026, 7, 1)


class Scheme:
    """Under which codes the sample stands. Rows that were taken back slow PostgreSQL down under theirs."""

    name = "mau"
    number = 0

    @classmethod
    def renew(cls) -> None:
        """Other codes from here on."""
        cls.number += 1
        cls.name = f"mau-{cls.number}"


def key(code: str) -> Key:
    return Key(Scheme.name, code)


def begin(communes: int = 4, districts: int = 2) -> None:
    """A province, districts under it, communes under them in turn; from the register's file, so to say."""
    rows = {key("tinh"): ("Tỉnh Mẫu", "tỉnh", "province", "")}
    rows |= {
        key(f"h{n}"): (f"Huyện Mẫu {n}", "huyện", "district", str(key("tinh")))
        for n in range(1, districts + 1)
    }
    rows |= {
        key(f"x{n}"): (f"Xã Mẫu {n}", "xã", "commune", str(key(f"h{n % districts + 1}")))
        for n in range(1, communes + 1)
    }
    states = {
        unit: new_state(
            {
                "name_vi": name,
                "name_en": f"Sample {unit.code}",
                "kind": kind,
                "tier": tier,
                "parent": parent,
                "valid_from": "2020-01-01",
                "org_code": "A99" if tier == "province" else "",
                "source": "a sample",
            }
        )
        for unit, (name, kind, tier, parent) in rows.items()
    }
    project(dict(states), dict.fromkeys(states, 0))


def new(code: str, name: str = "Xã Mới", **more: object) -> NewUnit:
    return NewUnit(key(code), name, **more)  # type: ignore[arg-type]


def merge(*codes: str, into: NewUnit | str, day: date = DAY, children_to: str = "") -> Operation:
    return Operation(
        Act.MERGE,
        day,
        DECISION,
        tuple(map(key, codes)),
        into=(key(into),) if isinstance(into, str) else (),
        new=() if isinstance(into, str) else (into,),
        children_to=key(children_to) if children_to else None,
    )


def rename(code: str, name: str, day: date = DAY, kind: str = "") -> Operation:
    return Operation(Act.RENAME, day, DECISION, (key(code),), name_vi=name, name_en="Renamed", kind=kind)


def move(code: str, parent: str, day: date = DAY) -> Operation:
    return Operation(Act.MOVE, day, DECISION, (key(code),), parent=key(parent))


def dissolve(code: str, *into: str, day: date = DAY) -> Operation:
    return Operation(Act.DISSOLVE, day, DECISION, (key(code),), into=tuple(map(key, into)))


def found(one: NewUnit, day: date = DAY) -> Operation:
    return Operation(Act.FOUND, day, DECISION, new=(one,))


def table() -> dict[str, object]:
    """Everything that the tables say, without keys of the database."""
    units = Unit.objects.select_related("parent").order_by("scheme", "code")
    links = UnitLink.objects.order_by("predecessor__code", "successor__code", "date")
    pasts = UnitPast.objects.order_by("unit__code", "until")
    return {
        "units": [
            [
                *(unit.code, unit.name_vi, unit.name_en, unit.kind, unit.tier, unit.org_code, unit.search),
                *(unit.valid_from, unit.valid_to, unit.parent.code if unit.parent else None),
            ]
            for unit in units
        ],
        "links": list(links.values_list("predecessor__code", "successor__code", "date", "kind", "decision")),
        "pasts": list(
            pasts.values_list("unit__code", "until", "name_vi", "kind", "parent__code", "decision")
        ),
    }


def replays() -> None:
    """The events of units, replayed, say what the tables say."""
    folded = replayed()
    states = states_of(folded)
    assert {unit: one.state for unit, one in folded.items() if one.state} == states
    acted = {Key(unit.scheme, unit.code) for unit in Unit.objects.filter(sequence__gt=0)}
    assert acted == set(states)


def operations() -> list[UnitOperation]:
    return list(UnitOperation.objects.order_by("id"))
