"""What a unit does with its assignment: take note, report with evidence, take evidence back, ask for time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Day, FileSent, Many, Text, Whole
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.work.directives import events
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Extension
from thangdo.work.directives.subject import Task

MOST_EVIDENCE = 100
MOST_REASON = 10_000
TOO_LONG = "directive-text-too-long"
REASON = Text(MOST_REASON, least=1, lines=True, code="reason-needed", long=TOO_LONG)


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """An evidence: a link, or a file that was sent before, by its hash."""

    title: Annotated[str, Text(400, long=TOO_LONG)]
    sha256: Annotated[str | None, FileSent()] = None
    link: Annotated[str, Text(2_000, long=TOO_LONG)] = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How far the unit is; 100: done."""

    text: Annotated[str, Text(20_000, least=1, lines=True, code="report-needed", long=TOO_LONG)]
    progress: Annotated[int, Whole(0, 100, code="bad-progress")]
    evidence: Annotated[tuple[NewEvidence, ...], Many(NewEvidence, 50)] = ()


@dataclass(frozen=True, slots=True)
class EvidenceBack:
    """Which evidence is taken back, and why."""

    number: Annotated[int, Whole(1, 1_000_000, code="no-such-evidence")]
    reason: Annotated[str, REASON]


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Until when, and why."""

    due: Annotated[date, Day()]
    reason: Annotated[str, REASON]


def acknowledge(on: On[Task]) -> events.AssignmentMoved:
    """The unit has taken note."""
    return events.AssignmentMoved("acknowledge", State.ACKNOWLEDGED, on.day)


def report(on: On[Task], given: Report) -> events.AssignmentReported:
    """How far it is and what was done; 100 asks the issuing unit to accept it.

    A file must have been sent by the actor, or given by the unit before.
    """
    known = on.subject.part.evidence
    if len(known) + len(given.evidence) > MOST_EVIDENCE:
        raise Refused("too-many-proofs", most=MOST_EVIDENCE)
    first = max(known, default=0) + 1
    added = [_given(on, new, first + n) for n, new in enumerate(given.evidence)]
    return events.AssignmentReported(on.day, given.progress, private.keep(given.text), added)


def withdraw_evidence(on: On[Task], given: EvidenceBack) -> Outcome:
    """Take an evidence back. What had been accepted or closed is to be worked on again, visibly."""
    evidence, assignment = on.subject.part.evidence.get(given.number), on.subject.part.assignment
    if evidence is None or evidence.withdrawn_on is not None:
        raise Refused("no-such-evidence", number=given.number)
    reopens = assignment.state in (State.ACCEPTED, State.CLOSED) and assignment.settled
    happened = events.EvidenceWithdrawn(given.number, on.day, private.keep(given.reason), reopens)
    return Outcome([*(on.subject.reopened(on.day) if reopens else ()), happened])


def ask_extension(on: On[Task], given: MoreTime) -> events.ExtensionAsked:
    """The head of the unit asks for more time, with a reason."""
    asked, before = on.subject.part.extensions, on.subject.part.assignment.due
    if before is None:
        raise Refused("no-due-date")
    if any(extension.state == Extension.ASKED for extension in asked.values()):
        raise Refused("extension-waits")
    if given.due <= before or given.due <= on.day:
        latest = max(before, on.day).isoformat()
        raise Refused("not-later", field="due", due=given.due.isoformat(), before=latest)
    return events.ExtensionAsked(max(asked, default=0) + 1, on.day, given.due, private.keep(given.reason))


def _given(on: On[Task], new: NewEvidence, number: int) -> dict[str, Any]:
    """An evidence as the event holds it. Raises Refused for one that nobody could open."""
    if bool(new.sha256) == bool(new.link):
        raise Refused("file-or-link")
    if new.sha256:
        if not new.title:
            raise Refused("title-needed")
        _own_file(on, new.sha256)
    elif not _is_address(new.link):
        raise Refused("bad-link")
    return {
        "number": number,
        "kind": "file" if new.sha256 else "link",
        "sha256": new.sha256 or "",
        "title": private.keep(new.title or new.link),
        "link": private.keep(new.link),
    }


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _own_file(on: On[Task], sha256: str) -> None:
    """Raises Refused("no-such-file") alike for a file that is not there and for another's."""
    stored = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
    sent = stored is not None and stored.given_names.filter(actor=on.actor.ref).exists()
    given = {evidence.sha256 for evidence in on.subject.part.evidence.values()}
    if stored is None or not (sent or sha256 in given):
        raise Refused("no-such-file", sha256=sha256)
