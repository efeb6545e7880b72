"""What concerns oneself: who I am, my tasks, my tokens; and the counting of days, and the digests."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.path_parameters import Small
from thangdo.faces.api.schemas import people as shapes
from thangdo.faces.api.schemas.results import CountOut
from thangdo.records.ledger import digest
from thangdo.records.people import tokens
from thangdo.records.people.acting import NotAllowed
from thangdo.records.people.models import Role
from thangdo.work.assessments.queries import reading, tasks

router = Router()


@router.get(
    "/me",
    response=shapes.MeOut,
    tags=["my"],
    **says("Người dùng và vai trò đang giữ", "Who you are to the system"),
)
def me(request: Request) -> Any:
    return {"holder": request.holder, "offices": request.actor.offices}


@router.get(
    "/my/tasks",
    response=list[shapes.TaskOut],
    tags=["my"],
    **says("Việc của tôi", "What you can do now, the most pressing first"),
)
def my_tasks(request: Request) -> Any:
    return tasks.tasks(request.actor)


@router.get(
    "/my/tokens", response=list[shapes.TokenOut], tags=["my"], **says("Mã truy cập của tôi", "Your tokens")
)
def my_tokens(request: Request) -> Any:
    return tokens.tokens_of(request.holder.person.pk)


@router.delete(
    "/my/tokens/{number}",
    response=shapes.TokenOut,
    tags=["my"],
    **says("Thu hồi một mã truy cập", "Revoke a token"),
)
def revoke_token(request: Request, number: Small) -> Any:
    return tokens.revoke(request.actor, number)


@router.get(
    "/calendar/due",
    response=CountOut,
    tags=["calendar"],
    **says(
        "Ngày hết hạn: đếm từng ngày làm việc và lý do",
        "When a limit ends: each day on the way, and why it counts or not",
    ),
)
def due(
    request: Request,
    start: date,
    n: Annotated[int, Query(ge=0, le=2_000)],
    working: bool = True,
) -> Any:
    found = reading.due(start, n, working)
    return _count(found, found.day, found.unit)


@router.get(
    "/calendar/working-days",
    response=CountOut,
    tags=["calendar"],
    **says(
        "Số ngày làm việc giữa hai ngày", "How many working days lie after one day, up to and with another"
    ),
)
def working_days(request: Request, start: date, end: date) -> Any:
    found = reading.working_days(start, end)
    return _count(found, found.end, "working")


def _count(found: Any, end: date, unit: str) -> dict[str, Any]:
    years = sorted({int(one.facts["year"]) for one in found.warnings})
    calendar = " ".join(reading.calendar())
    return {
        "start": found.start,
        "end": end,
        "n": found.n,
        "unit": unit,
        "calendar": calendar,
        "days": found.days,
        "warnings": years,
    }


@router.get(
    "/ledger/digests",
    response=None,
    tags=["ledger"],
    **says(
        "Các bản tổng hợp có ký số của sổ sự kiện (quản trị viên)",
        "The signed digests of the ledger, to be checked by thangdo ledger verify (administrators)",
        gives="application/json",
    ),
)
def digests(request: Request) -> HttpResponse:
    if not request.actor.holding(Role.ADMINISTRATOR):
        raise NotAllowed((Role.ADMINISTRATOR,))
    response = HttpResponse(digest.export(), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="thangdo-digests.json"'
    return response
