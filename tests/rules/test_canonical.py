"""A payload without a canonical form is refused, and the refusal says where the fault stands."""

from __future__ import annotations

from typing import Any

import pytest

from thangdo.rules.canonical import canonical


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (1.5, r"\$: float has no canonical form"),
        ({"units": ["A", {"share": 0.5}]}, r"\$\.units\[1\]\.share: float"),
        ({"a": {"b": ("x", "y\0")}}, r"\$\.a\.b\[1\]: a text holds a NUL"),
        ({"a": [{2: "x"}]}, r"\$\.a\[0\]: the key 2 is no text"),
    ],
)
def test_nobody_finds_the_value_that_was_refused(data: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        canonical(data)
