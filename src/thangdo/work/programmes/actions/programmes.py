"""What the authority does with a programme: begin it, add units, close, cancel, reopen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any

from thangdo.records.acts.declared import On, Outcome
from thangdo.records.acts.fields import Day, Flag, Many, Text, UnitNamed
from thangdo.records.acts.fields import Whole as Number
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger.event_type import Happening, plain
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.directives.models import Directive
from thangdo.work.directives.scope import clean, expand
from thangdo.work.programmes import events
from thangdo.work.programmes.actions.common import LONGEST, Task, Why
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole
from thangdo.work.programmes.states import Programme as State
from thangdo.work.programmes.templates import Template, digest_of, template

TITLE = Text(400, long="programme-title-long")
UNITS = Many(Text(120), 10_000)  # scheme:code


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme is to be. A blank title: as its template says."""

    kind: Annotated[str, Text(60, least=1)]
    authority: Annotated[UnitRef, UnitNamed()]
    title_vi: Annotated[str, TITLE] = ""
    title_en: Annotated[str, TITLE] = ""
    leading: Annotated[UnitRef | None, UnitNamed()] = None
    directive: Annotated[str, Text(80)] = ""
    starts: Annotated[date | None, Day()] = None
    due: Annotated[date | None, Day()] = None
    stated_units: Annotated[int | None, Number(1, 999_999)] = None
    known: Annotated[bool, Flag()] = True
    official: Annotated[bool, Flag()] = False
    sample: Annotated[bool, Flag()] = False
    public: Annotated[bool, Flag()] = True


@dataclass(frozen=True, slots=True)
class FromDirective:
    """An order, and the kind of programme that carries it out."""

    directive: Annotated[str, Text(80, least=1)]
    kind: Annotated[str, Text(60, least=1)]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units (work/directives/scope.py): one by one, or all of some tiers within some places.

    due: another day than the programme's.
    """

    units: Annotated[tuple[str, ...], UNITS] = ()
    tiers: Annotated[tuple[str, ...], Many(Text(20), 10)] = ()
    within: Annotated[tuple[str, ...], Many(Text(120), 1_000)] = ()
    due: Annotated[date | None, Day()] = None
    without: Annotated[tuple[str, ...], UNITS] = ()
    scheme: Annotated[str, Text(60)] = ""

    def rule(self) -> dict[str, Any]:
        """The scope as it is kept."""
        said = {"units": self.units, "tiers": self.tiers, "within": self.within, "except": self.without}
        return clean({"scheme": self.scheme, **{name: list(values) for name, values in said.items()}})


@dataclass(frozen=True, slots=True)
class TakeOver:
    """due: another day than the programme's."""

    due: Annotated[date | None, Day()] = None


@dataclass(frozen=True, slots=True)
class Close:
    """Why, where units are not done."""

    reason: Annotated[str, Text(LONGEST, lines=True, long="programme-text-long")] = ""


def begin(on: On[Task], plan: Plan) -> events.ProgrammeBegun:
    """Begin a programme from a template."""
    return _begun(on, plan, template(plan.kind))


def begin_from(on: On[Task], given: FromDirective) -> Outcome:
    """Begin a programme that carries out a directive: its authority, leading unit, due day, scope."""
    order, form = on.subject.order, template(given.kind)
    assert order is not None
    leading = (order.leading.scheme, order.leading.code) if order.leading else None
    plan = Plan(
        given.kind,
        (order.authority.scheme, order.authority.code),
        form.title.vi,
        form.title.en,
        leading,
        order.slug,
        order.issued_on,
        order.due,
        order.stated_count,
        order.known,
        order.official,
        order.sample,
    )
    begun = _begun(on, plan, form)
    units = charged_by(order)
    rule: Mapping[str, Any] = {"units": units} if units else order.scope
    if not rule:
        return Outcome([begun], {"units": 0})
    added = _adding(on, form, rule, order.due, order.issued_on)
    return Outcome([begun, *added.events], added.answer)


def change(on: On[Task], plan: Plan) -> events.ProgrammeChanged:
    """Change the head data of a running programme; kind, authority and slug stay."""
    programme = on.subject.programme
    if (plan.kind, plan.authority) != (
        programme.kind,
        (programme.authority.scheme, programme.authority.code),
    ):
        raise Refused("programme-kind-stays", slug=programme.slug)
    return events.ProgrammeChanged(_sound(plan, programme.title_vi, programme.title_en))


def add(on: On[Task], scope: Scope) -> Outcome:
    """Add the units of a scope as they stand today; those that take part already are left as they are."""
    programme = on.subject.programme
    return _adding(on, programme.form, scope.rule(), scope.due or programme.due, on.day)


