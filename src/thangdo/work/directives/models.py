"""Directives as they stand now: a projection of the events (projection.py)."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit
from thangdo.work.directives import states


class Directive(models.Model):
    """One order: its sentence and source, to whom, by when, which head answers for it."""

    slug = models.CharField(max_length=46, unique=True)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    quote = models.TextField(blank=True)
    source_title = models.CharField(max_length=400, blank=True)
    source_number = models.CharField(max_length=100, blank=True)
    source_date = models.DateField(null=True)
    source_url = models.CharField(max_length=500, blank=True)
    conference = models.CharField(max_length=80, blank=True)  # slug of the conference that it comes from
    place = models.CharField(max_length=200, blank=True)  # where in the source
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # who issues it
    leading = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    cooperating = models.ManyToManyField(Unit, related_name="+")
    head = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # post: its HEAD
    product = models.TextField(blank=True)
    due_kind = models.CharField(max_length=20, default=states.DueKind.NONE)
    due = models.DateField(null=True)  # as stated or counted
    due_days = models.PositiveIntegerField(null=True)  # working days after the day of issue
    urgency = models.CharField(max_length=20, default=states.Urgency.NORMAL)
    moves = models.JSONField(default=list)  # criteria and measures that it should move
    scope = models.JSONField(default=dict)  # the rule (scope.py)
    stated_count = models.PositiveIntegerField(null=True)  # how many units its sentence names
    scope_decision = models.JSONField(null=True)  # why it was issued although the register gives another
    condition = models.JSONField(null=True)  # over data (conditions.py)
    known = models.BooleanField(default=True)  # false: nothing is known of what came of it
    official = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=states.Directive.DRAFT)
    issued_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    by_data = models.BooleanField(default=False)  # a condition closed it
    units = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=1200, blank=True)  # title, number and source without marks
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="directive_state")]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"directive:{self.slug}"

    def name(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" and self.title_en else self.title

    def __str__(self) -> str:
        return self.slug


class Assignment(models.Model):
    """One unit's part of a directive. `unit`: as it was issued; `carrier`: who carries it now."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    passed_on = models.DateField(null=True)  # the last day on which it passed to another unit
    state = models.CharField(max_length=20, default=states.Assignment.ISSUED)
    known = models.BooleanField(default=True)
    due = models.DateField(null=True)  # the working day on which it falls due
    progress = models.PositiveSmallIntegerField(default=0)  # 0 to 100
    report = models.JSONField(null=True)  # reference to the text of the last report
    reason = models.JSONField(null=True)  # why it was given back, closed or withdrawn
    again = models.CharField(max_length=20, blank=True)  # states.Again
    reopened = models.PositiveSmallIntegerField(default=0)  # how often after it was done
    level = models.PositiveSmallIntegerField(default=0)  # how far it was escalated
    asked = models.BooleanField(default=False)  # a request for more time waits
    extended = models.BooleanField(default=False)
    by_data = models.BooleanField(default=False)  # a condition closed it
    figures = models.JSONField(null=True)  # with which it was closed or reopened
    issued_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    reported_on = models.DateField(null=True)  # as done
    done_on = models.DateField(null=True)  # the day of the report that was accepted, or of the data
    settled = models.BooleanField(default=False)  # closed with the work done, not for another reason
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "unit"], name="assignment_once")]
        indexes = [
            models.Index(fields=["state", "due"], name="assignment_state"),
            models.Index(fields=["carrier", "state"], name="assignment_carrier"),
            models.Index(fields=["changed_at"], name="assignment_changed"),
        ]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"assignment:{self.directive.slug}:{self.unit.scheme}:{self.unit.code}"

    def __str__(self) -> str:
        return f"{self.directive_id}, {self.unit_id}"


class Evidence(models.Model):
    """A file or a link that a unit gave as evidence."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()  # within the assignment
    kind = models.CharField(max_length=10)  # file | link
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.JSONField(null=True)  # references to texts
    link = models.JSONField(null=True)
    given_on = models.DateField()
    given_by = models.CharField(max_length=60)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="proof_once")]
        ordering = ["number"]


class Extension(models.Model):
    """A request for more time, and what was decided."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default=states.Extension.ASKED)
    due_before = models.DateField(null=True)
    due_asked = models.DateField()
    due_given = models.DateField(null=True)
    reason = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="extension_once")]
        ordering = ["number"]


class Passing(models.Model):
    """From which day another unit carries an assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="passings")
    before = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "before", "to"], name="passing_once")]
        ordering = ["on", "id"]


class Figure(models.Model):
    """An imported figure of a unit: the number as it was written, with its day."""

    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "unit", "day"], name="figure_once_a_day")]
