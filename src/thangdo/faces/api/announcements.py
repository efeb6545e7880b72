"""Public notices for programs: list, show, write; what an editor does; how a unit answers a reply."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from thangdo.faces.api import acts, pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.schemas.campaigns import Page
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.announcements import queries
from thangdo.work.announcements.actions import NOTICES, SLUG
from thangdo.work.announcements.queries import NoticeLine, NoticeWhole

router = Router(tags=["announcements"])
Slug = Annotated[str, Path(max_length=80, pattern=f"^{SLUG}$", description="The notice.")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The reply.")]
ONE = "/announcements/{slug}"
REPLY = "/announcements/{slug}/replies/{number}"


class NoticeDoneOut(Schema):
    """An act is done: the sequence of the notice after it."""

    sequence: int


@router.get(
    "/announcements",
    response=Page[NoticeLine],
    **says("Các thông báo được phép xem", "The notices that you see"),
)
def list_announcements(
    request: Request,
    response: HttpResponse,
    text: Annotated[str, Query(max_length=200)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = queries.lines(request.actor, text)
    return pages.cut(request, response, rows, lambda line: line.slug, after, limit)


@router.get(ONE, response=NoticeWhole, **says("Một thông báo và các ý kiến", "One notice and its replies"))
def get_announcement(request: Request, slug: Slug) -> Any:
    found = queries.one(request.actor, slug)
    request.tag = found.sequence
    return found


def _seen(actor: Actor, slug: str, number: int | None = None) -> None:
    """Who does not see a notice or a reply is told that there is none."""
    found = queries.one(actor, slug)
    if number is not None and number not in {reply.number for reply in found.replies}:
        raise Refused("no-such-reply", number=number)


acts.routes(
    router,
    NOTICES,
    {
        "write": ONE,
        "attach": f"{ONE}/attach",
        "publish": f"{ONE}/publish",
        "withdraw": f"{ONE}/withdraw",
        "show": f"{REPLY}/show",
        "hide": f"{REPLY}/hide",
        "ask": f"{REPLY}/ask",
        "answer": f"{REPLY}/answer",
    },
    {"slug": Slug, "number": Number},
    see=_seen,
    answer=NoticeDoneOut,
    room=__name__,
)
