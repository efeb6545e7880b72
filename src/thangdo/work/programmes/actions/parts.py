"""What is done in a unit's part: fields, milestones with proof, their check, cost, counts, members."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from thangdo.records.acts.declared import At, On
from thangdo.records.acts.fields import Day, FileSent, Flag, Many, Text, UnitNamed, Whole
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.index.numbers import exact
from thangdo.work.programmes import events
from thangdo.work.programmes.actions.common import LONGEST, Task, Why, kept, sent
from thangdo.work.programmes.models import Part
from thangdo.work.programmes.states import LEADS, UNIT
from thangdo.work.programmes.templates import Field

LONG = "programme-text-long"
MOST_MONEY = 10**15  # đồng
MONEY = Whole(0, MOST_MONEY, code="bad-money")
NAME = Text(60, least=1)  # of a milestone, a field, a figure of the template
CHECKERS = (At("leading", UNIT), At("authority", LEADS))


@dataclass(frozen=True, slots=True)
class Value:
    """A field of the template and what it is to be; a blank text takes it out."""

    field: Annotated[str, NAME]
    text: Annotated[str, Text(1000, long=LONG)] = ""


@dataclass(frozen=True, slots=True)
class Values:
    """Fields of the template; a blank text takes a value out."""

    values: Annotated[tuple[Value, ...], Many(Value, 60)]


@dataclass(frozen=True, slots=True)
class Reach:
    """A milestone with exactly one proof: a file that was sent before, a link, or words."""

    milestone: Annotated[str, NAME]
    on: Annotated[date, Day()]
    sha256: Annotated[str | None, FileSent()] = None
    title: Annotated[str, Text(300, long=LONG)] = ""
    link: Annotated[str, Text(500, long=LONG)] = ""
    text: Annotated[str, Text(LONGEST, lines=True, long=LONG)] = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the proof of a milestone holds; where it does not, why."""

    milestone: Annotated[str, NAME]
    holds: Annotated[bool, Flag()]
    reason: Annotated[str, Text(LONGEST, lines=True, long=LONG)] = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """Which milestone is taken back, and why."""

    milestone: Annotated[str, NAME]
    reason: Annotated[str, Text(LONGEST, least=1, lines=True, code="reason-needed", long=LONG)]


@dataclass(frozen=True, slots=True)
class Cost:
    """Whole đồng; null: not known."""

    planned: Annotated[int | None, MONEY] = None
    spent: Annotated[int | None, MONEY] = None


@dataclass(frozen=True, slots=True)
class Count:
    """A count on a day; frozen: the list is frozen on this day."""

    figure: Annotated[str, NAME]
    on: Annotated[date, Day()]
    count: Annotated[int, Whole(0, 100_000_000, code="number-out-of-range")]
    frozen: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the task force by post; the person's name is kept apart."""

    post: Annotated[str, Text(200, least=1, code="post-needed", long=LONG)]
    name: Annotated[str, Text(200, long=LONG)] = ""
    leads: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Left:
    """Which member left."""

    number: Annotated[int, Whole(0, 1_000_000_000)]


@dataclass(frozen=True, slots=True)
class PassTo:
    """The unit that carries the part from then on."""

    to: Annotated[UnitRef, UnitNamed()]


def set_values(on: On[Task], given: Values) -> list[events.PartSet]:
    """Set fields of a unit's part; a blank text takes the value out."""
    fields, now = on.subject.programme.form.fields, on.subject.part.values
    changed: dict[str, Any] = {}
    for one in given.values:
        if one.field not in fields:
            raise Refused("no-such-field", field=one.field)
        value = value_of(one.field, fields[one.field], one.text)
        if isinstance(value, dict) or now.get(one.field) != value:
            changed[one.field] = value
    return [events.PartSet(changed)] if changed else []


def reach(on: On[Task], given: Reach) -> events.MilestoneReached:
    """A milestone is reached on a day, with its proof. Again: another proof, which must be checked anew."""
    asked = on.subject.programme.form.milestones.get(given.milestone)
    if asked is None:
        raise Refused("no-such-milestone", milestone=given.milestone)
    kinds = {"file": given.sha256, "link": given.link, "text": given.text}
    proofs = [kind for kind, proof in kinds.items() if proof]
    if len(proofs) != 1 or proofs[0] not in asked.proof:
        raise Refused("proof-needed", kinds=list(asked.proof))
    if given.link and not re.match(r"https?://[^\s/]+", given.link):
        raise Refused("link-form", field="link", typed=given.link[:80])
    _past(on, given.on)
    proof: dict[str, Any] = {"kind": proofs[0]}
    if given.sha256:
        stored = sent(on.actor, given.sha256)
        proof |= {"sha256": stored.sha256, "title": keep(given.title or stored.sha256[:12])}
    else:
        proof[proofs[0]] = keep(given.link or given.text)
    return events.MilestoneReached(given.milestone, given.on, proof)


