"""What authors, reviewers and publishers do with an edition; who may, and in which states."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from django.db import IntegrityError, transaction

from thangdo.records.acts.declared import Act, At, Json, On, Where, Work, table
from thangdo.records.acts.fields import Text, UnitNamed, Whole
from thangdo.records.acts.rows import locked, unit_named
from thangdo.records.ledger import private
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.models import Unit
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.phrases import phrase
from thangdo.rules.index.publication.parts import edition_bytes
from thangdo.work.editions import events, queries
from thangdo.work.editions.models import DraftText, EditionVersion
from thangdo.work.editions.states import State
from thangdo.work.editions.stored import examined

LARGEST = 2_000_000  # characters of a text
KEPT = 50  # earlier texts of a draft
EDITION_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
AS_TYPED = Text(LARGEST, lines=True, exact=True, long="text-too-large", form="text-too-large")


@dataclass
class Version:
    """One version of an edition, and the text that an act brings: the ledger holds its hash only."""

    row: EditionVersion
    text: str = ""
    restores: int | None = None

    @property
    def stream(self) -> str:
        return self.row.stream

    def streams(self) -> Mapping[str, int]:
        return {self.row.stream: self.row.sequence}

    def states(self) -> Mapping[str, str]:
        return {"edition": self.row.state if self.row.sequence else ""}

    def place(self, name: str) -> Unit | None:
        return self.row.unit

    def follow(self, happened: Sequence[EventView]) -> None:
        """Keep the row; of a text that was begun or written, the text beside the earlier ones."""
        for event in happened:
            self.row.sequence, self.row.changed_at = event.sequence, event.at
            if event.type in (events.Begun.TYPE, events.Written.TYPE):
                self._take(self.text)
                self._save()
                self._keep(event)
            else:
                self.row.state = event.payload.get("to", State.PUBLISHED)
                self.row.save()

    def answer(self) -> Json:
        row = self.row
        return {
            "key": row.pk,
            "edition": row.edition,
            "version": row.version,
            "state": str(row.state),
            "sequence": row.sequence,
            "problems": row.problems,
        }

    def _take(self, text: str) -> None:
        report = examined(text, f"{self.row.edition}.yaml")
        self.row.text, self.row.problems = text, len(report.problems)
        if report.edition is not None:
            title = report.edition.title
            self.row.title_vi, self.row.title_en = title.vi[:400], (title.en or "")[:400]

    def _save(self) -> None:
        try:
            with transaction.atomic():
                self.row.save()
        except IntegrityError as error:  # another began the same version at the same time
            raise Refused("draft-is-open", edition=self.row.edition, version=self.row.version) from error

    def _keep(self, event: EventView) -> None:
        """Keep the text beside the earlier ones, of which the last KEPT stay."""
        DraftText.objects.create(
            version=self.row,
            sequence=event.sequence,
            text=self.row.text,
            problems=self.row.problems,
            restores=self.restores,
            by=event.actor,
            at=event.at,
        )
        texts = DraftText.objects.filter(version=self.row).order_by("-sequence")
        DraftText.objects.filter(pk__in=list(texts.values_list("pk", flat=True)[KEPT:])).delete()


@dataclass(frozen=True, slots=True)
class Beginning:
    """In whose name it is written, with which text; the text need not be good yet, it is kept as it is."""

    unit: Annotated[UnitRef, UnitNamed()]
    text: Annotated[str, AS_TYPED] = ""
    source: Annotated[str, Text(200)] = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """The whole text. restores: the sequence whose text this is, when an earlier one is brought back."""

    text: Annotated[str, AS_TYPED]
    restores: Annotated[int | None, Whole(1, 1_000_000_000)] = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why it goes back."""

    reason: Annotated[str, Text(10_000, least=1, code="reason-needed", lines=True)]


@dataclass(frozen=True, slots=True)
class WhyPerhaps:
    """Why, where one says it."""

    reason: Annotated[str, Text(10_000, lines=True)] = ""


def begin(on: On[Version], given: Beginning) -> events.Begun:
    """Begin a draft of an edition: its next version."""
    row = on.subject.row
    row.created_at, on.subject.text = on.at, clean(given.text)
    replaced = str(row.replaces) if row.replaces else None
    return events.Begun(":".join(given.unit), given.source, text_hash(on.subject.text), replaced)


def write(on: On[Version], given: Writing) -> events.Written | None:
    """Change the draft's text; the same text is no change."""
    subject, text = on.subject, clean(given.text)
    if subject.row.text == text:
        return None
    subject.text, subject.restores = text, given.restores
    problems = examined(text, f"{subject.row.edition}.yaml").problems
    return events.Written(text_hash(text), len(problems))


