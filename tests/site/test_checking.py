"""What `make check` chooses: the rules, and the tests of the rooms that were changed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checking(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("checking", ROOT / "scripts" / "checking.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "checking", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("changed", "rooms"),
    [
        ([], ["tests/rules"]),
        (["src/thangdo/rules/exact.py"], ["tests/rules"]),
        (["src/thangdo/work/directives/scope.py"], ["tests/rules", "tests/work/directives"]),
        (["tests/site/test_locks.py", "tests/world.py"], ["tests/rules", "tests/site/test_locks.py"]),
        (["tests/integration/test_janus.py"], ["tests/rules"]),  # needs root and Janus
    ],
)
def test_a_change_is_checked_by_other_tests_than_its_own(
    checking: ModuleType, changed: list[str], rooms: list[str]
) -> None:
    assert checking.rooms(changed) == rooms
