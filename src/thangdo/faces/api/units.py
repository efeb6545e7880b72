"""The register of units through time: read, search, successors; decisions on units by administrators."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Unit, unit_ref
from thangdo.faces.api.schemas import units as shapes
from thangdo.faces.api.schemas.campaigns import Page, Reason
from thangdo.records.people.acting import Refused
from thangdo.records.units import queries as units
from thangdo.records.units.codes import Key
from thangdo.records.units.planning import Act, NewUnit, Operation
from thangdo.work.registry import actions, queries

router = Router(tags=["units"])
Day = Annotated[date | None, Query(description="As on this day; today without one.")]


@router.get(
    "/units",
    response=Page[shapes.UnitOut],
    **says(
        "Đơn vị trong danh mục: theo ngày, cấp, đơn vị cấp trên, hoặc tìm theo tên",
        "Units of the register: of a day, a tier, under a unit, or found by name",
    ),
)
def list_units(
    request: Request,
    response: HttpResponse,
    text: Annotated[str, Query(max_length=200)] = "",
    day: Day = None,
    scheme: Annotated[str, Query(max_length=40)] = "",
    tier: Annotated[str, Query(max_length=20)] = "",
    parent: Annotated[str, Query(max_length=120)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    if text.strip():
        schemes = [scheme] if scheme else None
        found = [one.unit for one in units.search(text, pages.MOST, schemes)]
        found = [one for one in found if not tier or one.tier == tier]
    else:
        under = unit_ref(parent) if parent else None
        found = units.on(day or request.actor.day, scheme or None, tier or None, under)
    return pages.cut(request, response, found, lambda one: f"{one.scheme}:{one.code}", after, limit)


@router.get(
    "/units/{unit}",
    response=shapes.UnitOut,
    **says("Một đơn vị, tên gọi như vào một ngày", "One unit, called as on a day"),
)
def get_unit(request: Request, unit: Unit, day: Day = None) -> Any:
    return _unit(unit, day)


@router.get(
    "/units/{unit}/successors",
    response=list[shapes.LinkOut],
    **says("Đơn vị này đã nhập, tách hoặc đổi thành đơn vị nào", "What the unit passed into"),
)
def successors(request: Request, unit: Unit) -> Any:
    return units.successors(*_known(unit))


@router.get(
    "/units/{unit}/predecessors",
    response=list[shapes.LinkOut],
    **says("Những đơn vị đã nhập vào đơn vị này", "The units that passed into this one"),
)
def predecessors(request: Request, unit: Unit) -> Any:
    return units.predecessors(*_known(unit))


@router.get(
    "/units/{unit}/heirs",
    response=list[shapes.UnitOut],
    **says("Những đơn vị tiếp nhận, tính đến một ngày", "The units into which it has come by a day"),
)
def heirs(request: Request, unit: Unit, day: Day = None) -> Any:
    return units.heirs(*_known(unit), day or request.actor.day)


@router.get(
    "/units/{unit}/pasts",
    response=list[shapes.PastOut],
    **says("Tên gọi và đơn vị cấp trên trước đây", "What the unit was called before, and where it belonged"),
)
def pasts(request: Request, unit: Unit) -> Any:
    return units.pasts_of(*_known(unit))


@router.get(
    "/units/{unit}/children",
    response=list[shapes.UnitOut],
    **says("Đơn vị trực thuộc", "The units directly under it"),
)
def children(request: Request, unit: Unit) -> Any:
    return units.children(*_known(unit))


@router.get(
    "/unit-operations",
    response=list[shapes.OperationOut],
    **says(
        "Quyết định đã nhập về các đơn vị đang quản trị",
        "The decisions entered on the units that you administer",
    ),
)
def list_operations(request: Request) -> Any:
    return queries.decisions(request.actor)


@router.post(
    "/unit-operations/preview",
    response=shapes.PreviewOut,
    **says("Xem trước một quyết định sẽ làm gì", "What a decision would do"),
)
def preview(request: Request, body: shapes.OperationIn) -> Any:
    return actions.preview(request.actor, _operation(body))


@router.post(
    "/unit-operations",
    response={201: shapes.Carried},
    **says(
        "Nhập một quyết định: thành lập, nhập, tách, đổi tên, chuyển, giải thể",
        "Enter a decision: found, merge, split, rename, move, dissolve",
    ),
)
def carry_out(request: Request, body: shapes.OperationIn) -> Any:
    return actions.carry_out(request.actor, _operation(body), body.seen)


@router.post(
    "/unit-operations/{key}/undo",
    response=shapes.Carried,
    **says("Hủy một quyết định nhập nhầm", "Take back a decision entered by mistake"),
)
def undo(request: Request, key: Annotated[str, Path(max_length=64)], body: Reason) -> Any:
    return actions.undo(request.actor, key, body.reason)


def _unit(text: str, day: date | None = None) -> units.UnitView:
    found = units.get(*unit_ref(text), day)
    if found is None:
        raise Refused("no-such-unit-here", unit=text)
    return found


def _known(text: str) -> tuple[str, str]:
    found = _unit(text)
    return found.scheme, found.code


def _operation(body: shapes.OperationIn) -> Operation:
    def key(text: str | None) -> Key | None:
        return Key(*unit_ref(text)) if text else None

    new = tuple(
        NewUnit(
            Key(*unit_ref(one.unit)),
            one.name_vi,
            one.name_en,
            one.kind,
            one.tier,
            key(one.parent),
            one.region,
            one.org_code,
            one.gso_code,
        )
        for one in body.new
    )
    return Operation(
        Act(body.act),
        body.day,
        body.decision,
        tuple(Key(*unit_ref(one)) for one in body.units),
        tuple(Key(*unit_ref(one)) for one in body.into),
        new,
        key(body.default),
        body.remains,
        key(body.parent),
        key(body.children_to),
        body.name_vi,
        body.name_en,
        body.kind,
    )
