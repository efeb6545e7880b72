"""What an administrator says of the installation: who it is, and its arms. The table of acts stands below."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from thangdo.records.acts.declared import ANYWHERE, Act, At, Json, On, Where, Work, table
from thangdo.records.acts.fields import Choice, Flag, Text, UnitNamed
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.identity import events, pictures, queries
from thangdo.records.identity.models import ONLY, STREAM, Identity
from thangdo.records.identity.projection import apply
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit

COLOUR = r"#[0-9a-fA-F]{6}"
PHONE = r"[0-9+(). –-]{3,40}(?:;[0-9+(). –-]{3,40})*"
EMAIL = r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+"
FIRST = r"[a-z0-9@-]+(?:[ ,]+[a-z0-9@-]+)*"
MOST_LINKS = 8


@dataclass
class House:
    """The row, locked; a new one as long as nobody has said anything."""

    row: Identity

    @property
    def stream(self) -> str:
        return STREAM

    def streams(self) -> Mapping[str, int]:
        return {STREAM: self.row.sequence}

    def states(self) -> Mapping[str, str]:
        return {}

    def place(self, name: str) -> Unit | None:
        return self.row.unit if self.row.sequence else None

    def follow(self, happened: Sequence[EventView]) -> None:
        for event in happened:
            apply(self.row, event)
        queries.forget()

    def answer(self) -> Json:
        return {"sequence": self.row.sequence}


@dataclass(frozen=True, slots=True)
class Description:
    """Whose installation this is. links: one a line, `title | English title | https://…`.

    first: what the first page begins with, by the ids of assessments; empty: what was published last.
    """

    unit: Annotated[UnitRef, UnitNamed()]
    name_vi: Annotated[str, Text(120, least=2)]
    name_en: Annotated[str, Text(120)] = ""
    body_vi: Annotated[str, Text(200)] = ""
    body_en: Annotated[str, Text(200)] = ""
    place: Annotated[str, Text(60)] = ""
    address: Annotated[str, Text(300)] = ""
    phone: Annotated[str, Text(40, pattern=PHONE, form="phone-form")] = ""
    email: Annotated[str, Text(120, pattern=EMAIL, form="email-form")] = ""
    hotline: Annotated[str, Text(40, pattern=PHONE, form="phone-form")] = ""
    languages: Annotated[str, Choice(queries.LANGUAGES)] = "both"
    accent: Annotated[str, Text(7, pattern=COLOUR, form="colour-form")] = ""
    links: Annotated[str, Text(2000, lines=True)] = ""
    appraising: Annotated[UnitRef | None, UnitNamed()] = None
    first: Annotated[str, Text(400, pattern=FIRST, form="first-form")] = ""
    examples: Annotated[bool, Flag()] = True


@dataclass(frozen=True, slots=True)
class Arms:
    """The arms or the logo: the bytes of a PNG, JPEG or SVG file in base64."""

    picture: Annotated[str, Text(pictures.MOST * 4 // 3 + 4, least=8, long="arms-too-large")]


def describe(on: On[House], said: Description) -> events.Described:
    """Say whose installation this is."""
    own = unit_named(said.unit)
    if not on.actor.is_system:
        on.actor.need(own, Role.ADMINISTRATOR)
    if own.tier != "province":
        raise Refused("not-a-province", field="unit", unit=own.name_vi)
    appraising = unit_named(said.appraising) if said.appraising else None
    if appraising is not None and not appraising.path.startswith(own.path):
        raise Refused("not-of-the-house", field="appraising", unit=appraising.name_vi)
    queries.read_links(said.links, MOST_LINKS)
    return events.Described(
        ":".join(said.unit),
        said.name_vi,
        said.name_en,
        said.body_vi,
        said.body_en,
        said.place,
        said.address,
        said.phone,
        said.email,
        said.hotline,
        said.languages,
        said.accent.lower(),
        said.links,
        ":".join(said.appraising) if said.appraising else "",
        " ".join(said.first.replace(",", " ").split()),
        said.examples,
    )


def put_arms(on: On[House], arms: Arms) -> events.ArmsPut:
    """Put the arms or the logo into the head of every page."""
    _described(on)
    try:
        content = base64.b64decode(arms.picture, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("arms-broken", field="picture") from error
    try:
        kind, kept = pictures.clean(content)
    except Refused as refused:
        raise Refused(refused.code, **{"field": "picture", **refused.facts}) from refused
    return events.ArmsPut(kind, hashlib.sha256(kept).hexdigest(), base64.b64encode(kept).decode())


def remove_arms(on: On[House]) -> events.ArmsRemoved:
    """Take the arms off the pages."""
    _described(on)
    if not on.subject.row.arms:
        raise Refused("no-arms")
    return events.ArmsRemoved()


def _described(on: On[House]) -> None:
    if not on.subject.row.sequence:
        raise Refused("identity-not-said")


def bar(subject: House, actor: Actor, act: Act) -> None:
    """Once it is said whose house it is, only who administers that unit changes it."""
    if not actor.is_system and subject.row.sequence:
        held = actor.office_for(subject.row.unit, Role.ADMINISTRATOR)
        if held is None:
            raise NotAllowed((Role.ADMINISTRATOR,), str(subject.row.unit))


def find(where: Where, act: Act, given: Any, lock: bool) -> House:
    """The one row; a new one where nobody has said anything: two who begin at once meet in the ledger."""
    rows = Identity.objects.select_related("unit", "appraising").filter(pk=ONLY)
    return House(locked(rows, lock) or Identity(pk=ONLY))


BY = (At("own", (Role.ADMINISTRATOR,)), At(ANYWHERE, (Role.ADMINISTRATOR,)))
ACTS = table(
    Act(describe, BY, takes=Description, seen="must"),
    Act(put_arms, BY, takes=Arms, seen="must"),
    Act(remove_arms, BY, seen="must"),
)
HOUSE = Work("identity", ACTS, find, where=(), system=True, bar=bar)
