"""The ladder scale: the same on pages and in charts, readable by the colour-blind, legible on every step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import thangdo.faces.look
from thangdo.records.documents.chart_templates import LEVELS

CSS = (Path(thangdo.faces.look.__file__).parent / "static/look/base.css").read_text(encoding="utf-8")


def brightness(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_level_has_one_colour_on_the_page_and_another_in_the_chart() -> None:
    found = dict(re.findall(r"--level-(\d): (#[0-9a-f]{6})", CSS))
    assert [found[str(step)] for step in range(1, 5)] == [
        LEVELS[level][0] for level in ("I", "II", "III", "IV")
    ]


def test_two_levels_look_alike_without_colour_vision() -> None:
    steps = [brightness(LEVELS[level][0]) for level in ("I", "II", "III", "IV")]
    assert steps == sorted(steps, reverse=True)
    lighter_by = [
        contrast(LEVELS[a][0], LEVELS[b][0]) for a, b in (("I", "II"), ("II", "III"), ("III", "IV"))
    ]
    assert min(lighter_by) > 1.5


@pytest.mark.parametrize("level", LEVELS)
def test_a_numeral_cannot_be_read_on_its_step(level: str) -> None:
    ground, edge, ink = LEVELS[level]
    assert contrast(ground, ink) >= 4.5
    assert contrast("#ffffff", edge) >= 3  # the step itself stands out from the page