def check(on: On[Task], given: Check) -> events.MilestoneChecked:
    """The proof was looked at: it holds, or it does not and the milestone is open again.

    Nobody checks what he has entered himself.
    """
    if _entered(on, given.milestone).by == on.actor.ref:
        raise Refused("own-milestone")
    if not given.holds and not given.reason:
        raise Refused("reason-needed", field="reason")
    return events.MilestoneChecked(given.milestone, on.day, given.holds, keep(given.reason))


def undo(on: On[Task], given: Undo) -> events.MilestoneUndone:
    """Take a milestone back, with a reason. One that was checked is taken back by who may check it."""
    if _entered(on, given.milestone).checked_on is not None:
        places = [(unit, claim) for claim in CHECKERS if (unit := on.subject.place(claim.place))]
        if not any(on.actor.office_for(unit, *claim.roles) for unit, claim in places):
            raise NotAllowed((*UNIT, *LEADS), str(places[0][0]))
    return events.MilestoneUndone(given.milestone, on.day, keep(given.reason))


def cost(on: On[Task], given: Cost) -> list[events.PartCosted]:
    """Money planned and spent, in whole đồng; None: not known."""
    planned, spent = (None if one is None else Decimal(one) for one in (given.planned, given.spent))
    if (planned, spent) == (on.subject.part.planned, on.subject.part.spent):
        return []
    return [events.PartCosted(planned, spent)]


def count(on: On[Task], given: Count) -> list[events.FigureCounted]:
    """A count on a day; frozen: the list is frozen on this day, and the burn-down begins with it."""
    whole = on.subject.whole
    assert whole is not None
    if given.figure not in on.subject.programme.form.figures:
        raise Refused("no-such-field", field=given.figure)
    _past(on, given.on)
    base = next((one for one in whole.counts.values() if one.figure == given.figure and one.frozen), None)
    if not given.frozen and base is not None and given.on < base.day:
        raise Refused("before-the-list", day=base.day.isoformat())
    same = whole.counts.get((given.figure, given.on))
    if same is not None and same.count == given.count and (same.frozen or not given.frozen):
        return []
    return [events.FigureCounted(given.figure, given.on, given.count, given.frozen)]


def member(on: On[Task], given: Member) -> events.MemberNamed:
    """Name a member of the task force by post; the person's name is kept apart."""
    assert on.subject.whole is not None
    if not on.subject.programme.form.members:
        raise Refused("no-members-here")
    number = max(on.subject.whole.members, default=0) + 1
    return events.MemberNamed(number, keep(given.post), keep(given.name), given.leads)


def left(on: On[Task], given: Left) -> events.MemberLeft:
    """A member left the task force."""
    assert on.subject.whole is not None
    found = on.subject.whole.members.get(given.number)
    if found is None or found.left_on is not None:
        raise Refused("no-such-member", number=given.number)
    return events.MemberLeft(given.number, on.day)


def drop(on: On[Task], why: Why) -> events.PartMoved:
    """Take a unit out of a programme; what it did stays in the ledger."""
    return events.PartMoved("programme-drop", "dropped", on.day, keep(why.reason))


def restore(on: On[Task]) -> events.PartMoved:
    """Take a unit in again."""
    return events.PartMoved("programme-restore", "active", on.day)


def pass_to(on: On[Task], given: PassTo) -> events.PartPassed:
    """Give a unit's part to another unit, where the register does not say by itself."""
    to = unit_named(given.to)
    if to.valid_to is not None and to.valid_to < on.day:
        raise Refused("unit-has-ended", field="to", day=to.valid_to.isoformat(), **to.as_facts())
    return passed(on.subject.part, to, on.day)


def passed(part: Part, to: Unit, day: date) -> events.PartPassed:
    """The event by which a part passes to another unit."""
    before = part.carrier
    return events.PartPassed(f"{before.scheme}:{before.code}", f"{to.scheme}:{to.code}", day)


def value_of(name: str, field: Field, text: str) -> Any:
    """A typed value as the event holds it: text, a reference to people's words, None for nothing."""
    text = text.strip()
    if not text:
        return None
    if field.type == "text":
        return kept(text, 1000)
    if field.type == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise Refused("bad-day", typed=text[:40]) from error
    if field.type in ("choice", "yes-no"):
        allowed = list(field.choices) if field.type == "choice" else ["yes", "no"]
        if text not in allowed:
            raise Refused("not-a-choice", field=name, typed=text[:40])
        return text
    form = r"[0-9]{1,9}" if field.type == "count" else r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
    if not re.fullmatch(form, text):
        raise Refused("not-a-number", field=name, typed=text[:40])
    value = exact(text)
    if (field.min is not None and value < field.min) or (field.max is not None and value > field.max):
        raise Refused("value-out-of-range", field=name, low=field.min, high=field.max)
    return text


def _entered(on: On[Task], milestone: str) -> Any:
    """A milestone as it was entered. Raises Refused("milestone-not-reached")."""
    assert on.subject.whole is not None
    row = on.subject.whole.reached.get(milestone)
    if row is None:
        asked = on.subject.programme.form.milestones.get(milestone)
        raise Refused("milestone-not-reached", milestone=asked.title.vi if asked else milestone)
    return row


def _past(on: On[Task], day: date) -> None:
    if day > on.day:
        raise Refused("day-to-come", field="on", day=day.isoformat())
