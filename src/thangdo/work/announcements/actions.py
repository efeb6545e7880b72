"""What an editor does with a notice, what a citizen sends, and how a named unit answers in public."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from thangdo.records import calendars
from thangdo.records.acts.declared import Act, At, Json, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Day, FileSent, Flag, Text, UnitNamed, Whole
from thangdo.records.acts.frame import do
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.events import EventView
from thangdo.records.ledger.private import keep
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.acting import LOCAL, Refused, system
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.work.announcements import events
from thangdo.work.announcements.models import Announcement, Reply
from thangdo.work.announcements.projection import apply
from thangdo.work.announcements.states import NEW, N, R

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LINK = r"https?://.*"
MOST_TEXT = 3000
MOST_WAITING = 500  # replies to one notice that nobody has looked at yet
EDITORS = (Role.PUBLISHER, Role.SECRETARY, Role.HEAD)
ANSWERERS = (Role.REPORTER, Role.HEAD)


@dataclass
class Notice:
    """A notice, and the reply that an act is about: the notice is locked, so its replies cannot change."""

    row: Announcement
    reply: Reply | None = None

    @property
    def stream(self) -> str:
        return self.row.stream

    def streams(self) -> Mapping[str, int]:
        return {self.row.stream: self.row.sequence}

    def states(self) -> Mapping[str, str]:
        notice = self.row.state if self.row.sequence else NEW
        return {"announcement": notice, **({"reply": self.reply.state} if self.reply else {})}

    def place(self, name: str) -> Unit | None:
        return self.row.unit if name == "unit" else self.reply.unit if self.reply else None

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            apply(self.row, event)

    def answer(self) -> Json:
        return {"sequence": self.row.sequence}


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as it is written. dated: the day it bears, where not that of its publication."""

    unit: Annotated[UnitRef, UnitNamed()]
    title: Annotated[str, Text(400, least=1)]
    body: Annotated[str, Text(50_000, lines=True)] = ""
    dated: Annotated[date | None, Day()] = None
    source_url: Annotated[str, Text(500, pattern=LINK, form="link-form")] = ""
    replies_open: Annotated[bool, Flag()] = True
    official: Annotated[bool, Flag()] = True
    views_before: Annotated[int, Whole(0, 1_000_000_000)] = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the editor has sent, and what it is called."""

    file: Annotated[str, FileSent()]
    title: Annotated[str, Text(300)] = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The reason, for those who ask later."""

    reason: Annotated[str, Text(500, least=5, code="reason-missing")]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a citizen writes, and a name, where one is given."""

    text: Annotated[str, Text(MOST_TEXT, 5, lines=True, code="reply-empty", long="reply-too-long")]
    name: Annotated[str, Text(80, long="reply-too-long")] = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """The unit that is to answer, and within how many working days."""

    unit: Annotated[UnitRef, UnitNamed()]
    days: Annotated[int, Whole(1, 60, code="limit-days")] = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What the unit answers in public."""

    text: Annotated[str, Text(10_000, least=5, lines=True, code="answer-empty")]


def write(on: On[Notice], draft: Draft) -> events.Written:
    """Begin a notice, or change its text."""
    row = on.subject.row
    if (row.unit.scheme, row.unit.code) != draft.unit:
        raise Refused("notice-of-another-unit", slug=row.slug)
    dated = draft.dated.isoformat() if draft.dated else ""
    return events.Written(
        ":".join(draft.unit),
        draft.title,
        draft.body,
        draft.source_url,
        draft.replies_open,
        draft.official,
        dated,
        draft.views_before,
    )


def attach(on: On[Notice], given: Attachment) -> events.Attached:
    """Put a file that the actor sent to a notice."""
    own = StoredFile.objects.filter(sha256=given.file, destroyed_at=None, given_names__actor=on.actor.ref)
    if not own.exists():
        raise Refused("no-such-file", sha256=given.file)
    number = on.subject.row.documents.count() + 1
    return events.Attached(number, given.file, given.title or given.file[:12])


def publish(on: On[Notice]) -> events.Moved:
    """Show the notice to everybody."""
    return events.Moved("publish", N.PUBLISHED, on.day)


def withdraw(on: On[Notice], why: Why) -> events.Moved:
    """Take it down; its address says that it was withdrawn."""
    return events.Moved("withdraw", N.WITHDRAWN, on.day, keep(why.reason))


def reply(on: On[Notice], given: Sent) -> Outcome:
    """A citizen replies. It is public only once an editor has shown it."""
    row = on.subject.row
    if row.state != N.PUBLISHED or not row.replies_open:
        raise Refused("replies-closed")
    # What is counted here cannot change meanwhile: the notice is locked.
    if row.replies.filter(state=R.WAITING).count() >= MOST_WAITING:
        raise Refused("too-many-waiting")
    number = row.replies.count() + 1
    for role in (Role.SECRETARY, Role.PUBLISHER):
        notify(
            ToOffice(row.unit_id, role),
            "announcements.reply",
            {"title_vi": row.title, "title_en": row.title},
            key=f"{row.stream}#{number}:{role}",
            now=on.at,
            link=f"/office/announcements/{row.slug}/",
            mail=False,
        )
    name = " ".join(given.name.split())
    return Outcome([events.ReplyReceived(number, keep(given.text), keep(name))], {"number": number})


