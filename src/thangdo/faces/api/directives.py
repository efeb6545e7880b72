"""Directives for programs: list, show, draft, issue; each unit's part; the chairman's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Path, Query, Router

from thangdo.faces.api import pages, reaching, seen
from thangdo.faces.api.admission import Request
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.saying import says
from thangdo.faces.api.shapes import Hash, Name, Page, Sent, UnitCode, Words
from thangdo.faces.api.shapes_directives import (
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
from thangdo.records.people.acting import Actor
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import Draft, NewProof
from thangdo.work.directives.actions.common import Json, UnitRef, unit_named
from thangdo.work.directives.actions.drafting import MOST_DAYS, MOST_SLUG
from thangdo.work.directives.queries.listing import Filters, every
from thangdo.work.directives.queries.one import directive_seen, lines_of

router = Router(tags=["directives"])
Slug = Annotated[str, Path(max_length=80, description="The directive.")]
HERE = "/directives/{slug}"
PART = "/directives/{slug}/units/{unit}"
Short = Annotated[str, Field(max_length=400)]
Codes = Annotated[list[UnitCode], Field(max_length=10_000)]


class ScopeIn(Sent):
    """The rule of a scope: tiers, kinds and scheme of units, within which, which besides, which not."""

    tiers: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10)] = Field(
        default_factory=list
    )
    kinds: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(
        default_factory=list
    )
    scheme: Annotated[str, Field(max_length=40)] = ""
    within: Codes = Field(default_factory=list)
    units: Codes = Field(default_factory=list)
    plus: Codes = Field(default_factory=list)
    without: Codes = Field(default_factory=list)

    def rule(self) -> dict[str, Any]:
        """As the room of directives names it."""
        given = self.model_dump()
        given["except"] = given.pop("without")
        return {name: value for name, value in given.items() if value}


class DraftIn(Sent):
    """What a directive is to say."""

    title: Name
    authority: UnitCode
    slug: Annotated[str, Field(max_length=MOST_SLUG)] = ""
    number: Annotated[str, Field(max_length=60)] = ""
    title_en: Name = ""
    quote: Annotated[str, Field(max_length=8_000)] = ""
    source_title: Name = ""
    source_number: Annotated[str, Field(max_length=100)] = ""
    source_date: date | None = None
    source_url: Annotated[str, Field(max_length=500)] = ""
    conference: Annotated[str, Field(max_length=80)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    leading: UnitCode | None = None
    cooperating: Annotated[list[UnitCode], Field(max_length=200)] = Field(default_factory=list)
    head: UnitCode | None = None
    product: Annotated[str, Field(max_length=8_000)] = ""
    due_kind: Literal["date", "working-days", "none"] = "none"
    due: date | None = None
    due_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    urgency: Literal["normal", "urgent", "very-urgent", "express"] = "normal"
    moves: Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(max_length=50)] = Field(
        default_factory=list
    )
    scope: ScopeIn = Field(default_factory=ScopeIn)
    stated_count: Annotated[int, Field(ge=1, le=999_999)] | None = None
    condition: dict[str, Annotated[str, Field(max_length=200)]] | None = None
    official: bool = False

    def draft(self) -> Draft:
        """As the room of directives takes it. Raises Refused for a unit that is no scheme:code."""
        given = self.model_dump()
        given["scope"] = self.scope.rule()
        for name in ("authority", "leading", "head"):
            given[name] = reaching.unit_ref(given[name]) if given[name] else None
        given["cooperating"] = tuple(reaching.unit_ref(one) for one in given["cooperating"])
        return Draft(**{**given, "moves": tuple(self.moves)})


class IssueIn(Sent):
    """decision: why it is issued although the register gives another number of units."""

    decision: Words = ""


class ManyIn(Sent):
    """The drafts that are issued together."""

    slugs: Annotated[list[Annotated[str, Field(max_length=MOST_SLUG)]], Field(min_length=1, max_length=200)]


class DirectiveReasonIn(Sent):
    """Why."""

    reason: Words = ""


class ProofIn(Sent):
    """An evidence: a link, or a file that was sent before, by its hash."""

    title: Short
    sha256: Hash | None = None
    link: Annotated[str, Field(max_length=2_000)] = ""


class ReportIn(Sent):
    """How far the unit is; 100: done."""

    text: Annotated[str, Field(max_length=20_000)]
    progress: Annotated[int, Field(ge=0, le=100)]
    evidence: Annotated[list[ProofIn], Field(max_length=50)] = Field(default_factory=list)


class WithdrawIn(Sent):
    """Which evidence is taken back, and why."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    reason: Words


class ExtensionIn(Sent):
    """Until when, and why."""

    due: date
    reason: Words


class DecisionIn(Sent):
    """Whether more time is given, until when (null: as asked), and why."""

    granted: bool
    reason: Words
    due: date | None = None


