"""Issuing: the scope is expanded on the day, each unit gets its part, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thangdo.records.ledger.events import By, append_many
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives import events, scope
from thangdo.work.directives.actions.common import (
    Json,
    directive_of,
    in_state,
    may,
    needed,
    on_directive,
    write,
)
from thangdo.work.directives.due import Due, due_of
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.projection import Part
from thangdo.work.directives.scope import Expanded


def issue(actor: Actor, slug: str, seen: int | None = None, decision: str = "") -> Json:
    """Issue a directive to all units of its scope; {"units", "sequence", "due"}.

    seen: the sequence of the draft on the screen. decision: why it is issued although its sentence names
    another number of units than the register gives. Raises NotAllowed, Refused, Stale, KeyReused.
    """

    def does(directive: Directive, held: OfficeHeld | None) -> Json:
        return _issue(actor, directive, held, decision)

    answer: Json = on_directive(actor, "issue", slug, {"decision": decision}, does, seen)
    return answer


def issue_many(actor: Actor, slugs: Sequence[str], decisions: dict[str, str] | None = None) -> Json:
    """Issue several directives, all or none; {slug: what `issue` gives}. Raises as `issue`."""
    asked = sorted(set(slugs))
    if not asked:
        raise Refused("nothing-chosen")

    def run() -> Json:
        done: Json = {}
        for slug in asked:
            directive = directive_of(slug, lock=True)
            held = may(actor, "issue", directive.authority)
            in_state("issue", directive)
            done[slug] = _issue(actor, directive, held, (decisions or {}).get(slug, ""))
        return done

    request = {"act": "issue_many", "directives": asked, "decisions": decisions or {}}
    answer: Json = once(actor.by(), request, run)
    return answer


def charged(directive: Directive, day: date) -> Expanded:
    """The units that a directive would charge if it were issued on this day."""
    if directive.scope:
        return scope.expand(
            directive.scope, day, stated=directive.stated_count, authority=directive.authority
        )
    leading = directive.leading
    stands = leading is not None and leading.is_valid_on(day)
    return Expanded((leading,) if leading and stands else (), day, stated=directive.stated_count)


def due_on(directive: Directive, day: date) -> Due:
    """When a directive falls due if it is issued on this day. Raises Refused."""
    return due_of(directive.due_kind, directive.due, directive.due_days, day)


def _issue(actor: Actor, directive: Directive, held: OfficeHeld | None, decision: str) -> Json:
    expanded = charged(directive, actor.day)
    if expanded.unknown:
        raise Refused("scope-names-unknown", units=list(expanded.unknown), day=actor.day.isoformat())
    if not expanded.units:
        raise Refused("scope-is-empty", day=actor.day.isoformat())
    why = None
    if expanded.differs:
        if not decision.strip():
            raise Refused("scope-differs", stated=expanded.stated, found=expanded.found)
        why = needed(decision)
    due, by = due_on(directive, actor.day), actor.by(held)
    warnings = [*due.warnings, *(["due-on-day-off"] if due.off else [])]
    happened = events.DirectiveIssued(
        actor.day, due.stated, due.falls, due.calendar, warnings, expanded.found, expanded.stated, why
    )
    sequence = write(directive, happened, by).sequence
    _open(directive, expanded.units, due.falls, by)
    return {
        "units": expanded.found,
        "sequence": sequence,
        "due": due.falls.isoformat() if due.falls else None,
    }


def _open(directive: Directive, units: Sequence[Unit], falls: date | None, by: By) -> None:
    """The parts of all units: one write of the ledger, one of the table."""
    assert directive.issued_on is not None
    parts = [Part(Assignment(directive=directive, unit=unit, carrier=unit)) for unit in units]
    groups = [
        (
            part.assignment.stream,
            [
                events.AssignmentIssued(
                    f"{part.assignment.unit.scheme}:{part.assignment.unit.code}",
                    directive.issued_on,
                    falls,
                    directive.known,
                ).new()
            ],
        )
        for part in parts
    ]
    for part, event in zip(parts, append_many(groups, by), strict=True):
        part.apply(event)
    Assignment.objects.bulk_create([part.assignment for part in parts], batch_size=1000)
