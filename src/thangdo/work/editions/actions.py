"""What authors, reviewers and publishers do with an edition. Each act: right, state, event, projection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import IntegrityError, transaction

from thangdo.records.ledger import private
from thangdo.records.ledger.event_type import Happening
from thangdo.records.ledger.events import By, Stale, append
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.phrases import phrase
from thangdo.rules.index.publication.parts import edition_bytes
from thangdo.work.editions import events, queries
from thangdo.work.editions.models import DraftText, EditionVersion
from thangdo.work.editions.states import MOVES, State
from thangdo.work.editions.stored import examined

LARGEST = 2_000_000  # characters of a text
KEPT = 50  # earlier texts of a draft


def begin(actor: Actor, unit: Unit, edition_id: str, text: str, source: str = "") -> EditionVersion:
    """Begin a draft of `edition_id`: its next version. `text` need not be good yet; it is kept as it is.

    Raises NotAllowed; Refused for an id that is none, or while another draft of it is open.
    """
    held = actor.need(unit, Role.AUTHOR)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", edition_id) or len(edition_id) > 80:
        raise Refused("bad-edition-id", id=edition_id)
    text = _clean(text)
    with transaction.atomic():
        earlier = EditionVersion.objects.filter(edition=edition_id).order_by("-version").first()
        if earlier and earlier.state in (State.DRAFT, State.REVIEW):
            raise Refused("draft-is-open", edition=edition_id, version=earlier.version)
        published = EditionVersion.objects.filter(edition=edition_id, state=State.PUBLISHED).order_by(
            "-version"
        )
        report = examined(text, f"{edition_id}.yaml")
        version = EditionVersion(
            edition=edition_id,
            version=next_version(edition_id),
            text=text,
            unit=unit,
            replaces=published.first(),
            problems=len(report.problems),
            created_at=actor.at,
            changed_at=actor.at,
        )
        _entitle(version, report.edition)
        try:
            with transaction.atomic():
                version.save()
        except IntegrityError as error:
            raise Refused("draft-is-open", edition=edition_id, version=version.version) from error
        replaced = str(version.replaces) if version.replaces else None
        happened = events.Begun(f"{unit.scheme}:{unit.code}", source, _hash(text), replaced)
        version.sequence = append(version.stream, [happened.new()], actor.by(held), 0)[-1].sequence
        version.save(update_fields=["sequence"])
        _keep(version, actor)
    return version


def write(actor: Actor, key: int, text: str, seen: int, restores: int | None = None) -> EditionVersion:
    """Change the draft's text; `seen`: the sequence on the screen. Raises NotAllowed, Refused, Stale.

    restores: the sequence whose text this is, when an earlier one is brought back.
    """
    text = _clean(text)
    with transaction.atomic():
        version, by = _open(actor, key, "write", seen)
        if version.text == text:
            return version
        report = examined(text, f"{version.edition}.yaml")
        version.text, version.problems = text, len(report.problems)
        _entitle(version, report.edition)
        _append(version, events.Written(_hash(text), version.problems), by)
        _keep(version, actor, restores)
    return version


def edit(actor: Actor, key: int, seen: int, change: Callable[[str], str]) -> EditionVersion:
    """Change a part of the text by a function of `editing`. Raises as `write`, and what `change` raises."""
    found = EditionVersion.objects.select_related("unit").filter(pk=key).first()
    if found is None:
        raise Refused("no-such-edition")
    actor.need(found.unit, *MOVES["write"].roles)
    if found.sequence != seen:
        raise Stale(found.stream, seen, found.sequence)
    return write(actor, key, change(found.text), seen)


def undo(actor: Actor, key: int, seen: int) -> EditionVersion:
    """Bring back the text before the last change; again, the one before that. Raises as `write`.

    Refused("nothing-to-undo") when no earlier text is kept.
    """
    texts = DraftText.objects.filter(version=key).order_by("-sequence")
    last = texts.first()
    if last is None:
        raise Refused("nothing-to-undo")
    earlier = texts.filter(sequence__lt=last.restores or last.sequence).exclude(text=last.text).first()
    if earlier is None:
        raise Refused("nothing-to-undo")
    return write(actor, key, earlier.text, seen, earlier.sequence)


def restore(actor: Actor, key: int, sequence: int, seen: int) -> EditionVersion:
    """Bring back a text that the draft had. Raises as `write`; Refused("no-such-text")."""
    earlier = DraftText.objects.filter(version=key, sequence=sequence).first()
    if earlier is None:
        raise Refused("no-such-text", sequence=sequence)
    return write(actor, key, earlier.text, seen, sequence)


def move(actor: Actor, key: int, name: str, seen: int, reason: str = "") -> EditionVersion:
    """Submit, send back, take back or withdraw. Raises NotAllowed, Refused, Stale, BadInput."""
    if name not in MOVES or name in ("write", "publish"):
        raise Refused("no-such-move", move=name)
    with transaction.atomic():
        version, by = _open(actor, key, name, seen)
        if name == "send_back" and not reason.strip():
            raise Refused("reason-needed")
        if name == "submit":
            _good(version)
        version.state = MOVES[name].target
        return _append(version, events.Moved(name, version.state, private.keep(reason)), by)


def publish(actor: Actor, key: int, seen: int) -> EditionVersion:
    """Freeze it with its hash. Raises NotAllowed, Refused, Stale, BadInput."""
    with transaction.atomic():
        version, by = _open(actor, key, "publish", seen)
        edition = _good(version)
        frozen = edition_bytes(edition.model_copy(update={"status": "published", "version": version.version}))
        version.frozen, version.sha256 = frozen.decode(), hashlib.sha256(frozen).hexdigest()
        version.state, version.published_at = State.PUBLISHED, actor.at
        replaced = str(version.replaces) if version.replaces else None
        return _append(version, events.Published(version.sha256, _hash(version.text), replaced), by)


def _open(actor: Actor, key: int, name: str, seen: int) -> tuple[EditionVersion, By]:
    rows = EditionVersion.objects.select_for_update(of=("self",)).select_related("unit")
    version = rows.filter(pk=key).first()
    if version is None:
        raise Refused("no-such-edition")
    rule = MOVES[name]
    held = actor.need(version.unit, *rule.roles)
    if version.state not in rule.source:
        raise Refused("wrong-state", move=name, state=version.state)
    if version.sequence != seen:
        raise Stale(version.stream, seen, version.sequence)
    return version, actor.by(held)


def _append(version: EditionVersion, happened: Happening, by: By) -> EditionVersion:
    version.sequence = append(version.stream, [happened.new()], by, version.sequence)[-1].sequence
    version.changed_at = by.at
    version.save()
    return version


def _good(version: EditionVersion) -> Edition:
    report = examined(version.text, f"{version.edition}.yaml")
    if report.edition is None or report.problems:
        raise BadInput(report.problems)
    if report.edition.edition != version.edition:
        message = phrase("edition-renamed", found=report.edition.edition, wanted=version.edition)
        raise BadInput([Problem(f"{version.edition}.yaml", message, column="edition")])
    return report.edition


def _entitle(version: EditionVersion, edition: Edition | None) -> None:
    if edition is not None:
        version.title_vi, version.title_en = edition.title.vi[:400], (edition.title.en or "")[:400]


def next_version(edition_id: str) -> int:
    """The number that the next version has: after the last one kept here, else after that of the library."""
    last = EditionVersion.objects.filter(edition=edition_id).order_by("-version").first()
    if last is not None:
        return last.version + 1
    return queries.get(edition_id).version + 1 if edition_id in queries.edition_ids() else 1


def _keep(version: EditionVersion, actor: Actor, restores: int | None = None) -> None:
    """Keep the text beside the earlier ones, of which the last KEPT stay."""
    DraftText.objects.create(
        version=version,
        sequence=version.sequence,
        text=version.text,
        problems=version.problems,
        restores=restores,
        by=actor.ref,
        at=actor.at,
    )
    old = DraftText.objects.filter(version=version).order_by("-sequence").values_list("pk", flat=True)[KEPT:]
    DraftText.objects.filter(pk__in=list(old)).delete()


def _clean(text: str) -> str:
    """The text with the line ends of a file. Raises Refused for one that is too large or no text."""
    if len(text) > LARGEST or "\0" in text:
        raise Refused("text-too-large", most=LARGEST)
    clean = text.replace("\r\n", "\n").removeprefix("\ufeff")
    return clean if not clean or clean.endswith("\n") else clean + "\n"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
