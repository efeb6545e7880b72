"""A stored file as the answer to a request: something to save, never a page."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import clean_name, open_, serve


def to_save(request: HttpRequest, stored: StoredFile, title: str) -> HttpResponseBase:
    """The file under its title with its own ending. Raises Refused: infected, scan-pending, destroyed."""
    name = title if title.casefold().endswith(f".{stored.ending}") else f"{title}.{stored.ending}"
    headers = dict(serve(stored, clean_name(name)).headers)
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    response = FileResponse(open_(stored))
    for header, value in headers.items():
        response[header] = value
    return response
