"""The sample province begins under the same codes in every test."""

from __future__ import annotations

import pytest

from records.units.province import Scheme


@pytest.fixture(autouse=True)
def sample_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheme that tests name in their text."""
    monkeypatch.setattr(Scheme, "name", "mau")
