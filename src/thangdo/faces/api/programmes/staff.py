"""ICT staff for programs: posts, records for those who may read them, courses; no name outside a record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Path, Router

from thangdo.faces.api import pages
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.pages import After, Limit
from thangdo.faces.api.path_parameters import Slug, Small, Unit, unit_ref
from thangdo.faces.api.programmes.registers import Short, known_unit
from thangdo.faces.api.schemas.campaigns import Page, Sent, UnitCode
from thangdo.faces.api.schemas.directives import ref
from thangdo.faces.api.schemas.ict_staff import (
    StaffCourseOut,
    StaffCourseShownOut,
    StaffNeedOut,
    StaffPostOut,
    StaffRecordOut,
    StaffTakenOut,
    StaffThereOut,
)
from thangdo.faces.api.schemas.registers import RoomDoneOut, RoomNumberOut
from thangdo.work.programmes.staff import actions, queries

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


class StaffTakeIn(Sent):
    """Who is in charge from a day (today when none is given). login: of the account, where there is one."""

    name: Annotated[str, Field(max_length=200)] = ""
    login: Annotated[str, Field(max_length=150)] = ""
    since: date | None = None


class StaffRateIn(Sent):
    """An assessment by one side: self, superior or test; a level for every competence of the framework."""

    side: Short
    levels: Annotated[dict[Short, Annotated[int, Field(ge=0, le=100)]], Field(max_length=100)]


class StaffCourseIn(Sent):
    """A course to plan, or to change."""

    slug: Annotated[str, Field(max_length=60)]
    authority: UnitCode
    title: Annotated[str, Field(max_length=300)]
    competences: Annotated[list[Short], Field(max_length=100)] = Field(default_factory=list)
    since: date
    until: date
    sessions: Annotated[int, Field(ge=1, le=200)] = 1


class StaffEnrolIn(Sent):
    """Who takes part, by the key of the record."""

    record: Key


class StaffAttendIn(Sent):
    """Sessions attended; passed: null while the result is not known."""

    record: Key
    sessions: Annotated[int, Field(ge=0, le=200)]
    passed: bool | None = None


@router.get(
    "/staff/posts", response=Page[StaffPostOut], **says("Các vị trí phụ trách CNTT", "Posts in charge of ICT")
)
def list_posts(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    rows = [StaffPostOut.of(one) for one in queries.posts(request.actor)]
    return pages.cut(request, response, rows, lambda one: f"{one.unit}/{one.number}", after, limit)


@router.post("/staff/posts", response=RoomNumberOut, **says("Mở một vị trí", "Open a post"))
def open_post(request: Request, body: StaffPostIn) -> Any:
    return actions.open_post(request.actor, known_unit(body.unit), body.title, body.part_time)


@router.post(f"{POST}/take", response=StaffTakenOut, **says("Ghi người phụ trách", "Say who is in charge"))
def take_post(request: Request, unit: Unit, number: Small, body: StaffTakeIn) -> Any:
    done = actions.take(request.actor, known_unit(unit), number, body.name, body.login, body.since)
    return {"record": done["holding"]}


@router.post(f"{POST}/end", response=RoomDoneOut, **says("Bỏ một vị trí", "End a post"))
def end_post(request: Request, unit: Unit, number: Small) -> Any:
    return actions.end_post(request.actor, known_unit(unit), number)


@router.get(RECORD, response=StaffRecordOut, **says("Hồ sơ năng lực của một người", "A person's record"))
def get_record(request: Request, record: Small) -> Any:
    return StaffRecordOut.of(queries.record(request.actor, record))


@router.post(
    f"{RECORD}/ratings", response=RoomDoneOut, **says("Ghi một đánh giá năng lực", "Assess a person")
)
def rate_record(request: Request, record: Small, body: StaffRateIn) -> Any:
    return actions.rate(request.actor, record, body.side, body.levels)


@router.get(
    "/staff/needs/{slug}/{unit}",
    response=list[StaffNeedOut],
    **says(
        "Nội dung cần bồi dưỡng theo tiêu chí yếu", "What a unit's staff should learn, from weak criteria"
    ),
)
def list_needs(request: Request, slug: Slug, unit: Unit) -> Any:
    return [StaffNeedOut.of(one) for one in queries.needs(request.actor, slug, unit_ref(unit))]


@router.get("/staff/courses", response=Page[StaffCourseOut], **says("Các khóa bồi dưỡng", "Courses"))
def list_courses(request: Request, response: HttpResponse, after: After = None, limit: Limit = 50) -> Any:
    rows = [StaffCourseOut.of(one) for one in queries.courses(request.actor)]
    return pages.cut(request, response, rows, lambda one: one.slug, after, limit)


@router.post(
    "/staff/courses", response=RoomDoneOut, **says("Lập hoặc sửa một khóa", "Plan a course, or change one")
)
def plan_course(request: Request, body: StaffCourseIn) -> Any:
    given = body.model_dump()
    authority = known_unit(given.pop("authority"))
    course = actions.NewCourse(**{**given, "competences": tuple(given["competences"])})
    return {"sequence": actions.plan_course(request.actor, authority, course)["sequence"]}


@router.get(COURSE, response=StaffCourseShownOut, **says("Một khóa bồi dưỡng", "One course"))
def get_course(request: Request, course: Course) -> Any:
    found, lines = queries.course(request.actor, course)
    people = [
        StaffThereOut(
            record=row.holding_id, unit=ref(row.holding.post.unit), attended=row.attended,
            result=result or None,
        )
        for row, _name, result in lines
    ]  # fmt: skip
    return StaffCourseShownOut(**StaffCourseOut.of(found).model_dump(), people=people)


@router.post(f"{COURSE}/enrol", response=RoomDoneOut, **says("Ghi danh một người", "Enrol a person"))
def enrol_in_course(request: Request, course: Course, body: StaffEnrolIn) -> Any:
    return actions.enrol(request.actor, course, body.record)


@router.post(
    f"{COURSE}/attend", response=RoomDoneOut, **says("Ghi số buổi dự và kết quả", "Attendance and result")
)
def attend_course(request: Request, course: Course, body: StaffAttendIn) -> Any:
    return actions.attend(request.actor, course, body.record, body.sessions, body.passed)
