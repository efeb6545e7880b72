"""What is done with ICT staff: posts, who is in charge, assessments from three sides, courses and results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from thangdo.records.acts.declared import Act, At, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Day, Flag, Many, Text, UnitNamed, Whole
from thangdo.records.acts.rows import held, locked, unit_named
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Person, Role
from thangdo.records.units.codes import UnitRef
from thangdo.rules.canonical import sha256
from thangdo.work.programmes.actions.common import sound_slug
from thangdo.work.programmes.registers import Thing
from thangdo.work.programmes.staff import events, frameworks
from thangdo.work.programmes.staff.models import Attendance, Course, Framework, Holding, Post
from thangdo.work.programmes.staff.permissions import holding_seen

LONG = "programme-text-long"
KEY = Whole(0, 1_000_000_000)  # of a record
HEADS, TRAINS = (Role.HEAD, Role.TRAINER), (Role.TRAINER,)


# a framework


def adopt(on: On[Thing]) -> Outcome:
    """Adopt a framework of the library: from then on it is the one by which people are assessed."""
    unit = on.subject.units["authority"]
    data = frameworks.freeze(frameworks.load(on.subject.stream.split(":")[1]))
    digest = sha256(data)
    adopted = events.FrameworkAdopted(f"{unit.scheme}:{unit.code}", data, digest, on.day)
    known = Framework.objects.filter(authority=unit, sha256=digest).exists()
    return Outcome([] if known else [adopted], {"sha256": digest})


def find_framework(where: Where, act: Act, given: Any, lock: bool) -> Thing:
    """A framework of the library for an authority, which nobody else adopts meanwhile."""
    unit, name = unit_named(where[0]), frameworks.load(str(where[1])).framework
    stream = f"competence:{name}:{unit.scheme}:{unit.code}"
    return Thing(stream, held(stream, lock), {"authority": unit})


FRAMEWORKS = Work(
    "framework",
    table(Act(adopt, (At("authority", TRAINS),))),
    find_framework,
    where=("authority", "name"),
)


# posts, and who is in charge


@dataclass
class Position(Thing):
    """A post, locked with who holds it; a new one is not kept yet."""

    post: Post


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to open in a unit."""

    title: Annotated[str, Text(200, least=1, code="post-needed", long=LONG)]
    part_time: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Take:
    """Who is in charge from a day (today when none is given). login: of the account, where there is one."""

    name: Annotated[str, Text(200, long=LONG)] = ""
    login: Annotated[str, Text(150)] = ""
    since: Annotated[date | None, Day()] = None


def open_post(on: On[Position], given: NewPost) -> Outcome:
    """Open a post in a unit."""
    post = on.subject.post
    unit, title = f"{post.unit.scheme}:{post.unit.code}", private.keep(given.title)
    opened = events.PostOpened(unit, post.number, title, given.part_time, on.day)
    return Outcome([opened], {"number": post.number})


def end(on: On[Position]) -> events.PostEnded:
    """A post is no more; who was in charge leaves it."""
    return events.PostEnded(str(_open(on)), on.day)


def take(on: On[Position], given: Take) -> Outcome:
    """Somebody is in charge of a post from a day; who was before leaves it the same day."""
    post, day = _open(on), given.since or on.day
    person = Person.objects.filter(login=given.login, is_active=True).first() if given.login else None
    if given.login and person is None:
        raise Refused("no-such-login", field="login", login=given.login[:80])
    words = private.keep(given.name or (person.name if person else ""))
    if words is None:
        raise Refused("name-needed", field="name")
    before = post.holdings.filter(until=None).first()
    if day > on.day or (before and day < before.since):
        code = "day-to-come" if day > on.day else "before-the-last"
        raise Refused(code, field="since", day=day.isoformat())
    # The holdings that are counted cannot change meanwhile: their post is locked.
    last = post.holdings.order_by("-number").first()
    number = last.number + 1 if last else 1
    happened: list[events.Happening] = [events.PostLeft(str(before), day)] if before else []
    happened.append(events.PostTaken(str(post), number, words, person.ref if person else "", day))
    return Outcome(happened, lambda: {"record": post.holdings.get(number=number).pk})


