"""A store of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """An empty data folder, no scanner, no bucket."""
    settings.DATA, settings.CLAMD, settings.S3_URL, settings.MAX_FILE_MB = tmp_path, "", "", 30
    return tmp_path
