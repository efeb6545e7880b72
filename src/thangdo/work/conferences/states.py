"""The states of a conference, of a request to speak and of a remark. What may be done: `acts.ACTS`."""

from __future__ import annotations

from enum import StrEnum

from thangdo.records.people.models import Role


class Conference(StrEnum):
    """A conference (hội nghị)."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"  # over; the minutes are being finished
    CONCLUDED = "concluded"  # the conclusions are signed
    CANCELLED = "cancelled"


class Roll(StrEnum):
    """What the roll call by a person says of a site; UNCALLED: only the video speaks."""

    UNCALLED = ""
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class Speaking(StrEnum):
    """A request to speak."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Remark(StrEnum):
    """What a remark is: an obstacle, a practice, a proposal."""

    OBSTACLE = "obstacle"
    PRACTICE = "practice"
    PROPOSAL = "proposal"


class Line(StrEnum):
    """What a line of the minutes is."""

    NOTE = "note"
    RESULT = "result"  # results as presented
    CONCLUSION = "conclusion"


#: the fields in which remarks are filed; each has its words in library/words/conferences.yaml
FIELDS = ("land", "staff", "infrastructure", "one-stop", "procedures", "justice", "construction", "other")
CONNECTIONS = ("fixed", "internet", "mobile", "in-room")
ATTACHABLE = ("criterion", "unit", "procedure")

DESK = (Role.SECRETARY, Role.HEAD)
SITE = (Role.REPORTER, Role.HEAD)
