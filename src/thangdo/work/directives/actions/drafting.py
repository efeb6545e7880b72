"""Drafting a directive and changing the draft: what is ordered, to whom, by when, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Annotated, Any

from thangdo.records.acts.declared import On
from thangdo.records.acts.fields import Choice, Data, Day, Flag, Many, Text, UnitNamed, Whole
from thangdo.records.acts.rows import unit_named
from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import plain
from thangdo.records.people.acting import Refused
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.work.directives import conditions, events, scope
from thangdo.work.directives.actions.deciding import Why
from thangdo.work.directives.actions.reporting import TOO_LONG
from thangdo.work.directives.models import Directive
from thangdo.work.directives.projection import PLAIN, DirectiveInMemory
from thangdo.work.directives.states import Directive as State
from thangdo.work.directives.states import DueKind, Urgency
from thangdo.work.directives.subject import Task

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
MOST_SLUG = 46
RESERVED = ("new", "overdue", "issue", "unit", "list", "from-minutes", "from-weak", "figures")
NAMES = ("number", "title", "title_en", "source_title", "source_number", "place")
Codes = Annotated[tuple[UnitRef, ...], Many(UnitNamed(), 10_000)]


@dataclass(frozen=True, slots=True)
class Scope:
    """The rule of a scope: tiers, kinds and scheme of units, within which, which besides, which not."""

    tiers: Annotated[tuple[str, ...], Many(Text(20), 10)] = ()
    kinds: Annotated[tuple[str, ...], Many(Text(40), 20)] = ()
    scheme: Annotated[str, Text(40)] = ""
    within: Codes = ()
    units: Codes = ()
    plus: Codes = ()
    without: Codes = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a directive is to say."""

    title: Annotated[str, Text(400, least=1, code="title-needed", long=TOO_LONG)]
    authority: Annotated[UnitRef, UnitNamed()]
    # its address, made of the title when empty
    slug: Annotated[str, Text(MOST_SLUG, pattern=SLUG, long=TOO_LONG, form="bad-directive-slug")] = ""
    number: Annotated[str, Text(60, long=TOO_LONG)] = ""
    title_en: Annotated[str, Text(400, long=TOO_LONG)] = ""
    quote: Annotated[str, Text(8_000, lines=True, long=TOO_LONG)] = ""
    source_title: Annotated[str, Text(400, long=TOO_LONG)] = ""
    source_number: Annotated[str, Text(100, long=TOO_LONG)] = ""
    source_date: Annotated[date | None, Day()] = None
    source_url: Annotated[str, Text(500, pattern=r"(https?://|/).*", long=TOO_LONG, form="bad-link")] = ""
    conference: Annotated[str, Text(80, long=TOO_LONG)] = ""
    place: Annotated[str, Text(200, long=TOO_LONG)] = ""
    # who does it or leads; with no scope it alone is charged
    leading: Annotated[UnitRef | None, UnitNamed()] = None
    cooperating: Annotated[tuple[UnitRef, ...], Many(UnitNamed(), 200)] = ()
    # the unit whose HEAD answers for all of it; none: the head of each unit
    head: Annotated[UnitRef | None, UnitNamed()] = None
    product: Annotated[str, Text(8_000, lines=True, long=TOO_LONG)] = ""
    due_kind: Annotated[str, Choice(("date", "working-days", "none"), code="bad-choice")] = DueKind.NONE
    due: Annotated[date | None, Day()] = None
    due_days: Annotated[int | None, Whole(1, 1000, code="due-needed")] = None
    urgency: Annotated[str, Choice(tuple(map(str, Urgency)), code="bad-choice")] = Urgency.NORMAL
    moves: Annotated[tuple[str, ...], Many(Text(120, least=1, long=TOO_LONG), 50)] = ()
    scope: Annotated[Mapping[str, Any], Data(scope.clean, Scope)] = field(default_factory=dict)
    # how many units its sentence names
    stated_count: Annotated[int | None, Whole(1, 999_999, code="bad-stated-count")] = None
    condition: Annotated[Mapping[str, Any] | None, Data(conditions.sound, Text(200))] = None
    official: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Recorded(Draft):
    """A directive of a published source, or of the sample. known: whether it is known what came of it."""

    known: Annotated[bool, Flag()] = True
    sample: Annotated[bool, Flag()] = False


