"""Directives for programs: list, show, draft, issue; each unit's part; the chairman's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router

from thangdo.faces.api import pages, preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Unit, unit_ref
from thangdo.faces.api.schemas.campaigns import Page
from thangdo.faces.api.schemas.directives import (
    ChairmanOut,
    CountsOut,
    DirectiveDoneOut,
    DirectiveOut,
    DirectivePartOut,
    DirectivePreviewOut,
    DraftedOut,
    IssuedOut,
    OwedOut,
)
from thangdo.faces.api.schemas.sent_directives import (
    DecisionIn,
    DirectiveReasonIn,
    DraftIn,
    ExtensionIn,
    IssueIn,
    ManyIn,
    PassIn,
    ReportIn,
    WithdrawIn,
)
from thangdo.records.people.acting import Actor
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import NewProof
from thangdo.work.directives.actions.common import Json, UnitRef, unit_named
from thangdo.work.directives.queries.listing import Filters, every
from thangdo.work.directives.queries.one import directive_seen, lines_of

router = Router(tags=["directives"])
Slug = Annotated[str, Path(max_length=80, description="The directive.")]
HERE = "/directives/{slug}"
PART = "/directives/{slug}/units/{unit}"


def _seen(request: Request) -> int | None:
    return preconditions.sequence(request) if "If-Match" in request.headers else None


def _done(request: Request, done: Json) -> Json:
    request.tag = done["sequence"]
    return done


@router.get(
    "/directives",
    response=Page[DirectiveOut],
    **says("Các nhiệm vụ bạn được xem", "The directives that you see"),
)
def list_directives(
    request: Request,
    response: HttpResponse,
    text: Annotated[str, Query(max_length=200)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    urgency: Annotated[str, Query(max_length=20)] = "",
    only: Annotated[str, Query(max_length=20, description="overdue, waiting, extension, unknown")] = "",
    unit: Annotated[str, Query(max_length=120)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    lines = every(request.actor, Filters(text, state, urgency, only, unit), request.actor.day)
    rows = [DirectiveOut.of(one.directive, one.tally) for one in lines]
    return pages.cut(request, response, rows, lambda one: one.slug, after, limit)


@router.post("/directives", response=DraftedOut, **says("Soạn một nhiệm vụ", "Draft a directive"))
def draft_directive(request: Request, body: DraftIn) -> Any:
    slug = actions.draft(request.actor, body.draft())
    request.tag = directive_seen(request.actor, slug).sequence
    return {"slug": slug, "sequence": request.tag}


@router.post(
    "/directives/issue",
    response=list[IssuedOut],
    **says("Giao nhiều nhiệm vụ cùng lúc", "Issue several directives, all or none"),
)
def issue_directives(request: Request, body: ManyIn) -> Any:
    for slug in body.slugs:
        directive_seen(request.actor, slug)
    done = actions.issue_many(request.actor, body.slugs)
    return [{"slug": slug, **one} for slug, one in done.items()]


@router.get(
    "/directives/overdue",
    response=ChairmanOut,
    **says("Việc quá hạn và người chịu trách nhiệm", "What is overdue, and who answers for it"),
)
def overdue(request: Request) -> Any:
    return ChairmanOut.of(queries.chairman(request.actor, request.actor.day))


@router.get(
    "/directives/owed/{unit}",
    response=list[OwedOut],
    **says("Việc một đơn vị phải làm", "What a unit owes"),
)
def owed(request: Request, unit: Unit) -> Any:
    found = queries.owed_by(request.actor, unit_ref(unit), request.actor.day)
    return [OwedOut.of(line) for line in found.lines]


@router.get(
    "/directives/counts/{unit}",
    response=CountsOut,
    **says("Số nhiệm vụ đến hạn và đúng hạn của một đơn vị", "Directives due and on time of a unit"),
)
def count(request: Request, unit: Unit, since: date, until: date) -> Any:
    found = unit_named(unit_ref(unit))
    queries.may_count(request.actor, found)
    return queries.counts(found, since, until)


@router.get(HERE, response=DirectiveOut, **says("Một nhiệm vụ", "One directive"))
def get_directive(request: Request, slug: Slug) -> Any:
    found = queries.one(request.actor, slug)
    request.tag = found.directive.sequence
    return DirectiveOut.of(found.directive, found.tally, found.can)


@router.put(HERE, response=DraftedOut, **says("Sửa dự thảo", "Change the draft", match=True))
def change_directive(request: Request, slug: Slug, body: DraftIn) -> Any:
    directive_seen(request.actor, slug)
    with preconditions.kept(request):
        return _done(
            request, actions.edit(request.actor, slug, body.draft(), preconditions.sequence(request))
        )


@router.get(
    f"{HERE}/preview",
    response=DirectivePreviewOut,
    **says("Nếu giao thì giao cho ai, khi nào đến hạn", "Whom it would charge, and when it is due"),
)
def preview(request: Request, slug: Slug) -> Any:
    return DirectivePreviewOut.of(queries.preview(request.actor, slug))


@router.post(f"{HERE}/issue", response=IssuedOut, **says("Giao nhiệm vụ", "Issue it", match=True))
def issue(request: Request, slug: Slug, body: IssueIn) -> Any:
    directive_seen(request.actor, slug)
    with preconditions.kept(request):
        done = actions.issue(request.actor, slug, preconditions.sequence(request), body.decision)
    return {"slug": slug, **_done(request, done)}


@router.post(f"{HERE}/discard", response=DirectiveDoneOut, **says("Bỏ dự thảo", "Throw the draft away"))
def discard(request: Request, slug: Slug, body: DirectiveReasonIn) -> Any:
    directive_seen(request.actor, slug)
    return _done(request, actions.discard(request.actor, slug, body.reason, _seen(request)))


@router.post(f"{HERE}/close", response=DirectiveDoneOut, **says("Kết thúc nhiệm vụ", "Close it"))
def close(request: Request, slug: Slug, body: DirectiveReasonIn) -> Any:
    directive_seen(request.actor, slug)
    return _done(request, actions.close(request.actor, slug, body.reason, seen=_seen(request)))


@router.post(f"{HERE}/withdraw", response=DirectiveDoneOut, **says("Thu hồi nhiệm vụ", "Withdraw it"))
def withdraw(request: Request, slug: Slug, body: DirectiveReasonIn) -> Any:
    directive_seen(request.actor, slug)
    return _done(request, actions.withdraw(request.actor, slug, body.reason, seen=_seen(request)))


@router.get(
    f"{HERE}/units",
    response=Page[OwedOut],
    **says("Các đơn vị thực hiện mà bạn được xem", "The units charged, as far as you see them"),
)
def list_units(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    only: Annotated[str, Query(max_length=20)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = [OwedOut.of(line) for line in lines_of(request.actor, slug, only=only)]
    return pages.cut(request, response, rows, lambda one: one.unit, after, limit)


@router.get(PART, response=DirectivePartOut, **says("Phần việc của một đơn vị", "A unit's part"))
def get_unit(request: Request, slug: Slug, unit: Unit) -> Any:
    found = queries.part(request.actor, slug, unit_ref(unit))
    request.tag = found.part.sequence
    return DirectivePartOut.whole(found)


def _act(
    request: Request, slug: str, unit: str, act: Callable[[Actor, str, UnitRef, int | None], Json]
) -> Json:
    """An act on a part that the actor sees; If-Match, where it is sent, is looked at."""
    ref = unit_ref(unit)
    queries.part(request.actor, slug, ref)
    with preconditions.kept(request):
        return _done(request, act(request.actor, slug, ref, _seen(request)))


@router.post(f"{PART}/acknowledge", response=DirectiveDoneOut, **says("Xác nhận đã nhận", "Acknowledge it"))
def acknowledge(request: Request, slug: Slug, unit: Unit) -> Any:
    return _act(request, slug, unit, actions.acknowledge)


@router.post(
    f"{PART}/report", response=DirectiveDoneOut, **says("Báo cáo, kèm tài liệu", "Report, with evidence")
)
def report(request: Request, slug: Slug, unit: Unit, body: ReportIn) -> Any:
    proofs = [NewProof(one.title, one.sha256 or "", one.link) for one in body.evidence]
    return _act(
        request, slug, unit,
        lambda a, s, u, at: actions.report(a, s, u, body.text, body.progress, proofs, at),
    )  # fmt: skip


@router.post(
    f"{PART}/withdraw-evidence",
    response=DirectiveDoneOut,
    **says("Rút tài liệu kiểm chứng", "Take an evidence back"),
)
def withdraw_evidence(request: Request, slug: Slug, unit: Unit, body: WithdrawIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: actions.withdraw_evidence(a, s, u, body.number, body.reason, at),
    )  # fmt: skip


@router.post(f"{PART}/extension", response=DirectiveDoneOut, **says("Xin gia hạn", "Ask for more time"))
def ask_extension(request: Request, slug: Slug, unit: Unit, body: ExtensionIn) -> Any:
    return _act(
        request, slug, unit, lambda a, s, u, at: actions.ask_extension(a, s, u, body.due, body.reason, at)
    )


@router.post(
    f"{PART}/extension/decide", response=DirectiveDoneOut, **says("Quyết định gia hạn", "Decide on more time")
)
def decide_extension(request: Request, slug: Slug, unit: Unit, body: DecisionIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: actions.decide_extension(a, s, u, body.granted, body.reason, body.due, at),
    )  # fmt: skip


@router.post(f"{PART}/accept", response=DirectiveDoneOut, **says("Chấp nhận báo cáo", "Accept the report"))
def accept(request: Request, slug: Slug, unit: Unit) -> Any:
    return _act(request, slug, unit, actions.accept)


@router.post(
    f"{PART}/give-back", response=DirectiveDoneOut, **says("Trả lại báo cáo", "Give the report back")
)
def give_back(request: Request, slug: Slug, unit: Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.give_back(a, s, u, body.reason, at))


@router.post(f"{PART}/close", response=DirectiveDoneOut, **says("Kết thúc phần việc", "Close the part"))
def close_part(request: Request, slug: Slug, unit: Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.close(a, s, body.reason, u, at))


@router.post(f"{PART}/withdraw", response=DirectiveDoneOut, **says("Thu hồi phần việc", "Withdraw the part"))
def withdraw_part(request: Request, slug: Slug, unit: Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.withdraw(a, s, body.reason, u, at))


@router.post(f"{PART}/pass-on", response=DirectiveDoneOut, **says("Chuyển đơn vị thực hiện", "Pass it on"))
def pass_on(request: Request, slug: Slug, unit: Unit, body: PassIn) -> Any:
    to = unit_ref(body.to)
    return _act(request, slug, unit, lambda a, s, u, at: actions.pass_on(a, s, u, to, body.reason, at))
