"""Gia Lai, first assessment: the distribution over the levels published on 3 July 2019.

Source: Gia Lai province portal, 03/07/2019 (library/data/gia-lai/published_levels_2019-07-03.csv).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from published.changed import change_answers
from thangdo.rules.index.answers import Answers
from thangdo.work.assessments.bundled import get
from thangdo.work.reproductions import reproduce

pytestmark = pytest.mark.published

# "2 đơn vị đạt mức I (chiếm 10%), 8 đơn vị đạt mức II (40%), 5 đơn vị đạt mức III (25%), 2 đơn vị đạt mức IV
# (10%), 3 đơn vị không xếp hạng CQĐT (15%)"; "chỉ có UBND TP. Pleiku đạt mức IV, 16/17 UBND cấp huyện còn lại
# không xếp hạng"; "100% UBND cấp xã không xếp hạng": 222 communes in the register of 2019.
ARTICLE = {
    ("department", "I"): 2,
    ("department", "II"): 8,
    ("department", "III"): 5,
    ("department", "IV"): 2,
    ("department", "unranked"): 3,
    ("district", "IV"): 1,
    ("district", "unranked"): 16,
    ("commune", "unranked"): 222,
}


def test_the_engine_gives_the_published_number_of_units_at_each_level() -> None:
    outcome = reproduce("gia-lai-2019")
    assert outcome.differences == ()
    # three tiers with four levels and unranked, five percentages of departments and one of communes
    assert (outcome.compared, outcome.equal) == (15 + 6, 15 + 6)
    found = {(row["tier"], row["level"]): int(row["recomputed"]) for row in outcome.rows}
    assert {key: count for key, count in found.items() if count} == ARTICLE
    percents = [row["recomputed_percent"] for row in outcome.rows if row["tier"] == "department"]
    assert percents == ["10", "40", "25", "10", "15"]


def test_the_named_units_carry_the_published_levels() -> None:
    levels = get("gia-lai-2019").levels()
    assert Counter((item.tier, item.level) for item in levels) == ARTICLE
    ranked = [item.name for item in levels if item.tier == "district" and item.level != "unranked"]
    assert len(ranked) == 1 and "Pleiku" in ranked[0]


def test_a_unit_whose_answers_are_lost_changes_the_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_the_first_department_with_a_level(answers: Answers) -> Answers:
        values = {key: given for key, given in answers.values.items() if key[0] != "department-01"}
        assert len(values) < len(answers.values)
        return replace(answers, values=values)

    change_answers(monkeypatch, lose_the_first_department_with_a_level)
    outcome = reproduce("gia-lai-2019")
    assert not outcome.ok
    assert {item.where.split()[0] for item in outcome.differences} == {"department"}
