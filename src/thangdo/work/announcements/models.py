"""Public notices and the replies to them as they stand now: a projection of the events."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit


class Announcement(models.Model):
    """A public notice of a unit. dated: the day it bears where that is not the day it was put up here."""

    slug = models.SlugField(max_length=80, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    replies_open = models.BooleanField(default=True)
    official = models.BooleanField(default=True)  # false: a sample, said on its page
    dated = models.DateField(null=True)
    views_before = models.PositiveIntegerField(default=0)  # as the source gave them
    state = models.CharField(max_length=12, default="draft")
    published_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-published_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The stream of its events."""
        return f"announcement:{self.slug}"


class Document(models.Model):
    """A document put to a notice: a file by its hash."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="documents")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("announcement", "number"), name="document_once"),)

    def __str__(self) -> str:
        return self.title


class Reply(models.Model):
    """What a citizen wrote, by references to texts that can be destroyed; and the answer of a named unit."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="replies")
    number = models.PositiveIntegerField()
    text = models.JSONField()
    name = models.JSONField(null=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    reason = models.JSONField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    answer = models.JSONField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("announcement", "number"), name="reply_once"),)

    def __str__(self) -> str:
        return f"{self.announcement_id}#{self.number}"


class Views(models.Model):
    """How often a notice was opened here: a bare count, of nobody in particular. Not part of the ledger."""

    announcement = models.OneToOneField(Announcement, models.CASCADE, primary_key=True, related_name="views")
    count = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.count)
