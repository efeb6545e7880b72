"""What the tests of published results share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from prepared import load_register
from records.results.sample import HEADER
from thangdo.records.results.store import Header


@pytest.fixture
def register(db: None) -> None:
    load_register()


@pytest.fixture
def header() -> Callable[..., Header]:
    """A header with some of its fields changed."""
    return lambda **changes: replace(HEADER, **changes)
