"""The path of each unit from the top of its tree: everything under a unit is found in one condition."""

from __future__ import annotations

from django.db import connection

from thangdo.records.units.models import Unit


def refresh() -> int:
    """Bring the path of every unit to what its parents say; how many had to change."""
    parents: dict[int, int | None] = {}
    units: dict[int, Unit] = {}
    for unit in Unit.objects.only("pk", "parent_id", "path"):
        units[unit.pk], parents[unit.pk] = unit, unit.parent_id
    known: dict[int, str] = {}
    changed = []
    for key, unit in units.items():
        path = _path(key, parents, known)
        if unit.path != path:
            unit.path = path
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["path"], batch_size=500)
    return len(changed)


def weigh() -> None:
    """Let PostgreSQL count after many rows at once: it plans joins by what it believes is there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE units_unit, units_unitlink, units_unitname, units_unitpast")


def _path(key: int, parents: dict[int, int | None], known: dict[int, str]) -> str:
    chain: list[int] = []
    at: int | None = key
    while at is not None and at not in known:
        if at in chain:
            raise ValueError(f"unit {key} stands above itself")
        chain.append(at)
        at = parents[at]
    path = known[at] if at is not None else "/"
    for step in reversed(chain):
        path = known[step] = f"{path}{step}/"
    return known[key]
