"""A unit's part in a campaign: sign off, take back, extend, finish, agree; observations; its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from thangdo.faces.api import path_parameters, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After
from thangdo.faces.api.path_parameters import Slug, Unit, unit_ref
from thangdo.faces.api.schemas import answers
from thangdo.faces.api.schemas import campaigns as shapes
from thangdo.faces.api.timeline import moments
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import reading, timeline

router = Router(tags=["parts"])
HERE = "/campaigns/{slug}/units/{unit}"
Table = Annotated[str, Path(max_length=60)]


def _act(request: Request, slug: str, unit: str, does: Callable[..., Any], *given: Any) -> Any:
    """An act on the part, for who sees it."""
    where = path_parameters.part(request, slug, unit)
    answer: dict[str, Any] = do(PARTS, does, request.actor, where, *given)
    request.tag = answer["sequence"]
    return answer


def shown(request: Request, slug: str, unit: str) -> dict[str, Any]:
    """The part as it is answered."""
    found = reading.part(request.actor, slug, unit_ref(unit))
    request.tag = found.sequence
    line = shapes.LineOut.from_orm(found.it).model_dump()
    return {**line, "sequence": found.sequence, "can": list(found.can)}


@router.get(
    HERE,
    response=shapes.PartOut,
    **says("Phần của một đơn vị trong kỳ đánh giá", "A unit's part in the campaign"),
)
def get_part(request: Request, slug: Slug, unit: Unit) -> Any:
    return shown(request, slug, unit)


@router.post(
    f"{HERE}/sign-off",
    response=shapes.Done,
    **says("Ký gửi bản tự đánh giá", "Sign the self-assessment off and return it", match=True),
)
def sign_off(request: Request, slug: Slug, unit: Unit) -> Any:
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: shown(request, slug, unit)):
        seen = preconditions.sequence(request)
        answer = do(PARTS, answering.sign_off, request.actor, where, seen=seen)
    request.tag = answer["sequence"]
    return answer


@router.post(
    f"{HERE}/take-back",
    response=shapes.Done,
    **says("Lấy lại bản tự đánh giá", "Take the self-assessment back"),
)
def take_back(request: Request, slug: Slug, unit: Unit) -> Any:
    return _act(request, slug, unit, answering.take_back)


@router.post(f"{HERE}/extend", response=shapes.Done, **says("Gia hạn cho đơn vị", "Give the unit more time"))
def extend(request: Request, slug: Slug, unit: Unit, body: shapes.Until) -> Any:
    return _act(request, slug, unit, campaigns.extend, campaigns.Until(body.due, body.reason))


@router.post(
    f"{HERE}/write-off",
    response=shapes.Done,
    **says("Kết thúc phần của đơn vị không gửi", "Close the part of a unit that never returned"),
)
def write_off(request: Request, slug: Slug, unit: Unit, body: shapes.Reason) -> Any:
    return _act(request, slug, unit, answering.write_off, campaigns.Why(body.reason))


@router.post(
    f"{HERE}/let-in",
    response=shapes.Done,
    **says("Cho đơn vị đã bị kết thúc gửi lại", "Let a unit in again that was written off"),
)
def let_in(request: Request, slug: Slug, unit: Unit, body: shapes.Until) -> Any:
    return _act(request, slug, unit, answering.let_in, campaigns.Until(body.due, body.reason))


@router.post(
    f"{HERE}/finish",
    response=shapes.Done,
    **says("Hoàn thành thẩm định đơn vị", "Finish the appraisal of the unit"),
)
def finish(request: Request, slug: Slug, unit: Unit) -> Any:
    return _act(request, slug, unit, appraising.finish)


@router.post(
    f"{HERE}/resume",
    response=shapes.Done,
    **says("Thẩm định lại đơn vị", "Take the appraisal of the unit up again"),
)
def resume(request: Request, slug: Slug, unit: Unit, body: shapes.Reason) -> Any:
    return _act(request, slug, unit, appraising.resume, campaigns.Why(body.reason))


@router.post(
    f"{HERE}/stop-waiting",
    response=shapes.Done,
    **says("Không chờ đơn vị bổ sung nữa", "Go on without the reply to the questions asked"),
)
def stop_waiting(request: Request, slug: Slug, unit: Unit, body: shapes.Reason) -> Any:
    return _act(request, slug, unit, appraising.stop_waiting, campaigns.Why(body.reason))


@router.post(
    f"{HERE}/agree",
    response=shapes.Done,
    **says("Đồng ý với kết quả trước khi hết hạn", "Agree with the result before the window ends"),
)
def agree(request: Request, slug: Slug, unit: Unit) -> Any:
    return _act(request, slug, unit, objecting.agree)


@router.get(
    f"{HERE}/observations/{{table}}",
    response=answers.RowsOut,
    **says("Kết quả quan sát của một bảng", "What was observed, for one table"),
)
def get_observations(request: Request, slug: Slug, unit: Unit, table: Table) -> Any:
    rows = reading.observations(request.actor, slug, unit_ref(unit), table)
    return {"table": table, "rows": rows}


@router.put(
    f"{HERE}/observations/{{table}}",
    response=shapes.Done,
    **says(
        "Ghi kết quả quan sát, thay cho lần ghi trước", "Put what was observed; it replaces what stood there"
    ),
)
def put_observations(request: Request, slug: Slug, unit: Unit, table: Table, body: answers.RowsIn) -> Any:
    return _act(request, slug, unit, appraising.observe, appraising.Observed(table, body.rows))


@router.get(
    f"{HERE}/timeline",
    response=shapes.Page[shapes.MomentOut],
    **says("Diễn biến phần của đơn vị", "What happened in the unit's part"),
)
def part_timeline(
    request: Request, response: HttpResponse, slug: Slug, unit: Unit, after: After = None
) -> Any:
    before = reading.cursor(after)
    ref = unit_ref(unit)
    return moments(request, response, timeline.of_unit(request.actor, slug, ref, before=before))
