"""Bringing the register to what a list says: by code, every difference shown before it is applied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thangdo.records.ledger.events import By
from thangdo.records.ledger.once import once
from thangdo.records.units import asking, events, queries
from thangdo.records.units.checking import code_faults, name_faults
from thangdo.records.units.codes import Key
from thangdo.records.units.fold import bare
from thangdo.records.units.kinds import KINDS, TIERS
from thangdo.records.units.letters import twin
from thangdo.records.units.models import Unit
from thangdo.records.units.operations import LOCAL, Done, done, sequences_of, write
from thangdo.records.units.planning import Making, Plan
from thangdo.records.units.problems import Overtaken, Unfit, UnitProblem
from thangdo.records.units.projecting import rows_of, states_of
from thangdo.records.units.states import State, new_state, text_of
from thangdo.rules.letters import tidy

IMPORT = "import"
MOST_COMPARED = 200  # new rows whose names are compared letter by letter; of more only equal letters count
ALIKE = 90  # likeness from which a name is asked about
NEEDED = ("scheme", "code", "name_vi")
TAKEN = (
    "name_vi",
    "name_en",
    "kind",
    "tier",
    "region",
    "valid_from",
    "valid_to",
    "org_code",
    "gso_code",
    "source",
)
COLUMNS = (
    *("scheme", "code", "name_vi", "name_en", "kind", "tier", "region", "parent_scheme", "parent_code"),
    *("valid_from", "valid_to", "org_code", "gso_code", "source"),
)

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit of which the list says something else. fields: name → (register, list)."""

    key: Key
    name: str
    line: int
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A row whose code the register does not have, but whose name means perhaps a unit that it has."""

    key: Key
    name: str
    line: int
    proposals: tuple[queries.Proposal, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that an import would do; nothing is done while `problems` or `open` hold any.

    new: units to be entered; questions: rows that a person must decide; open: those not yet decided.
    """

    new: tuple[tuple[Key, str, int], ...]
    changed: tuple[Changed, ...]
    same: int
    questions: tuple[Question, ...]
    open: tuple[Question, ...]
    problems: tuple[UnitProblem, ...]
    plan: Plan
    asked: tuple[UnitProblem, ...] = ()  # what other rooms have open of units that would end

    @property
    def hash(self) -> str:
        """What a person decides upon."""
        return self.plan.hash

    @property
    def is_empty(self) -> bool:
        """Whether the list says what the register says."""
        return not self.new and not self.changed


def differences(
    rows: Rows, today: date, decision: str = "", as_new: Collection[Key] = (), lines: Sequence[int] = ()
) -> Differences:
    """What the list says otherwise. A column that is absent stays as it is; a blank cell empties the field.

    as_new: keys of questions that a person decided to be new units. lines: numbers of the rows in the file.
    """
    numbers, decision = lines or range(2, len(rows) + 2), tidy(decision)
    problems = list(_of_rows(rows, numbers))
    complete = not any(problem.code == "columns-missing" for problem in problems)
    read = {
        Key(row["scheme"].strip(), row["code"].strip()): (row, line)
        for row, line in zip(rows, numbers, strict=True)
        if row.get("scheme", "").strip() and row.get("code", "").strip()
    }
    states = states_of(read)
    given = {key: _fields(row, states.get(key)) for key, (row, _) in read.items()}
    parents = {Key.read(fields["parent"]) for fields in given.values() if _is_key(fields.get("parent", ""))}
    above = states_of(parents - set(states))
    new: list[tuple[Key, str, int]] = []
    changed: list[Changed] = []
    making = Making({**states}, sequences_of(read))
    blank = {"operation": "", "act": IMPORT, "decision": decision}
    for key, (_, line) in read.items() if complete else ():
        fields, state = given[key], states.get(key)
        faults = [*_of_fields(key, fields, {**above, **states}, given, line)]
        problems += faults
        if faults:
            continue
        if state is None:
            row = new_state(fields).row()
            making.step(key, events.Founded(**blank, row=row))
            new.append((key, row["name_vi"], line))
            continue
        other = {
            name: (text_of(getattr(state, name)), value)
            for name, value in fields.items()
            if text_of(getattr(state, name)) != value
        }
        if other:
            making.step(key, events.Corrected(**blank, fields={n: after for n, (_, after) in other.items()}))
            changed.append(Changed(key, state.name_vi, line, other))
    closed = {
        key
        for key, state in making.states.items()
        if state.valid_to is not None and (key not in states or states[key].valid_to is None)
    }
    problems += _of_whole({**above, **making.states}, set(read), closed)
    questions = _questions(new, given)
    asked = asking.of_ending(sorted(closed, key=str), today)
    return Differences(
        tuple(new),
        tuple(changed),
        len(read) - len(new) - len(changed),
        questions,
        tuple(question for question in questions if question.key not in as_new),
        tuple(problems),
        asking.with_questions(making.plan(IMPORT, today, decision), asked),
        asked,
    )


