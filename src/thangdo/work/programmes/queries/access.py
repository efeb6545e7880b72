"""The programme and the unit's part that an actor asks about: the same answer for none and for not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.programmes import permissions
from thangdo.work.programmes.models import Count, Part, Programme, Reached
from thangdo.work.programmes.templates import Milestone


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of a unit: what the template asks, and what is reached (None: nothing yet)."""

    name: str
    asked: Milestone
    row: Reached | None
    text: str  # of the proof: its words, its address, the name of the file

    @property
    def counts(self) -> bool:
        """Whether it counts: reached, and checked where it must be."""
        return self.row is not None and (not self.asked.check or self.row.checked_on is not None)


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a task force; name: "" where it was destroyed by rule or never given."""

    number: int
    post: str
    name: str
    leads: bool
    left_on: date | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A unit's part whole, its texts read."""

    part: Part
    steps: tuple[Step, ...]
    values: Mapping[str, str]
    counts: tuple[Count, ...]
    members: tuple[MemberView, ...]
    reason: str


def programme(actor: Actor, slug: str) -> Programme:
    """A programme of which the actor sees something. Raises Refused("no-such-programme") alike for none."""
    found = permissions.programmes_seen(actor).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-programme", slug=slug)
    return found


def part(actor: Actor, slug: str, unit: UnitRef) -> PartView:
    """A unit's part with its texts. Raises Refused("no-such-part") alike for none and not seen."""
    rows = permissions.parts_seen(actor)
    found = rows.filter(programme__slug=slug, unit__scheme=unit[0], unit__code=unit[1]).first()
    if found is None:
        raise Refused("no-such-part", unit=":".join(unit), slug=slug)
    return view(found)


def view(found: Part) -> PartView:
    """The same of a part that is at hand. A few queries."""
    form = found.programme.form
    reached = {one.milestone: one for one in found.milestones.all()}
    members = list(found.members.all())
    held: list[Any] = [
        *(proof_text(row.proof) for row in reached.values()),
        *(value if isinstance(value, dict) else None for value in found.values.values()),
        *(one.post for one in members),
        *(one.name for one in members),
        found.reason,
    ]
    texts = iter(private.texts(held))
    proofs = {name: next(texts) for name in reached}
    values = {}
    for name, value in found.values.items():
        text = next(texts)
        values[name] = text if isinstance(value, dict) else str(value)
    posts = [next(texts) for _one in members]
    names = [next(texts) for _one in members]
    return PartView(
        found,
        tuple(
            Step(name, asked, reached.get(name), proofs.get(name, ""))
            for name, asked in form.milestones.items()
        ),
        values,
        tuple(found.counts.all()),
        tuple(
            MemberView(one.number, post, name, one.leads, one.left_on)
            for one, post, name in zip(members, posts, names, strict=True)
        ),
        next(texts),
    )


def proof_text(proof: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The reference to the words of a proof."""
    found: Mapping[str, str] | None = proof.get("title") or proof.get("link") or proof.get("text")
    return found
