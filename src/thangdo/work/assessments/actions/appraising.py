"""What appraisers do: accept, amend, ask for more, mark for the council; observe; second opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.canonical import sha256
from thangdo.rules.index.edition.model import ObservationTable
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.rules.index.values import read_value
from thangdo.work.assessments import events, value_check
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.assessments.actions.campaigns import needed
from thangdo.work.assessments.actions.common import Json, UnitRef, Work, on_part
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.states import Decision
from thangdo.work.assessments.states import Submission as PartState

MOST_ROWS = 20_000


def accept(actor: Actor, slug: str, unit: UnitRef, nodes: Mapping[str, int]) -> Json:
    """Accept answers as declared; `nodes`: criterion -> sequence seen. Raises NotAllowed, Refused, Stale."""
    if not nodes:
        raise Refused("nothing-chosen")

    def does(work: Work) -> list[events.AnswersAccepted]:
        for node in nodes:
            if work.answer(node).measured and not _is_observed(work, node):
                raise Refused("measure-it", node=node)
        return [events.AnswersAccepted(sorted(nodes))]

    request = {"nodes": dict(nodes)}
    return on_part(actor, "accept", slug, unit, does, nodes=nodes, seen=nodes, request=request)


def _is_observed(work: Work, node: str) -> bool:
    """A criterion that reads observation tables only: nothing is typed for it."""
    question = work.asked.question(node)
    return bool(question.tables) and not question.inputs


def amend(
    actor: Actor, slug: str, unit: UnitRef, node: str, values: Mapping[str, str], reason: str, seen: int
) -> Json:
    """Put other values in the place of the declared ones, with a reason; or the values that the appraising
    office measures, where it answers itself (then no reason is needed).

    Raises NotAllowed, Refused, BadValues, Stale.
    """

    def does(work: Work) -> list[events.AnswerDecided]:
        row = work.answer(node)
        clean = checked(work, node, values)
        if not row.measured and clean == row.declared:
            raise Refused("amends-nothing", node=node)
        why = private.keep(reason) if row.measured else needed(reason)
        return [events.AnswerDecided(node, Decision.AMENDED, clean, why)]

    request = {"node": node, "values": dict(values), "reason": reason, "seen": seen}
    return on_part(
        actor, "amend", slug, unit, does, nodes=[node], seen={node: seen}, request=request
    )  # fmt: skip


def measure(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    given: Mapping[str, Mapping[str, str]],
    seen: Mapping[str, int],
    source: str = "",
) -> Json:
    """Enter the values that the appraising office measures, for many criteria at once; all or none.

    given: criterion -> values; source: which records of the system say so.
    Raises NotAllowed, Refused, BadValues, Stale.
    """

    def does(work: Work) -> list[events.AnswerDecided]:
        happened, found = [], list[value_check.Fault]()
        for node, values in given.items():
            if not work.answer(node).measured:
                raise Refused("asked-of-the-unit", node=node)
            try:
                clean = checked(work, node, values)
            except BadValues as bad:
                found += bad.faults
                continue
            happened.append(events.AnswerDecided(node, Decision.AMENDED, clean, None, source=source))
        if found:
            raise BadValues(found)
        return happened

    request = {"given": {node: dict(values) for node, values in given.items()}, "seen": dict(seen)}
    if source:
        request["source"] = source
    return on_part(actor, "amend", slug, unit, does, nodes=given, seen=seen, request=request)


def checked(work: Work, node: str, values: Mapping[str, str]) -> dict[str, str]:
    """Values of one criterion, blank ones left out. Raises BadValues; Refused for no such criterion."""
    work.answer(node)
    question = work.asked.question(node)
    clean = {name: text.strip() for name, text in values.items() if text.strip()}
    rows = Answer.objects.filter(submission=work.submission).exclude(node=node)
    others: dict[str, str] = {}
    for row in rows:
        others.update(row.final)
    faults = value_check.faults(work.asked, question, clean, others)
    if faults:
        raise BadValues(faults)
    return clean


def ask(actor: Actor, slug: str, unit: UnitRef, node: str, question: str, seen: int) -> Json:
    """Ask the unit for more; its part opens again for this answer. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AnswerAsked]:
        if work.answer(node).measured:
            raise Refused("measured-by-the-office", node=node)
        return [events.AnswerAsked(node, needed(question))]

    request = {"node": node, "question": question, "seen": seen}
    return on_part(actor, "ask", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def mark(actor: Actor, slug: str, unit: UnitRef, node: str, reason: str, seen: int) -> Json:
    """Leave an answer to the council, with a reason. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.AnswerDecided]:
        return [events.AnswerDecided(node, Decision.COUNCIL, None, needed(reason))]

    request = {"node": node, "reason": reason, "seen": seen}
    return on_part(actor, "mark", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def undo(actor: Actor, slug: str, unit: UnitRef, node: str, seen: int) -> Json:
    """Take a decision back. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.DecisionUndone]:
        if work.answer(node).by_council:
            raise Refused("decided-by-council", node=node)
        return [events.DecisionUndone(node)]

    request = {"node": node, "seen": seen}
    return on_part(actor, "undo", slug, unit, does, nodes=[node], seen={node: seen}, request=request)


