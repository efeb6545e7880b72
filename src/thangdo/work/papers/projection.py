"""The tables follow the events: applied when they are written, and again when they are replayed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from thangdo.records.acts.rows import unit_of
from thangdo.records.ledger.events import EventView
from thangdo.records.units.fold import squeeze
from thangdo.work.papers.models import Book, Copy, Mark, Paper

_WRITTEN = ("kind", "symbol", "abstract", "drafter", "authority", "post", "recipients", "grounds", "basis")
_MENDED = ("abstract", "authority", "post", "recipients", "signer", "note", "reason")


def apply(row: Book, event: EventView) -> None:
    """One event into the tables; row: of the register, as the events before left it, or a new one."""
    row.sequence, row.changed_at = event.sequence, event.at
    _APPLY[event.type](row, event)


def _begun(row: Book, event: EventView) -> None:
    facts = event.payload
    row.unit = unit_of(facts["unit"])
    for name in ("title", "year", "kind", "first"):
        setattr(row, name, facts[name])
    row.last = row.first - 1
    row.save()


def _closed(row: Book, event: EventView) -> None:
    row.state = "closed"
    row.save()


def _issued(row: Book, event: EventView) -> None:
    facts = event.payload
    row.last, row.last_day = facts["number"], date.fromisoformat(facts["on"])
    row.save()
    values = {name: facts[name] for name in (*_WRITTEN, "source", "signer", "note")}
    values |= {"day": row.last_day, "search": searched(facts["symbol"], facts["abstract"], facts["drafter"])}
    Paper.objects.update_or_create(book=row, number=facts["number"], defaults=values)


def _mended(row: Book, event: EventView) -> None:
    row.save()
    facts = event.payload
    paper = row.papers.get(number=facts["number"])
    for name in _MENDED:
        setattr(paper, name, facts[name])
    paper.search = searched(paper.symbol, paper.abstract, paper.drafter)
    paper.save()


def _voided(row: Book, event: EventView) -> None:
    row.save()
    facts = event.payload
    row.papers.filter(number=facts["number"]).update(state="void", reason=facts["reason"])


def _kept(row: Book, event: EventView) -> None:
    row.save()
    facts = event.payload
    values = {"original": facts["sha256"], "current": facts["sha256"], "state": "kept"}
    values |= {name: facts[name] for name in ("title", "pages", "numbered")}
    values |= {"resaved": False, "kept_at": event.at, "changed_at": event.at}
    paper = row.papers.get(number=facts["number"])
    Copy.objects.update_or_create(paper=paper, part=facts["part"], defaults=values)


def _signed(row: Book, event: EventView) -> None:
    row.save()
    facts = event.payload
    copy = Copy.objects.get(paper__book=row, paper__number=facts["number"], part=facts["part"])
    copy.current, copy.state, copy.changed_at = facts["after"], facts["state"], event.at
    copy.resaved = copy.resaved or facts["match"] == "saved-anew"
    copy.save()
    start = copy.marks.count() + 1
    here = event.type == "paper.signed"
    Mark.objects.bulk_create(
        Mark(copy=copy, place=place, here=here, found_at=event.at, **mark)
        for place, mark in enumerate(facts["marks"], start=start)
    )


def _withdrawn(row: Book, event: EventView) -> None:
    row.save()
    facts = event.payload
    Copy.objects.filter(paper__book=row, paper__number=facts["number"], part=facts["part"]).delete()


def searched(*texts: str) -> str:
    """What is looked through for words: without marks.

    >>> searched("15/QĐ-UBND", "Phê duyệt")
    '15 qd ubnd phe duyet'
    """
    return squeeze(" ".join(texts))[:1400]


_APPLY: dict[str, Callable[[Book, EventView], None]] = {
    "papers.begun": _begun,
    "papers.closed": _closed,
    "paper.issued": _issued,
    "paper.mended": _mended,
    "paper.voided": _voided,
    "paper.kept": _kept,
    "paper.signed": _signed,
    "paper.returned": _signed,
    "paper.withdrawn": _withdrawn,
}
