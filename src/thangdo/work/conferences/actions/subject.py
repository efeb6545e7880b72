"""A conference as acts find it: locked, with the unit of the site or of the answer that an act is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thangdo.records.acts.declared import Act, Json, On, Where
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.ledger.events import EventView, Stale
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.work.conferences.models import AgendaItem as Item
from thangdo.work.conferences.models import Conference, Minute, Numbered, Remark, Site
from thangdo.work.conferences.projection import apply

LONGEST = 20_000  # characters of one typed text
#: tables whose entries are looked at as they were seen, by their name in `seen`
TABLES: dict[str, type[Numbered]] = {"item": Item, "minute": Minute, "remark": Remark}


@dataclass
class Meeting:
    """A conference, and the unit in which the right to an act may lie. Its row is locked for every act.

    All that hangs on it is numbered and counted within it, so the lock of the one row holds them all.
    """

    conference: Conference
    unit: Unit | None = None
    remark: Remark | None = None  # that the unit was asked to answer

    @property
    def stream(self) -> str:
        return self.conference.stream

    def streams(self) -> Mapping[str, int]:
        return {self.stream: self.conference.sequence}

    def states(self) -> Mapping[str, str]:
        return {"conference": self.conference.state if self.conference.sequence else ""}

    def place(self, name: str) -> Unit | None:
        """authority; site: the unit of the site; asked: that is to answer; hall: the authority, off site."""
        if name == "authority":
            return self.conference.authority
        if name == "hall":
            return None if self.unit else self.conference.authority
        return self.unit

    def follow(self, happened: Sequence[EventView]) -> None:
        apply(self.conference, happened)

    def answer(self) -> Json:
        return {"slug": self.conference.slug, "sequence": self.conference.sequence}


def find(where: Where, act: Act, given: Any, lock: bool) -> Meeting:
    """The conference of an address, with the unit of a site, or the remark of a number and who answers it."""
    slug = str(where[0])
    rows = Conference.objects.select_related("authority").filter(slug=slug)
    row = locked(rows, lock)
    if row is None and act.makes:
        row = Conference(slug=slug, authority=unit_named(given.authority)) if given else None
    if row is None:
        raise Refused("no-such-conference", slug=slug)
    if len(where) == 1:
        return Meeting(row)
    if isinstance(where[1], int):
        remark = Remark.objects.select_related("asked").filter(conference=row, number=where[1]).first()
        if remark is None or remark.asked is None:
            raise Refused("no-such-entry", number=where[1])
        return Meeting(row, remark.asked, remark)
    return Meeting(row, unit_named(where[1]))


def bar(meeting: Meeting, actor: Actor, act: Act) -> None:
    """Only the person in the chair signs; while nobody is named, any head of the authority."""
    chair = meeting.conference.chair
    if (
        act.name in ("sign_minutes", "sign_conclusions")
        and not actor.is_system
        and chair not in ("", actor.ref)
    ):
        raise NotAllowed((Role.HEAD,), str(meeting.conference.authority))


def unchanged(meeting: Meeting, seen: int | Mapping[str, int]) -> None:
    """Raises Stale when the conference, or an entry ("minute:3"), is not as it was seen, or is struck."""
    if isinstance(seen, int):
        if seen != meeting.conference.sequence:
            raise Stale(meeting.stream, seen, meeting.conference.sequence)
        return
    for name, sequence in seen.items():
        table, _colon, number = name.partition(":")
        row = _rows(TABLES[table], meeting.conference, int(number)).first()
        now = int(row.sequence) if row is not None else 0
        if now != sequence:
            raise Stale(f"{meeting.stream}#{name}", sequence, now)


def entry(table: str, number: int | None, seen: int | None) -> dict[str, int] | None:
    """What was seen of an entry, as `do` takes it; None where it is new, or nobody looked."""
    return None if number is None or seen is None else {f"{table}:{number}": seen}


def site_of(on: On[Meeting]) -> Site:
    """The site that an act is about. Refused("no-such-site") for a unit that is none."""
    unit = on.subject.unit
    found = Site.objects.select_related("unit").filter(conference=on.subject.conference, unit=unit).first()
    if found is None or unit is None:
        raise Refused("no-such-site", unit=f"{unit.scheme}:{unit.code}" if unit else "")
    return found


def number_of(on: On[Meeting], table: type[Numbered], number: int | None) -> int:
    """A number that is known, or (None) the next. Refused("no-such-entry") for one that is not there."""
    conference = on.subject.conference
    if number is None:
        return int(conference.numbers.get(table.__name__.lower(), 0)) + 1
    if not _rows(table, conference, number).exists():
        raise Refused("no-such-entry", number=number)
    return number


def _rows(table: Any, conference: Conference, number: int) -> Any:
    return table.objects.filter(conference=conference, number=number)


def typed(text: str, needed: bool = False) -> dict[str, str] | None:
    """A typed text kept beside the ledger. Refused("text-missing")."""
    held = keep(text)
    if held is None and needed:
        raise Refused("text-missing")
    return held


def unit_ref(ref: UnitRef | None) -> str:
    """A unit of the register as events name it; "" for none. Refused("no-such-unit")."""
    return f"{unit_named(ref).scheme}:{ref[1]}" if ref else ""
