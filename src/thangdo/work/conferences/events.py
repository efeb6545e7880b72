"""What can happen in a conference. Typed texts are references to the text, never the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None  # a reference to a typed text, as records/ledger/private gives it


@dataclass(frozen=True, slots=True)
class ConferencePlanned(Happening):
    """A conference was planned, or its plan was changed. video: a reference to the meeting's settings."""

    TYPE: ClassVar[str] = "conference.planned"
    plan: Mapping[str, Any]
    video: Held = None


@dataclass(frozen=True, slots=True)
class ConferenceMoved(Happening):
    """Opened, closed, called off, concluded. present, sites: what the roll call said when it was opened."""

    TYPE: ClassVar[str] = "conference.moved"
    act: str
    to: str
    reason: Held = None
    present: int | None = None
    sites: int | None = None


@dataclass(frozen=True, slots=True)
class ConferenceChaired(Happening):
    """Somebody took the chair. person: the account, where there is one; office and name are references."""

    TYPE: ClassVar[str] = "conference.chaired"
    person: str
    office: Held
    name: Held = None


@dataclass(frozen=True, slots=True)
class ConferenceSigned(Happening):
    """The chair signed the minutes or the conclusions. sha256: of the text that was signed."""

    TYPE: ClassVar[str] = "conference.signed"
    paper: str  # minutes | conclusions
    on: date
    number: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SiteInvited(Happening):
    """A unit is a site of the conference, or no longer (struck)."""

    TYPE: ClassVar[str] = "site.invited"
    unit: str
    struck: bool = False


@dataclass(frozen=True, slots=True)
class SiteDescribed(Happening):
    """Room, connection and technical contact of a site."""

    TYPE: ClassVar[str] = "site.described"
    unit: str
    room: Held
    connection: str
    contact: Held


@dataclass(frozen=True, slots=True)
class SiteChecked(Happening):
    """The trial before the conference: did the site answer, picture, sound, delay in milliseconds."""

    TYPE: ClassVar[str] = "site.checked"
    unit: str
    answered: bool
    picture: bool
    sound: bool
    delay_ms: int | None
    note: Held = None


@dataclass(frozen=True, slots=True)
class SiteAttended(Happening):
    """A site joined the meeting or left it. at: when, as the source knows it; events may come late."""

    TYPE: ClassVar[str] = "site.attended"
    unit: str
    when: datetime
    what: str  # joined | left
    source: str


@dataclass(frozen=True, slots=True)
class SiteCalled(Happening):
    """The roll call said that a site is present, absent or excused. people: how many sit there."""

    TYPE: ClassVar[str] = "site.called"
    unit: str
    roll: str
    people: int | None


@dataclass(frozen=True, slots=True)
class PresentListed(Happening):
    """Somebody present, by office; instead: the office for which he or she stands in. Blank: struck."""

    TYPE: ClassVar[str] = "present.listed"
    number: int
    unit: str  # of the site; "" for the main hall
    office: Held
    name: Held
    instead: Held = None


@dataclass(frozen=True, slots=True)
class GuestInvited(Happening):
    """An office was invited; a blank one: struck."""

    TYPE: ClassVar[str] = "guest.invited"
    number: int
    office: Held


@dataclass(frozen=True, slots=True)
class GuestMarked(Happening):
    """An invited office came or did not; None: not known."""

    TYPE: ClassVar[str] = "guest.marked"
    number: int
    came: bool | None


@dataclass(frozen=True, slots=True)
class AgendaPut(Happening):
    """An item of the agenda with its papers; a blank title: struck. minutes: planned, 0 for not stated."""

    TYPE: ClassVar[str] = "agenda.put"
    number: int
    place: int
    title: Held
    presenter: Held
    minutes: int
    papers: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class AgendaRan(Happening):
    """An item of the agenda was begun or ended."""

    TYPE: ClassVar[str] = "agenda.ran"
    number: int
    act: str  # start | stop


@dataclass(frozen=True, slots=True)
class SpeakingAsked(Happening):
    """A site asks to speak."""

    TYPE: ClassVar[str] = "speaking.asked"
    number: int
    unit: str
    subject: Held


@dataclass(frozen=True, slots=True)
class SpeakingMoved(Happening):
    """The floor was given, somebody has spoken, a request was withdrawn or declined."""

    TYPE: ClassVar[str] = "speaking.moved"
    number: int
    to: str


@dataclass(frozen=True, slots=True)
class SpeakersOrdered(Happening):
    """The order of those who wait."""

    TYPE: ClassVar[str] = "speakers.ordered"
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class RemarkTaken(Happening):
    """A difficulty, practice or proposal was taken down or put right. unit "": not known whose."""

    TYPE: ClassVar[str] = "remark.taken"
    number: int
    kind: str
    unit: str
    field: str
    text: Held


@dataclass(frozen=True, slots=True)
class RemarkAttached(Happening):
    """A remark belongs to a criterion, a procedure or a unit; "" takes it off."""

    TYPE: ClassVar[str] = "remark.attached"
    number: int
    to: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerAskedOf(Happening):
    """A unit is asked to answer a remark within working days."""

    TYPE: ClassVar[str] = "remark.asked"
    number: int
    unit: str
    days: int
    due: date
    calendar: str


@dataclass(frozen=True, slots=True)
class RemarkAnswered(Happening):
    """The unit answered."""

    TYPE: ClassVar[str] = "remark.answered"
    number: int
    text: Held
    late: bool


@dataclass(frozen=True, slots=True)
class AnswerPublished(Happening):
    """A remark with its answer can be read by everybody, or no longer."""

    TYPE: ClassVar[str] = "remark.published"
    number: int
    published: bool


@dataclass(frozen=True, slots=True)
class MinuteWritten(Happening):
    """A line of the minutes; a blank one: struck. code: its name in the source, where it has one."""

    TYPE: ClassVar[str] = "minute.written"
    number: int
    kind: str
    text: Held
    directive: bool
    code: str = ""


EVERY: tuple[type[Happening], ...] = (
    ConferencePlanned,
    ConferenceMoved,
    ConferenceChaired,
    ConferenceSigned,
    SiteInvited,
    SiteDescribed,
    SiteChecked,
    SiteAttended,
    SiteCalled,
    PresentListed,
    GuestInvited,
    GuestMarked,
    AgendaPut,
    AgendaRan,
    SpeakingAsked,
    SpeakingMoved,
    SpeakersOrdered,
    RemarkTaken,
    RemarkAttached,
    AnswerAskedOf,
    RemarkAnswered,
    AnswerPublished,
    MinuteWritten,
)
