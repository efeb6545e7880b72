"""All routes of the interface, each behind a token."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from thangdo.faces.api import (
    answers,
    campaigns,
    conferences,
    directives,
    editions,
    evidence,
    frame,
    overseeing,
    own,
    parts,
    people,
    programmes,
    programmes_rooms,
    programmes_staff,
    publications,
    units,
)
from thangdo.faces.api.admission import Bearer


class Interface(NinjaAPI):
    """The interface, whose operations are called as their functions in the description."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        return f"{operation.view_func.__module__.rpartition('.')[2]}-{operation.view_func.__name__}"


api = Interface(
    title="Thang Đo",
    version="1",
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
    urls_namespace="api-v1",
)
frame.handle(api)
ROOMS = (
    *(own, campaigns, parts, answers, evidence, overseeing, publications, editions, units, people),
    *(conferences, directives, programmes, programmes_rooms, programmes_staff),
)
for room in ROOMS:
    api.add_router("", room.router)
