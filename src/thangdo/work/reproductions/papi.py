"""PAPI 2011 to 2016: six dimensions and a total from 22 published sub-dimensions, for 63 provinces a year.

The sub-dimensions are printed with seven significant digits or as single-precision floats, and so are the
sums: a sum of 22 printed numbers may miss the printed sum by half of the last place of each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thangdo.rules.exact import Fraction
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.nodes import nodes, titles
from thangdo.rules.index.numbers import ZERO, as_text
from thangdo.rules.index.result import Result
from thangdo.work.assessments.bundled import Bundled, get, records
from thangdo.work.reproductions.compare import Comparison, Outcome, Reason, Table

NAME = "papi"
INDEX = "index"
FILE = "data/indices/papi-2011-2016.csv"
YEARS = ("2011", "2012", "2013", "2014", "2015", "2016")
COLUMNS = ("year", "province_code", "level", "dimension", "value")
PRINTED = 22 + 1  # numbers that are rounded by printing: the parts and the sum
TOLERANCE = PRINTED * Fraction("0.0000005")
PLACES = 20  # more than any printed number has: the sums are written as they are

NO_RESULT = Reason(
    "Nguồn để trống mọi thành phần của tỉnh này trong năm và ghi điểm tổng bằng 0. Không có kết quả không "
    "phải là 0 điểm: ở đây tỉnh không có điểm.",
    "The source leaves every part of this province blank for the year and prints a total of 0. No result is "
    "not a score of 0: here the province has no score.",
)
TITLE = Reason(
    "Từng năm: bằng đúng từng chữ số, hoặc lệch vì nguồn in tròn",
    "Year by year: equal to the last digit, or off because the source prints rounded numbers",
)


def reproduce() -> Outcome:
    """Every published dimension and total against the engine's sums; 2015 has none to compare with."""
    results = {year: _computed(year) for year in YEARS}
    comparison = Comparison(TOLERANCE, dict(_without_result(results)))
    counts = [_compare(year, *results[year], comparison) for year in YEARS]
    table = Table(
        "years",
        TITLE,
        ("index", "compared", "equal to the last digit", "printed rounded", "largest difference"),
        counts,
    )
    rows = [row for year in YEARS for row in _rows(year, *results[year])]
    return comparison.outcome(NAME, COLUMNS, rows, [table])


def _computed(year: str) -> tuple[Bundled, Result]:
    bundle = get(f"{NAME}-{year}")
    return bundle, evaluate(bundle.load_edition(), bundle.answers())


def _where(year: str, unit: str, node: str) -> str:
    return f"{year} {unit} {node}"


def _without_result(results: Mapping[str, tuple[Bundled, Result]]) -> Iterator[tuple[str, Reason]]:
    """The totals that are printed as 0 although the unit has no part at all."""
    for year, (bundle, _) in results.items():
        for value in bundle.published():
            if value.scores == {"index": ZERO}:
                yield _where(year, value.unit, "index"), NO_RESULT


def _compare(year: str, bundle: Bundled, result: Result, comparison: Comparison) -> tuple[str, ...]:
    """One year, number by number. Answers its line of the table."""
    compared = same = 0
    largest = ZERO
    for value in bundle.published():
        for node in _nodes(bundle):
            printed, found = value.scores.get(node), result.score(value.unit, node).score
            comparison.number(_where(year, value.unit, node), printed, found)
            compared += 1
            same += printed == found
            if printed is not None and found is not None:
                largest = max(largest, abs(printed - found))
    off = compared - same - sum(item.where.startswith(f"{year} ") for item in comparison.listed)
    return bundle.id, str(compared), str(same), str(off), as_text(largest, 12)


def _nodes(bundle: Bundled) -> list[str]:
    """The dimensions and the total: what is a sum of published numbers."""
    return [name for name, node, _, _ in nodes(bundle.load_edition()) if node.children]


def _rows(year: str, bundle: Bundled, result: Result) -> Iterator[Mapping[str, str]]:
    """The sums of one year, province by province; blank: no result."""
    named = titles(bundle.load_edition(), "en")
    printed = {row["province_code"]: row["province_vi"] for row in records(FILE, {"year": (year,)})}
    for code in sorted(printed, key=int):
        for node in _nodes(bundle):
            score = result.score(bundle.code(printed[code]), node).score
            yield {
                "year": year,
                "province_code": code,
                "level": "total" if node == INDEX else "dimension",
                "dimension": "" if node == INDEX else named[node],
                "value": "" if score is None else as_text(score, PLACES),
            }
