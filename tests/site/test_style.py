"""The code is as the formatter writes it, and no file is so long that it is two rooms."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = [
    file for name in ("src", "tests", "scripts", "bench") for file in sorted((ROOT / name).rglob("*.py"))
]
#: Tables of numbers, which are read by column: file -> how many.
TABLES: dict[str, int] = {}
BY_HAND = re.compile(r"#\s*(?:fmt: *(?:skip|off)|yapf: *disable)")


def test_code_is_laid_out_by_hand() -> None:
    found = {str(file.relative_to(ROOT)): len(BY_HAND.findall(file.read_text("utf-8"))) for file in FILES}
    assert {name: count for name, count in found.items() if count} == TABLES


def test_a_file_is_two_rooms() -> None:
    """DESIGN.md, How it reads: under 400 lines."""
    long = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if "migrations" not in file.parts and (lines := len(file.read_text("utf-8").splitlines())) > 400
    }
    assert not long
