"""Objections of the units, and what the council decides."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments import events
from thangdo.work.assessments.actions.appraising import checked
from thangdo.work.assessments.actions.campaigns import needed
from thangdo.work.assessments.actions.common import Json, UnitRef, Work, on_part
from thangdo.work.assessments.states import Decision
from thangdo.work.assessments.states import Submission as PartState


def object_to(actor: Actor, slug: str, unit: UnitRef, node: str, text: str, seen: int) -> Json:
    """Object to an amended answer within the window. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AnswerObjected]:
        until = work.campaign.objection_until
        if until is not None and actor.day > until:
            raise Refused("window-is-over", until=until.isoformat())
        if work.answer(node).measured:
            raise Refused("measured-by-the-office", node=node)
        return [events.AnswerObjected(node, needed(text))]

    request = {"node": node, "text": text, "seen": seen}
    return on_part(actor, "object", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def withdraw(actor: Actor, slug: str, unit: UnitRef, node: str, seen: int) -> Json:
    """Take an objection back. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.ObjectionWithdrawn]:
        return [events.ObjectionWithdrawn(node)]

    request = {"node": node, "seen": seen}
    return on_part(
        actor, "withdraw_objection", slug, unit, does, nodes=[node], seen={node: seen}, request=request
    )


def agree(actor: Actor, slug: str, unit: UnitRef) -> Json:
    """The head agrees with the result before the window ends. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        return [events.SubmissionMoved("agree", PartState.SETTLED, actor.day)]

    return on_part(actor, "agree", slug, unit, does, nodes=())


def decide(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    node: str,
    values: Mapping[str, str] | None,
    reason: str,
    seen: int,
) -> Json:
    """The council decides on a marked answer: None accepts what is declared, values amend it.

    Raises NotAllowed, Refused, BadValues, Stale.
    """

    def does(work: Work) -> list[events.AnswerDecided]:
        clean = None if values is None else checked(work, node, values)
        decision = Decision.ACCEPTED if clean is None else Decision.AMENDED
        return [events.AnswerDecided(node, decision, clean, needed(reason), by_council=True)]

    request = {"node": node, "values": _plain(values), "reason": reason, "seen": seen}
    return on_part(actor, "decide", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def hear(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    node: str,
    upheld: bool,
    values: Mapping[str, str] | None,
    reason: str,
    seen: int,
) -> Json:
    """The council decides on an objection. Upheld: None gives the declared values back, values set others.

    Raises NotAllowed, Refused, BadValues, Stale.
    """

    def does(work: Work) -> list[events.ObjectionHeard]:
        if values is not None and not upheld:
            raise Refused("dismissed-with-values")
        clean = None if values is None else checked(work, node, values)
        return [events.ObjectionHeard(node, upheld, clean, needed(reason))]

    request = {"node": node, "upheld": upheld, "values": _plain(values), "reason": reason, "seen": seen}
    return on_part(actor, "hear", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def put_right(
    actor: Actor, slug: str, unit: UnitRef, node: str, values: Mapping[str, str], reason: str, seen: int
) -> Json:
    """The council puts a value right: before it concludes, or in a correction of what was published.

    Raises NotAllowed, Refused, BadValues, Stale.
    """

    def does(work: Work) -> list[events.AnswerPutRight]:
        clean = checked(work, node, values)
        if clean == work.answer(node).final:
            raise Refused("amends-nothing", node=node)
        return [events.AnswerPutRight(node, clean, needed(reason))]

    request = {"node": node, "values": dict(values), "reason": reason, "seen": seen}
    return on_part(actor, "put_right", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def _plain(values: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if values is None else dict(values)
