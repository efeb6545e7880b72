"""What is done in a unit's part: fields, milestones with proof, their check, cost, counts, members."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.numbers import exact
from thangdo.work.programmes import events
from thangdo.work.programmes.actions.common import Json, UnitRef, Work, kept, may, needed, on_part, sent
from thangdo.work.programmes.templates import Field, Milestone

MOST_MONEY = Decimal(10) ** 15  # đồng
MOST_COUNT = 100_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a milestone: a file that the actor has sent, a link, or a text. Only one of them."""

    sha256: str = ""
    title: str = ""  # of the file
    link: str = ""
    text: str = ""

    @property
    def kind(self) -> str:
        """file, link, text or ""."""
        return "file" if self.sha256 else "link" if self.link.strip() else "text" if self.text.strip() else ""


def set_values(
    actor: Actor, slug: str, unit: UnitRef, values: Mapping[str, str], seen: int | None = None
) -> Json:
    """Set fields of a unit's part; a blank text takes the value out. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.PartSet]:
        fields = work.programme.form.fields
        changed: dict[str, Any] = {}
        for name, text in values.items():
            if name not in fields:
                raise Refused("no-such-field", field=name)
            changed[name] = value_of(name, fields[name], text)
        now = work.part.values
        changed = {
            name: value
            for name, value in changed.items()
            if isinstance(value, dict) or now.get(name) != value
        }
        return [events.PartSet(changed)] if changed else []

    return on_part(actor, "programme-set", slug, unit, {"values": dict(values)}, does, seen)


def reach(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    milestone: str,
    on: date,
    proof: Proof,
    seen: int | None = None,
) -> Json:
    """A milestone is reached on a day, with its proof. Again: another proof, which must be checked anew.

    Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.MilestoneReached]:
        _milestone(work, milestone, proof)
        if on > actor.day:
            raise Refused("day-to-come", day=on.isoformat())
        return [events.MilestoneReached(milestone, on, _held(actor, proof))]

    request = {"milestone": milestone, "on": on.isoformat(), "proof": [proof.sha256, proof.link, proof.text]}
    return on_part(actor, "programme-reach", slug, unit, request, does, seen)


def check(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    milestone: str,
    holds: bool,
    reason: str = "",
    seen: int | None = None,
) -> Json:
    """The proof was looked at: it holds, or it does not and the milestone is open again.

    Nobody checks what he has entered himself. Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.MilestoneChecked]:
        row = work.whole.reached.get(milestone)
        if row is None:
            raise Refused("milestone-not-reached", milestone=_title(work, milestone))
        if row.by == actor.ref:
            raise Refused("own-milestone")
        return [
            events.MilestoneChecked(milestone, actor.day, holds, kept(reason) if holds else needed(reason))
        ]

    request = {"milestone": milestone, "holds": holds, "reason": reason}
    return on_part(actor, "programme-check", slug, unit, request, does, seen)


def undo(
    actor: Actor, slug: str, unit: UnitRef, milestone: str, reason: str, seen: int | None = None
) -> Json:
    """Take a milestone back, with a reason. One that was checked is taken back by who may check it.

    Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.MilestoneUndone]:
        row = work.whole.reached.get(milestone)
        if row is None:
            raise Refused("milestone-not-reached", milestone=_title(work, milestone))
        if row.checked_on is not None:
            may(actor, "programme-check", work.programme, work.part.carrier)
        return [events.MilestoneUndone(milestone, actor.day, needed(reason))]

    return on_part(
        actor, "programme-undo", slug, unit, {"milestone": milestone, "reason": reason}, does, seen
    )