def take_over(on: On[Task], given: TakeOver) -> Outcome:
    """Add the units that the programme's directive charges by now, as they stood when it was issued."""
    programme = on.subject.programme
    order = Directive.objects.filter(slug=programme.directive).first() if programme.directive else None
    units = charged_by(order) if order is not None else []
    if order is None or not units:
        raise Refused("directive-charges-nobody")
    due = given.due or programme.due
    return _adding(on, programme.form, {"units": units}, due, order.issued_on or on.day)


def close(on: On[Task], why: Close) -> events.ProgrammeMoved:
    """Close a programme; with units that are not done a reason is needed."""
    # No part changes meanwhile: acts on parts share the programme, which is locked here.
    left = Part.objects.filter(programme=on.subject.programme, state="active", done_on=None).count()
    if left and not why.reason:
        raise Refused("programme-units-open", field="reason", units=left)
    return events.ProgrammeMoved("programme-close", State.CLOSED, on.day, keep(why.reason))


def cancel(on: On[Task], why: Why) -> events.ProgrammeMoved:
    """Call a programme off."""
    return events.ProgrammeMoved("programme-cancel", State.CANCELLED, on.day, keep(why.reason))


def reopen(on: On[Task], why: Why) -> events.ProgrammeMoved:
    """Open a closed programme again."""
    return events.ProgrammeMoved("programme-reopen", State.RUNNING, on.day, keep(why.reason))


def plan_of(programme: Programme) -> Plan:
    """A programme as it was planned: what a change begins from."""
    authority, leading = programme.authority, programme.leading
    return Plan(
        programme.kind,
        (authority.scheme, authority.code),
        programme.title_vi,
        programme.title_en,
        (leading.scheme, leading.code) if leading else None,
        programme.directive,
        programme.starts,
        programme.due,
        programme.stated_units,
        programme.known,
        programme.official,
        programme.sample,
        programme.public,
    )


def charged_by(directive: Directive) -> list[str]:
    """The units that a directive charges, as scheme:code, in the register's order."""
    rows = directive.assignments.exclude(state="withdrawn").order_by("unit__sort_key", "unit__place")
    return [f"{scheme}:{code}" for scheme, code in rows.values_list("unit__scheme", "unit__code")]


def _begun(on: On[Task], plan: Plan, form: Template) -> events.ProgrammeBegun:
    slug = on.subject.programme.slug
    said = _sound(plan, form.title.vi, form.title.en)
    if Programme.objects.filter(slug=slug).exists():
        raise Refused("programme-slug-taken", slug=slug)
    frozen = form.frozen()
    return events.ProgrammeBegun(said, frozen, digest_of(frozen))


def _adding(
    on: On[Task], form: Template, rule: Mapping[str, Any], due: date | None, day: date | None
) -> Outcome:
    """The units of a rule that take no part yet. day: of the register.

    Answers {"units": added, "found": of the rule}. Raises Refused("no-units-in-scope") for a scope of none.
    """
    programme, wanted, day = on.subject.programme, clean(rule), day or on.day
    found = expand(wanted, day, authority=programme.authority)
    if not found.units:
        raise Refused("no-units-in-scope", day=day.isoformat())
    if found.unknown:
        raise Refused("no-such-unit", unit=", ".join(found.unknown[:5]))
    # Which units take part cannot change meanwhile: the programme is locked.
    taking = set(Part.objects.filter(programme__slug=programme.slug).values_list("unit_id", flat=True))
    units = [unit for unit in found.units if unit.pk not in taking]
    wrong = [unit for unit in units if unit.tier not in form.tiers]
    if wrong:
        raise Refused("programme-tier", tiers=list(form.tiers), **wrong[0].as_facts())
    happened: list[Happening | tuple[str, Happening]] = []
    if units:
        happened.append(events.UnitsAdded([f"{one.scheme}:{one.code}" for one in units], wanted))
    for unit in units:
        whole = Whole(Part(programme=programme, unit=unit))
        on.subject.new[whole.part.stream] = whole
        happened.append((whole.part.stream, events.PartAdded(unit.tier, due, on.day)))
    return Outcome(happened, {"units": len(units), "found": len(found.units)})


def _sound(plan: Plan, vi: str, en: str) -> dict[str, Any]:
    """The plan as the event holds it. Raises Refused for the first thing that does not fit."""
    if plan.starts and plan.due and plan.due < plan.starts:
        raise Refused("programme-backwards", field="due")
    if plan.leading:
        unit_named(plan.leading)
    said: dict[str, Any] = plain(asdict(plan))
    del said["kind"]
    said["title_vi"] = plan.title_vi or vi
    said["title_en"] = plan.title_en or ("" if plan.title_vi else en)
    said["authority"] = ":".join(plan.authority)
    said["leading"] = ":".join(plan.leading) if plan.leading else ""
    return said
