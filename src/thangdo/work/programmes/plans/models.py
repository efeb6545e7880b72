"""The improvement plan of each unit: for a criterion a responsible officer, a deadline, expected points."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit


class PlanLine(models.Model):
    """One criterion of a unit's plan after a campaign."""

    campaign = models.CharField(max_length=80)  # slug
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=60)
    officer = models.JSONField()  # reference to the words: post, or post and name
    deadline = models.DateField()
    points = models.CharField(max_length=40)  # expected, exact text
    done_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "node"], name="plan_line_once")]

    @property
    def stream(self) -> str:
        """The stream of the unit's plan in the ledger."""
        return f"improvement:{self.campaign}:{self.unit.scheme}:{self.unit.code}"

    def __str__(self) -> str:
        return f"{self.campaign}:{self.unit.scheme}:{self.unit.code}#{self.node}"


EVENTS = ("improvement.assigned", "improvement.done", "improvement.removed")
TABLES: tuple[type[models.Model], ...] = (PlanLine,)
