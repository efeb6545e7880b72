"""The tokens with which programs act for a person: only the hash of each is kept."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """One token. The text that opens the interface was shown once; here stands its SHA-256."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)  # what it is for, in the person's words
    sha256 = models.CharField(max_length=64, unique=True)
    roles = models.JSONField(null=True)  # of the holder's roles only these; None: all of them
    writes = models.BooleanField(default=False)  # False: reads only
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # to the minute

    class Meta:
        indexes = [models.Index(fields=["person", "expires_at"], name="token_of_person")]  # noqa: RUF012
        ordering = ["-id"]  # noqa: RUF012

    def __str__(self) -> str:
        return f"token {self.pk} of {self.person_id}"
