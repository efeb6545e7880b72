"""Whoever compares two editions sees each criterion that came, went, moved or changed."""

from __future__ import annotations

from pathlib import Path

from thangdo.rules.index.edition.diff import Change, Kind, Part, diff
from thangdo.rules.index.edition.load import load

GOOD = (Path(__file__).parents[3] / "data" / "editions" / "every-rule.yaml").read_text(encoding="utf-8")


def changes(*edits: tuple[str, str]) -> list[Change]:
    text = GOOD
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    return diff(load(GOOD, "old.yaml"), load(text, "new.yaml"))


def test_an_edition_does_not_differ_from_itself() -> None:
    assert changes() == []


def test_a_changed_maximum_rule_and_tier_are_three_changes_of_one_criterion() -> None:
    found = changes(
        (
            "max: 1, rule: {value: website}, tiers: [department]",
            "max: 2, rule: {value: room}, tiers: [commune]",
        )
    )
    assert found == [
        Change(Kind.CHANGED, Part.NODE, "A6", "tiers", "[department]", "[commune]"),
        Change(Kind.CHANGED, Part.NODE, "A6", "max", "1", "2"),
        Change(Kind.CHANGED, Part.NODE, "A6", "rule", "{value: website}", "{value: room}"),
    ]


def test_weights_are_compared() -> None:
    found = changes(("weight: 6", "weight: 7"), ("weight: 4", "weight: 3"))
    assert [(one.code, one.what, one.before, one.after) for one in found] == [
        ("R1", "weight", "6", "7"),
        ("R2", "weight", "4", "3"),
    ]


def test_a_criterion_that_came_went_and_moved_is_told() -> None:
    line = next(line for line in GOOD.splitlines() if line.strip().startswith("R11:"))
    moved = line[4:]  # from the group R1 up to the criteria of the pillar A
    a7 = next(line for line in GOOD.splitlines() if line.strip().startswith("A7:"))
    found = changes(
        (line + "\n", ""),
        (a7 + "\n", moved + "\n        A8: {title: {vi: Mới}, max: 1, rule: {value: room}}\n"),
    )
    assert [(one.kind, one.code, one.what) for one in found] == [
        (Kind.REMOVED, "A7", None),
        (Kind.MOVED, "R11", "parent"),
        (Kind.ADDED, "A8", None),
    ]
    assert found[1].before == "criterion of R1" and found[1].after == "criterion of A"


def test_a_threshold_of_a_level_is_a_change_of_that_level() -> None:
    assert changes(("node: A, share: 0.6", "node: A, share: 0.7")) == [
        Change(
            Kind.CHANGED,
            Part.LEVEL,
            "II",
            "needs A",
            "{node: A, share: 0.6, not-applicable: left-out}",
            "{node: A, share: 0.7, not-applicable: left-out}",
        )
    ]


def test_inputs_rounding_and_texts_are_compared() -> None:
    found = changes(
        ("places: 2", "places: 3"),
        ("satisfied: {type: share}", "satisfied: {type: share, min: 0.1}"),
        ("{vi: Phần bù}", "{vi: Phần còn lại}"),
    )
    assert [(one.part, one.code, one.what) for one in found] == [
        (Part.EDITION, "edition", "rounding"),
        (Part.INPUT, "satisfied", "min"),
        (Part.NODE, "R12", "title"),
    ]
