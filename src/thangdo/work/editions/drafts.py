"""Editions as an actor sees them: published ones, drafts of one's own unit, their texts and their story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from thangdo.records.acts.frame import can
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Person, Role
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.diff import Change, diff
from thangdo.work.editions import queries
from thangdo.work.editions.acts import EDITIONS, Version
from thangdo.work.editions.merging import Line, Merged, compared, merged
from thangdo.work.editions.models import DraftText, EditionVersion
from thangdo.work.editions.states import State
from thangdo.work.editions.stored import edition_of, examined
from thangdo.work.editions.workbook import export

#: see the drafts of their unit
READERS = (Role.AUTHOR, Role.COUNCIL, Role.PUBLISHER, Role.HEAD, Role.ADMINISTRATOR, Role.OBSERVER)


@dataclass(frozen=True, slots=True)
class TextView:
    """A text that a draft had: who wrote it, when, with how many problems; whether it is the present one."""

    sequence: int
    by: str
    at: datetime
    problems: int
    restores: int | None
    now: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """One event of an edition: what, who, in which office, when, why."""

    sequence: int
    type: str
    payload: Mapping[str, Any]
    by: str
    office: str
    at: datetime
    reason: str


def seen(actor: Actor) -> QuerySet[EditionVersion]:
    """What the actor may see: everything published (to whoever holds an office), drafts of his unit."""
    rows = EditionVersion.objects.select_related("unit", "replaces")
    if not actor.offices:
        return rows.none()
    return rows.filter(Q(state=State.PUBLISHED) | actor.scope(*READERS))


def listed(actor: Actor) -> list[EditionVersion]:
    """The versions for a list, without their texts; by edition, the latest first."""
    return list(seen(actor).defer("text", "frozen").order_by("edition", "-version"))


def one(actor: Actor, key: int) -> EditionVersion:
    """One version. Raises Refused("no-such-edition") alike for none and for one not seen."""
    found = seen(actor).filter(pk=key).first()
    if found is None:
        raise Refused("no-such-edition")
    return found


def moves_open(actor: Actor, version: EditionVersion) -> list[str]:
    """The moves that right and state open to the actor now."""
    return [
        name for name in EDITIONS.acts if name != "begin" and can(EDITIONS, name, actor, Version(version))
    ]


def may_begin(actor: Actor) -> list[Unit]:
    """The units in which the actor may begin an edition."""
    units = [held.unit for held in actor.holding(Role.AUTHOR)]
    return list(Unit.objects.filter(pk__in=units).order_by("path"))


def texts(version: EditionVersion) -> list[TextView]:
    """The texts that the draft had, the latest first; two queries."""
    rows = list(DraftText.objects.filter(version=version).defer("text"))
    names = names_of(row.by for row in rows)
    return [
        TextView(
            row.sequence,
            names.get(row.by, row.by),
            row.at,
            row.problems,
            row.restores,
            row.sequence == version.sequence,
        )
        for row in rows
    ]


def text_at(version: EditionVersion, sequence: int) -> str | None:
    """The text as it was when the stream stood at `sequence`; None when it is no longer kept."""
    row = DraftText.objects.filter(version=version, sequence__lte=sequence).order_by("-sequence").first()
    return row.text if row else None


def step(version: EditionVersion, sequence: int) -> list[Line]:
    """What the writing of one text changed. Raises Refused("no-such-text")."""
    row = DraftText.objects.filter(version=version, sequence=sequence).first()
    if row is None:
        raise Refused("no-such-text", sequence=sequence)
    earlier = DraftText.objects.filter(version=version, sequence__lt=sequence).order_by("-sequence").first()
    return compared(earlier.text if earlier else "", row.text)


@dataclass(frozen=True)
class Meeting:
    """Two people changed one draft: what the other changed, what I changed, both together."""

    theirs: list[Line]
    mine: list[Line]
    both: Merged
    now: int


def meeting(version: EditionVersion, mine: str, saw: int) -> Meeting:
    """How my text meets what another has written since I saw it."""
    mine = mine.replace("\r\n", "\n")
    base = text_at(version, saw)
    if base is None:
        return Meeting(compared(mine, version.text), [], Merged(version.text, 1), version.sequence)
    both = merged(base, mine, version.text)
    return Meeting(compared(base, version.text), compared(base, mine), both, version.sequence)


def changes(version: EditionVersion) -> tuple[str, list[Change]] | None:
    """Against what it replaces, or else began with: its name and every change, criterion by criterion.

    None when there is neither, or while the text has problems.
    """
    report = examined(version.text, f"{version.edition}.yaml")
    if report.edition is None:
        return None
    if version.replaces is not None:
        return str(version.replaces), diff(edition_of(version.replaces), report.edition)
    model = version.edition
    if model not in queries.names():
        model = str(ledger.read(version.stream)[0].payload.get("source", "")).removeprefix("library:")
    if model in queries.names():
        return model, diff(queries.get(model), report.edition)
    return None


def workbook(version: EditionVersion) -> bytes:
    """The edition as an Excel workbook. Raises Refused("has-problems") while the text has problems."""
    if version.sha256:
        return export(edition_of(version))
    report = examined(version.text, f"{version.edition}.yaml")
    if report.edition is None:
        raise Refused("has-problems", count=len(report.problems))
    return export(report.edition)


def story(version: EditionVersion) -> list[StoryView]:
    """Everything that happened to a version, the latest first; three queries."""
    happened = ledger.read(version.stream)[::-1]
    reasons = private.texts([event.payload.get("reason") for event in happened])
    names = names_of(event.actor for event in happened)
    return [
        StoryView(
            event.sequence,
            event.type,
            event.payload,
            names.get(event.actor, event.actor),
            event.office,
            event.at,
            reason,
        )
        for event, reason in zip(happened, reasons, strict=True)
    ]


def names_of(refs: Any) -> dict[str, str]:
    """The names of people by how events call them."""
    keys = {int(ref.removeprefix("person:")) for ref in refs if ref.startswith("person:")}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}
