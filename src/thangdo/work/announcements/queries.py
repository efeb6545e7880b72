"""Reading notices: what everybody sees, what an editor moderates, what a unit has been asked to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from thangdo.records.ledger.private import texts
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.people.stories import Told, by_ref, story
from thangdo.records.units.models import Unit
from thangdo.work.announcements.actions import can
from thangdo.work.announcements.models import Announcement, Reply, Views
from thangdo.work.announcements.states import EDITORS

OVERSEE = (*EDITORS, Role.OBSERVER, Role.ADMINISTRATOR)
ANSWER = (Role.REPORTER, Role.HEAD)
EDIT_ACTS, REPLY_ACTS = ("write", "attach", "publish", "withdraw"), ("show", "hide", "ask", "answer")


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply with its texts. may: the acts open to the reader."""

    number: int
    text: str
    name: str
    received_at: datetime
    state: str
    reason: str
    unit: Unit | None
    due: date | None
    answer: str
    answered_on: date | None
    answered_by: Unit | None
    may: frozenset[str] = frozenset()

    @property
    def received_on(self) -> date:
        """The local day on which it came."""
        return self.received_at.astimezone(LOCAL).date()

    def is_late(self, day: date) -> bool:
        """Whether the limit for the answer has passed without one."""
        return self.due is not None and self.answered_on is None and day > self.due


def published() -> QuerySet[Announcement]:
    """What everybody sees, the latest first."""
    return Announcement.objects.filter(state="published").select_related("unit", "views")


def public_one(slug: str) -> Announcement | None:
    """A notice at its public address; withdrawn ones too (the page says so), drafts never."""
    rows = Announcement.objects.exclude(state="draft").select_related("unit", "views")
    return rows.prefetch_related("documents").filter(slug=slug).first()


def public_replies(row: Announcement) -> list[ReplyView]:
    """The replies that an editor has shown, in their order."""
    return _views(list(row.replies.filter(state="shown").select_related("unit", "answered_by")))


def count_view(row: Announcement) -> None:
    """One more reader, of whom nothing is kept."""
    if not Views.objects.filter(pk=row.pk).update(count=F("count") + 1):
        Views.objects.get_or_create(announcement=row, defaults={"count": 1})


def views_of(row: Announcement) -> int:
    """How often it was read: here, and where it came from."""
    own = getattr(row, "views", None)
    return row.views_before + (own.count if own else 0)


def seen(actor: Actor) -> QuerySet[Announcement]:
    """The notices that the actor oversees, and those with a reply that a unit of his is to answer."""
    asked = Reply.objects.filter(actor.scope(*ANSWER)).values("announcement")
    rows = Announcement.objects.select_related("unit", "views")
    return rows.filter(actor.scope(*OVERSEE) | Q(pk__in=asked)).order_by("-changed_at", "-pk")


def one(actor: Actor, slug: str) -> tuple[Announcement, list[ReplyView], frozenset[str]]:
    """A notice as the actor sees it: all replies for an editor, else those that his unit is to answer."""
    row = seen(actor).filter(slug=slug).first()
    if row is None:
        raise Refused("no-such-notice", slug=slug)
    rows = row.replies.select_related("unit", "answered_by")
    if actor.office_for(row.unit, *OVERSEE) is None:
        rows = rows.filter(actor.scope(*ANSWER))
    replies = list(rows)
    may = [frozenset(act for act in REPLY_ACTS if can(actor, act, row, reply)) for reply in replies]
    return row, _views(replies, may), frozenset(act for act in EDIT_ACTS if can(actor, act, row))


def owed(actor: Actor) -> list[Reply]:
    """The replies that a unit of the actor was named to answer and has not."""
    rows = Reply.objects.filter(actor.scope(*ANSWER), answered_on=None, announcement__state="published")
    return list(rows.exclude(state="hidden").select_related("announcement").order_by("due"))


def timeline(row: Announcement) -> tuple[Told, ...]:
    """What happened to the notice and its replies; for who has been let see it."""
    told = story(row.stream, hide=("body",))
    known = by_ref(str(one.facts["unit"]) for one in told if "unit" in one.facts)
    return tuple(
        replace(one, facts={**one.facts, "unit": known[ref].name_vi})
        if (ref := one.facts.get("unit")) in known
        else one
        for one in told
    )


def waiting(actor: Actor) -> dict[str, int]:
    """For "my tasks": slug -> replies that wait for the actor to moderate them."""
    rows = Reply.objects.filter(
        actor.scope(*EDITORS, unit="announcement__unit"), state="waiting", announcement__state="published"
    )
    found: dict[str, int] = {}
    for slug in rows.values_list("announcement__slug", flat=True):
        found[slug] = found.get(slug, 0) + 1
    return found


def _views(rows: list[Reply], may: list[frozenset[str]] | None = None) -> list[ReplyView]:
    held = texts([part for row in rows for part in (row.text, row.name, row.reason, row.answer)])
    return [
        ReplyView(
            row.number, held[4 * n], held[4 * n + 1], row.received_at, row.state, held[4 * n + 2], row.unit,
            row.due, held[4 * n + 3], row.answered_on, row.answered_by, may[n] if may else frozenset(),
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip
