"""What is written down: minutes with their marks, remarks, questions to a unit with a limit, answers."""

from __future__ import annotations

from collections.abc import Sequence

from thangdo.records import calendars
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.work.conferences import events
from thangdo.work.conferences.actions.common import (
    Json,
    UnitRef,
    act,
    conference_of,
    number_of,
    typed,
    unchanged,
    unit_of,
)
from thangdo.work.conferences.models import Conference, Minute, Remark
from thangdo.work.conferences.states import ATTACHABLE, FIELDS, SITE, Line
from thangdo.work.conferences.states import Remark as Kind

MOST_DAYS = 60


def write_minute(
    actor: Actor,
    slug: str,
    text: str,
    kind: str = Line.NOTE,
    directive: bool = False,
    number: int | None = None,
    seen: int | None = None,
) -> Json:
    """Write a line of the minutes (number None: a new one) with its mark; a blank text strikes it.

    seen: the sequence of the line on the screen: another secretary's change since then raises Stale and
    nothing is written. Gives {"number", "sequence", "line": the line's own sequence}.
    """
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.MinuteWritten]:
        unchanged(conference, Minute, number, seen)
        got.append(number_of(conference, Minute, number))
        if kind not in list(Line):
            raise Refused("unknown-choice", typed=kind)
        if conference.minutes_signed is not None:
            raise Refused("signed-already", day=conference.minutes_signed.isoformat())
        before = Minute.objects.filter(conference=conference, number=got[0]).first()
        code = before.code if before else ""
        return [events.MinuteWritten(got[0], kind, typed(text, number is None), directive, code)]

    def line(conference: Conference) -> Json:
        row = Minute.objects.filter(conference=conference, number=got[0]).first()
        return {"number": got[0], "line": row.sequence if row else 0}

    request = {"text": text, "kind": kind, "directive": directive, "number": number, "seen": seen}
    return act(actor, "write-minute", slug, does, request=request, answer=line)


def take_remark(
    actor: Actor,
    slug: str,
    kind: str,
    field: str,
    text: str,
    unit: UnitRef | None = None,
    number: int | None = None,
    seen: int | None = None,
) -> Json:
    """Take down an obstacle, a practice or a proposal, or put one right; a blank text strikes it."""
    got: list[int] = []

    def does(conference: Conference) -> Sequence[events.RemarkTaken]:
        unchanged(conference, Remark, number, seen)
        got.append(number_of(conference, Remark, number))
        if kind not in list(Kind) or field not in FIELDS:
            raise Refused("unknown-choice", typed=f"{kind} {field}")
        struck = Remark.objects.filter(conference=conference, number=got[0]) if not text.strip() else None
        if struck is not None and struck.exclude(asked=None).exists():
            raise Refused("remark-asked", number=number)
        ref = ":".join(unit) if unit and unit_of(unit) else ""
        return [events.RemarkTaken(got[0], kind, ref, field, typed(text, number is None))]

    request: Json = {"kind": kind, "field": field, "text": text, "number": number, "seen": seen}
    request["of"] = list(unit or ())
    return act(actor, "take-remark", slug, does, request=request, answer=lambda _: {"number": got[0]})


def attach(actor: Actor, slug: str, number: int, to: str, value: str) -> Json:
    """Say to which criterion, unit or procedure a remark belongs; "" takes it off.

    to: criterion | unit | procedure; value: a node, "scheme:code", a procedure's code.
    """

    def does(conference: Conference) -> Sequence[events.RemarkAttached]:
        if to not in ATTACHABLE or len(value) > 80:
            raise Refused("unknown-choice", typed=to)
        if to == "unit" and value:
            scheme, _, code = value.partition(":")
            unit_of((scheme, code))
        return [events.RemarkAttached(number_of(conference, Remark, number), to, value.strip())]

    return act(actor, "attach-remark", slug, does, request={"number": number, "to": to, "value": value})


def ask_answer(actor: Actor, slug: str, number: int, unit: UnitRef, days: int) -> Json:
    """Ask a unit to answer a remark within working days from today; its officers are told. Gives {"due"}."""
    due: list[str] = []

    def does(conference: Conference) -> Sequence[events.AnswerAskedOf]:
        remark = number_of(conference, Remark, number)
        asked = unit_of(unit)
        if not 1 <= days <= MOST_DAYS:
            raise Refused("limit-days", most=MOST_DAYS)
        if Remark.objects.get(conference=conference, number=remark).answer is not None:
            raise Refused("answered-already", number=number)
        calendar = calendars.current()
        try:
            found = add_working_days(calendar, actor.day, days)
        except BadDeadline as error:
            raise Refused(f"days-{error.code}", **error.facts) from error
        due.append(found.day.isoformat())
        facts = {"title_vi": conference.title_vi, "title_en": conference.title_en, "due": due[0]}
        for role in SITE:
            notify(
                ToOffice(asked.pk, role), "conferences.asked", facts, now=actor.at,
                key=f"{conference.stream}/remark:{number}/{asked.pk}/{actor.day}/{role}",
                link=f"/office/conferences/{slug}/answers/",
            )  # fmt: skip
        ref, counted = ":".join(unit), f"{calendar.id} {calendar.version}"
        return [events.AnswerAskedOf(remark, ref, days, found.day, counted)]

    request = {"number": number, "asked": list(unit), "days": days}
    return act(actor, "ask-answer", slug, does, request=request, answer=lambda _: {"due": due[0]})


def answer(actor: Actor, slug: str, number: int, text: str, seen: int | None = None) -> Json:
    """The unit that was asked answers. Raises NotAllowed for others, Refused, Stale."""
    row = Remark.objects.select_related("asked").filter(conference=conference_of(slug), number=number).first()
    if row is None or row.asked is None:
        raise Refused("no-such-entry", number=number)
    unit = (row.asked.scheme, row.asked.code)

    def does(conference: Conference) -> Sequence[events.RemarkAnswered]:
        unchanged(conference, Remark, number, seen)
        now = Remark.objects.select_related("asked").get(conference=conference, number=number)
        if now.asked is None or (now.asked.scheme, now.asked.code) != unit or now.due is None:
            raise Refused("no-such-entry", number=number)
        if now.published:
            raise Refused("answer-published", number=number)
        return [events.RemarkAnswered(number, typed(text, needed=True), actor.day > now.due)]

    request = {"number": number, "text": text, "seen": seen}
    return act(actor, "answer-remark", slug, does, unit=unit, request=request)


def publish_answer(actor: Actor, slug: str, number: int, published: bool = True) -> Json:
    """Let everybody read a remark with its answer, or no longer."""

    def does(conference: Conference) -> Sequence[events.AnswerPublished]:
        remark = Remark.objects.get(conference=conference, number=number_of(conference, Remark, number))
        if published and remark.answer is None:
            raise Refused("not-answered", number=number)
        return [events.AnswerPublished(number, published)] if remark.published != published else []

    request = {"number": number, "published": published}
    return act(actor, "publish-answer", slug, does, request=request)
