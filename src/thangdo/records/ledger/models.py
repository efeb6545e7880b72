"""The tables of the ledger. No foreign keys; the database itself refuses every change (guards.py)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from thangdo.records.sealed import SealedModel


class Event(SealedModel):
    """One thing that happened, linked by hash to the one before it in its stream."""

    stream = models.CharField(max_length=160)
    sequence = models.PositiveIntegerField()  # 1, 2, 3 … within the stream
    type = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    payload = models.JSONField()  # no personal data, no floats
    actor = models.CharField(max_length=60)  # person:12 or system:worker
    office = models.CharField(max_length=160, blank=True)  # the office held, as the room `people` writes it
    at = models.DateTimeField()
    key = models.CharField(max_length=100, blank=True)  # of the request, where it had one
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta(SealedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="event_once_in_stream")]
        indexes = [models.Index(fields=["type", "id"], name="event_of_type")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.stream} #{self.sequence} {self.type}"


class Receipt(SealedModel):
    """The answer that a request with an idempotency key got; the same request gets it again."""

    key = models.CharField(max_length=200, unique=True)  # scope and key
    request = models.CharField(max_length=64)  # SHA-256 of what was asked
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        pass


class Digest(SealedModel):
    """The heads of all streams on a day, signed, and linked to the digest before."""

    number = models.PositiveIntegerField(unique=True)
    content = models.TextField()  # canonical JSON, as signed
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)  # Ed25519, base64
    key_id = models.CharField(max_length=64)  # fingerprint of the public key
    through = models.BigIntegerField()  # the last event that it covers

    class Meta(SealedModel.Meta):
        ordering = ["number"]


class Private(models.Model):
    """A text that people typed. Events hold its reference and salted hash; it can be destroyed by rule."""

    ref = models.CharField(max_length=40, unique=True)
    salt = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_why = models.CharField(max_length=200, blank=True)


class PublicKey(SealedModel):
    """The public half of a signing key: it stays when the key is rotated, so that old signatures verify."""

    fingerprint = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=100)  # raw, base64
    since = models.DateTimeField()

    class Meta(SealedModel.Meta):
        ordering = ["since", "id"]


class ClockMark(models.Model):
    """The last moment at which the clock was found right, beside a count that nobody can set (clock.py)."""

    at = models.DateTimeField()
    uptime = models.FloatField()  # seconds for which the machine had run
    boot = models.CharField(max_length=40, blank=True)  # which run of which machine that was
    earlier = models.DurationField(default=timedelta(0))  # what a step forward that was let pass was about
