"""What can happen to a register and to a paper in it. Names of people and reasons are references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from thangdo.records.ledger.event_type import Happening

Held = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Begun(Happening):
    """A register was begun. unit: scheme:code. kind: of the papers that it takes, "all" for the rest."""

    TYPE: ClassVar[str] = "papers.begun"
    unit: str
    title: str
    year: int
    kind: str
    first: int


@dataclass(frozen=True, slots=True)
class Closed(Happening):
    """The register takes no more papers."""

    TYPE: ClassVar[str] = "papers.closed"
    on: date


@dataclass(frozen=True, slots=True)
class Issued(Happening):
    """A paper got its number. source: what it was drawn from, as campaign:slug:kind; "" by hand."""

    TYPE: ClassVar[str] = "paper.issued"
    number: int
    kind: str
    symbol: str
    on: date
    abstract: str
    drafter: str
    authority: str
    post: str
    recipients: str
    grounds: str
    basis: str
    source: str
    signer: Held
    note: Held


@dataclass(frozen=True, slots=True)
class Mended(Happening):
    """What the register says of a paper was put right; number, kind and day stay."""

    TYPE: ClassVar[str] = "paper.mended"
    number: int
    abstract: str
    authority: str
    post: str
    recipients: str
    signer: Held
    note: Held
    reason: Held


@dataclass(frozen=True, slots=True)
class Voided(Happening):
    """A paper was cancelled; its number is given to no other."""

    TYPE: ClassVar[str] = "paper.voided"
    number: int
    on: date
    reason: Held


@dataclass(frozen=True, slots=True)
class Kept(Happening):
    """A file was kept as it is to be signed. part: 0 the paper, 1… what goes with it."""

    TYPE: ClassVar[str] = "paper.kept"
    number: int
    part: int
    title: str
    sha256: str
    size: int
    pages: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class Signed(Happening):
    """It was signed here. before, after: the hashes. match: same, saved-anew. state: of the file from now on.

    marks: each new signature: field, role, serial and issuer of its certificate, body, valid_to, at,
    timestamped, state, trust; signer is a reference to a name.
    """

    TYPE: ClassVar[str] = "paper.signed"
    number: int
    part: int
    role: str
    before: str
    after: str
    match: str
    state: str
    marks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Returned(Happening):
    """It was signed elsewhere and came back; as `Signed`."""

    TYPE: ClassVar[str] = "paper.returned"
    number: int
    part: int
    role: str
    before: str
    after: str
    match: str
    state: str
    marks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Withdrawn(Happening):
    """What was kept or signed counts no more."""

    TYPE: ClassVar[str] = "paper.withdrawn"
    number: int
    part: int
    reason: Held