def apply(
    rows: Rows,
    by: By,
    seen: str,
    decision: str = "",
    as_new: Collection[Key] = (),
    lines: Sequence[int] = (),
) -> Done:
    """Do what the preview with the hash `seen` has shown. The rows are given again.

    Raises Unfit (problems; decide-first for questions that are open; nothing-changes), Overtaken.
    """

    def act() -> dict[str, Any]:
        rows_of([Key(row.get("scheme", ""), row.get("code", "")) for row in rows], lock=True)
        found = differences(rows, by.at.astimezone(LOCAL).date(), decision, as_new, lines)
        undecided = [
            UnitProblem("decide-first", str(one.key), {"name": one.name}, one.line) for one in found.open
        ]
        if found.problems or undecided:
            raise Unfit([*found.problems, *undecided])
        if found.hash != seen:
            raise Overtaken(IMPORT)
        if found.is_empty:
            raise Unfit([UnitProblem("nothing-changes")])
        return write(found.plan, by)

    return done(once(by, {"import": seen, "as_new": sorted(map(str, as_new))}, act))


def exported(units: Iterable[Unit]) -> Iterator[list[str]]:
    """Units (with `parent` fetched) as rows of COLUMNS, which `differences` reads back as the same."""
    for unit in units:
        parent = (unit.parent.scheme, unit.parent.code) if unit.parent else ("", "")
        yield [
            *(unit.scheme, unit.code, unit.name_vi, unit.name_en, unit.kind, unit.tier, unit.region),
            *parent,
            *(text_of(unit.valid_from), text_of(unit.valid_to), unit.org_code, unit.gso_code, unit.source),
        ]


def _fields(row: Mapping[str, str], state: State | None) -> dict[str, str]:
    """What the row says of the unit, as states hold it."""
    found = {name: tidy(row[name]) for name in TAKEN if name in row}
    if "parent_code" in row and "parent_scheme" in row:
        scheme, code = row["parent_scheme"].strip(), row["parent_code"].strip()
        found["parent"] = f"{scheme}:{code}" if scheme or code else ""
    if state is None:
        found.setdefault("source", "")
    return found


def _of_rows(rows: Rows, lines: Sequence[int]) -> Iterator[UnitProblem]:
    """Rows that name no unit, or one that another row names."""
    if rows and (missing := [name for name in NEEDED if name not in rows[0]]):
        yield UnitProblem("columns-missing", facts={"columns": ", ".join(missing)}, line=1)
        return
    seen: dict[Key, int] = {}
    elsewhere: Callable[[str, str], bool] | None = None
    for row, line in zip(rows, lines, strict=True):
        key = Key(row["scheme"].strip(), row["code"].strip())
        if not key.code:
            above = f"{row.get('parent_scheme', '').strip()}:{row.get('parent_code', '').strip()}"
            elsewhere = elsewhere or _elsewhere()
            likely = [
                f"{one.unit.scheme}:{one.unit.code} {one.unit.name_vi}"
                for one in queries.propose(row["name_vi"], key.scheme or None, 3)
                if not elsewhere(above, f"{one.unit.scheme}:{one.unit.code}")
            ]
            facts = {"name": row["name_vi"], "perhaps": ", ".join(likely)}
            yield UnitProblem("code-needed" if likely else "code-blank", "", facts, line)
        elif not key.scheme:
            yield UnitProblem("scheme-needed", key.code, {}, line)
        elif key in seen:
            yield UnitProblem("named-twice", str(key), {"line": str(seen[key])}, line)
        seen.setdefault(key, line)


def _of_fields(
    key: Key, fields: Mapping[str, str], states: Mapping[Key, State], given: Mapping[Key, Any], line: int
) -> Iterator[UnitProblem]:
    unit, is_new = str(key), key not in states
    if is_new and not key.is_sound():
        yield UnitProblem("bad-code", unit, {}, line)
    for fault in (
        *name_faults(fields["name_vi"], fields.get("name_en", ""), unit),
        *code_faults(fields.get("org_code", ""), fields.get("gso_code", ""), unit),
    ):
        yield UnitProblem(fault.code, unit, fault.facts, line)
    for name, allowed in (("kind", KINDS), ("tier", TIERS)):
        if fields.get(name, "" if is_new else None) not in (None, *allowed):
            yield UnitProblem(f"bad-{name}", unit, {"value": fields.get(name, "")}, line)
    dates_good = True
    for name in ("valid_from", "valid_to"):
        try:
            _ = date.fromisoformat(fields[name]) if fields.get(name) else None
        except ValueError:
            dates_good = False
            yield UnitProblem("bad-day", unit, {"column": name, "value": fields[name]}, line)
    first, last = fields.get("valid_from"), fields.get("valid_to")
    if dates_good and first and last and last < first:
        yield UnitProblem("ends-before-it-begins", unit, {}, line)
    parent = fields.get("parent", "")
    if parent and (not _is_key(parent) or (Key.read(parent) not in states and Key.read(parent) not in given)):
        yield UnitProblem("unit-unknown", parent, {"named by": unit}, line)


