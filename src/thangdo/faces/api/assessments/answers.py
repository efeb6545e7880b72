"""Answers: what the unit says, what appraisers and the council decide, objections, second opinions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from thangdo.faces.api import acts, path_parameters, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.path_parameters import Node, Slug, Unit, unit_ref
from thangdo.faces.api.schemas import answers, campaigns
from thangdo.faces.api.timeline import moments
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising
from thangdo.work.assessments.actions.answering import Answers, Given
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.queries import access, reading, timeline

router = Router(tags=["answers"])
PART = "/campaigns/{slug}/units/{unit}"
HERE = f"{PART}/answers/{{node}}"
Where = tuple[str, tuple[str, str]]


def _shown(request: Request, where: Where, nodes: list[str]) -> list[dict[str, Any]]:
    found = reading.answers(request.actor, *where, nodes)
    return [answers.AnswerOut.model_validate(one).model_dump(mode="json") for one in found]


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
    **says("Mọi tiêu chí của đơn vị và nội dung tự đánh giá", "All criteria of the unit with its answers"),
)
def list_answers(request: Request, slug: Slug, unit: Unit) -> Any:
    return reading.answers(request.actor, slug, unit_ref(unit))


@router.get(HERE, response=answers.AnswerOut, **says("Một nội dung tự đánh giá", "One answer"))
def get_answer(request: Request, slug: Slug, unit: Unit, node: Node) -> Any:
    found = reading.answer(request.actor, slug, unit_ref(unit), node)
    request.tag = found.sequence
    return found


@router.put(
    HERE, response=campaigns.Done, **says("Lưu một nội dung tự đánh giá", "Save one answer", match=True)
)
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
    **says(
        "Lưu nhiều nội dung tự đánh giá cùng lúc, tất cả hoặc không",
        "Save several answers at once, all or none",
    ),
)
def put_answers(request: Request, slug: Slug, unit: Unit, body: answers.ManyAnswers) -> Any:
    given = [Given(**one.model_dump(exclude={"seen"})) for one in body.answers]
    seen = {one.node: one.seen for one in body.answers}
    return _of_part(request, slug, unit, answering.answer, Answers(tuple(given)), seen)


@router.post(
    f"{PART}/accept",
    response=campaigns.Done,
    tags=["appraisal"],
    **says("Chấp nhận các nội dung như đơn vị báo cáo", "Accept answers as declared"),
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


def _operations(tags: tuple[str, ...], **said: tuple[str, str, str | type]) -> dict[str, acts.Operation]:
    """Acts on an answer by name: what they are called in both languages, and their body."""
    return {
        act: acts.Operation(
            f"{HERE}/{act.removesuffix('_to').replace('_', '-')}",
            act.removesuffix("_objection"),
            vi,
            en,
            body,
            tags,
        )
        for act, (vi, en, body) in said.items()
    }


acts.routes(
    router,
    PARTS,
    {
        **_operations(
            ("appraisal",),
            amend=(
                "Điều chỉnh số liệu kèm lý do",
                "Put other values in the place of the declared ones",
                "AmendIn",
            ),
            ask=("Yêu cầu đơn vị bổ sung", "Ask the unit for more", "QuestionIn"),
            mark=("Chuyển Hội đồng quyết định", "Leave an answer to the council", campaigns.Reason),
            undo=("Rút lại quyết định thẩm định", "Take a decision back", ""),
            second=("Ý kiến thẩm định thứ hai", "A second appraiser's own decision", "SecondIn"),
        ),
        **_operations(
            ("objections",),
            object_to=("Đề nghị xem xét lại (giải trình)", "Object to an amended answer", "TextIn"),
            withdraw_objection=("Rút đề nghị xem xét lại", "Take an objection back", ""),
        ),
        **_operations(
            ("council",),
            decide=("Hội đồng quyết định", "The council decides on a marked answer", "DecideIn"),
            hear=("Hội đồng giải quyết đề nghị xem xét lại", "The council decides on an objection", "HearIn"),
            put_right=("Hội đồng sửa số liệu", "The council puts a value right", "AmendIn"),
        ),
    },
    {"slug": Slug, "unit": Unit, "node": Node},
    see=lambda actor, slug, unit, _node: access.part(actor, slug, unit),
    answer=campaigns.Done,
    room=__name__,
    stands=lambda request, slug, unit, node: _shown(request, (slug, unit), [node])[0],
    etag=lambda done, _slug, _unit, node: done["answers"][node],
)


@router.get(
    f"{HERE}/timeline",
    response=campaigns.Page[campaigns.MomentOut],
    **says("Diễn biến một nội dung tự đánh giá", "What happened to one answer"),
)
def answer_timeline(request: Request, response: HttpResponse, slug: Slug, unit: Unit, node: Node) -> Any:
    ref = unit_ref(unit)
    reading.answer(request.actor, slug, ref, node)
    return moments(request, response, timeline.of_answer(request.actor, slug, ref, node))
