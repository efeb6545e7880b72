"""What each event makes of a unit's part in a campaign: the same code keeps the tables and replays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thangdo.records.ledger.events import EventView
from thangdo.work.assessments.models import Answer, Evidence, EvidenceUse, Observation, Opinion, Submission
from thangdo.work.assessments.questionnaire import Asked, asked
from thangdo.work.assessments.states import Decision, Declared, Objection
from thangdo.work.assessments.states import Submission as State
from thangdo.work.assessments.value_check import status_of

Payload = Mapping[str, Any]
_TOUCHED = {"sequence", "changed_by", "changed_at"}
COUNTS = ("answered", "with_evidence", "decided", "amended", "council", "objections")
_SUBMISSION_FIELDS = ["state", "due", "extended", "returned_on", "late", "sequence", "changed_at", *COUNTS]
_SUBMISSION_FIELDS += ["tier", "asked", "measured", "signal_sequence"]
#: what signals read of a part that has returned; no decision of an appraiser is among them
_READ_BY_SIGNALS = {
    *("answer.given", "evidence.added", "evidence.used", "observations.put", "submission.extended"),
    *("sign_off", "take_back"),
}


def counts_of(answer: Answer) -> tuple[int, ...]:
    """What one answer adds to the counts of its submission."""
    said = answer.status in (Declared.ANSWERED, Declared.NOT_APPLICABLE) and not answer.measured
    return (
        int(said),
        int(answer.evidence > 0 and not answer.measured),
        int(answer.decision in (Decision.ACCEPTED, Decision.AMENDED, Decision.COUNCIL)),
        int(answer.decision == Decision.AMENDED and not answer.measured),
        int(answer.decision == Decision.COUNCIL),
        int(answer.objection == Objection.OPEN),
    )


@dataclass
class Part:
    """A unit's part in memory: its row, those of its answers that are concerned, its evidence."""

    submission: Submission
    answers: dict[str, Answer] = field(default_factory=dict)
    evidences: dict[int, Evidence] = field(default_factory=dict)
    uses: set[tuple[int, str]] = field(default_factory=set)
    observations: dict[str, Observation] = field(default_factory=dict)
    opinions: dict[tuple[str, str], Opinion] = field(default_factory=dict)
    touched: dict[str, set[str]] = field(default_factory=dict)  # criterion -> its changed fields
    observed: set[str] = field(default_factory=set)
    added: list[Evidence] = field(default_factory=list)

    @classmethod
    def load(cls, submission: Submission, nodes: Iterable[str] | None = None) -> Part:
        """The part with these answers (None: all of them), those that hang on them, and all evidence."""
        answers = Answer.objects.filter(submission=submission)
        if nodes is not None:
            wanted = set(nodes)
            for question in _questions(submission).following(wanted):
                wanted |= {question.node, *question.follows}
            answers = answers.filter(node__in=wanted)
        part = cls(submission, {answer.node: answer for answer in answers})
        part.evidences = {one.number: one for one in Evidence.objects.filter(submission=submission)}
        pairs = EvidenceUse.objects.filter(answer__submission=submission)
        part.uses = set(pairs.values_list("evidence__number", "answer__node"))
        return part

    def apply(self, event: EventView) -> None:
        """Let an event happen. KeyError for a type that is not known."""
        before = self.submission.returned_on
        _HOW[event.type](self, event.payload, event)
        what = event.payload["act"] if event.type == "submission.moved" else event.type
        if what in _READ_BY_SIGNALS and (before or self.submission.returned_on):
            self.submission.signal_sequence = event.sequence
        self.submission.sequence = event.sequence
        self.submission.changed_at = event.at

    def save(self) -> None:
        """Keep what has changed."""
        submission = self.submission
        submission.save(update_fields=_SUBMISSION_FIELDS)
        changed = [self.answers[node] for node in sorted(self.touched)]
        new = [answer for answer in changed if answer.pk is None]
        if new:
            Answer.objects.bulk_create(new, batch_size=500)
        for answer in changed:  # one by one: an update of many rows by cases takes longer
            if answer not in new:
                answer.save(update_fields=self.touched[answer.node] | _TOUCHED)
        for evidence in self.added:
            evidence.save()
        for table in self.observed:
            self.observations[table].save()
        for opinion in self.opinions.values():
            if opinion.pk is None:
                opinion.save()
        self._save_uses()
        self.touched.clear()
        self.added.clear()
        self.observed.clear()

    def _save_uses(self) -> None:
        known = set(
            EvidenceUse.objects.filter(answer__submission=self.submission).values_list(
                "evidence__number", "answer__node"
            )
        )
        for number, node in self.uses - known:
            EvidenceUse.objects.create(answer=self.answers[node], evidence=self.evidences[number])
        for number, node in known - self.uses:
            EvidenceUse.objects.filter(
                answer__submission=self.submission, answer__node=node, evidence__number=number
            ).delete()

    def change(self, node: str, event: EventView, **fields: Any) -> Answer:
        """Set fields of one answer, the counts of the submission with it."""
        answer = self._set(node, fields)
        answer.sequence, answer.changed_by, answer.changed_at = event.sequence, event.actor, event.at
        return answer

    def follow(self, node: str, status: Declared) -> None:
        """Let an answer follow those that it hangs on. Nobody touched it: its sequence stays."""
        self._set(node, {"status": status})

    def _set(self, node: str, fields: Mapping[str, Any]) -> Answer:
        answer = self.answers[node]
        before = counts_of(answer)
        for name, value in fields.items():
            setattr(answer, name, value)
        for name, was, now in zip(COUNTS, before, counts_of(answer), strict=True):
            if was != now:
                setattr(self.submission, name, getattr(self.submission, name) + now - was)
        self.touched.setdefault(node, set()).update(fields)
        return answer


