"""The register: agencies, districts, communes, provinces and countries, each through time."""

from __future__ import annotations

from django.db import models


class Unit(models.Model):
    """A unit under one scheme of codes. Its code, not its name, says which unit is meant."""

    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_fold = models.CharField(max_length=200, db_index=True)
    search = models.CharField(max_length=460, db_index=True)  # bare names in both languages, and the code
    sort_key = models.CharField(max_length=1600, db_index=True)
    kind = models.CharField(max_length=40)
    tier = models.CharField(max_length=20)
    region = models.CharField(max_length=60, blank=True)
    path = models.CharField(
        max_length=200, db_index=True, blank=True
    )  # keys from the top to itself: /1/5/17/
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)  # None: before anything the register knows
    valid_to = models.DateField(null=True)  # the last day; None: still valid
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.TextField()
    place = models.PositiveIntegerField(default=0)  # order in the register's file

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="unit_once_per_scheme")]
        ordering = ["scheme", "place"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code} {self.name_vi}"


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
