"""A backup of an installation whose evidence lies in S3: whole, or said not to be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from faces.cli.installation import several, signer
from records.files import fake_bucket
from records.files.fake_bucket import Bucket
from serving import ready

pytestmark = pytest.mark.database
GIVE = """
import django, io
django.setup()
from datetime import UTC, datetime
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
LOSE = """
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
key = StoredFile.objects.order_by("pk")[0].sha256
assert storage.store().remove(key, storage.store().stamp(key))
"""
SILENCE = """
from django.conf import settings
settings.S3_URL = "http://a:b@127.0.0.1:1/evidence"
"""
BOTH = "['Danh sách one', 'Danh sách two']\n"


def test_evidence_in_s3_is_lost_with_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, file = ready(tmp_path / "data"), tmp_path / "b.zip"
    with fake_bucket.running() as url:
        monkeypatch.setenv("THANGDO_S3_URL", url)
        _, made, without, _, lacking, _, silent = several(
            data,
            GIVE,
            ["backup", file],
            ["backup", tmp_path / "small.zip", "--without-s3"],
            LOSE,
            ["backup", tmp_path / "lacking.zip"],
            SILENCE,
            ["backup", tmp_path / "none.zip"],
        )
        assert made[0] == 0 and "2 files" in made[1] and "not encrypted" in made[2], made
        assert without[0] == 0 and "0 files" in without[1], without
        assert "back up the bucket by itself" in without[2]
        assert lacking[0] == 0 and "1 files that the register names" in lacking[2], lacking
        assert silent[0] == 2 and "--without-s3" in silent[2], silent
        assert not list((data / "files").glob("??/*"))
        Bucket.objects.clear()
        done, read = several(tmp_path / "again", ["restore", file, "--signer", signer(file)], READ)
        assert done[0] == 0 and read[1] == BOTH, (done, read)
        assert len(Bucket.objects) == 2
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["b.zip", "lacking.zip", "small.zip"]
    names = zipfile.ZipFile(file).namelist()
    assert sum(name.startswith("data/files/") for name in names) == 2
    monkeypatch.delenv("THANGDO_S3_URL")
    done, read = several(tmp_path / "disk", ["restore", file, "--signer", signer(file)], READ)
    assert done[0] == 0 and read[1] == BOTH, (done, read)
