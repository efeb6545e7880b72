"""A reader opens evidence: it is saved, not run; it is the very bytes; what was destroyed is gone."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from records.files import making
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import destroy, is_whole, open_, put, serve, sweep
from thangdo.records.ledger import events as ledger
from thangdo.records.people.acting import Refused

DAY = timedelta(days=1)


def give(content: bytes, name: str = "a.pdf") -> StoredFile:
    return put(io.BytesIO(content), name, "", making.BY)


def age(path: Path, days: int = 3) -> None:
    """As if the file had been there for so many days."""
    then = (making.NOW - days * DAY).timestamp()
    os.utime(path, (then, then))


def place(stored: StoredFile) -> Path:
    return storage.folder() / stored.sha256[:2] / stored.sha256[2:]


@pytest.mark.django_db
def test_a_browser_shows_an_uploaded_text_as_a_page() -> None:
    headers = serve(give("mã;<b>x</b>\n".encode(), "a.csv"), "Số liệu.csv").headers
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
def test_bytes_that_were_changed_on_the_disk_pass_as_evidence() -> None:
    stored = give(making.PDF)
    assert is_whole(stored)
    assert open_(stored).read() == making.PDF
    place(stored).write_bytes(b"something else")
    assert not is_whole(stored)
    place(stored).unlink()
    assert not is_whole(stored)
    with pytest.raises(Refused) as error:
        open_(stored)
    assert error.value.code == "bytes-missing"


@pytest.mark.django_db
def test_a_file_destroyed_by_rule_stays_readable_or_leaves_no_trace(
    django_capture_on_commit_callbacks: object,
) -> None:
    stored = give(making.PDF, "Nguyễn Văn A.pdf")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert destroy(stored, making.BY, "hết thời hạn lưu")
    assert not place(stored).exists()
    stored.refresh_from_db()
    assert stored.destroyed_at == making.NOW
    assert stored.given_names.count() == 0
    assert not destroy(stored, making.BY, "again")
    with pytest.raises(Refused) as error:
        serve(stored, "a.pdf")
    assert error.value.code == "destroyed"
    assert [event.type for event in ledger.read(stored.stream)] == ["file.stored", "file.destroyed"]
    assert give(making.PDF).pk == stored.pk
    assert open_(StoredFile.objects.get()).read() == making.PDF


@pytest.mark.django_db
def test_a_file_given_again_while_it_is_being_destroyed_is_lost(
    django_capture_on_commit_callbacks: object,
) -> None:
    stored = give(making.PDF)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        destroy(stored, making.BY, "hết thời hạn lưu")
        give(making.PDF)
    assert open_(StoredFile.objects.get()).read() == making.PDF


@pytest.mark.django_db
def test_the_sweeper_takes_what_is_in_use_or_leaves_what_nobody_knows(data: Path) -> None:
    kept = give(making.PDF)
    age(place(kept))
    orphan = data / "files" / "ab" / ("0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"of an act that failed")
    half, fresh = data / "files" / ".partial" / "old", data / "files" / ".partial" / "new"
    half.write_bytes(b"half")
    fresh.write_bytes(b"half")
    for path in (orphan, half):
        age(path)
    os.utime(fresh, (making.NOW.timestamp(), making.NOW.timestamp()))
    swept = sweep(making.NOW)
    assert (swept.partial, swept.orphans) == (1, 1)
    assert place(kept).exists() and fresh.exists()
    assert not orphan.exists() and not half.exists()
    assert sweep(making.NOW).orphans == 0


@pytest.mark.django_db
def test_bytes_put_again_since_the_sweeper_looked_are_removed(data: Path) -> None:
    kept = give(making.PDF)
    store = storage.Folder(data / "files")
    stamp = store.stamp(kept.sha256)
    give(making.PDF)
    assert not store.remove(kept.sha256, stamp)
    assert place(kept).exists()
