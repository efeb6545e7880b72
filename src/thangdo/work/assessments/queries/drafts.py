"""A draft never leaves its unit: what others see of a part that was never signed off, or was taken back.

The rule of what is a draft is `models.SIGNED`; that it counts nowhere is `scoring`'s part. What the
appraising office measured or observed is no draft: it is the office's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Actor
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Answer, Submission
from thangdo.work.assessments.queries import blind
from thangdo.work.assessments.states import Declared

GIVEN = "answer.given"
#: what of an event of a draft is not shown to others: the values, and the texts that go with them
OF_DRAFTS = frozenset({"answer.given", "evidence.added", "evidence.used"})


def hidden(actor: Actor, part: Submission) -> bool:
    """Whether what the unit has declared so far is none of the actor's business."""
    return not part.is_signed and not of_the_unit(actor, part)


def of_the_unit(actor: Actor, part: Submission) -> bool:
    """Whether the actor holds an office of the unit (or of a part of the house that it belongs to): one that
    extends to it and not to the authority that assesses all units."""
    unit, authority = part.unit, part.campaign.authority
    return any(
        held.covers(unit.pk, unit.path) and not held.covers(authority.pk, authority.path)
        for held in actor.holding(*permissions.OWN)
    )


def rows(actor: Actor, part: Submission) -> list[Answer]:
    """The answers of a part as the actor may see them, in their order: without what a draft says, and without
    the decisions of which he owes a second opinion. One or two queries."""
    found = list(Answer.objects.filter(submission=part).order_by("place"))
    if hidden(actor, part):
        return blank(found)
    return blind.masked(found, blind.owed_in(actor, part))


def counting(part: Submission) -> list[Answer]:
    """The answers of a part by what counts, whoever asks: none declared of one that was never signed off."""
    found = list(Answer.objects.filter(submission=part).order_by("place"))
    return found if part.is_signed else blank(found)


def blank(found: Iterable[Answer]) -> list[Answer]:
    """The rows without what a unit declared; they are not to be saved."""
    given = list(found)
    for row in given:
        if not row.measured:
            row.declared, row.decided, row.status = {}, None, Declared.BLANK
            row.na_reason = row.comment = row.question = None
            row.evidence = 0
    return given


def unseen(events: Sequence[Event], parts: Mapping[str, bool]) -> set[int]:
    """The keys of events of which others see neither values nor texts: a value that was never signed off.

    parts: stream -> whether the part is signed off now. A value counts as signed off when no later one of
    its criterion stands before the next sign-off of the part.
    """
    concerned = {event.stream for event in events if event.type in OF_DRAFTS}
    found = {e.pk for e in events if e.type in OF_DRAFTS and not parts.get(e.stream, False)}
    signed = {stream for stream in concerned if parts.get(stream, False)}
    if not signed:
        return found
    told = Event.objects.filter(stream__in=signed, type__in=(GIVEN, "submission.moved")).order_by("id")
    last: dict[tuple[str, str], int] = {}
    seen: set[int] = set()
    given: set[int] = set()
    for key, stream, kind, payload in told.values_list("pk", "stream", "type", "payload"):
        if kind == GIVEN:
            last[stream, payload["node"]] = key
            given.add(key)
        elif payload.get("act") == "sign_off":
            seen |= {event for (of, _), event in last.items() if of == stream}
        elif payload.get("act") == "take_back":
            seen -= {event for (of, _), event in last.items() if of == stream}
    shown = {event.pk for event in events}
    return found | ((given - seen) & shown)
