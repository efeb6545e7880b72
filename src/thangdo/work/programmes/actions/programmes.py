"""What the authority does: begin a programme, add units, close, cancel, reopen, drop or pass a part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import append_many
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Directive
from thangdo.work.directives.scope import clean, expand
from thangdo.work.programmes import events
from thangdo.work.programmes.actions.common import (
    Json,
    UnitRef,
    Work,
    in_state,
    may,
    needed,
    on_part,
    on_programme,
    programme_of,
    write,
)
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole
from thangdo.work.programmes.states import LEADS
from thangdo.work.programmes.states import Programme as State
from thangdo.work.programmes.templates import digest_of, template

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme is to be. units: scheme and code of authority and leading unit; money elsewhere."""

    slug: str
    kind: str
    authority: UnitRef
    title_vi: str = ""  # blank: as the template says
    title_en: str = ""
    leading: UnitRef | None = None
    directive: str = ""
    starts: date | None = None
    due: date | None = None
    stated_units: int | None = None
    known: bool = True
    official: bool = False
    sample: bool = False
    public: bool = True


def begin(actor: Actor, plan: Plan) -> Json:
    """Begin a programme from a template. Gives {"slug", "sequence"}. Raises NotAllowed, Refused."""
    form = template(plan.kind)

    def run() -> Json:
        authority = unit_at(plan.authority)
        held = actor.need(authority, *LEADS)
        said = _sound(plan, form.title.vi, form.title.en)
        if Programme.objects.filter(slug=plan.slug).exists():
            raise Refused("programme-slug-taken", slug=plan.slug)
        frozen = form.frozen()
        programme = Programme(slug=plan.slug, created_at=actor.at, changed_at=actor.at)
        happened = events.ProgrammeBegun(said, frozen, digest_of(frozen))
        try:
            with transaction.atomic():
                return write(programme, happened, actor, held)
        except IntegrityError as error:
            raise Refused("programme-slug-taken", slug=plan.slug) from error

    answer: Json = once(actor.by(), {"act": "programme-begin", "plan": plain(asdict(plan))}, run)
    return answer


def begin_from_directive(actor: Actor, directive: str, kind: str, slug: str) -> Json:
    """Begin a programme that carries out a directive: its authority, leading unit, due day, scope.

    Gives {"slug", "sequence", "units"}. Raises NotAllowed, Refused ("no-such-directive" alike for none).
    """
    found = Directive.objects.select_related("authority", "leading").filter(slug=directive).first()
    if found is None:
        raise Refused("no-such-directive", slug=directive)
    form = template(kind)
    leading = found.leading
    plan = Plan(
        slug, kind, (found.authority.scheme, found.authority.code), form.title.vi, form.title.en,
        (leading.scheme, leading.code) if leading else None, directive, found.issued_on, found.due,
        found.stated_count, found.known, found.official, found.sample,
    )  # fmt: skip

    def run() -> Json:
        done = begin(actor, plan)
        given = charged_by(found)
        rule: Mapping[str, Any] = {"units": given} if given else found.scope
        adding = replace(actor, key=f"{actor.key}:units"[-100:] if actor.key else "")
        added = add_units(adding, slug, rule, day=found.issued_on) if rule else {"units": 0}
        return {**done, "units": added["units"]}

    with transaction.atomic():
        return run()


def charged_by(directive: Directive) -> list[str]:
    """The units that a directive charges, as scheme:code, in the register's order."""
    rows = directive.assignments.exclude(state="withdrawn").order_by("unit__sort_key", "unit__place")
    return [f"{scheme}:{code}" for scheme, code in rows.values_list("unit__scheme", "unit__code")]


def take_over(actor: Actor, slug: str, due: date | None = None) -> Json:
    """Add the units that the programme's directive charges by now, as they stood when it was issued.

    Raises as `add_units`; Refused("directive-charges-nobody") while it is a draft.
    """
    programme = programme_of(slug)
    found = Directive.objects.filter(slug=programme.directive).first() if programme.directive else None
    given = charged_by(found) if found is not None else []
    if found is None or not given:
        raise Refused("directive-charges-nobody")
    return add_units(actor, slug, {"units": given}, due, day=found.issued_on)


def change(actor: Actor, plan: Plan, seen: int | None = None) -> Json:
    """Change the head data of a running programme; kind, authority and slug stay. Raises as `begin`."""

    def does(programme: Programme, held: OfficeHeld) -> events.ProgrammeChanged:
        here = (programme.authority.scheme, programme.authority.code)
        if plan.kind != programme.kind or plan.authority != here:
            raise Refused("programme-kind-stays", slug=plan.slug)
        return events.ProgrammeChanged(_sound(plan, programme.title_vi, programme.title_en))

    return on_programme(actor, "programme-change", plan.slug, {"plan": plain(asdict(plan))}, does, seen)


def add_units(
    actor: Actor, slug: str, rule: Mapping[str, Any], due: date | None = None, day: date | None = None
) -> Json:
    """Add the units of a scope (work/directives/scope.py); those that take part already are left as they are.

    due: another day than the programme's. day: of the register; today when none is given.
    Gives {"units": added, "found": of the rule, "sequence"}.
    Raises NotAllowed, Refused("no-units-in-scope") for a scope of none, as `expand` else.
    """
    wanted = clean(rule)

    def run() -> Json:
        programme = programme_of(slug, lock=True)
        held = may(actor, "programme-add", programme)
        in_state("programme-add", programme)
        found = expand(wanted, day or actor.day, authority=programme.authority)
        if not found.units:
            raise Refused("no-units-in-scope", day=(day or actor.day).isoformat())
        if found.unknown:
            raise Refused("no-such-unit", unit=", ".join(found.unknown[:5]))
        taking = set(Part.objects.filter(programme=programme).values_list("unit_id", flat=True))
        new = [unit for unit in found.units if unit.pk not in taking]
        allowed = programme.form.tiers
        wrong = [unit for unit in new if unit.tier not in allowed]
        if wrong:
            raise Refused("programme-tier", unit=wrong[0].name_vi, tiers=list(allowed))
        if new:
            names = [f"{unit.scheme}:{unit.code}" for unit in new]
            write(programme, events.UnitsAdded(names, wanted), actor, held)
            _open(programme, new, due or programme.due, actor, held)
        return {"units": len(new), "found": len(found.units), "sequence": programme.sequence}

    request = {"act": "programme-add", "programme": slug, "rule": plain(wanted), "due": plain(due),
               "day": plain(day)}  # fmt: skip
    answer: Json = once(actor.by(), request, run)
    return answer