def _open(on: On[Position]) -> Post:
    if on.subject.post.ended_on is not None:
        raise Refused("post-has-ended")
    return on.subject.post


def find_post(where: Where, act: Act, given: Any, lock: bool) -> Position:
    """A post of a unit; the next one, where the address names none."""
    unit = unit_named(where[0])
    if len(where) == 1:
        held(f"staff-post:{':'.join(where[0])}", lock)  # numbers are given one at a time
        last = Post.objects.filter(unit=unit).order_by("-number").first()
        post: Post | None = Post(unit=unit, number=last.number + 1 if last else 1)
    else:
        post = locked(Post.objects.select_related("unit").filter(unit=unit, number=where[1]), lock)
    if post is None:
        raise Refused("no-such-post", unit=":".join(where[0]), number=where[1])
    return Position(post.stream, post.sequence, {"unit": unit}, post)


OFFICE = (At("unit", HEADS),)
POSTS = Work(
    "post",
    table(Act(open_post, OFFICE, takes=NewPost), Act(take, OFFICE, takes=Take), Act(end, OFFICE)),
    find_post,
    where=("unit", "number"),
)


# assessments


@dataclass
class Record(Thing):
    """A person in a post; the post is locked."""

    holding: Holding


@dataclass(frozen=True, slots=True)
class Level:
    """The level of a competence."""

    competence: Annotated[str, Text(60)]
    level: Annotated[int, Whole(0, 100)]


@dataclass(frozen=True, slots=True)
class Levels:
    """A level for every competence of the framework adopted last above the unit."""

    levels: Annotated[tuple[Level, ...], Many(Level, 100)]


def rate_self(on: On[Record], given: Levels) -> events.StaffRated:
    """A person assesses himself."""
    if not _is_oneself(on):
        raise Refused("not-oneself")
    return _rated(on, "self", given)


def rate_superior(on: On[Record], given: Levels) -> events.StaffRated:
    """The head of the unit assesses a person."""
    return _rated(on, "superior", _of_another(on, given))


def rate_test(on: On[Record], given: Levels) -> events.StaffRated:
    """The training office enters the result of a test."""
    return _rated(on, "test", _of_another(on, given))


#: who assesses -> the act
SIDES = {"self": rate_self, "superior": rate_superior, "test": rate_test}


def _is_oneself(on: On[Record]) -> bool:
    person = on.subject.holding.person_id
    return person is not None and person == on.actor.person


def _of_another(on: On[Record], given: Levels) -> Levels:
    if _is_oneself(on):
        raise Refused("oneself")
    return given


def _rated(on: On[Record], kind: str, given: Levels) -> events.StaffRated:
    holding, framework = on.subject.holding, framework_for(on.subject.holding)
    text, levels = frameworks.thaw(framework.data), {one.competence: one.level for one in given.levels}
    if set(levels) != set(text.competences) or any(one > text.highest for one in levels.values()):
        raise Refused("levels-incomplete", most=text.highest)
    words = private.keep(json.dumps(dict(sorted(levels.items()))))
    return events.StaffRated(str(holding), str(framework), kind, words, on.day)


def framework_for(holding: Holding) -> Framework:
    """The framework adopted last by an authority above the unit. Raises Refused("no-framework")."""
    above = [int(key) for key in holding.post.unit.path.strip("/").split("/") if key]
    found = Framework.objects.filter(authority__in=above).last()
    if found is None:
        raise Refused("no-framework")
    return found


def _holding(key: Any) -> Holding:
    found = Holding.objects.select_related("post__unit").filter(pk=key).first()
    if found is None:
        raise Refused("no-such-record")
    return found


def find_record(where: Where, act: Act, given: Any, lock: bool) -> Record:
    """A person's record. Its post is locked, so that nobody ends it meanwhile."""
    holding = _holding(where[0])
    post = locked(Post.objects.select_related("unit").filter(pk=holding.post_id), lock)
    assert post is not None, "a post is never deleted"
    holding = _holding(where[0])
    return Record(post.stream, post.sequence, {"unit": post.unit}, holding)


