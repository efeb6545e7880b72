"""What the acts on a register are done to: the register, locked, with the paper and its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thangdo.records.acts.declared import At, Json, On
from thangdo.records.ledger.events import EventView
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.work.papers.models import Book, Copy, Paper
from thangdo.work.papers.projection import apply
from thangdo.work.papers.states import NEW

CLERKS = (Role.SECRETARY, Role.PUBLISHER, Role.HEAD)
CLERK = (At("unit", CLERKS),)


@dataclass
class Shelf:
    """A register, and the paper that an act is about: the register is locked, so its papers cannot change.

    copy: the file of the paper, or of one that goes with it, where there is one.
    """

    row: Book
    paper: Paper | None = None
    copy: Copy | None = None

    @property
    def stream(self) -> str:
        return self.row.stream

    def streams(self) -> Mapping[str, int]:
        return {self.row.stream: self.row.sequence}

    def states(self) -> Mapping[str, str]:
        book = self.row.state if self.row.sequence else NEW
        if self.paper is None:
            return {"book": book}
        return {"book": book, "paper": self.paper.state, "copy": self.copy.state if self.copy else NEW}

    def place(self, name: str) -> Unit | None:
        return self.row.unit

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            apply(self.row, event)

    def answer(self) -> Json:
        return {"sequence": self.row.sequence}


def number(on: On[Shelf]) -> int:
    """The number of the paper that the act is about."""
    assert on.subject.paper is not None, "the address names a paper"
    return on.subject.paper.number
