"""The frame of every act of every kind of work: one order, in one transaction.

shape of the input -> receipt -> lock -> right -> state -> what was seen -> the act -> events -> tables

Who sends a request again gets its first answer, whatever has happened since; who may not act learns no state;
"it is closed" helps more than "somebody changed it". docs/decisions/acts.md gives each reason, and says where
the five frames before this one differed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, overload

from django.db.models import Q

from thangdo.records.acts import fields
from thangdo.records.acts.declared import ANYWHERE, Act, Appended, At, Json, On, Outcome, S, Work
from thangdo.records.acts.rows import shared
from thangdo.records.ledger.event_type import Happening, plain
from thangdo.records.ledger.events import By, EventView, Stale, append_many
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, NotAllowed, OfficeHeld, Refused
from thangdo.records.people.models import Office

Given = TypeVar("Given")
SeenBy = int | Mapping[str, int] | None


@overload
def do(
    work: Work[S],
    act: Callable[[On[S]], Appended],
    actor: Actor,
    where: tuple[Any, ...],
    *,
    seen: SeenBy = None,
) -> Json: ...


@overload
def do(
    work: Work[S],
    act: Callable[[On[S], Given], Appended],
    actor: Actor,
    where: tuple[Any, ...],
    given: Given,
    *,
    seen: SeenBy = None,
) -> Json: ...


def do(
    work: Work[S],
    act: Callable[..., Appended],
    actor: Actor,
    where: tuple[Any, ...],
    given: Any = None,
    *,
    seen: SeenBy = None,
) -> Json:
    """Do an act once, whole or not at all; what its subject answers, and what the act adds to it.

    act: the function. where: what the address names, as `Work.where` does. seen: the sequence on the screen
    (0: it was thought new), or of each part; a writer that names none is let through, unless the act asks.
    Raises NotAllowed, Refused, Stale, KeyReused.
    """
    declared = work.act(act)
    checked = None if declared.takes is None else _checked(work, declared, actor, where, given)
    if declared.seen == "must" and seen is None:
        raise Refused("seen-needed", act=f"{work.name}-{declared.name}")

    def run() -> Json:
        subject = work.find(where, declared, checked, lock=True)
        held = entitled(work, declared, actor, subject)
        _still_held(actor, held)
        in_state(work, declared, subject)
        _unchanged(work, declared, subject, seen)
        on = On(subject, actor, held, seen)
        appended = act(on) if declared.takes is None else act(on, checked)
        try:
            return settle(subject, appended, on.by)
        except Stale as stale:
            if declared.makes and stale.seen == 0:  # another made it at the same moment
                raise Refused(declared.makes, **{work.where[0]: where[0]}) from stale
            raise

    asked = {
        "act": f"{work.name}.{declared.name}",
        **dict(zip(work.where, plain(where), strict=False)),
        **({} if checked is None else {"given": fields.canonical(checked)}),
    }
    answer: Json = once(actor.by(), asked, run)
    return answer


def ready(
    work: Work[S], act: Callable[..., Any] | str, actor: Actor, where: tuple[Any, ...], given: Any = None
) -> S:
    """The subject, unlocked, when the actor could act on it now: asked before a file's bytes are taken in.

    Nothing is promised: `do` looks again under the lock. Raises NotAllowed, Refused.
    """
    declared = work.act(act)
    subject = work.find(where, declared, given, lock=False)
    entitled(work, declared, actor, subject)
    in_state(work, declared, subject)
    return subject


def can(work: Work[S], act: Callable[..., Any] | str, actor: Actor, subject: S) -> bool:
    """Whether an act is open to the actor now; no query."""
    declared = work.act(act)
    if not declared.when.keys() <= subject.states().keys():
        return False  # it is about something that this subject has not
    try:
        entitled(work, declared, actor, subject)
        in_state(work, declared, subject)
    except (NotAllowed, Refused):
        return False
    return True


def open_acts(work: Work[S], actor: Actor, subject: S) -> frozenset[str]:
    """The acts that are open to the actor now."""
    return frozenset(name for name in work.acts if can(work, name, actor, subject))


def entitled(work: Work[S], act: Act, actor: Actor, subject: S) -> OfficeHeld | None:
    """The office by which the actor may act; None for everybody and for the system. Raises NotAllowed."""
    held: OfficeHeld | None = None
    if act.by and not (work.system and actor.is_system):
        found = (_office(actor, claim, subject) for claim in act.by)
        held = next((office for office in found if office is not None), None)
        if held is None:
            places = (subject.place(claim.place) for claim in act.by if claim.place != ANYWHERE)
            raise NotAllowed(act.roles, str(next((unit for unit in places if unit is not None), "")))
    if work.bar is not None:
        work.bar(subject, actor, act)
    return held


def _office(actor: Actor, claim: At, subject: S) -> OfficeHeld | None:
    if claim.place == ANYWHERE:
        return next(iter(actor.holding(*claim.roles)), None)
    unit = subject.place(claim.place)
    return None if unit is None else actor.office_for(unit, *claim.roles)


def in_state(work: Work[S], act: Act, subject: S) -> None:
    """Raises Refused("wrong-state") when the act is not allowed in the states that its subject stands in."""
    states = subject.states()
    for what, allowed in act.when.items():
        now = states.get(what, ())
        for state in (now,) if isinstance(now, str) else now:
            if state not in allowed:
                raise Refused(
                    "wrong-state",
                    act=f"{work.name}-{act.name}",
                    what=what,
                    state=str(state),
                    allowed=[str(one) for one in allowed],
                )


def settle(subject: S, appended: Appended, by: By) -> Json:
    """Append what an act gave and let the tables follow; the answer."""
    outcome = appended if isinstance(appended, Outcome) else Outcome(_listed(appended))
    groups: dict[str, list[Happening]] = {}
    for entry in outcome.events:
        stream, happened = entry if isinstance(entry, tuple) else (subject.stream, entry)
        groups.setdefault(stream, []).append(happened)
    if groups:
        known = subject.streams()
        subject.follow(append_groups(groups, by, {name: known[name] for name in groups if name in known}))
    more = outcome.answer() if callable(outcome.answer) else outcome.answer
    return {**subject.answer(), **more}


def append_groups(
    groups: Mapping[str, Sequence[Happening]], by: By, expected: Mapping[str, int]
) -> list[EventView]:
    """Append typed events to several streams at once. Raises Stale."""
    news = [(stream, [happened.new() for happened in events]) for stream, events in groups.items()]
    return append_many(news, by, expected)


def _checked(work: Work[S], act: Act, actor: Actor, where: tuple[Any, ...], given: Any) -> Any:
    """The input, clean. Who may not act, or not now, reads that and not what is wrong with the input."""
    try:
        return fields.checked(given)
    except Refused:
        ready(work, act.name, actor, where, given)
        raise


def _listed(appended: Happening | Sequence[Happening] | None) -> Sequence[Happening]:
    if appended is None:
        return ()
    return (appended,) if isinstance(appended, Happening) else appended


def _still_held(actor: Actor, held: OfficeHeld | None) -> None:
    """The office is read again under the lock: an account closed while the act waited does nothing more.

    Shared, so that it hinders nobody but who would end the office. A recorder of published orders and the
    system hold offices that are no rows.
    """
    if actor.person is None or held is None:
        return
    rows = Office.objects.filter(Q(until=None) | Q(until__gte=actor.day), pk=held.id, person_id=actor.person)
    if shared(rows.filter(person__is_active=True)) is None:
        raise NotAllowed((held.role,), held.ref.partition("@")[2])


def _unchanged(work: Work[S], act: Act, subject: S, seen: SeenBy) -> None:
    if seen is None:
        return
    if work.unchanged is not None:
        work.unchanged(subject, seen)
    elif isinstance(seen, int):
        now = subject.streams()[subject.stream]
        if act.makes and seen == 0 and now:
            raise Refused(act.makes, **{work.where[0]: subject.stream.partition(":")[2]})
        if seen != now:
            raise Stale(subject.stream, seen, now)
    else:
        raise ValueError(f"{work.name} does not compare parts")
