"""Last year's scores read from a scores.csv, for rules whose empty denominator gives last year's value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Wanted, read_table
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.phrases import phrase

NEEDED = ("unit", "node", "score")


OTHERS = {"unit": ("Mã", "Mã đơn vị"), "node": ("Mục", "Tiêu chí", "Mã tiêu chí"), "score": ("Điểm",)}


def _ask(row: Mapping[str, str], column: str) -> Asked:
    return "number" if column == "score" else None


def read_last_year(path: Path, notices: list[Notice] | None = None) -> dict[tuple[str, str, str], Fraction]:
    """(unit, facet, node) -> score, for every row with a score. Raises BadInput with every error.

    notices: where it is said how the file was read.
    """
    wanted = Wanted.of(("facet", "status"), OTHERS, _ask)
    table = read_table(path, str(path), {"unit", "facet", "node", "status"}, wanted)
    if notices is not None:
        notices += table.notices
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        message = phrase("scores-columns-missing", columns=", ".join(missing))
        raise BadInput([Problem(table.place, message, table.header, mend=phrase("give-scores"))])
    found: dict[tuple[str, str, str], Fraction] = {}
    problems: list[Problem] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        if not row["score"]:
            continue
        key = row["unit"], row.get("facet", ""), row["node"]
        try:
            score = Fraction(row["score"])
        except ValueError:
            problems.append(Problem(table.place, phrase("no-number", value=row["score"][:40]), line, "score"))
            continue
        if key in found:
            problems.append(Problem(table.place, phrase("score-twice"), line, code=key[2]))
        found[key] = score
    if problems:
        raise BadInput(problems)
    return found
