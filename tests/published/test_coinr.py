"""COINr's ASEM example: every stage file, every score and every rank within 1e-9.

Source: COINr 1.1.14 (MIT licence), build_example_coin() computed under R 4.2.2
(library/data/published/coinr_asem_*.csv).
"""

from __future__ import annotations

import csv

import pytest

from published.changed import change_answers, with_value
from thangdo.records import library
from thangdo.rules.exact import Fraction
from thangdo.work.assessments.bundled import get, records
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published

UNITS, INDICATORS, AGGREGATES = 51, 49, 11


def test_every_cell_of_every_stage_is_equal() -> None:
    outcome = reproduce("coinr-asem")
    assert outcome.differences == ()
    stages = {row[0]: (int(row[1]), int(row[2])) for row in outcome.tables[0].rows}
    cells = UNITS * INDICATORS
    assert stages == {
        "denominated": (cells, cells),
        "imputed": (cells, cells),
        "treated": (cells, cells),
        "normalised": (cells, cells),
        "aggregated": (cells + UNITS * AGGREGATES,) * 2,
        "results": (UNITS * (AGGREGATES + 1),) * 2,
    }
    assert outcome.compared == outcome.equal == sum(count for count, _ in stages.values())
    assert outcome.largest_difference < Fraction("1e-9")


def test_the_first_three_are_switzerland_the_netherlands_and_denmark() -> None:
    rows = reproduce("coinr-asem").rows
    assert [row["uCode"] for row in rows[:3]] == ["CHE", "NLD", "DNK"]
    assert float(rows[0]["Index"]) == pytest.approx(68.3837242383, abs=1e-9)
    assert float(rows[1]["Index"]) == pytest.approx(64.8195161698, abs=1e-9)


def test_the_stages_differ_where_they_should() -> None:
    """65 numbers are imputed and 15 indicators are treated, as COINr's own record of the treatment says."""
    tables = {
        stage: list(records(f"data/published/coinr_asem_{stage}.csv"))
        for stage in ("denominated", "imputed", "treated")
    }
    filled = sum(not cell for row in tables["denominated"] for cell in row.values())
    assert filled == 65  # 63 blanks, and two indicators of Laos whose denominator is blank
    touched = {
        column
        for before, after in zip(tables["imputed"], tables["treated"], strict=True)
        for column in before
        if before[column] != after[column]
    }
    recorded = {
        row["iCode"]
        for row in records("data/published/coinr_asem_treatment.csv")
        if row["winsorise.nwin"] not in ("", "0")
    }
    assert touched == recorded and len(touched) == 15


def test_the_edition_says_what_coinrs_table_of_indicators_says() -> None:
    edition = get("coinr-asem").load_edition()
    denominators, weights = {}, {}
    for row in records("data/published/coinr_asem_imeta.csv"):
        if row["Type"] == "Indicator":
            if row["Denominator"]:
                denominators[row["iCode"]] = row["Denominator"]
            weights[row["iCode"]] = (row["Parent"], row["Direction"])
    assert edition.treatment[0].denominate == denominators
    found = {
        code: (group, "-1" if leaf.rule.direction == "down" else "1")
        for pillar in edition.index.children.values()
        for group, node in pillar.children.items()
        for code, leaf in node.children.items()
    }
    assert found == weights and len(found) == INDICATORS


def test_the_rows_for_out_are_those_of_coinrs_results() -> None:
    outcome = reproduce("coinr-asem")
    written = list(csv.DictReader(outcome.csv().splitlines()))
    assert outcome.columns == tuple(next(records("data/published/coinr_asem_results.csv")))
    assert len(written) == UNITS
    assert library.path("data/published/coinr_asem_results.csv").is_file()


def test_a_changed_number_is_found_from_its_stage_to_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("CHE", "CPI", Fraction(10)))
    outcome = reproduce("coinr-asem")
    wheres = {item.where for item in outcome.differences}
    assert {"denominated CHE CPI", "aggregated CHE Social", "results CHE Index"} <= wheres
    assert not outcome.ok
