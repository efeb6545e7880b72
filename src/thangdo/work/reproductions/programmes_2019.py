"""The programmes that carry out the orders of 3 July 2019: begun, with their units, and nothing filled in.

What came of them is not public. Where the sentence and the register name different numbers of units, no unit
stands in the programme until a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from thangdo.records import library
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import read
from thangdo.work.directives.models import Directive
from thangdo.work.programmes.actions import programmes
from thangdo.work.programmes.actions.programmes import Plan, Scope
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.templates import Words
from thangdo.work.reproductions import directives_2019
from thangdo.work.reproductions.acting import recorder

FOLDER = ("programmes", "begun")
FILE, PREFIX = directives_2019.FILE, directives_2019.PREFIX


def source() -> dict[str, Any]:
    """The file as data."""
    found = read(library.read_text(*FOLDER, FILE), FILE)
    if found.problems:
        raise ValueError(found.problems)
    return dict(found.data)


def load() -> int:
    """Record the programmes that are not there yet; how many were. Their directives must be there."""
    data = source()
    scheme, _colon, code = str(data["authority"]).partition(":")
    authority = Unit.objects.filter(scheme=scheme, code=code).first()
    if authority is None:
        return 0
    actor = recorder(authority, datetime.fromisoformat(str(data["at"])))
    done = 0
    for name, one in data["programmes"].items():
        directive = Directive.objects.filter(slug=PREFIX + one["directive"]).first()
        if directive is None or Programme.objects.filter(slug=PREFIX + name).exists():
            continue
        _begin(actor, PREFIX + name, one, directive)
        done += 1
    return done


@lru_cache(maxsize=1)
def readings() -> dict[str, Words]:
    """Slug -> how the sentence was understood, or why no unit stands in the programme."""
    return {PREFIX + name: Words(**one["reading"]) for name, one in source()["programmes"].items()}


def _begin(actor: Actor, slug: str, one: Mapping[str, Any], directive: Directive) -> None:
    leading = directive.leading
    plan = Plan(
        one["kind"],
        (directive.authority.scheme, directive.authority.code),
        one["title"]["vi"],
        one["title"]["en"],
        (leading.scheme, leading.code) if leading else None,
        directive.slug,
        due=directive.due,
        stated_units=directive.stated_count,
        known=False,
        official=True,
    )
    do(PROGRAMMES, programmes.begin, actor, (slug,), plan)
    if one["units"] != "none":
        do(PROGRAMMES, programmes.add, actor, (slug,), _scope(one["units"], directive))


def _scope(said: Any, directive: Directive) -> Scope:
    """The units that take part."""
    if said == "directive":
        return Scope(units=tuple(programmes.charged_by(directive)))
    texts = {str(name): tuple(map(str, values)) for name, values in said.items()}
    return Scope(tiers=texts["tiers"], without=texts.get("except", ()))
