"""Drafting a directive and changing the draft: what is ordered, to whom, by when, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import Stale, append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.work.directives import conditions, events, scope
from thangdo.work.directives.actions.common import (
    Json,
    UnitRef,
    directive_of,
    in_state,
    may,
    needed,
    on_directive,
    unit_named,
    write,
)
from thangdo.work.directives.models import Directive
from thangdo.work.directives.projection import PLAIN, Order
from thangdo.work.directives.states import Directive as State
from thangdo.work.directives.states import DueKind, Urgency

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
MOST_SLUG = 46
RESERVED = ("new", "overdue", "issue", "unit", "list", "from-minutes", "from-weak", "figures")
LENGTHS = {
    "number": 60, "title": 400, "title_en": 400, "source_title": 400, "source_number": 100,
    "source_url": 500, "conference": 80, "place": 200, "quote": 8000, "product": 8000,
}  # fmt: skip
MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a directive is to say. Units are (scheme, code).

    slug: its address, made of the title when empty. leading: who does it or leads; with no scope it alone is
    charged. head: the unit whose HEAD answers for all of it; None: the head of each unit. scope: a rule
    (scope.py). stated_count: how many units the sentence names. condition: over data (conditions.py).
    known: false where nothing is known of what came of it ("Chưa có thông tin").
    """

    title: str
    authority: UnitRef
    slug: str = ""
    number: str = ""
    title_en: str = ""
    quote: str = ""
    source_title: str = ""
    source_number: str = ""
    source_date: date | None = None
    source_url: str = ""
    conference: str = ""
    place: str = ""
    leading: UnitRef | None = None
    cooperating: tuple[UnitRef, ...] = ()
    head: UnitRef | None = None
    product: str = ""
    due_kind: str = DueKind.NONE
    due: date | None = None
    due_days: int | None = None
    urgency: str = Urgency.NORMAL
    moves: tuple[str, ...] = ()
    scope: Mapping[str, Any] = field(default_factory=dict)
    stated_count: int | None = None
    condition: Mapping[str, Any] | None = None
    known: bool = True
    official: bool = False
    sample: bool = False


def draft(actor: Actor, wanted: Draft) -> str:
    """Draft a directive; its slug. Raises NotAllowed, Refused, KeyReused."""

    def run() -> str:
        authority = unit_named(wanted.authority)
        held = may(actor, "draft", authority)
        _sound(wanted)
        slug = wanted.slug or _free(fold(wanted.title))
        if Directive.objects.filter(slug=slug).exists():
            raise Refused("directive-slug-taken", slug=slug)
        _keep(Directive(slug=slug, created_at=actor.at, changed_at=actor.at), wanted, actor, held)
        return slug

    request = {"act": "draft", "draft": plain(asdict(wanted))}
    found: str = once(actor.by(), request, run)
    return found


def edit(actor: Actor, slug: str, wanted: Draft, seen: int | None = None) -> Json:
    """Change a draft that is not issued; {"slug", "sequence"}. Raises NotAllowed, Refused, Stale."""

    def run() -> Json:
        directive = directive_of(slug, lock=True)
        held = may(actor, "edit", directive.authority)
        in_state("edit", directive)
        if seen is not None and seen != directive.sequence:
            raise Stale(directive.stream, seen, directive.sequence)
        if unit_named(wanted.authority).pk != directive.authority_id:
            raise Refused("authority-stays")
        _sound(wanted)
        _keep(directive, wanted, actor, held)
        return {"slug": slug, "sequence": directive.sequence}

    request = {"act": "edit", "directive": slug, "draft": plain(asdict(wanted)), "seen": seen}
    answer: Json = once(actor.by(), request, run)
    return answer


def draft_of(directive: Directive) -> Draft:
    """A directive as the draft that it is or was: to be changed and kept again."""
    values: dict[str, Any] = {name: getattr(directive, name) for name in PLAIN}
    values |= {name: getattr(directive, name) for name in ("slug", "quote", "product", "source_date", "due")}
    values |= {name: _ref(getattr(directive, name)) for name in ("authority", "leading", "head")}
    return Draft(
        **{
            **values,
            "moves": tuple(directive.moves),
            "cooperating": tuple(
                (one.scheme, one.code) for one in directive.cooperating.order_by("sort_key")
            ),
        }
    )


