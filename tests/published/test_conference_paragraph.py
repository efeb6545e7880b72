"""The paragraph of the conference is written by the engine and says what the province announced.

Source: portal of Gia Lai, article of 3 July 2019 on the online conference (counts, percentages and units of
the second paragraph).
"""

from __future__ import annotations

import re

import pytest

from thangdo.faces.look.result_words import paragraph
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.summary import summarise
from thangdo.work.assessments.bundled import get

pytestmark = pytest.mark.published

LEVELS = ("I", "II", "III", "IV")


def published() -> list[str]:
    levels = get("gia-lai-2019").levels()
    return paragraph(summarise([(one.name, one.tier, one.level) for one in levels], LEVELS), "vi")


def recomputed() -> list[str]:
    """The same paragraph from the reconstruction, through the engine."""
    bundle = get("gia-lai-2019-reconstruction")
    result = evaluate(bundle.load_edition(), bundle.answers())
    units = [
        (unit.name or code, unit.tier or "", result.levels[code].level) for code, unit in result.units.items()
    ]
    return paragraph(summarise(units, LEVELS), "vi")


def test_departments_are_counted_as_the_conference_heard_it() -> None:
    said = published()[0]
    assert re.findall(r"(\d+) đơn vị (?:đạt mức (\w+)|không xếp hạng) \((?:chiếm )?(\d+)%\)", said) == [
        ("2", "I", "10"),
        ("8", "II", "40"),
        ("5", "III", "25"),
        ("2", "IV", "10"),
        ("3", "", "15"),
    ]
    assert said.startswith("Đối với khối sở, ban, ngành")


def test_pleiku_alone_is_named_among_the_districts() -> None:
    said = published()[1]
    assert "chỉ có UBND TP. Pleiku đạt mức IV" in said
    assert "16/17 UBND cấp huyện còn lại không xếp hạng" in said


def test_all_communes_are_unranked() -> None:
    said = published()[2]
    assert said.startswith("100% UBND cấp xã")
    assert "222/222" in said and "không xếp hạng" in said


def test_the_reconstruction_says_the_same_but_for_the_name() -> None:
    ours, theirs = recomputed(), published()
    assert ours[0] == theirs[0]
    assert ours[1].replace("Huyện số 01", "TP. Pleiku") == theirs[1]
    assert ours[2] == theirs[2]


def test_another_result_is_told_in_other_words() -> None:
    units = [("A", "department", "I"), ("B", "department", "I"), ("C", "district", "II")]
    said = paragraph(summarise(units, LEVELS), "vi")
    assert said == ["100% sở, ban, ngành (2/2) đạt mức I.", "100% UBND cấp huyện (1/1) đạt mức II."]


def test_the_english_paragraph_has_the_same_numbers() -> None:
    levels = get("gia-lai-2019").levels()
    said = paragraph(summarise([(one.name, one.tier, one.level) for one in levels], LEVELS), "en")
    assert re.findall(r"(\d+) (?:at level (\w+)|unranked) \((\d+)%\)", said[0]) == [
        ("2", "I", "10"),
        ("8", "II", "40"),
        ("5", "III", "25"),
        ("2", "IV", "10"),
        ("3", "", "15"),
    ]
    assert "TP. Pleiku People's Committee reaches level IV" in said[1]
    assert "16 of 17" in said[1]
