"""An officer uploads evidence: what is taken, what is refused and why, what stays behind after a failure."""

from __future__ import annotations

import errno
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from records.files import making
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import put
from thangdo.records.ledger import events as ledger
from thangdo.records.people.acting import Refused

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kept(folder: Path) -> list[Path]:
    """Every file with content below the data folder."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


def give(content: bytes, name: str, declared: str = "") -> StoredFile:
    return put(io.BytesIO(content), name, declared, making.BY)


def refused(content: bytes, name: str, declared: str = "") -> Refused:
    with pytest.raises(Refused) as error:
        give(content, name, declared)
    return error.value


@pytest.mark.parametrize(
    ("content", "name", "declared", "kind"),
    [
        (making.PDF, "Quyết định.PDF", "application/pdf", "application/pdf"),
        (making.docx(), "bao cao.docx", WORD, WORD),
        (making.xlsx(), "so lieu.xlsx", "application/octet-stream", EXCEL),
        (making.odf("text"), "a.odt", "", "application/vnd.oasis.opendocument.text"),
        (making.odf("spreadsheet"), "a.ods", "", "application/vnd.oasis.opendocument.spreadsheet"),
        (making.PNG, "ảnh.png", "image/png", "image/png"),
        (making.JPEG, "ảnh.jpeg", "image/jpg", "image/jpeg"),
        (making.WEBP, "a.webp", "image/webp", "image/webp"),
        ("mã;giá trị\nA1;5\n".encode(), "a.csv", "application/vnd.ms-excel", "text/csv"),
        ("\ufeffGhi chú".encode(), "a.txt", "text/plain; charset=utf-8", "text/plain"),
    ],
)
def test_a_file_that_offices_use_every_day_is_turned_away(
    content: bytes, name: str, declared: str, kind: str
) -> None:
    stored = give(content, name, declared)
    assert (stored.type, stored.size, stored.state) == (kind, len(content), "unscanned")


@pytest.mark.parametrize(
    ("content", "name", "declared", "code"),
    [
        (b"", "a.pdf", "", "file-empty"),
        (b"MZ\x90\0 a program", "a.pdf", "", "type-mismatch"),
        (making.PDF, "a.png", "", "type-mismatch"),
        (making.PDF, "a.pdf", "image/png", "type-mismatch"),
        (making.PDF, "a", "", "type-not-taken"),
        (making.PDF, "a.exe", "", "type-not-taken"),
        (b"<html><script>", "a.html", "text/html", "type-not-taken"),
        (b"<html><script>alert(1)</script>", "a.txt", "", "markup"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a.csv", "", "markup"),
        (b"<svg onload=alert(1)>", "a.png", "", "type-mismatch"),
        (making.archive({"a.txt": b"x"}), "a.zip", "", "type-not-taken"),
        (making.archive({"a.txt": b"x"}), "a.docx", "", "type-mismatch"),
        (making.docx(), "a.xlsx", "", "type-mismatch"),
        (making.OLE, "a.xls", "", "old-office"),
        (making.OLE, "a.docx", "", "old-office"),
        (making.OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "", "password-protected"),
        (making.PDF[:-8], "a.pdf", "", "damaged"),
        (making.docx()[:-300], "a.docx", "", "damaged"),
        (
            making.archive(
                {
                    "[Content_Types].xml": b"<Types/>",
                    "xl/workbook.xml": b"<w/>",
                    "xl/vbaProject.bin": b"x",
                }
            ),
            "a.xlsx",
            "",
            "macros",
        ),
        (making.odf("text", {"Basic/script.xml": b"x"}), "a.odt", "", "macros"),
        (
            making.odf("text", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
            "a.odt",
            "",
            "password-protected",
        ),
        (making.bomb(), "a.xlsx", "", "archive-bomb"),
        (making.lying_bomb(), "a.xlsx", "", "archive-bomb"),
        (making.archive({f"x/{number}": b"" for number in range(10_001)}), "a.xlsx", "", "archive-bomb"),
        ("Đăk".encode("utf-16"), "a.csv", "", "not-utf8"),
        ("Đăk".encode("cp1258"), "a.txt", "", "not-utf8"),
        (b"abc\0def", "a.txt", "", "not-text"),
        (b"a,b\n\xc4", "a.csv", "", "not-utf8"),
    ],
)
def test_a_file_that_would_do_harm_or_that_nobody_can_read_is_taken_as_evidence(
    data: Path, content: bytes, name: str, declared: str, code: str
) -> None:
    assert refused(content, name, declared).code == code
    assert StoredFile.objects.count() == 0
    assert kept(data) == []


def test_an_old_excel_file_is_refused_without_saying_what_to_do() -> None:
    assert refused(making.OLE, "Bảng.XLS").facts == {"ending": "xls", "save_as": "xlsx"}


def test_two_hundred_megabytes_fill_the_memory_or_the_disk(data: Path) -> None:
    taken: list[int] = []
    tracemalloc.start()
    with pytest.raises(Refused) as error:
        put(making.endless(200, taken), "phim.pdf", "", making.BY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (error.value.code, error.value.facts) == ("file-too-large", {"size": "30 MB"})
    assert len(taken) == 31
    assert peak < 10_000_000
    assert kept(data) == []


def test_a_file_of_the_very_limit_is_turned_away(settings: Any) -> None:
    settings.MAX_FILE_MB = 1
    exact = b"%PDF-1.7\n" + b" " * (1_000_000 - 15) + b"%%EOF\n"
    assert give(exact, "a.pdf").size == 1_000_000
    assert refused(b"%PDF-1.7\n" + b" " * (1_000_000 - 14) + b"%%EOF\n", "a.pdf").code == "file-too-large"


def test_the_same_bytes_are_kept_twice_or_an_officers_name_of_them_is_lost(data: Path) -> None:
    first = give(making.PDF, "Quyết định.pdf")
    again = give(making.PDF, "QD 12.pdf")
    assert first.pk == again.pk
    assert len(kept(data)) == 1
    assert [given.name for given in first.given_names.all()] == ["Quyết định.pdf", "QD 12.pdf"]
    assert [event.type for event in ledger.read(first.stream)] == ["file.stored"]


def test_a_name_that_people_typed_stands_in_the_ledger() -> None:
    stored = give(making.PDF, "Nguyễn Văn A - kỷ luật.pdf")
    assert "Nguy" not in str([event.payload for event in ledger.read(stored.stream)])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_half_a_file(data: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("thangdo.records.files.receiving.os.fsync", full)
    assert refused(making.PDF, "a.pdf").code == "no-space"
    assert kept(data) == []
    assert StoredFile.objects.count() == 0


def test_a_folder_that_cannot_be_written_ends_in_an_error_page(data: Path) -> None:
    (data / "files").write_text("in the way")
    assert refused(making.PDF, "a.pdf").code == "not-stored"


def test_a_browser_that_hangs_up_leaves_half_a_file(data: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield making.PDF
        raise ConnectionResetError(errno.ECONNRESET, "the browser has gone")

    with pytest.raises(Refused) as error:
        put(broken(), "a.pdf", "", making.BY)
    assert error.value.code == "not-stored"
    assert kept(data) == []


def test_an_act_that_fails_after_the_upload_leaves_a_row_without_an_event() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        give(making.PDF, "a.pdf")
        raise RuntimeError("the rest of the act has failed")
    assert StoredFile.objects.count() == 0
    assert give(making.PDF, "a.pdf").size == len(making.PDF)
