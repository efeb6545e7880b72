"""Whose installation this is, for programs: everybody reads it; an administrator says it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from thangdo.faces.api import acts
from thangdo.faces.api.operation_summary import says
from thangdo.records.identity import queries
from thangdo.records.identity.actions import HOUSE
from thangdo.records.people.acting import Actor

router = Router(tags=["identity"])


class LinkOut(Schema):
    """A link at the foot of every page."""

    title_vi: str
    title_en: str
    address: str


class IdentityOut(Schema):
    """Whose installation this is. sequence 0: nobody has said it. unit, appraising: scheme:code."""

    name_vi: str
    name_en: str
    body_vi: str
    body_en: str
    unit: str
    place: str
    address: str
    phone: str
    email: str
    hotline: str
    languages: list[str]
    time_zone: str
    accent: str
    links: list[LinkOut]
    appraising: str
    first: list[str]
    examples: bool
    arms_sha256: str
    sequence: int


class IdentityDoneOut(Schema):
    """An act is done: the sequence of the identity after it."""

    sequence: int


@router.get(
    "/identity",
    response=IdentityOut,
    auth=None,
    **says("Hệ thống này của cơ quan nào; ai cũng xem được", "Whose installation this is; for everybody"),
)
def get_identity(request: HttpRequest) -> Any:
    found = queries.current()
    request.tag = found.sequence  # type: ignore[attr-defined]
    return found


def _seen(actor: Actor) -> None:
    """Everybody sees it."""


acts.routes(
    router,
    HOUSE,
    {
        "describe": "PUT /identity",
        "put_arms": "PUT /identity/arms",
        "remove_arms": "POST /identity/arms/remove",
    },
    {},
    see=_seen,
    answer=IdentityDoneOut,
    room=__name__,
)
