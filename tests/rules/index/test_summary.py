"""What the conference is told: counts and percentages over all units of a tier, the unranked among them."""

from __future__ import annotations

import pytest

from thangdo.rules.index.summary import summarise

LEVELS = ("I", "II", "III", "IV")


def test_shares_are_counted_over_all_units_with_the_unranked() -> None:
    """The article of 3 July 2019: 2, 8, 5, 2 and 3 of 20 departments are 10, 40, 25, 10 and 15 %."""
    counts = {"I": 2, "II": 8, "III": 5, "IV": 2, "unranked": 3}
    units = [(f"{level} {n}", "department", level) for level, many in counts.items() for n in range(many)]
    (tier,) = summarise(units, LEVELS)["tiers"]
    assert (tier["tier"], tier["units"]) == ("department", 20)
    found = {row["level"]: (row["count"], row["percent"]) for row in tier["levels"]}
    assert found == {
        "I": (2, "10"),
        "II": (8, "40"),
        "III": (5, "25"),
        "IV": (2, "10"),
        "unranked": (3, "15"),
    }
    named = {row["level"]: row["units"] for row in tier["levels"]}
    assert named["I"] == ["I 0", "I 1"] and named["II"] == []  # named where they are few


def test_tiers_stand_in_the_order_of_the_administration_and_shares_are_exact() -> None:
    units = [
        ("x", "commune", "I"),
        ("Pleiku", "district", "IV"),
        *((f"d{n}", "district", "unranked") for n in range(16)),
    ]
    found = summarise(units, LEVELS)["tiers"]
    assert [tier["tier"] for tier in found] == ["district", "commune"]
    assert {r["level"]: r["percent"] for r in found[0]["levels"]}["unranked"] == "94.117647058823529"


def test_a_level_that_the_edition_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="“V” is not a level; allowed are I, II, III, IV and unranked"):
        summarise([("x", "commune", "V")], LEVELS)
