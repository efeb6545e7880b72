"""ICT staff for programs: posts, records for those who may read them, courses; no name outside a record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Path, Router

from thangdo.faces.api import acts, pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug, Small, Unit, unit_ref
from thangdo.faces.api.programmes.registers import Short, known_unit, unit_known
from thangdo.faces.api.schemas.campaigns import Page, Sent, UnitCode
from thangdo.faces.api.schemas.ict_staff import (
    StaffCourseOut,
    StaffCourseShownOut,
    StaffNeedOut,
    StaffPostOut,
    StaffRecordOut,
    StaffTakenOut,
)
from thangdo.faces.api.schemas.registers import RoomDoneOut, RoomNumberOut
from thangdo.faces.api.schemas.views import ref
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.work.programmes.staff import actions, queries
from thangdo.work.programmes.staff.permissions import holding_seen

router = Router(tags=["programmes"])
Course = Annotated[str, Path(max_length=60, description="The course.")]
Key = Annotated[int, Field(ge=0, le=1_000_000_000)]
POST = "/staff/posts/{unit}/{number}"
RECORD = "/staff/records/{record}"
COURSE = "/staff/courses/{course}"


class StaffPostIn(Sent):
    """A post to open in a unit."""

    unit: UnitCode
    title: Annotated[str, Field(max_length=200)]
    part_time: bool = False


class StaffRateIn(Sent):
    """An assessment by one side: self, superior or test; a level for every competence of the framework."""

    side: Short
    levels: Annotated[dict[Short, Annotated[int, Field(ge=0, le=100)]], Field(max_length=100)]


class StaffEnrolIn(Sent):
    """Who takes part, by the key of the record."""

    record: Key


class StaffCourseIn(Sent):
    """A course to plan, or to change."""

    slug: Annotated[str, Field(max_length=60)]
    authority: UnitCode
    title: Annotated[str, Field(max_length=300)]
    competences: Annotated[list[Short], Field(max_length=100)] = Field(default_factory=list)
    since: date
    until: date
    sessions: Annotated[int, Field(ge=1, le=200)] = 1


@router.get(
    "/staff/posts", response=Page[StaffPostOut], **says("Các vị trí phụ trách CNTT", "Posts in charge of ICT")
)
def list_posts(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    rows = queries.posts(request.actor)
    return pages.cut(
        request, response, rows, lambda one: f"{ref(one.post.unit)}/{one.post.number}", after, limit
    )


@router.post("/staff/posts", response=RoomNumberOut, **says("Mở một vị trí", "Open a post"))
def open_post(request: Request, body: StaffPostIn) -> Any:
    given = actions.NewPost(body.title, body.part_time)
    return do(actions.POSTS, actions.open_post, request.actor, (known_unit(body.unit),), given)


acts.routes(
    router,
    actions.POSTS,
    {
        "take": acts.Operation(
            f"{POST}/take", "take_post", "Ghi người phụ trách", "Say who is in charge", "StaffTakeIn"
        ),
    },
    {"unit": Unit, "number": Small},
    see=unit_known,
    answer=StaffTakenOut,
    room=__name__,
)
acts.routes(
    router,
    actions.POSTS,
    {
        "end": acts.Operation(f"{POST}/end", "end_post", "Bỏ một vị trí", "End a post"),
    },
    {"unit": Unit, "number": Small},
    see=unit_known,
    answer=RoomDoneOut,
    room=__name__,
)


@router.get(RECORD, response=StaffRecordOut, **says("Hồ sơ năng lực của một người", "A person's record"))
def get_record(request: Request, record: Small) -> Any:
    return queries.record(request.actor, record)


@router.post(
    f"{RECORD}/ratings", response=RoomDoneOut, **says("Ghi một đánh giá năng lực", "Assess a person")
)
def rate_record(request: Request, record: Small, body: StaffRateIn) -> Any:
    holding_seen(request.actor, record)
    if body.side not in actions.SIDES:
        raise Refused("bad-side", kind=body.side, known=list(actions.SIDES))
    levels = tuple(actions.Level(competence, level) for competence, level in body.levels.items())
    given = actions.Levels(levels)
    return do(actions.RECORDS, actions.SIDES[body.side], request.actor, (record,), given)


@router.get(
    "/staff/needs/{slug}/{unit}",
    response=list[StaffNeedOut],
    **says(
        "Nội dung cần bồi dưỡng theo tiêu chí yếu", "What a unit's staff should learn, from weak criteria"
    ),
)
def list_needs(request: Request, slug: Slug, unit: Unit) -> Any:
    return queries.needs(request.actor, slug, unit_ref(unit))


@router.get("/staff/courses", response=Page[StaffCourseOut], **says("Các khóa bồi dưỡng", "Courses"))
def list_courses(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    return pages.cut(request, response, queries.courses(request.actor), lambda one: one.slug, after, limit)


@router.post(
    "/staff/courses", response=RoomDoneOut, **says("Lập hoặc sửa một khóa", "Plan a course, or change one")
)
def plan_course(request: Request, body: StaffCourseIn) -> Any:
    given = body.model_dump(exclude={"slug"})
    given |= {"authority": known_unit(body.authority), "competences": tuple(body.competences)}
    return do(actions.COURSES, actions.plan, request.actor, (body.slug,), actions.NewCourse(**given))


@router.get(COURSE, response=StaffCourseShownOut, **says("Một khóa bồi dưỡng", "One course"))
def get_course(request: Request, course: Course) -> Any:
    found, lines = queries.course(request.actor, course)
    return {"course": found, "people": [{"row": row, "result": result} for row, _name, result in lines]}


@router.post(f"{COURSE}/enrol", response=RoomDoneOut, **says("Ghi danh một người", "Enrol a person"))
def enrol_in_course(request: Request, course: Course, body: StaffEnrolIn) -> Any:
    holding_seen(request.actor, body.record)
    return do(actions.COURSES, actions.enrol, request.actor, (course,), actions.Enrol(body.record))


acts.routes(
    router,
    actions.COURSES,
    {
        "attend": acts.Operation(
            f"{COURSE}/attend",
            "attend_course",
            "Ghi số buổi dự và kết quả",
            "Attendance and result",
            "StaffAttendIn",
        ),
    },
    {"course": Course},
    see=lambda actor, course: None,
    answer=RoomDoneOut,
    room=__name__,
)
