"""The lock files: they name versions and hashes, and no host."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["requirements-boot.lock", "requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_host_and_no_path(name: str) -> None:
    """`aiohttp` is a package; an address has a colon behind its scheme."""
    text = (ROOT / name).read_text()
    assert "--hash=sha256:" in text
    forbidden = ("http:", "https:", "://", "file:", "index-url", "find-links", "--trusted-host")
    assert [word for word in forbidden if word in text] == []
    allowed = re.compile(
        r"[a-z0-9][a-z0-9.-]*(\[[a-z0-9,-]+\])?==\S+( ; [^;]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )
    assert [line for line in text.splitlines() if line and not allowed.fullmatch(line)] == []


def test_the_npm_lock_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert [word for word in ("resolved", "http", "://") if word in text] == []
    assert all("integrity" in package for name, package in packages.items() if name)
    assert packages["node_modules/htmx.org"]["version"].startswith("2.")


def test_what_the_package_declares_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = (ROOT / "requirements.lock").read_text().lower()
    declared = project["project"]["dependencies"] + project["build-system"]["requires"]
    names = [re.split(r"[\[~>]", name)[0].lower().replace(".", "-") for name in declared]
    assert [name for name in names if f"\n{name}==" not in f"\n{lock}"] == []
