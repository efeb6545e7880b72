"""What the acts of programmes are done to: a programme, or a unit's part of it, found and locked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from thangdo.records.acts.declared import Act, Json, Where
from thangdo.records.acts.fields import Text
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives.models import Directive
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.projection import Whole, apply_programme

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST = 10_000  # characters of a text
PART = "programme-part"


@dataclass(frozen=True, slots=True)
class Why:
    """Why."""

    reason: Annotated[
        str, Text(LONGEST, least=1, lines=True, code="reason-needed", long="programme-text-long")
    ]


@dataclass
class Task:
    """A programme, with the unit's part where an act is about one. new: the parts that the act opens.

    An act on a part shares the programme, so that nobody closes it meanwhile; all others lock it.
    """

    programme: Programme
    whole: Whole | None = None
    order: Directive | None = None  # that a new programme carries out
    new: dict[str, Whole] = field(default_factory=dict)

    @property
    def part(self) -> Part:
        """The unit's part."""
        assert self.whole is not None, "the address names a unit"
        return self.whole.part

    @property
    def stream(self) -> str:
        return self.programme.stream if self.whole is None else self.part.stream

    def streams(self) -> Mapping[str, int]:
        whole = {} if self.whole is None else {self.part.stream: self.part.sequence}
        return {self.programme.stream: self.programme.sequence, **whole, **dict.fromkeys(self.new, 0)}

    def states(self) -> Mapping[str, str]:
        return {"programme": self.programme.state, **({} if self.whole is None else {PART: self.part.state})}

    def place(self, name: str) -> Unit | None:
        if name == "carrier":
            return None if self.whole is None else self.part.carrier
        return self.programme.leading if name == "leading" else self.programme.authority

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            if event.stream == self.programme.stream:
                apply_programme(self.programme, event)
                self.programme.save()
            elif self.whole is not None:
                self.whole.apply(event)
            else:
                self.new[event.stream].apply(event)
        if self.whole is not None:
            self.whole.save()
        Part.objects.bulk_create([one.part for one in self.new.values()], batch_size=500)

    def answer(self) -> Json:
        if self.whole is not None:
            return {"sequence": self.part.sequence, "status": self.part.status}
        return {"slug": self.programme.slug, "sequence": self.programme.sequence}


def find(where: Where, act: Act, given: Any, lock: bool) -> Task:
    """The programme of an address, for acts on a part with the part of its unit; a new one to begin."""
    slug = str(where[0])
    if act.makes:
        return _new(slug, given)
    rows = Programme.objects.select_related("authority", "leading").filter(slug=slug)
    of_part = PART in act.when
    programme = locked(rows, None if lock and of_part else lock)
    if programme is None:
        raise Refused("no-such-programme", slug=slug)
    if not of_part:
        return Task(programme)
    scheme, code = where[1]
    parts = Part.objects.select_related("unit", "carrier").filter(
        programme=programme, unit__scheme=scheme, unit__code=code
    )
    part = locked(parts, lock)
    if part is None:
        raise Refused("no-such-part", unit=f"{scheme}:{code}", slug=slug)
    part.programme = programme
    return Task(programme, Whole.load(part))


def _new(slug: str, given: Any) -> Task:
    """A programme that is only begun: in the unit that is named, or that of the order it carries out."""
    if given is None:
        raise Refused("no-such-programme", slug=slug)
    sound_slug(slug, 46)
    if hasattr(given, "authority"):
        return Task(Programme(slug=slug, authority=unit_named(given.authority)))
    rows = Directive.objects.select_related("authority", "leading").filter(slug=given.directive)
    order = rows.first()
    if order is None:
        raise Refused("no-such-directive", slug=given.directive)
    return Task(Programme(slug=slug, authority=order.authority), order=order)


def sound_slug(slug: str, most: int) -> None:
    """Raises Refused("programme-slug") for what cannot stand in an address."""
    if len(slug) > most or not re.fullmatch(SLUG, slug):
        raise Refused("programme-slug", slug=slug[:80])


def kept(text: str, most: int = LONGEST) -> dict[str, str] | None:
    """A typed text as events hold it; None for an empty one. Raises Refused("programme-text-long")."""
    if len(text) > most:
        raise Refused("programme-text-long", most=most)
    return private.keep(text)


def sent(actor: Actor, sha256: str) -> StoredFile:
    """A file that the actor has sent. Raises Refused("no-such-file") alike for none and for another's."""
    rows = StoredFile.objects.filter(sha256=sha256, destroyed_at=None, given_names__actor=actor.ref)
    found = rows.distinct().first()
    if found is None:
        raise Refused("no-such-file", sha256=sha256)
    return found
