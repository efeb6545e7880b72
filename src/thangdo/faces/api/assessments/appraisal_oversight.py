"""What those see who oversee or appraise a campaign: queue, council, signals, agreement, weak places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug
from thangdo.faces.api.schemas import results as shapes
from thangdo.faces.api.schemas.campaigns import Page
from thangdo.faces.api.schemas.views import ref
from thangdo.records.files.kept import BeingMade
from thangdo.work.assessments.queries import (
    access,
    agreement,
    appraisal,
    council,
    reading,
    signals_by_unit,
    weak,
)

router = Router(tags=["appraisal"])
HERE = "/campaigns/{slug}"
MANY = 10_000  # rows: from here on an answer goes out in pieces
Tier = Annotated[str, Query(max_length=20)]


@router.get(
    f"{HERE}/queue",
    response=Page[shapes.WaitingOut],
    **says(
        "Hàng chờ thẩm định, chờ lâu nhất trước", "The queue of the appraising office, the longest wait first"
    ),
)
def queue(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    state: Annotated[str, Query(max_length=20)] = "returned",
    tier: Tier = "",
    pillar: Annotated[str, Query(max_length=60)] = "",
    after: After = None,
) -> Any:
    number = reading.cursor(after) or 1
    found = appraisal.queue(request.actor, slug, state=state, tier=tier, pillar=pillar, page=number)
    following = str(found.page + 1) if found.page < found.pages else None
    return pages.page(request, response, found.rows, following)


@router.get(
    f"{HERE}/matters",
    response=Page[shapes.MatterOut],
    tags=["council"],
    **says(
        "Việc của Hội đồng: nội dung được chuyển và đề nghị xem xét lại", "What the council has before it"
    ),
)
def matters(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    kind: Annotated[str, Query(max_length=20)] = "",
    after: After = None,
) -> Any:
    found = council.agenda(request.actor, slug, kind, reading.cursor(after) or 1)
    following = str(found.page + 1) if found.page < found.pages else None
    return pages.page(request, response, found.matters, following)


@router.get(
    f"{HERE}/signals",
    response=Page[shapes.SignalledOut],
    **says("Dấu hiệu cần xem kỹ, theo đơn vị", "Signs that answers deserve a second look, by unit"),
)
def signals(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    kind: Annotated[str, Query(max_length=40)] = "",
    tier: Tier = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = signals_by_unit.by_unit(request.actor, slug, kind, tier)
    if not found and signals_by_unit.awaited(access.whole(request.actor, slug)):
        raise BeingMade
    return pages.cut(request, response, found, ref, after, limit)


@router.get(
    f"{HERE}/agreement",
    response=shapes.AgreementOut,
    **says("Mức thống nhất giữa hai người thẩm định", "How far two appraisers agree"),
)
def agree(request: Request, slug: Slug) -> Any:
    return agreement.report(request.actor, slug)


@router.get(
    f"{HERE}/weak-places",
    response=list[shapes.WeakOut],
    **says(
        "Điểm yếu: tiêu chí và đơn vị dưới ngưỡng", "Weak places: criteria with the units below their gate"
    ),
)
def weak_places(
    request: Request, slug: Slug, tier: Tier = "", field: Annotated[str, Query(max_length=20)] = ""
) -> Any:
    found = weak.weak(request.actor, slug, tier=tier, field=field)
    places = [one for criteria in found.fields.values() for one in criteria]
    if found.found > MANY:
        return StreamingHttpResponse(_in_pieces(places), content_type="application/json; charset=utf-8")
    return places


def _in_pieces(places: list[weak.Criterion]) -> Iterator[str]:
    """The same answer, criterion by criterion: a hundred thousand rows are 22 MB."""
    yield "["
    for number, one in enumerate(places):
        head = shapes.WeakOut.model_validate(replace(one, below=())).model_dump_json()
        rows = [
            {
                "unit": f"{row.scheme}:{row.code}",
                "name_vi": row.name_vi,
                "name_en": row.name_en,
                "tier": row.tier,
                "status": row.status,
                "score": row.score,
                "maximum": row.maximum,
                "share": row.share,
            }
            for row in one.below
        ]
        yield ("," if number else "") + head.removesuffix("[]}") + json.dumps(rows, ensure_ascii=False) + "}"
    yield "]"


@router.get(
    "/my/second-opinions",
    response=Page[shapes.SampledOut],
    tags=["my"],
    **says(
        "Mẫu chờ ý kiến thẩm định thứ hai của người dùng", "Sampled answers that wait for your second opinion"
    ),
)
def second_opinions(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = reading.to_second(request.actor, after, limit)
    rows = [{"campaign": slug, "answer": one} for slug, one in found.rows]
    return pages.page(request, response, rows, found.after)
