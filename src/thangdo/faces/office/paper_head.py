"""What a clerk types for the head of a paper: number, day, grounds, signer and authority, recipients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from thangdo.faces.office import form_values
from thangdo.records.documents.official.heading import AUTHORITIES
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.papers import queries as outgoing
from thangdo.work.papers.states import ALL

MOST = 30  # lines of a list
LONGEST = 400


def lines(source: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The lines of a field, blank ones and bullets off."""
    typed = str(source.get(name, ""))[: MOST * LONGEST].splitlines()
    found = (line.strip().removeprefix("- ").strip()[:LONGEST] for line in typed)
    return tuple(line for line in found if line)[:MOST]


def read(source: Mapping[str, object]) -> dict[str, Any]:
    """The fields of a `Head` as they were typed. Raises Refused("bad-form")."""
    texts = {
        name: str(source.get(name, "")).strip()[:LONGEST] for name in ("number", "signer", "title", "drafter")
    }
    authority = str(source.get("authority", "")).strip()
    if authority not in AUTHORITIES:
        raise Refused("bad-form", field="authority", typed=authority[:20])
    return {
        **texts,
        "day": form_values.day(str(source.get("day", ""))),
        "authority": authority,
        "grounds": lines(source, "grounds"),
        "recipients": lines(source, "recipients"),
    }


def sent(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """What a paper was asked with, as text; of one that has its number, the head that the register says."""
    source = request.POST if request.method == "POST" else request.GET
    asked = {
        name: str(text)[: MOST * LONGEST]
        for name, text in source.items()
        if name not in ("key", "entry", "csrfmiddlewaretoken")
    }
    slug, _stroke, number = str(source.get("entry", "")).partition("/")
    if slug:
        found = outgoing.one(actor, slug, form_values.whole(number, 0))
        asked |= {name: text for name, text in entered(found).items() if text}
    return asked


def entered(found: outgoing.PaperLine) -> dict[str, str]:
    """The head of a paper that has its number. Whom a notice goes to stands in it already."""
    return {
        "number": found.symbol,
        "day": found.day.isoformat(),
        "signer": found.signer,
        "authority": found.authority,
        "title": found.post,
        "drafter": found.drafter,
        "recipients": "" if found.source.count(":") > 2 else found.recipients,
        "grounds": found.grounds,
        "basis": found.basis,
    }


def register(actor: Actor, unit: Unit, kind: str, abstract: str, source: str) -> dict[str, Any]:
    """For a page of a paper: the registers of its body that it can take its number from, with what their form
    begins with, and the numbers that it has taken."""
    own = f"{unit.scheme}:{unit.code}"
    books = [
        one
        for one in outgoing.books(actor)
        if "issue" in one.can and one.unit == own and one.kind in (ALL, kind)
    ]
    query = urlencode({"kind": kind, "abstract": abstract, "source": source})
    return {"books": books, "query": query, "numbered": outgoing.drawn_from(actor, source)[:20]}
