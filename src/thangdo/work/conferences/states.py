"""The states of a conference, of a request to speak and of a remark, and the allowed moves, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

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

Where = Literal["authority", "chair", "site", "asked"]
P, O, C, D = Conference.PLANNED, Conference.OPEN, Conference.CLOSED, Conference.CONCLUDED  # noqa: E741
DESK = (Role.SECRETARY, Role.HEAD)
SITE = (Role.REPORTER, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: by whom, where the office is held, in which states of the conference.

    where "site" is also open to the secretary; "chair" to the person in the chair, or to any head of the
    authority while nobody is named.
    """

    roles: tuple[str, ...]
    where: Where
    conference: tuple[Conference, ...]


ACTS: dict[str, Act] = {
    # before
    "plan-conference": Act(DESK, "authority", (P,)),
    "cancel-conference": Act(DESK, "authority", (P,)),
    "invite-site": Act(DESK, "authority", (P, O)),
    "strike-site": Act(DESK, "authority", (P,)),
    "invite-guest": Act(DESK, "authority", (P, O)),
    "put-agenda": Act(DESK, "authority", (P, O)),
    "describe-site": Act(SITE, "site", (P, O)),
    "check-site": Act(SITE, "site", (P, O)),
    # during
    "open-conference": Act(DESK, "authority", (P,)),
    "call-roll": Act(SITE, "site", (P, O)),
    "list-present": Act(SITE, "site", (P, O)),
    "mark-guest": Act(DESK, "authority", (P, O)),
    "attend": Act(DESK, "authority", (P, O, C)),
    "run-agenda": Act(DESK, "authority", (O,)),
    "ask-to-speak": Act(SITE, "site", (O,)),
    "give-floor": Act(DESK, "authority", (O,)),
    "order-speakers": Act(DESK, "authority", (O,)),
    "withdraw-request": Act(SITE, "site", (O,)),
    "take-chair": Act((Role.HEAD,), "authority", (P, O, C)),
    "take-remark": Act(DESK, "authority", (O, C)),
    "write-minute": Act(DESK, "authority", (O, C)),
    "close-conference": Act(DESK, "authority", (O,)),
    # after
    "attach-remark": Act(DESK, "authority", (O, C, D)),
    "ask-answer": Act(DESK, "authority", (O, C, D)),
    "answer-remark": Act(SITE, "asked", (O, C, D)),
    "publish-answer": Act(DESK, "authority", (C, D)),
    "sign-minutes": Act((Role.HEAD,), "chair", (C, D)),
    "sign-conclusions": Act((Role.HEAD,), "chair", (C,)),
}
