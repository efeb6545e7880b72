"""Programmes for programs: list, show, each unit's part, and what a unit or its authority does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Path, Query, Router

from thangdo.faces.api import acts, pages, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Unit, unit_ref
from thangdo.faces.api.schemas.campaigns import Name, Page, Sent, UnitCode, Words
from thangdo.faces.api.schemas.programmes import (
    ProgrammeAddedOut,
    ProgrammeBegunOut,
    ProgrammeDoneOut,
    ProgrammeLineOut,
    ProgrammeOut,
    ProgrammePartOut,
    ProgrammeShownOut,
)
from thangdo.records.acts.frame import do
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import Why
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.queries import access, pace, tables

router = Router(tags=["programmes"])
Slug = Annotated[str, Path(max_length=80, description="The programme.")]
Short = Annotated[str, Field(max_length=60)]
Code = Annotated[str, Field(max_length=46)]
HERE = "/programmes/{slug}"
PART = "/programmes/{slug}/units/{unit}"


class ProgrammePlanIn(Sent):
    """A programme to begin from a template."""

    slug: Code
    kind: Short
    authority: UnitCode
    title_vi: Name = ""
    title_en: Name = ""
    leading: UnitCode | None = None
    starts: date | None = None
    due: date | None = None
    stated_units: Annotated[int, Field(ge=1, le=999_999)] | None = None


class ProgrammeAddIn(Sent):
    """Which units: one by one, or all of some tiers within some places."""

    units: Annotated[list[UnitCode], Field(max_length=10_000)] = Field(default_factory=list)
    tiers: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10)] = Field(
        default_factory=list
    )
    within: Annotated[list[UnitCode], Field(max_length=1_000)] = Field(default_factory=list)
    due: date | None = None


class ProgrammeWhyIn(Sent):
    """Why."""

    reason: Words = ""


class ProgrammeValuesIn(Sent):
    """Fields of the template; a blank text takes a value out."""

    values: Annotated[dict[Short, Annotated[str, Field(max_length=1_000)]], Field(max_length=60)]


@router.get(
    "/programmes",
    response=Page[ProgrammeOut],
    **says("Các chương trình được phép xem", "The programmes that you see"),
)
def list_programmes(
    request: Request,
    response: HttpResponse,
    state: Literal["", "running", "closed", "cancelled"] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = tables.listing(request.actor, state)
    return pages.cut(request, response, rows, lambda one: one.programme.slug, after, limit)


@router.post("/programmes", response=ProgrammeBegunOut, **says("Lập chương trình", "Begin a programme"))
def begin_programme(request: Request, body: ProgrammePlanIn) -> Any:
    given = body.model_dump(exclude={"slug"})
    for name in ("authority", "leading"):
        given[name] = unit_ref(given[name]) if given[name] else None
    return _done(request, programmes.begin, (body.slug,), programmes.Plan(**given))


@router.get(HERE, response=ProgrammeShownOut, **says("Một chương trình", "One programme"))
def get_programme(request: Request, slug: Slug) -> Any:
    found = access.programme(request.actor, slug)
    tally = tables.one(request.actor, slug).total[found.pk]
    request.tag = found.sequence
    return {"card": tables.Card(found, tally, 0, 0), "forecast": pace.of_programme(request.actor, slug)}


@router.post(
    f"{HERE}/units", response=ProgrammeAddedOut, **says("Thêm đơn vị theo phạm vi", "Add units by scope")
)
def add_units(request: Request, slug: Slug, body: ProgrammeAddIn) -> Any:
    access.programme(request.actor, slug)
    scope = programmes.Scope(tuple(body.units), tuple(body.tiers), tuple(body.within), body.due)
    return _done(request, programmes.add, (slug,), scope)


@router.post(
    f"{HERE}/close", response=ProgrammeBegunOut, **says("Kết thúc chương trình", "Close the programme")
)
def close_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    access.programme(request.actor, slug)
    return _done(request, programmes.close, (slug,), programmes.Close(body.reason))


@router.post(
    f"{HERE}/cancel", response=ProgrammeBegunOut, **says("Hủy chương trình", "Call the programme off")
)
def cancel_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    access.programme(request.actor, slug)
    return _done(request, programmes.cancel, (slug,), Why(body.reason))


@router.post(
    f"{HERE}/reopen", response=ProgrammeBegunOut, **says("Mở lại chương trình", "Open the programme again")
)
def reopen_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    access.programme(request.actor, slug)
    return _done(request, programmes.reopen, (slug,), Why(body.reason))


@router.get(
    f"{HERE}/units",
    response=Page[ProgrammeLineOut],
    **says("Các đơn vị được phép xem", "The units, as far as you see them"),
)
def list_parts(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    status: Annotated[str, Query(max_length=40)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    listed = tables.one(request.actor, slug, status=status)
    key = listed.programmes[0].pk
    rows: list[dict[str, Any]] = [
        {"place": row.place, "cell": cell}
        for group in listed.groups
        for row in group.rows
        for cell in row.cells[key]
    ]
    return pages.cut(request, response, rows, lambda one: one["cell"].unit, after, limit)


@router.get(PART, response=ProgrammePartOut, **says("Nhiệm vụ của một đơn vị", "A unit's part"))
def get_part(request: Request, slug: Slug, unit: Unit) -> Any:
    found = access.part(request.actor, slug, unit_ref(unit))
    request.tag = found.part.sequence
    return found


acts.routes(
    router,
    PROGRAMMES,
    {
        "reach": acts.Operation(
            f"{PART}/reach",
            "reach_milestone",
            "Ghi một mốc kèm tài liệu kiểm chứng",
            "Reach a milestone",
            "ProgrammeReachIn",
        ),
        "check": acts.Operation(
            f"{PART}/check", "check_milestone", "Kiểm tra một mốc", "Check a milestone", "ProgrammeCheckIn"
        ),
        "undo": acts.Operation(
            f"{PART}/undo", "undo_milestone", "Rút lại một mốc", "Take a milestone back", "ProgrammeUndoIn"
        ),
    },
    {"slug": Slug, "unit": Unit},
    see=access.part,
    answer=ProgrammeDoneOut,
    room=__name__,
)


@router.post(f"{PART}/values", response=ProgrammeDoneOut, **says("Ghi số liệu", "Set values"))
def set_values(request: Request, slug: Slug, unit: Unit, body: ProgrammeValuesIn) -> Any:
    where = unit_ref(unit)
    access.part(request.actor, slug, where)
    values = parts.Values(tuple(parts.Value(name, text) for name, text in body.values.items()))
    return _done(request, parts.set_values, (slug, where), values)


acts.routes(
    router,
    PROGRAMMES,
    {
        "cost": acts.Operation(
            f"{PART}/cost", "set_cost", "Ghi kinh phí", "Enter the cost", "ProgrammeCostIn"
        ),
        "count": acts.Operation(
            f"{PART}/count", "add_count", "Ghi số đếm", "Enter a count", "ProgrammeCountIn"
        ),
    },
    {"slug": Slug, "unit": Unit},
    see=access.part,
    answer=ProgrammeDoneOut,
    room=__name__,
)


def _done(request: Request, act: Callable[..., Any], where: tuple[Any, ...], given: Any) -> Any:
    """Do an act; If-Match, where it is sent, is looked at."""
    with preconditions.kept(request):
        expected = preconditions.sequence(request) if "If-Match" in request.headers else None
        done = do(PROGRAMMES, act, request.actor, where, given, seen=expected)
    request.tag = done["sequence"]
    return done
