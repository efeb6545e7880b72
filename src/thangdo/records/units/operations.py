"""Carrying out decisions on units: previewed, written to ledger and tables at once, undone if mistaken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from thangdo.records.ledger import private
from thangdo.records.ledger.events import By, EventView, New, append_many, heads_of, read
from thangdo.records.ledger.once import once
from thangdo.records.units import asking, events
from thangdo.records.units.checking import problems_of
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit, UnitLink, UnitOperation, UnitPast
from thangdo.records.units.planning import Operation, Plan, steps_of
from thangdo.records.units.problems import Overtaken, Unfit, UnitProblem
from thangdo.records.units.projecting import project, rows_of, states_of
from thangdo.records.units.states import State, fold

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_OWN = (UnitLink, UnitPast)


@dataclass(frozen=True, slots=True)
class Done:
    """An operation that was carried out: how it is called, and the units that it touched."""

    key: str
    units: tuple[Key, ...]


def preview(operation: Operation, today: date) -> Plan:
    """What the operation would do. Raises Unfit with everything that stands against it."""
    return _planned(operation, today, lock=False)


def carry_out(operation: Operation, by: By, seen: str | None = None) -> Done:
    """Do it: events, rows, links and days of validity, in one transaction; nothing is re-assigned.

    seen: the hash of the preview that was decided upon; needed where something is asked (`Plan.asked`).
    Raises Unfit; Overtaken when the register has changed since; KeyReused, ValueError as `once`.
    """

    def act() -> dict[str, Any]:
        plan = _planned(operation, by.at.astimezone(LOCAL).date(), lock=True)
        if seen is not None and seen != plan.hash:
            raise Overtaken(operation.act)
        if seen is None and plan.asked:
            raise Unfit([*plan.asked, UnitProblem("preview-first")])
        return write(plan, by)

    return done(once(by, {"units": operation.data(), "seen": seen}, act))


def undo(key: str, by: By, reason: str) -> Done:
    """Take an operation back that was entered by mistake: everything is as before it.

    Raises Unfit: operation-unknown, undone-already, stands-later (something was done to a unit since),
    in-use (results, offices, sub-units … stand on a unit that it founded), reason-needed.
    """

    def act() -> dict[str, Any]:
        return _undone(key, by, reason)

    return done(once(by, {"undo": key, "reason": reason}, act))


def done(answer: Any) -> Done:
    """What `write` answered."""
    return Done(str(answer["operation"]), tuple(Key.read(text) for text in answer["units"]))


def write(plan: Plan, by: By) -> dict[str, Any]:
    """Append the events of a plan and bring the tables to it, in the caller's transaction.

    Raises Stale when a stream has moved on, Unfit when somebody took a code meanwhile.
    """
    keys = list(plan.seen)
    groups: list[tuple[str, list[New]]] = []
    expected = {key.stream: number for key, number in plan.seen.items()}
    rows = {Key(unit.scheme, unit.code): unit for unit in rows_of(keys)}
    for key in keys:
        steps = [step for step in plan.steps if step.key == key]
        found = [replace(step.happening, operation=plan.key).new() for step in steps]  # type: ignore[call-arg]
        first = steps[0].before
        if first is not None and key in rows and rows[key].sequence == 0:
            known = events.Known(first.row(), [link.data() for link in first.links])
            found.insert(0, known.new())
        groups.append((key.stream, found))
    written = append_many(groups, by, expected)
    states: dict[Key, State | None] = {step.key: step.after for step in plan.steps}
    UnitOperation.objects.create(
        key=plan.key,
        act=plan.act,
        day=plan.day,
        decision=plan.decision,
        streams=[str(key) for key in keys],
        actor=by.actor,
        office=by.office,
        at=by.at,
    )
    _project(states, written)
    return {"operation": plan.key, "units": [str(key) for key in keys]}


def sequences_of(keys: Iterable[Key]) -> dict[Key, int]:
    """How far the stream of each unit has come; 0 for those without events."""
    wanted = list(keys)
    heads = heads_of([key.stream for key in wanted])
    return {key: heads.get(key.stream, (0, ""))[0] for key in wanted}


def _planned(operation: Operation, today: date, lock: bool) -> Plan:
    named = _named(operation)
    if lock:
        rows_of(named, lock=True)
    states = states_of(named)
    under: dict[Key, list[Key]] = {}
    if operation.units:
        for unit in _under(operation.units, operation.day):
            assert unit.parent is not None
            under.setdefault(Key(unit.parent.scheme, unit.parent.code), []).append(
                Key(unit.scheme, unit.code)
            )
    children = [child for group in under.values() for child in group]
    if lock:
        rows_of(children, lock=True)
    states |= states_of(children)
    above = _above(states, [key for key in (operation.parent,) if key])
    holders = _holders([one.org_code.strip() for one in operation.new if one.org_code.strip()])
    problems = problems_of(operation, today, states | above, under, holders)
    if problems:
        raise Unfit(problems)
    touched = [*states, *(one.key for one in operation.new)]
    plan = steps_of(operation, states, sequences_of(touched), under)
    return asking.with_questions(plan, asking.of_operation(operation, states))


def _named(operation: Operation) -> list[Key]:
    keys = [*operation.units, *operation.into, *(one.key for one in operation.new)]
    keys += [one.parent for one in operation.new if one.parent]
    keys += [key for key in (operation.parent, operation.children_to) if key]
    first = rows_of(operation.units[:1])
    keys += [Key(unit.parent.scheme, unit.parent.code) for unit in first if unit.parent]
    return list(dict.fromkeys(keys))


def _under(keys: Sequence[Key], day: date) -> list[Unit]:
    """The units directly under these that exist on the day or after it."""
    rows = Unit.objects.select_related("parent").filter(parent__in=[unit.pk for unit in rows_of(keys)])
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("sort_key", "place"))


def _above(states: dict[Key, State], keys: Sequence[Key]) -> dict[Key, State]:
    """The states of all units above these."""
    found: dict[Key, State] = {}
    waiting = [key for key in keys if key in states]
    while waiting:
        key = waiting.pop()
        parent = (states | found)[key].parent
        if parent and Key.read(parent) not in found:
            more = states_of([Key.read(parent)])
            found |= more
            waiting += list(more)
    return found


def _holders(codes: Sequence[str]) -> dict[Key, State]:
    rows = Unit.objects.filter(org_code__in=codes) if codes else []
    return states_of([Key(unit.scheme, unit.code) for unit in rows])


def _project(states: dict[Key, State | None], written: Sequence[EventView]) -> None:
    last = {Key.read(event.stream.removeprefix("unit:")): event.sequence for event in written}
    try:
        with transaction.atomic():
            project(states, last)
    except IntegrityError as error:
        raise Unfit([UnitProblem("code-taken-meanwhile")]) from error


def _undone(key: str, by: By, reason: str) -> dict[str, Any]:
    operation = UnitOperation.objects.select_for_update().filter(key=key).first()
    if operation is None:
        raise Unfit([UnitProblem("operation-unknown")])
    if operation.undone_at is not None:
        raise Unfit([UnitProblem("undone-already")])
    if not reason.strip():
        raise Unfit([UnitProblem("reason-needed")])
    keys = [Key.read(text) for text in operation.streams]
    rows = {Key(unit.scheme, unit.code): unit for unit in rows_of(keys, lock=True)}
    problems: list[UnitProblem] = []
    states: dict[Key, State | None] = {}
    seen: dict[str, int] = {}
    for unit in keys:
        told = read(unit.stream)
        seen[unit.stream] = told[-1].sequence
        folded = fold((event.type, event.payload) for event in told)
        if not folded.before or folded.before[-1][0] != key:
            problems.append(UnitProblem("stands-later", str(unit)))
            continue
        states[unit] = folded.before[-1][1]
        if states[unit] is None:
            problems += _standing_on(unit, rows[unit], keys)
    if not problems:
        problems += _orphans(states)
    if problems:
        raise Unfit(problems)
    undone = events.Undone(key, private.keep(reason)).new()
    written = append_many([(unit.stream, [undone]) for unit in keys], by, seen)
    _project(states, written)
    operation.undone_at = by.at
    operation.save(update_fields=["undone_at"])
    return {"operation": key, "units": [str(unit) for unit in keys]}


def _standing_on(key: Key, unit: Unit, involved: Sequence[Key]) -> list[UnitProblem]:
    """What refers to a unit that would vanish, but for the links and children of the operation itself."""
    found = []
    for relation in Unit._meta.related_objects:
        model: Any = relation.related_model
        name = relation.field.name
        rows = model._default_manager.filter(**{name: unit.pk})
        if model is Unit:
            inside = {Key(child.scheme, child.code) for child in rows}
            if inside - set(involved):
                found.append(UnitProblem("in-use", str(key), {"by": "sub-units"}))
        elif model is UnitLink:
            links = rows.select_related("predecessor")
            if any(Key(link.predecessor.scheme, link.predecessor.code) not in involved for link in links):
                found.append(UnitProblem("in-use", str(key), {"by": "links"}))
        elif model not in _OWN and rows.exists():
            found.append(UnitProblem("in-use", str(key), {"by": str(model._meta.label_lower)}))
    return found


def _orphans(states: dict[Key, State | None]) -> list[UnitProblem]:
    """Units that would exist again under one that has ended meanwhile."""
    found = []
    parents = {Key.read(state.parent) for state in states.values() if state and state.parent}
    now = states_of(parents) | {key: state for key, state in states.items() if state}
    for key, state in states.items():
        if state is None or not state.parent or state.valid_to is not None:
            continue
        parent = now.get(Key.read(state.parent))
        if parent is None or parent.valid_to is not None:
            found.append(UnitProblem("parent-not-valid", str(key), {"parent": state.parent}))
    return found
