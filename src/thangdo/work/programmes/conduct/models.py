"""Codes of conduct of each unit with their versions, who has acknowledged them, and inspections."""

from __future__ import annotations

from django.db import models

from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit


class Code(models.Model):
    """A unit's code of conduct in one version; the one in force is the last that has begun."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    number = models.CharField(max_length=100, blank=True)  # of the decision
    text = models.JSONField()  # reference to the words
    since = models.DateField()
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "version"], name="conduct_code_once")]
        ordering = ["unit__sort_key", "-version"]

    def __str__(self) -> str:
        return f"{self.unit.scheme}:{self.unit.code}/{self.version}"


class Acknowledgement(models.Model):
    """An officer of the unit has read a version."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "person"], name="acknowledged_once")]


class Inspection(models.Model):
    """An inspection of a unit. One that is not announced is hidden from the unit until it was held."""

    number = models.PositiveIntegerField(unique=True)
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    announced = models.BooleanField()
    day = models.DateField()  # planned for, then held on
    state = models.CharField(max_length=10, default="planned")  # planned | held | closed | cancelled
    findings = models.JSONField(null=True)  # reference to the words
    remedy_by = models.DateField(null=True)
    outcome = models.JSONField(null=True)  # reference to the words
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-number"]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"inspection:{self.number}"

    def __str__(self) -> str:
        return f"inspection:{self.number}"


EVENTS = ("conduct.issued", "conduct.acknowledged", "inspection.planned", "inspection.moved")
TABLES: tuple[type[models.Model], ...] = (Acknowledgement, Code, Inspection)
