"""Reading the registers of outgoing papers: each body's own, for its clerks, its head and who oversees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from thangdo.records.acts.frame import open_acts
from thangdo.records.acts.listing import Paged, page
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.private import texts
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.people.stories import Told, story
from thangdo.records.units import bodies
from thangdo.records.units.fold import squeeze
from thangdo.records.units.models import Unit
from thangdo.work.papers import signing
from thangdo.work.papers.actions import CLERKS, PAPERS, Shelf
from thangdo.work.papers.models import Book, Copy, Paper

OVERSEE = (*CLERKS, Role.OBSERVER)
PER_PAGE = 100
Held = list[tuple[str, int, str]]  # register, number, symbol


@dataclass(frozen=True, slots=True)
class BookLine:
    """A register in the list. unit: scheme:code. papers: how many have a number; void: of these."""

    slug: str
    title: str
    unit: str
    unit_name: str
    unit_name_en: str
    year: int
    kind: str
    state: str
    next: int
    papers: int
    void: int
    sequence: int
    can: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A signature of a file as it was found. role: person | body | attached. here: put in the office.

    state, trust, at, timestamped: as `documents/signing/checked.Found`. named: whether it bears the name that
    the register has: of the signer, or of the body.
    """

    place: int
    role: str
    field: str
    signer: str
    body: str
    issuer: str
    serial: str
    valid_to: str
    at: str
    timestamped: bool
    state: str
    trust: str
    here: bool
    found_at: datetime
    named: bool = True


@dataclass(frozen=True, slots=True)
class CopyLine:
    """The file of a paper (part 0), or of one that goes with it (1…), with its signatures.

    original, current: SHA-256, as it was to be signed and as it is now. numbered: its number was read on its
    first page. resaved: it came back saved anew, and somebody compared it.
    """

    part: int
    title: str
    state: str
    original: str
    current: str
    pages: int
    numbered: bool
    resaved: bool
    kept_at: datetime
    marks: tuple[MarkLine, ...] = ()
    can: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in the register, with all that it says of it. unit: of the register."""

    book: str
    number: int
    symbol: str
    day: date
    kind: str
    abstract: str
    signer: str
    authority: str
    post: str
    recipients: str
    drafter: str
    note: str
    state: str
    reason: str
    source: str
    basis: str = ""
    grounds: str = ""
    sequence: int = 0
    can: tuple[str, ...] = ()
    copies: tuple[CopyLine, ...] = ()


def seen(actor: Actor) -> QuerySet[Book]:
    """The registers that the actor may read."""
    return Book.objects.select_related("unit").filter(actor.scope(*OVERSEE))


def books(actor: Actor) -> list[BookLine]:
    """The same as plain values, the latest year first."""
    counted = seen(actor).annotate(
        count=Count("papers"), cancelled=Count("papers", filter=Q(papers__state="void"))
    )
    return [_book(actor, row, row.count, row.cancelled) for row in counted]


def book(actor: Actor, slug: str) -> BookLine:
    """One register. Raises Refused("no-such-book")."""
    row = _row(actor, slug)
    return _book(actor, row, row.papers.count(), row.papers.filter(state="void").count())


def _row(actor: Actor, slug: str) -> Book:
    row = seen(actor).filter(slug=slug).first()
    if row is None:
        raise Refused("no-such-book", slug=slug)
    return row


def _book(actor: Actor, row: Book, count: int, cancelled: int) -> BookLine:
    return BookLine(
        row.slug,
        row.title,
        f"{row.unit.scheme}:{row.unit.code}",
        row.unit.name_vi,
        row.unit.name_en,
        row.year,
        row.kind,
        row.state,
        row.last + 1,
        count,
        cancelled,
        row.sequence,
        tuple(sorted(open_acts(PAPERS, actor, Shelf(row)) - {"begin", "mend", "void"})),
    )


def papers_of(
    actor: Actor,
    slug: str,
    text: str = "",
    kind: str = "",
    state: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Paper]:
    """The papers of a register, the last first: those whose symbol or abstract holds every word."""
    rows = Paper.objects.filter(book=_row(actor, slug))
    for word in squeeze(text).split():
        rows = rows.filter(search__contains=word)
    wanted = {"kind": kind, "state": state, "day__gte": since, "day__lte": until}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def lines(rows: QuerySet[Paper], slug: str) -> list[PaperLine]:
    """Papers as plain values."""
    return _lines(list(rows), slug)


def paged(rows: QuerySet[Paper], slug: str, number: int) -> tuple[Paged[Paper], list[PaperLine]]:
    """One page of them."""
    found = page(rows, number, PER_PAGE)
    return found, _lines(list(found.rows), slug)


def one(actor: Actor, slug: str, number: int) -> PaperLine:
    """One paper with the acts open to the reader. Raises Refused("no-such-book", "no-such-paper")."""
    row = _row(actor, slug)
    paper = row.papers.filter(number=number).first()
    if paper is None:
        raise Refused("no-such-paper", number=number)
    copies = list(paper.copies.prefetch_related("marks"))
    first = next((one for one in copies if not one.part), None)
    can = open_acts(PAPERS, actor, Shelf(row, paper, first)) & {"mend", "void", *signing.NAMES}
    found = _lines([paper], slug, row.sequence, tuple(sorted(can)))[0]
    return replace(found, copies=tuple(_copy(actor, row, paper, one, found.signer) for one in copies))


def _copy(actor: Actor, row: Book, paper: Paper, copy: Copy, signer: str) -> CopyLine:
    marks = list(copy.marks.all())
    own = squeeze(bodies.of(row.unit))
    lines = []
    for mark, name in zip(marks, texts([one.signer for one in marks]), strict=True):
        held = squeeze(f"{name} {mark.body}").replace("ubnd", "uy ban nhan dan")
        wanted = squeeze(signer) if mark.role == signing.PERSON else own
        values = {one.name: getattr(mark, one.name) for one in fields(MarkLine) if one.name not in _JOINED}
        lines.append(MarkLine(**values, signer=name, named=not name or wanted in held))
    can = open_acts(PAPERS, actor, Shelf(row, paper, copy)) & set(signing.NAMES)
    values = {one.name: getattr(copy, one.name) for one in fields(CopyLine) if one.name not in _JOINED}
    return CopyLine(**values, marks=tuple(lines), can=tuple(sorted(can)))


_JOINED = ("marks", "can", "signer", "named")


def copy_file(
    actor: Actor, slug: str, number: int, part: int, original: bool = False
) -> tuple[StoredFile, str]:
    """A paper's file and its name for people. Raises Refused: no-such-book, no-such-paper, no-such-copy."""
    found = one(actor, slug, number)
    copy = next((each for each in found.copies if each.part == part), None)
    if copy is None:
        raise Refused("no-such-copy", number=number)
    stored = StoredFile.objects.filter(sha256=copy.original if original else copy.current).first()
    if stored is None:
        raise Refused("bytes-missing", sha256=copy.current)
    signed = "-da-ky" if copy.marks and not original else ""
    tail = f"-phu-luc-{part}" if part else ""
    return stored, f"{found.symbol.replace('/', '-')}{tail}{signed}.pdf"


