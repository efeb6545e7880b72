"""Charts drawn to files: in the package's font, once, by a helper process and not by the web process."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from thangdo.records.documents import charts, draw

WORDS = "Đăk Đoa – hồ sơ"


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> Path:
    """Charts are kept in a folder of the test's own."""
    settings.DATA = tmp_path
    return tmp_path / "charts"


def words_alone(font: str) -> dict[str, Any]:
    """A chart of nothing but the words, in one font."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"said": WORDS}]},
        "mark": {"type": "text", "font": font, "fontSize": 40},
        "encoding": {"text": {"field": "said", "type": "nominal"}},
        "width": 500,
        "height": 80,
    }


def test_vietnamese_letters_of_a_picture_come_from_a_fallback_font(kept: Path) -> None:
    drawn = charts.drawing(words_alone("Be Vietnam Pro"), "png", "vi").read_bytes()
    fallback = charts.drawing(words_alone("No Such Font"), "png", "vi").read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert drawn != fallback
    for file in sorted(draw.FONTS.glob("*.ttf")):
        missing = [letter for letter in WORDS if ord(letter) not in TTFont(file).getBestCmap()]
        assert missing == [], file.name


def test_a_downloaded_drawing_shows_other_letters_where_the_font_is_not_installed(kept: Path) -> None:
    svg = charts.drawing(words_alone("Be Vietnam Pro"), "svg", "vi").read_text(encoding="utf-8")
    assert WORDS in svg
    inside = re.findall(r"base64,([^)]+)\)", svg)
    assert inside
    for content in inside:
        letters = TTFont(io.BytesIO(base64.b64decode(content))).getBestCmap()
        assert [letter for letter in WORDS if ord(letter) not in letters] == []


def test_the_same_chart_is_drawn_twice(kept: Path) -> None:
    spec = words_alone("Be Vietnam Pro")
    assert charts.draw_many([(spec, "svg", "vi")]) == 1
    assert charts.draw_many([(spec, "svg", "vi")]) == 0
    assert charts.draw_many([(spec, "svg", "en")]) == 1  # numbers are written otherwise


def test_a_chart_stands_without_its_rows_title_or_source(kept: Path) -> None:
    rows = [{"name": "Gia Lai", "value": 62.62, "label": "62,62", "own": 1}]
    spec = charts.bind("ranking", rows, {"x": "Điểm", "name": "Tỉnh"})
    assert spec["datasets"]["rows"] == rows
    assert "{x}" not in json.dumps(spec)
    alone = charts.for_file(
        spec, "Gia Lai xếp hạng 12/34 với 62,62 điểm", "Nguồn: Cổng Dịch vụ công quốc gia"
    )
    assert alone["title"]["text"] == ["Gia Lai xếp hạng 12/34 với 62,62 điểm"]
    svg = charts.drawing(alone, "svg", "vi").read_text(encoding="utf-8")
    for words in ("Gia Lai xếp hạng 12/34", "Nguồn: Cổng Dịch vụ công quốc gia", "62,62", "Điểm"):
        assert words in svg


def test_a_drawing_that_fails_leaves_a_broken_file_behind(kept: Path) -> None:
    with pytest.raises(charts.ChartError):
        charts.drawing({"mark": "no such mark"}, "svg", "vi")
    assert [path for path in kept.iterdir() if path.suffix == ".svg"] == []


def test_a_web_process_carries_the_drawing_libraries() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "from thangdo.site import urls\n"
        "import thangdo.faces.public.urls\n"
        "print([name for name in ('altair', 'vl_convert') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
