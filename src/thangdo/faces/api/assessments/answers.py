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
from thangdo.work.assessments.actions import answering, appraising, objecting
from thangdo.work.assessments.actions.answering import Given
from thangdo.work.assessments.queries import reading, timeline

router = Router(tags=["answers"])
PART = "/campaigns/{slug}/units/{unit}"
HERE = f"{PART}/answers/{{node}}"
Where = tuple[str, tuple[str, str]]


def _shown(request: Request, where: Where, nodes: list[str]) -> list[dict[str, Any]]:
    found = reading.answers(request.actor, *where, nodes)
    return [answers.AnswerOut.of(one).model_dump(mode="json") for one in found]


def _one(
    request: Request, slug: str, unit: str, node: str, act: Callable[[Where, int], Any]
) -> dict[str, Any]:
    """An act on one answer, whose state was named in If-Match."""
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: _shown(request, where, [node])[0]):
        answer: dict[str, Any] = act(where, preconditions.sequence(request))
    request.tag = answer["answers"][node]
    return answer


def _act(
    request: Request, slug: str, unit: str, node: str, act: Callable[..., Any], *said: Any
) -> dict[str, Any]:
    """An act that takes the actor, the answer, what is said of it and the state that was seen."""
    return _one(
        request, slug, unit, node, lambda where, seen_: act(request.actor, *where, node, *said, seen_)
    )


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
    def act(where: Where, number: int) -> Any:
        return answering.answer(request.actor, *where, Given(node=node, seen=number, **body.model_dump()))

    return _one(request, slug, unit, node, act)


@router.post(
    f"{PART}/answers",
    response=campaigns.Done,
    **says("Lưu nhiều câu trả lời cùng lúc, tất cả hoặc không", "Save several answers at once, all or none"),
)
def put_answers(request: Request, slug: Slug, unit: Unit, body: answers.ManyAnswers) -> Any:
    where = path_parameters.part(request, slug, unit)
    given = [Given(**one.model_dump()) for one in body.answers]
    with preconditions.kept(request, lambda: _shown(request, where, [one.node for one in given])):
        return answering.answer_many(request.actor, *where, given)


@router.post(
    f"{PART}/accept",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Chấp nhận các câu trả lời như đã khai", "Accept answers as declared"),
)
def accept(request: Request, slug: Slug, unit: Unit, body: answers.Nodes) -> Any:
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: _shown(request, where, list(body.nodes))):
        return appraising.accept(request.actor, *where, body.nodes)


@router.post(
    f"{PART}/measure",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Nhập số liệu do cơ quan thẩm định đo", "Enter what the appraising office measures"),
)
def measure(request: Request, slug: Slug, unit: Unit, body: answers.Measured) -> Any:
    where = path_parameters.part(request, slug, unit)
    with preconditions.kept(request, lambda: _shown(request, where, list(body.values))):
        return appraising.measure(request.actor, *where, body.values, body.seen)


@router.post(
    f"{HERE}/amend",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Điều chỉnh số liệu kèm lý do", "Put other values in the place of the declared ones", match=True),
)
def amend(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.AmendIn) -> Any:
    return _act(request, slug, unit, node, appraising.amend, body.values, body.reason)


@router.post(
    f"{HERE}/ask",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Yêu cầu đơn vị bổ sung", "Ask the unit for more", match=True),
)
def ask(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.QuestionIn) -> Any:
    return _act(request, slug, unit, node, appraising.ask, body.question)


@router.post(
    f"{HERE}/mark",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Chuyển Hội đồng quyết định", "Leave an answer to the council", match=True),
)
def mark(request: Request, slug: Slug, unit: Unit, node: Node, body: campaigns.Reason) -> Any:
    return _act(request, slug, unit, node, appraising.mark, body.reason)


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
    return appraising.second(request.actor, *where, node, body.values)


@router.post(
    f"{HERE}/object",
    response=campaigns.Done,
    tags=["objections"],
    **says("Giải trình, đề nghị xem xét lại", "Object to an amended answer", match=True),
)
def object_to(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.TextIn) -> Any:
    return _act(request, slug, unit, node, objecting.object_to, body.text)


@router.post(
    f"{HERE}/withdraw-objection",
    response=campaigns.Done,
    tags=["objections"],
    **says("Rút giải trình", "Take an objection back", match=True),
)
def withdraw(request: Request, slug: Slug, unit: Unit, node: Node) -> Any:
    return _act(request, slug, unit, node, objecting.withdraw)


@router.post(
    f"{HERE}/decide",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng quyết định", "The council decides on a marked answer", match=True),
)
def decide(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.DecideIn) -> Any:
    return _act(request, slug, unit, node, objecting.decide, body.values, body.reason)


@router.post(
    f"{HERE}/hear",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng giải quyết giải trình", "The council decides on an objection", match=True),
)
def hear(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.HearIn) -> Any:
    return _act(request, slug, unit, node, objecting.hear, body.upheld, body.values, body.reason)


@router.post(
    f"{HERE}/put-right",
    response=campaigns.Done,
    tags=["council"],
    **says("Hội đồng sửa số liệu", "The council puts a value right", match=True),
)
def put_right(request: Request, slug: Slug, unit: Unit, node: Node, body: answers.AmendIn) -> Any:
    return _act(request, slug, unit, node, objecting.put_right, body.values, body.reason)


@router.get(
    f"{HERE}/timeline",
    response=campaigns.Page[campaigns.MomentOut],
    **says("Diễn biến một câu trả lời", "What happened to one answer"),
)
def answer_timeline(request: Request, response: HttpResponse, slug: Slug, unit: Unit, node: Node) -> Any:
    ref = unit_ref(unit)
    reading.answer(request.actor, slug, ref, node)
    return moments(request, response, timeline.of_answer(request.actor, slug, ref, node))
