"""UN EGDI 2018: composites at four places, competition ranks and groups of 193 countries.

Source: UN DESA E-Government Knowledgebase, as kept in github.com/UNU-EGOV/datasets
(library/data/published/egdi_2018.csv).
"""

from __future__ import annotations

import pytest

from published.changed import change_answers, with_value
from thangdo.rules.exact import Fraction
from thangdo.rules.index.evaluate import evaluate
from thangdo.work.assessments.bundled import get
from thangdo.work.reproductions import reproduce
from thangdo.work.reproductions.published import places

pytestmark = pytest.mark.published


def test_all_193_composites_and_ranks_are_equal() -> None:
    outcome = reproduce("un-egdi")
    assert outcome.differences == ()
    assert (outcome.compared, outcome.equal, outcome.largest_difference) == (386, 386, 0)


def test_ranks_on_the_unrounded_score_would_move_two_countries() -> None:
    bundle = get("un-egdi-2018")
    unrounded = bundle.load_edition().model_copy(update={"rounding": ()})
    found = places(evaluate(unrounded, bundle.answers()))
    moved = [value.unit for value in bundle.published() if found[value.unit].rank != value.rank]
    assert len(moved) == 2


def test_every_country_stands_in_the_group_of_its_score() -> None:
    rows = reproduce("un-egdi").rows
    limits = {
        "very-high": ("0.75", "1.01"),
        "high": ("0.5", "0.75"),
        "middle": ("0.25", "0.5"),
        "low": ("0", "0.25"),
    }
    for row in rows:
        low, high = limits[row["band"]]
        assert Fraction(low) <= Fraction(row["score"]) < Fraction(high), row["unit"]
    assert {row["band"] for row in rows} == set(limits)


def test_a_changed_component_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # Việt Nam: osi 0.0003 higher is exactly 0.0001 more in the mean of three
    osi = get("un-egdi-2018").answers().values["VNM", ""]["osi"]
    assert isinstance(osi, Fraction)
    change_answers(monkeypatch, with_value("VNM", "osi", osi + Fraction("0.0003")))
    outcome = reproduce("un-egdi")
    assert "VNM index" in {item.where for item in outcome.differences}
    assert outcome.largest_difference == Fraction("0.0001")