def _open(
    programme: Programme, units: Sequence[Unit], due: date | None, actor: Actor, held: OfficeHeld
) -> None:
    wholes = [Whole(Part(programme=programme, unit=unit)) for unit in units]
    groups = [
        (one.part.stream, [events.PartAdded(one.part.unit.tier, due, actor.day).new()]) for one in wholes
    ]
    for one, event in zip(wholes, append_many(groups, actor.by(held)), strict=True):
        one.apply(event)
    Part.objects.bulk_create([one.part for one in wholes], batch_size=500)


def close(actor: Actor, slug: str, reason: str = "") -> Json:
    """Close a programme; with units that are not done a reason is needed. Raises NotAllowed, Refused."""

    def does(programme: Programme, held: OfficeHeld) -> events.ProgrammeMoved:
        open_ = Part.objects.filter(programme=programme, state="active", done_on=None).count()
        if open_ and not reason.strip():
            raise Refused("programme-units-open", units=open_)
        why = needed(reason) if reason.strip() else None
        return events.ProgrammeMoved("programme-close", State.CLOSED, actor.day, why)

    return on_programme(actor, "programme-close", slug, {"reason": reason}, does)


def cancel(actor: Actor, slug: str, reason: str) -> Json:
    """Call a programme off. Raises NotAllowed, Refused."""

    def does(programme: Programme, held: OfficeHeld) -> events.ProgrammeMoved:
        return events.ProgrammeMoved("programme-cancel", State.CANCELLED, actor.day, needed(reason))

    return on_programme(actor, "programme-cancel", slug, {"reason": reason}, does)


def reopen(actor: Actor, slug: str, reason: str) -> Json:
    """Open a closed programme again. Raises NotAllowed, Refused."""

    def does(programme: Programme, held: OfficeHeld) -> events.ProgrammeMoved:
        return events.ProgrammeMoved("programme-reopen", State.RUNNING, actor.day, needed(reason))

    return on_programme(actor, "programme-reopen", slug, {"reason": reason}, does)


def drop(actor: Actor, slug: str, unit: UnitRef, reason: str) -> Json:
    """Take a unit out of a programme; what it did stays in the ledger. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.PartMoved]:
        return [events.PartMoved("programme-drop", "dropped", actor.day, needed(reason))]

    return on_part(actor, "programme-drop", slug, unit, {"reason": reason}, does)


def restore(actor: Actor, slug: str, unit: UnitRef) -> Json:
    """Take a unit in again. Raises NotAllowed, Refused."""

    def does(work: Work) -> list[events.PartMoved]:
        return [events.PartMoved("programme-restore", "active", actor.day)]

    return on_part(actor, "programme-restore", slug, unit, {}, does)


def pass_to(actor: Actor, slug: str, unit: UnitRef, carrier: UnitRef) -> Json:
    """Give a unit's part to another unit, where the register does not say by itself. Raises as `drop`."""

    def does(work: Work) -> list[events.PartPassed]:
        to = unit_at(carrier)
        if to.valid_to is not None and to.valid_to < actor.day:
            raise Refused("unit-has-ended", unit=to.name_vi, day=to.valid_to.isoformat())
        return [passed(work.part, to, actor.day)]

    return on_part(actor, "programme-pass", slug, unit, {"to": list(carrier)}, does)


def passed(part: Part, to: Unit, day: date) -> events.PartPassed:
    """The event by which a part passes to another unit."""
    before = part.carrier
    return events.PartPassed(f"{before.scheme}:{before.code}", f"{to.scheme}:{to.code}", day)


def unit_at(ref: UnitRef) -> Unit:
    """The unit. Raises Refused("no-such-unit")."""
    found = Unit.objects.filter(scheme=ref[0], code=ref[1]).first()
    if found is None:
        raise Refused("no-such-unit", unit=":".join(ref))
    return found


def _sound(plan: Plan, vi: str, en: str) -> dict[str, Any]:
    """The plan as the event holds it. Raises Refused for the first thing that does not fit."""
    if not re.fullmatch(SLUG, plan.slug) or len(plan.slug) > 46:
        raise Refused("programme-slug", slug=plan.slug[:80])
    title, english = (
        plan.title_vi.strip() or vi,
        plan.title_en.strip() or ("" if plan.title_vi.strip() else en),
    )
    if len(title) > 400 or len(english) > 400:
        raise Refused("programme-title-long", most=400)
    if plan.starts and plan.due and plan.due < plan.starts:
        raise Refused("programme-backwards")
    if plan.leading:
        unit_at(plan.leading)
    said = plain(asdict(plan))
    del said["slug"], said["kind"]
    said["title_vi"], said["title_en"] = title, english
    said["authority"] = ":".join(plan.authority)
    said["leading"] = ":".join(plan.leading) if plan.leading else ""
    result: dict[str, Any] = said
    return result
