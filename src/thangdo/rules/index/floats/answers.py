"""From answers to arrays: the table of one facet, its treatment, and the points that have no array form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Status
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.steps import Denominate, Impute, Winsorise
from thangdo.rules.index.evaluate import Evaluation, walk
from thangdo.rules.index.floats import treatment
from thangdo.rules.index.floats.path import Fixed, FloatPath, FloatScores, has_array_form
from thangdo.rules.index.floats.points import (
    ABSENT,
    BELOW_COVERAGE,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    NOT_MEASURED,
    OK,
    STATUS_CODES,
    Table,
)
from thangdo.rules.index.given import exactly
from thangdo.rules.index.stages import scored_inputs, treat


def table_of(
    edition: Edition, answers: Answers, facet: str = ""
) -> tuple[Table, list[str], list[str | None]]:
    """The numeric answers as arrays, the unit codes in their order, and the tiers behind the numbers."""
    units = sorted(answers.units)
    tiers: list[str | None] = sorted({answers.units[code].tier for code in units}, key=str)
    names = tuple(edition.inputs)
    matrix = np.full((len(names), len(units)), np.nan)
    status = np.full(matrix.shape, NOT_ANSWERED, dtype=np.int8)
    row_of = {name: row for row, name in enumerate(names)}
    for column, code in enumerate(units):
        for name, value in answers.values.get((code, facet), {}).items():
            row = row_of.get(name)
            if row is None:
                continue
            if isinstance(value, Fraction):
                matrix[row, column], status[row, column] = float(value), OK
            else:
                status[row, column] = STATUS_CODES[value] if isinstance(value, Status) else NOT_MEASURED
    numbers = np.array([tiers.index(answers.units[code].tier) for code in units], dtype=np.int64)
    return Table(names, matrix, status if status.any() else None, numbers), units, tiers


def has_array_treatment(edition: Edition) -> bool:
    """Whether every step of the treatment is computed on arrays.

    >>> has_array_treatment(Edition.model_construct(treatment=(Impute(impute="mean"),)))
    True
    """
    return all(
        isinstance(step, Denominate | Impute)
        or (isinstance(step, Winsorise) and step.winsorise == "skewness-kurtosis")
        for step in edition.treatment
    )


def treated(edition: Edition, table: Table, groups: dict[str, Sequence[str]]) -> Table:
    """The table after the edition's declared steps. groups: input -> word of every unit (for `impute by`)."""
    if not edition.treatment:
        return table
    if not has_array_treatment(edition):
        raise ValueError("these steps of treatment are only computed exactly: give answers to `float_scores`")
    matrix = table.matrix.copy()
    scored = [table.rows[name] for name in sorted(scored_inputs(edition)) if name in table.rows]
    for step in edition.treatment:
        if isinstance(step, Denominate):
            above = [table.rows[name] for name in step.denominate]
            below = [table.rows[name] for name in step.denominate.values()]
            with np.errstate(all="ignore"):
                divided = matrix[above] / matrix[below]
            matrix[above] = np.where(np.isfinite(divided), divided, np.nan)
            continue
        rows = [table.rows[name] for name in getattr(step, "inputs", ())] or scored
        if isinstance(step, Impute):
            words = groups.get(step.by or "", [""] * table.size)
            _, numbers = np.unique(np.array(words, dtype=object).astype(str), return_inverse=True)
            filled = treatment.imputed(matrix[rows].T, numbers.astype(np.int64), step.impute).T
            if table.status is not None:
                filled[table.status[rows] == NOT_APPLICABLE] = np.nan
            matrix[rows] = filled
        elif isinstance(step, Winsorise):
            done, _ = treatment.winsorised(
                matrix[rows].T, float(step.skewness), float(step.kurtosis), step.at_most
            )
            matrix[rows] = done.T
    status = None
    if table.status is not None:
        status = np.where(np.isnan(matrix), np.where(table.status == OK, NOT_MEASURED, table.status), OK)
        status = status.astype(np.int8) if status.any() else None
    return Table(table.names, matrix, status, table.tiers)


def fixed_points(edition: Edition, answers: Answers, facet: str = "") -> Fixed:
    """Points from the exact path for every leaf whose rule has no array form: leaf -> (points, statuses)."""
    evaluation = Evaluation(edition.model_copy(update={"rounding": ()}))
    leaves = [b for b in walk(evaluation.tree) if b.node.rule and not has_array_form(b.node.rule)]
    if not leaves:
        return {}
    result = evaluation.run(answers)
    units = sorted(answers.units)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for leaf in leaves:
        scores = [result.scores[unit, facet].get(leaf.code) for unit in units]
        numbers = [float(s.score) if s is not None and s.score is not None else np.nan for s in scores]
        codes = [STATUS_CODES[s.status] if s is not None else OK for s in scores]
        found[leaf.code] = np.array(numbers), np.array(codes, dtype=np.int8)
    return found


def float_scores(edition: Edition, answers: Answers, facet: str = "") -> tuple[FloatScores, list[str]]:
    """The float path from answers: scores of one facet, and the unit codes behind the columns.

    Raises BadInput as `evaluate` does.
    """
    answers = exactly(edition, answers)
    out: list[str] = []
    known = answers
    if not has_array_treatment(edition):
        units_in = {code: answers.values.get((code, facet), {}) for code in sorted(answers.units)}
        done = treat(edition, units_in)
        out = list(done.screened)
        known = replace(answers, values={(code, facet): row for code, row in done.values.items()})
    table, units, tiers = table_of(edition, known, facet)
    groups = {
        step.by: [str(answers.values.get((unit, facet), {}).get(step.by, "")) for unit in units]
        for step in edition.treatment
        if isinstance(step, Impute) and step.by
    }
    if known is answers:
        table = treated(edition, table, dict(groups))
    scores = FloatPath(edition, tiers).run(table, fixed_points(edition, answers, facet))
    for unit in out:
        column = units.index(unit)
        scores.matrix[:, column] = np.nan
        scores.status[:, column] = np.where(scores.status[:, column] == ABSENT, ABSENT, BELOW_COVERAGE)
    return scores, units