def _questions(submission: Submission) -> Asked:
    return asked(submission.campaign.edition, submission.tier)


def follow_opened(submission: Submission, event: EventView) -> None:
    """What the opening makes of the part's own row."""
    said = event.payload
    submission.state, submission.tier, submission.due = State.OPEN, said["tier"], _day(said["due"])
    submission.asked, submission.measured = len(said["asked"]), len(said["measured"])
    submission.sequence, submission.changed_at = event.sequence, event.at


def _opened(part: Part, said: Payload, event: EventView) -> None:
    submission = part.submission
    follow_opened(submission, event)
    measured, sampled = set(said["measured"]), set(said["sampled"])
    for place, node in enumerate([*said["asked"], *said["measured"]]):
        part.answers[node] = Answer(
            submission=submission,
            node=node,
            place=place,
            measured=node in measured,
            sampled=node in sampled,
            sequence=event.sequence,
        )
        part.touched[node] = set()


def _moved(part: Part, said: Payload, event: EventView) -> None:
    submission = part.submission
    submission.state = said["to"]
    if said["act"] == "sign_off":
        submission.returned_on = _day(said["on"])
        submission.late = bool(
            submission.due and submission.returned_on and submission.returned_on > submission.due
        )
    if said["act"] in ("sign_off", "stop_waiting"):
        for node, answer in part.answers.items():
            if answer.decision == Decision.ASKED:
                part.change(node, event, decision=Decision.PENDING)
    if said["act"] == "take_back":
        submission.returned_on, submission.late = None, False


def _extended(part: Part, said: Payload, event: EventView) -> None:
    part.submission.due, part.submission.extended = _day(said["due"]), True


def _given(part: Part, said: Payload, event: EventView) -> None:
    part.change(
        said["node"],
        event,
        declared=dict(said["values"]),
        status=said["status"],
        na_reason=said["na_reason"],
        comment=said["comment"],
    )
    for question in _questions(part.submission).following([said["node"]]):
        values: dict[str, str] = {}
        for node in question.follows:
            values.update(part.answers[node].declared)
        part.follow(question.node, status_of(question, {}, values))


def _evidence_added(part: Part, said: Payload, event: EventView) -> None:
    evidence = Evidence(
        submission=part.submission,
        number=said["number"],
        kind=said["kind"],
        sha256=said["sha256"],
        title=said["title"],
        link=said["link"],
        effective=_day(said["effective"]),
        expires=_day(said["expires"]),
        added_at=event.at,
        added_by=event.actor,
    )
    part.evidences[evidence.number] = evidence
    part.added.append(evidence)
    _serve(part, evidence.number, said["node"], True, event)


