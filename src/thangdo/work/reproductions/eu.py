"""The European Commission's eGovernment Benchmark 2023: 35 countries, nine life events, five averages."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.result import Result
from thangdo.work.assessments.bundled import records
from thangdo.work.reproductions.compare import Comparison, Difference, Outcome, Reason, Table, show
from thangdo.work.reproductions.eu_services import service_diagnostic
from thangdo.work.reproductions.published import computed

NAME = "eu-egovernment-benchmark-2023"
TOLERANCE = Fraction("1e-6")
PUBLISHED = "data/egovernment-benchmark-2023/published_scores.csv"
COMPOSITES = ("i1", "i2", "i3", "i4", "i0")
NODES = (
    *("i1.1", "i1.2", "i1.3", "i2.1", "i2.2", "i2.3", "i3.1", "i3.2", "i3.3", "i3.4"),
    *("i4.1", "i4.2", "i4.3", "i4.4"),
    *COMPOSITES,
)
COLUMNS = ("country", "kind", "column", *NODES)
FACETS = (  # in the order of the published sheet
    ("le", "Business Start-up (2022)"),
    ("le", "Family (2022)"),
    ("le", "Career (2022)"),
    ("le", "Studying (2022)"),
    ("le", "Regular business operations (2021)"),
    ("le", "Transport (2021)"),
    ("le", "Justice (2021)"),
    ("le", "Moving (2021)"),
    ("le", "Health (2021)"),
    ("agg", "Average (2022)"),
    ("agg", "Average (2021)"),
    ("agg", "Biennial average 2021 + 2022"),
    ("agg", "Business life events 2021 + 2022"),
    ("agg", "Citizen life events 2021 + 2022"),
)
TURKEY = Difference(
    "TR Health (2021) i4.4",
    "0",
    "",
    "",
    Reason(
        "Tệp kết quả cuối cùng của Ủy ban ghi 0 cho tài liệu điện tử xuyên biên giới của Thổ Nhĩ Kỳ (sức "
        "khỏe, 2021), nhưng không có dịch vụ nào có điểm, nên tính lại là không áp dụng. Thổ Nhĩ Kỳ không "
        "nằm trong hai mươi nước có số công bố đi kèm, nên dòng này không được tính vào số đã đối chiếu.",
        "The Commission's final results file has 0 for Türkiye's cross-border eDocuments (Health 2021), but "
        "no service has a score, so it is recomputed as not applicable. Türkiye is not among the twenty "
        "countries whose published values are shipped, so this value is not among those compared.",
    ),
)


def node_of(column: str) -> str:
    """The node of the edition behind a column of the published sheet."""
    return "index" if column == "i0" else column


def reproduce() -> Outcome:
    """Every published cell within 1e-6; a blank cell must be not applicable here too. Then the diagnostic."""
    comparison = Comparison(TOLERANCE)
    composites = Comparison(TOLERANCE)
    _, _, _, result = computed(NAME)
    for row in records(PUBLISHED):
        country, facet = row["country"], row["column"]
        for column in NODES:
            published = exact(row[column]) if row[column] else None
            found = _score(result, country, facet, column)
            comparison.number(f"{country} {facet} {column}", published, found)
            if column in COMPOSITES:
                composites.number(f"{country} {facet} {column}", published, found)
    comparison.note(TURKEY)
    listed = [
        _row(result, country, kind, facet) for country in sorted(result.units) for kind, facet in FACETS
    ]
    return comparison.outcome(NAME, COLUMNS, listed, [_composites(composites, result), _services()])


def _score(result: Result, country: str, facet: str, column: str) -> Fraction | None:
    return result.score(country, node_of(column), facet).score


def _row(result: Result, country: str, kind: str, facet: str) -> Mapping[str, str]:
    scores = {column: show(_score(result, country, facet, column), 10) for column in NODES}
    return {"country": country, "kind": kind, "column": facet, **scores}


def _composites(composites: Comparison, result: Result) -> Table:
    return Table(
        "composites",
        Reason("Điểm bốn lĩnh vực và điểm chung", "The four dimensions and the overall score"),
        ("countries", "compared", "equal", "largest difference"),
        [
            (
                str(len(result.units)),
                str(composites.compared),
                str(composites.equal),
                f"{float(composites.largest):.1e}",
            )
        ],
    )


def _services() -> Table:
    """The diagnostic: from the raw answers of 8,966 websites to the scores of the services."""
    found = service_diagnostic()
    return Table(
        "services",
        Reason(
            "Chẩn đoán: từ câu trả lời của 8.966 trang đến điểm dịch vụ (không dùng để tính)",
            "Diagnostic: from the answers of 8,966 websites to the service scores (not used in the "
            "computation)",
        ),
        ("indicator", "services with a score", "equal", "percent equal"),
        [
            (name, str(agreement.compared), str(agreement.equal), f"{agreement.percent:.2f}")
            for name, agreement in found.items()
        ],
    )
