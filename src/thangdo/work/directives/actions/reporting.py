"""What a unit does with its assignment: take note, report with evidence, take evidence back, ask for time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import IO, Any, BinaryIO, cast
from urllib.parse import urlsplit

from thangdo.records.files.models import StoredFile
from thangdo.records.files.names import clean_name
from thangdo.records.files.store import put
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.directives import events
from thangdo.work.directives.actions.common import (
    Json,
    UnitRef,
    Work,
    assignment_of,
    directive_of,
    in_state,
    may,
    needed,
    on_assignment,
)
from thangdo.work.directives.actions.reopening import reopen_directive
from thangdo.work.directives.states import Assignment as State
from thangdo.work.directives.states import Extension

MOST_PROOFS = 100
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class NewProof:
    """An evidence: a file that the actor has sent (by its hash) or a link, with what it shows."""

    title: str
    sha256: str = ""
    link: str = ""


def acknowledge(actor: Actor, slug: str, unit: UnitRef, seen: int | None = None) -> Json:
    """The unit has taken note. Raises NotAllowed, Refused, Stale."""
    moved = events.AssignmentMoved("acknowledge", State.ACKNOWLEDGED, actor.day)
    return on_assignment(actor, "acknowledge", slug, unit, lambda work: [moved], seen=seen)


def report(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    text: str,
    progress: int,
    evidence: Sequence[NewProof] = (),
    seen: int | None = None,
) -> Json:
    """Report: how far it is (0 to 100) and what was done; 100 asks the issuing unit to accept it.

    A file must have been sent by the actor, or given by the unit before. Raises NotAllowed, Refused, Stale.
    """
    if isinstance(progress, bool) or not 0 <= progress <= 100:
        raise Refused("bad-progress")
    if len(text) > MOST_TEXT:
        raise Refused("directive-text-too-long", field="text", most=MOST_TEXT)
    if not text.strip():
        raise Refused("report-needed")
    for one in evidence:
        _well_formed(one)

    def does(work: Work) -> list[events.AssignmentReported]:
        known = work.part.proofs
        if len(known) + len(evidence) > MOST_PROOFS:
            raise Refused("too-many-proofs", most=MOST_PROOFS)
        first = max(known, default=0) + 1
        proofs = [_given(work, one, first + n) for n, one in enumerate(evidence)]
        return [events.AssignmentReported(actor.day, progress, private.keep(text), proofs)]

    request = {"text": text, "progress": progress, "evidence": [asdict(one) for one in evidence]}
    return on_assignment(actor, "report", slug, unit, does, seen=seen, request=request)


def send(
    actor: Actor, slug: str, unit: UnitRef, stream: IO[bytes], name: str, declared_type: str
) -> NewProof:
    """Take a file in for a report; right and state are looked at before its bytes. Raises as `report`."""
    directive = directive_of(slug)
    assignment = assignment_of(directive, unit)
    held = may(actor, "report", directive.authority, assignment.carrier)
    in_state("report", directive, assignment)
    stored = put(cast(BinaryIO, stream), name, declared_type, actor.by(held))
    return NewProof(clean_name(name), stored.sha256)


def withdraw_evidence(
    actor: Actor, slug: str, unit: UnitRef, number: int, reason: str, seen: int | None = None
) -> Json:
    """Take an evidence back. What had been accepted or closed is to be worked on again, visibly.

    Raises NotAllowed, Refused, Stale.
    """

    def does(work: Work) -> list[events.ProofWithdrawn]:
        proof = work.part.proofs.get(number)
        if proof is None or proof.withdrawn_on is not None:
            raise Refused("no-such-evidence", number=number)
        reopens = work.assignment.state in (State.ACCEPTED, State.CLOSED) and work.assignment.settled
        if reopens:
            reopen_directive(work.directive, work.actor.day, work.by)
        return [events.ProofWithdrawn(number, actor.day, needed(reason), reopens)]

    request = {"number": number, "reason": reason}
    return on_assignment(actor, "withdraw_evidence", slug, unit, does, seen=seen, request=request)


def ask_extension(
    actor: Actor, slug: str, unit: UnitRef, due: date, reason: str, seen: int | None = None
) -> Json:
    """The head of the unit asks for more time, with a reason. Raises NotAllowed, Refused, Stale."""

    def does(work: Work) -> list[events.ExtensionAsked]:
        before = work.assignment.due
        if before is None:
            raise Refused("no-due-date")
        if any(one.state == Extension.ASKED for one in work.part.extensions.values()):
            raise Refused("extension-waits")
        if due <= before or due <= actor.day:
            raise Refused("not-later", due=due.isoformat(), before=max(before, actor.day).isoformat())
        number = max(work.part.extensions, default=0) + 1
        return [events.ExtensionAsked(number, actor.day, due, needed(reason))]

    request = {"due": due.isoformat(), "reason": reason}
    return on_assignment(actor, "ask_extension", slug, unit, does, seen=seen, request=request)


def _given(work: Work, one: NewProof, number: int) -> dict[str, Any]:
    if one.sha256:
        _own_file(work, one.sha256)
    return {
        "number": number,
        "kind": "file" if one.sha256 else "link",
        "sha256": one.sha256,
        "title": private.keep(one.title or one.link),
        "link": private.keep(one.link),
    }


def _well_formed(one: NewProof) -> None:
    if bool(one.sha256) == bool(one.link):
        raise Refused("file-or-link")
    if len(one.title) > 400 or len(one.link) > 2000:
        raise Refused("directive-text-too-long", field="evidence", most=400)
    if one.sha256 and not one.title.strip():
        raise Refused("title-needed")
    if one.link:
        try:
            parts = urlsplit(one.link)
        except ValueError as error:
            raise Refused("bad-link") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("bad-link")


def _own_file(work: Work, sha256: str) -> None:
    """Raises Refused("no-such-file") alike for a file that is not there and for another's."""
    stored = StoredFile.objects.filter(sha256=sha256, destroyed_at=None).first()
    sent = stored is not None and stored.given_names.filter(actor=work.actor.ref).exists()
    given = {one.sha256 for one in work.part.proofs.values()}
    if stored is None or not (sent or sha256 in given):
        raise Refused("no-such-file", sha256=sha256)
