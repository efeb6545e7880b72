"""OECD Digital Government Index 2023: composites, ranks of the 33 ranked members, published diagnostics."""

from __future__ import annotations

import numpy as np

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Value
from thangdo.rules.index.diagnostics import Matrix, alpha, eigenvalues, first_share, standardised_alpha
from thangdo.rules.index.evaluate import evaluate
from thangdo.work.reproductions.compare import Comparison, Difference, Outcome, Reason, Table, show
from thangdo.work.reproductions.published import COLUMNS, compare_ranks, computed, places, rows

NAME = "oecd-dgi-2023"
TOLERANCE = Fraction("0.0005")
HALVES = ("GBR", "LTU", "LUX")
REASON = Reason(
    "Trung bình của sáu khía cạnh đã in rơi đúng nửa đơn vị của chữ số thứ ba; làm tròn nửa thì lên cho kết "
    "quả cao hơn 0,001 so với số đã công bố (có lẽ vì OECD tính từ các khía cạnh chưa làm tròn). Chưa làm "
    "tròn thì lệch đúng 0,0005.",
    "The mean of the six printed dimensions is an exact half in the third place; rounded half up it comes "
    "out 0.001 above the published value (presumably because the OECD computed from dimensions that were not "
    "yet rounded). Before rounding it is exactly 0.0005 away.",
)
DIAGNOSTICS = (  # name, published, half a unit of the last printed place
    ("first eigenvalue", 4.3, 0.05),
    ("share of the first component", 0.72, 0.005),
    ("standardised alpha", 0.92, 0.005),
    ("alpha", 0.92, 0.005),
)


def reproduce() -> Outcome:
    """Composites, as the edition rounds them, equal but for three exact halves; before rounding all within
    0.0005.
    """
    bundle, edition, answers, result = computed(NAME)
    exactly = evaluate(edition.model_copy(update={"rounding": ()}), answers)
    unrounded = Comparison(TOLERANCE)
    comparison = Comparison(TOLERANCE, {f"{code} index": REASON for code in HALVES})
    for value in bundle.published():
        where, published = f"{value.unit} index", value.scores["index"]
        comparison.number(where, published, result.score(value.unit).score)
        unrounded.number(where, published, exactly.score(value.unit).score)
    comparison.largest = max(comparison.largest, unrounded.largest)
    comparison.differences.extend(
        Difference(f"{item.where}, not rounded", item.published, item.recomputed, item.by)
        for item in unrounded.differences
    )
    compare_ranks(bundle, result, comparison)
    average = Table(
        "unrounded",
        Reason("Trước khi làm tròn", "Before rounding"),
        ("compared", "within 0.0005", "largest difference"),
        [(str(unrounded.compared), str(unrounded.equal), show(unrounded.largest))],
    )
    inputs = list(edition.inputs)
    matrix = np.array([[_float(answers.values[code, ""][name]) for name in inputs] for code in answers.units])
    diagnostics = _diagnostics(matrix, comparison)
    listed = [
        {**row, "unrounded_score": show(exactly.score(row["unit"]).score)} for row in rows(bundle, result)
    ]
    ranked = [place for place in places(result).values() if place.rank is not None]
    counted = Table(
        "ranked",
        Reason("Số nước được xếp hạng", "Countries ranked"),
        ("ranked", "scored, not ranked"),
        [(str(len(ranked)), str(len(result.units) - len(ranked)))],
    )
    return comparison.outcome(NAME, (*COLUMNS, "unrounded_score"), listed, [average, counted, diagnostics])


def _float(value: Value) -> float:
    """A dimension as a float; every country has all six."""
    if not isinstance(value, Fraction):
        raise TypeError(f"a dimension is {value}")
    return float(value)


def _diagnostics(matrix: Matrix, comparison: Comparison) -> Table:
    """The published diagnostics beside ours; one that is not the printed number fails the reproduction."""
    ours = (float(eigenvalues(matrix)[0]), first_share(matrix), standardised_alpha(matrix), alpha(matrix))
    lines = []
    for (name, published, half), found in zip(DIAGNOSTICS, ours, strict=True):
        if abs(found - published) > half:
            comparison.differences.append(
                Difference(name, str(published), f"{found:.4f}", f"{found - published:.4f}")
            )
        lines.append((name, str(published), f"{found:.4f}"))
    title = Reason("Số đo về tương quan giữa các khía cạnh", "How the dimensions hang together")
    return Table("diagnostics", title, ("measure", "published", "recomputed"), lines)
