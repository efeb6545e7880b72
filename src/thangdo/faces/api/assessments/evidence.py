"""Evidence: sent as a file or link, used for more criteria, looked at, given back as something to save."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponseBase
from ninja import Path, Query, Router

from thangdo.faces.api import path_parameters
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.path_parameters import Node, Slug, Small, Unit, unit_ref
from thangdo.faces.api.problems import Problem
from thangdo.faces.api.schemas import answers, campaigns
from thangdo.faces.api.schemas.answers import FileOut
from thangdo.faces.look.download import to_save
from thangdo.records.acts.frame import do
from thangdo.records.files.store import most_bytes
from thangdo.work.assessments.actions import answering, appraising, giving
from thangdo.work.assessments.actions.answering import NewEvidence, Use
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import reading

router = Router(tags=["evidence"])
PART = "/campaigns/{slug}/units/{unit}/evidence"
FileName = Annotated[str, Query(min_length=1, max_length=200, description="The name of the file.")]
Title = Annotated[str, Query(max_length=300, description="How it is called; the file's name without one.")]


@router.get(
    PART,
    response=list[answers.EvidenceOut],
    **says("Tài liệu kiểm chứng của đơn vị", "The evidence of the unit"),
)
def list_evidence(request: Request, slug: Slug, unit: Unit) -> Any:
    return reading.evidence(request.actor, slug, unit_ref(unit))


@router.post(
    PART,
    response={201: answers.EvidenceDone},
    **says("Gửi đường dẫn, hoặc tệp đã gửi trước", "Give a link, or a file that was sent before"),
)
def give_evidence(request: Request, slug: Slug, unit: Unit, body: answers.EvidenceIn) -> Any:
    where = path_parameters.part(request, slug, unit)
    new = NewEvidence(**{**body.model_dump(), "sha256": body.sha256 or ""})
    return do(PARTS, answering.add_evidence, request.actor, where, new)


@router.post(
    f"{PART}/file",
    response={201: answers.EvidenceDone},
    **says(
        "Gửi một tệp làm tài liệu kiểm chứng; nội dung yêu cầu là chính tệp đó",
        "Send a file as evidence; the body is the file itself",
        raw=True,
    ),
)
def upload_evidence(
    request: Request,
    slug: Slug,
    unit: Unit,
    node: Annotated[str, Query(max_length=60)],
    name: FileName,
    title: Title = "",
    effective: date | None = None,
    expires: date | None = None,
) -> Any:
    where = path_parameters.part(request, slug, unit)
    new = NewEvidence(node, title or name, effective=effective, expires=expires)
    kind = _sent(request)
    return giving.upload(request.actor, *where, request, name, kind, new)


@router.post(
    "/files",
    response={201: FileOut},
    tags=["files"],
    **says(
        "Gửi một tệp; nội dung yêu cầu là chính tệp đó", "Send a file; the body is the file itself", raw=True
    ),
)
def send_file(request: Request, name: FileName) -> Any:
    kind = _sent(request)
    return giving.send(request.actor, request, name, kind)


@router.get(
    "/files/{sha256}",
    response=FileOut,
    tags=["files"],
    **says(
        "Một tệp đã gửi: loại, cỡ, kết quả quét",
        "A file that you have sent: kind, size, result of the scan",
    ),
)
def get_file(request: Request, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> Any:
    return giving.sent(request.actor, sha256)


@router.put(
    f"{PART}/{{number}}/uses/{{node}}",
    response=campaigns.Done,
    **says("Dùng tài liệu cho thêm một tiêu chí", "Let an evidence serve a criterion more"),
)
def use_evidence(request: Request, slug: Slug, unit: Unit, number: Small, node: Node) -> Any:
    where = path_parameters.part(request, slug, unit)
    return do(PARTS, answering.use_evidence, request.actor, (*where, node), Use(number, True))


@router.delete(
    f"{PART}/{{number}}/uses/{{node}}",
    response=campaigns.Done,
    **says("Thôi dùng tài liệu cho một tiêu chí", "Let an evidence serve a criterion no longer"),
)
def unuse_evidence(request: Request, slug: Slug, unit: Unit, number: Small, node: Node) -> Any:
    where = path_parameters.part(request, slug, unit)
    return do(PARTS, answering.use_evidence, request.actor, (*where, node), Use(number, False))


@router.post(
    f"{PART}/{{number}}/review",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Ghi nhận đã xem tài liệu", "Note that an evidence was looked at"),
)
def review_evidence(request: Request, slug: Slug, unit: Unit, number: Small) -> Any:
    where = path_parameters.part(request, slug, unit)
    return do(PARTS, appraising.review, request.actor, where, appraising.Looked(number))


@router.get(
    f"{PART}/{{number}}/file",
    response=None,
    **says("Tải tệp của một tài liệu", "The file of an evidence", gives="application/octet-stream"),
)
def evidence_file(request: Request, slug: Slug, unit: Unit, number: Small) -> HttpResponseBase:
    stored, name = reading.evidence_file(request.actor, slug, unit_ref(unit), number)
    response = to_save(request, stored, name)
    response["Content-Type"] = "application/octet-stream"
    return response


def _sent(request: Request) -> str:
    """The declared type of a file that is sent. Raises Problem for a form, and for one that is too large."""
    if (request.content_type or "").startswith("multipart/"):
        raise Problem("media-type", more={"allowed": ["application/octet-stream", "application/pdf"]})
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > most_bytes():
        raise Problem("too-large", more={"most": most_bytes()})
    declared = request.content_type or ""
    return "" if declared == "application/octet-stream" else declared