def discard(actor: Actor, slug: str, reason: str, seen: int | None = None) -> Json:
    """Throw a draft away; it stays in the ledger. Raises NotAllowed, Refused, Stale."""

    def does(directive: Directive, held: OfficeHeld | None) -> Json:
        moved = events.DirectiveMoved("discard", State.WITHDRAWN, actor.day, needed(reason))
        return {"sequence": write(directive, moved, actor.by(held)).sequence}

    answer: Json = on_directive(actor, "discard", slug, {"reason": reason}, does, seen)
    return answer


def _keep(directive: Directive, wanted: Draft, actor: Actor, held: OfficeHeld | None) -> None:
    """The event and the row."""
    refs = {"authority": wanted.authority, "leading": wanted.leading, "head": wanted.head}
    units = {name: unit_named(ref) if ref else None for name, ref in refs.items()}
    top = unit_named(wanted.authority)
    for name in ("leading", "head"):
        one = units[name]
        if one is not None and not one.path.startswith(top.path):
            raise Refused("outside-authority", unit=one.name_vi)
    together = [unit_named(ref) for ref in wanted.cooperating]
    rule = scope.clean(wanted.scope)
    if not rule and units["leading"] is None:
        raise Refused("nobody-is-charged")
    values = plain(asdict(wanted))
    plan: dict[str, Any] = {name: values[name] for name in PLAIN}
    plan |= {name: _text(unit) for name, unit in units.items()}
    plan |= {
        "scope": rule,
        "source_date": values["source_date"],
        "due": values["due"] if wanted.due_kind == DueKind.DATE else None,
        "due_days": wanted.due_days if wanted.due_kind == DueKind.WORKING_DAYS else None,
        "cooperating": [_text(unit) for unit in together],
    }
    for name in ("number", "title", "title_en", "source_title", "source_number", "place"):
        plan[name] = " ".join(plan[name].split())
    happened = events.DirectiveDrafted(plan, private.keep(wanted.quote), private.keep(wanted.product))
    (event,) = append(directive.stream, [happened.new()], actor.by(held), directive.sequence)
    order = Order(directive)
    order.apply(event)
    try:
        with transaction.atomic():
            directive.save()
    except IntegrityError as error:
        raise Refused("directive-slug-taken", slug=directive.slug) from error
    directive.cooperating.set(order.cooperating)


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


def _sound(wanted: Draft) -> None:
    """Raises Refused for the first thing that does not fit."""
    if wanted.slug in RESERVED or (
        wanted.slug and (not re.fullmatch(SLUG, wanted.slug) or len(wanted.slug) > MOST_SLUG)
    ):
        raise Refused("bad-directive-slug", slug=wanted.slug)
    if not wanted.title.strip():
        raise Refused("title-needed")
    for name, most in LENGTHS.items():
        if len(getattr(wanted, name)) > most:
            raise Refused("directive-text-too-long", field=name, most=most)
    if wanted.source_url and not wanted.source_url.startswith(("https://", "http://", "/")):
        raise Refused("bad-link")
    if wanted.due_kind not in list(DueKind) or wanted.urgency not in list(Urgency):
        raise Refused("bad-choice", field="due_kind" if wanted.due_kind not in list(DueKind) else "urgency")
    if wanted.due_kind == DueKind.DATE and wanted.due is None:
        raise Refused("due-needed")
    if wanted.due_kind == DueKind.WORKING_DAYS and not 1 <= (wanted.due_days or 0) <= MOST_DAYS:
        raise Refused("due-needed")
    if wanted.stated_count is not None and not 0 < wanted.stated_count < 1_000_000:
        raise Refused("bad-stated-count", most=999_999)
    if len(wanted.moves) > 50 or any(not one or len(one) > 120 for one in wanted.moves):
        raise Refused("directive-text-too-long", field="moves", most=120)
    if wanted.condition is not None:
        conditions.sound(wanted.condition)