def holding(actor: Actor, content: bytes) -> Held:
    """The papers that the actor sees of which this is the file: register, number, symbol."""
    sha256 = hashlib.sha256(content).hexdigest()
    rows = Copy.objects.filter(Q(current=sha256) | Q(original=sha256), paper__book__in=seen(actor))
    papers = [one.paper for one in rows.select_related("paper__book")]
    return [(paper.book.slug, paper.number, paper.symbol) for paper in papers]


def unit_of(slug: str) -> Unit:
    """The unit of a register, for who has been let see it."""
    return Book.objects.select_related("unit").get(slug=slug).unit


def drawn_from(actor: Actor, source: str) -> list[PaperLine]:
    """The papers with a number that were drawn from something, the latest first; no void ones."""
    rows = Paper.objects.filter(source__startswith=source, book__in=seen(actor)).exclude(state="void")
    listed = list(rows.select_related("book").order_by("-day", "-pk")[:1000])
    return [line for row in listed for line in _lines([row], row.book.slug)]


def timeline(slug: str) -> tuple[Told, ...]:
    """What happened to the register; for who has been let see it."""
    return story(f"papers:{slug}", hide=("recipients", "grounds", "marks"))


def _lines(rows: list[Paper], slug: str, sequence: int = 0, can: tuple[str, ...] = ()) -> list[PaperLine]:
    held = iter(texts([part for row in rows for part in (row.signer, row.note, row.reason)]))
    return [
        PaperLine(
            book=slug,
            number=row.number,
            symbol=row.symbol,
            day=row.day,
            kind=row.kind,
            abstract=row.abstract,
            authority=row.authority,
            post=row.post,
            recipients=row.recipients,
            drafter=row.drafter,
            state=row.state,
            source=row.source,
            basis=row.basis,
            grounds=row.grounds,
            sequence=sequence,
            can=can,
            signer=next(held),
            note=next(held),
            reason=next(held),
        )
        for row in rows
    ]
