"""PAR INDEX 2012: appraisal + survey = index for 19 provinces, and the second source beside it.

Sources: data set letrinhan/vn-par-master; VietnamPlus (library/data/indices/par_index_rows.csv).
"""

from __future__ import annotations

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published


def test_appraisal_and_survey_sum_to_every_published_index_and_rank() -> None:
    outcome = reproduce("par-index-2012")
    assert outcome.differences == ()
    assert (outcome.compared, outcome.equal, outcome.largest_difference) == (38, 38, 0)
    first = outcome.rows[0]
    # 53.25 + 33.87 = 87.12
    assert (first["unit"], first["score"], first["rank"]) == ("da-nang", "87.12", "1")


def test_the_conflicting_second_source_is_listed_with_its_reason_and_not_counted() -> None:
    outcome = reproduce("par-index-2012")
    assert [(item.where, item.published) for item in outcome.known_differences] == [
        ("da-nang index", "87.14"),
        ("dong-thap index", "83.44"),
        ("ha-noi index", "82.79"),
    ]
    assert all(item.reason and item.reason.vi and item.reason.en for item in outcome.known_differences)


def test_a_changed_survey_score_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change_answers(monkeypatch, with_value("ha-noi", "score_survey", Fraction("31.54")))
    outcome = reproduce("par-index-2012")
    # 51.25 + 31.54 = 82.79, which is what VietnamPlus printed, and not what this source did
    assert [(item.where, item.by) for item in outcome.differences] == [("ha-noi index", "0.02")]
