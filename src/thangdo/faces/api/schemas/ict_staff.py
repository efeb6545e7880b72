"""The forms of what is answered about ICT staff: posts, records, courses; no name outside a record."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.directives import ref
from thangdo.work.programmes.staff.models import Course
from thangdo.work.programmes.staff.queries import Need, PostView, Record


class StaffPostOut(Schema):
    """A post in charge of ICT. record: of who holds it, null for who may not read it. No name stands here."""

    unit: str
    number: int
    title: str
    part_time: bool
    filled: bool
    record: int | None

    @classmethod
    def of(cls, one: PostView) -> StaffPostOut:
        """From what was read."""
        return cls(
            unit=ref(one.post.unit),
            number=one.post.number,
            title=one.title,
            part_time=one.post.part_time,
            filled=one.filled,
            record=one.holding.pk if one.holding else None,
        )


class StaffCompetenceOut(Schema):
    """A competence of a person. counts, gap: null where nobody has assessed it."""

    competence: str
    title: Text
    needed: int
    sides: dict[str, int]
    counts: int | None
    gap: int | None


class StaffLineOut(Schema):
    """A course of a person. result: passed, failed, or null while it is not known."""

    course: str
    attended: int
    result: str | None


class StaffRecordOut(Schema):
    """A person's record, for the person, the head of the unit and the training office."""

    record: int
    unit: str
    post: int
    title: str
    name: str
    since: date
    until: date | None
    framework: str | None
    competences: list[StaffCompetenceOut]
    courses: list[StaffLineOut]

    @classmethod
    def of(cls, one: Record) -> StaffRecordOut:
        """From what was read."""
        held = one.holding
        return cls(
            record=held.pk,
            unit=ref(held.post.unit),
            post=held.post.number,
            title=one.title,
            name=one.name,
            since=held.since,
            until=held.until,
            framework=one.framework.framework if one.framework else None,
            competences=[
                StaffCompetenceOut(
                    competence=each.code,
                    title=Text(vi=each.title.vi, en=each.title.en),
                    needed=each.needed,
                    sides=dict(each.sides),
                    counts=each.counts,
                    gap=each.gap,
                )
                for each in one.competences
            ],
            courses=[
                StaffLineOut(course=each.course.slug, attended=each.attended, result=each.result or None)
                for each in one.courses
            ],
        )


class StaffCourseOut(Schema):
    """A course, and which competences it teaches."""

    slug: str
    authority: str
    title: str
    competences: list[str]
    since: date
    until: date
    sessions: int
    sequence: int

    @classmethod
    def of(cls, one: Course) -> StaffCourseOut:
        """From a row."""
        plain = {name: getattr(one, name) for name in cls.model_fields if name != "authority"}
        return cls(**plain, authority=ref(one.authority))


class StaffThereOut(Schema):
    """Somebody in a course, whose record the reader may read."""

    record: int
    unit: str
    attended: int
    result: str | None


class StaffCourseShownOut(StaffCourseOut):
    """A course with those in it, as far as the reader may read their records."""

    people: list[StaffThereOut]


class StaffNeedOut(Schema):
    """A competence that a unit needs since these criteria are weak, and the courses to come that teach it."""

    competence: str
    title: Text
    criteria: list[str]
    courses: list[str]

    @classmethod
    def of(cls, one: Need) -> StaffNeedOut:
        """From what was read."""
        return cls(
            competence=one.code,
            title=Text(vi=one.title.vi, en=one.title.en),
            criteria=list(one.criteria),
            courses=[each.slug for each in one.courses],
        )


class StaffTakenOut(Schema):
    """Somebody is in charge: the key of the record."""

    record: int
