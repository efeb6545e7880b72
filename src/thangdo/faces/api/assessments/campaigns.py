"""Campaigns: plan, dispatch, cancel, notify, close, conclude, approve, publish, correct; and their boards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from thangdo.faces.api import acts, pages, path_parameters, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug
from thangdo.faces.api.schemas import campaigns as shapes
from thangdo.faces.api.timeline import moments
from thangdo.records.acts.frame import do
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.actions.campaigns import Why
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.queries import board, reading, timeline

router = Router(tags=["campaigns"])
HERE = "/campaigns/{slug}"


def _act(request: Request, slug: str, does: Callable[..., Any], *given: Any) -> Any:
    """An act on the campaign, for who sees it."""
    where = (path_parameters.campaign(request, slug),)
    answer: dict[str, Any] = do(CAMPAIGNS, does, request.actor, where, *given)
    request.tag = answer["sequence"]
    return answer


@router.get(
    "/campaigns",
    response=shapes.Page[shapes.CampaignOut],
    **says("Các kỳ đánh giá bạn được xem", "The campaigns that you see"),
)
def list_campaigns(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = reading.campaigns(request.actor, after, limit)
    return pages.page(request, response, found.rows, found.after)


@router.get(HERE, response=shapes.CampaignOut, **says("Một kỳ đánh giá", "One campaign"))
def get_campaign(request: Request, slug: Slug) -> Any:
    found = reading.campaign(request.actor, slug)
    request.tag = found.sequence
    shown = shapes.CampaignOut.from_orm(found.it)
    shown.can = list(found.can)
    return shown


@router.put(
    HERE,
    response=shapes.Planned,
    **says(
        "Lập hoặc sửa kế hoạch kỳ đánh giá (sửa cần If-Match)",
        "Plan a campaign, or change its plan (then with If-Match)",
    ),
)
def plan_campaign(request: Request, slug: Slug, body: shapes.PlanIn) -> Any:
    wanted = acts.input_of(campaigns.Plan, body)
    with preconditions.kept(request):
        seen = preconditions.sequence_or_new(request)
        answer = do(CAMPAIGNS, campaigns.plan, request.actor, (slug,), wanted, seen=seen)
    request.tag = answer["sequence"]
    return answer


@router.post(
    f"{HERE}/dispatch",
    response=shapes.Dispatched,
    **says("Gửi yêu cầu tự đánh giá tới các đơn vị", "Ask the units"),
)
def dispatch(request: Request, slug: Slug, body: shapes.DispatchIn) -> Any:
    return _act(request, slug, campaigns.dispatch, campaigns.Dispatch(body.on))


@router.post(f"{HERE}/cancel", response=shapes.Done, **says("Hủy kỳ đánh giá", "Call the campaign off"))
def cancel(request: Request, slug: Slug, body: shapes.Reason) -> Any:
    return _act(request, slug, campaigns.cancel, Why(body.reason))


@router.post(
    f"{HERE}/notify",
    response=shapes.Notified,
    **says(
        "Thông báo kết quả cho các đơn vị, mở thời hạn giải trình",
        "Notify the results and open the window for objections",
    ),
)
def notify(request: Request, slug: Slug) -> Any:
    return _act(request, slug, campaigns.notify)


@router.post(
    f"{HERE}/close-window",
    response=shapes.Done,
    **says("Đóng thời hạn giải trình", "Close the window for objections"),
)
def close_window(request: Request, slug: Slug) -> Any:
    return _act(request, slug, campaigns.close_window)


@router.post(f"{HERE}/conclude", response=shapes.Done, **says("Hội đồng kết luận", "The council concludes"))
def conclude(request: Request, slug: Slug) -> Any:
    return _act(request, slug, campaigns.conclude)


@router.post(
    f"{HERE}/reopen",
    response=shapes.Done,
    **says("Hội đồng mở lại kết luận", "The council takes its result back"),
)
def reopen(request: Request, slug: Slug, body: shapes.Reason) -> Any:
    return _act(request, slug, campaigns.reopen, Why(body.reason))


@router.post(
    f"{HERE}/approve", response=shapes.Done, **says("Phê duyệt kết quả", "Approve the council's result")
)
def approve(request: Request, slug: Slug, body: shapes.ApproveIn) -> Any:
    return _act(request, slug, campaigns.approve, campaigns.Approval(body.decision))


@router.post(
    f"{HERE}/revoke",
    response=shapes.Done,
    **says("Rút phê duyệt trước khi công bố", "Take the approval back before publication"),
)
def revoke(request: Request, slug: Slug, body: shapes.Reason) -> Any:
    return _act(request, slug, campaigns.revoke, Why(body.reason))


@router.post(
    f"{HERE}/publish",
    response=shapes.Published,
    **says("Ký và công bố kết quả", "Seal the result and publish it"),
)
def publish(request: Request, slug: Slug) -> Any:
    answer = background_sealing.publish(request.actor, path_parameters.campaign(request, slug))
    request.tag = answer["sequence"]
    return answer


@router.post(
    f"{HERE}/correct",
    response=shapes.Done,
    **says("Mở lại kết quả đã công bố để đính chính", "Reopen a published result for a correction"),
)
def correct(request: Request, slug: Slug, body: shapes.Reason) -> Any:
    return _act(request, slug, campaigns.correct, Why(body.reason))


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
    **says("Các đơn vị tham gia mà bạn được xem", "The units' parts that you see"),
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
    **says("Diễn biến của kỳ đánh giá", "What happened in the campaign"),
)
def campaign_timeline(
    request: Request, response: HttpResponse, slug: Slug, whole: bool = False, after: After = None
) -> Any:
    before = reading.cursor(after)
    return moments(request, response, timeline.of_campaign(request.actor, slug, whole=whole, before=before))
