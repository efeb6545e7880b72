"""The rooms of programmes for programs: equipment, improvement plans, index cards, codes of conduct."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Path, Query, Router

from thangdo.faces.api import acts, pages, path_parameters
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug, Small, unit_ref
from thangdo.faces.api.schemas.campaigns import Page, Sent, UnitCode
from thangdo.faces.api.schemas.registers import (
    AssetDueOut,
    AssetGapOut,
    CardAnsweredOut,
    CardOut,
    CardShareOut,
    CardShownOut,
    ConductCodeOut,
    ConductIssuedOut,
    ConductVersionOut,
    InspectionOut,
    PlanCountOut,
    PlanOut,
    RoadmapLineOut,
    RoomDoneOut,
    RoomNumberOut,
)
from thangdo.faces.api.schemas.views import ref
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.assessments.queries import access
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.assets import queries as equipment
from thangdo.work.programmes.cards import actions as cards
from thangdo.work.programmes.cards import queries as known
from thangdo.work.programmes.cards.texts import card
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.conduct import queries as kept
from thangdo.work.programmes.plans import actions as plans
from thangdo.work.programmes.plans import queries as planned

router = Router(tags=["programmes"])
Short = Annotated[str, Field(max_length=60)]
Tier = Annotated[str, Query(max_length=20)]
Card = Annotated[str, Path(max_length=60, description="The index.")]
PLAN = "/plans/{slug}/{unit}"
INSPECTION = "/conduct/inspections/{number}"


def known_unit(text: str) -> UnitRef:
    """A unit of the register. Raises Refused("no-such-unit-here") for what is none."""
    scheme, code = unit_ref(text)
    if not Unit.objects.filter(scheme=scheme, code=code).exists():
        raise Refused("no-such-unit-here", unit=text)
    return scheme, code


def unit_known(actor: Actor, unit: tuple[str, str], number: int = 0) -> None:
    """Raises Refused("no-such-unit-here") for what is no unit."""
    known_unit(":".join(unit))


class RoadmapLineIn(Sent):
    """What is to be bought for a unit in a year. cost: of all of them, in đồng."""

    unit: UnitCode
    year: Annotated[int, Field(ge=1990, le=2200)]
    kind: Short
    count: Annotated[int, Field(ge=1, le=100_000)]
    cost: Annotated[int, Field(ge=0, le=10**15)]
    funds: Short


class PlanAssignIn(Sent):
    """Who answers for a criterion, by when, and the points expected. seen: the line's sequence."""

    node: Short
    officer: Annotated[str, Field(max_length=200)]
    deadline: date
    points: Annotated[str, Field(max_length=40)]
    seen: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None


class PlanNodeIn(Sent):
    """A criterion of the plan."""

    node: Short
    seen: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None


class CardConfirmIn(Sent):
    """The answers by question (from 0), and the hash of the card that was read."""

    sha256: Annotated[str, Field(max_length=64)]
    answers: Annotated[dict[Annotated[int, Field(ge=0, le=100)], Short], Field(max_length=100)]


class ConductIssueIn(Sent):
    """A new version of a unit's code of conduct."""

    unit: UnitCode
    text: Annotated[str, Field(max_length=50_000)]
    since: date
    number: Annotated[str, Field(max_length=100)] = ""


class InspectionIn(Sent):
    """An inspection to plan."""

    authority: UnitCode
    unit: UnitCode
    day: date
    announced: bool


