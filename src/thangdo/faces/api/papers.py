"""Registers of outgoing papers for programs: list, search, begin, take a number, put right, cancel, close."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse, HttpResponseBase
from ninja import Path, Query, Router, Schema
from pydantic import Field

from thangdo.faces.api import acts, pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.schemas.campaigns import Page, Sent
from thangdo.faces.look.download import to_save
from thangdo.records.people.acting import Actor
from thangdo.work.papers import queries, signing
from thangdo.work.papers.actions import PAPERS, SLUG
from thangdo.work.papers.queries import BookLine, PaperLine

router = Router(tags=["papers"])
Slug = Annotated[str, Path(max_length=80, pattern=f"^{SLUG}$", description="The register.")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The number of the paper.")]
Part = Annotated[int, Path(ge=0, le=signing.PARTS, description="0 the paper, 1… what goes with it.")]
ONE = "/paper-books/{slug}"
LIST = f"{ONE}/papers"
PAPER = f"{LIST}/{{number}}"


class PapersDoneOut(Schema):
    """An act is done: the sequence of the register after it, and the numbers that were given."""

    sequence: int
    number: int | None = None
    symbol: str | None = None
    first: int | None = None
    last: int | None = None


@router.get(
    "/paper-books",
    response=Page[BookLine],
    **says("Các sổ đăng ký văn bản đi bạn được xem", "The registers of outgoing papers that you see"),
)
def list_paper_books(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    return pages.cut(request, response, queries.books(request.actor), lambda one: one.slug, after, limit)


@router.get(ONE, response=BookLine, **says("Một sổ đăng ký văn bản đi", "One register of outgoing papers"))
def get_paper_book(request: Request, slug: Slug) -> Any:
    found = queries.book(request.actor, slug)
    request.tag = found.sequence
    return found


@router.get(
    LIST,
    response=Page[PaperLine],
    **says("Các văn bản trong sổ, số lớn nhất trước", "The papers of a register, the last number first"),
)
def list_papers(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    text: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=12)] = "",
    since: date | None = None,
    until: date | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = queries.papers_of(request.actor, slug, text, kind, state, since, until)
    return pages.cut(request, response, queries.lines(rows, slug), lambda one: str(one.number), after, limit)


@router.get(PAPER, response=PaperLine, **says("Một văn bản đi", "One outgoing paper"))
def get_paper(request: Request, slug: Slug, number: Number) -> Any:
    found = queries.one(request.actor, slug, number)
    request.tag = found.sequence
    return found


def _seen(actor: Actor, slug: str, number: int | None = None) -> None:
    """Who does not see a register or a paper is told that there is none."""
    if number is None:
        queries.book(actor, slug)
    else:
        queries.one(actor, slug, number)


acts.routes(
    router,
    PAPERS,
    {
        "begin": ONE,
        "issue": LIST,
        "issue_block": f"{ONE}/block",
        "close": f"{ONE}/close",
        "mend": f"{PAPER}/mend",
        "void": f"{PAPER}/void",
        "keep": f"{PAPER}/keep",
        "bring_back": f"{PAPER}/bring-back",
        "withdraw": f"{PAPER}/withdraw",
    },
    {"slug": Slug, "number": Number},
    see=_seen,
    answer=PapersDoneOut,
    room=__name__,
    does=signing.done,
)


class SealIn(Sent):
    """The seal of the body, with the key that is kept here. part: 0 the paper, 1… what goes with it."""

    part: int = Field(0, ge=0, le=signing.PARTS)
    alone: bool = False


@router.post(
    f"{PAPER}/seal",
    response=PapersDoneOut,
    **says(
        "Đóng dấu (ký số) của cơ quan bằng khóa lưu trong hệ thống",
        "Put the seal of the body with the key that is kept here",
    ),
)
def seal_paper(request: Request, slug: Slug, number: Number, body: SealIn) -> Any:
    from thangdo.work.papers import sealing  # a paper that is signed brings much along

    _seen(request.actor, slug, number)
    role: Any = signing.ATTACHED if body.part else signing.BODY
    done = sealing.with_kept_key(request.actor, (slug, number), role, body.part, body.alone)
    request.tag = done["sequence"]
    return done


@router.get(
    f"{PAPER}/copies/{{part}}",
    response=None,
    **says(
        "Tệp của văn bản như hiện nay, hoặc như lúc chưa ký",
        "The file of a paper as it is now, or as it was to be signed",
        gives="application/pdf",
    ),
)
def get_paper_copy(
    request: Request, slug: Slug, number: Number, part: Part, original: bool = False
) -> HttpResponseBase:
    return to_save(request, *queries.copy_file(request.actor, slug, number, part, original))
