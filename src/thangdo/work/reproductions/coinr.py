"""COINr's ASEM example, step by step: every stage file, every score, every rank."""

from __future__ import annotations

from collections.abc import Callable

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.result import Result
from thangdo.work.assessments.bundled import records
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason, Table, show
from thangdo.work.reproductions.published import computed, places

NAME = "coinr-asem"
TOLERANCE = Fraction("1e-9")
STAGES = ("denominated", "imputed", "treated", "normalised", "aggregated", "results")
RESULTS = (
    "uCode",
    "Rank",
    "Index",
    "Conn",
    "Sust",
    "Physical",
    "ConEcFin",
    "Political",
    "Instit",
    "P2P",
    "Environ",
    "Social",
    "SusEcFin",
)


def reproduce() -> Outcome:
    """Six files of COINr, cell by cell, each within 1e-9; a blank cell must be a missing number here too."""
    comparison = Comparison(TOLERANCE)
    _, _, _, result = computed(NAME)
    found = places(result)
    lines = []
    for stage in STAGES:
        own = Comparison(TOLERANCE)
        value = _values(stage, result)
        for row in records(f"data/published/coinr_asem_{stage}.csv"):
            unit = row["uCode"]
            for column, text in row.items():
                where = f"{stage} {unit} {column}"
                if column == "Rank":
                    _Both(own, comparison).same(where, int(text), found[unit].rank)
                elif column != "uCode":
                    _Both(own, comparison).number(where, exact(text) if text else None, value(unit, column))
        lines.append((stage, str(own.compared), str(own.equal), f"{float(own.largest):.1e}"))
    title = Reason("Từng bước so với COINr", "Step by step against COINr")
    table = Table("stages", title, ("stage", "compared", "equal", "largest difference"), lines)
    listed = [
        {
            column: unit
            if column == "uCode"
            else str(found[unit].rank)
            if column == "Rank"
            else show(result.score(unit, _node(column)).score, 10)
            for column in RESULTS
        }
        for unit in sorted(result.units, key=lambda code: (found[code].rank or 0, code))
    ]
    return comparison.outcome(NAME, RESULTS, listed, [table])


def _node(column: str) -> str:
    return "index" if column == "Index" else column


def _values(stage: str, result: Result) -> Callable[[str, str], Fraction | None]:
    """Where a stage's numbers stand in the result: treated data, or scores of nodes."""
    if stage in result.stages:
        return lambda unit, column: result.stages[stage][unit][column]
    return lambda unit, column: result.score(unit, _node(column)).score


class _Both:
    """Puts one comparison into the stage's account and into the whole."""

    def __init__(self, *accounts: Comparison) -> None:
        self.accounts = accounts

    def number(self, where: str, published: Fraction | None, recomputed: Fraction | None) -> None:
        for account in self.accounts:
            account.number(where, published, recomputed)

    def same(self, where: str, published: object, recomputed: object) -> None:
        for account in self.accounts:
            account.same(where, published, recomputed)
