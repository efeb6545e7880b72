"""What is known of each stored file; the bytes lie in the store under their hash."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """What the scan for malicious software has said."""

    PENDING = "pending"  # waits for the scan
    CLEAN = "clean"
    INFECTED = "infected"  # never served
    UNSCANNED = "unscanned"  # no scanner is set up


class StoredFile(models.Model):
    """One content, however often it was given. The row outlives the bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()  # bytes
    type = models.CharField(max_length=100)  # as found in the bytes: application/pdf
    ending = models.CharField(max_length=8)  # pdf
    state = models.CharField(max_length=12, choices=State.choices)
    finding = models.CharField(max_length=200, blank=True)  # what the scanner called it
    stored_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="stored_file_by_state")]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"file:{self.sha256}"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.ending}"


class GivenName(models.Model):
    """Under which name somebody gave a file. People's words: here, and in no event."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="given_names")
    name = models.CharField(max_length=160)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "name", "actor"], name="given_name_once_by_actor")
        ]
        ordering = ["id"]
