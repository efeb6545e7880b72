"""Directives for programs: list, show, draft, issue; each unit's part; the chairman's figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router

from thangdo.faces.api import acts, pages
from thangdo.faces.api.acts import Operation
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
from thangdo.faces.api.schemas.views import ref
from thangdo.records.acts.frame import do
from thangdo.records.acts.rows import unit_named
from thangdo.records.people.acting import Actor
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import Together, drafting
from thangdo.work.directives.acts import BATCHES, DIRECTIVES
from thangdo.work.directives.queries.listing import Filters, every
from thangdo.work.directives.queries.one import directive_seen, lines_of, part_seen

router = Router(tags=["directives"])
Slug = Annotated[str, Path(max_length=80, description="The directive.")]
HERE = "/directives/{slug}"
PART = "/directives/{slug}/units/{unit}"
MANY = acts.body_of(Together, "ManyIn")
REASON = acts.body_of(actions.Closing, "DirectiveReasonIn")


def _see(actor: Actor, slug: str = "", unit: UnitRef | None = None) -> None:
    """What the actor does not see is answered like what is not there."""
    if unit is not None:
        part_seen(actor, slug, unit)
    elif slug:
        directive_seen(actor, slug)


#: bodies by the names that programs know
BODIES: dict[str | type, Any] = {
    actions.Draft: "DraftIn",
    drafting.Scope: "ScopeIn",
    actions.Issue: "IssueIn",
    actions.Why: REASON,
    actions.Closing: REASON,
    actions.Report: "ReportIn",
    actions.NewEvidence: "ProofIn",
    actions.EvidenceBack: "WithdrawIn",
    actions.MoreTime: "ExtensionIn",
    actions.Decision: "DecisionIn",
    actions.PassOn: "PassIn",
}


def _routes(addresses: Mapping[str, str | Operation], answer: Any = DirectiveDoneOut) -> None:
    path = {"slug": Slug, "unit": Unit}
    acts.routes(router, DIRECTIVES, addresses, path, see=_see, answer=answer, room=__name__, bodies=BODIES)


@router.get(
    "/directives",
    response=Page[DirectiveOut],
    **says("Các nhiệm vụ được phép xem", "The directives that you see"),
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
    return pages.cut(request, response, lines, lambda one: one.directive.slug, after, limit)


@router.post(
    "/directives/issue",
    response=list[IssuedOut],
    **says("Giao nhiều nhiệm vụ cùng lúc", "Issue several directives, all or none"),
)
def issue_directives(request: Request, body: MANY) -> Any:  # type: ignore[valid-type]
    given = acts.input_of(Together, body)
    for slug in given.slugs:
        directive_seen(request.actor, slug)
    return do(BATCHES, actions.issue_many, request.actor, (), given)["issued"]


@router.get(
    "/directives/overdue",
    response=ChairmanOut,
    **says("Việc quá hạn và người chịu trách nhiệm", "What is overdue, and who answers for it"),
)
def overdue(request: Request) -> Any:
    return queries.chairman(request.actor, request.actor.day)


@router.get(
    "/directives/owed/{unit}",
    response=list[OwedOut],
    **says("Việc một đơn vị phải làm", "What a unit owes"),
)
def owed(request: Request, unit: Unit) -> Any:
    return list(queries.owed_by(request.actor, unit_ref(unit), request.actor.day).lines)


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
    return found


@router.get(
    f"{HERE}/preview",
    response=DirectivePreviewOut,
    **says("Nếu giao thì giao cho ai, khi nào đến hạn", "Whom it would charge, and when it is due"),
)
def preview(request: Request, slug: Slug) -> Any:
    return queries.preview(request.actor, slug)


_routes(
    {
        "draft": Operation("/directives", "draft_directive", "Soạn một nhiệm vụ", "Draft a directive"),
        "edit": Operation(f"PUT {HERE}", "change_directive", "Sửa dự thảo", "Change the draft"),
    },
    DraftedOut,
)
_routes({"issue": f"{HERE}/issue"}, IssuedOut)
_routes({"discard": f"{HERE}/discard", "close": f"{HERE}/close", "withdraw": f"{HERE}/withdraw"})


@router.get(
    f"{HERE}/units",
    response=Page[OwedOut],
    **says("Các đơn vị thực hiện được phép xem", "The units charged, as far as you see them"),
)
def list_units(
    request: Request,
    response: HttpResponse,
    slug: Slug,
    only: Annotated[str, Query(max_length=20)] = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    rows = lines_of(request.actor, slug, only=only)
    return pages.cut(request, response, rows, lambda one: ref(one.part.unit), after, limit)


@router.get(PART, response=DirectivePartOut, **says("Nhiệm vụ của một đơn vị", "A unit's part"))
def get_unit(request: Request, slug: Slug, unit: Unit) -> Any:
    found = queries.part(request.actor, slug, unit_ref(unit))
    request.tag = found.part.sequence
    return found


_routes(
    {
        "acknowledge": f"{PART}/acknowledge",
        "report": Operation(f"{PART}/report", "report", "Báo cáo, kèm tài liệu", "Report, with evidence"),
        "withdraw_evidence": Operation(
            f"{PART}/withdraw-evidence",
            "withdraw_evidence",
            "Rút tài liệu kiểm chứng",
            "Take an evidence back",
        ),
        "ask_extension": f"{PART}/extension",
        "decide_extension": f"{PART}/extension/decide",
        "accept": f"{PART}/accept",
        "give_back": f"{PART}/give-back",
        "close_one": Operation(
            f"{PART}/close", "close_part", "Kết thúc nhiệm vụ của đơn vị", "Close the part"
        ),
        "withdraw_one": Operation(
            f"{PART}/withdraw", "withdraw_part", "Thu hồi nhiệm vụ của đơn vị", "Withdraw the part"
        ),
        "pass_on": f"{PART}/pass-on",
    }
)
