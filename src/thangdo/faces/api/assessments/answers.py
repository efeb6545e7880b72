"""Answers: what the unit says, what appraisers and the council decide, objections, second opinions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from thangdo.faces.api import path_parameters, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.path_parameters import Node, Slug, Unit, unit_ref
from thangdo.faces.api.schemas import answers, campaigns
from thangdo.faces.api.timeline import moments
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, objecting
from thangdo.work.assessments.actions.answering import Answers, Given
from thangdo.work.assessments.actions.campaigns import Why
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import reading, timeline

router = Router(tags=["answers"])
PART = "/campaigns/{slug}/units/{unit}"
HERE = f"{PART}/answers/{{node}}"
Where = tuple[str, tuple[str, str]]


def _shown(request: Request, where: Where, nodes: list[str]) -> list[dict[str, Any]]:
    found = reading.answers(request.actor, *where, nodes)
    return [answers.AnswerOut.of(one).model_dump(mode="json") for one in found]


def _act(
    request: Request, slug: str, unit: str, node: str, does: Callable[..., Any], *given: Any
) -> dict[str, Any]:
    """An act on one answer, whose state was named in If-Match."""
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: _shown(request, where, [node])[0]):
        seen = preconditions.sequence(request)
        answer: dict[str, Any] = do(PARTS, does, request.actor, (*where, node), *given, seen=seen)
    request.tag = answer["answers"][node]
    return answer


def _of_part(
    request: Request, slug: str, unit: str, does: Callable[..., Any], given: Any, seen: dict[str, int]
) -> dict[str, Any]:
    """An act on several answers. seen: of each."""
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: _shown(request, where, list(given.nodes))):
        answer: dict[str, Any] = do(PARTS, does, request.actor, where, given, seen=seen)
    return answer


@router.get(
    f"{PART}/answers",
    response=list[answers.AnswerOut],
    **says("Mọi tiêu chí của đơn vị và câu trả lời", "All criteria of the unit with its answers"),
)
def list_answers(request: Request, slug: Slug, unit: Unit) -> Any:
    found = reading.answers(request.actor, slug, unit_ref(unit))
    return [answers.AnswerOut.of(one) for one in found]


@router.get(HERE, response=answers.AnswerOut, **says("Một câu trả lời", "One answer"))
def get_answer(request: Request, slug: Slug, unit: Unit, node: Node) -> Any:
    found = reading.answer(request.actor, slug, unit_ref(unit), node)
    request.tag = found.sequence
    return answers.AnswerOut.of(found)


@router.put(HERE, response=campaigns.Done, **says("Lưu một câu trả lời", "Save one answer", match=True))
def put_answer(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.AnswerIn) -> Any:
    where = path_parameters.part(request, slug, unit)
    given = Answers((Given(node, **body.model_dump()),))
    with preconditions.kept(request, lambda: _shown(request, where, [node])[0]):
        seen = {node: preconditions.sequence(request)}
        answer = do(PARTS, answering.answer, request.actor, where, given, seen=seen)
    request.tag = answer["answers"][node]
    return answer


@router.post(
    f"{PART}/answers",
    response=campaigns.Done,
    **says("Lưu nhiều câu trả lời cùng lúc, tất cả hoặc không", "Save several answers at once, all or none"),
)
def put_answers(request: Request, slug: Slug, unit: Unit, body: answers.ManyAnswers) -> Any:
    given = [Given(**one.model_dump(exclude={"seen"})) for one in body.answers]
    seen = {one.node: one.seen for one in body.answers}
    return _of_part(request, slug, unit, answering.answer, Answers(tuple(given)), seen)


@router.post(
    f"{PART}/accept",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Chấp nhận các câu trả lời như đã khai", "Accept answers as declared"),
)
def accept(request: Request, slug: Slug, unit: Unit, body: answers.Nodes) -> Any:
    given = appraising.Accepted(tuple(body.nodes))
    return _of_part(request, slug, unit, appraising.accept, given, body.nodes)


@router.post(
    f"{PART}/measure",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Nhập số liệu do cơ quan thẩm định đo", "Enter what the appraising office measures"),
)
def measure(request: Request, slug: Slug, unit: Unit, body: answers.Measured) -> Any:
    given = appraising.Measured(body.values)
    return _of_part(request, slug, unit, appraising.measure, given, body.seen)


@router.post(
    f"{HERE}/amend",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Điều chỉnh số liệu kèm lý do", "Put other values in the place of the declared ones", match=True),
)
def amend(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.AmendIn) -> Any:
    return _act(request, slug, unit, node, appraising.amend, appraising.Amended(body.values, body.reason))


@router.post(
    f"{HERE}/ask",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Yêu cầu đơn vị bổ sung", "Ask the unit for more", match=True),
)
def ask(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.QuestionIn) -> Any:
    return _act(request, slug, unit, node, appraising.ask, appraising.Asked(body.question))


@router.post(
    f"{HERE}/mark",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Chuyển Hội đồng quyết định", "Leave an answer to the council", match=True),
)
def mark(request: Request, slug: Slug, unit: Unit, node: Node, body: campaigns.Reason) -> Any:
    return _act(request, slug, unit, node, appraising.mark, Why(body.reason))


@router.post(
    f"{HERE}/undo",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Rút lại quyết định thẩm định", "Take a decision back", match=True),
)
def undo(request: Request, slug: Slug, unit: Unit, node: Node) -> Any:
    return _act(request, slug, unit, node, appraising.undo)


@router.post(
    f"{HERE}/second",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Ý kiến thẩm định thứ hai", "A second appraiser's own decision"),
)
def second(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.SecondIn) -> Any:
    where = path_parameters.part(request, slug, unit)
    return do(PARTS, appraising.second, request.actor, (*where, node), appraising.Second(body.values))


@router.post(
    f"{HERE}/object",
    response=campaigns.Done,
    tags=["objections"],
    **says("Giải trình, đề nghị xem xét lại", "Object to an amended answer", match=True),
)
def object_to(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.TextIn) -> Any:
    return _act(request, slug, unit, node, objecting.object_to, objecting.Objection(body.text))


@router.post(
    f"{HERE}/withdraw-objection",
    response=campaigns.Done,
    tags=["objections"],
    **says("Rút giải trình", "Take an objection back", match=True),
)
def withdraw(request: Request, slug: Slug, unit: Unit, node: Node) -> Any:
    return _act(request, slug, unit, node, objecting.withdraw_objection)


@router.post(
    f"{HERE}/decide",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng quyết định", "The council decides on a marked answer", match=True),
)
def decide(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.DecideIn) -> Any:
    return _act(request, slug, unit, node, objecting.decide, objecting.Ruling(body.reason, body.values))


@router.post(
    f"{HERE}/hear",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng giải quyết giải trình", "The council decides on an objection", match=True),
)
def hear(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.HearIn) -> Any:
    given = objecting.Hearing(body.upheld, body.reason, body.values)
    return _act(request, slug, unit, node, objecting.hear, given)


@router.post(
    f"{HERE}/put-right",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng sửa số liệu", "The council puts a value right", match=True),
)
def put_right(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.AmendIn) -> Any:
    return _act(request, slug, unit, node, objecting.put_right, objecting.Right(body.values, body.reason))


@router.get(
    f"{HERE}/timeline",
    response=campaigns.Page[campaigns.MomentOut],
    **says("Diễn biến một câu trả lời", "What happened to one answer"),
)
def answer_timeline(request: Request, response: HttpResponse, slug: Slug, unit: Unit, node: Node) -> Any:
    ref = unit_ref(unit)
    reading.answer(request.actor, slug, ref, node)
    return moments(request, response, timeline.of_answer(request.actor, slug, ref, node))
