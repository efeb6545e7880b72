"""Decision 766: 149 units of one province (10/10/2026) and the 34 provinces (17/09 and 10/10/2026).

Source: values of the national public-service portal captured in the public repository Crawler-766
(library/data/indices/qd766_*.csv, qd766-*.csv).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.work.assessments.bundled import records
from thangdo.work.reproductions import reproduce
from thangdo.work.reproductions.compare import Outcome

pytestmark = pytest.mark.published

COMMUNES = "data/indices/qd766-gia-lai-communes-2026-10-10.csv"
GROUPS = ("transparency", "progress", "online", "payment", "digitisation", "satisfaction")


def _of(outcome: Outcome, assessment: str) -> dict[str, dict[str, str]]:
    return {row["unit"]: dict(row) for row in outcome.rows if row["assessment"] == assessment}


def test_all_agencies_communes_and_provinces_have_their_published_total_and_place() -> None:
    outcome = reproduce("qd766-2026")
    assert outcome.differences == ()
    # totals; ranks of provinces on two days; ranks among the communes; ranks among all units
    assert outcome.compared == (14 + 135 + 2 * 34) + 2 * 34 + 135 + 149
    assert outcome.compared - outcome.equal == len(outcome.known_differences) == 28
    assert outcome.largest_difference == 0
    assert outcome.ok


def test_the_only_ranks_that_differ_are_of_equals_which_the_portal_numbers_on() -> None:
    """The oracle counts in the source, without the engine: how many have more, how many as much."""
    totals = {row["gso_code"]: Decimal(row["total"]) for row in records(COMMUNES)}
    expected = set()
    for row in records(COMMUNES):
        mine = totals[row["gso_code"]]
        assert mine == sum(Decimal(row[group]) for group in GROUPS)
        shared = 1 + sum(other > mine for other in totals.values())
        alike = sum(other == mine for other in totals.values())
        printed = int(row["rank_of_135"])
        assert shared <= printed < shared + alike
        if printed != shared:
            code = {"23737": "23938"}.get(row["gso_code"], row["gso_code"])
            expected.add((f"{code} rank", str(printed), str(shared)))
    listed = {
        (known.where, known.published, known.recomputed)
        for known in reproduce("qd766-2026").known_differences
    }
    assert {one for one in listed if one[0].endswith(" rank")} == expected
    assert len(expected) == 13


def test_gia_lai_is_twelfth_of_34_in_september_and_fourth_in_october() -> None:
    outcome = reproduce("qd766-2026")
    first = _of(outcome, "qd766-2026-provinces")
    # 11.79 + 15.76 + 8.47 + 6.91 + 9.23 + 10.46 = 62.62
    assert (first["H21"]["score"], first["H21"]["label"]) == ("62.62", "12")
    assert first["H20"]["label"] == "1" and first["H32"]["label"] == "34"
    then = _of(outcome, "qd766-2026-provinces-2026-10-10")
    # 11.79 + 17.17 + 9.14 + 7.21 + 9.62 + 11.30 = 66.23
    assert (then["H21"]["score"], then["H21"]["label"]) == ("66.23", "4")
    assert len(first) == len(then) == 34


def test_the_agency_with_no_dossiers_is_last_of_the_fourteen() -> None:
    rows = _of(reproduce("qd766-2026"), "qd766-2026-gia-lai")
    # 5.79 + 0 + 0 + 0 + 2.0 + 12.0 = 19.79
    assert rows["H21.20"]["score"] == "19.79"
    assert rows["H21.20"]["rank"] == "14"
    assert rows["H21.17"]["rank"] == "1"


def test_a_code_that_the_source_has_wrong_means_the_right_commune() -> None:
    communes = _of(reproduce("qd766-2026"), "qd766-2026-gia-lai-communes")
    assert "23737" not in communes
    assert communes["23938"]["score"] == "73.29"


def test_a_changed_group_score_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("H21", "tien_do_20", Fraction("16.76")))
    outcome = reproduce("qd766-2026")
    assert not outcome.ok
    assert "H21 index" in {item.where for item in outcome.differences}
    assert outcome.largest_difference == 1


def test_scores_come_from_the_counts_of_dossiers_procedures_and_petitions() -> None:
    outcome = reproduce("qd766-2026-counts")
    assert outcome.ok and outcome.differences == ()
    assert (outcome.compared, outcome.equal) == (14 * 3 + 34 * 4, 14 * 3 + 34 * 4)
    assert outcome.largest_difference == Fraction("0.02")
    groups = {row[0]: row[1:] for row in outcome.tables[0].rows}
    assert groups["766 progress"] == ("48", "48", "0")


def test_a_changed_count_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("H21.17", "on_time", Fraction(640)))
    found = {item.where for item in reproduce("qd766-2026-counts").differences}
    # 640 of 654 x 20 = 19.57 where 19.97 is printed
    assert found == {"H21.17 G2"}
