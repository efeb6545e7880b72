"""Accounts made together, and the codes by which those who have never been here come in, as hashes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Brought(models.Model):
    """Accounts and offices made in one act, so that it can be undone as one."""

    key = models.CharField(max_length=32, unique=True)
    people = models.JSONField()  # keys of the accounts made
    offices = models.JSONField()  # keys of the offices given
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"brought {self.key}"


class Invitation(models.Model):
    """A code with which a person who has not come yet chooses a password; it works once."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="invitations")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # used, or replaced by a newer one

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"