def show(on: On[Notice]) -> events.ReplyModerated:
    """Let everybody read a reply."""
    return events.ReplyModerated(_number(on), "show", R.SHOWN)


def hide(on: On[Notice], why: Why) -> events.ReplyModerated:
    """Keep a reply from the public, with a reason. It stays in the record."""
    return events.ReplyModerated(_number(on), "hide", R.HIDDEN, keep(why.reason))


def ask(on: On[Notice], given: Ask) -> events.ReplyReferred:
    """Name the unit that is to answer within so many working days."""
    row, number = on.subject.row, _number(on)
    asked = unit_named(given.unit)
    if not asked.is_valid_on(on.day):
        raise Refused("no-such-unit", field="unit", unit=":".join(given.unit))
    due = add_working_days(calendars.current(), on.day, given.days).day
    for role in ANSWERERS:
        notify(
            ToOffice(asked.pk, role),
            "announcements.asked",
            {"title_vi": row.title, "title_en": row.title, "due": due.isoformat()},
            key=f"{row.stream}#{number}:{asked.pk}:{due}:{role}",
            now=on.at,
            link=f"/office/announcements/{row.slug}/",
        )
    return events.ReplyReferred(number, ":".join(given.unit), due, given.days)


def answer(on: On[Notice], given: Answer) -> events.ReplyAnswered:
    """Answer in public, in the name of the unit asked (or of the unit that gave notice)."""
    asked, row = on.subject.place("asked"), on.subject.row
    by_asked = asked is not None and on.actor.office_for(asked, *ANSWERERS) is not None
    unit = asked if by_asked and asked else row.unit
    return events.ReplyAnswered(_number(on), f"{unit.scheme}:{unit.code}", keep(given.text), on.day)


def _number(on: On[Notice]) -> int:
    assert on.subject.reply is not None, "the address names a reply"
    return on.subject.reply.number


EDITOR = (At("unit", EDITORS),)
ASKED = (At("asked", ANSWERERS), At("unit", (*ANSWERERS, *EDITORS[:2])))
UP = {"announcement": (N.PUBLISHED,)}
LEFT = {**UP, "reply": (R.WAITING, R.SHOWN)}
ACTS = table(
    Act(write, EDITOR, {"announcement": (NEW, N.DRAFT, N.PUBLISHED)}, Draft, "must", "address-taken"),
    Act(attach, EDITOR, {"announcement": (N.DRAFT, N.PUBLISHED)}, Attachment),
    Act(publish, EDITOR, {"announcement": (N.DRAFT, N.WITHDRAWN)}, seen="must"),
    Act(withdraw, EDITOR, UP, Why, seen="must"),
    Act(show, EDITOR, {**UP, "reply": (R.WAITING, R.HIDDEN)}),
    Act(hide, EDITOR, LEFT, Why),
    Act(ask, EDITOR, LEFT, Ask),
    Act(answer, ASKED, LEFT, Answer),
    Act(reply, takes=Sent),
)


def find(where: Where, act: Act, given: Any, lock: bool) -> Notice:
    """The notice of an address and the reply of a number; a new notice for who writes one."""
    slug = str(where[0])
    rows = Announcement.objects.select_related("unit").filter(slug=slug)
    row = locked(rows, lock)
    if row is None and act.makes and isinstance(given, Draft):
        Text(80, least=1, pattern=SLUG, code="address-form", long="address-form", form="address-form").check(
            slug
        )
        return Notice(Announcement(slug=slug, unit=unit_named(given.unit)))
    if row is None:
        raise Refused("no-such-notice", slug=slug)
    if len(where) == 1:
        return Notice(row)
    found = row.replies.select_related("unit").filter(number=where[1]).first()
    if found is None:
        raise Refused("no-such-reply", number=where[1])
    return Notice(row, found)


NOTICES = Work("announcement", ACTS, find, where=("slug", "number"))


def receive(slug: str, text: str, name: str, now: datetime) -> int:
    """A citizen's reply; its number. The same text under the same name on the same day is one reply.

    Raises Refused (no-such-notice, replies-closed, reply-empty, reply-too-long, too-many-waiting).
    """
    day = now.astimezone(LOCAL).date()
    key = hashlib.sha256(f"{slug}\0{day}\0{text.strip()}\0{name.strip()}".encode()).hexdigest()[:40]
    done = do(NOTICES, reply, system("citizen", now, key=key), (slug,), Sent(text, name))
    return int(done["number"])
