"""What each event makes of a programme and of a unit's part: the same code keeps the tables and replays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from thangdo.records.acts.rows import unit_of
from thangdo.records.ledger.events import EventView
from thangdo.work.programmes.models import Count, Member, Part, Programme, Reached

Payload = Mapping[str, Any]


def apply_programme(programme: Programme, event: EventView) -> None:
    """Let an event of the programme's own stream happen. KeyError for a type that is not known."""
    said = event.payload
    if event.type in ("programme.begun", "programme.changed"):
        _planned(programme, said["plan"])
    if event.type == "programme.begun":
        programme.template, programme.template_sha256 = dict(said["template"]), said["template_sha256"]
        programme.kind, programme.created_at = said["template"]["kind"], event.at
    elif event.type == "programme.moved":
        programme.state, programme.reason = said["to"], said["reason"]
        programme.ended_on = None if said["to"] == "running" else _day(said["on"])
    elif event.type not in ("programme.changed", "programme.units-added"):
        raise KeyError(event.type)
    programme.sequence, programme.changed_at = event.sequence, event.at


def _planned(programme: Programme, plan: Payload) -> None:
    for name in (
        "title_vi",
        "title_en",
        "directive",
        "stated_units",
        "known",
        "official",
        "sample",
        "public",
    ):
        setattr(programme, name, plan[name])
    programme.starts, programme.due = _day(plan["starts"]), _day(plan["due"])
    programme.authority = unit_of(plan["authority"])
    programme.leading = unit_of(plan["leading"]) if plan["leading"] else None


@dataclass
class Whole:
    """A part in memory with what hangs on it."""

    part: Part
    reached: dict[str, Reached] = field(default_factory=dict)
    counts: dict[tuple[str, date], Count] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    gone: list[Reached] = field(default_factory=list)

    @classmethod
    def load(cls, part: Part) -> Whole:
        """The part as the tables keep it."""
        return cls(
            part,
            {one.milestone: one for one in part.milestones.all()},
            {(one.figure, one.day): one for one in part.counts.all()},
            {one.number: one for one in part.members.all()},
        )

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        _HOW[event.type](self, event.payload, event)
        part = self.part
        part.sequence, part.changed_at, part.changed_by = event.sequence, event.at, event.actor

    def save(self) -> None:
        """Keep the part and what hangs on it."""
        self.part.save()
        for one in self.gone:
            if one.pk:
                one.delete()
        self.gone.clear()
        rows: list[Reached | Count | Member] = [
            *self.reached.values(),
            *self.counts.values(),
            *self.members.values(),
        ]
        for row in rows:
            row.part_id = self.part.pk
            row.save()

    def settle(self) -> None:
        """Status, number of milestones and the day of the last, from what counts as reached."""
        form, part = self.part.programme.form, self.part
        counts = {
            name: one.day
            for name, one in self.reached.items()
            if one.checked_on is not None or not form.milestones[name].check
        }
        part.reached, part.status = len(counts), form.status(counts)
        part.done_on = max(counts.values()) if part.status == form.last else None


def _added(whole: Whole, said: Payload, event: EventView) -> None:
    part = whole.part
    part.tier, part.due, part.added_on = said["tier"], _day(said["due"]), _day(said["on"])
    part.state, part.carrier = "active", part.unit
    whole.settle()


def _moved(whole: Whole, said: Payload, event: EventView) -> None:
    whole.part.state, whole.part.reason = said["to"], said["reason"]


def _passed(whole: Whole, said: Payload, event: EventView) -> None:
    whole.part.carrier, whole.part.passed_on = unit_of(said["carrier"]), _day(said["on"])


def _set(whole: Whole, said: Payload, event: EventView) -> None:
    values = {**whole.part.values, **said["values"]}
    whole.part.values = {name: value for name, value in values.items() if value is not None}


def _reached(whole: Whole, said: Payload, event: EventView) -> None:
    before = whole.reached.get(said["milestone"])
    row = before or Reached(part=whole.part, milestone=said["milestone"])
    day = _day(said["on"])
    assert day is not None
    row.day, row.proof, row.by = day, dict(said["proof"]), event.actor
    row.checked_on, row.checked_by, row.checked_office = None, "", ""
    whole.reached[said["milestone"]] = row
    whole.settle()


def _checked(whole: Whole, said: Payload, event: EventView) -> None:
    row = whole.reached[said["milestone"]]
    if said["holds"]:
        row.checked_on, row.checked_by, row.checked_office = _day(said["on"]), event.actor, event.office
    else:
        whole.part.reason = said["reason"]
        whole.gone.append(whole.reached.pop(said["milestone"]))
    whole.settle()


def _undone(whole: Whole, said: Payload, event: EventView) -> None:
    whole.part.reason = said["reason"]
    whole.gone.append(whole.reached.pop(said["milestone"]))
    whole.settle()


def _costed(whole: Whole, said: Payload, event: EventView) -> None:
    whole.part.planned = None if said["planned"] is None else Decimal(said["planned"])
    whole.part.spent = None if said["spent"] is None else Decimal(said["spent"])


def _counted(whole: Whole, said: Payload, event: EventView) -> None:
    day = _day(said["on"])
    assert day is not None
    if said["frozen"]:
        for (figure, _on), other in whole.counts.items():
            if figure == said["figure"]:
                other.frozen = False
    row = whole.counts.get((said["figure"], day)) or Count(part=whole.part, figure=said["figure"], day=day)
    row.count = said["count"]
    row.frozen = row.frozen or said["frozen"]
    whole.counts[said["figure"], day] = row


def _named(whole: Whole, said: Payload, event: EventView) -> None:
    if said["leads"]:
        for other in whole.members.values():
            other.leads = False
    whole.members[said["number"]] = Member(
        part=whole.part, number=said["number"], post=said["post"], name=said["name"], leads=said["leads"]
    )


def _left(whole: Whole, said: Payload, event: EventView) -> None:
    whole.members[said["number"]].left_on = _day(said["on"])
    whole.members[said["number"]].leads = False


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_HOW: dict[str, Callable[[Whole, Payload, EventView], None]] = {
    "part.added": _added,
    "part.moved": _moved,
    "part.passed": _passed,
    "part.set": _set,
    "milestone.reached": _reached,
    "milestone.checked": _checked,
    "milestone.undone": _undone,
    "part.costed": _costed,
    "figure.counted": _counted,
    "member.named": _named,
    "member.left": _left,
}
