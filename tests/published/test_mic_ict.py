"""The ministry's ranking of ICT application 2017: 53 ranks with their ties out of the scores.

Source: notice of the Vĩnh Phúc portal of 05/07/2018 (library/data/indices/ict_ranking_mic_provinces.csv).
"""

from __future__ import annotations

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published


def test_every_published_score_and_rank_comes_out() -> None:
    outcome = reproduce("mic-ict-2017")
    assert outcome.differences == ()
    assert (outcome.compared, outcome.equal, outcome.largest_difference) == (106, 106, 0)


def test_provinces_with_the_same_score_share_a_rank_and_the_next_rank_is_left_out() -> None:
    labels = {row["unit"]: row["label"] for row in reproduce("mic-ict-2017").rows}
    assert len(labels) == 53
    assert [labels[unit] for unit in ("thanh-hoa", "ba-ria-vung-tau", "phu-tho")] == ["17=", "17=", "19"]
    assert [labels[unit] for unit in ("dak-nong", "quang-tri", "ha-nam")] == ["32=", "32=", "34"]
    assert [labels[unit] for unit in ("ninh-thuan", "tuyen-quang", "quang-ngai")] == ["40=", "40=", "42"]


def test_gia_lai_is_24th_with_0_602() -> None:
    gia_lai = next(row for row in reproduce("mic-ict-2017").rows if row["unit"] == "gia-lai")
    assert (gia_lai["score"], gia_lai["rank"], gia_lai["name"]) == ("0.602", "24", "Gia Lai")


def test_a_tie_that_is_broken_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("thanh-hoa", "score", Fraction("0.632")))
    outcome = reproduce("mic-ict-2017")
    assert {item.where for item in outcome.differences} == {"thanh-hoa index", "thanh-hoa rank"}
    assert not outcome.ok
