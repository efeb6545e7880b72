"""What can happen to accounts and offices held. Names and addresses stand in the tables, never here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening


@dataclass(frozen=True, slots=True)
class AccountAdded(Happening):
    """An account was made."""

    TYPE: ClassVar[str] = "account.added"
    person: str


@dataclass(frozen=True, slots=True)
class AccountChanged(Happening):
    """Its name, address or language was changed; which, not what."""

    TYPE: ClassVar[str] = "account.changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountEnded(Happening):
    """It was closed: nobody signs in with it any more."""

    TYPE: ClassVar[str] = "account.ended"
    reason: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class AccountReopened(Happening):
    """It was opened again."""

    TYPE: ClassVar[str] = "account.reopened"
    reason: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class SecondFactorReset(Happening):
    """Its second factors were taken away, so that new ones can be set up."""

    TYPE: ClassVar[str] = "account.second-factor-reset"
    reason: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class LinkEnded(Happening):
    """Its link to an account of another service was ended: nobody signs in by that one any more."""

    TYPE: ClassVar[str] = "account.link-ended"
    reason: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class PasswordReset(Happening):
    """A link to choose a new password was given out."""

    TYPE: ClassVar[str] = "account.password-reset"


@dataclass(frozen=True, slots=True)
class Appointed(Happening):
    """An office is held from a day on."""

    TYPE: ClassVar[str] = "office.appointed"
    office: int
    role: str
    unit: str
    subtree: bool
    since: date
    until: date | None
    decision: str


@dataclass(frozen=True, slots=True)
class OfficeEnded(Happening):
    """An office is no longer held after a day."""

    TYPE: ClassVar[str] = "office.ended"
    office: int
    until: date
    reason: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class PeopleBrought(Happening):
    """Accounts were made, or offices given, together."""

    TYPE: ClassVar[str] = "people.brought"
    people: tuple[str, ...]
    offices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BringingUndone(Happening):
    """They were taken back, but for those who had come. offices: that were ended."""

    TYPE: ClassVar[str] = "people.bringing-undone"
    people: tuple[str, ...]
    offices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Invited(Happening):
    """A code was given out. expires: when it stops working."""

    TYPE: ClassVar[str] = "account.invited"
    expires: datetime


@dataclass(frozen=True, slots=True)
class Came(Happening):
    """The person came in by the code and chose a password."""

    TYPE: ClassVar[str] = "account.came"