class PassIn(Sent):
    """Who carries it from now on, and why."""

    to: UnitCode
    reason: Words


def _seen(request: Request) -> int | None:
    return seen.sequence(request) if "If-Match" in request.headers else None


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
def owed(request: Request, unit: reaching.Unit) -> Any:
    found = queries.owed_by(request.actor, reaching.unit_ref(unit), request.actor.day)
    return [OwedOut.of(line) for line in found.lines]


@router.get(
    "/directives/counts/{unit}",
    response=CountsOut,
    **says("Số nhiệm vụ đến hạn và đúng hạn của một đơn vị", "Directives due and on time of a unit"),
)
def count(request: Request, unit: reaching.Unit, since: date, until: date) -> Any:
    found = unit_named(reaching.unit_ref(unit))
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
    with seen.kept(request):
        return _done(request, actions.edit(request.actor, slug, body.draft(), seen.sequence(request)))


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
    with seen.kept(request):
        done = actions.issue(request.actor, slug, seen.sequence(request), body.decision)
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
def get_unit(request: Request, slug: Slug, unit: reaching.Unit) -> Any:
    found = queries.part(request.actor, slug, reaching.unit_ref(unit))
    request.tag = found.part.sequence
    return DirectivePartOut.whole(found)


def _act(
    request: Request, slug: str, unit: str, act: Callable[[Actor, str, UnitRef, int | None], Json]
) -> Json:
    """An act on a part that the actor sees; If-Match, where it is sent, is looked at."""
    ref = reaching.unit_ref(unit)
    queries.part(request.actor, slug, ref)
    with seen.kept(request):
        return _done(request, act(request.actor, slug, ref, _seen(request)))


@router.post(f"{PART}/acknowledge", response=DirectiveDoneOut, **says("Xác nhận đã nhận", "Acknowledge it"))
def acknowledge(request: Request, slug: Slug, unit: reaching.Unit) -> Any:
    return _act(request, slug, unit, actions.acknowledge)


@router.post(
    f"{PART}/report", response=DirectiveDoneOut, **says("Báo cáo, kèm tài liệu", "Report, with evidence")
)
def report(request: Request, slug: Slug, unit: reaching.Unit, body: ReportIn) -> Any:
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
def withdraw_evidence(request: Request, slug: Slug, unit: reaching.Unit, body: WithdrawIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: actions.withdraw_evidence(a, s, u, body.number, body.reason, at),
    )  # fmt: skip


@router.post(f"{PART}/extension", response=DirectiveDoneOut, **says("Xin gia hạn", "Ask for more time"))
def ask_extension(request: Request, slug: Slug, unit: reaching.Unit, body: ExtensionIn) -> Any:
    return _act(
        request, slug, unit, lambda a, s, u, at: actions.ask_extension(a, s, u, body.due, body.reason, at)
    )


@router.post(
    f"{PART}/extension/decide", response=DirectiveDoneOut, **says("Quyết định gia hạn", "Decide on more time")
)
def decide_extension(request: Request, slug: Slug, unit: reaching.Unit, body: DecisionIn) -> Any:
    return _act(
        request, slug, unit,
        lambda a, s, u, at: actions.decide_extension(a, s, u, body.granted, body.reason, body.due, at),
    )  # fmt: skip


@router.post(f"{PART}/accept", response=DirectiveDoneOut, **says("Chấp nhận báo cáo", "Accept the report"))
def accept(request: Request, slug: Slug, unit: reaching.Unit) -> Any:
    return _act(request, slug, unit, actions.accept)


@router.post(
    f"{PART}/give-back", response=DirectiveDoneOut, **says("Trả lại báo cáo", "Give the report back")
)
def give_back(request: Request, slug: Slug, unit: reaching.Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.give_back(a, s, u, body.reason, at))


@router.post(f"{PART}/close", response=DirectiveDoneOut, **says("Kết thúc phần việc", "Close the part"))
def close_part(request: Request, slug: Slug, unit: reaching.Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.close(a, s, body.reason, u, at))


@router.post(f"{PART}/withdraw", response=DirectiveDoneOut, **says("Thu hồi phần việc", "Withdraw the part"))
def withdraw_part(request: Request, slug: Slug, unit: reaching.Unit, body: DirectiveReasonIn) -> Any:
    return _act(request, slug, unit, lambda a, s, u, at: actions.withdraw(a, s, body.reason, u, at))


@router.post(f"{PART}/pass-on", response=DirectiveDoneOut, **says("Chuyển đơn vị thực hiện", "Pass it on"))
def pass_on(request: Request, slug: Slug, unit: reaching.Unit, body: PassIn) -> Any:
    to = reaching.unit_ref(body.to)
    return _act(request, slug, unit, lambda a, s, u, at: actions.pass_on(a, s, u, to, body.reason, at))
