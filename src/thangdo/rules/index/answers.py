"""What units answered: exact values, the three kinds of missing, observation rows; and bad answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from thangdo.rules.exact import Fraction
from thangdo.rules.index.phrases import Words


class Status(StrEnum):
    """Whether a number is there and, if not, why not. `ok` and four kinds of missing."""

    OK = "ok"
    NOT_APPLICABLE = "not-applicable"
    NOT_ANSWERED = "not-answered"
    NOT_MEASURED = "not-measured"
    BELOW_COVERAGE = "below-coverage"


# A number (count, number, percent, share, yes-no as 1 or 0), a choice or text, a checklist, or missing.
Value = Fraction | str | frozenset[str] | Status
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it takes part: its code, tier (None: not said) and name as written."""

    code: str
    tier: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Answers:
    """The answers of all units to one edition.

    units: by code. values: (unit, facet) -> input -> value; facet "" where the edition has none. An
    input that is absent was not answered. tables: name -> (unit, facet) -> rows.
    last_year: (unit, facet, node) -> last year's score, for rules with `empty: last-year`.
    """

    units: Mapping[str, Unit]
    values: Mapping[tuple[str, str], Mapping[str, Value]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[tuple[str, str], Sequence[Row]]] = field(default_factory=dict)
    last_year: Mapping[tuple[str, str, str], Fraction] = field(default_factory=dict)

    def facets(self) -> list[str]:
        """Every facet that occurs, in the order of the alphabet; [""] where there are none."""
        found = {facet for _, facet in self.values}
        for table in self.tables.values():
            found.update(facet for _, facet in table)
        return sorted(found) or [""]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where, what, what is allowed and how to mend it."""

    file: str
    message: Words
    line: int | None = None
    column: str | None = None
    code: str | None = None  # the criterion or other code concerned
    allowed: Words | None = None
    mend: Words | None = None

    def __str__(self) -> str:
        """For a log; people read it as `faces/look/phrasing.line` says it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [place]
        if self.column:
            parts.append(f"column {self.column}")
        if self.code:
            parts.append(self.code)
        text = ": ".join(parts) + f": {self.message}"
        if self.allowed:
            text += f" Allowed: {self.allowed}."
        if self.mend:
            text += f" {self.mend}"
        return text


class BadInput(Exception):
    """Input that cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
