"""What is asked before a decision or a list changes the register: what may be meant, and may be a slip.

The preview names it; who confirms the preview (by its hash) has decided. Other rooms say what stands on a
unit that would end (`register`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from thangdo.records.units.codes import Key
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.records.units.planning import Act, Operation, Plan
from thangdo.records.units.problems import UnitProblem
from thangdo.records.units.states import State
from thangdo.rules.canonical import sha256

Asker = Callable[[Collection[Key], date], Iterable[UnitProblem]]
_ASKERS: dict[str, Asker] = {}


def register(name: str, asker: Asker) -> None:
    """Let a room say what it has open of units that end on a day."""
    _ASKERS[name] = asker


def of_ending(keys: Collection[Key], day: date) -> tuple[UnitProblem, ...]:
    """What other rooms have open of these units, which are to end on the day."""
    return tuple(problem for asker in _ASKERS.values() for problem in asker(keys, day)) if keys else ()


def of_operation(operation: Operation, states: Mapping[Key, State]) -> tuple[UnitProblem, ...]:
    """Everything that is asked of a decision."""
    ending: tuple[Key, ...] = ()
    if operation.act in (Act.MERGE, Act.DISSOLVE) or (operation.act is Act.SPLIT and not operation.remains):
        ending = operation.units
    found = [*_across(operation, states), *_alike(operation)]
    return (*found, *of_ending(ending, operation.day))


def with_questions(plan: Plan, asked: tuple[UnitProblem, ...]) -> Plan:
    """The plan with what is asked; its hash stands for that too."""
    if not asked:
        return plan
    told = [[one.code, one.unit, {name: str(value) for name, value in one.facts.items()}] for one in asked]
    return replace(plan, asked=asked, hash=sha256({"plan": plan.hash, "asked": told}))


def _across(operation: Operation, states: Mapping[Key, State]) -> Iterator[UnitProblem]:
    """A merger or split whose units are of several tiers: a department into a commune."""
    if operation.act not in (Act.MERGE, Act.SPLIT):
        return
    tiers = {str(key): states[key].tier for key in (*operation.units, *operation.into) if key in states}
    tiers |= {str(one.key): one.tier for one in operation.new if one.tier}
    first, *rest = tiers
    for other in rest:
        if tiers[other] != tiers[first]:
            yield UnitProblem("across-tiers", first, {"other": other})
            return


def _alike(operation: Operation) -> Iterator[UnitProblem]:
    """A new unit that is called as another one that stands."""
    own = {*operation.units, *operation.into, *(one.key for one in operation.new)}
    for one in operation.new:
        rows = Unit.objects.filter(name_fold=fold(one.name_vi.strip()), valid_to=None).order_by("pk")
        for unit in rows:
            if Key(unit.scheme, unit.code) not in own:
                yield UnitProblem("named-like", str(one.key), {"other": f"{unit.scheme}:{unit.code}"})
                break