def draft(on: On[Task], wanted: Draft) -> events.DirectiveDrafted:
    """Draft a directive."""
    if Directive.objects.filter(slug=on.subject.directive.slug).exists():
        raise Refused("directive-slug-taken", field="slug", slug=on.subject.directive.slug)
    return _drafted(on.subject.directive, wanted)


def edit(on: On[Task], wanted: Draft) -> events.DirectiveDrafted:
    """Change a draft that is not issued."""
    authority = on.subject.directive.authority
    if wanted.authority != (authority.scheme, authority.code):
        raise Refused("authority-stays", field="authority")
    return _drafted(on.subject.directive, wanted)


def discard(on: On[Task], why: Why) -> events.DirectiveMoved:
    """Throw a draft away; it stays in the ledger."""
    return events.DirectiveMoved("discard", State.WITHDRAWN, on.day, private.keep(why.reason))


def new_task(wanted: Draft) -> Task:
    """A directive that is only being made, at the address that it wants, or a free one made of its title."""
    slug = wanted.slug or _free(fold(wanted.title))
    return Task(DirectiveInMemory(Directive(slug=slug, authority=unit_named(wanted.authority))))


def draft_of(directive: Directive) -> Draft:
    """A directive as the draft that it is or was: to be changed and kept again."""
    values: dict[str, Any] = {name: getattr(directive, name) for name in PLAIN}
    values |= {name: getattr(directive, name) for name in ("slug", "quote", "product", "source_date", "due")}
    values |= {name: _ref(getattr(directive, name)) for name in ("authority", "leading", "head")}
    together = directive.cooperating.order_by("sort_key")
    values |= {"moves": tuple(directive.moves), "cooperating": tuple((u.scheme, u.code) for u in together)}
    return Recorded(**values)


def _drafted(directive: Directive, wanted: Draft) -> events.DirectiveDrafted:
    """The event. Raises Refused for the first thing that does not fit."""
    if wanted.slug in RESERVED:
        raise Refused("bad-directive-slug", field="slug", typed=wanted.slug)
    if wanted.due_kind == DueKind.DATE and wanted.due is None:
        raise Refused("due-needed", field="due")
    if wanted.due_kind == DueKind.WORKING_DAYS and wanted.due_days is None:
        raise Refused("due-needed", field="due_days")
    units = {name: _under(directive.authority, getattr(wanted, name), name) for name in ("leading", "head")}
    together = [unit_named(ref) for ref in wanted.cooperating]
    if not wanted.scope and units["leading"] is None:
        raise Refused("nobody-is-charged")
    values = plain(asdict(wanted))
    # what only a record of a published source says, a change of it leaves
    kept = {name: values.get(name, getattr(directive, name)) for name in ("known", "sample")}
    plan: dict[str, Any] = {name: values[name] for name in PLAIN if name not in kept} | kept
    plan |= {"authority": _text(directive.authority), **{name: _text(unit) for name, unit in units.items()}}
    plan |= {
        "source_date": values["source_date"],
        "due": values["due"] if wanted.due_kind == DueKind.DATE else None,
        "due_days": wanted.due_days if wanted.due_kind == DueKind.WORKING_DAYS else None,
        "cooperating": [_text(unit) for unit in together],
        **{name: " ".join(values[name].split()) for name in NAMES},
    }
    return events.DirectiveDrafted(plan, private.keep(wanted.quote), private.keep(wanted.product))


def _under(authority: Unit, ref: UnitRef | None, name: str) -> Unit | None:
    if ref is None:
        return None
    unit = unit_named(ref)
    if not unit.path.startswith(authority.path):
        raise Refused("outside-authority", field=name, **unit.as_facts())
    return unit


def _ref(unit: Unit | None) -> UnitRef | None:
    return (unit.scheme, unit.code) if unit else None


def _text(unit: Unit | None) -> str:
    return f"{unit.scheme}:{unit.code}" if unit else ""


def _free(text: str) -> str:
    """An address made of the title, that nobody has."""
    words = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    stem = words[: MOST_SLUG - 5].rsplit("-", 1)[0] if len(words) > MOST_SLUG - 5 else words
    stem = stem if stem and stem not in RESERVED else "nhiem-vu"
    taken = set(Directive.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken
    )
