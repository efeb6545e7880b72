"""A unit's part in a campaign: sign off, take back, extend, finish, agree; observations; its timeline."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from thangdo.faces.api import acts, path_parameters
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After
from thangdo.faces.api.path_parameters import Slug, Unit, unit_ref
from thangdo.faces.api.schemas import answers
from thangdo.faces.api.schemas import campaigns as shapes
from thangdo.faces.api.timeline import moments
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import access, reading, timeline

router = Router(tags=["parts"])
HERE = "/campaigns/{slug}/units/{unit}"
Table = Annotated[str, Path(max_length=60)]


def shown(request: Request, slug: str, unit: str) -> shapes.PartOut:
    """The part as it is answered."""
    found = reading.part(request.actor, slug, unit_ref(unit))
    request.tag = found.sequence
    return shapes.PartOut.model_validate(found)


@router.get(
    HERE,
    response=shapes.PartOut,
    **says("Bản tự đánh giá của một đơn vị trong đợt đánh giá", "A unit's part in the campaign"),
)
def get_part(request: Request, slug: Slug, unit: Unit) -> Any:
    return shown(request, slug, unit)


OPERATIONS: tuple[tuple[str, str, str, str | type], ...] = (
    ("sign_off", "Ký duyệt và gửi bản tự đánh giá", "Sign the self-assessment off and return it", ""),
    ("take_back", "Lấy lại bản tự đánh giá", "Take the self-assessment back", ""),
    ("extend", "Gia hạn cho đơn vị", "Give the unit more time", "Until"),
    (
        "write_off",
        "Kết thúc bản tự đánh giá của đơn vị không gửi",
        "Close the part of a unit that never returned",
        shapes.Reason,
    ),
    ("let_in", "Cho đơn vị đã bị kết thúc gửi lại", "Let a unit in again that was written off", "Until"),
    ("finish", "Hoàn thành thẩm định đơn vị", "Finish the appraisal of the unit", ""),
    ("resume", "Thẩm định lại đơn vị", "Take the appraisal of the unit up again", shapes.Reason),
    (
        "stop_waiting",
        "Không chờ đơn vị bổ sung nữa",
        "Go on without the reply to the questions asked",
        shapes.Reason,
    ),
    ("agree", "Đồng ý với kết quả trước khi hết hạn", "Agree with the result before the window ends", ""),
)
acts.routes(
    router,
    PARTS,
    {
        act: acts.Operation(f"{HERE}/{act.replace('_', '-')}", act, vi, en, body)
        for act, vi, en, body in OPERATIONS
    },
    {"slug": Slug, "unit": Unit},
    see=access.part,
    answer=shapes.Done,
    room=__name__,
    stands=lambda request, slug, unit: shown(request, slug, ":".join(unit)).model_dump(),
)


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
    where = path_parameters.part(request, slug, unit)
    done = do(PARTS, appraising.observe, request.actor, where, appraising.Observed(table, body.rows))
    request.tag = done["sequence"]
    return done


@router.get(
    f"{HERE}/timeline",
    response=shapes.Page[shapes.MomentOut],
    **says("Diễn biến bản tự đánh giá của đơn vị", "What happened in the unit's part"),
)
def part_timeline(
    request: Request, response: HttpResponse, slug: Slug, unit: Unit, after: After = None
) -> Any:
    before = reading.cursor(after)
    ref = unit_ref(unit)
    return moments(request, response, timeline.of_unit(request.actor, slug, ref, before=before))
