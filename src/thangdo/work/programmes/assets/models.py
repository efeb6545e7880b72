"""The inventory of ICT equipment, imports with every row kept, and the roadmap by year."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit


class Inventory(models.Model):
    """One file that was imported: what was read, and the rows that could not be taken, with their reasons."""

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)  # of the file
    rows = models.JSONField()  # reference to the rows taken, as they stood
    problems = models.JSONField(null=True)  # reference to the rows not taken, with why
    taken = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    day = models.DateField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"inventory:{self.number}"


class Asset(models.Model):
    """Things of one kind and year in a unit, known by the unit's own tag."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=1)
    year = models.PositiveIntegerField()  # of purchase
    state = models.CharField(max_length=12)  # good | worn | broken | gone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "tag"], name="asset_once")]
        indexes = [models.Index(fields=["kind", "state"], name="asset_kind")]
        ordering = ["unit__sort_key", "kind", "tag"]


class RoadmapLine(models.Model):
    """What is to be bought for a unit in a year: count, cost in đồng, source of funds."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=18, decimal_places=0)
    funds = models.CharField(max_length=12)
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="roadmap_once")]
        ordering = ["year", "unit__sort_key", "number"]


EVENTS = ("inventory.imported", "roadmap.planned", "roadmap.removed")
TABLES: tuple[type[models.Model], ...] = (RoadmapLine, Asset, Inventory)
