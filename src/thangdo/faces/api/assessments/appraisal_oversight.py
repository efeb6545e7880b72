"""What those see who oversee or appraise a campaign: queue, council, signals, agreement, weak places."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug
from thangdo.faces.api.schemas import results as shapes
from thangdo.faces.api.schemas.campaigns import Page
from thangdo.work.assessments.queries import agreement, appraisal, council, reading, signals_by_unit, weak

router = Router(tags=["appraisal"])
HERE = "/campaigns/{slug}"
Tier = Annotated[str, Query(max_length=20)]


def _named(it: Any) -> dict[str, str]:
    return {"unit": f"{it.scheme}:{it.code}", "name_vi": it.name_vi, "name_en": it.name_en}


def _texts(fields: Any) -> dict[str, str]:
    return {one.name: one.text for one in fields if one.text}


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
    rows = [
        {
            **_named(one.line),
            "tier": one.line.tier,
            "state": one.line.state,
            "returned_on": one.line.returned_on,
            "left": one.left,
            "days": one.days,
        }
        for one in found.rows
    ]
    following = str(found.page + 1) if found.page < found.pages else None
    return pages.page(request, response, rows, following)


@router.get(
    f"{HERE}/matters",
    response=Page[shapes.MatterOut],
    tags=["council"],
    **says("Việc của Hội đồng: nội dung được chuyển và giải trình", "What the council has before it"),
)
def matters(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    kind: Annotated[str, Query(max_length=20)] = "",
    after: After = None,
) -> Any:
    found = council.agenda(request.actor, slug, kind, reading.cursor(after) or 1)
    rows = []
    for one in found.matters:
        unit, item = one.part.unit, one.item
        rows.append(
            {
                **_named(unit),
                "kind": one.kind,
                "node": item.question.node,
                "sequence": item.sequence,
                "declared": _texts(item.declared),
                "final": _texts(item.final),
                "reason": item.reason,
                "objection_text": item.objection_text,
                "opinions": len(one.opinions),
            }
        )
    following = str(found.page + 1) if found.page < found.pages else None
    return pages.page(request, response, rows, following)


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
    rows = [
        {
            **_named(one),
            "tier": one.tier,
            "signals": [
                {
                    "id": sign.id,
                    "node": sign.node,
                    "facts": {name: str(fact) for name, fact in sign.facts.items()},
                    "units": list(sign.units),
                    "nodes": list(sign.nodes),
                }
                for sign in one.signals
            ],
        }
        for one in found
    ]
    return pages.cut(request, response, rows, lambda row: str(row["unit"]), after, limit)


@router.get(
    f"{HERE}/agreement",
    response=shapes.AgreementOut,
    **says("Mức thống nhất giữa hai người thẩm định", "How far two appraisers agree"),
)
def agree(request: Request, slug: Slug) -> Any:
    found = agreement.report(request.actor, slug)
    return {
        "sampled": found.sampled,
        "decided": found.decided,
        "whole": _statistics(found.whole),
        "parts": [_statistics(one) for one in found.parts],
    }


def _statistics(one: Any) -> dict[str, Any]:
    def coefficient(it: Any) -> dict[str, Any]:
        value = None if it.value is None else str(it.value)
        return {"value": value, "cases": it.cases, "reason": it.reason}

    counts = {name: getattr(one, name) for name in ("part", "pairs", "units", "agreed")}
    return {**counts, **{name: coefficient(getattr(one, name)) for name in ("same", "kappa", "alpha")}}


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
    return [
        {
            "node": one.node,
            "title": one.title,
            "field": one.field,
            "gate": one.gate.share,
            "level": one.gate.level,
            "units": one.units,
            "below": [
                {
                    **_named(unit),
                    **{name: getattr(unit, name) for name in ("tier", "status", "score", "maximum", "share")},
                }
                for unit in one.below
            ],
        }
        for criteria in found.fields.values()
        for one in criteria
    ]


@router.get(
    "/my/second-opinions",
    response=Page[shapes.SampledOut],
    tags=["my"],
    **says("Mẫu chờ ý kiến thẩm định thứ hai của bạn", "Sampled answers that wait for your second opinion"),
)
def second_opinions(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = reading.to_second(request.actor, after, limit)
    rows = [
        {
            **_named(one),
            "campaign": slug,
            "node": one.question.node,
            "declared": _texts(one.declared),
            "status": one.status,
            "na_reason": one.na_reason,
            "comment": one.comment,
            "evidence": [proof.number for proof in one.proofs],
        }
        for slug, one in found.rows
    ]
    return pages.page(request, response, rows, found.after)