def _of_whole(
    states: Mapping[Key, State], touched: Collection[Key], closed: Collection[Key]
) -> Iterator[UnitProblem]:
    """What no single row shows: units above themselves, one organisation code for two standing units,
    standing units under one that has ended."""
    standing = {
        state.org_code: key for key, state in states.items() if state.org_code and state.valid_to is None
    }
    codes = [code for code, key in standing.items()]
    for unit in Unit.objects.filter(org_code__in=codes, valid_to=None):
        key = Key(unit.scheme, unit.code)
        if key not in states:
            yield UnitProblem("org-code-taken", str(standing[unit.org_code]), {"by": str(key)})
    for key, state in states.items():
        if key not in touched:
            continue
        holder = standing.get(state.org_code)
        if state.valid_to is None and holder is not None and holder != key:
            yield UnitProblem("org-code-taken", str(key), {"by": str(holder)})
        at, steps = state.parent, 0
        while at and steps < 50 and Key.read(at) != key and Key.read(at) in states:
            at, steps = states[Key.read(at)].parent, steps + 1
        if at and Key.read(at) == key:
            yield UnitProblem("above-itself", str(key), {"parent": state.parent})
    if closed:
        codes = [key.code for key in closed]
        for unit in Unit.objects.select_related("parent").filter(parent__code__in=codes):
            key, above = Key(unit.scheme, unit.code), Key(unit.parent.scheme, unit.parent.code)  # type: ignore[union-attr]
            now = states.get(key)
            until = now.valid_to if now else unit.valid_to
            if above in closed and (now is None or now.parent == str(above)) and until is None:
                yield UnitProblem("has-sub-units", str(above), {"some": str(key)})


def _questions(
    new: Sequence[tuple[Key, str, int]], given: Mapping[Key, Mapping[str, str]]
) -> tuple[Question, ...]:
    """New rows that may mean a standing unit which the list does not name.

    By its name or one much like it, or by a code that differs only in case, noughts in front or unseen
    letters.
    """
    schemes = {key.scheme for key, _, _ in new}
    rows = Unit.objects.select_related("parent").filter(scheme__in=schemes, valid_to=None).order_by("place")
    others = [unit for unit in rows if Key(unit.scheme, unit.code) not in given]
    by_letters: dict[tuple[str, str], list[Unit]] = {}
    for unit in others:
        by_letters.setdefault((unit.scheme, _letters(unit.name_vi)), []).append(unit)
    by_twin: dict[tuple[str, str], list[Unit]] = {}
    for unit in others:
        by_twin.setdefault((unit.scheme, twin(unit.code)), []).append(unit)
    elsewhere = _elsewhere()
    found = []
    for key, name, line in new:
        likely = [
            queries.Proposal(queries.view(unit), 100, True)
            for unit in by_letters.get((key.scheme, _letters(name)), ())
        ]
        if not likely and others and len(new) <= MOST_COMPARED:
            likely = [
                one
                for one in queries.propose(name, key.scheme)
                if Key(one.unit.scheme, one.unit.code) not in given
                and one.unit.valid_to is None
                and one.likeness >= ALIKE
            ]
        tier = given[key].get("tier", "")
        likely = [one for one in likely if not tier or one.unit.tier == tier]
        above = given[key].get("parent", "")
        likely = [one for one in likely if not elsewhere(above, f"{one.unit.scheme}:{one.unit.code}")]
        named = {one.unit.code for one in likely}
        likely += [
            queries.Proposal(queries.view(unit), 100, True)
            for unit in by_twin.get((key.scheme, twin(key.code)), ())
            if unit.code not in named
        ]
        if likely:
            found.append(Question(key, name, line, tuple(likely)))
    return tuple(found)


def _elsewhere() -> Callable[[str, str], bool]:
    """Whether a unit lies in another province than the one to which a row says that it belongs.

    Every province has a Sở Nội vụ, and many a Xã Tân Hưng.
    """
    rows = list(Unit.objects.values_list("scheme", "code", "pk", "path", "tier"))
    paths = {f"{scheme}:{code}": (*path.strip("/").split("/"), str(pk)) for scheme, code, pk, path, _ in rows}
    provinces = {str(pk) for _scheme, _code, pk, _path, tier in rows if tier == "province"}

    def province(unit: str) -> str:
        return next((one for one in paths.get(unit, ()) if one in provinces), "")

    def answer(above: str, unit: str) -> bool:
        return province(above) not in ("", province(unit)) and province(unit) != ""

    return answer


def _letters(name: str) -> str:
    """What two spellings of one name share: Chư Păh and Chư Pah, Plei Ku and Pleiku."""
    return bare(name).replace(" ", "")


def _is_key(text: str) -> bool:
    scheme, colon, code = text.partition(":")
    return bool(scheme and colon and code)
