"""What can happen with ICT staff, and what it makes of the tables. Persons are named by post and number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from thangdo.records.acts.rows import unit_of
from thangdo.records.ledger.event_type import Happening as Happening
from thangdo.records.ledger.events import EventView
from thangdo.records.people.models import Person
from thangdo.work.programmes.registers import applies
from thangdo.work.programmes.staff.models import Attendance, Course, Framework, Holding, Post, Rating

Held = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class FrameworkAdopted(Happening):
    """An authority adopted a competence framework, whole."""

    TYPE: ClassVar[str] = "competence.adopted"
    authority: str
    data: Mapping[str, Any]
    sha256: str
    on: date


@dataclass(frozen=True, slots=True)
class PostOpened(Happening):
    """A post was opened."""

    TYPE: ClassVar[str] = "post.opened"
    unit: str
    number: int
    title: Held
    part_time: bool
    on: date


@dataclass(frozen=True, slots=True)
class PostEnded(Happening):
    """A post is no more."""

    TYPE: ClassVar[str] = "post.ended"
    post: str
    on: date


@dataclass(frozen=True, slots=True)
class PostTaken(Happening):
    """Somebody is in charge of it. person: person:12 where there is an account."""

    TYPE: ClassVar[str] = "post.taken"
    post: str
    number: int
    name: Held
    person: str
    since: date


@dataclass(frozen=True, slots=True)
class PostLeft(Happening):
    """Somebody is no longer in charge. holding: post/number."""

    TYPE: ClassVar[str] = "post.left"
    holding: str
    until: date


@dataclass(frozen=True, slots=True)
class StaffRated(Happening):
    """A person was assessed by one side; the levels stand outside the ledger."""

    TYPE: ClassVar[str] = "staff.rated"
    holding: str
    framework: str
    kind: str
    levels: Held
    on: date


@dataclass(frozen=True, slots=True)
class CoursePlanned(Happening):
    """A course was planned or changed."""

    TYPE: ClassVar[str] = "course.planned"
    slug: str
    authority: str
    title: str
    competences: Sequence[str]
    since: date
    until: date
    sessions: int


@dataclass(frozen=True, slots=True)
class CourseEnrolled(Happening):
    """A person was enrolled."""

    TYPE: ClassVar[str] = "course.enrolled"
    slug: str
    holding: str


@dataclass(frozen=True, slots=True)
class CourseAttended(Happening):
    """How many sessions a person attended."""

    TYPE: ClassVar[str] = "course.attended"
    slug: str
    holding: str
    sessions: int


@dataclass(frozen=True, slots=True)
class CourseResult(Happening):
    """The result of a person, kept outside the ledger."""

    TYPE: ClassVar[str] = "course.result"
    slug: str
    holding: str
    result: Held


def post_of(ref: str) -> Post:
    """The post that an event names as scheme:code:number."""
    unit, _colon, number = ref.rpartition(":")
    return Post.objects.get(unit=unit_of(unit), number=int(number))


def holding_of(ref: str) -> Holding:
    """The holding that an event names as scheme:code:number/number."""
    post, _slash, number = ref.rpartition("/")
    return Holding.objects.get(post=post_of(post), number=int(number))


def _framework_of(ref: str) -> Framework:
    return next(one for one in Framework.objects.all() if str(one) == ref)


@applies("competence.adopted")
def _adopted(event: EventView) -> None:
    said = event.payload
    Framework.objects.create(
        slug=said["data"]["framework"],
        version=said["data"]["version"],
        data=said["data"],
        sha256=said["sha256"],
        authority=unit_of(said["authority"]),
        adopted_on=_day(said["on"]),
    )


@applies("post.opened")
def _opened(event: EventView) -> None:
    said = event.payload
    Post.objects.create(
        unit=unit_of(said["unit"]),
        number=said["number"],
        title=said["title"],
        part_time=said["part_time"],
        opened_on=_day(said["on"]),
        sequence=event.sequence,
    )


@applies("post.ended")
def _ended(event: EventView) -> None:
    post, day = post_of(event.payload["post"]), _day(event.payload["on"])
    post.ended_on, post.sequence = day, event.sequence
    post.save()
    post.holdings.filter(until=None).update(until=day)


@applies("post.taken")
def _taken(event: EventView) -> None:
    said = event.payload
    post = post_of(said["post"])
    key = said["person"].rpartition(":")[2]
    person = Person.objects.filter(pk=int(key)).first() if key else None
    Holding.objects.create(
        post=post, number=said["number"], name=said["name"], person=person, since=_day(said["since"])
    )
    _touch(post, event)


@applies("post.left")
def _left(event: EventView) -> None:
    holding = holding_of(event.payload["holding"])
    holding.until = _day(event.payload["until"])
    holding.save()
    _touch(holding.post, event)


@applies("staff.rated")
def _rated(event: EventView) -> None:
    said = event.payload
    holding = holding_of(said["holding"])
    Rating.objects.update_or_create(
        holding=holding,
        framework=_framework_of(said["framework"]),
        kind=said["kind"],
        defaults={"levels": said["levels"], "on": _day(said["on"]), "by": event.actor},
    )
    _touch(holding.post, event)


@applies("course.planned")
def _planned(event: EventView) -> None:
    said = event.payload
    Course.objects.update_or_create(
        slug=said["slug"],
        defaults={
            "authority": unit_of(said["authority"]),
            "title": said["title"],
            "competences": said["competences"],
            "since": _day(said["since"]),
            "until": _day(said["until"]),
            "sessions": said["sessions"],
            "sequence": event.sequence,
        },
    )


@applies("course.enrolled")
def _enrolled(event: EventView) -> None:
    Attendance.objects.create(course=_course(event), holding=holding_of(event.payload["holding"]))


@applies("course.attended")
def _attended(event: EventView) -> None:
    row = _attendance(event)
    row.attended = event.payload["sessions"]
    row.save()


@applies("course.result")
def _result(event: EventView) -> None:
    row = _attendance(event)
    row.result = event.payload["result"]
    row.save()


def _course(event: EventView) -> Course:
    Course.objects.filter(slug=event.payload["slug"]).update(sequence=event.sequence)
    return Course.objects.get(slug=event.payload["slug"])


def _attendance(event: EventView) -> Attendance:
    return Attendance.objects.get(course=_course(event), holding=holding_of(event.payload["holding"]))


def _touch(post: Post, event: EventView) -> None:
    Post.objects.filter(pk=post.pk).update(sequence=event.sequence)


def _day(text: str) -> date:
    return date.fromisoformat(text)
