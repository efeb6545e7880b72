"""What the tests of notices share."""

from __future__ import annotations

import pytest

from thangdo.records.units.register import load_units


@pytest.fixture
def register(db: None) -> None:
    load_units()
