"""Lists page by page: `?after=…&limit=…`, and the address of the next page in `Link`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Query

from thangdo.records.people.acting import Refused

Row = TypeVar("Row")
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[
    str | None,
    Query(max_length=200, description="Where to go on: as the `next` of the page before says."),
]


def page(
    request: HttpRequest, response: HttpResponse, rows: Sequence[Any], after: str | None
) -> dict[str, Any]:
    """A page of rows as it is answered, with `Link: rel=next` while there is more."""
    if after is not None:
        query = {**request.GET.dict(), "after": after}
        response["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'
    return {"items": list(rows), "next": after}


def cut(
    request: HttpRequest,
    response: HttpResponse,
    rows: Sequence[Row],
    key: Callable[[Row], str],
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """A page of rows that stand in memory, after the one with the key `after`."""
    start = 0
    if after is not None:
        start = next((place + 1 for place, row in enumerate(rows) if key(row) == after), -1)
        if start < 0:
            raise Refused("bad-cursor")
    found = rows[start : start + limit]
    more = start + limit < len(rows)
    return page(request, response, found, key(found[-1]) if more else None)
