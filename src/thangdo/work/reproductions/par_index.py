"""PAR INDEX 2012: appraisal + survey = index for 19 provinces; the second source is listed, not counted."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import exact
from thangdo.work.assessments.bundled import records
from thangdo.work.reproductions.compare import Comparison, Difference, Outcome, Reason, show
from thangdo.work.reproductions.published import COLUMNS, compare_ranks, compare_scores, computed, rows

NAME = "par-index-2012"
ROWS = "data/indices/par_index_rows.csv"
SECOND = "VietnamPlus"
REASON = Reason(
    "Nguồn thứ hai (VietnamPlus) in giá trị khác cho cùng tỉnh, cùng năm và không có điểm thành phần; cả hai "
    "nguồn được giữ, không nguồn nào bị sửa.",
    "A second source (VietnamPlus) prints another value for the same province and year, without the parts; "
    "both are kept and neither is corrected.",
)


def reproduce() -> Outcome:
    """19 sums and 19 ranks equal; three values of the conflicting source stand beside them."""
    comparison = Comparison(Fraction(0))
    bundle, _, _, result = computed(NAME)
    compare_scores(bundle, result, comparison)
    compare_ranks(bundle, result, comparison)
    by_name = {unit.name: code for code, unit in result.units.items()}
    for row in records(ROWS, {"year": ("2012",)}):
        if row["source"].startswith(SECOND):
            code = by_name[row["unit_name"]]
            published, found = exact(row["par_index"]), result.score(code).score
            by = "" if found is None else show(found - published)
            comparison.note(Difference(f"{code} index", show(published), show(found), by, REASON))
    return comparison.outcome(NAME, COLUMNS, rows(bundle, result))
