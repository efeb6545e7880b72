"""Decision 766: totals and ranks of Gia Lai's 14 agencies (10/10/2026) and of the 34 provinces (17/09/2026).

Source: values of the national public-service portal captured in the public repository Crawler-766
(library/data/indices/qd766_gialai_agencies_2026-10-10.csv, qd766_provinces_2026-09-17.csv).
"""

from __future__ import annotations

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published


def test_all_agencies_and_provinces_have_their_published_total_and_place() -> None:
    outcome = reproduce("qd766-2026")
    assert outcome.differences == ()
    assert (outcome.compared, outcome.equal) == (2 * (14 + 34), 2 * (14 + 34))
    assert outcome.largest_difference == 0
    assert outcome.ok


def test_gia_lai_is_twelfth_of_34_with_62_62() -> None:
    rows = {row["unit"]: row for row in reproduce("qd766-2026").rows}
    assert len(rows) == 48
    # 11.79 + 15.76 + 8.47 + 6.91 + 9.23 + 10.46 = 62.62
    assert rows["H21"]["score"] == "62.62"
    assert rows["H21"]["label"] == "12"
    assert rows["H20"]["label"] == "1" and rows["H32"]["label"] == "34"


def test_the_agency_with_no_dossiers_is_last_of_the_fourteen() -> None:
    rows = {row["unit"]: row for row in reproduce("qd766-2026").rows}
    # 5.79 + 0 + 0 + 0 + 2.0 + 12.0 = 19.79
    assert rows["H21.20"]["score"] == "19.79"
    assert rows["H21.20"]["rank"] == "14"
    assert rows["H21.17"]["rank"] == "1"


def test_a_changed_group_score_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("H21", "tien_do_20", Fraction("16.76")))
    outcome = reproduce("qd766-2026")
    assert not outcome.ok
    assert "H21 index" in {item.where for item in outcome.differences}
    assert outcome.largest_difference == 1
