"""What can happen to the identity. All of it is what an authority says of itself in public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from thangdo.records.ledger.event_type import Happening


@dataclass(frozen=True, slots=True)
class Described(Happening):
    """The authority said who it is. unit, appraising: scheme:code ("" for none). Contacts are of the office.

    links: one a line, `title | English title | address`. first: what the first page begins with, by its id.
    """

    TYPE: ClassVar[str] = "identity.described"
    unit: str
    name_vi: str
    name_en: str
    body_vi: str
    body_en: str
    place: str
    address: str
    phone: str
    email: str
    hotline: str
    languages: str
    accent: str
    links: str
    appraising: str
    first: str
    examples: bool


@dataclass(frozen=True, slots=True)
class ArmsPut(Happening):
    """The arms or the logo: base64 of the clean picture, its kind (png, jpg, svg), the hash of its bytes."""

    TYPE: ClassVar[str] = "identity.arms-put"
    kind: str
    sha256: str
    picture: str


@dataclass(frozen=True, slots=True)
class ArmsRemoved(Happening):
    """The pages bear the mark of the software again."""

    TYPE: ClassVar[str] = "identity.arms-removed"