RECORDS = Work(
    "record",
    table(
        Act(rate_self, takes=Levels),
        Act(rate_superior, (At("unit", (Role.HEAD,)),), takes=Levels),
        Act(rate_test, (At("unit", TRAINS),), takes=Levels),
    ),
    find_record,
    where=("record",),
)


# courses


@dataclass
class Lessons(Thing):
    """A course, locked with who takes part; a new one is not kept yet."""

    course: Course


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A course to plan, or to change."""

    authority: Annotated[UnitRef, UnitNamed()]
    title: Annotated[str, Text(300, least=1, code="programme-title-long", long="programme-title-long")]
    since: Annotated[date, Day()]
    until: Annotated[date, Day()]
    competences: Annotated[tuple[str, ...], Many(Text(60), 100)] = ()
    sessions: Annotated[int, Whole(1, 200, code="number-out-of-range")] = 1


@dataclass(frozen=True, slots=True)
class Enrol:
    """Who takes part, by the key of the record."""

    record: Annotated[int, KEY]


@dataclass(frozen=True, slots=True)
class Attend:
    """Sessions attended; passed: null while the result is not known."""

    record: Annotated[int, KEY]
    sessions: Annotated[int, Whole(0, 200)]
    passed: Annotated[bool | None, Flag()] = None


def plan(on: On[Lessons], given: NewCourse) -> Outcome:
    """Plan a course, or change one."""
    course = on.subject.course
    if (course.authority.scheme, course.authority.code) != given.authority:
        raise Refused("programme-slug", slug=course.slug)
    if given.until < given.since:
        raise Refused("programme-backwards", field="until")
    planned = events.CoursePlanned(
        course.slug,
        ":".join(given.authority),
        given.title,
        list(given.competences),
        given.since,
        given.until,
        given.sessions,
    )
    return Outcome([planned], {"slug": course.slug})


def enrol(on: On[Lessons], given: Enrol) -> events.CourseEnrolled:
    """Enrol a person in a course: the training office, or the head of the person's unit."""
    found = holding_seen(on.actor, given.record)
    if Attendance.objects.filter(course=on.subject.course, holding=found).exists():
        raise Refused("enrolled-before")
    if found.until is not None:
        raise Refused("has-left")
    return events.CourseEnrolled(on.subject.course.slug, str(found))


def attend(on: On[Lessons], given: Attend) -> list[events.Happening]:
    """Write down the sessions attended and, once known, the result. The training office."""
    course, found = on.subject.course, holding_seen(on.actor, given.record)
    if not Attendance.objects.filter(course=course, holding=found).exists():
        raise Refused("not-enrolled")
    if given.sessions > course.sessions:
        raise Refused("number-out-of-range", field="sessions", low=0, most=course.sessions)
    happened: list[events.Happening] = [events.CourseAttended(course.slug, str(found), given.sessions)]
    if given.passed is not None:
        words = private.keep("passed" if given.passed else "failed")
        happened.append(events.CourseResult(course.slug, str(found), words))
    return happened


def find_course(where: Where, act: Act, given: Any, lock: bool) -> Lessons:
    """A course, and the person to enrol; a new course for who plans one."""
    slug = str(where[0])
    course = locked(Course.objects.select_related("authority").filter(slug=slug), lock)
    if course is None and act.makes and given is not None:
        sound_slug(slug, 60)
        course = Course(slug=slug, authority=unit_named(given.authority))
    if course is None:
        raise Refused("no-such-course", slug=slug)
    units = {"authority": course.authority}
    if act.does is enrol and given is not None:
        units["person"] = _holding(given.record).post.unit
    return Lessons(course.stream, course.sequence, units, course)


TRAINING = (At("authority", TRAINS),)
COURSES = Work(
    "course",
    table(
        Act(plan, TRAINING, takes=NewCourse, makes="programme-slug-taken"),
        Act(enrol, (At("person", HEADS),), takes=Enrol),
        Act(attend, TRAINING, takes=Attend),
    ),
    find_course,
)
