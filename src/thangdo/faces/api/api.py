"""All routes of the interface, each behind a token."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from thangdo.faces.api import (
    announcements,
    conferences,
    directives,
    editions,
    identity,
    me,
    middleware,
    papers,
    people,
    units,
)
from thangdo.faces.api.assessments import (
    answers,
    appraisal_oversight,
    campaigns,
    evidence,
    publications,
    submissions,
)
from thangdo.faces.api.authentication import Bearer
from thangdo.faces.api.programmes import programmes, registers, staff


class Interface(NinjaAPI):
    """The interface, whose operations are called as their room and function in the description."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        return f"{NAMES[operation.view_func.__module__]}-{operation.view_func.__name__}"


api = Interface(
    title="Thang Đo",
    version="1",
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
    urls_namespace="api-v1",
)
middleware.handle(api)
ROOMS = {
    "own": me,
    "campaigns": campaigns,
    "parts": submissions,
    "answers": answers,
    "evidence": evidence,
    "overseeing": appraisal_oversight,
    "publications": publications,
    "editions": editions,
    "units": units,
    "people": people,
    "conferences": conferences,
    "directives": directives,
    "programmes": programmes,
    "programmes_rooms": registers,
    "programmes_staff": staff,
    "announcements": announcements,
    "papers": papers,
    "identity": identity,
}  # the name under which programs know its operations -> the module
NAMES = {room.__name__: name for name, room in ROOMS.items()}
for room in ROOMS.values():
    api.add_router("", room.router)
