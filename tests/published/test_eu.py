"""The European Commission's eGovernment Benchmark 2023: 19 scores of 35 countries, nine life events, five
averages.

Source: eGovernment Benchmark 2023 final results file (CC BY 4.0), twenty countries; Method Paper 2020-2023,
Annex B (library/data/egovernment-benchmark-2023). The other fifteen countries, whose published scores are
not shipped, are checked against a recomputation written here in plain Python, which shares no code with the
engine.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pytest

from published.changed import change_answers, with_cell
from thangdo.records import library
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce
from thangdo.work.reproductions.compare import Outcome

pytestmark = pytest.mark.published

NAME = "eu-egovernment-benchmark-2023"
Rows = Sequence[Mapping[str, str]]
Score = float | None
AVERAGES = {
    "Average (2022)": ["Business Start-up (2022)", "Family (2022)", "Career (2022)", "Studying (2022)"],
    "Average (2021)": [
        *("Regular business operations (2021)", "Transport (2021)", "Justice (2021)"),
        *("Moving (2021)", "Health (2021)"),
    ],
    "Business life events 2021 + 2022": ["Business Start-up (2022)", "Regular business operations (2021)"],
}
AVERAGES["Biennial average 2021 + 2022"] = AVERAGES["Average (2022)"] + AVERAGES["Average (2021)"]
AVERAGES["Citizen life events 2021 + 2022"] = [
    event
    for event in AVERAGES["Biennial average 2021 + 2022"]
    if event not in AVERAGES["Business life events 2021 + 2022"]
]


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return reproduce(NAME)


def read(name: str) -> list[dict[str, str]]:
    with library.path("data", NAME.removeprefix("eu-"), f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_every_published_cell_of_the_twenty_countries_comes_out(outcome: Outcome) -> None:
    assert outcome.differences == ()
    # 20 countries x 14 columns (nine life events, five averages) x 19 scores
    assert outcome.compared == outcome.equal == 20 * 14 * 19
    assert outcome.largest_difference < Fraction("1e-9")
    assert outcome.ok


def test_every_composite_of_the_twenty_countries_comes_out(outcome: Outcome) -> None:
    table = next(table for table in outcome.tables if table.name == "composites")
    assert table.rows[0][:3] == ("35", str(20 * 14 * 5), str(20 * 14 * 5))


def test_the_file_holds_all_35_countries_in_the_columns_of_the_published_one(outcome: Outcome) -> None:
    rows = list(csv.DictReader(outcome.csv().splitlines()))
    published = read("published_scores")
    assert outcome.columns == tuple(published[0])
    assert len(rows) == 35 * 14 and len({row["country"] for row in rows}) == 35
    by_key = {(row["country"], row["kind"], row["column"]): row for row in rows}
    assert len(by_key) == 35 * 14
    for row in published:
        found = by_key[row["country"], row["kind"], row["column"]]
        for column in outcome.columns[3:]:
            assert bool(row[column]) == bool(found[column])
            if row[column]:
                assert float(found[column]) == pytest.approx(float(row[column]), abs=1e-6)


def test_the_fifteen_countries_without_published_scores_come_out_of_a_second_computation(
    outcome: Outcome,
) -> None:
    shipped = {row["country"] for row in read("published_scores")}
    second = recompute()
    others = {country for country, _ in second} - shipped
    assert len(others) == 15 and len(second) == 35 * 14
    checked = 0
    for row in outcome.rows:
        expected = second[row["country"], row["column"]]
        for column in outcome.columns[3:]:
            score = expected[column]
            if score is None:
                assert row[column] == "", (row["country"], row["column"], column)
            else:
                assert float(row[column]) == pytest.approx(score, abs=1e-9), (
                    row["country"],
                    row["column"],
                    column,
                )
            checked += row["country"] in others
    assert checked == 15 * 14 * 19


def test_the_one_value_of_the_source_that_disagrees_is_listed_with_its_reason(outcome: Outcome) -> None:
    assert [item.where for item in outcome.known_differences] == ["TR Health (2021) i4.4"]
    assert all(item.reason and item.reason.vi and item.reason.en for item in outcome.known_differences)
    cell = next(row for row in outcome.rows if row["country"] == "TR" and row["column"] == "Health (2021)")
    assert cell["i4.4"] == "" and cell["i4.3"] == "0"


def test_the_printed_rubric_explains_most_service_scores_and_is_not_bent(outcome: Outcome) -> None:
    """From 8,966 websites; the published scores do not follow the printed rubric everywhere."""
    assert len(read("national_service_answers")) == 8966
    table = next(table for table in outcome.tables if table.name == "services")
    found = {row[0]: (int(row[1]), int(row[2])) for row in table.rows}
    assert found == {
        "online_availability": (2979, 2968),
        "mobile_friendly": (2979, 2977),
        "transparency_delivery": (1879, 1776),
        "eid": (1624, 1607),
        "edocuments": (1365, 1362),
        "prefilled": (1370, 1370),
        "transparency_delivery, question by question": (1879, 1874),
    }


def test_one_changed_service_score_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change = with_cell("national_service_scores", ("AL", "Career (2022)"), "online_availability", Fraction(1))
    change_answers(monkeypatch, change)
    outcome = reproduce(NAME)
    columns = {item.where.removeprefix("AL ") for item in outcome.differences}
    for facet in (
        "Career (2022)",
        "Average (2022)",
        "Biennial average 2021 + 2022",
        "Citizen life events 2021 + 2022",
    ):
        assert {f"{facet} i1.1", f"{facet} i1", f"{facet} i0"} <= columns
    assert not any(column.startswith(("Average (2021)", "Business")) for column in columns)
    assert not outcome.ok


def test_one_changed_portal_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """AL, Business Start-up: no portal says yes to E2; a yes lifts 2.3 by a quarter."""
    change = with_cell("national_portal_answers", ("AL", "Business Start-up (2022)"), "E2", Fraction(1))
    change_answers(monkeypatch, change)
    by = {item.where: item.by for item in reproduce(NAME).differences}
    assert by["AL Business Start-up (2022) i2.3"] == "25"


# ── the second computation ────────────────────────────────────────────────────────────────────────


def recompute() -> dict[tuple[str, str], dict[str, Score]]:
    """All scores of all countries by life event and average, in floating point, straight from the files."""
    services, foreign = grouped("national_service_scores"), grouped("crossborder_service_scores")
    portals, foreign_portals = grouped("national_portal_answers"), grouped("crossborder_portal_answers")
    found = {
        key: life_event(services[key], foreign[key], portals[key], foreign_portals[key]) for key in services
    }
    for country in {country for country, _ in services}:
        for name, events in AVERAGES.items():
            each = [found[country, event] for event in events]
            found[country, name] = {column: mean(scores[column] for scores in each) for column in each[0]}
    return found


def grouped(name: str) -> dict[tuple[str, str], Rows]:
    rows: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in read(name):
        rows[row["country"], f"{row['life_event']} ({row['year']})"].append(row)
    return dict(rows)


def weighted(parts: Iterable[tuple[float, Score]]) -> Score:
    present = [(weight, score) for weight, score in parts if score is not None]
    return sum(w * s for w, s in present) / sum(w for w, _ in present) if present else None


def mean(scores: Iterable[Score]) -> Score:
    return weighted((1, score) for score in scores)


def column_mean(rows: Rows, column: str, kind: str | None = None) -> Score:
    return mean(float(row[column]) for row in rows if row[column] and kind in (None, row["type"]))


def online(rows: Rows) -> Score:
    return weighted(
        [
            (0.8, column_mean(rows, "online_availability", "T")),
            (0.2, column_mean(rows, "online_availability", "I")),
        ]
    )


def any_yes(rows: Rows, *questions: str) -> Score:
    said = [row[question] for row in rows for question in questions if row[question] in ("Y", "N")]
    return (100.0 if "Y" in said else 0.0) if said else None


def highest(rows: Rows, question: str, full: int) -> Score:
    said = [float(row[question]) for row in rows if row[question]]
    return 100 * max(said) / full if said else None


def life_event(services: Rows, foreign: Rows, portals: Rows, foreign_portals: Rows) -> dict[str, Score]:
    s: dict[str, Score] = {
        "i1.1": online(services),
        "i1.2": column_mean(services, "mobile_friendly"),
        "i1.3": mean(
            [any_yes(portals, "B1"), any_yes(portals, "B2_1", "B2_2")]
            + [any_yes(portals, f"B{number}") for number in range(3, 8)]
        ),
        "i2.1": column_mean(services, "transparency_delivery"),
        "i2.2": mean(
            [highest(portals, "D1", 3), highest(portals, "D5", 5)]
            + [any_yes(portals, f"D{number}") for number in (2, 3, 4)]
        ),
        "i2.3": mean(any_yes(portals, f"E{number}") for number in range(1, 5)),
        "i3.1": column_mean(services, "eid"),
        "i3.2": column_mean(services, "edocuments"),
        "i3.3": column_mean(services, "prefilled"),
        "i3.4": mean([any_yes(portals, "F10"), any_yes(portals, "F11")]),
        "i4.1": online(foreign),
        "i4.2": mean(any_yes(foreign_portals, f"H{number}") for number in (1, 2, 3)),
        "i4.3": column_mean(foreign, "eid"),
        "i4.4": column_mean(foreign, "edocuments"),
    }
    s["i1"] = weighted([(2, s["i1.1"]), (1, weighted([(2, s["i1.3"]), (1, s["i1.2"])]))])
    s["i2"] = mean([s["i2.1"], s["i2.2"], s["i2.3"]])
    s["i3"] = mean([s["i3.1"], s["i3.2"], s["i3.3"], s["i3.4"]])
    s["i4"] = weighted([(2, s["i4.1"]), (1, s["i4.2"]), (1, mean([s["i4.3"], s["i4.4"]]))])
    s["i0"] = mean([s["i1"], s["i2"], s["i3"], s["i4"]])
    return s
