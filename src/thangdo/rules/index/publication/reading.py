"""From the parts of a publication back to the edition and the answers that the engine takes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Row, Unit, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.evaluate import grow, walk
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.archive import MOST_EDITION, Archive, Damaged
from thangdo.rules.index.publication.cells import alike, read_cell, read_number, unguard
from thangdo.rules.index.publication.parts import read_edition
from thangdo.rules.index.values import Refused

Values = dict[tuple[str, str], dict[str, Value]]
Read = TypeVar("Read")
MOST_ROWS = 10_000_000


@dataclass(frozen=True)
class Content:
    """What a publication says its numbers follow from."""

    edition: Edition
    answers: Answers
    not_returned: tuple[tuple[str, str], ...] = ()  # code and name of units that never signed off


class Reader:
    """Reads part by part; what cannot be read is a finding `part-malformed` or `part-damaged`."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.failed = False

    def content(self) -> Content | None:
        """The edition and answers, and a look at the parts beside them; None where one cannot be used."""
        edition = self._part(model.EDITION, self._edition)
        if edition is None:
            return None
        units = self._part(model.UNITS, self._units) or {}
        values = self._part(model.ANSWERS, lambda: self._values(model.ANSWERS, edition, units))
        tables = {
            name: self._part(model.table_part(name), lambda name=name: self._table(name, edition, units))  # type: ignore[misc]
            for name in edition.observations
        }
        last_year: dict[tuple[str, str, str], Fraction] | None = {}
        if self.archive.has(model.LAST_YEAR):
            last_year = self._part(model.LAST_YEAR, lambda: self._last_year(units))
        usable = not self.failed
        silent: tuple[tuple[str, str], ...] | None = ()
        if self.archive.has(model.NOT_RETURNED):
            silent = self._part(model.NOT_RETURNED, lambda: self._silent(units))
        self._part(model.DECLARED, lambda: self._values(model.DECLARED, edition, units))
        self._beside(edition, units)
        if not usable or not units:
            return None
        return Content(
            edition,
            Answers(
                units, values or {}, {name: rows for name, rows in tables.items() if rows}, last_year or {}
            ),
            silent or (),
        )

    def _part(self, part: str, read: Callable[[], Read]) -> Read | None:
        if not self.archive.has(part):
            self.archive.findings.add("part-missing", part=part)
            self.failed = True
            return None
        try:
            return read()
        except Damaged as error:
            self.archive.findings.add("part-damaged", part=part, why=str(error))
        except (ValueError, RecursionError) as error:
            told = error.args[0] if error.args and isinstance(error.args[0], Phrase) else None
            why = told or " ".join(str(error).split())[:300] or type(error).__name__
            self.archive.findings.add("part-malformed", part=part, why=why)
        self.failed = True
        return None

    def _edition(self) -> Edition:
        return read_edition(self.archive.small(model.EDITION, MOST_EDITION))

    def _units(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for row in self._rows(model.UNITS, model.UNIT_COLUMNS):
            _, code, tier, name = map(unguard, row)
            if not code or code in found:
                raise ValueError(f"the unit `{code}` stands twice" if code else "a unit has no code")
            found[code] = Unit(code, tier or None, name or None)
        if not found:
            raise ValueError("no unit takes part")
        return found

    def _silent(self, units: dict[str, Unit]) -> tuple[tuple[str, str], ...]:
        """Code and name of each unit that did not return; none of them takes part."""
        found: dict[str, str] = {}
        for row in self._rows(model.NOT_RETURNED, model.UNIT_COLUMNS):
            _, code, _, name = map(unguard, row)
            if not code or code in found or code in units:
                raise ValueError(f"the unit `{code[:80]}` did not return and takes part, or stands twice")
            found[code] = name
        if not found:
            raise ValueError("no unit is named")
        return tuple(found.items())

    def _values(self, part: str, edition: Edition, units: dict[str, Unit]) -> Values:
        found: Values = {}
        cells = _Cells(edition.inputs)
        before: tuple[str, str] | None = None
        given: dict[str, Value] = {}
        for unit, facet, name, text in self._rows(part, model.ANSWER_COLUMNS):
            if (unit, facet) != before:
                before = unit, facet
                given = found.setdefault(self._key(unit, facet, units), {})
            if not name and not text:
                continue
            if name in given:
                raise ValueError(f"the unit `{unit}` answers `{name}` twice")
            given[name] = cells.read(name, text)
        return found

    def _table(self, name: str, edition: Edition, units: dict[str, Unit]) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        columns = model.columns_of(edition, name)
        cells = _Cells(edition.observations[name].columns)
        for unit, facet, number, *row in self._rows(
            model.table_part(name), ("unit", "facet", "row", *columns)
        ):
            rows = found.setdefault(self._key(unit, facet, units), [])
            if number == "0" and not rows:
                continue
            if number != str(len(rows) + 1):
                raise ValueError(f"the rows of the unit `{unit}` are not in order at {number[:20]}")
            rows.append({column: cells.read(column, text) for column, text in zip(columns, row, strict=True)})
        return found

    def _last_year(self, units: dict[str, Unit]) -> dict[tuple[str, str, str], Fraction]:
        found: dict[tuple[str, str, str], Fraction] = {}
        for unit, facet, node, score in self._rows(model.LAST_YEAR, model.LAST_YEAR_COLUMNS):
            key = (*self._key(unit, facet, units), node)
            if key in found:
                raise ValueError(f"`{node}` of the unit `{unit}` stands twice")
            found[key] = read_number(score)
        return found

    def _beside(self, edition: Edition, units: dict[str, Unit]) -> None:
        """Decisions, evidence and offices change no number; they must still be what they say they are."""
        nodes = {branch.code for branch in walk(grow(edition))}

        def decisions() -> None:
            for unit, criterion, decided in self._rows(model.DECISIONS, model.DECISION_COLUMNS):
                self._known(unit, criterion, units, nodes)
                _slug(decided)

        def evidence() -> None:
            for unit, criterion, kind, digest, effective in self._rows(
                model.EVIDENCE, model.EVIDENCE_COLUMNS
            ):
                self._known(unit, criterion, units, nodes)
                _slug(kind)
                if digest and not model.SHA256.fullmatch(digest):
                    raise ValueError(f"`{digest[:80]}` is no SHA-256")
                if effective:
                    date.fromisoformat(effective)

        def offices() -> None:
            for role, _ in self._rows(model.OFFICES, model.OFFICE_COLUMNS):
                _slug(role.replace("_", "-"))

        self._part(model.DECISIONS, decisions)
        self._part(model.EVIDENCE, evidence)
        self._part(model.OFFICES, offices)

    def _rows(self, part: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
        for number, row in enumerate(self.archive.rows(part, columns), 1):
            if number > MOST_ROWS:
                raise ValueError(f"more than {MOST_ROWS} rows")
            yield row

    def _key(self, unit: str, facet: str, units: dict[str, Unit]) -> tuple[str, str]:
        code = unguard(unit)
        if code not in units:
            raise ValueError(f"the unit `{code[:80]}` does not take part")
        return code, unguard(facet)

    def _known(self, unit: str, criterion: str, units: dict[str, Unit], nodes: set[str]) -> None:
        if unguard(unit) not in units or criterion not in nodes:
            raise ValueError(f"there is no criterion `{criterion[:80]}` of a unit `{unit[:80]}`")


def _slug(word: str) -> None:
    if not model.SLUG.fullmatch(word):
        raise ValueError(f"`{word[:80]}` is not one word")


class _Cells:
    """Cells read by their input, each distinct one once."""

    def __init__(self, inputs: dict[str, Input]) -> None:
        self.inputs = inputs
        self._kinds = {name: alike(name, one) for name, one in inputs.items()}
        self._read: dict[tuple[Hashable, str], Value] = {}

    def read(self, name: str, text: str) -> Value:
        kind = self._kinds.get(name)
        if kind is None:
            raise ValueError(f"the edition has no input `{name[:80]}`")
        found = self._read.get((kind, text))
        if found is None:
            one = self.inputs[name]
            value = read_cell(unguard(text), one)
            if isinstance(value, Refused):
                raise ValueError(phrase("of-input", name=name, what=value.message))
            found = self._read[kind, text] = value
        return found