def second(actor: Actor, slug: str, unit: UnitRef, node: str, values: Mapping[str, str] | None) -> Json:
    """A second appraiser's own decision on a sampled answer: None accepts, values amend.

    It changes no score. Raises NotAllowed, Refused (own answer, not sampled, given before), BadValues.
    """

    def does(work: Work) -> list[events.OpinionGiven]:
        row = work.answer(node)
        if not row.sampled:
            raise Refused("not-in-the-sample", node=node)
        if row.decided_by == actor.ref:
            raise Refused("first-appraiser", node=node)
        if row.opinions.filter(by=actor.ref).exists():
            raise Refused("given-before", node=node)
        clean = None if values is None else checked(work, node, values)
        decision = Decision.ACCEPTED if clean is None or clean == row.declared else Decision.AMENDED
        return [events.OpinionGiven(node, decision, None if decision == Decision.ACCEPTED else clean)]

    request = {"node": node, "values": None if values is None else dict(values)}
    return on_part(actor, "second", slug, unit, does, nodes=[node], request=request)


def stop_waiting(actor: Actor, slug: str, unit: UnitRef, reason: str) -> Json:
    """Go on without the reply to the questions asked. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        return [events.SubmissionMoved("stop_waiting", PartState.RETURNED, actor.day, needed(reason))]

    return on_part(actor, "stop_waiting", slug, unit, does, request={"reason": reason})


def finish(actor: Actor, slug: str, unit: UnitRef) -> Json:
    """The unit's appraisal is done: every answer is decided. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        left = [one.node for one in work.part.answers.values() if one.decision == Decision.PENDING]
        if left:
            raise Refused("answers-left", nodes=left)
        return [events.SubmissionMoved("finish", PartState.APPRAISED, actor.day)]

    return on_part(actor, "finish", slug, unit, does)


def resume(actor: Actor, slug: str, unit: UnitRef, reason: str) -> Json:
    """Take the appraisal of a unit up again, with a reason. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.SubmissionMoved]:
        return [events.SubmissionMoved("resume", PartState.RETURNED, actor.day, needed(reason))]

    return on_part(actor, "resume", slug, unit, does, nodes=(), request={"reason": reason})


def review(actor: Actor, slug: str, unit: UnitRef, number: int) -> Json:
    """Note that the appraiser has looked at an evidence. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.EvidenceReviewed]:
        evidence = work.part.evidences.get(number)
        if evidence is None:
            raise Refused("no-such-evidence", number=number)
        return [] if evidence.reviewer == actor.ref else [events.EvidenceReviewed(number)]

    return on_part(actor, "observe", slug, unit, does, nodes=(), request={"number": number})


def observe(actor: Actor, slug: str, unit: UnitRef, table: str, rows: Sequence[Mapping[str, str]]) -> Json:
    """What was observed of the unit, for one table of the edition; replaces what was put before.

    Raises NotAllowed, Refused, BadValues (input is `column@row`, counted from 1).
    """

    def does(work: Work) -> list[events.ObservationsPut]:
        declared = work.asked.edition.observations.get(table)
        if declared is None:
            raise Refused("no-such-table", table=table)
        clean = observed(declared, rows)
        known = work.submission.observations.filter(table=table).first()
        if known is not None:
            work.part.observations[table] = known
            if known.rows == clean:
                return []
        return [events.ObservationsPut(table, clean, sha256(clean))]

    request = {"table": table, "rows": sha256([dict(row) for row in rows])}
    return on_part(actor, "observe", slug, unit, does, nodes=(), request=request)


def observed(table: ObservationTable, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of observations, each cell looked at. Raises Refused for too many rows, BadValues."""
    if len(rows) > MOST_ROWS:
        raise Refused("too-many-rows", most=MOST_ROWS)
    faults = []
    clean = []
    for number, row in enumerate(rows, start=1):
        kept = {}
        for name, column in table.columns.items():
            text = row.get(name, "").strip()
            if isinstance(read_value(text, column), Unreadable):
                faults.append(
                    value_check.Fault(f"{name}@{number}", "unreadable", value_check.described(column))
                )
            if text:
                kept[name] = text
        clean.append(kept)
    if faults:
        raise BadValues(faults)
    return clean
