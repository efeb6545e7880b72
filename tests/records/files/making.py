"""Files as people send them, and as people with bad intentions do."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from docx import Document

from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.records.ledger.events import By

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BY = By("person:7", NOW, "reporter@vn-gso:622")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(13) + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64) + b"\xff\xd9"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + bytes(24)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def docx() -> bytes:
    """A Word document."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Danh sách cán bộ, công chức được trang bị máy tính")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    """An Excel workbook."""
    return xlsx_bytes([Sheet("Số liệu", ["mã", "giá trị"], [["A1", "5"]])])


def archive(parts: dict[str, bytes]) -> bytes:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def odf(kind: str, extra: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument: `kind` is text or spreadsheet."""
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mime, "content.xml": b"<office/>", **(extra or {})})


def bomb(unpacked: int = 400_000_000) -> bytes:
    """A small workbook that becomes enormous."""
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            "xl/worksheets/sheet1.xml": bytes(unpacked),
        }
    )


def lying_bomb() -> bytes:
    """A workbook one part of which says that it is small, with a checksum of its small beginning."""
    content = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": bytes(5_000_000)})
    true, said = struct.pack("<I", 5_000_000), struct.pack("<I", 100)
    checksum = struct.pack("<I", zlib.crc32(bytes(5_000_000)))
    return content.replace(true, said).replace(checksum, struct.pack("<I", zlib.crc32(bytes(100))))


def endless(megabytes: int, taken: list[int]) -> Iterator[bytes]:
    """A stream of so many megabytes; `taken` counts how many were asked for."""
    for _ in range(megabytes):
        taken.append(1)
        yield bytes(1_000_000)
