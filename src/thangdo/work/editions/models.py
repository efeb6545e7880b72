"""Editions as they are written and published: the text of a draft, and the frozen edition with its hash."""

from __future__ import annotations

from django.db import models

from thangdo.records.sealed import Sealed
from thangdo.records.units.models import Unit
from thangdo.work.editions.states import State


class EditionVersion(models.Model):
    """One version of one edition. Published, its text never changes again."""

    edition = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    title_vi = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    text = models.TextField()  # YAML, as its authors wrote it
    frozen = models.TextField(
        blank=True
    )  # once published: JSON in the edition's own order, as in a publication
    sha256 = models.CharField(max_length=64, blank=True)  # of `frozen`
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # whose edition it is
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    problems = models.PositiveIntegerField(default=0)  # found by the last check
    sequence = models.PositiveIntegerField(default=0)  # of its stream in the ledger
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "version"], name="edition_version_once")]
        ordering = ["edition", "-version"]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"edition:{self.edition}/{self.version}"

    def __str__(self) -> str:
        return f"{self.edition}, version {self.version}"

    def save(self, *args: object, **options: object) -> None:
        """Keep it; a published one only as it is."""
        if not self._state.adding:
            before = EditionVersion.objects.filter(pk=self.pk, state=State.PUBLISHED).first()
            if before and (before.text, before.sha256, before.frozen) != (
                self.text,
                self.sha256,
                self.frozen,
            ):
                raise Sealed(f"{self} is published and cannot be changed; write a new version.")
        super().save(*args, **options)  # type: ignore[arg-type]


class DraftText(models.Model):
    """A text that a draft had, kept for undoing and comparing. The ledger knows it by its hash only."""

    version = models.ForeignKey(EditionVersion, on_delete=models.CASCADE, related_name="texts")
    sequence = models.PositiveIntegerField()  # of the event that wrote it
    text = models.TextField()
    problems = models.PositiveIntegerField(default=0)
    restores = models.PositiveIntegerField(null=True)  # the sequence whose text it brought back
    by = models.CharField(max_length=60)  # person:12
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "sequence"], name="draft_text_once")]
        ordering = ["-sequence"]