@router.get(
    "/assets/gaps",
    response=Page[AssetGapOut],
    **says("Thiết bị CNTT so với chuẩn", "Equipment against the standard of a day"),
)
def list_gaps(
    request: Request,
    response: HttpResponse,
    on: date | None = None,
    tier: Tier = "",
    kind: Tier = "",
    missing: bool = False,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = equipment.gaps(request.actor, on or request.actor.day, tier=tier, kind=kind, only_missing=missing)
    return pages.cut(
        request, response, found, lambda one: f"{ref(one.unit)}/{one.standard.kind}", after, limit
    )


@router.get(
    "/assets/replacement",
    response=Page[AssetDueOut],
    **says("Thiết bị đến hạn thay thế", "Equipment due for replacement by the end of a year"),
)
def list_replacement(
    request: Request,
    response: HttpResponse,
    year: Annotated[int | None, Query(ge=1990, le=2200)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = equipment.due_for_replacement(request.actor, year or request.actor.day.year)
    return pages.cut(
        request, response, found, lambda one: f"{ref(one.asset.unit)}/{one.asset.tag}", after, limit
    )


@router.get(
    "/assets/roadmap", response=Page[RoadmapLineOut], **says("Lộ trình theo năm", "The roadmap by year")
)
def list_roadmap(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    lines = [line for year in equipment.roadmap(request.actor) for line in year.lines]
    return pages.cut(request, response, lines, lambda one: f"{ref(one.unit)}/{one.number}", after, limit)


@router.post(
    "/assets/roadmap", response=RoomNumberOut, **says("Thêm vào lộ trình", "Plan a line of the roadmap")
)
def plan_roadmap_line(request: Request, body: RoadmapLineIn) -> Any:
    line = assets.Line(**body.model_dump(exclude={"unit"}))
    return do(assets.ROADMAP, assets.plan, request.actor, (known_unit(body.unit),), line)


acts.routes(
    router,
    assets.ROADMAP,
    {
        "remove": acts.Operation(
            "/assets/roadmap/{unit}/{number}/remove",
            "remove_roadmap_line",
            "Bỏ khỏi lộ trình",
            "Take a line out of the roadmap",
        ),
    },
    {"unit": path_parameters.Unit, "number": Small},
    see=unit_known,
    answer=RoomDoneOut,
    room=__name__,
)


@router.get(
    "/plans/{slug}",
    response=Page[PlanCountOut],
    **says("Kế hoạch cải thiện của các đơn vị", "Improvement plans of the units of a campaign"),
)
def list_plans(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = planned.by_unit(request.actor, slug)
    return pages.cut(request, response, found, lambda one: ref(one.unit), after, limit)


@router.get(PLAN, response=PlanOut, **says("Kế hoạch cải thiện của một đơn vị", "A unit's improvement plan"))
def get_plan(request: Request, slug: Slug, unit: path_parameters.Unit) -> Any:
    return planned.plan(request.actor, slug, unit_ref(unit))


@router.post(f"{PLAN}/assign", response=RoomDoneOut, **says("Giao một tiêu chí", "Assign a criterion"))
def assign_criterion(request: Request, slug: Slug, unit: path_parameters.Unit, body: PlanAssignIn) -> Any:
    given = plans.Assign(body.officer, body.deadline, body.points)
    return _planned(request, plans.assign, slug, unit, body, given)


@router.post(
    f"{PLAN}/done", response=RoomDoneOut, **says("Ghi đã làm xong", "Say that a criterion's work is done")
)
def finish_criterion(request: Request, slug: Slug, unit: path_parameters.Unit, body: PlanNodeIn) -> Any:
    return _planned(request, plans.done, slug, unit, body)


@router.post(
    f"{PLAN}/remove", response=RoomDoneOut, **says("Bỏ khỏi kế hoạch", "Take a criterion out of the plan")
)
def remove_criterion(request: Request, slug: Slug, unit: path_parameters.Unit, body: PlanNodeIn) -> Any:
    return _planned(request, plans.remove, slug, unit, body)


def _planned(
    request: Request,
    act: Callable[..., Any],
    slug: str,
    unit: str,
    body: PlanAssignIn | PlanNodeIn,
    *given: Any,
) -> Any:
    """An act on a line of the plan of a unit that the actor sees; `seen` is that of the line."""
    where = unit_ref(unit)
    access.part(request.actor, slug, where)
    seen = None if body.seen is None else {body.node: body.seen}
    return do(plans.PLANS, act, request.actor, (slug, where, body.node), *given, seen=seen)


@router.get(
    "/cards",
    response=list[CardOut],
    **says("Thẻ chỉ số và thẻ đã xác nhận", "Index cards, and those confirmed"),
)
def list_cards(request: Request) -> Any:
    return known.mine(request.actor)


@router.get(
    "/cards-by-unit",
    response=Page[CardShareOut],
    **says("Số người hiểu từng chỉ số theo đơn vị", "How many officers know each index, by unit"),
)
def list_card_shares(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    return pages.cut(request, response, known.by_unit(request.actor), lambda one: ref(one.unit), after, limit)


@router.get("/cards/{name}", response=CardShownOut, **says("Đọc một thẻ chỉ số", "Read an index card"))
def get_card(request: Request, name: Card) -> Any:
    return card(name)


@router.post(
    "/cards/{name}/confirm", response=CardAnsweredOut, **says("Trả lời và xác nhận", "Answer and confirm")
)
def confirm_card(request: Request, name: Card, body: CardConfirmIn) -> Any:
    given = cards.Answers.of(body.sha256, body.answers)
    return do(cards.CARDS, cards.confirm, request.actor, (name,), given)


@router.get(
    "/conduct/codes",
    response=Page[ConductCodeOut],
    **says("Quy tắc ứng xử hiện hành", "Codes of conduct in force"),
)
def list_codes(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    return pages.cut(request, response, kept.codes(request.actor), lambda one: ref(one.unit), after, limit)


@router.get(
    "/conduct/codes/{unit}",
    response=list[ConductVersionOut],
    **says("Các phiên bản quy tắc của một đơn vị", "The versions of a unit's code"),
)
def list_code_versions(request: Request, unit: path_parameters.Unit) -> Any:
    scheme, code = known_unit(unit)
    return kept.history(request.actor, Unit.objects.get(scheme=scheme, code=code))


@router.post(
    "/conduct/codes", response=ConductIssuedOut, **says("Ban hành một phiên bản", "Issue a version of a code")
)
def issue_code(request: Request, body: ConductIssueIn) -> Any:
    given = conduct.NewCode(body.text, body.since, body.number)
    return do(conduct.CONDUCT, conduct.issue, request.actor, (known_unit(body.unit),), given)


acts.routes(
    router,
    conduct.CONDUCT,
    {
        "acknowledge": acts.Operation(
            "/conduct/codes/{unit}/acknowledge",
            "acknowledge_code",
            "Xác nhận đã đọc quy tắc",
            "Acknowledge the code in force",
            "ConductReadIn",
        ),
    },
    {"unit": path_parameters.Unit},
    see=unit_known,
    answer=ConductIssuedOut,
    room=__name__,
)


@router.get("/conduct/inspections", response=Page[InspectionOut], **says("Các cuộc kiểm tra", "Inspections"))
def list_inspections(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = kept.inspections(request.actor)
    return pages.cut(request, response, found, lambda one: str(one.row.number), after, limit)


@router.post(
    "/conduct/inspections", response=RoomNumberOut, **says("Lập một cuộc kiểm tra", "Plan an inspection")
)
def plan_inspection(request: Request, body: InspectionIn) -> Any:
    authority, unit = known_unit(body.authority), known_unit(body.unit)
    given = conduct.NewInspection(authority, unit, body.day, body.announced)
    return do(conduct.INSPECTIONS, conduct.plan, request.actor, (), given)


acts.routes(
    router,
    conduct.INSPECTIONS,
    {
        "hold": acts.Operation(
            f"{INSPECTION}/held",
            "hold_inspection",
            "Ghi kết quả kiểm tra",
            "Write down what was found",
            "InspectionHeldIn",
        ),
        "close": acts.Operation(
            f"{INSPECTION}/close",
            "close_inspection",
            "Kết thúc với kết quả xử lý",
            "Close with an outcome",
            "InspectionWordsIn",
        ),
        "cancel": acts.Operation(
            f"{INSPECTION}/cancel",
            "cancel_inspection",
            "Hủy cuộc kiểm tra",
            "Call an inspection off",
            "InspectionWordsIn",
        ),
    },
    {"number": Small},
    see=kept.led,
    answer=RoomDoneOut,
    room=__name__,
)
