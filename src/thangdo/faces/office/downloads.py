"""Tables and files to save, and many of them as one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.http import Http404, HttpResponse, StreamingHttpResponse

from thangdo.records.documents.tables import Sheet, csv_bytes, xlsx_bytes

Row = TypeVar("Row")
#: a heading -> what its cell shows
Columns = Mapping[str, Callable[[Row], object]]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def table(
    name: str,
    form: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    sheet: str,
    heading: str = "",
) -> HttpResponse:
    """A table to save, as CSV or workbook; Http404 for another form. A text in it is never a formula.

    Cells hold what they are: numbers, `Share`, days. sheet: what the table is, in the reader's words.
    """
    return HttpResponse(table_content(form, columns, rows, sheet, heading), headers=to_save(f"{name}.{form}"))


def table_content(
    form: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    sheet: str,
    heading: str = "",
) -> bytes:
    """The content of such a file; Http404 for another form."""
    if form not in ("csv", "xlsx"):
        raise Http404
    listed = [list(row) for row in rows]
    if form == "csv":
        return csv_bytes(list(columns), listed)
    return xlsx_bytes([Sheet(sheet, list(columns), listed, heading=(heading,) if heading else ())])


def view(
    name: str, form: str, columns: Columns[Row], things: Iterable[Row], sheet: str, heading: str = ""
) -> HttpResponse:
    """Things as a table to save: each column with what its cell shows of a thing."""
    rows = ([cell(one) for cell in columns.values()] for one in things)
    return table(name, form, list(columns), rows, sheet, heading)


def file(name: str, content: bytes | Iterator[bytes]) -> HttpResponse | StreamingHttpResponse:
    """Bytes to save under a name; what is made while it is taken is sent so."""
    if isinstance(content, bytes):
        return HttpResponse(content, headers=to_save(name))
    return StreamingHttpResponse(content, headers=to_save(name))


def to_save(name: str) -> dict[str, str]:
    """The headers with which a browser saves an answer under a name."""
    return {
        "Content-Type": TYPES[name.rsplit(".", 1)[-1]],
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }


class _Sent(io.RawIOBase):
    """What a zip has written and nobody has sent yet."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, content: Any, /) -> int:
        """Keep them until they are sent."""
        self.parts.append(bytes(content))
        return len(content)


def zip_pieces(parts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Files as one zip, piece by piece as they are made: many take longer than one waits, and much room."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts:
            archive.writestr(part, content)
            yield b"".join(sent.parts)
            sent.parts.clear()
    yield b"".join(sent.parts)
