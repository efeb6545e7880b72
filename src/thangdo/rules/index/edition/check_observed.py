"""Checks of rules over observations: tables, columns, filters, statistics."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.index.edition.check_inputs import NUMERIC
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.model import Input, InputType, ObservationTable
from thangdo.rules.index.edition.rules import Blend, BlendPart, Observed, Take, Where
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.phrases import phrase

YES_NO = ("yes", "no", "Y", "N", "1", "0")
_STATISTICS = tuple(Take.model_fields)


def check_observed(found: Findings, path: Path, _spot: Spot, rule: Observed) -> None:
    """One statistic."""
    _part(found, path, rule)


def check_blend(found: Findings, path: Path, _spot: Spot, rule: Blend) -> None:
    """A blend of statistics."""
    for number, part in enumerate(rule.blend):
        _part(found, (*path, "blend", number), part)


def _part(found: Findings, path: Path, part: Observed | BlendPart) -> None:
    tables = found.edition.observations
    if part.observations not in tables:
        found.unknown(
            (*path, "observations"),
            phrase("table-unknown", table=part.observations),
            part.observations,
            tables,
        )
        return
    table = tables[part.observations]
    _filters(found, (*path, "where"), part.where, table)
    _take(found, (*path, "take"), part.take, table)


def _take(found: Findings, path: Path, take: Take, table: ObservationTable) -> None:
    given = [name for name in _STATISTICS if getattr(take, name) not in (None, False)]
    if len(given) != 1:
        if found.untouched(path):
            found.problem(
                path,
                phrase("take-several", count=len(given), given=", ".join(given))
                if given
                else phrase("take-nothing"),
                _STATISTICS,
            )
        return
    for name in ("mean", "sum", "max", "min"):
        column = getattr(take, name)
        if column is not None:
            _number(found, (*path, name), column, table)
    _filters(found, (*path, "share"), take.share or {}, table)
    _filters(found, (*path, "any"), take.any or {}, table)
    if take.weighted is not None:
        _number(found, (*path, "weighted", "value"), take.weighted.value, table)
        _number(found, (*path, "weighted", "by"), take.weighted.by, table)
    if take.never is not None:
        _column(found, (*path, "never", "item"), take.never.item, table)
        _filters(found, (*path, "never", "bad"), take.never.bad, table)
    if take.options is not None:
        column = _column(found, (*path, "options", "column"), take.options.column, table)
        _words(found, (*path, "options", "weights"), tuple(take.options.weights), column, keyed=True)


def _column(found: Findings, path: Path, name: str, table: ObservationTable) -> Input | None:
    column = table.columns.get(name)
    if column is None and found.untouched(path):
        found.unknown(path, phrase("column-unknown", column=name), name, table.columns)
    return column


def _number(found: Findings, path: Path, name: str, table: ObservationTable) -> None:
    column = _column(found, path, name, table)
    if column is not None and column.type not in NUMERIC:
        found.problem(path, phrase("column-no-number", column=name, type=column.type), sorted(NUMERIC))


def _filters(found: Findings, path: Path, filters: Mapping[str, Where], table: ObservationTable) -> None:
    for name, where in filters.items():
        here = (*path, name)
        column = _column(found, here, name, table)
        if where.in_ is not None:
            _words(found, here, where.in_, column)
        elif where.at_least is None and where.at_most is None and found.untouched(here):
            found.problem(here, phrase("filter-empty", column=name), phrase("filter-keys"))
        limits = where.at_least is not None or where.at_most is not None
        if limits and column is not None and column.type not in NUMERIC:
            found.problem(here, phrase("column-no-number", column=name, type=column.type))
        if where.at_least is not None and where.at_most is not None and where.at_least > where.at_most:
            found.problem(
                here,
                phrase("limits-crossed", low=where.at_least, high=where.at_most),
                mend=phrase("swap"),
            )


def _words(
    found: Findings, path: Path, words: tuple[str, ...], column: Input | None, keyed: bool = False
) -> None:
    """The words of a filter are among the choices of the column."""
    if column is None:
        return
    allowed = list(YES_NO) if column.type is InputType.YES_NO else list(column.choices or {})
    for word in words:
        if allowed and word not in allowed:
            here = (*path, word) if keyed else path
            found.unknown(here, phrase("value-unknown", value=word), word, allowed)