def cost(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    planned: Decimal | None,
    spent: Decimal | None,
    seen: int | None = None,
) -> Json:
    """Money planned and spent, in whole đồng; None: not known. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.PartCosted]:
        for one in (planned, spent):
            if one is not None and (
                not one.is_finite() or one < 0 or one > MOST_MONEY or one != one.to_integral()
            ):
                raise Refused("bad-money", most=int(MOST_MONEY))
        if (planned, spent) == (work.part.planned, work.part.spent):
            return []
        return [events.PartCosted(planned, spent)]

    request = {
        "planned": None if planned is None else str(planned),
        "spent": None if spent is None else str(spent),
    }
    return on_part(actor, "programme-cost", slug, unit, request, does, seen)


def count(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    figure: str,
    on: date,
    number: int,
    frozen: bool = False,
    seen: int | None = None,
) -> Json:
    """A count on a day; frozen: the list is frozen on this day, and the burn-down begins with it.

    Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.FigureCounted]:
        if figure not in work.programme.form.figures:
            raise Refused("no-such-field", field=figure)
        if on > actor.day:
            raise Refused("day-to-come", day=on.isoformat())
        if not 0 <= number <= MOST_COUNT:
            raise Refused("number-out-of-range", field=figure, most=MOST_COUNT)
        base = next((one for one in work.whole.counts.values() if one.figure == figure and one.frozen), None)
        if not frozen and base is not None and on < base.day:
            raise Refused("before-the-list", day=base.day.isoformat())
        same = work.whole.counts.get((figure, on))
        if same is not None and same.count == number and (same.frozen or not frozen):
            return []
        return [events.FigureCounted(figure, on, number, frozen)]

    request = {"figure": figure, "on": on.isoformat(), "count": number, "frozen": frozen}
    return on_part(actor, "programme-count", slug, unit, request, does, seen)


def name_member(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    post: str,
    name: str = "",
    leads: bool = False,
    seen: int | None = None,
) -> Json:
    """Name a member of the task force by post; the person's name is kept apart. Raises as `set_values`."""

    def does(work: Work) -> list[events.MemberNamed]:
        if not work.programme.form.members:
            raise Refused("no-members-here")
        held = kept(post, 200)
        if held is None:
            raise Refused("post-needed")
        number = max(work.whole.members, default=0) + 1
        return [events.MemberNamed(number, held, kept(name, 200), leads)]

    request = {"post": post, "name": name, "leads": leads}
    return on_part(actor, "programme-member", slug, unit, request, does, seen)


def member_left(actor: Actor, slug: str, unit: UnitRef, number: int, seen: int | None = None) -> Json:
    """A member left the task force. Raises as `set_values`."""

    def does(work: Work) -> list[events.MemberLeft]:
        member = work.whole.members.get(number)
        if member is None or member.left_on is not None:
            raise Refused("no-such-member", number=number)
        return [events.MemberLeft(number, actor.day)]

    return on_part(actor, "programme-member", slug, unit, {"left": number}, does, seen)


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


def _milestone(work: Work, milestone: str, proof: Proof) -> Milestone:
    asked = work.programme.form.milestones.get(milestone)
    if asked is None:
        raise Refused("no-such-milestone", milestone=milestone)
    given = [one for one in (proof.sha256, proof.link.strip(), proof.text.strip()) if one]
    if len(given) != 1 or proof.kind not in asked.proof:
        raise Refused("proof-needed", kinds=list(asked.proof))
    if proof.kind == "link" and not re.match(r"https?://[^\s/]+", proof.link.strip()):
        raise Refused("link-form", typed=proof.link.strip()[:80])
    return asked


def _held(actor: Actor, proof: Proof) -> dict[str, Any]:
    if proof.kind == "file":
        stored = sent(actor, proof.sha256)
        return {
            "kind": "file",
            "sha256": stored.sha256,
            "title": kept(proof.title or stored.sha256[:12], 300),
        }
    if proof.kind == "link":
        return {"kind": "link", "link": kept(proof.link, 500)}
    return {"kind": "text", "text": kept(proof.text)}


def _title(work: Work, milestone: str) -> str:
    found = work.programme.form.milestones.get(milestone)
    return found.title.vi if found else milestone
