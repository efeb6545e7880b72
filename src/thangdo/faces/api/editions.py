"""Editions: read, begin a draft, write, check, submit, publish; run a draft on last year's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from thangdo.faces.api import pages, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Small, unit_ref
from thangdo.faces.api.schemas import editions as shapes
from thangdo.faces.api.schemas.campaigns import Page, Reason
from thangdo.records.acts.frame import do
from thangdo.work.assessments import simulating, simulating_jobs
from thangdo.work.editions import acts, drafts
from thangdo.work.editions.acts import EDITIONS
from thangdo.work.editions.stored import examined

router = Router(tags=["editions"])
HERE = "/editions/{key}"


def _shown(request: Request, key: int) -> shapes.EditionOut:
    row = drafts.one(request.actor, key)
    request.tag = row.sequence
    return shapes.EditionOut.model_validate({"row": row, "can": drafts.moves_open(request.actor, row)})


def _act(request: Request, key: int, act: Callable[..., Any], *given: Any) -> dict[str, Any]:
    """An act on a version whose state was named in If-Match."""
    drafts.one(request.actor, key)
    number = preconditions.sequence(request)
    with preconditions.kept(request, lambda: _shown(request, key).model_dump(mode="json")):
        answer = do(EDITIONS, act, request.actor, (key,), *given, seen=number)
    request.tag = answer["sequence"]
    return answer


@router.get(
    "/editions",
    response=Page[shapes.EditionOut],
    **says("Các bộ tiêu chí được phép xem", "The editions that you see"),
)
def list_editions(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    found = pages.cut(request, response, drafts.listed(request.actor), lambda row: str(row.pk), after, limit)
    actor = request.actor
    items = [{"row": row, "can": drafts.moves_open(actor, row)} for row in found["items"]]
    return {**found, "items": items}


@router.post("/editions", response={201: shapes.EditionDone}, **says("Bắt đầu một dự thảo", "Begin a draft"))
def begin(request: Request, body: shapes.BeginIn) -> Any:
    given = acts.Beginning(unit_ref(body.unit), body.text, body.source)
    answer = do(EDITIONS, acts.begin, request.actor, (body.edition,), given)
    request.tag = answer["sequence"]
    return answer


@router.post(
    "/editions/check",
    response=shapes.CheckOut,
    **says("Kiểm tra một văn bản bộ tiêu chí, không lưu", "Check the text of an edition; nothing is kept"),
)
def check_text(request: Request, body: shapes.TextOf) -> Any:
    return examined(body.text, "edition.yaml")


@router.get(
    "/editions/sources",
    response=list[shapes.SourceOut],
    **says("Những bộ số liệu để chạy thử", "Answers on which a draft can be run"),
)
def sources(request: Request) -> Any:
    return simulating.sources(request.actor)


@router.get(HERE, response=shapes.EditionOut, **says("Một phiên bản", "One version"))
def get_edition(request: Request, key: Small) -> Any:
    return _shown(request, key)


@router.get(
    f"{HERE}/text",
    response=shapes.TextOut,
    **says("Văn bản YAML của phiên bản", "The YAML text of a version"),
)
def get_text(request: Request, key: Small) -> Any:
    row = drafts.one(request.actor, key)
    request.tag = row.sequence
    return {"text": row.text}


@router.put(
    f"{HERE}/text",
    response=shapes.EditionDone,
    **says("Sửa văn bản của dự thảo", "Change the text of a draft", match=True),
)
def put_text(request: Request, key: Small, body: shapes.TextOf) -> Any:
    return _act(request, key, acts.write, acts.Writing(body.text))


@router.get(
    f"{HERE}/check", response=shapes.CheckOut, **says("Kiểm tra phiên bản", "What can be said of a version")
)
def check_edition(request: Request, key: Small) -> Any:
    row = drafts.one(request.actor, key)
    return examined(row.text, f"{row.edition}.yaml")


@router.post(
    f"{HERE}/submit", response=shapes.EditionDone, **says("Trình xem xét", "Submit it for review", match=True)
)
def submit(request: Request, key: Small) -> Any:
    return _act(request, key, acts.submit)


@router.post(
    f"{HERE}/take-back",
    response=shapes.EditionDone,
    **says("Lấy lại để sửa", "Take it back from review", match=True),
)
def take_back(request: Request, key: Small) -> Any:
    return _act(request, key, acts.take_back)


@router.post(
    f"{HERE}/send-back",
    response=shapes.EditionDone,
    **says("Trả lại người soạn kèm lý do", "Send it back to its authors, with a reason", match=True),
)
def send_back(request: Request, key: Small, body: Reason) -> Any:
    return _act(request, key, acts.send_back, acts.Why(body.reason))


@router.post(
    f"{HERE}/withdraw", response=shapes.EditionDone, **says("Rút dự thảo", "Withdraw it", match=True)
)
def withdraw(request: Request, key: Small, body: shapes.WhyNot) -> Any:
    return _act(request, key, acts.withdraw, acts.WhyPerhaps(body.reason))


@router.post(
    f"{HERE}/publish",
    response=shapes.EditionDone,
    **says("Ban hành: đóng băng phiên bản kèm mã băm", "Publish it: freeze it with its hash", match=True),
)
def publish(request: Request, key: Small) -> Any:
    return _act(request, key, acts.publish)


@router.post(
    f"{HERE}/simulations",
    response=shapes.SimulationOut,
    **says("Chạy thử trên số liệu năm trước", "Run it on last year's answers"),
)
def simulate(request: Request, key: Small, body: shapes.SimulateIn) -> Any:
    drafts.one(request.actor, key)
    found = simulating_jobs.start(request.actor, key, body.source)
    if isinstance(found, str):
        return {"job": found, "done": False}
    return {"done": True, **found}


@router.get(
    f"{HERE}/simulations/{{job}}",
    response=shapes.SimulationOut,
    **says("Kết quả chạy thử", "What the run gave"),
)
def simulated(request: Request, key: Small, job: Annotated[str, Path(max_length=64)]) -> Any:
    _, found = simulating_jobs.look(request.actor, key, job)
    return {"job": job, "done": found is not None, **(found or {})}
