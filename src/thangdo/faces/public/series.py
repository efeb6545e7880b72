"""The index series."""

from __future__ import annotations

from typing import Any


def ict_card() -> dict[str, Any] | None:
    return None
