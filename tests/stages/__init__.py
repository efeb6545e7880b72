"""Kinds of work on the stage: for each act, a subject that stands where the act is allowed.

The contract suite (tests/records/acts/test_contract.py) plays every act of every `Work` of the product on
these. A kind of work brings a module with one `Kind`; a new act of it is in the suite by being declared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from thangdo.records.acts import fields
from thangdo.records.acts.declared import Work
from thangdo.records.acts.fields import (
    Choice,
    Day,
    FileSent,
    Flag,
    Many,
    Named,
    Number,
    Text,
    UnitNamed,
    Whole,
)
from thangdo.records.people.acting import Actor
from world import World


@dataclass
class Stage:
    """One act, ready to be done. given: its input (None: one that fits is made from its fields).

    who: short name of a person who may, as `World.actor` takes it; None: the system or a citizen acts.
    stranger: one who may not.
    """

    who: str | None
    where: tuple[Any, ...]
    given: Any = None
    stranger: str = "reporter2"
    system: Actor | None = None


@dataclass
class Kind:
    """A kind of work on the stage. play: sets the scene for an act in the small province and gives the stage.

    differences: where the tables differ from the ledger, of everything that `play` has made.
    nowhere: an address of the same form at which there is nothing. seen: what stands on a screen of it.
    beside: with how many acts, itself among them, each is done at once; none: with all that come after it.
    """

    work: Work[Any]
    play: Callable[[World, str], Stage]
    differences: Callable[[], list[str]]
    nowhere: Callable[[tuple[Any, ...]], tuple[Any, ...]] = field(
        default=lambda where: ("nowhere", *where[1:])
    )
    seen: Callable[[Any], Any] = field(default=lambda subject: int(subject.streams()[subject.stream]))
    beside: int | None = None
    not_staged: dict[str, str] = field(default_factory=dict)  # act -> why it is proved elsewhere, and where
    rivals: tuple[str, ...] = ()  # acts that stand for all when two are done at once; none named: every pair


def fitting(takes: type) -> Any:
    """An input with the smallest values that keep the bounds; what has a default is left out."""
    return takes(**{one.name: _fits(one.kind) for one in fields.fields_of(takes) if not one.optional})


def _fits(kind: fields.Kind) -> Any:
    match kind:
        case Text(most=most, least=least):
            return "Nội dung mẫu, đủ dài"[: max(least, min(most, 20))]
        case Whole(low=low):
            return low
        case Number(low=low):
            return Decimal(low)
        case Flag():
            return True
        case Day():
            return date(2026, 6, 15)
        case Choice(options=options):
            return options[0]
        case UnitNamed():
            return ("sample", "X1")
        case FileSent():
            return "0" * 64
        case fields.Data():
            return {}
        case Named(of=of, least=least):
            return {f"n{place}": _fits(of) for place in range(least)}
        case Many(of=of, least=least):
            return tuple(fitting(of) if isinstance(of, type) else _fits(of) for _ in range(least))
