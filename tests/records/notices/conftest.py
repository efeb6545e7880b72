"""What the tests of notices share."""

from __future__ import annotations

import pytest

from prepared import load_register


@pytest.fixture
def register(db: None) -> None:
    load_register()
