"""Conferences for programs: list, show, and the acts of secretary, site and video."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Field, Path, Query, Router, Schema

from thangdo.faces.api import acts, pages, path_parameters
from thangdo.faces.api import preconditions as seen
from thangdo.faces.api.acts import Operation
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Unit, unit_ref
from thangdo.faces.api.schemas.campaigns import Page, Sent
from thangdo.faces.api.schemas.views import Ref, View, at
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.conferences import queries
from thangdo.work.conferences.actions import meeting, planning, writing
from thangdo.work.conferences.actions.subject import entry
from thangdo.work.conferences.acts import CONFERENCES

router = Router(tags=["conferences"])
Slug = Annotated[str, Path(max_length=80, description="The conference.")]
Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=300)]
Code = Annotated[str, Field(max_length=120)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
HERE = "/conferences/{slug}"
SITE = f"{HERE}/sites/{{unit}}"


class ConferenceOut(View):
    """A conference in a list."""

    slug: str
    title_vi: str
    title_en: str
    authority: Ref
    day: date
    state: str
    sequence: int


class SiteOut(View):
    """A site. joined: what the video says; roll: what a person says; null where nobody knows."""

    within: ClassVar = ("row",)
    unit: Ref
    name_vi: str = at("row.unit.name_vi")
    here: bool
    joined: bool
    dropped: bool
    roll: str
    people: int | None
    answered: bool | None
    picture: bool | None
    sound: bool | None
    delay_ms: int | None


class RemarkOut(View):
    """A remark with its answer. unit "": not known."""

    within: ClassVar = ("row",)
    number: int
    kind: str
    field: str
    unit: Ref
    text: str = at("said.text")
    asked: Ref
    due: date | None
    answer: str = at("said.answer")
    published: bool


class MeetingLineOut(View):
    """A line of the minutes. sequence: to be named in `seen` when it is changed."""

    within: ClassVar = ("row",)
    number: int
    kind: str
    text: str = at("said.text")
    directive: bool
    code: str
    sequence: int


class ShownOut(ConferenceOut):
    """A conference whole, as far as the reader sees it."""

    within: ClassVar = ("conference",)
    present: int = at("call.here")
    needed: int = at("call.needed")
    sites: list[SiteOut]
    remarks: list[RemarkOut]
    minutes: list[MeetingLineOut]


class MeetingDoneOut(Schema):
    """What an act gave. number, due: where it makes a numbered thing, or sets a day."""

    slug: str
    sequence: int
    number: int | None = None
    line: int | None = None
    due: date | None = None


class AttendIn(Sent):
    """A site joined the meeting or left it; at with its zone."""

    at: datetime
    what: Literal["joined", "left"]


class LineIn(Sent):
    """A line of the minutes. number and seen: of a line that is changed."""

    text: Text
    kind: Literal["note", "result", "conclusion"] = "note"
    directive: bool = False
    number: Number | None = None
    seen: Annotated[int, Field(ge=0)] | None = None


class RemarkIn(Sent):
    """An obstacle, a practice, a proposal."""

    kind: Literal["obstacle", "practice", "proposal"]
    field: Annotated[str, Field(max_length=30)]
    text: Text
    unit: Code | None = None


class AskIn(Sent):
    """The unit that is to answer, within working days."""

    unit: Code
    days: Annotated[int, Field(ge=1, le=60)]


@router.get(
    "/conferences",
    response=Page[ConferenceOut],
    **says("Các hội nghị được phép xem", "The conferences that you see"),
)
def list_conferences(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    rows = list(queries.seen(request.actor)[:2000])
    return pages.cut(request, response, rows, lambda one: one.slug, after, limit)


@router.get(HERE, response=ShownOut, **says("Một hội nghị", "One conference"))
def get_conference(request: Request, slug: Slug, field: Annotated[str, Query(max_length=30)] = "") -> Any:
    conference = queries.one(request.actor, slug)
    whole = queries.oversees(request.actor, conference)
    request.tag = conference.sequence
    return {
        "conference": conference,
        "call": queries.roll_call(conference),
        "sites": queries.sites(conference),
        "remarks": queries.remarks(conference, field) if whole else queries.asked_of(request.actor, slug),
        "minutes": queries.minutes(conference) if whole else [],
    }


def _see(actor: Actor, slug: str, *_where: Any) -> None:
    """What the actor does not see is answered like what is not there."""
    queries.one(actor, slug)


acts.routes(
    router,
    CONFERENCES,
    {
        "invite_sites": Operation(f"{HERE}/sites", "add_sites", "Thêm điểm cầu", "Add sites"),
        "open": Operation(f"{HERE}/open", "open_conference", "Khai mạc", "Open"),
        "close": Operation(f"{HERE}/close", "close_conference", "Bế mạc", "Close"),
        "call_roll": Operation(f"PUT {SITE}/roll", "call_roll", "Điểm danh", "Call the roll"),
        "check_site": Operation(f"PUT {SITE}/check", "check_site", "Kiểm tra đường truyền", "Try a site"),
        "ask_to_speak": Operation(f"{SITE}/speaking", "ask_to_speak", "Đăng ký phát biểu", "Ask to speak"),
        "answer": Operation(
            f"{HERE}/remarks/{{number}}/answer", "answer_remark", "Trả lời ý kiến", "Answer a remark"
        ),
    },
    {"slug": Slug, "unit": Unit, "number": path_parameters.Small},
    see=_see,
    answer=MeetingDoneOut,
    room=__name__,
    bodies={
        planning.Sites: "SitesIn",
        planning.Check: "CheckIn",
        meeting.WhyPerhaps: "MeetingReasonIn",
        meeting.RollCalled: "RollIn",
        meeting.Subject: "SpeakIn",
        writing.Answer: "MeetingAnswerIn",
    },
)


def _act(
    request: Request, act: Callable[..., Any], where: tuple[Any, ...], *given: Any, seen: Any = None
) -> Any:
    """An act on a conference that the actor sees."""
    queries.one(request.actor, where[0])
    done = do(CONFERENCES, act, request.actor, where, *given, seen=seen)
    request.tag = done["sequence"]
    return done


@router.post(
    f"{SITE}/attendance",
    response=MeetingDoneOut,
    **says("Điểm cầu vào hoặc ra phòng họp", "A site joined the meeting or left it"),
)
def attended(request: Request, slug: Slug, unit: Unit, body: AttendIn) -> Any:
    if body.at.tzinfo is None:
        raise Refused("unknown-choice", typed=body.what)
    given = meeting.Attended(body.at, body.what, "api")
    return _act(request, meeting.attend, (slug, unit_ref(unit)), given)


@router.post(
    f"{HERE}/minutes", response=MeetingDoneOut, **says("Ghi một dòng biên bản", "Write a line of the minutes")
)
def write_minute(request: Request, slug: Slug, body: LineIn) -> Any:
    given = writing.Written(body.text, body.kind, body.directive, body.number)

    def stands() -> dict[str, Any] | None:
        one = queries.minute(queries.one(request.actor, slug), body.number or 0)
        return {"text": one.said["text"], "sequence": one.row.sequence} if one else None

    with seen.kept(request, stands):
        at = entry("minute", body.number, body.seen)
        return _act(request, writing.write_minute, (slug,), given, seen=at)


@router.post(f"{HERE}/remarks", response=MeetingDoneOut, **says("Ghi một ý kiến", "Take down a remark"))
def take_remark(request: Request, slug: Slug, body: RemarkIn) -> Any:
    unit = unit_ref(body.unit) if body.unit else None
    return _act(request, writing.take_remark, (slug,), writing.Remark(body.kind, body.field, body.text, unit))


@router.post(
    f"{HERE}/remarks/{{number}}/ask",
    response=MeetingDoneOut,
    **says("Giao đơn vị trả lời", "Ask a unit to answer"),
)
def ask_answer(request: Request, slug: Slug, number: path_parameters.Small, body: AskIn) -> Any:
    given = writing.Question(number, unit_ref(body.unit), body.days)
    return _act(request, writing.ask_answer, (slug,), given)
