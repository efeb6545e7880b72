"""What an administrator does with the register: enter a decision, take it back, bring a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from thangdo.records.people.acting import Actor, OfficeHeld
from thangdo.records.units import differences as lists
from thangdo.records.units import operations
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit, UnitOperation
from thangdo.records.units.operations import Done
from thangdo.records.units.planning import Operation, Plan
from thangdo.records.units.projecting import rows_of
from thangdo.work.registry.permissions import may_any, need

Rows = Sequence[Mapping[str, str]]


def preview(actor: Actor, operation: Operation) -> Plan:
    """What the decision would do. Raises NotAllowed, Unfit."""
    _may(actor, _touched(operation))
    return operations.preview(operation, actor.day)


def carry_out(actor: Actor, operation: Operation, seen: str | None = None) -> Done:
    """Enter the decision; `seen`: the preview's hash. Raises NotAllowed, Unfit, Overtaken, KeyReused."""
    with transaction.atomic():
        held = _may(actor, _touched(operation))
        return operations.carry_out(operation, actor.by(held), seen)


def undo(actor: Actor, key: str, reason: str) -> Done:
    """Take back a decision entered by mistake. Raises NotAllowed, Unfit, KeyReused."""
    with transaction.atomic():
        known = UnitOperation.objects.filter(key=key, undone_at=None).first()
        if known is None and may_any(actor):
            return operations.undo(key, actor.by(), reason)  # says why not
        held = _may(actor, [Key.read(text) for text in known.streams] if known else [])
        return operations.undo(key, actor.by(held), reason)


def compare(
    actor: Actor, rows: Rows, decision: str = "", as_new: Collection[Key] = (), lines: Sequence[int] = ()
) -> lists.Differences:
    """What a list says otherwise than the register. Raises NotAllowed."""
    _may_list(actor, rows)
    return lists.differences(rows, actor.day, decision, as_new, lines)


def bring(
    actor: Actor,
    rows: Rows,
    seen: str,
    decision: str = "",
    as_new: Collection[Key] = (),
    lines: Sequence[int] = (),
) -> Done:
    """Do what `compare` has shown under the hash `seen`. Raises NotAllowed, Unfit, Overtaken, KeyReused."""
    with transaction.atomic():
        held = _may_list(actor, rows)
        return lists.apply(rows, actor.by(held), seen, decision, as_new, lines)


def _may(actor: Actor, keys: Sequence[Key]) -> OfficeHeld | None:
    """The right over every unit named that exists, and over where they belong."""
    rows = rows_of(keys)
    return need(actor, {unit.pk: unit for unit in rows}.values())


def _touched(operation: Operation) -> list[Key]:
    keys = [*operation.units, *operation.into, *(one.parent for one in operation.new if one.parent)]
    return [*keys, *(key for key in (operation.parent, operation.children_to) if key)]


def _listed(rows: Rows) -> list[Key]:
    """The units of a list, and those to which they are to belong."""
    keys = {_key(row, "scheme", "code") for row in rows}
    parents = {_key(row, "parent_scheme", "parent_code") for row in rows}
    return [key for key in keys | parents if key.code]


def _key(row: Mapping[str, str], scheme: str, code: str) -> Key:
    return Key(row.get(scheme, "").strip(), row.get(code, "").strip())


def _may_list(actor: Actor, rows: Rows) -> OfficeHeld | None:
    """The right over all units of a list. A new unit at the very top is the system's alone to enter."""
    listed = {_key(row, "scheme", "code"): row for row in rows}
    known = {Key(unit.scheme, unit.code) for unit in rows_of(listed)}
    for key, row in listed.items():
        if key.code and key not in known and not row.get("parent_code", "").strip():
            need(actor, [])
    return _may(actor, _listed(rows))


def unit_of(key: Key) -> Unit | None:
    """The row of a unit."""
    return next(iter(rows_of([key])), None)
