"""The secret key of an installation."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from thangdo.site.keys import NAME, secret_key


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    data = tmp_path / "var"
    key = secret_key(data)
    assert len(key) >= 50
    assert secret_key(data) == key
    assert stat.S_IMODE((data / NAME).stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == [NAME]


def test_a_given_key_wins_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANGDO_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_workers_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(tmp_path), range(16)))) == 1
