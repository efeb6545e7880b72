"""The wheel, unpacked far from the checkout, recomputes every published index by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = """
import sys
content, checkout = sys.argv.pop(1), sys.argv.pop(1)
sys.path.insert(0, content)
import thangdo
assert thangdo.__file__.startswith(content), thangdo.__file__
from thangdo.faces.cli.main import app
try:
    app()
finally:
    found = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
    sources = [name for name in found if name.startswith((checkout + "/src", checkout + "/tests"))]
    assert not sources, sources
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    hatchling = Path(sys.executable).with_name("hatchling")
    subprocess.run(
        [hatchling, "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=600,
    )
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "content")
    return folder / "content"


def thangdo(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the wheel, in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-I", "-c", RUN, str(unpacked), str(ROOT), *arguments],
        cwd=folder,
        env={**os.environ, "THANGDO_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.mark.published
def test_an_installation_cannot_recompute_what_the_checkout_can(unpacked: Path, tmp_path: Path) -> None:
    done = thangdo(unpacked, tmp_path, "reproduce", "--json", "all.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert {one["name"]: one["compared"] for one in found} == {
        "gia-lai-2019": 21,
        "qd766-2026": 569,
        "qd766-2026-counts": 178,
        "mic-ict-2017": 106,
        "par-index-2012": 38,
        "papi": 2205,
        "eu-egovernment-benchmark-2023": 5320,
        "oecd-dgi-2023": 76,
        "un-egdi": 386,
        "coinr-asem": 13668,
    }


def test_an_installation_lacks_an_asset_or_carries_the_tests(unpacked: Path, tmp_path: Path) -> None:
    done = thangdo(unpacked, tmp_path, "check")
    assert done.returncode == 0, done.stderr
    assert not (unpacked / "tests").exists()
    assert (unpacked / "thangdo" / "library" / "schemas" / "edition.schema.json").is_file()


def test_an_installation_cannot_fill_its_own_site(unpacked: Path, tmp_path: Path) -> None:
    done = thangdo(unpacked, tmp_path, "load", "-l", "en")
    assert done.returncode == 0, done.stderr
    assert ", 0 unchanged" in done.stdout
    assert (tmp_path / "data" / "thangdo.sqlite3").is_file()
