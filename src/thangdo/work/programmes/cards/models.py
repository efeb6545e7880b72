"""Which officers have read a card and answered its quiz rightly."""

from __future__ import annotations

from django.db import models

from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit


class Reading(models.Model):
    """An officer has read a card as it stood (`sha256`) and answered its quiz; by an office in a unit."""

    card = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "sha256", "person"], name="reading_once")]
        indexes = [models.Index(fields=["card", "unit"], name="reading_unit")]


EVENTS = ("card.confirmed",)
TABLES: tuple[type[models.Model], ...] = (Reading,)