def submit(on: On[Version]) -> events.Moved:
    """Hand it in for review; it must be good. Raises BadInput."""
    good(on.subject.row)
    return events.Moved("submit", State.REVIEW)


def send_back(on: On[Version], why: Why) -> events.Moved:
    """Send it back to its authors, with a reason."""
    return events.Moved("send_back", State.DRAFT, private.keep(why.reason))


def take_back(on: On[Version]) -> events.Moved:
    """Take it back from review."""
    return events.Moved("take_back", State.DRAFT)


def withdraw(on: On[Version], why: WhyPerhaps) -> events.Moved:
    """Give it up."""
    return events.Moved("withdraw", State.WITHDRAWN, private.keep(why.reason))


def publish(on: On[Version]) -> events.Published:
    """Freeze it with its hash. Raises BadInput."""
    row = on.subject.row
    edition = good(row)
    frozen = edition_bytes(edition.model_copy(update={"status": "published", "version": row.version}))
    row.frozen, row.sha256, row.published_at = frozen.decode(), hashlib.sha256(frozen).hexdigest(), on.at
    replaced = str(row.replaces) if row.replaces else None
    return events.Published(row.sha256, text_hash(row.text), replaced)


AUTHOR, PUBLISHER = (At("unit", (Role.AUTHOR,)),), (At("unit", (Role.PUBLISHER,)),)
DRAFT, REVIEW = {"edition": (State.DRAFT,)}, {"edition": (State.REVIEW,)}
ACTS = table(
    Act(begin, AUTHOR, {"edition": ("",)}, Beginning, makes="draft-is-open"),
    Act(write, AUTHOR, DRAFT, Writing, "must"),
    Act(submit, AUTHOR, DRAFT, seen="must"),
    Act(send_back, (At("unit", (Role.COUNCIL, Role.PUBLISHER)),), REVIEW, Why, "must"),
    Act(take_back, AUTHOR, REVIEW, seen="must"),
    Act(publish, PUBLISHER, REVIEW, seen="must"),
    Act(
        withdraw,
        (At("unit", (Role.AUTHOR, Role.PUBLISHER)),),
        {"edition": (State.DRAFT, State.REVIEW)},
        WhyPerhaps,
        "must",
    ),
)


def find(where: Where, act: Act, given: object, lock: bool) -> Version:
    """A version by its key; for who begins one, the next version of an edition by the edition's id."""
    if act.makes and isinstance(given, Beginning):
        return _next(str(where[0]), unit_named(given.unit))
    rows = EditionVersion.objects.select_related("unit", "replaces")
    row = locked(rows.filter(pk=where[0]), lock) if isinstance(where[0], int) else None
    if row is None:
        raise Refused("no-such-edition")
    return Version(row)


EDITIONS = Work("edition", ACTS, find, where=("edition",))


def _next(edition_id: str, unit: Unit) -> Version:
    if not re.fullmatch(EDITION_ID, edition_id) or len(edition_id) > 80:
        raise Refused("bad-edition-id", id=edition_id)
    versions = EditionVersion.objects.filter(edition=edition_id).order_by("-version")
    earlier = versions.first()
    if earlier and earlier.state in (State.DRAFT, State.REVIEW):
        raise Refused("draft-is-open", edition=edition_id, version=earlier.version)
    replaces = versions.filter(state=State.PUBLISHED).first()
    return Version(
        EditionVersion(edition=edition_id, version=next_version(edition_id), unit=unit, replaces=replaces)
    )


def next_version(edition_id: str) -> int:
    """The number that the next version has: after the last one kept here, else after that of the library."""
    last = EditionVersion.objects.filter(edition=edition_id).order_by("-version").first()
    if last is not None:
        return last.version + 1
    return queries.get(edition_id).version + 1 if edition_id in queries.edition_ids() else 1


def good(row: EditionVersion) -> Edition:
    """The edition of a text without problems. Raises BadInput."""
    report = examined(row.text, f"{row.edition}.yaml")
    if report.edition is None or report.problems:
        raise BadInput(report.problems)
    if report.edition.edition != row.edition:
        message = phrase("edition-renamed", found=report.edition.edition, wanted=row.edition)
        raise BadInput([Problem(f"{row.edition}.yaml", message, column="edition")])
    return report.edition


def clean(text: str) -> str:
    """The text with the line ends of a file."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    return plain if not plain or plain.endswith("\n") else plain + "\n"


def text_hash(text: str) -> str:
    """The hash by which the ledger knows a text."""
    return hashlib.sha256(text.encode()).hexdigest()
