"""The forms of what is answered about ICT staff: posts, records, courses; no name outside a record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from ninja import Schema

from thangdo.faces.api.schemas.campaigns import Text
from thangdo.faces.api.schemas.views import Ref, TextOrNull, View, at, each


class StaffPostOut(View):
    """A post in charge of ICT. record: of who holds it, null for who may not read it. No name stands here."""

    within: ClassVar = ("post",)
    unit: Ref
    number: int
    title: str
    part_time: bool
    filled: bool
    record: int | None = at("holding.pk")


class StaffCompetenceOut(View):
    """A competence of a person. counts, gap: null where nobody has assessed it."""

    competence: str = at("code")
    title: Text
    needed: int
    sides: dict[str, int]
    counts: int | None
    gap: int | None


class StaffLineOut(View):
    """A course of a person. result: passed, failed, or null while it is not known."""

    course: str = at("course.slug")
    attended: int
    result: TextOrNull


class StaffRecordOut(View):
    """A person's record, for the person, the head of the unit and the training office."""

    within: ClassVar = ("holding", "holding.post")
    record: int = at("holding.pk")
    unit: Ref
    post: int = at("holding.post.number")
    title: str
    name: str
    since: date
    until: date | None
    framework: str | None = at("framework.framework")
    competences: list[StaffCompetenceOut]
    courses: list[StaffLineOut]


class StaffCourseOut(View):
    """A course, and which competences it teaches."""

    within: ClassVar = ("course",)
    slug: str
    authority: Ref
    title: str
    competences: list[str]
    since: date
    until: date
    sessions: int
    sequence: int


class StaffThereOut(View):
    """Somebody in a course, whose record the reader may read."""

    within: ClassVar = ("row",)
    record: int = at("row.holding_id")
    unit: Ref = at("row.holding.post.unit")
    attended: int
    result: TextOrNull


class StaffCourseShownOut(StaffCourseOut):
    """A course with those in it, as far as the reader may read their records."""

    people: list[StaffThereOut]


class StaffNeedOut(View):
    """A competence that a unit needs since these criteria are weak, and the courses to come that teach it."""

    competence: str = at("code")
    title: Text
    criteria: list[str]
    courses: Annotated[list[str], each("slug")]


class StaffTakenOut(Schema):
    """Somebody is in charge: the key of the record."""

    record: int
