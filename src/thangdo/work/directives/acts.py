"""What is done with directives: who may, in which states, with which input; and what an address names."""

from __future__ import annotations

from typing import IO, Any, BinaryIO, cast

from thangdo.records.acts.declared import Act, At, Where, Work, table
from thangdo.records.acts.frame import entitled, ready
from thangdo.records.files.names import clean_name
from thangdo.records.files.store import put
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives.actions import deciding, drafting, figures, issuing, reporting
from thangdo.work.directives.actions.reporting import NewEvidence
from thangdo.work.directives.projection import AssignmentInMemory, DirectiveInMemory
from thangdo.work.directives.states import DONE, NEW, OPEN, OWED, STAFF, UNIT, A, D
from thangdo.work.directives.subject import Task, assignment_of, directive_of

BY_STAFF, BY_CHIEF = (At("authority", STAFF),), (At("authority", (Role.HEAD,)),)
BY_UNIT, BY_HEAD = (At("unit", UNIT),), (At("unit", (Role.HEAD,)),)
DRAFTED, ISSUED = {"directive": (D.DRAFT,)}, {"directive": (D.ISSUED,)}
OWES = {**ISSUED, "assignment": OWED}
OPENED = {**ISSUED, "assignment": OPEN}
REPORTED = {**ISSUED, "assignment": (A.REPORTED,)}
ENDS = {**ISSUED, "assignment": (*OPEN, A.ACCEPTED)}
GIVEN = {"directive": (D.ISSUED, D.CLOSED), "assignment": (*OPEN, *DONE)}
ACTS = table(
    # the directive
    Act(drafting.draft, BY_STAFF, {"directive": (NEW,)}, drafting.Draft),
    Act(drafting.edit, BY_STAFF, DRAFTED, drafting.Draft, seen="must"),
    Act(drafting.discard, BY_STAFF, DRAFTED, deciding.Why),
    Act(issuing.issue, BY_CHIEF, DRAFTED, issuing.Issue, seen="must"),
    Act(deciding.close, BY_CHIEF, ISSUED, deciding.Closing),
    Act(deciding.withdraw, BY_CHIEF, ISSUED, deciding.Why),
    # the unit
    Act(reporting.acknowledge, BY_UNIT, {**ISSUED, "assignment": (A.ISSUED,)}),
    Act(reporting.report, BY_UNIT, OWES, reporting.Report),
    Act(reporting.withdraw_evidence, BY_UNIT, GIVEN, reporting.EvidenceBack, changes=("directive",)),
    Act(reporting.ask_extension, BY_HEAD, OWES, reporting.MoreTime),
    # the issuing unit, on one unit's part
    Act(deciding.accept, BY_STAFF, REPORTED),
    Act(deciding.give_back, BY_STAFF, REPORTED, deciding.Why),
    Act(deciding.decide_extension, BY_CHIEF, OPENED, deciding.Decision),
    Act(deciding.close_one, BY_CHIEF, ENDS, deciding.Closing),
    Act(deciding.withdraw_one, BY_CHIEF, ENDS, deciding.Why),
    Act(deciding.pass_on, BY_STAFF, OPENED, deciding.PassOn),
)


def find(where: Where, act: Act, given: Any, lock: bool) -> Task:
    """The directive of an address and the part of a unit; a new directive for who drafts one.

    An act on a part shares the directive, so that many units report at once and none after it is closed.
    """
    if not where and isinstance(given, drafting.Draft):
        return drafting.new_task(given)
    whole = len(where) == 1 or "directive" in act.changes
    directive = directive_of(where[0] if where else "", lock and (whole or None))
    if len(where) < 2:
        return Task(DirectiveInMemory(directive))
    assignment = assignment_of(directive, where[1], lock)
    return Task(DirectiveInMemory(directive), AssignmentInMemory.load(assignment))


def find_batch(where: Where, act: Act, given: issuing.Together, lock: bool) -> issuing.Batch:
    """The drafts that are named, locked in the order of their addresses."""
    slugs = sorted({*where, *given.slugs})
    return issuing.Batch([Task(DirectiveInMemory(directive_of(slug, lock))) for slug in slugs])


def bar(task: Task, actor: Actor, act: Act) -> None:
    """Nobody accepts what he reports or signs for. Raises Refused."""
    if act.name in ("accept", "give_back") and task.named is not None:
        carrier = task.named.assignment.carrier
        if any(held.unit == carrier.pk for held in actor.holding(*UNIT)):
            raise Refused("accepts-own-report", unit=str(carrier))


DIRECTIVES = Work("directive", ACTS, find, where=("slug", "unit"), system=True, bar=bar)
BATCHES = Work(
    "directive",
    table(Act(issuing.issue_many, BY_CHIEF, DRAFTED, issuing.Together)),
    find_batch,
    where=("slugs",),
)
FIGURES = Work(
    "directive",
    table(Act(figures.import_figures, BY_STAFF, takes=figures.FiguresOfDay)),
    figures.find_figures,
    where=("authority",),
)


def send(
    actor: Actor, slug: str, unit: UnitRef, stream: IO[bytes], name: str, declared_type: str
) -> NewEvidence:
    """Take a file in for a report; right and state are looked at before its bytes. Raises as the report."""
    task = ready(DIRECTIVES, reporting.report, actor, (slug, unit))
    held = entitled(DIRECTIVES, ACTS["report"], actor, task)
    stored = put(cast(BinaryIO, stream), name, declared_type, actor.by(held))
    return NewEvidence(clean_name(name), stored.sha256)
