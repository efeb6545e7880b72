"""Comparisons with published numbers: a comparison that flatters is worse than none."""

from __future__ import annotations

import json

from thangdo.rules.exact import Fraction
from thangdo.work.reproductions.compare import Comparison, Difference, Reason

REASON = Reason("Nguồn in sai.", "The source is misprinted.")


def compared(*pairs: tuple[str | None, str | None], known: dict[str, Reason] | None = None) -> Comparison:
    comparison = Comparison(Fraction("0.001"), known or {})
    for number, (published, found) in enumerate(pairs):
        comparison.number(
            f"U{number}",
            None if published is None else Fraction(published),
            None if found is None else Fraction(found),
        )
    return comparison


def test_a_known_difference_is_listed_and_never_counted_as_equal() -> None:
    comparison = compared(("1", "1"), ("2", "2.5"), known={"U1": REASON})
    outcome = comparison.outcome("x", ("unit",), [])
    assert (outcome.compared, outcome.equal, outcome.ok) == (2, 1, True)
    assert outcome.known_differences == (Difference("U1", "2", "2.5", "0.5", REASON),)
    assert outcome.largest_difference == 0


def test_a_known_difference_that_has_gone_is_not_listed_any_more() -> None:
    outcome = compared(("2", "2"), known={"U0": REASON}).outcome("x", (), [])
    assert (outcome.equal, outcome.known_differences) == (1, ())


def test_equal_means_within_the_tolerance_and_not_a_hair_more() -> None:
    outcome = compared(("1", "1.001"), ("1", "0.999"), ("1", "1.0010000001")).outcome("x", (), [])
    assert (outcome.compared, outcome.equal, outcome.ok) == (3, 2, False)
    assert [item.where for item in outcome.differences] == ["U2"]
    assert outcome.largest_difference == Fraction("0.0010000001")


def test_no_score_and_zero_are_two_different_things() -> None:
    outcome = compared((None, "0"), ("0", None), (None, None), ("0", "0")).outcome("x", (), [])
    assert [item.where for item in outcome.differences] == ["U0", "U1"]
    assert outcome.equal == 2


def test_an_empty_comparison_proves_nothing() -> None:
    assert not Comparison(Fraction(0)).outcome("x", (), []).ok


def test_a_rank_that_is_missing_is_a_difference() -> None:
    comparison = Comparison(Fraction(0))
    comparison.same("U0 rank", 17, None)
    comparison.same("U1 rank", None, None)
    assert [(item.published, item.recomputed) for item in comparison.differences] == [("17", "")]
    assert comparison.equal == 1


def test_the_json_holds_the_promised_fields() -> None:
    outcome = compared(("2", "2.5"), known={"U0": REASON}).outcome("x", (), [])
    written = json.loads(json.dumps(outcome.as_json()))
    assert written == {
        "name": "x",
        "compared": 1,
        "equal": 0,
        "largest_difference": 0,
        "tolerance": 0.001,
        "known_differences": [
            {
                "where": "U0",
                "published": "2",
                "recomputed": "2.5",
                "difference": "0.5",
                "reason": {"vi": "Nguồn in sai.", "en": "The source is misprinted."},
            }
        ],
    }


def test_the_file_has_commas_points_and_line_feeds_only() -> None:
    outcome = compared(("1", "1")).outcome(
        "x", ("unit", "score"), [{"unit": "H21, Gia Lai", "score": "62.62"}]
    )
    assert outcome.csv() == 'unit,score\n"H21, Gia Lai",62.62\n'
