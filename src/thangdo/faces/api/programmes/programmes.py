"""Programmes for programs: list, show, each unit's part, and what a unit or its authority does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Path, Query, Router

from thangdo.faces.api import pages, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Unit, unit_ref
from thangdo.faces.api.schemas.campaigns import Hash, Name, Page, Sent, UnitCode, Words
from thangdo.faces.api.schemas.programmes import (
    ProgrammeAddedOut,
    ProgrammeBegunOut,
    ProgrammeDoneOut,
    ProgrammeForecastOut,
    ProgrammeLineOut,
    ProgrammeOut,
    ProgrammePartOut,
    ProgrammeShownOut,
)
from thangdo.records.people.acting import Actor
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import Json, UnitRef
from thangdo.work.programmes.queries import access, pace, tables
from thangdo.work.programmes.templates import UNKNOWN

router = Router(tags=["programmes"])
Slug = Annotated[str, Path(max_length=80, description="The programme.")]
Short = Annotated[str, Field(max_length=60)]
Code = Annotated[str, Field(max_length=46)]
Money = Annotated[int, Field(ge=0, le=10**15)]
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


class ProgrammeReachIn(Sent):
    """A milestone with exactly one proof: a file that was sent before, a link, or words."""

    milestone: Short
    on: date
    sha256: Hash | None = None
    title: Annotated[str, Field(max_length=300)] = ""
    link: Annotated[str, Field(max_length=500)] = ""
    text: Words = ""


class ProgrammeCheckIn(Sent):
    """Whether the proof of a milestone holds; where it does not, why."""

    milestone: Short
    holds: bool
    reason: Words = ""


class ProgrammeUndoIn(Sent):
    """Which milestone is taken back, and why."""

    milestone: Short
    reason: Words


class ProgrammeValuesIn(Sent):
    """Fields of the template; a blank text takes a value out."""

    values: Annotated[dict[Short, Annotated[str, Field(max_length=1_000)]], Field(max_length=60)]


class ProgrammeCostIn(Sent):
    """Whole đồng; null: not known."""

    planned: Money | None = None
    spent: Money | None = None


class ProgrammeCountIn(Sent):
    """A count on a day; frozen: the list is frozen on this day."""

    figure: Short
    on: date
    count: Annotated[int, Field(ge=0, le=100_000_000)]
    frozen: bool = False


@router.get(
    "/programmes",
    response=Page[ProgrammeOut],
    **says("Các chương trình bạn được xem", "The programmes that you see"),
)
def list_programmes(
    request: Request,
    response: HttpResponse,
    state: Literal["", "running", "closed", "cancelled"] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = [ProgrammeOut.of(one.programme, one.tally) for one in tables.listing(request.actor, state)]
    return pages.cut(request, response, rows, lambda one: one.slug, after, limit)


@router.post("/programmes", response=ProgrammeBegunOut, **says("Lập chương trình", "Begin a programme"))
def begin_programme(request: Request, body: ProgrammePlanIn) -> Any:
    given = body.model_dump()
    for name in ("authority", "leading"):
        given[name] = unit_ref(given[name]) if given[name] else None
    done = programmes.begin(request.actor, programmes.Plan(**given))
    request.tag = done["sequence"]
    return done


@router.get(HERE, response=ProgrammeShownOut, **says("Một chương trình", "One programme"))
def get_programme(request: Request, slug: Slug) -> Any:
    found = access.programme(request.actor, slug)
    listed = tables.one(request.actor, slug)
    told = pace.of_programme(request.actor, slug)
    request.tag = found.sequence
    forecast = ProgrammeForecastOut(
        code=told.code, done=told.done, of=told.of, day=told.day, due=told.due,
        pace=None if told.pace is None else str(told.pace),
    )  # fmt: skip
    plain = ProgrammeOut.of(found, listed.total[found.pk]).model_dump()
    return ProgrammeShownOut(**plain, template=found.template, forecast=forecast)


@router.post(
    f"{HERE}/units", response=ProgrammeAddedOut, **says("Thêm đơn vị theo phạm vi", "Add units by scope")
)
def add_units(request: Request, slug: Slug, body: ProgrammeAddIn) -> Any:
    access.programme(request.actor, slug)
    given = body.model_dump()
    due = given.pop("due")
    rule = {name: value for name, value in given.items() if value}
    done = programmes.add_units(request.actor, slug, rule, due)
    request.tag = done["sequence"]
    return done


@router.post(
    f"{HERE}/close", response=ProgrammeBegunOut, **says("Kết thúc chương trình", "Close the programme")
)
def close_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    return _moved(request, slug, programmes.close, body.reason)


@router.post(
    f"{HERE}/cancel", response=ProgrammeBegunOut, **says("Hủy chương trình", "Call the programme off")
)
def cancel_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    return _moved(request, slug, programmes.cancel, body.reason)


@router.post(
    f"{HERE}/reopen", response=ProgrammeBegunOut, **says("Mở lại chương trình", "Open the programme again")
)
def reopen_programme(request: Request, slug: Slug, body: ProgrammeWhyIn) -> Any:
    return _moved(request, slug, programmes.reopen, body.reason)


@router.get(
    f"{HERE}/units",
    response=Page[ProgrammeLineOut],
    **says("Các đơn vị mà bạn được xem", "The units, as far as you see them"),
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
    rows = [
        ProgrammeLineOut(
            unit=cell.unit, carrier=f"{row.place.scheme}:{row.place.code}", name_vi=row.place.vi,
            status=None if cell.status == UNKNOWN else cell.status,
            reached=None if cell.status == UNKNOWN else cell.reached, done=cell.done, late=cell.late,
        )
        for group in listed.groups
        for row in group.rows
        for cell in row.cells[key]
    ]  # fmt: skip
    return pages.cut(request, response, rows, lambda one: one.unit, after, limit)


@router.get(PART, response=ProgrammePartOut, **says("Phần việc của một đơn vị", "A unit's part"))
def get_part(request: Request, slug: Slug, unit: Unit) -> Any:
    found = access.part(request.actor, slug, unit_ref(unit))
    request.tag = found.part.sequence
    return ProgrammePartOut.of(found)


@router.post(
    f"{PART}/reach", response=ProgrammeDoneOut, **says("Ghi một mốc kèm minh chứng", "Reach a milestone")
)
def reach_milestone(request: Request, slug: Slug, unit: Unit, body: ProgrammeReachIn) -> Any:
    proof = parts.Proof(body.sha256 or "", body.title, body.link, body.text)
    return _act(
        request, slug, unit, lambda a, s, u, at: parts.reach(a, s, u, body.milestone, body.on, proof, at)
    )


@router.post(f"{PART}/check", response=ProgrammeDoneOut, **says("Kiểm tra một mốc", "Check a milestone"))
def check_milestone(request: Request, slug: Slug, unit: Unit, body: ProgrammeCheckIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: parts.check(a, s, u, body.milestone, body.holds, body.reason, at),
    )  # fmt: skip


@router.post(f"{PART}/undo", response=ProgrammeDoneOut, **says("Rút lại một mốc", "Take a milestone back"))
def undo_milestone(request: Request, slug: Slug, unit: Unit, body: ProgrammeUndoIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: parts.undo(a, s, u, body.milestone, body.reason, at))


@router.post(f"{PART}/values", response=ProgrammeDoneOut, **says("Ghi số liệu", "Set values"))
def set_values(request: Request, slug: Slug, unit: Unit, body: ProgrammeValuesIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: parts.set_values(a, s, u, body.values, at))


@router.post(f"{PART}/cost", response=ProgrammeDoneOut, **says("Ghi kinh phí", "Enter the cost"))
def set_cost(request: Request, slug: Slug, unit: Unit, body: ProgrammeCostIn) -> Any:
    planned, spent = (None if one is None else Decimal(one) for one in (body.planned, body.spent))
    return _act(request, slug, unit, lambda a, s, u, at: parts.cost(a, s, u, planned, spent, at))


@router.post(f"{PART}/count", response=ProgrammeDoneOut, **says("Ghi số đếm", "Enter a count"))
def add_count(request: Request, slug: Slug, unit: Unit, body: ProgrammeCountIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: parts.count(a, s, u, body.figure, body.on, body.count, body.frozen, at),
    )  # fmt: skip


def _act(
    request: Request, slug: str, unit: str, act: Callable[[Actor, str, UnitRef, int | None], Json]
) -> Json:
    """An act on a part that the actor sees; If-Match, where it is sent, is looked at."""
    where = unit_ref(unit)
    access.part(request.actor, slug, where)
    with preconditions.kept(request):
        expected = preconditions.sequence(request) if "If-Match" in request.headers else None
        done = act(request.actor, slug, where, expected)
    request.tag = done["sequence"]
    return done


def _moved(request: Request, slug: str, move: Callable[[Actor, str, str], Json], reason: str) -> Json:
    access.programme(request.actor, slug)
    done = move(request.actor, slug, reason)
    request.tag = done["sequence"]
    return done
