"""Reading notices: what everybody sees, what an editor moderates, what a unit has been asked to answer."""

from __future__ import annotations

import datetime as time
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from thangdo.records.acts.frame import open_acts
from thangdo.records.ledger.private import texts
from thangdo.records.optional import if_possible
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.people.stories import Told, by_ref, story
from thangdo.records.units.models import Unit
from thangdo.work.announcements.actions import ACTS, ANSWERERS, EDITORS, NOTICES, Draft, Notice
from thangdo.work.announcements.models import Announcement, Reply, Views

OVERSEE = (*EDITORS, Role.OBSERVER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A published notice in the list that everybody sees. unit: its Vietnamese name."""

    slug: str
    date: time.date | None  # its column bears the same name
    published: time.date | None
    title: str
    unit: str
    views: int


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the office's list. unit: scheme:code. waiting: replies for the reader to moderate."""

    slug: str
    title: str
    unit: str
    unit_name: str
    state: str
    published: date | None
    waiting: int
    sequence: int
    unit_name_en: str = ""


@dataclass(frozen=True, slots=True)
class NoticeDocument:
    """A document put to a notice: a file by its hash."""

    number: int
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NoticeReply:
    """A reply with its texts. unit: that is to answer, scheme:code. can: the acts open to the reader."""

    number: int
    text: str
    name: str
    received_at: datetime
    state: str
    reason: str
    unit: str
    unit_name: str
    due: date | None
    answer: str
    answered_on: date | None
    answered_by: str
    can: tuple[str, ...] = ()
    unit_name_en: str = ""
    answered_by_en: str = ""

    @property
    def received_on(self) -> date:
        """The local day on which it came."""
        return self.received_at.astimezone(LOCAL).date()

    def is_late(self, day: date) -> bool:
        """Whether the limit for the answer has passed without one."""
        return self.due is not None and self.answered_on is None and day > self.due


@dataclass(frozen=True, slots=True)
class NoticeWhole:
    """A notice as somebody of the office sees it, its replies in order, the acts open to the reader."""

    slug: str
    title: str
    unit: str
    unit_name: str
    state: str
    body: str
    source_url: str
    dated: date | None
    published: date | None
    replies_open: bool
    official: bool
    views_before: int
    views: int
    sequence: int
    documents: tuple[NoticeDocument, ...]
    replies: tuple[NoticeReply, ...]
    can: tuple[str, ...]  # the acts open to the reader
    unit_name_en: str = ""


def draft_of(row: Announcement) -> Draft:
    """A notice as it was written: what a change begins from."""
    return Draft(
        unit=(row.unit.scheme, row.unit.code),
        title=row.title,
        body=row.body,
        dated=row.dated,
        source_url=row.source_url,
        replies_open=row.replies_open,
        official=row.official,
        views_before=row.views_before,
    )


def published() -> QuerySet[Announcement]:
    """What everybody sees, the latest first."""
    return Announcement.objects.filter(state="published").select_related("unit", "views")


def published_lines() -> list[PublicNotice]:
    """The same as plain values, for files."""
    return [
        PublicNotice(row.slug, row.dated, row.published_on, row.title, row.unit.name_vi, views_of(row))
        for row in published()
    ]


def public_one(slug: str) -> Announcement | None:
    """A notice at its public address; withdrawn ones too (the page says so), drafts never."""
    rows = Announcement.objects.exclude(state="draft").select_related("unit", "views")
    return rows.prefetch_related("documents").filter(slug=slug).first()


def public_replies(row: Announcement) -> list[NoticeReply]:
    """The replies that an editor has shown, in their order."""
    return _replies(list(row.replies.filter(state="shown").select_related("unit", "answered_by")))


def count_view(row: Announcement) -> None:
    """One more reader, of whom nothing is kept; not counted where nothing can be written."""

    def count() -> None:
        if not Views.objects.filter(pk=row.pk).update(count=F("count") + 1):
            Views.objects.get_or_create(announcement=row, defaults={"count": 1})

    if_possible(count)


def views_of(row: Announcement) -> int:
    """How often it was read: here, and where it came from."""
    own = getattr(row, "views", None)
    return row.views_before + (own.count if own else 0)


def seen(actor: Actor) -> QuerySet[Announcement]:
    """The notices that the actor oversees, and those with a reply that a unit of his is to answer."""
    asked = Reply.objects.filter(actor.scope(*ANSWERERS)).values("announcement")
    rows = Announcement.objects.select_related("unit", "views")
    return rows.filter(actor.scope(*OVERSEE) | Q(pk__in=asked)).order_by("-changed_at", "-pk")


def lines(actor: Actor, text: str = "", most: int = 500) -> list[NoticeLine]:
    """The same as plain values, those whose title holds every word of `text`."""
    rows, counts = seen(actor), waiting(actor)
    for word in text.split():
        rows = rows.filter(title__icontains=word)
    return [
        NoticeLine(
            row.slug,
            row.title,
            _ref(row.unit),
            row.unit.name_vi,
            row.state,
            row.published_on,
            counts.get(row.slug, 0),
            row.sequence,
            row.unit.name_en,
        )
        for row in rows[:most]
    ]


def one(actor: Actor, slug: str) -> NoticeWhole:
    """A notice as the actor sees it: all replies for an editor, else those that his unit is to answer."""
    row = seen(actor).prefetch_related("documents").filter(slug=slug).first()
    if row is None:
        raise Refused("no-such-notice", slug=slug)
    rows = row.replies.select_related("unit", "answered_by")
    if actor.office_for(row.unit, *OVERSEE) is None:
        rows = rows.filter(actor.scope(*ANSWERERS))
    replies = list(rows)
    open_now = [open_acts(NOTICES, actor, Notice(row, reply)) for reply in replies]
    on_reply = {name for name, act in ACTS.items() if "reply" in act.when}
    own = open_acts(NOTICES, actor, Notice(row)) - {"reply"}
    return NoticeWhole(
        row.slug,
        row.title,
        _ref(row.unit),
        row.unit.name_vi,
        row.state,
        row.body,
        row.source_url,
        row.dated,
        row.published_on,
        row.replies_open,
        row.official,
        row.views_before,
        views_of(row),
        row.sequence,
        tuple(NoticeDocument(put.number, put.title, put.sha256) for put in row.documents.all()),
        tuple(_replies(replies, [tuple(sorted(names & on_reply)) for names in open_now])),
        tuple(sorted(own)),
        row.unit.name_en,
    )


def owed(actor: Actor) -> list[Reply]:
    """The replies that a unit of the actor was named to answer and has not."""
    rows = Reply.objects.filter(actor.scope(*ANSWERERS), answered_on=None, announcement__state="published")
    return list(rows.exclude(state="hidden").select_related("announcement").order_by("due"))


def timeline(slug: str) -> tuple[Told, ...]:
    """What happened to the notice and its replies; for who has been let see it."""
    told = story(f"announcement:{slug}", hide=("body",))
    known = by_ref(str(event.facts["unit"]) for event in told if "unit" in event.facts)
    return tuple(
        replace(
            event, facts={**{k: v for k, v in event.facts.items() if k != "unit"}, **known[ref].as_facts()}
        )
        if (ref := event.facts.get("unit")) in known
        else event
        for event in told
    )


def waiting(actor: Actor) -> dict[str, int]:
    """For "my tasks": slug -> replies that wait for the actor to moderate them."""
    rows = Reply.objects.filter(
        actor.scope(*EDITORS, unit="announcement__unit"), state="waiting", announcement__state="published"
    )
    counted = rows.values_list("announcement__slug").annotate(n=Count("pk"))
    return dict(counted.order_by("announcement__slug"))


def _ref(unit: Unit | None) -> str:
    return f"{unit.scheme}:{unit.code}" if unit else ""


def _replies(rows: list[Reply], may: list[tuple[str, ...]] | None = None) -> list[NoticeReply]:
    held = iter(texts([part for row in rows for part in (row.text, row.name, row.reason, row.answer)]))
    return [
        _reply(row, next(held), next(held), next(held), next(held), may[n] if may else ())
        for n, row in enumerate(rows)
    ]


def _reply(row: Reply, text: str, name: str, reason: str, answer: str, can: tuple[str, ...]) -> NoticeReply:
    asked, by = row.unit, row.answered_by
    return NoticeReply(
        number=row.number,
        text=text,
        name=name,
        received_at=row.received_at,
        state=row.state,
        reason=reason,
        due=row.due,
        answer=answer,
        answered_on=row.answered_on,
        answered_by=by.name_vi if by else "",
        answered_by_en=by.name_en if by else "",
        can=can,
        unit=_ref(asked),
        unit_name=asked.name_vi if asked else "",
        unit_name_en=asked.name_en if asked else "",
    )
