"""Posts of ICT staff, who is in charge of them, competences, assessments, courses. Persons stand apart.

A `Holding` is a person's record: it is seen by the person, the head of the unit and the training office.
"""

from __future__ import annotations

from django.db import models

from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit


class Framework(models.Model):
    """A competence framework as it was adopted: frozen text with its hash."""

    slug = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "sha256"], name="framework_once")]
        ordering = ["adopted_on", "id"]

    def __str__(self) -> str:
        return f"{self.slug}-{self.version}-{self.sha256[:12]}"


class Post(models.Model):
    """A post in charge of ICT in a unit; it stays when the person goes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.JSONField()  # reference to the words
    part_time = models.BooleanField(default=False)  # beside other work
    opened_on = models.DateField()
    ended_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="post_once")]
        ordering = ["unit__sort_key", "number"]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"staff-post:{self.unit.scheme}:{self.unit.code}:{self.number}"

    def __str__(self) -> str:
        return f"{self.unit.scheme}:{self.unit.code}:{self.number}"


class Holding(models.Model):
    """Who was in charge of a post, from when until when: personal data, seen by few."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    number = models.PositiveIntegerField()
    name = models.JSONField(null=True)  # reference to the words
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="holding_once")]

    def __str__(self) -> str:
        return f"{self.post}/{self.number}"


class Rating(models.Model):
    """An assessment of a person by one side; the levels are kept as words are, outside the ledger."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="ratings")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # self | superior | test
    levels = models.JSONField()  # reference to {competence: level}
    on = models.DateField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holding", "framework", "kind"], name="rating_once_a_side")
        ]


class Course(models.Model):
    """A course, and which competences it teaches."""

    slug = models.CharField(max_length=60, unique=True)
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    competences = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    sessions = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["since", "slug"]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"course:{self.slug}"

    def __str__(self) -> str:
        return self.slug


class Attendance(models.Model):
    """A person in a course: sessions attended, and the result (kept as words are)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="attendances")
    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="attendances")
    attended = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)  # reference to "passed" or "failed"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "holding"], name="course_attendance_once")]


EVENTS = (
    "competence.adopted",
    "post.opened",
    "post.ended",
    "post.taken",
    "post.left",
    "staff.rated",
    "course.planned",
    "course.enrolled",
    "course.attended",
    "course.result",
)
TABLES: tuple[type[models.Model], ...] = (Attendance, Rating, Holding, Post, Course, Framework)
