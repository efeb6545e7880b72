"""What an editor does with a notice, what a citizen sends, and how a named unit answers in public."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from thangdo.records import calendars
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.ledger.private import keep
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.acting import LOCAL, Actor, NotAllowed, OfficeHeld, Refused, system
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.work.announcements import events
from thangdo.work.announcements.models import Announcement, Reply
from thangdo.work.announcements.projection import apply
from thangdo.work.announcements.states import ACTS

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
UnitRef = tuple[str, str]
MOST_TEXT, MOST_NAME, MOST_BODY, MOST_DAYS = 3000, 80, 50_000, 60
MOST_WAITING = 500  # replies to one notice that nobody has looked at yet


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as it is written. dated: the day it bears, where not that of its publication."""

    slug: str
    title: str
    body: str = ""
    source_url: str = ""
    replies_open: bool = True
    official: bool = True
    dated: date | None = None
    views_before: int = 0


def write(actor: Actor, unit: Unit, draft: Draft, seen: int = 0) -> int:
    """Begin a notice (seen 0) or change its text; the sequence after it.

    Raises NotAllowed, Refused (notice-text, address-form, address-taken), Stale.
    """
    _fit(draft)
    facts = {**asdict(draft), "dated": draft.dated.isoformat() if draft.dated else ""}
    facts.pop("slug")
    ref = f"{unit.scheme}:{unit.code}"

    def run() -> int:
        row = Announcement.objects.select_for_update().filter(slug=draft.slug).first()
        if row is None:
            held = actor.need(unit, *ACTS["write"].roles)
        else:
            held = _may(actor, "write", row)
            if seen == 0:
                raise Refused("address-taken", slug=draft.slug)
            if row.unit_id != unit.pk:
                raise Refused("notice-of-another-unit", slug=draft.slug)
            _in_state("write", row)
        return _put(f"announcement:{draft.slug}", events.Written(ref, **facts), actor, held, seen)

    done: int = once(actor.by(), {"act": "announcement.write", "slug": draft.slug, "unit": ref, **facts}, run)
    return done


def attach(actor: Actor, slug: str, sha256: str, title: str) -> int:
    """Put a file that the actor sent to a notice. Raises NotAllowed, Refused("no-such-file")."""

    def does(row: Announcement) -> Happening:
        own = StoredFile.objects.filter(sha256=sha256, destroyed_at=None, given_names__actor=actor.ref)
        if not own.exists():
            raise Refused("no-such-file", sha256=sha256)
        number = row.documents.count() + 1
        return events.Attached(number, sha256, title.strip()[:300] or sha256[:12])

    return _act(actor, "attach", slug, does, request={"sha256": sha256, "title": title})


def publish(actor: Actor, slug: str, seen: int) -> int:
    """Show the notice to everybody. Raises NotAllowed, Refused, Stale."""
    return _act(actor, "publish", slug, lambda row: events.Moved("publish", "published", actor.day), seen)


def withdraw(actor: Actor, slug: str, reason: str, seen: int) -> int:
    """Take a notice down; its address says that it was withdrawn and why."""
    _said(reason)

    def does(row: Announcement) -> Happening:
        return events.Moved("withdraw", "withdrawn", actor.day, keep(reason))

    return _act(actor, "withdraw", slug, does, seen, {"reason": reason})


def reply(slug: str, text: str, name: str, now: datetime) -> int:
    """A citizen replies; the reply's number. It is public only once an editor has shown it.

    The same text on the same day is one reply. Raises Refused (no-such-notice, replies-closed, reply-empty,
    reply-too-long, too-many-waiting).
    """
    text, name = text.strip(), " ".join(name.split())
    if len(text) < 5:
        raise Refused("reply-empty")
    if len(text) > MOST_TEXT or len(name) > MOST_NAME:
        raise Refused("reply-too-long", most=MOST_TEXT)
    day = now.astimezone(LOCAL).date()
    key = hashlib.sha256(f"{slug}\0{day}\0{text}".encode()).hexdigest()[:40]
    actor = system("citizen", now, key=key)

    def run() -> int:
        row = _locked(slug)
        if row.state != "published" or not row.replies_open:
            raise Refused("replies-closed")
        if row.replies.filter(state="waiting").count() >= MOST_WAITING:
            raise Refused("too-many-waiting")
        number = row.replies.count() + 1
        happened = events.ReplyReceived(number, keep(text), keep(name))
        _put(row.stream, happened, actor, None, row.sequence)
        for role in (Role.SECRETARY, Role.PUBLISHER):
            notify(
                ToOffice(row.unit_id, role),
                "announcements.reply",
                {"title_vi": row.title, "title_en": row.title},
                key=f"{row.stream}#{number}:{role}",
                now=now,
                link=f"/office/announcements/{slug}/",
                mail=False,
            )
        return number

    done: int = once(actor.by(), {"act": "announcement.reply", "slug": slug}, run)
    return done


def show(actor: Actor, slug: str, number: int) -> int:
    """Let everybody read a reply."""
    return _on_reply(
        actor, "show", slug, number, lambda row, one: events.ReplyModerated(number, "show", "shown")
    )


def hide(actor: Actor, slug: str, number: int, reason: str) -> int:
    """Keep a reply from the public, with a reason. It stays in the record."""
    _said(reason)

    def does(row: Announcement, one: Reply) -> Happening:
        return events.ReplyModerated(number, "hide", "hidden", keep(reason))

    return _on_reply(actor, "hide", slug, number, does, {"reason": reason})


