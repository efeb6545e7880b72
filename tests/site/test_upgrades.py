"""Installations of past states come to today with everything they held: migrated, replayed, verified."""

from __future__ import annotations

import sqlite3
import tarfile
from pathlib import Path

import pytest

from faces.cli.installation import several, signer
from thangdo.rules.index.publication.verifying import verify

FOLDER = Path(__file__).resolve().parents[1] / "data" / "upgrades"
#: what each must still hold: rows by table
STATES = {
    "66ab6ae": {"units_unit": 1179, "results_seriespoint": 313},
    "af9ac6d": {"ledger_event": 45, "people_office": 13, "assessments_answer": 22, "files_storedfile": 1},
    "89a8fba": {"ledger_event": 67, "people_office": 19, "directives_assignment": 2, "conferences_site": 3},
    "339a888": {"ledger_event": 67, "people_office": 19, "announcements_announcement": 1},
}


def unpacked(state: str, target: Path) -> Path:
    with tarfile.open(FOLDER / f"{state}.tar.xz") as archive:
        if hasattr(tarfile, "data_filter"):  # Debian 12 has Python 3.11.2, which knows no filters
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(target)
    return target


def rows(data: Path, table: str) -> int:
    with sqlite3.connect(data / "thangdo.sqlite3") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize("state", STATES)
def test_an_installation_of_a_past_state_loses_or_changes_something(state: str, tmp_path: Path) -> None:
    """Runs commands in processes of their own, as whoever updates does: seconds."""
    data = unpacked(state, tmp_path / "data")
    before = {table: rows(data, table) for table in STATES[state]}
    assert before == STATES[state]
    migrated, verified, again = several(
        data, ["migrate"], ["ledger", "verify", "--language", "en"], ["migrate"], engine="sqlite"
    )
    assert migrated[0] == again[0] == 0, (migrated, again)
    assert verified[0] == 0 and "0 findings" in verified[1], verified
    assert "compared tables, typed texts and files: 0 differences" in verified[1]
    assert {table: rows(data, table) for table in STATES[state]} == before
    sealed = list((data / "publications").glob("*.zip"))
    assert len(sealed) == (state != "66ab6ae")
    for file in sealed:
        report = verify(file.read_bytes())
        assert (report.status, report.units) == ("good", 4), report.findings


@pytest.mark.postgresql
def test_an_installation_of_a_past_state_does_not_come_to_postgresql(tmp_path: Path) -> None:
    """Migrated on SQLite, backed up, restored into PostgreSQL: the way that the guide names."""
    data, file = unpacked("339a888", tmp_path / "data"), tmp_path / "b.zip"
    _, made = several(data, ["migrate"], ["backup", file], engine="sqlite")
    assert made[0] == 0, made
    (done,) = several(tmp_path / "new", ["restore", file, "--signer", signer(file)], engine="postgresql")
    assert done[0] == 0 and "files: 0 differences" in done[1], done
