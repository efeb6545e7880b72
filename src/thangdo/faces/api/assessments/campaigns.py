"""Campaigns: plan, dispatch, cancel, notify, close, conclude, approve, publish, correct; and their boards."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from thangdo.faces.api import acts, pages, path_parameters
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug
from thangdo.faces.api.schemas import campaigns as shapes
from thangdo.faces.api.timeline import moments
from thangdo.work.assessments import background_sealing, large_acts
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.queries import access, board, reading, timeline

router = Router(tags=["campaigns"])
HERE = "/campaigns/{slug}"


@router.get(
    "/campaigns",
    response=shapes.Page[shapes.CampaignOut],
    **says("Các đợt đánh giá được phép xem", "The campaigns that you see"),
)
def list_campaigns(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = reading.campaigns(request.actor, after, limit)
    return pages.page(request, response, found.rows, found.after)


@router.get(HERE, response=shapes.CampaignOut, **says("Một đợt đánh giá", "One campaign"))
def get_campaign(request: Request, slug: Slug) -> Any:
    found = reading.campaign(request.actor, slug)
    request.tag = found.sequence
    return found


def _routes(*operations: tuple[str, str, str, str | type, Any]) -> None:
    """Operations: the act, what it says, its body and what it answers, where not only that it is done."""
    acts.routes(
        router,
        CAMPAIGNS,
        {
            act: acts.Operation(
                f"{HERE}/{act.replace('_', '-')}", act, vi, en, body, answer=answer, bare=act == "conclude"
            )
            for act, vi, en, body, answer in operations
        },
        {"slug": Slug},
        see=access.campaign,
        answer=shapes.Done,
        room=__name__,
        does=large_acts.do,
    )


acts.routes(
    router,
    CAMPAIGNS,
    {
        "plan": acts.Operation(
            HERE,
            "plan_campaign",
            "Lập hoặc sửa kế hoạch đợt đánh giá (sửa cần If-Match)",
            "Plan a campaign, or change its plan (then with If-Match)",
            "PlanIn",
        )
    },
    {"slug": Slug},
    see=access.campaign,
    answer=shapes.Planned,
    room=__name__,
)
_routes(
    ("dispatch", "Gửi yêu cầu tự đánh giá tới các đơn vị", "Ask the units", "DispatchIn", shapes.Dispatched),
    ("cancel", "Hủy đợt đánh giá", "Call the campaign off", shapes.Reason, None),
    (
        "notify",
        "Thông báo kết quả cho các đơn vị, mở thời hạn đề nghị xem xét lại",
        "Notify the results and open the window for objections",
        "",
        shapes.Notified,
    ),
    ("close_window", "Đóng thời hạn đề nghị xem xét lại", "Close the window for objections", "", None),
    ("conclude", "Hội đồng kết luận", "The council concludes", "ConcludeIn", None),
    ("reopen", "Hội đồng mở lại kết luận", "The council takes its result back", shapes.Reason, None),
    ("approve", "Phê duyệt kết quả", "Approve the council's result", "ApproveIn", None),
    (
        "revoke",
        "Rút phê duyệt trước khi công bố",
        "Take the approval back before publication",
        shapes.Reason,
        None,
    ),
)


@router.post(
    f"{HERE}/publish",
    response=shapes.Published,
    **says("Ký và công bố kết quả", "Seal the result and publish it"),
)
def publish(request: Request, slug: Slug) -> Any:
    answer = background_sealing.publish(request.actor, path_parameters.campaign(request, slug))
    request.tag = answer["sequence"]
    return answer


_routes(
    (
        "correct",
        "Mở lại kết quả đã công bố để đính chính",
        "Reopen a published result for a correction",
        shapes.Reason,
        None,
    )
)


@router.get(
    f"{HERE}/tallies",
    response=list[shapes.TallyOut],
    **says("Tiến độ theo cấp đơn vị", "How the units stand, by tier"),
)
def tallies(request: Request, slug: Slug) -> Any:
    found = board.board(request.actor, slug, size=1)
    return [*found.tiers, found.total]


@router.get(
    f"{HERE}/units",
    response=shapes.Page[shapes.LineOut],
    tags=["parts"],
    **says("Các đơn vị tham gia được phép xem", "The units' parts that you see"),
)
def list_parts(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    tier: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    text: Annotated[str, Query(max_length=200)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = reading.parts(request.actor, slug, tier, state, text, after, limit)
    return pages.page(request, response, found.rows, found.after)


@router.get(
    f"{HERE}/timeline",
    response=shapes.Page[shapes.MomentOut],
    **says("Diễn biến của đợt đánh giá", "What happened in the campaign"),
)
def campaign_timeline(
    request: Request, response: HttpResponse, slug: Slug, whole: bool = False, after: After = None
) -> Any:
    before = reading.cursor(after)
    return moments(request, response, timeline.of_campaign(request.actor, slug, whole=whole, before=before))
