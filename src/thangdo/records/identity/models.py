"""The identity as it stands now: one row, a projection of the events; none as long as nobody has said it."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit

STREAM = "identity:house"
ONLY = 1  # the key of the row


class Identity(models.Model):
    """Whose installation this is. arms: base64 of a picture that was made clean (`pictures.clean`)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    body_vi = models.CharField(max_length=200, blank=True)
    body_en = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    hotline = models.CharField(max_length=40, blank=True)
    languages = models.CharField(max_length=12, default="both")
    accent = models.CharField(max_length=7, blank=True)
    links = models.TextField(blank=True)
    appraising = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    first = models.CharField(max_length=400, blank=True)
    examples = models.BooleanField(default=True)
    arms = models.TextField(blank=True)
    arms_kind = models.CharField(max_length=4, blank=True)  # png, jpg or svg
    arms_sha256 = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name_vi