def ask(actor: Actor, slug: str, number: int, unit: UnitRef, days: int) -> int:
    """Name the unit that is to answer within so many working days.

    Raises NotAllowed, Refused (no-such-unit, limit-days).
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused("limit-days", most=MOST_DAYS)
    asked = Unit.objects.filter(scheme=unit[0], code=unit[1]).first()
    if asked is None or not asked.is_valid_on(actor.day):
        raise Refused("no-such-unit", unit=":".join(unit))
    due = add_working_days(calendars.current(), actor.day, days).day

    def does(row: Announcement, one: Reply) -> Happening:
        for role in (Role.REPORTER, Role.HEAD):
            notify(
                ToOffice(asked.pk, role),
                "announcements.asked",
                {"title_vi": row.title, "title_en": row.title, "due": due.isoformat()},
                key=f"{row.stream}#{number}:{asked.pk}:{due}:{role}",
                now=actor.at,
                link=f"/office/announcements/{slug}/",
            )
        return events.ReplyReferred(number, ":".join(unit), due, days)

    return _on_reply(actor, "ask", slug, number, does, {"unit": list(unit), "days": days})


def answer(actor: Actor, slug: str, number: int, text: str) -> int:
    """Answer in public, in the name of the unit asked (or of the unit that gave notice)."""
    if len(text.strip()) < 5:
        raise Refused("answer-empty")

    def does(row: Announcement, one: Reply) -> Happening:
        unit = one.unit if one.unit is not None and _holds(actor, one.unit) else row.unit
        return events.ReplyAnswered(number, f"{unit.scheme}:{unit.code}", keep(text), actor.day)

    return _on_reply(actor, "answer", slug, number, does, {"text": text})


def can(actor: Actor, name: str, row: Announcement, one: Reply | None = None) -> bool:
    """Whether an act is open to the actor now."""
    try:
        _may(actor, name, row, one)
        _in_state(name, row, one)
    except (NotAllowed, Refused):
        return False
    return True


def _holds(actor: Actor, unit: Unit) -> bool:
    return actor.office_for(unit, Role.REPORTER, Role.HEAD) is not None


def _may(actor: Actor, name: str, row: Announcement, one: Reply | None = None) -> OfficeHeld:
    act = ACTS[name]
    if act.where == "either":
        for unit in (one.unit if one else None, row.unit):
            roles = act.roles if unit is row.unit else (Role.REPORTER, Role.HEAD)
            if unit is not None and (held := actor.office_for(unit, *roles)) is not None:
                return held
        raise NotAllowed(act.roles, str(row.unit))
    return actor.need(row.unit, *act.roles)


def _in_state(name: str, row: Announcement, one: Reply | None = None) -> None:
    act = ACTS[name]
    checks = [("announcement", row.state, act.announcement)]
    if one is not None:
        checks.append(("reply", one.state, act.reply))  # type: ignore[arg-type]
    for what, now, allowed in checks:
        if allowed and now not in allowed:
            raise Refused("wrong-state", act=f"announcement-{name}", what=what, state=str(now))


def _locked(slug: str) -> Announcement:
    row = (
        Announcement.objects.select_for_update(of=("self",)).select_related("unit").filter(slug=slug).first()
    )
    if row is None:
        raise Refused("no-such-notice", slug=slug)
    return row


def _act(
    actor: Actor,
    name: str,
    slug: str,
    does: Callable[[Announcement], Happening],
    seen: int | None = None,
    request: Mapping[str, Any] | None = None,
) -> int:
    def run() -> int:
        row = _locked(slug)
        held = _may(actor, name, row)
        _in_state(name, row)
        if seen is not None and seen != row.sequence:
            raise Stale(row.stream, seen, row.sequence)
        return _put(row.stream, does(row), actor, held, row.sequence)

    done: int = once(actor.by(), {"act": f"announcement.{name}", "slug": slug, **(request or {})}, run)
    return done


def _on_reply(
    actor: Actor,
    name: str,
    slug: str,
    number: int,
    does: Callable[[Announcement, Reply], Happening],
    request: Mapping[str, Any] | None = None,
) -> int:
    def run() -> int:
        row = _locked(slug)
        one = row.replies.select_related("unit").filter(number=number).first()
        if one is None:
            raise Refused("no-such-reply", number=number)
        held = _may(actor, name, row, one)
        _in_state(name, row, one)
        return _put(row.stream, does(row, one), actor, held, row.sequence)

    asked = {"act": f"announcement.{name}", "slug": slug, "number": number, **(request or {})}
    done: int = once(actor.by(), asked, run)
    return done


def _put(stream: str, happened: Happening, actor: Actor, held: OfficeHeld | None, seen: int) -> int:
    event = append(stream, [happened.new()], actor.by(held), seen)[-1]
    apply(event)
    return event.sequence


def _said(reason: str) -> None:
    if len(reason.strip()) < 5:
        raise Refused("reason-missing")


def _fit(draft: Draft) -> None:
    if not SLUG.fullmatch(draft.slug) or len(draft.slug) > 80:
        raise Refused("address-form", slug=draft.slug)
    if not draft.title.strip() or len(draft.title) > 400 or len(draft.body) > MOST_BODY:
        raise Refused("notice-text", most=MOST_BODY)
    if draft.source_url and not draft.source_url.startswith(("https://", "http://")):
        raise Refused("link-form", link=draft.source_url)
