"""The tables of notices, of the outbox, of the timetable's last runs and of the workers alive."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thangdo.records.jsontext import OrderedJSONField
from thangdo.records.people.models import Person, Role
from thangdo.records.units.models import Unit


class Notice(models.Model):
    """Something that a person, or whoever holds an office, should know or do. A face makes its words."""

    key = models.CharField(max_length=200, unique=True)  # the same occasion gives the same key
    code = models.CharField(max_length=80)
    facts = OrderedJSONField(default=dict)  # plain data, no personal data
    link = models.CharField(max_length=300, blank=True)  # the page, from the root: /office/…
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="notices")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="notices")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_has_one_addressee",
                condition=Q(person__isnull=False, unit=None, role="")
                | (Q(person=None, unit__isnull=False) & ~Q(role="")),
            )
        ]
        indexes = [models.Index(fields=["unit", "role", "done_at"], name="notice_of_office")]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"


class State(models.TextChoices):
    """Where an e-mail is."""

    PENDING = "pending"
    SENDING = "sending"  # handed to the mail server just now; after a crash nobody knows whether it arrived
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"  # may have arrived; never sent again by itself


class Outbox(models.Model):
    """An e-mail to one person about one notice."""

    key = models.CharField(max_length=220, unique=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mails")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)  # a code, never the server's words: they name people

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Run(models.Model):
    """The last run of one job of the timetable."""

    name = models.CharField(max_length=80, unique=True)
    slot = models.DateTimeField()  # the moment at which it was due
    worker = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=1)
    error = models.CharField(max_length=80, blank=True)  # the kind of exception, never its words

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class Alive(models.Model):
    """A worker that runs: it says so every few seconds, so that others may finish what it leaves behind."""

    worker = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
