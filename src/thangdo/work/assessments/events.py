"""What can happen in a campaign and in a unit's part in it. Typed texts are references, never the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None  # a reference to a typed text, as records/ledger/private gives it
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CampaignPlanned(Happening):
    """A campaign was planned, or its plan was changed before dispatch."""

    TYPE: ClassVar[str] = "campaign.planned"
    plan: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignDispatched(Happening):
    """The units were asked. days: how the dates were counted."""

    TYPE: ClassVar[str] = "campaign.dispatched"
    units: int
    on: date
    return_by: date
    verify_by: date
    calendar: str
    edition: str
    edition_sha256: str
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class CampaignMoved(Happening):
    """Cancelled, window closed, concluded, reopened, revoked, reopened for correction."""

    TYPE: ClassVar[str] = "campaign.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class CampaignConcluded(CampaignMoved):
    """Concluded. results: SHA-256 of what the council concluded; only that is approved and published."""

    results: str = ""


@dataclass(frozen=True, slots=True)
class CampaignNotified(Happening):
    """The results were notified and the window for objections opened."""

    TYPE: ClassVar[str] = "campaign.notified"
    on: date
    until: date
    results: str  # SHA-256 of the results as notified


@dataclass(frozen=True, slots=True)
class CampaignApproved(Happening):
    """The head of the authority approved the council's result."""

    TYPE: ClassVar[str] = "campaign.approved"
    on: date
    decision: str


@dataclass(frozen=True, slots=True)
class CampaignPublished(Happening):
    """A sealed publication was made."""

    TYPE: ClassVar[str] = "campaign.published"
    on: date
    revision: int
    sha256: str
    manifest: str
    key_id: str


@dataclass(frozen=True, slots=True)
class SubmissionOpened(Happening):
    """A unit was asked: its criteria, those that the appraising office measures, those sampled."""

    TYPE: ClassVar[str] = "submission.opened"
    tier: str
    due: date
    asked: Sequence[str]
    measured: Sequence[str]
    sampled: Sequence[str]


@dataclass(frozen=True, slots=True)
class SubmissionMoved(Happening):
    """Signed off, taken back, finished, resumed, written off, let in, notified, agreed, settled …"""

    TYPE: ClassVar[str] = "submission.moved"
    act: str
    to: str
    on: date
    reason: Held = None


@dataclass(frozen=True, slots=True)
class SubmissionExtended(Happening):
    """The unit was given more time."""

    TYPE: ClassVar[str] = "submission.extended"
    due: date
    reason: Held


@dataclass(frozen=True, slots=True)
class AnswerGiven(Happening):
    """The unit answered a criterion: all of its values, whether it does not apply and why, a comment."""

    TYPE: ClassVar[str] = "answer.given"
    node: str
    values: Values
    status: str
    na_reason: Held = None
    comment: Held = None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceAdded(Happening):
    """A file or link was given for a criterion."""

    TYPE: ClassVar[str] = "evidence.added"
    number: int
    node: str
    kind: str
    sha256: str
    title: Held
    link: Held
    effective: date | None
    expires: date | None


@dataclass(frozen=True, slots=True)
class EvidenceUsed(Happening):
    """An evidence given before serves one criterion more, or no longer serves one."""

    TYPE: ClassVar[str] = "evidence.used"
    number: int
    node: str
    serves: bool


@dataclass(frozen=True, slots=True)
class EvidenceReviewed(Happening):
    """An appraiser has looked at an evidence."""

    TYPE: ClassVar[str] = "evidence.reviewed"
    number: int


@dataclass(frozen=True, slots=True)
class AnswerDecided(Happening):
    """Accepted, amended (with the values that count and why) or marked for the council."""

    TYPE: ClassVar[str] = "answer.decided"
    node: str
    decision: str
    values: Values | None = None
    reason: Held = None
    by_council: bool = False
    source: str = ""  # source:figure, where the values come from the system's own records


@dataclass(frozen=True, slots=True)
class AnswersAccepted(Happening):
    """Several answers were accepted at once."""

    TYPE: ClassVar[str] = "answers.accepted"
    nodes: Sequence[str]


@dataclass(frozen=True, slots=True)
class AnswerAsked(Happening):
    """The appraiser asks the unit for more."""

    TYPE: ClassVar[str] = "answer.asked"
    node: str
    question: Held


@dataclass(frozen=True, slots=True)
class DecisionUndone(Happening):
    """The appraiser took a decision back."""

    TYPE: ClassVar[str] = "decision.undone"
    node: str


@dataclass(frozen=True, slots=True)
class OpinionGiven(Happening):
    """A second appraiser decided on a sampled answer by himself."""

    TYPE: ClassVar[str] = "opinion.given"
    node: str
    decision: str
    values: Values | None


@dataclass(frozen=True, slots=True)
class ObservationsPut(Happening):
    """What was observed of the unit for one table of the edition."""

    TYPE: ClassVar[str] = "observations.put"
    table: str
    rows: Sequence[Mapping[str, str]]
    sha256: str


@dataclass(frozen=True, slots=True)
class AnswerObjected(Happening):
    """The unit objects to an amended answer."""

    TYPE: ClassVar[str] = "answer.objected"
    node: str
    text: Held


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn(Happening):
    """The unit took its objection back."""

    TYPE: ClassVar[str] = "objection.withdrawn"
    node: str


@dataclass(frozen=True, slots=True)
class ObjectionHeard(Happening):
    """The council decided on an objection."""

    TYPE: ClassVar[str] = "objection.heard"
    node: str
    upheld: bool
    values: Values | None
    reason: Held


@dataclass(frozen=True, slots=True)
class AnswerPutRight(Happening):
    """The council corrected a value, before approval or in a correction."""

    TYPE: ClassVar[str] = "answer.put-right"
    node: str
    values: Values
    reason: Held
