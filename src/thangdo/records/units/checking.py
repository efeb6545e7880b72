"""Everything that stands against an operation on the register, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from thangdo.records.units.codes import Key, is_gso_code, org_code_fault
from thangdo.records.units.kinds import KINDS, TIERS
from thangdo.records.units.planning import Act, NewUnit, Operation, changed_fields, founded_row
from thangdo.records.units.problems import UnitProblem
from thangdo.records.units.states import State
from thangdo.rules.letters import tidy

LONGEST_NAME = 200
EARLIEST = date(1945, 9, 2)
AHEAD = 366 * 5  # days
SOME = 5

States = Mapping[Key, State]


def problems_of(
    operation: Operation, today: date, states: States, under: Mapping[Key, Sequence[Key]], holders: States
) -> list[UnitProblem]:
    """All of them. holders: the units that now hold an organisation code which a new unit is to have."""
    found = [*_of_form(operation, today)]
    found += [UnitProblem("unit-unknown", str(key)) for key in _named(operation) if key not in states]
    if found:
        return found
    found += _of_ended(operation, states, under)
    found += _of_heirs(operation, states)
    for one in operation.new:
        found += _of_new(operation, one, states, holders)
    if operation.act in (Act.RENAME, Act.MOVE):
        found += _of_change(operation, states)
    return found


def stands_on(state: State, day: date) -> bool:
    """Whether the unit exists on the day, as far as is known."""
    return (state.valid_from is None or state.valid_from <= day) and (
        state.valid_to is None or day <= state.valid_to
    )


def code_faults(org_code: str, gso_code: str, unit: str) -> Iterator[UnitProblem]:
    """Codes that do not have their form."""
    fault = org_code_fault(org_code) if org_code else ""
    if fault:
        yield UnitProblem("bad-org-code", unit, {"value": org_code, "fault": fault})
    if gso_code and not is_gso_code(gso_code):
        yield UnitProblem("bad-gso-code", unit, {"value": gso_code})


def name_faults(name_vi: str, name_en: str, unit: str) -> Iterator[UnitProblem]:
    """Names that cannot be kept."""
    if not tidy(name_vi):
        yield UnitProblem("name-needed", unit)
    for name in (name_vi, name_en):
        if len(tidy(name)) > LONGEST_NAME:
            yield UnitProblem("name-too-long", unit, {"most": str(LONGEST_NAME)})
        if any(ord(char) < 32 for char in tidy(name)):
            yield UnitProblem("bad-name", unit)


def _named(operation: Operation) -> list[Key]:
    keys = [*operation.units, *operation.into]
    keys += [one.parent for one in operation.new if one.parent]
    keys += [key for key in (operation.parent,) if key]
    new = {one.key for one in operation.new}
    keys += [key for key in (operation.children_to,) if key and key not in new]
    return list(dict.fromkeys(keys))


def _of_form(operation: Operation, today: date) -> Iterator[UnitProblem]:
    """What is wrong with the operation whatever the register says."""
    act, heirs = operation.act, [*operation.into, *(one.key for one in operation.new)]
    if not operation.decision.strip():
        yield UnitProblem("decision-needed")
    if len(operation.decision) > 200:
        yield UnitProblem("decision-too-long")
    if operation.day < EARLIEST or (operation.day - today).days > AHEAD:
        yield UnitProblem("day-absurd", facts={"day": operation.day.isoformat()})
    if act in (Act.RENAME, Act.MOVE) and operation.day > today:
        yield UnitProblem("date-ahead", facts={"day": operation.day.isoformat()})
    one_unit = act in (Act.RENAME, Act.MOVE, Act.SPLIT, Act.DISSOLVE)
    if (one_unit and len(operation.units) != 1) or (act is Act.MERGE and not operation.units):
        yield UnitProblem("units-needed", facts={"given": str(len(operation.units))})
    if act is Act.FOUND and (operation.units or operation.into or len(operation.new) != 1):
        yield UnitProblem("one-new-unit")
    if act is Act.MERGE and len(heirs) != 1:
        yield UnitProblem("one-successor", facts={"given": str(len(heirs))})
    if act is Act.SPLIT and (len(heirs) < 1 if operation.remains else len(heirs) < 2):
        yield UnitProblem("successors-needed", facts={"given": str(len(heirs))})
    if operation.default is not None and operation.default not in heirs:
        yield UnitProblem("default-no-successor", str(operation.default))
    twice = [key for key in {*operation.units, *heirs} if [*operation.units, *heirs].count(key) > 1]
    for key in sorted(twice):
        yield UnitProblem("named-twice", str(key))
    if act is Act.RENAME:
        yield from name_faults(operation.name_vi, operation.name_en, "")
        if operation.kind and operation.kind not in KINDS:
            yield UnitProblem("bad-kind", "", {"value": operation.kind})
    if act is Act.MOVE and operation.parent is None:
        yield UnitProblem("parent-needed")


def _of_ended(
    operation: Operation, states: States, under: Mapping[Key, Sequence[Key]]
) -> Iterator[UnitProblem]:
    """Units that do not exist then, that have changed later, or that have others under them."""
    ends = operation.act in (Act.MERGE, Act.SPLIT, Act.DISSOLVE) and not operation.remains
    for key in operation.units:
        state, unit = states[key], str(key)
        begun = state.valid_from
        if begun is not None and (operation.day <= begun if ends else operation.day < begun):
            yield UnitProblem("before-it-existed", unit, {"from": begun.isoformat()})
        elif state.valid_to is not None:
            yield UnitProblem("ended-already", unit, {"last": state.valid_to.isoformat()})
        elif (changed := state.last_change) is not None and (
            operation.day < changed or (ends and operation.day == changed)
        ):
            yield UnitProblem("changed-later", unit, {"day": changed.isoformat()})
        elif latest := max((link.date for link in state.links if link.date > operation.day), default=None):
            yield UnitProblem("changed-later", unit, {"day": latest.isoformat()})
        left = [child for child in under.get(key, ()) if child not in operation.units]
        if ends and left and operation.children_to is None:
            some = ", ".join(str(child) for child in left[:SOME])
            yield UnitProblem("has-sub-units", unit, {"count": str(len(left)), "some": some})
        if ends and left and operation.children_to is not None:
            yield from _of_children(operation, left, states)


def _of_children(operation: Operation, children: Sequence[Key], states: States) -> Iterator[UnitProblem]:
    heirs = {*operation.into, *(one.key for one in operation.new)}
    if operation.children_to not in heirs:
        yield UnitProblem("children-to-no-successor", str(operation.children_to))
    for child in children:
        changed = states[child].last_change
        if changed is not None and operation.day < changed:
            yield UnitProblem("changed-later", str(child), {"day": changed.isoformat()})


def _of_heirs(operation: Operation, states: States) -> Iterator[UnitProblem]:
    for key in operation.into:
        state = states[key]
        if not stands_on(state, operation.day) or state.valid_to is not None:
            yield UnitProblem("successor-not-valid", str(key), _life(state))


def _of_new(operation: Operation, one: NewUnit, states: States, holders: States) -> Iterator[UnitProblem]:
    unit = str(one.key)
    if not one.key.is_sound():
        yield UnitProblem("bad-code", unit)
    if one.key in states:
        yield UnitProblem("code-taken", unit, {"by": states[one.key].name_vi})
    row = founded_row(operation, one, states)
    yield from name_faults(one.name_vi, one.name_en, unit)
    if row["kind"] not in KINDS:
        yield UnitProblem("bad-kind", unit, {"value": row["kind"]})
    if row["tier"] not in TIERS:
        yield UnitProblem("bad-tier", unit, {"value": row["tier"]})
    yield from code_faults(row["org_code"], row["gso_code"], unit)
    if [other.org_code for other in operation.new if other.org_code].count(one.org_code) > 1:
        yield UnitProblem("org-code-taken", unit, {"value": row["org_code"], "by": unit})
    for key, holder in holders.items():
        ended = key in operation.units and not operation.remains
        still = not ended and (holder.valid_to is None or holder.valid_to >= operation.day)
        if row["org_code"] and holder.org_code == row["org_code"] and still:
            yield UnitProblem("org-code-taken", unit, {"value": row["org_code"], "by": str(key)})
    if not row["parent"]:
        yield UnitProblem("parent-needed", unit)
        return
    parent = Key.read(row["parent"])
    if parent in operation.units and not operation.remains:
        yield UnitProblem("parent-not-valid", unit, {"parent": str(parent)})
    elif parent in states:
        state = states[parent]
        if not stands_on(state, operation.day) or state.valid_to is not None:
            yield UnitProblem("parent-not-valid", unit, {"parent": str(parent), **_life(state)})


def _of_change(operation: Operation, states: States) -> Iterator[UnitProblem]:
    key = operation.units[0]
    state, unit = states[key], str(key)
    fields = changed_fields(operation)
    if all(getattr(state, name) == value for name, value in fields.items()):
        yield UnitProblem("nothing-changes", unit)
    if operation.act is Act.MOVE and operation.parent is not None:
        parent = states[operation.parent]
        if not stands_on(parent, operation.day) or parent.valid_to is not None:
            yield UnitProblem("parent-not-valid", unit, {"parent": str(operation.parent), **_life(parent)})
        at: Key | None = operation.parent
        while at is not None and at != key:
            at = Key.read(states[at].parent) if at in states and states[at].parent else None
        if at == key:
            yield UnitProblem("above-itself", unit, {"parent": str(operation.parent)})


def _life(state: State) -> dict[str, str]:
    days = {"from": state.valid_from, "last": state.valid_to}
    return {name: day.isoformat() for name, day in days.items() if day is not None}
