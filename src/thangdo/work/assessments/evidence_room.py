"""How many bytes of evidence a unit may give in one campaign: each file counts once, links count nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from thangdo.records.files.models import StoredFile
from thangdo.records.people.acting import Refused
from thangdo.work.assessments.models import Evidence, Submission

MB = 1_000_000
WARN = 80  # percent: from here on the unit and the administrator are told


@dataclass(frozen=True, slots=True)
class Room:
    """What is taken of the room, and the whole of it, in bytes."""

    used: int
    most: int

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)

    @property
    def percent(self) -> int:
        """How much is taken, rounded down."""
        return min(self.used * 100 // self.most, 100) if self.most else 100

    @property
    def is_scarce(self) -> bool:
        """Whether one is to be told."""
        return self.percent >= WARN

    def full(self) -> Refused:
        """What is said to whoever would give more."""
        return Refused("evidence-room", most=f"{self.most // MB} MB", used=f"{-(-self.used // MB)} MB")


def most() -> int:
    """The whole room of a unit in a campaign, in bytes."""
    return int(settings.MAX_UNIT_MB) * MB


def room(part: Submission) -> Room:
    """The room of a unit's part as it stands."""
    rows = Evidence.objects.filter(submission=part).exclude(sha256="")
    return room_of(set(rows.values_list("sha256", flat=True)))


def room_of(hashes: Collection[str]) -> Room:
    """The room when these files are given."""
    found = StoredFile.objects.filter(sha256__in=hashes).aggregate(bytes=Sum("size"))
    return Room(int(found["bytes"] or 0), most())
