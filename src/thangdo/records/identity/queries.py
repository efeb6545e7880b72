"""Whose installation this is, from one place: what was said, or what holds as long as nobody has said it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from thangdo.records.identity import colours
from thangdo.records.identity.models import ONLY, Identity
from thangdo.records.identity.pictures import TYPES
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.records.units import bodies
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit

PRODUCT = "Thang Đo"
LANGUAGES = ("both", "vietnamese")
_ASKED: ContextVar[dict[str, Any] | None] = ContextVar("identity", default=None)


@dataclass(frozen=True, slots=True)
class Link:
    """A link at the foot of every page."""

    title_vi: str
    title_en: str
    address: str

    def title(self, language: str) -> str:
        """Its words in a language."""
        return self.title_en if language == "en" and self.title_en else self.title_vi


@dataclass(frozen=True, slots=True)
class House:
    """The identity for faces and papers. unit, appraising: scheme:code. sequence 0: nobody has said it.

    accent: as it is drawn, "" for that of the software; accent_asked: as it was chosen, perhaps too light.
    """

    name_vi: str = PRODUCT
    name_en: str = PRODUCT
    body_vi: str = ""
    body_en: str = ""
    unit: str = ""
    unit_vi: str = ""
    unit_en: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    hotline: str = ""
    languages: tuple[str, ...] = ("vi", "en")
    time_zone: str = str(LOCAL)
    accent: str = ""
    accent_soft: str = ""
    accent_asked: str = ""
    links: tuple[Link, ...] = ()
    appraising: str = ""
    first: tuple[str, ...] = ()
    examples: bool = True
    arms_kind: str = ""
    arms_sha256: str = ""
    sequence: int = 0
    key: int | None = field(default=None, compare=False)  # of the own unit's row

    def name(self, language: str) -> str:
        """The authority's name in a language."""
        return self.name_en if language == "en" and self.name_en else self.name_vi

    def body(self, language: str) -> str:
        """Its body's name in a language: the People's Committee."""
        return self.body_en if language == "en" and self.body_en else self.body_vi

    @property
    def is_said(self) -> bool:
        """Whether an administrator has said whose installation this is."""
        return self.sequence > 0

    @property
    def is_darkened(self) -> bool:
        """Whether the colour that was chosen was too light to be read."""
        return self.accent != self.accent_asked


NOBODY = House()


def current() -> House:
    """Whose installation this is. One query by primary key; within a request one in all."""
    asked = _ASKED.get()
    if asked is not None and "house" in asked:
        return asked["house"]  # type: ignore[no-any-return]
    row = Identity.objects.select_related("unit", "appraising").defer("arms").filter(pk=ONLY).first()
    found = NOBODY if row is None else _house(row)
    if asked is not None:
        asked["house"] = found
    return found


def own_units() -> frozenset[UnitRef]:
    """The own unit, (scheme, code), with what it was called by earlier registers and in other schemes.

    A province keeps its organisation code through a merger that keeps its name. Empty where nobody has said.
    """
    asked = _ASKED.get()
    if asked is not None and "own" in asked:
        return asked["own"]  # type: ignore[no-any-return]
    house = current()
    found: frozenset[UnitRef] = frozenset()
    if house.key is not None:
        unit = Unit.objects.only("scheme", "code", "tier", "org_code").get(pk=house.key)
        rows = Unit.objects.filter(tier=unit.tier, org_code=unit.org_code) if unit.org_code else ()
        found = frozenset({(unit.scheme, unit.code), *((one.scheme, one.code) for one in rows)})
    if asked is not None:
        asked["own"] = found
    return found


def place_of(unit: Unit) -> str:
    """Where papers of a province are issued: as its identity says, else its name without its kind."""
    house = current()
    if house.place and house.key == unit.pk:
        return house.place
    name = unit.name_vi
    for start in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(start)
    return name


def body_of(unit: Unit) -> str:
    """The body of a unit as a paper names it: as the identity says of the own one."""
    house = current()
    return house.body_vi if house.body_vi and house.key == unit.pk else bodies.of(unit)


def arms(sha256: str) -> tuple[str, bytes] | None:
    """Type and bytes of the arms that stand now, by their hash; None for others."""
    row = (
        Identity.objects.filter(pk=ONLY, arms_sha256=sha256)
        .exclude(arms="")
        .only("arms", "arms_kind")
        .first()
    )
    return None if row is None else (TYPES[row.arms_kind], base64.b64decode(row.arms))


def read_links(text: str, most: int) -> tuple[Link, ...]:
    """The links of a text, one a line: `title | English title | address`, or `title | address`.

    Raises Refused: link-line (line, typed), too-many.

    >>> read_links("Cổng dịch vụ công | https://dichvucong.gov.vn", 8)[0].address
    'https://dichvucong.gov.vn'
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        address = parts[-1]
        plain = address.startswith(("https://", "http://", "/")) and not address.startswith("//")
        if len(parts) not in (2, 3) or not parts[0] or not plain or set(address) & set(" <>\"'\\"):
            raise Refused("link-line", field="links", line=number, typed=line.strip()[:80])
        found.append(Link(parts[0], parts[1] if len(parts) == 3 else "", address))
    if len(found) > most:
        raise Refused("too-many", field="links", most=most, count=len(found))
    return tuple(found)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within: the identity is read once, however many ask; an act that changes it is seen at once."""
    token = _ASKED.set({})
    try:
        yield
    finally:
        _ASKED.reset(token)


def forget() -> None:
    """Read it again when somebody asks next."""
    asked = _ASKED.get()
    if asked is not None:
        asked.clear()


def _house(row: Identity) -> House:
    unit, accent = row.unit, colours.fitted(row.accent) if row.accent else ""
    return House(
        name_vi=row.name_vi,
        name_en=row.name_en,
        body_vi=row.body_vi or bodies.of(unit),
        body_en=row.body_en or f"{row.name_en or unit.name('en')} People's Committee",
        unit=f"{unit.scheme}:{unit.code}",
        unit_vi=unit.name_vi,
        unit_en=unit.name_en,
        place=row.place,
        address=row.address,
        phone=row.phone,
        email=row.email,
        hotline=row.hotline,
        languages=("vi", "en") if row.languages == "both" else ("vi",),
        accent=accent,
        accent_soft=colours.tint(accent) if accent else "",
        accent_asked=row.accent,
        links=read_links(row.links, 100),
        appraising=f"{row.appraising.scheme}:{row.appraising.code}" if row.appraising else "",
        first=tuple(row.first.split()),
        examples=row.examples,
        arms_kind=row.arms_kind,
        arms_sha256=row.arms_sha256,
        sequence=row.sequence,
        key=unit.pk,
    )
