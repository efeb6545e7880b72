"""Programmes as they stand now: a projection of the events."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit
from thangdo.work.programmes import states
from thangdo.work.programmes.templates import UNKNOWN, Template, thawed


class Programme(models.Model):
    """Many like things done unit by unit, from a template that it keeps as it was."""

    slug = models.CharField(max_length=46, unique=True)
    kind = models.CharField(max_length=40)
    template = models.JSONField()
    template_sha256 = models.CharField(max_length=64)
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    directive = models.CharField(max_length=80, blank=True)  # slug of the order that it carries out
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    leading = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(null=True)
    due = models.DateField(null=True)  # None: not stated
    stated_units = models.PositiveIntegerField(null=True)  # how many the order names
    known = models.BooleanField(default=True)  # false: nothing is public of what came of it
    official = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    state = models.CharField(max_length=20, default=states.Programme.RUNNING)
    ended_on = models.DateField(null=True)
    reason = models.JSONField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"programme:{self.slug}"

    @property
    def form(self) -> Template:
        """Its template, as it was when the programme began."""
        return thawed(self.template_sha256, self.template)

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" and self.title_en else self.title_vi

    def says(self, status: str, reached: int) -> str:
        """A unit's status; UNKNOWN where nothing is public and nothing was recorded since."""
        return status if self.known or reached else UNKNOWN

    def __str__(self) -> str:
        return self.slug


class Part(models.Model):
    """A unit's part. `unit`: as it was asked; `carrier`: who carries it now."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    passed_on = models.DateField(null=True)
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=states.Part.ACTIVE)
    status = models.CharField(max_length=40)  # of the template
    reached = models.PositiveSmallIntegerField(default=0)  # milestones
    done_on = models.DateField(null=True)  # the day of its last milestone, once all are reached
    due = models.DateField(null=True)
    values = models.JSONField(default=dict)  # field -> text, or a reference to people's words
    planned = models.DecimalField(max_digits=18, decimal_places=0, null=True)  # đồng
    spent = models.DecimalField(max_digits=18, decimal_places=0, null=True)
    reason = models.JSONField(null=True)
    added_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "unit"], name="part_once")]
        indexes = [
            models.Index(fields=["programme", "state", "status"], name="part_status"),
            models.Index(fields=["carrier", "state"], name="part_carrier"),
        ]

    @property
    def says(self) -> str:
        """Its status, or UNKNOWN."""
        return self.programme.says(self.status, self.reached)

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"programme-unit:{self.programme.slug}:{self.unit.scheme}:{self.unit.code}"

    def __str__(self) -> str:
        return f"{self.programme_id}, {self.unit_id}"


class Reached(models.Model):
    """A milestone that a unit has reached, with its proof and who has checked it."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="milestones")
    milestone = models.CharField(max_length=40)
    day = models.DateField()
    proof = models.JSONField()
    by = models.CharField(max_length=60)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=60, blank=True)
    checked_office = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "milestone"], name="reached_once")]


class Count(models.Model):
    """A figure of a unit on a day."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="counts")
    figure = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField()
    frozen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "figure", "day"], name="count_once_a_day")]
        ordering = ["day"]


class Member(models.Model):
    """Somebody in a task force: the post; the name stands apart and is seen by few."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="members")
    number = models.PositiveIntegerField()
    post = models.JSONField()
    name = models.JSONField(null=True)
    leads = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="member_once")]
        ordering = ["-leads", "number"]


from thangdo.work.programmes.assets.models import Asset as Asset  # noqa: E402 (Django finds models here)
from thangdo.work.programmes.assets.models import Inventory as Inventory  # noqa: E402
from thangdo.work.programmes.assets.models import RoadmapLine as RoadmapLine  # noqa: E402
from thangdo.work.programmes.cards.models import Reading as Reading  # noqa: E402
from thangdo.work.programmes.conduct.models import Acknowledgement as Acknowledgement  # noqa: E402
from thangdo.work.programmes.conduct.models import Code as Code  # noqa: E402
from thangdo.work.programmes.conduct.models import Inspection as Inspection  # noqa: E402
from thangdo.work.programmes.plans.models import PlanLine as PlanLine  # noqa: E402
from thangdo.work.programmes.staff.models import Attendance as Attendance  # noqa: E402
from thangdo.work.programmes.staff.models import Course as Course  # noqa: E402
from thangdo.work.programmes.staff.models import Framework as Framework  # noqa: E402
from thangdo.work.programmes.staff.models import Holding as Holding  # noqa: E402
from thangdo.work.programmes.staff.models import Post as Post  # noqa: E402
from thangdo.work.programmes.staff.models import Rating as Rating  # noqa: E402
