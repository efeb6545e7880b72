"""The campaign as tables: what the events of its streams have made of it (projection.py)."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit
from thangdo.work.assessments import states
from thangdo.work.editions.models import EditionVersion


class Campaign(models.Model):
    """One edition, a period, a set of units, a timetable."""

    slug = models.CharField(max_length=80, unique=True)
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    edition = models.ForeignKey(EditionVersion, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+"
    )  # who approves: the province
    appraising = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # the appraising office
    tiers = models.JSONField(default=list)
    period_from = models.DateField()
    period_to = models.DateField()
    state = models.CharField(max_length=20, default=states.Campaign.DRAFT)
    follows = models.CharField(max_length=80, blank=True)  # the assessment of the period before
    return_days = models.PositiveIntegerField(default=15)  # working days
    verify_days = models.PositiveIntegerField(default=120)  # calendar days after the day of return
    objection_days = models.PositiveIntegerField(default=10)  # working days
    sample_percent = models.PositiveIntegerField(default=5)  # answers that two appraisers look at
    calendar = models.CharField(max_length=120, blank=True)  # the version with which days were counted
    dispatched_on = models.DateField(null=True)
    return_by = models.DateField(null=True)
    verify_by = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    objection_until = models.DateField(null=True)
    concluded_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    approval = models.CharField(max_length=100, blank=True)  # number of the decision
    published_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)  # publications so far
    correction = models.JSONField(null=True)  # why it was reopened: a reference to the text
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    @property
    def stream(self) -> str:
        """Its stream in the ledger; those of its units begin with it."""
        return f"campaign:{self.slug}"

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" and self.title_en else self.title_vi

    def __str__(self) -> str:
        return self.slug


#: a part that was signed off and not taken back: only then its answers are the unit's word. What never was is
#: no result: it counts nowhere (`scoring`), and nobody outside the unit reads it (`queries/drafts.py`)
SIGNED = models.Q(returned_on__isnull=False)


class Submission(models.Model):
    """A unit's part in a campaign. The counts follow the answers, so that the board reads no answer."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=states.Submission.OPEN)
    due = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    returned_on = models.DateField(null=True)
    late = models.BooleanField(default=False)  # returned after the day that was due
    asked = models.PositiveIntegerField(default=0)  # criteria asked of the unit
    answered = models.PositiveIntegerField(default=0)
    measured = models.PositiveIntegerField(default=0)  # criteria that the appraising office measures
    with_evidence = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    amended = models.PositiveIntegerField(default=0)
    council = models.PositiveIntegerField(default=0)
    objections = models.PositiveIntegerField(default=0)  # not yet heard
    sequence = models.PositiveIntegerField(default=0)
    signal_sequence = models.PositiveIntegerField(default=0)  # of the last event that signals may show
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="submission_once")]
        indexes = [models.Index(fields=["campaign", "state"], name="submission_state")]

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"{self.campaign.stream}/unit:{self.unit.scheme}:{self.unit.code}"

    @property
    def is_signed(self) -> bool:
        """Whether it was signed off and not taken back (`SIGNED`)."""
        return self.returned_on is not None

    def __str__(self) -> str:
        return f"{self.campaign_id}, {self.unit_id}"


class Answer(models.Model):
    """What a unit said to one criterion, and what became of it. Values are text as typed, by input."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    node = models.CharField(max_length=60)  # the criterion
    place = models.PositiveIntegerField()
    measured = models.BooleanField(default=False)  # asked of the appraising office, not of the unit
    sampled = models.BooleanField(default=False)  # a second appraiser looks at it
    declared = models.JSONField(default=dict)  # input -> text
    status = models.CharField(max_length=20, default=states.Declared.BLANK)
    na_reason = models.JSONField(null=True)  # references to texts (records/ledger/private)
    comment = models.JSONField(null=True)
    evidence = models.PositiveIntegerField(default=0)
    decision = models.CharField(max_length=20, default=states.Decision.PENDING)
    decided = models.JSONField(null=True)  # input -> text, where amended
    reason = models.JSONField(null=True)
    question = models.JSONField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)  # person:12
    by_council = models.BooleanField(default=False)
    objection = models.CharField(max_length=20, default=states.Objection.NONE)
    objection_text = models.JSONField(null=True)
    outcome = models.JSONField(null=True)  # why the council decided so
    sequence = models.PositiveIntegerField(default=0)  # of the last event that touched it
    changed_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField(null=True)

    blind = False  # no column: whether a reader was kept from what was decided (queries/blind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "node"], name="answer_once")]
        ordering = ["place"]

    @property
    def final(self) -> dict[str, str]:
        """The values that count."""
        return self.declared if self.decided is None else self.decided


class Evidence(models.Model):
    """A file or a link that a unit gave, once for all the criteria which it serves."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidences")
    number = models.PositiveIntegerField()  # within the submission
    kind = models.CharField(max_length=10)  # file | link
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.JSONField()  # reference to the text: a file's name, or what the link shows
    link = models.JSONField(null=True)  # reference to the address
    effective = models.DateField(null=True)
    expires = models.DateField(null=True)
    reviewer = models.CharField(max_length=60, blank=True)  # person:12, who has looked at it
    reviewed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="evidence_once")]


class EvidenceUse(models.Model):
    """An evidence serves an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="uses")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "evidence"], name="evidence_use_once")]


class Opinion(models.Model):
    """A second appraiser's own decision on a sampled answer; it changes nothing but the statistics."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="opinions")
    by = models.CharField(max_length=60)
    decision = models.CharField(max_length=20)
    values = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "by"], name="opinion_once")]


class Observation(models.Model):
    """What was observed of one unit for one table of the edition: rows of text by column."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="observations")
    table = models.CharField(max_length=60)
    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "table"], name="observation_once")]


class Publication(models.Model):
    """One sealed publication of a campaign; its file lies by its hash in the data folder."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="publications")
    revision = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    sha256 = models.CharField(max_length=64)
    manifest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    units = models.PositiveIntegerField()
    reason = models.JSONField(null=True)  # of a correction
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "revision"], name="publication_once")]
