"""A backup of an installation whose evidence lies in S3: whole, or said not to be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from faces.cli.installation import python
from faces.cli.test_keeping import thangdo
from records.files import fake_bucket
from records.files.fake_bucket import Bucket

pytestmark = pytest.mark.database
GIVE = """
import django, io
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from thangdo.records.files.store import put
from thangdo.records.ledger.events import By
by = By("person:1", datetime(2026, 3, 2, tzinfo=UTC))
for text in ("one", "two"):
    put(io.BytesIO(f"Danh sách {text}".encode()), "a.txt", "", by)
"""
#: the content of every stored file, by the register
READ = """
import django
django.setup()
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import open_
print(sorted(open_(one).read().decode() for one in StoredFile.objects.all()))
"""
BOTH = "['Danh sách one', 'Danh sách two']\n"


def test_evidence_in_s3_is_lost_with_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, file = tmp_path / "data", tmp_path / "b.zip"
    data.mkdir()
    with fake_bucket.running() as url:
        monkeypatch.setenv("THANGDO_S3_URL", url)
        python(GIVE, data)
        assert len(Bucket.objects) == 2 and not list((data / "files").glob("??/*"))
        made = thangdo(data, "backup", file)
        assert made.returncode == 0 and "2 files" in made.stdout and made.stderr == "", made.stderr
        without = thangdo(data, "backup", tmp_path / "small.zip", "--without-s3")
        assert without.returncode == 0 and "0 files" in without.stdout
        assert "back up the bucket by itself" in without.stderr
        kept = dict(Bucket.objects)
        Bucket.objects.popitem()
        lacking = thangdo(data, "backup", tmp_path / "lacking.zip")
        assert lacking.returncode == 0 and "1 files that the register names" in lacking.stderr
        Bucket.objects.clear()
        done = thangdo(tmp_path / "again", "restore", file)
        assert done.returncode == 0, done.stderr
        assert {key: content for key, (content, _) in Bucket.objects.items()} == {
            key: content for key, (content, _) in kept.items()
        }
        assert python(READ, tmp_path / "again") == BOTH
    silent = thangdo(data, "backup", tmp_path / "none.zip")
    assert silent.returncode == 2 and "--without-s3" in silent.stderr and "Traceback" not in silent.stderr
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["b.zip", "lacking.zip", "small.zip"]
    names = zipfile.ZipFile(file).namelist()
    assert sum(name.startswith("data/files/") for name in names) == 2
    monkeypatch.delenv("THANGDO_S3_URL")
    done = thangdo(tmp_path / "disk", "restore", file)
    assert done.returncode == 0, done.stderr
    assert python(READ, tmp_path / "disk") == BOTH
