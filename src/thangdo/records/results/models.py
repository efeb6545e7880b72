"""What has been published: results of assessments and index series. Rows are added, never edited."""

from __future__ import annotations

from django.db import models

from thangdo.records.jsontext import OrderedJSONField
from thangdo.records.sealed import SealedModel
from thangdo.records.units.models import Unit


class EditionSnapshot(SealedModel):
    """An edition as it was when a result was computed with it."""

    edition = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    official = models.BooleanField()
    status = models.CharField(max_length=20)
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    data = OrderedJSONField()
    stored_at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "version", "sha256"], name="edition_snapshot_once")
        ]


class Assessment(SealedModel):
    """One version of the result of one assessment; the latest one counts."""

    slug = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    edition = models.ForeignKey(EditionSnapshot, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # published | reconstruction | computed | imported
    section = models.CharField(max_length=20)  # conference | named | method
    place = models.PositiveIntegerField(default=0)  # order on pages
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    date = models.DateField(null=True)  # the day it was published
    period = models.CharField(max_length=60, blank=True)
    publisher_vi = models.CharField(max_length=300, blank=True)
    publisher_en = models.CharField(max_length=300, blank=True)
    source = models.TextField(blank=True)
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    follows = models.CharField(max_length=80, blank=True)  # the assessment of the period before
    engine = models.CharField(max_length=40)
    inputs_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["slug", "revision"], name="assessment_revision_once")]

    def __str__(self) -> str:
        return f"{self.slug}, version {self.revision}"


class UnitResult(SealedModel):
    """What one unit got in one assessment, or in one facet of it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    code = models.CharField(max_length=60)  # the unit's code, as in addresses of pages
    facet = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField()  # order in which the units were given
    tier = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)  # as it was at the time
    name_fold = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    score = models.CharField(max_length=60, blank=True)  # exact, as text
    score_sort = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    maximum = models.CharField(max_length=60, blank=True)
    considered = models.CharField(max_length=130, blank=True)  # 90/100: points considered, of a scaled score
    level = models.CharField(max_length=20, blank=True)
    band = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=60, blank=True)
    peer_group = models.CharField(max_length=60, blank=True)
    rank = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    tied = models.BooleanField(default=False)
    label = models.CharField(max_length=20, blank=True)
    reason = OrderedJSONField(null=True)  # why there is no level or rank, as data
    nodes = OrderedJSONField()  # node -> [score as text or null, status]
    explanation = OrderedJSONField()

    class Meta(SealedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code", "facet"], name="unit_result_once")
        ]
        indexes = [models.Index(fields=["unit", "facet"], name="unit_result_of_unit")]


class IndexSeries(SealedModel):
    """One version of a published index as imported: who publishes it, on which scale, by which editions."""

    slug = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    place = models.PositiveIntegerField(default=0)
    data = OrderedJSONField()  # titles, publisher, scale, editions, the page in plain words
    stored_at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["slug", "revision"], name="series_revision_once")]

    def __str__(self) -> str:
        return f"{self.slug}, version {self.revision}"


class SeriesPoint(SealedModel):
    """One statement of one source about one unit: a value, a rank, both, or why there is none.

    A refused statement has no number: what was printed stands in `printed`, the reason in `reason`.
    """

    class Statement(models.TextChoices):
        PUBLISHED = "published"
        DERIVED = "derived"
        CENSORED = "censored"
        REFUSED = "refused"

    series = models.ForeignKey(IndexSeries, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="series_points")
    place = models.PositiveIntegerField()
    edition = models.CharField(max_length=60)
    period = models.CharField(max_length=20)  # 2018, 2025-08 or 2025-11-30
    component = models.CharField(max_length=60, blank=True)  # "" is the index itself
    aggregate = models.CharField(max_length=60, blank=True)  # e.g. the mean of the provinces
    name_printed = models.CharField(max_length=200)
    statement = models.CharField(max_length=20, choices=Statement.choices)
    value = models.CharField(max_length=60, blank=True)
    value_sort = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    printed = models.CharField(max_length=120, blank=True)
    rank = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    rank_note = models.CharField(max_length=200, blank=True)  # what was printed beside the rank
    peer_group = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=60, blank=True)
    change = models.CharField(max_length=60, blank=True)
    reason = OrderedJSONField(null=True)  # of a refusal: {"code": …, "facts": {…}}
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.TextField()

    class Meta(SealedModel.Meta):
        indexes = [models.Index(fields=["unit", "series"], name="series_point_of_unit")]
