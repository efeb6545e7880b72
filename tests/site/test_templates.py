"""Templates can be reviewed: a changed word is a changed line of at most 120 columns."""

from __future__ import annotations

from pathlib import Path

import pytest

import thangdo

FACES = Path(thangdo.__file__).parent / "faces"
TEMPLATES = sorted(FACES.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FACES)))
def test_nobody_can_review_a_template(path: Path) -> None:
    """No line is longer than 120 columns, none ends in white space, and no tab indents."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []
    assert [number for number, line in enumerate(lines, 1) if line != line.rstrip() or "\t" in line] == []
