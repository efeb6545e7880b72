"""Published numbers beside recomputed ones: what was compared, what is equal, what differs and is known to.

A comparison never rounds to fit: the recomputed number is taken as the edition declares it, and two numbers
are equal when they differ by no more than the tolerance. A known difference has a reason and never counts
as equal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import ZERO, as_text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a difference is known, in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One published value that did not come out. by: recomputed - published, where both are numbers."""

    where: str
    published: str
    recomputed: str
    by: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A small table that belongs to the outcome, to print or to show."""

    name: str
    title: Reason
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """What the recomputation of one published index gave.

    largest_difference: the largest among the numbers compared, known differences aside. rows: the
    recomputed values for `--out`, under `columns`. ok: everything that is not a known difference is within
    the tolerance.
    """

    name: str
    compared: int
    equal: int
    largest_difference: Fraction
    tolerance: Fraction
    known_differences: Sequence[Difference]
    differences: Sequence[Difference]
    tables: Sequence[Table]
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]

    @property
    def ok(self) -> bool:
        """Whether the target is met. An outcome that compared nothing proves nothing."""
        return self.compared > 0 and not self.differences

    def as_json(self) -> dict[str, object]:
        """The fields of `thangdo reproduce --json`."""
        return {
            "name": self.name,
            "compared": self.compared,
            "equal": self.equal,
            "largest_difference": float(self.largest_difference),
            "tolerance": float(self.tolerance),
            "known_differences": [_as_json(item) for item in self.known_differences],
        }

    def csv(self) -> str:
        """The recomputed values as CSV: comma, LF, decimal point."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()


def _as_json(item: Difference) -> dict[str, object]:
    reason = {} if item.reason is None else {"vi": item.reason.vi, "en": item.reason.en}
    return {
        "where": item.where,
        "published": item.published,
        "recomputed": item.recomputed,
        "difference": item.by,
        "reason": reason,
    }


@dataclass
class Comparison:
    """Collects comparisons. `known`: where -> reason, for differences that are expected and listed."""

    tolerance: Fraction
    known: Mapping[str, Reason] = field(default_factory=dict)
    compared: int = 0
    equal: int = 0
    largest: Fraction = ZERO
    listed: list[Difference] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def number(self, where: str, published: Fraction | None, recomputed: Fraction | None) -> None:
        """Compare two numbers; None is "no score" and equals only None."""
        if published is None or recomputed is None:
            self._count(where, published is recomputed, show(published), show(recomputed), "")
            return
        by = recomputed - published
        if where not in self.known:
            self.largest = max(self.largest, abs(by))
        self._count(where, abs(by) <= self.tolerance, show(published), show(recomputed), show(by))

    def same(self, where: str, published: object, recomputed: object) -> None:
        """Compare two things that are either the same or not: ranks, labels, levels."""
        self._count(where, published == recomputed, _word(published), _word(recomputed), "")

    def note(self, item: Difference) -> None:
        """List a known difference between sources that is not among the values compared."""
        self.listed.append(item)

    def _count(self, where: str, equal: bool, published: str, recomputed: str, by: str) -> None:
        self.compared += 1
        if equal:
            self.equal += 1
        elif where in self.known:
            self.listed.append(Difference(where, published, recomputed, by, self.known[where]))
        else:
            self.differences.append(Difference(where, published, recomputed, by))

    def outcome(
        self,
        name: str,
        columns: tuple[str, ...],
        rows: Sequence[Mapping[str, str]],
        tables: Sequence[Table] = (),
    ) -> Outcome:
        """The outcome of everything compared so far."""
        return Outcome(
            name,
            self.compared,
            self.equal,
            self.largest,
            self.tolerance,
            tuple(self.listed),
            tuple(self.differences),
            tuple(tables),
            columns,
            rows,
        )


def show(number: Fraction | None, places: int = 15) -> str:
    """A number as text to so many places, without trailing zeros; blank for none."""
    return "" if number is None else as_text(number, places)


def _word(value: object) -> str:
    return "" if value is None else str(value)
