"""Answers as they are gathered from the rows of files: each once, typed, within its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Problem, Status, Value
from thangdo.rules.index.edition.hints import listed, meant
from thangdo.rules.index.edition.model import Edition, Input, InputType, ObservationTable
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.values import Refused, read_value
from thangdo.work.editions.units import Register

Place = tuple[str, int, str]  # file, row, column


def facet_of(edition: Edition, table: ObservationTable, row: Mapping[str, str]) -> str:
    """The facet that a row of a table belongs to; "" where the edition has none."""
    if edition.facets is None:
        return ""
    if not table.facet_columns:
        return row.get("facet", "")
    if edition.facets.label is not None:
        label = edition.facets.label
        for column in table.facet_columns:
            label = label.replace("{" + column + "}", row.get(column, ""))
        return label
    return ", ".join(row.get(column, "") for column in table.facet_columns)


def _kind(one: Input) -> object:
    """What a cell is read by: inputs of numbers that ask alike read the same text as the same number."""
    if one.type in (InputType.YES_NO, InputType.CHOICE, InputType.CHECKLIST, InputType.TEXT):
        return id(one)
    return (one.type.value, one.min, one.max, one.not_applicable)


class Collected:
    """The answers of all files; what is wrong goes to `problems`."""

    def __init__(self, edition: Edition, register: Register, problems: list[Problem]) -> None:
        self.edition = edition
        self.register = register
        self.problems = problems
        self.values: dict[tuple[str, str], dict[str, Value]] = {}
        self.tables: dict[str, dict[tuple[str, str], list[dict[str, Value]]]] = {}
        self._places: dict[tuple[str, str], dict[str, Place]] = {}  # unit, facet -> input -> where
        self._read: dict[tuple[int, str], Value | Refused] = {}
        self._kinds: dict[int, int] = {}  # of each input the first of those that are read alike
        self._alike: dict[object, int] = {}
        self._row: tuple[str, int, str, str, bool] = ("", -1, "", "", False)
        self._strangers: dict[tuple[str, str], int] = {}  # names that are no input: in how many rows
        self._told: dict[tuple[str, str], int] = {}  # where in `problems` each is told

    def answers(self, file: str, line: int, row: Mapping[str, str], names: Sequence[str]) -> None:
        """The answers of one unit in one row, each in the column of its input's name."""
        known = self._known(file, line, row)
        for name in names:
            self._answer(file, line, row, name, row[name], name, known)

    def answer(self, file: str, line: int, row: Mapping[str, str], name: str, text: str, column: str) -> None:
        """One answer of one unit."""
        known = self._known(file, line, row)
        if name in self.edition.inputs:
            self._answer(file, line, row, name, text, column, known)
            return
        inputs = self.edition.inputs
        if name and (file, name) in self._strangers:
            self._strangers[file, name] += 1
            return
        what = phrase("no-input-of-name", name=name) if name else phrase("input-name-missing")
        self._strangers[file, name] = 1
        self._told[file, name] = len(self.problems)
        self.problems.append(
            Problem(file, what, line, "input", allowed=listed(inputs), mend=meant(name, inputs))
        )

    def _known(self, file: str, line: int, row: Mapping[str, str]) -> bool:
        """Whether the unit and the facet of a row may answer; what is wrong with them is said once a row."""
        unit, facet = row["unit"], row.get("facet", "")
        if self._row[:4] == (file, line, unit, facet):  # another answer of the same row
            return self._row[4]
        known = self.register.note(file, line, unit, row.get("tier", ""), row.get("name", ""), self.problems)
        known = self._facet(file, line, facet) and known
        self._row = file, line, unit, facet, known
        return known

    def _answer(
        self,
        file: str,
        line: int,
        row: Mapping[str, str],
        name: str,
        text: str,
        column: str,
        known: bool,
    ) -> None:
        unit, facet = row["unit"], row.get("facet", "")
        value = self.value(file, line, column, text, self.edition.inputs[name], unit)
        if not known:
            return
        key = (unit, facet)
        places = self._places.get(key)
        if places is None:
            places = self._places[key] = {}
        before = places.get(name)
        if before is None:
            places[name] = (file, line, column)
        elif before != (file, line, column):
            told = {"name": name, "unit": unit, "file": before[0], "line": before[1]}
            self.problems.append(
                Problem(
                    file,
                    phrase("answered-before-in-facet", facet=facet, **told)
                    if facet
                    else phrase("answered-before", **told),
                    line,
                    column,
                    mend=phrase("keep-one-of-rows"),
                )
            )
            return
        given = self.values.get(key)
        if given is None:
            given = self.values[key] = {}
        if value is not None and value is not Status.NOT_ANSWERED:
            given[name] = value

    def observe(
        self, file: str, line: int, besides: Mapping[str, str], table: str, row: Mapping[str, str]
    ) -> None:
        """One row of an observation table."""
        unit, facet = besides["unit"], besides["facet"]
        declared = self.edition.observations[table]
        known = self.register.note(file, line, unit, besides["tier"], besides["name"], self.problems)
        known = self._facet(file, line, facet) and known
        values: dict[str, Value] = {}
        for column, one in declared.columns.items():
            value = self.value(file, line, column, row[column], one, unit)
            if value is not None:
                values[column] = value
        for column, one in declared.columns.items():
            self._at_most((file, line, column), column, one, values, phrase("in-same-row", name=one.at_most))
        if known:
            self.tables.setdefault(table, {}).setdefault((unit, facet), []).append(values)

    def value(self, file: str, line: int, column: str, text: str, one: Input, unit: str) -> Value | None:
        """The typed value of a cell; None (and a problem) when it cannot be used."""
        kind = self._kinds.get(id(one))
        if kind is None:
            kind = self._kinds[id(one)] = self._alike.setdefault(_kind(one), id(one))
        key = (kind, text)
        value = self._read.get(key)
        if value is None:
            value = self._read[key] = read_value(text, one, self.edition.missing_words)
        if isinstance(value, Refused):
            self.problems.append(
                Problem(file, value.message, line, column, unit or None, value.allowed, value.mend)
            )
            return None
        return value

    def _facet(self, file: str, line: int, facet: str) -> bool:
        facets = self.edition.facets
        if facets is None:
            if facet:
                self.problems.append(
                    Problem(
                        file,
                        phrase("facets-not-here", facet=facet),
                        line,
                        "facet",
                        mend=phrase("leave-column-blank"),
                    )
                )
            return not facet
        if not facet or (facets.values and facet not in facets.values):
            what = phrase("facet-unknown", facet=facet) if facet else phrase("facet-missing")
            self.problems.append(
                Problem(
                    file, what, line, "facet", allowed=listed(facets.values), mend=meant(facet, facets.values)
                )
            )
            return False
        return True

    def strangers(self) -> None:
        """A name that is no input is told once, with the number of its rows."""
        for key, count in self._strangers.items():
            if count > 1 and key[1]:
                at = self._told[key]
                said = phrase("in-rows", what=self.problems[at].message, count=count)
                self.problems[at] = replace(self.problems[at], message=said)

    def limits(self) -> None:
        """Answers that may not exceed another answer of the same unit."""
        limited = {name: one for name, one in self.edition.inputs.items() if one.at_most is not None}
        for (unit, facet), values in self.values.items():
            for name, one in limited.items():
                if name in values and one.at_most in values:
                    places = self._places[unit, facet]
                    other = places[one.at_most]
                    words = phrase("of-unit-in-row", name=one.at_most, unit=unit, line=other[1])
                    self._at_most(places[name], name, one, values, words)

    def _at_most(
        self, place: Place, name: str, one: Input, values: Mapping[str, Value], other: Phrase
    ) -> None:
        value, most = values.get(name), values.get(one.at_most or "")
        if isinstance(value, Fraction) and isinstance(most, Fraction) and value > most:
            self.problems.append(
                Problem(
                    place[0],
                    phrase(
                        "more-than-other", name=name, value=as_text(value), other=other, most=as_text(most)
                    ),
                    place[1],
                    place[2],
                    allowed=phrase("at-most", most=as_text(most)),
                )
            )
