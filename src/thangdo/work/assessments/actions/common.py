"""The frame of every act: who may, in which state, on what was seen; events and tables in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, EventView, Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import Part
from thangdo.work.assessments.questionnaire import Asked, asked
from thangdo.work.assessments.states import ACTS, UNIT

Json = dict[str, Any]
UnitRef = tuple[str, str]  # scheme, code


@dataclass
class Work:
    """One act under way on a unit's part: everything it needs, locked and checked."""

    actor: Actor
    held: OfficeHeld
    campaign: Campaign
    part: Part

    @property
    def submission(self) -> Submission:
        return self.part.submission

    @property
    def by(self) -> By:
        """Who acts, for the ledger."""
        return self.actor.by(self.held)

    @property
    def asked(self) -> Asked:
        """What the edition asks of the unit's tier."""
        return asked(self.campaign.edition, self.submission.tier)

    def answer(self, node: str) -> Answer:
        """One answer; Refused for a criterion that is not asked of the unit."""
        if node not in self.part.answers:
            raise Refused("no-such-criterion", node=node)
        return self.part.answers[node]


Does = Callable[[Work], Sequence[Happening]]


def campaign_of(slug: str, lock: bool = False) -> Campaign:
    """The campaign; Refused when there is none."""
    rows = Campaign.objects.select_related("edition", "authority", "appraising")
    rows = rows.defer("edition__text", "edition__frozen")  # long, and read once in the life of a process
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-campaign", slug=slug)
    return found


def may(actor: Actor, name: str, campaign: Campaign, unit: Unit | None = None) -> OfficeHeld:
    """The office by which the actor may do this; raises NotAllowed without one."""
    act = ACTS[name]
    place = {"authority": campaign.authority, "appraising": campaign.appraising, "unit": unit}[act.where]
    assert place is not None
    if name == "extend":
        held = actor.office_for(campaign.authority, Role.PUBLISHER)
        if held is not None:
            return held
    return actor.need(place, *act.roles)


def in_state(
    name: str, campaign: Campaign, submission: Submission | None = None, answer: Answer | None = None
) -> None:
    """Raises Refused("wrong-state") when the act is not allowed in these states."""
    act = ACTS[name]
    checks: list[tuple[str, str, tuple[str, ...]]] = [("campaign", campaign.state, act.campaign)]
    if submission is not None:
        checks.append(("submission", submission.state, act.submission))
    if answer is not None:
        checks += [("answer", answer.decision, act.answer), ("objection", answer.objection, act.objection)]
    for what, now, allowed in checks:
        if allowed and now not in allowed:
            raise Refused(
                "wrong-state", act=name, what=what, state=str(now), allowed=[str(s) for s in allowed]
            )


def on_campaign(
    actor: Actor, name: str, slug: str, request: Json, does: Callable[[Campaign, OfficeHeld], Any]
) -> Any:
    """Run an act on the campaign: idempotent, locked, right and state checked."""

    def run() -> Any:
        campaign = campaign_of(slug, lock=True)
        held = may(actor, name, campaign)
        in_state(name, campaign)
        return does(campaign, held)

    return once(actor.by(), {"act": name, "campaign": slug, **request}, run)


def write(campaign: Campaign, happened: Happening, by: By) -> int:
    """Append one event to the campaign's own stream and keep the campaign."""
    campaign.sequence = append(campaign.stream, [happened.new()], by, campaign.sequence)[-1].sequence
    campaign.changed_at = by.at
    campaign.save()
    return campaign.sequence


def on_part(
    actor: Actor,
    names: str | tuple[str, ...],
    slug: str,
    unit: UnitRef,
    does: Does,
    *,
    nodes: Iterable[str] | None = None,
    seen: Mapping[str, int] | None = None,
    request: Json | None = None,
    answer: Callable[[Work], Json] | None = None,
) -> Json:
    """Run an act on a unit's part: idempotent, locked, right and state and what was seen checked.

    names: the act, or acts of which the one that fits the part's state is meant.
    nodes: the answers concerned (None: all); each must be in a state in which the act is allowed.
    seen: criterion -> the sequence that the actor saw. Gives {"sequence": of the stream, "answers":
    of each answer concerned}, and what `answer` adds.
    Raises NotAllowed, Refused, Stale, KeyReused.
    """
    wanted = None if nodes is None else list(nodes)
    acts = (names,) if isinstance(names, str) else names

    def run() -> Json:
        campaign = campaign_of(slug)
        submission = submission_of(campaign, unit, lock=True)
        name = fitting(acts, submission)
        held = may(actor, name, campaign, submission.unit)
        if ACTS[name].where == "appraising" and name != "extend":
            _not_ones_own(actor, submission)
        in_state(name, campaign, submission)
        work = Work(actor, held, campaign, Part.load(submission, wanted))
        for node in wanted or ():
            in_state(name, campaign, submission, work.answer(node))
        for node, sequence in (seen or {}).items():
            now = work.answer(node).sequence
            if now != sequence:
                raise Stale(f"{submission.stream}#{node}", sequence, now)
        commit(work, does(work))
        kept = {node: work.answer(node).sequence for node in wanted or ()}
        return {"sequence": submission.sequence, "answers": kept, **(answer(work) if answer else {})}

    return_value: Json = once(
        actor.by(), {"act": acts[0], "campaign": slug, "unit": list(unit), **(request or {})}, run
    )
    return return_value


def fitting(acts: tuple[str, ...], submission: Submission) -> str:
    """Of several acts the one that is allowed in the part's state; the first where none is."""
    return next((act for act in acts if submission.state in ACTS[act].submission), acts[0])


def commit(work: Work, happened: Sequence[Happening]) -> list[EventView]:
    """Append the events and let the tables follow."""
    if not happened:
        return []
    events = append(work.submission.stream, [one.new() for one in happened], work.by)
    for event in events:
        work.part.apply(event)
    work.part.save()
    return events


def submission_of(campaign: Campaign, unit: UnitRef, lock: bool = False) -> Submission:
    """A unit's part; Refused when it takes no part."""
    rows = Submission.objects.select_related("unit", "campaign", "campaign__edition")
    rows = rows.defer("campaign__edition__text", "campaign__edition__frozen")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(campaign=campaign, unit__scheme=unit[0], unit__code=unit[1]).first()
    if found is None:
        raise Refused("takes-no-part", unit=":".join(unit), campaign=campaign.slug)
    return found


def _not_ones_own(actor: Actor, submission: Submission) -> None:
    """Nobody appraises what he reports or signs for."""
    own = [held for held in actor.holding(*UNIT) if held.covers(submission.unit_id, submission.unit.path)]
    if own:
        raise Refused("own-unit", unit=str(submission.unit))
