"""What a clerk does with a register: begin it, give numbers, put an entry right, cancel a paper, close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from thangdo.records.acts.declared import Act, On, Outcome, Where, Work, table
from thangdo.records.acts.fields import Choice, Day, Many, Text, UnitNamed, Whole
from thangdo.records.acts.rows import held, locked, unit_named
from thangdo.records.documents.official.heading import AUTHORITIES, symbol
from thangdo.records.ledger.private import keep
from thangdo.records.people.acting import Refused
from thangdo.records.units import bodies
from thangdo.records.units.codes import UnitRef
from thangdo.work.papers import events, signing
from thangdo.work.papers.models import Book
from thangdo.work.papers.shelf import CLERK, CLERKS, Shelf
from thangdo.work.papers.shelf import number as number_of
from thangdo.work.papers.states import ALL, KINDS, NEW, B, P

__all__ = ["CLERKS", "PAPERS", "Shelf"]

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MOST = 999_999  # the largest number
MOST_AT_ONCE = 6_000  # papers that get their numbers in one act
#: papers of a campaign that say by which decision the criteria were issued: without it they have no ground
GROUNDED = ("request", "report", "submission", "decision")


@dataclass(frozen=True, slots=True)
class Opening:
    """A register to be begun. kind: of the papers it takes, "all" for those that have none of their own.

    first: where numbering begins here, in a year that was begun on paper.
    """

    unit: Annotated[UnitRef, UnitNamed()]
    title: Annotated[str, Text(200, least=1)]
    year: Annotated[int, Whole(2000, 2100)]
    kind: Annotated[str, Choice((ALL, *KINDS))] = ALL
    first: Annotated[int, Whole(1, MOST)] = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper to be numbered. symbol: without the number, where not the usual one of its kind and body.

    number: where another system has given it; it must be the next one.
    """

    kind: Annotated[str, Choice(tuple(KINDS))]
    abstract: Annotated[str, Text(1000, least=3)]
    day: Annotated[date, Day()]
    drafter: Annotated[str, Text(20)] = ""
    symbol: Annotated[str, Text(60)] = ""
    number: Annotated[int | None, Whole(1, MOST)] = None
    signer: Annotated[str, Text(120)] = ""
    authority: Annotated[str, Choice(AUTHORITIES)] = ""
    post: Annotated[str, Text(120)] = ""
    recipients: Annotated[str, Text(4000, lines=True)] = ""
    grounds: Annotated[str, Text(4000, lines=True)] = ""
    basis: Annotated[str, Text(400)] = ""
    note: Annotated[str, Text(500)] = ""
    source: Annotated[str, Text(200)] = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paper to each of several units, with running numbers. abstract: {unit} in it is each one's name."""

    kind: Annotated[str, Choice(tuple(KINDS))]
    abstract: Annotated[str, Text(800, least=3)]
    day: Annotated[date, Day()]
    units: Annotated[tuple[UnitRef, ...], Many(UnitNamed(), MOST_AT_ONCE, 1)]
    drafter: Annotated[str, Text(20)] = ""
    signer: Annotated[str, Text(120)] = ""
    authority: Annotated[str, Choice(AUTHORITIES)] = ""
    post: Annotated[str, Text(120)] = ""
    source: Annotated[str, Text(140)] = ""


