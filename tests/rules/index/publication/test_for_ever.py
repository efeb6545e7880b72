"""One sealed publication of each release lies in `tests/data/publications`: it must verify for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from thangdo.rules.index.publication.verifying import verify

FOLDER = Path(__file__).resolve().parents[3] / "data" / "publications"
SEALED = sorted(FOLDER.glob("*.zip"))


def test_the_sealed_publications_of_past_releases_are_gone() -> None:
    assert SEALED


@pytest.mark.parametrize("file", SEALED, ids=lambda file: file.stem)
def test_a_publication_of_a_past_release_no_longer_verifies(file: Path) -> None:
    report = verify(file.read_bytes())
    assert report.status == "good", report.findings
    assert report.units > 0 and report.numbers > 0
