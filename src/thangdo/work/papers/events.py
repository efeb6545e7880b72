"""What can happen to a register and to a paper in it. Names of people and reasons are references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

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