def _evidence_used(part: Part, said: Payload, event: EventView) -> None:
    _serve(part, said["number"], said["node"], said["serves"], event)
    evidence = part.evidences[said["number"]]
    serves = any(number == evidence.number for number, _ in part.uses)
    evidence.withdrawn_at = None if serves else event.at
    if evidence not in part.added:
        part.added.append(evidence)


def _serve(part: Part, number: int, node: str, serves: bool, event: EventView) -> None:
    (part.uses.add if serves else part.uses.discard)((number, node))
    part.change(node, event, evidence=sum(1 for _, served in part.uses if served == node))


def _evidence_reviewed(part: Part, said: Payload, event: EventView) -> None:
    evidence = part.evidences[said["number"]]
    evidence.reviewer, evidence.reviewed_at = event.actor, event.at
    if evidence not in part.added:
        part.added.append(evidence)


def _decided(part: Part, said: Payload, event: EventView) -> None:
    part.change(
        said["node"],
        event,
        decision=said["decision"],
        decided=None if said["values"] is None else dict(said["values"]),
        reason=said["reason"],
        decided_by=event.actor,
        by_council=said["by_council"],
    )


def _accepted(part: Part, said: Payload, event: EventView) -> None:
    for node in said["nodes"]:
        part.change(
            node,
            event,
            decision=Decision.ACCEPTED,
            decided=None,
            reason=None,
            decided_by=event.actor,
            by_council=False,
        )


def _asked(part: Part, said: Payload, event: EventView) -> None:
    part.submission.state = State.ASKED
    part.change(
        said["node"], event, decision=Decision.ASKED, question=said["question"], decided_by=event.actor
    )


def _undone(part: Part, said: Payload, event: EventView) -> None:
    part.change(
        said["node"],
        event,
        decision=Decision.PENDING,
        decided=None,
        reason=None,
        decided_by="",
        by_council=False,
    )


def _opinion(part: Part, said: Payload, event: EventView) -> None:
    part.opinions[said["node"], event.actor] = Opinion(
        answer=part.answers[said["node"]],
        by=event.actor,
        decision=said["decision"],
        values=said["values"],
        at=event.at,
    )


def _observed(part: Part, said: Payload, event: EventView) -> None:
    name = said["table"]
    observation = part.observations.get(name) or Observation(submission=part.submission, table=name)
    observation.rows, observation.sha256 = list(said["rows"]), said["sha256"]
    part.observations[name] = observation
    part.observed.add(name)


def _objected(part: Part, said: Payload, event: EventView) -> None:
    part.submission.state = State.OBJECTED
    part.change(said["node"], event, objection=Objection.OPEN, objection_text=said["text"])


def _withdrawn(part: Part, said: Payload, event: EventView) -> None:
    part.change(said["node"], event, objection=Objection.NONE, objection_text=None)
    if part.submission.objections == 0:
        part.submission.state = State.NOTIFIED


def _heard(part: Part, said: Payload, event: EventView) -> None:
    fields: dict[str, Any] = {
        "objection": Objection.UPHELD if said["upheld"] else Objection.DISMISSED,
        "outcome": said["reason"],
    }
    if said["upheld"]:
        values = said["values"]
        fields |= {
            "decided": None if values is None else dict(values),
            "decision": Decision.ACCEPTED if values is None else Decision.AMENDED,
            "by_council": True,
        }
    part.change(said["node"], event, **fields)


def _put_right(part: Part, said: Payload, event: EventView) -> None:
    part.change(
        said["node"],
        event,
        decision=Decision.AMENDED,
        decided=dict(said["values"]),
        outcome=said["reason"],
        by_council=True,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_HOW: dict[str, Callable[[Part, Payload, EventView], None]] = {
    "submission.opened": _opened,
    "submission.moved": _moved,
    "submission.extended": _extended,
    "answer.given": _given,
    "evidence.added": _evidence_added,
    "evidence.used": _evidence_used,
    "evidence.reviewed": _evidence_reviewed,
    "answer.decided": _decided,
    "answers.accepted": _accepted,
    "answer.asked": _asked,
    "decision.undone": _undone,
    "opinion.given": _opinion,
    "observations.put": _observed,
    "answer.objected": _objected,
    "objection.withdrawn": _withdrawn,
    "objection.heard": _heard,
    "answer.put-right": _put_right,
}
