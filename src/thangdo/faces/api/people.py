"""Accounts and offices held, for administrators of their units."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.idempotency import once
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Small, unit_ref
from thangdo.faces.api.schemas import people as shapes
from thangdo.faces.api.schemas.campaigns import Page, Reason
from thangdo.records.people import actions, queries
from thangdo.records.people.acting import Refused

router = Router(tags=["people"])


@router.get(
    "/people",
    response=Page[shapes.PersonOut],
    **says("Tài khoản đang quản trị", "The accounts that you administer"),
)
def list_people(
    request: Request,
    response: HttpResponse,
    text: Annotated[str, Query(max_length=200)] = "",
    ended: bool = False,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = queries.people(request.actor, text, ended=ended)
    return pages.cut(request, response, found, lambda one: str(one.id), after, limit)


@router.post(
    "/people",
    response={201: shapes.Kept},
    **says("Tạo tài khoản với vai trò đầu tiên", "Make an account with its first office"),
)
def add(request: Request, body: shapes.PersonIn) -> Any:
    new = actions.NewAccount(**{**body.model_dump(), "unit": unit_ref(body.unit)})
    return once(request, lambda actor: {"id": actions.add(actor, new).pk})


@router.get("/people/{person}", response=shapes.PersonOut, **says("Một tài khoản", "One account"))
def get_person(request: Request, person: Small) -> Any:
    return queries.person(request.actor, person)


@router.put(
    "/people/{person}",
    response=shapes.Kept,
    **says("Sửa tên, thư điện tử, ngôn ngữ", "Change name, address and language"),
)
def change(request: Request, person: Small, body: shapes.PersonChange) -> Any:
    _seen(request, person)
    sent = body.model_dump()
    return once(request, lambda actor: {"id": actions.change(actor, person, **sent).pk})


@router.post(
    "/people/{person}/end",
    response=shapes.Kept,
    **says("Đóng tài khoản", "Close an account: its sessions end now"),
)
def end(request: Request, person: Small, body: Reason) -> Any:
    _seen(request, person)
    return once(request, lambda actor: {"id": actions.end(actor, person, body.reason).pk})


@router.post(
    "/people/{person}/reopen",
    response=shapes.Kept,
    **says("Mở lại tài khoản", "Open an account that was closed"),
)
def reopen(request: Request, person: Small, body: Reason) -> Any:
    _seen(request, person)
    return once(request, lambda actor: {"id": actions.reopen(actor, person, body.reason).pk})


@router.post(
    "/people/{person}/offices",
    response={201: shapes.Kept},
    **says("Phân công vai trò", "Give a person an office"),
)
def appoint(request: Request, person: Small, body: shapes.OfficeIn) -> Any:
    _seen(request, person)
    unit = unit_ref(body.unit)
    more = {"subtree": body.subtree, "title": body.title, "decision": body.decision}
    return once(
        request,
        lambda actor: {
            "id": actions.appoint(actor, person, body.role, unit, body.since, body.until, **more).pk  # type: ignore[arg-type]
        },
    )


@router.post(
    "/people/{person}/offices/{office}/end",
    response=shapes.Kept,
    **says("Kết thúc một vai trò sau một ngày", "End an office after a day"),
)
def end_office(request: Request, person: Small, office: Small, body: shapes.OfficeEnd) -> Any:
    held = queries.person(request.actor, person).offices
    if all(one.id != office for one in held):
        raise Refused("no-such-account")
    return once(request, lambda actor: {"id": actions.end_office(actor, office, body.until, body.reason).pk})


def _seen(request: Request, person: int) -> None:
    """The account is one that the actor administers. Raises Refused alike for none."""
    if request.actor.person != person:
        queries.person(request.actor, person)
