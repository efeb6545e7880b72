"""The register: agencies, districts, communes, provinces and countries, each through time."""

from __future__ import annotations

from datetime import date

from django.db import models


class Unit(models.Model):
    """A unit under one scheme of codes. Its code, not its name, says which unit is meant."""

    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_fold = models.CharField(max_length=200, db_index=True)
    search = models.CharField(max_length=2000, db_index=True)  # bare names, former ones too, and the codes
    sort_key = models.CharField(max_length=1600, db_index=True)
    kind = models.CharField(max_length=40)
    tier = models.CharField(max_length=20)
    region = models.CharField(max_length=60, blank=True)
    path = models.CharField(max_length=200, db_index=True, blank=True)  # keys from the top: /1/5/17/
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)  # None: before anything the register knows
    valid_to = models.DateField(null=True)  # the last day; None: still valid
    org_code = models.CharField(max_length=35, blank=True, db_index=True)  # Decision 20/2020/QĐ-TTg
    gso_code = models.CharField(max_length=5, blank=True, db_index=True)  # of the statistics office
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.TextField()
    place = models.PositiveIntegerField(default=0)  # order in the register's file
    sequence = models.PositiveIntegerField(default=0)  # of its stream in the ledger; 0: only the file speaks
    changes = models.PositiveSmallIntegerField(default=0)  # how many rows of UnitPast it has

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="unit_once_per_scheme"),
            models.UniqueConstraint(
                fields=["org_code"],
                condition=models.Q(valid_to=None) & ~models.Q(org_code=""),
                name="org_code_of_one_standing_unit",
            ),
        ]
        ordering = ["scheme", "place"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code} {self.name_vi}"

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit existed on `day`, as far as the register knows."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def name(self, language: str) -> str:
        """What it is called; in Vietnamese where it has no other name."""
        return self.name_en if language == "en" and self.name_en else self.name_vi

    def as_facts(self) -> dict[str, str]:
        """Its names as facts: a sentence with the gap {unit} takes the one of its language."""
        return {"unit_vi": self.name_vi, "unit_en": self.name_en or self.name_vi}


class UnitPast(models.Model):
    """What a unit was called, and where it belonged, until a day. After the last one: as `Unit` says."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="pasts")
    until = models.DateField()  # the last day
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=200, blank=True)  # by which it became another

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="unit_past_once_a_day")]
        ordering = ["unit", "until"]


class UnitOperation(models.Model):
    """One decision carried out in the register, over all the units that it touched."""

    key = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=20)
    day = models.DateField()
    decision = models.CharField(max_length=200, blank=True)
    streams = models.JSONField()  # "scheme:code" of each unit touched, in order
    actor = models.CharField(max_length=60)
    office = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class UnitLink(models.Model):
    """One unit passes into another on a day: whole, in part, or by a new name or code."""

    class Kind(models.TextChoices):
        WHOLE = "whole"
        SPLIT = "split"
        SPLIT_DEFAULT = "split-default"  # the part to which the address goes when nothing more is known
        RENAMED = "renamed"

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_forward")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_back")
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    decision = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "date"], name="unit_link_once")
        ]


class UnitName(models.Model):
    """A name as some source prints it, decided by a person to mean one unit."""

    scheme = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="unit_name_once_per_scheme")]
