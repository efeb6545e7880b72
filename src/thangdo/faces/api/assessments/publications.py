"""What is published: sealed publications to download and verify, results with their reasons, public keys."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from ninja import Path, Query, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug, Small
from thangdo.faces.api.schemas import campaigns
from thangdo.faces.api.schemas import results as shapes_read
from thangdo.records.ledger import keys
from thangdo.records.results import queries as results
from thangdo.work.assessments.queries import reading

router = Router(tags=["publications"])
Assessment = Annotated[str, Path(max_length=80)]


@router.get(
    "/publications",
    response=campaigns.Page[campaigns.PublicationOut],
    **says("Mọi bộ kết quả công bố có ký số", "All sealed publications, the latest first"),
)
def list_publications(
    request: Request, response: HttpResponse, after: After = None, limit: Limit = 50
) -> Any:
    found = reading.publications(None, after, limit)
    return pages.page(request, response, found.rows, found.after)


@router.get(
    "/campaigns/{slug}/publications",
    response=campaigns.Page[campaigns.PublicationOut],
    **says("Các lần công bố của một đợt đánh giá", "The publications of a campaign"),
)
def list_of_campaign(
    request: Request, response: HttpResponse, slug: Slug, after: After = None, limit: Limit = 50
) -> Any:
    found = reading.publications(slug, after, limit)
    return pages.page(request, response, found.rows, found.after)


@router.get(
    "/campaigns/{slug}/publications/{revision}",
    response=campaigns.PublicationOut,
    **says("Một lần công bố", "One publication"),
)
def get_publication(request: Request, slug: Slug, revision: Small) -> Any:
    return reading.publication(slug, revision)


@router.get(
    "/campaigns/{slug}/publications/{revision}/file",
    response=None,
    **says(
        "Tải bộ kết quả công bố (zip, kiểm tra bằng thangdo verify)",
        "The sealed publication (a zip, to be checked by thangdo verify)",
        gives="application/zip",
    ),
)
def publication_file(request: Request, slug: Slug, revision: Small) -> HttpResponseBase:
    path = reading.publication_file(slug, revision)
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{slug}-{revision}.zip", content_type="application/zip"
    )
    response["ETag"] = f'"{path.stem}"'
    return response


@router.get(
    "/results",
    response=campaigns.Page[shapes_read.AssessmentOut],
    tags=["results"],
    **says("Các kết quả đánh giá đã công bố", "The published assessments"),
)
def list_results(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    return pages.cut(request, response, results.assessments(), lambda one: one.id, after, limit)


@router.get(
    "/results/{assessment}",
    response=shapes_read.AssessmentOut,
    tags=["results"],
    **says("Một kết quả đánh giá", "One published assessment"),
)
def get_result(request: Request, assessment: Assessment) -> Any:
    return results.assessment(assessment)


@router.get(
    "/results/{assessment}/units",
    response=campaigns.Page[shapes_read.RowOut],
    tags=["results"],
    **says("Điểm, mức, hạng của các đơn vị", "Scores, levels and ranks of the units"),
)
def list_rows(
    request: Request,
    response: HttpResponse,
    assessment: Assessment,
    tier: Annotated[str, Query(max_length=20)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    facet: Annotated[str, Query(max_length=60)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    found = results.overview(assessment, tier or None, level=level or None, facet=facet, sort="place")
    return pages.cut(request, response, found.rows, lambda row: row.code, after, limit)


@router.get(
    "/results/{assessment}/units/{code}",
    response=shapes_read.ResultOut,
    tags=["results"],
    **says(
        "Kết quả của một đơn vị và lý do của từng con số",
        "A unit's result, and why each number is what it is",
    ),
)
def get_row(request: Request, assessment: Assessment, code: Annotated[str, Path(max_length=60)]) -> Any:
    return results.unit(assessment, code)


@router.get(
    "/keys",
    response=list[shapes_read.KeyOut],
    **says("Khóa công khai dùng để kiểm tra chữ ký số", "The public keys with which signatures are checked"),
)
def list_keys(request: Request) -> Any:
    return keys.known_keys()
