"""Files kept in a bucket behave as those on the disk: the same answers, through boto3 and a real socket."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.files import fake_bucket, making
from records.files.fake_bucket import Bucket
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import destroy, is_whole, open_, put, sweep
from thangdo.records.people.acting import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(settings: Any) -> Iterator[type[Bucket]]:
    with fake_bucket.running() as settings.S3_URL:
        yield Bucket


def give(content: bytes) -> StoredFile:
    return put(io.BytesIO(content), "a.pdf", "", making.BY)


def test_a_file_in_the_bucket_is_not_the_one_that_was_given(bucket: type[Bucket], data: Path) -> None:
    stored = give(making.PDF)
    assert list(bucket.objects) == [f"/evidence/tinh-mau/{stored.sha256[:2]}/{stored.sha256[2:]}"]
    assert open_(stored).read() == making.PDF
    assert is_whole(stored)
    assert give(making.PDF).pk == stored.pk
    assert len(bucket.objects) == 1
    assert [path for path in data.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_bucket_that_does_not_answer_loses_a_file_in_silence(bucket: type[Bucket]) -> None:
    bucket.fail = True
    with pytest.raises(Refused) as error:
        give(making.PDF)
    assert error.value.code == "not-stored"
    assert StoredFile.objects.count() == 0


def test_what_the_bucket_has_lost_is_shown_as_an_empty_file(bucket: type[Bucket]) -> None:
    stored = give(making.PDF)
    bucket.objects.clear()
    assert not is_whole(stored)
    with pytest.raises(Refused) as error:
        open_(stored)
    assert error.value.code == "bytes-missing"


def test_destroying_and_sweeping_leave_bytes_in_the_bucket(
    bucket: type[Bucket], django_capture_on_commit_callbacks: Any
) -> None:
    stored = give(making.PDF)
    bucket.objects[f"/evidence/tinh-mau/ab/{'0' * 62}"] = (b"orphan", datetime.now(UTC))
    bucket.objects["/evidence/another-system/file"] = (b"not ours", datetime.now(UTC))
    assert sweep(datetime.now(UTC) + timedelta(days=2)).orphans == 1
    assert open_(stored).read() == making.PDF
    with django_capture_on_commit_callbacks(execute=True):
        destroy(stored, making.BY, "hết thời hạn lưu")
    assert list(bucket.objects) == ["/evidence/another-system/file"]


@pytest.mark.parametrize("url", ["https://host", "evidence"])
def test_a_setting_without_a_bucket_is_taken_for_one(settings: Any, url: str) -> None:
    settings.S3_URL = url
    with pytest.raises(ValueError, match="THANGDO_S3_URL"):
        storage.store()