@dataclass(frozen=True, slots=True)
class Mending:
    """What the register shall say of a paper, and why it is changed."""

    abstract: Annotated[str, Text(1000, least=3)]
    reason: Annotated[str, Text(500, least=5, code="reason-missing")]
    signer: Annotated[str, Text(120)] = ""
    authority: Annotated[str, Choice(AUTHORITIES)] = ""
    post: Annotated[str, Text(120)] = ""
    recipients: Annotated[str, Text(4000, lines=True)] = ""
    note: Annotated[str, Text(500)] = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The reason, for those who ask later."""

    reason: Annotated[str, Text(500, least=5, code="reason-missing")]


def begin(on: On[Shelf], given: Opening) -> events.Begun:
    """Begin the register of a body for a year: one for each kind of papers, or one for all."""
    own = Book.objects.filter(unit=on.subject.row.unit, year=given.year, kind=given.kind)
    if own.exists():
        raise Refused("book-there", field="kind", year=given.year)
    return events.Begun(":".join(given.unit), given.title, given.year, given.kind, given.first)


def issue(on: On[Shelf], given: Entry) -> Outcome:
    """Give a paper the next number: the register is locked, so that no number is given twice or left out."""
    row = on.subject.row
    _fits(row, given.kind, given.day)
    _grounded(given)
    number = row.last + 1
    if given.number is not None and given.number != number:
        raise Refused("number-not-next", field="number", number=given.number, next=number)
    whole = _symbol(row, number, given.kind, given.drafter, given.symbol)
    return Outcome(
        [_issued(number, whole, given, given.abstract, given.recipients, given.source)],
        {"symbol": whole, "number": number},
    )


def issue_block(on: On[Shelf], given: Block) -> Outcome:
    """Give each of several units its own paper, with running numbers."""
    row = on.subject.row
    _fits(row, given.kind, given.day)
    if len(set(given.units)) < len(given.units):
        raise Refused("unit-twice", field="units")
    found: list[events.Issued] = []
    for number, ref in enumerate(given.units, start=row.last + 1):
        name = bodies.of(unit_named(ref))
        whole = _symbol(row, number, given.kind, given.drafter)
        source = f"{given.source}:{':'.join(ref)}" if given.source else ""
        entry = Entry(
            kind=given.kind,
            abstract=given.abstract,
            day=given.day,
            drafter=given.drafter,
            signer=given.signer,
            authority=given.authority,
            post=given.post,
        )
        abstract = given.abstract.replace("{unit}", name)[:1000]
        found.append(_issued(number, whole, entry, abstract, name, source))
    return Outcome(found, {"first": found[0].number, "last": found[-1].number})


def mend(on: On[Shelf], given: Mending) -> events.Mended:
    """Put right what the register says of a paper; its number, kind and day stay."""
    return events.Mended(
        number_of(on),
        given.abstract,
        given.authority,
        given.post,
        given.recipients,
        _kept(given.signer),
        _kept(given.note),
        keep(given.reason),
    )


def void(on: On[Shelf], why: Why) -> events.Voided:
    """Cancel a paper; its number stays in the register and is given to no other."""
    return events.Voided(number_of(on), on.day, keep(why.reason))


def close(on: On[Shelf]) -> events.Closed:
    """Close the register at the end of its year: no paper more gets a number of it."""
    return events.Closed(on.day)


def _fits(row: Book, kind: str, day: date) -> None:
    """Whether a paper of this kind and day may stand next in the register. Raises Refused."""
    if row.kind not in (ALL, kind):
        raise Refused("other-kind", field="kind")
    if row.kind == ALL and Book.objects.filter(unit=row.unit, year=row.year, kind=kind).exists():
        raise Refused("own-book", field="kind")
    if day.year != row.year:
        raise Refused("other-year", field="day", year=row.year)
    if row.last_day is not None and day < row.last_day:
        raise Refused("day-before-last", field="day", last=row.last_day.isoformat(), number=row.last)
    if row.last >= MOST:
        raise Refused("number-out-of-range", field="number", most=MOST)


def _grounded(given: Entry) -> None:
    """A paper that a campaign sends out names the decision that issued the criteria."""
    room, _, rest = given.source.partition(":")
    if room == "campaign" and rest.split(":")[-1] in GROUNDED and not given.basis and not given.grounds:
        raise Refused("basis-missing", field="basis")


def _symbol(row: Book, number: int, kind: str, drafter: str, own: str = "") -> str:
    letters = bodies.initials(bodies.of(row.unit))
    written = f"0{number}" if number < 10 else str(number)
    return f"{written}/{own or symbol(KINDS[kind], letters, drafter)}"


def _issued(
    number: int, whole: str, given: Entry, abstract: str, recipients: str, source: str
) -> events.Issued:
    return events.Issued(
        number,
        given.kind,
        whole,
        given.day,
        abstract,
        given.drafter,
        given.authority,
        given.post,
        recipients,
        given.grounds,
        given.basis,
        source,
        _kept(given.signer),
        _kept(given.note),
    )


def _kept(text: str) -> events.Held:
    return keep(text) if text else None


OPEN = {"book": (B.OPEN,)}
LIVES = {"paper": (P.ISSUED,)}
ACTS = table(
    Act(begin, CLERK, {"book": (NEW,)}, Opening, makes="address-taken"),
    Act(issue, CLERK, OPEN, Entry),
    Act(issue_block, CLERK, OPEN, Block),
    Act(mend, CLERK, LIVES, Mending),
    Act(void, CLERK, LIVES, Why),
    Act(close, CLERK, OPEN, seen="must"),
    *signing.ACTS,
)


def find(where: Where, act: Act, given: Any, lock: bool) -> Shelf:
    """The register of an address and the paper of a number; a new register for who begins one."""
    slug = str(where[0])
    row = locked(Book.objects.select_related("unit").filter(slug=slug), lock)
    if row is None and act.makes and isinstance(given, Opening):
        Text(80, least=1, pattern=SLUG, code="address-form", long="address-form", form="address-form").check(
            slug
        )
        held(f"papers:{':'.join(given.unit)}:{given.year}", lock)  # two begin one kind under two addresses
        return Shelf(Book(slug=slug, unit=unit_named(given.unit)))
    if row is None:
        raise Refused("no-such-book", slug=slug)
    if len(where) == 1:
        return Shelf(row)
    paper = row.papers.filter(number=where[1]).first()
    if paper is None:
        raise Refused("no-such-paper", number=where[1])
    if given is None and act.name in signing.NAMES:  # asked whether it can be done to one of its files
        copies = [one for one in paper.copies.all() if one.state in act.when["copy"]]
        return Shelf(row, paper, next(iter(copies), None))
    return Shelf(row, paper, paper.copies.filter(part=getattr(given, "part", 0)).first())


PAPERS = Work("papers", ACTS, find, where=("slug", "number"))
