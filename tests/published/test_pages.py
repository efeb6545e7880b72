"""The pages on the reproductions: a figure on a page that is no longer true misleads whoever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from thangdo.work.reproductions import names, reproduce

pytestmark = pytest.mark.published

PAGES = Path(__file__).parents[2] / "docs" / "reproductions"


def test_every_reproduction_has_a_page_and_no_page_is_left_over() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {*names(), "README"}


@pytest.mark.parametrize("name", names())
def test_the_page_and_the_overview_say_what_was_compared_and_what_is_equal(name: str) -> None:
    outcome = reproduce(name)
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert f"{outcome.compared:,} values compared, {outcome.equal:,} equal" in page
    overview = (PAGES / "README.md").read_text(encoding="utf-8")
    line = next(line for line in overview.splitlines() if f"({name}.md)" in line)
    cells = [cell.strip() for cell in line.strip("|").split("|")][1:]
    largest = float(outcome.largest_difference)
    assert cells[:2] == [f"{outcome.compared:,}", f"{outcome.equal:,}"]
    assert float(cells[2]) == pytest.approx(largest, rel=0.02)
    assert float(cells[3]) == float(outcome.tolerance)
    assert int(cells[4]) == len(outcome.known_differences)


def test_every_agreement_of_the_diagnostic_stands_on_the_page() -> None:
    page = (PAGES / "eu-egovernment-benchmark-2023.md").read_text(encoding="utf-8")
    table = next(t for t in reproduce("eu-egovernment-benchmark-2023").tables if t.name == "services")
    for name, compared, equal, _percent in table.rows:
        if "," in name:
            assert f"{int(equal):,} of {int(compared):,}" in page
        else:
            assert f"| {int(compared):,} | {int(equal):,} |" in page, name
