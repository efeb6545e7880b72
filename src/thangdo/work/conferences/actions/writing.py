"""What is written down: minutes with their marks, remarks, questions to a unit with a limit, answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from thangdo.records import calendars
from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Choice, Flag, Text, UnitNamed, Whole
from thangdo.records.acts.rows import unit_named
from thangdo.records.notices.telling import ToOffice, notify
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.rules.deadlines.calendar import BadDeadline
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.work.conferences import events
from thangdo.work.conferences.actions.planning import Number
from thangdo.work.conferences.actions.subject import LONGEST, Meeting, number_of, typed, unit_ref
from thangdo.work.conferences.models import Minute
from thangdo.work.conferences.models import Remark as Row
from thangdo.work.conferences.states import ATTACHABLE, FIELDS, SITE, Line
from thangdo.work.conferences.states import Remark as Kind

MOST_DAYS = 60
LINES = tuple(str(line) for line in Line)
KINDS = tuple(str(kind) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the minutes with its mark; with its number one that is changed, or (blank) struck."""

    text: Annotated[str, Text(LONGEST, lines=True, long="text-long")]
    kind: Annotated[str, Choice(LINES, code="unknown-choice")] = Line.NOTE.value
    directive: Annotated[bool, Flag()] = False
    number: Number = None


@dataclass(frozen=True, slots=True)
class Remark:
    """An obstacle, a practice or a proposal; with its number one that is put right, or (blank) struck."""

    kind: Annotated[str, Choice(KINDS, code="unknown-choice")]
    field: Annotated[str, Choice(FIELDS, code="unknown-choice")]
    text: Annotated[str, Text(LONGEST, lines=True, long="text-long")]
    unit: Annotated[UnitRef | None, UnitNamed()] = None
    number: Number = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """To which criterion, unit or procedure a remark belongs; "" takes it off.

    value: a node, "scheme:code", a procedure's code.
    """

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    to: Annotated[str, Choice(ATTACHABLE, code="unknown-choice")]
    value: Annotated[str, Text(80, long="unknown-choice")] = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The unit that is to answer a remark, within working days from today."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    unit: Annotated[UnitRef, UnitNamed()]
    days: Annotated[int, Whole(1, MOST_DAYS, code="limit-days")]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the unit."""

    text: Annotated[str, Text(LONGEST, least=1, lines=True, code="text-missing", long="text-long")]


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether everybody may read a remark with its answer."""

    number: Annotated[int, Whole(1, 1_000_000, code="number-out")]
    published: Annotated[bool, Flag()] = True


def write_minute(on: On[Meeting], given: Written) -> Outcome:
    """Write a line of the minutes, change or strike it. Answers {"number", "line": its own sequence}."""
    conference = on.subject.conference
    number = number_of(on, Minute, given.number)
    if conference.minutes_signed is not None:
        raise Refused("signed-already", day=conference.minutes_signed.isoformat())
    before = Minute.objects.filter(conference=conference, number=number).first()
    text = typed(given.text, given.number is None)
    happened = events.MinuteWritten(number, given.kind, text, given.directive, before.code if before else "")

    def line() -> dict[str, int]:
        row = Minute.objects.filter(conference=conference, number=number).first()
        return {"number": number, "line": row.sequence if row else 0}

    return Outcome([happened], line)


def take_remark(on: On[Meeting], given: Remark) -> Outcome:
    """Take down an obstacle, a practice or a proposal, or put one right. Answers its number."""
    number = number_of(on, Row, given.number)
    rows = Row.objects.filter(conference=on.subject.conference, number=number)
    if not given.text and rows.exclude(asked=None).exists():
        raise Refused("remark-asked", number=number)
    text = typed(given.text, given.number is None)
    happened = events.RemarkTaken(number, given.kind, unit_ref(given.unit), given.field, text)
    return Outcome([happened], {"number": number})


def attach(on: On[Meeting], given: Attachment) -> events.RemarkAttached:
    """Say to which criterion, unit or procedure a remark belongs."""
    if given.to == "unit" and given.value:
        scheme, _, code = given.value.partition(":")
        unit_named((scheme, code))
    return events.RemarkAttached(number_of(on, Row, given.number), given.to, given.value)


def ask_answer(on: On[Meeting], given: Question) -> Outcome:
    """Ask a unit to answer a remark; its officers are told. Answers {"due"}."""
    conference, asked = on.subject.conference, unit_named(given.unit)
    number = number_of(on, Row, given.number)
    if Row.objects.get(conference=conference, number=number).answer is not None:
        raise Refused("answered-already", number=number)
    calendar = calendars.current()
    try:
        due = add_working_days(calendar, on.day, given.days).day
    except BadDeadline as error:
        raise Refused(f"days-{error.code}", **error.facts) from error
    facts = {"title_vi": conference.title_vi, "title_en": conference.title_en, "due": due.isoformat()}
    for role in SITE:
        notify(
            ToOffice(asked.pk, role),
            "conferences.asked",
            facts,
            now=on.at,
            key=f"{conference.stream}/remark:{number}/{asked.pk}/{on.day}/{role}",
            link=f"/office/conferences/{conference.slug}/answers/",
        )
    counted = f"{calendar.id} {calendar.version}"
    happened = events.AnswerAskedOf(number, ":".join(given.unit), given.days, due, counted)
    return Outcome([happened], {"due": due.isoformat()})


def answer(on: On[Meeting], given: Answer) -> events.RemarkAnswered:
    """The unit that was asked answers."""
    remark = on.subject.remark
    if remark is None or remark.due is None:
        raise Refused("no-such-entry", number=0)
    if remark.published:
        raise Refused("answer-published", number=remark.number)
    return events.RemarkAnswered(remark.number, typed(given.text), on.day > remark.due)


def publish_answer(on: On[Meeting], given: Shown) -> events.AnswerPublished | None:
    """Let everybody read a remark with its answer, or no longer."""
    number = number_of(on, Row, given.number)
    row = Row.objects.get(conference=on.subject.conference, number=number)
    if given.published and row.answer is None:
        raise Refused("not-answered", number=number)
    return events.AnswerPublished(number, given.published) if row.published != given.published else None
