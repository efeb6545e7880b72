"""The conference as tables: what the events of its stream have made of it (projection.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from thangdo.records.units.models import Unit
from thangdo.work.conferences import states


class Conference(models.Model):
    """A conference of an authority. Texts that people typed are references (records/ledger/private)."""

    slug = models.CharField(max_length=80, unique=True)
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place_vi = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    starts = models.DateTimeField(null=True)  # None: the hour is not known
    ends = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=states.Conference.PLANNED.value)
    quorum = models.PositiveIntegerField(default=0)  # percent of the sites; 0: none is asked
    campaign = models.CharField(max_length=80, blank=True)  # whose results are presented
    assessment = models.CharField(max_length=80, blank=True)  # or a published assessment
    source = models.JSONField(default=dict)  # title, date, url: of a conference known from a publication
    imported = models.CharField(max_length=64, blank=True)  # SHA-256 of the library's file
    video_kind = models.CharField(max_length=20, default="link")
    video = models.JSONField(null=True)
    chair = models.CharField(max_length=60, blank=True)  # person:12
    chair_office = models.JSONField(null=True)
    chair_name = models.JSONField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    opened_present = models.PositiveIntegerField(null=True)
    opened_sites = models.PositiveIntegerField(null=True)
    minutes_signed = models.DateField(null=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    conclusions_signed = models.DateField(null=True)
    conclusions_number = models.CharField(max_length=60, blank=True)
    conclusions_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.JSONField(null=True)  # why it was called off, or opened without a quorum
    numbers = models.JSONField(default=dict)  # kind of thing -> the last number given
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"conference:{self.slug}"

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" and self.title_en else self.title_vi

    def __str__(self) -> str:
        return self.slug


class Site(models.Model):
    """A site (điểm cầu): a unit at the screen."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sites")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    room = models.JSONField(null=True)
    connection = models.CharField(max_length=20, blank=True)
    contact = models.JSONField(null=True)
    checked_at = models.DateTimeField(null=True)
    answered = models.BooleanField(null=True)
    picture = models.BooleanField(null=True)
    sound = models.BooleanField(null=True)
    delay_ms = models.PositiveIntegerField(null=True)
    check_note = models.JSONField(null=True)
    roll = models.CharField(max_length=20, blank=True)
    people = models.PositiveIntegerField(null=True)
    joined = models.BooleanField(default=False)  # what the latest of its attendance events says
    last_at = models.DateTimeField(null=True)  # when that was; None: the video has never seen the site
    first_joined = models.DateTimeField(null=True)
    drops = models.PositiveIntegerField(default=0)  # times that it left

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "unit"], name="conference_site_once")]
        ordering = ["unit__tier", "unit__sort_key", "unit__place"]

    @property
    def ref(self) -> str:
        """How events name its unit. The unit must be there."""
        return f"{self.unit.scheme}:{self.unit.code}"

    @property
    def here(self) -> bool:
        """Whether it counts as present: a person's "absent" first, then the video, then the roll call."""
        if self.roll in (states.Roll.ABSENT, states.Roll.EXCUSED):
            return False
        return self.joined if self.last_at is not None else self.roll == states.Roll.PRESENT

    @property
    def dropped(self) -> bool:
        """Whether it was there and is away now."""
        return self.first_joined is not None and not self.joined

    @property
    def never(self) -> bool:
        """Whether neither the video nor the roll call has ever seen it."""
        return self.first_joined is None and self.roll != states.Roll.PRESENT


class Attendance(models.Model):
    """One attendance event of a site, in whatever order they came."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="attendance")
    at = models.DateTimeField()
    what = models.CharField(max_length=10)  # joined | left
    source = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "at", "what"], name="attendance_once")]
        ordering = ["at", "what"]


class Numbered(models.Model):
    """What is numbered within a conference."""

    number = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField(default=0)  # of the last event that touched it
    changed_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Present(Numbered):
    """Somebody present, by office."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="present")
    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="present")
    office = models.JSONField()
    name = models.JSONField(null=True)
    instead = models.JSONField(null=True)  # the office for which the person stands in

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="present_once")]
        ordering = ["number"]


class Guest(Numbered):
    """An office that is invited."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="guests")
    office = models.JSONField()
    came = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="guest_once")]
        ordering = ["number"]


class AgendaItem(Numbered):
    """An item of the agenda. papers: [{"kind": campaign | assessment | file, "ref": …, "title": …}]."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="agenda")
    place = models.PositiveIntegerField()
    title = models.JSONField()
    presenter = models.JSONField(null=True)
    minutes = models.PositiveIntegerField(default=0)
    papers = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="agenda_once")]
        ordering = ["place", "number"]

    def ran(self, now: datetime) -> int:
        """Seconds that it has run until `now`; 0 before it began."""
        if self.started_at is None:
            return 0
        return max(0, int(((self.stopped_at or now) - self.started_at).total_seconds()))


class Speaking(Numbered):
    """A request to speak."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="speakers")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="speakers")
    place = models.PositiveIntegerField()
    subject = models.JSONField(null=True)
    state = models.CharField(max_length=20, default=states.Speaking.WAITING.value)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="speaking_once")]
        ordering = ["place", "number"]


class Remark(Numbered):
    """A difficulty, practice or proposal, with the answer of the unit that was asked."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # None: not known
    field = models.CharField(max_length=30)
    text = models.JSONField()
    criterion = models.CharField(max_length=80, blank=True)  # edition node, as typed: A1
    procedure = models.CharField(max_length=80, blank=True)  # code of an administrative procedure
    about = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(null=True)
    days = models.PositiveIntegerField(default=0)
    due = models.DateField(null=True)
    answer = models.JSONField(null=True)
    answered_on = models.DateField(null=True)
    late = models.BooleanField(default=False)
    published = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="remark_once")]
        ordering = ["number"]


class Minute(Numbered):
    """A line of the minutes. code: its name in the source from which it was taken over."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="minutes")
    kind = models.CharField(max_length=20, default=states.Line.NOTE.value)
    text = models.JSONField()
    directive = models.BooleanField(default=False)
    code = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="minute_once")]
        ordering = ["number"]
