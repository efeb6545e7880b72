"""What authors, reviewers and publishers do with an edition. Each act: right, state, event, projection."""

from __future__ import annotations

import hashlib
import re

from django.db import IntegrityError, transaction

from thangdo.records.ledger import private
from thangdo.records.ledger.events import By, Stale, append
from thangdo.records.ledger.happening import Happening
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.models import Unit
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.publication.parts import edition_bytes
from thangdo.work.editions import events, queries
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import MOVES, State
from thangdo.work.editions.stored import examined

LARGEST = 2_000_000  # characters of a text


def begin(actor: Actor, unit: Unit, edition_id: str, text: str, source: str = "") -> EditionVersion:
    """Begin a draft of `edition_id`: its next version. `text` need not be good yet; it is kept as it is.

    Raises NotAllowed; Refused for an id that is none, or while another draft of it is open.
    """
    held = actor.need(unit, Role.AUTHOR)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", edition_id) or len(edition_id) > 80:
        raise Refused("bad-edition-id", id=edition_id)
    _small(text)
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
            version=earlier.version + 1 if earlier else _first(edition_id),
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
    return version


def write(actor: Actor, key: int, text: str, seen: int) -> EditionVersion:
    """Change the draft's text; `seen`: the sequence on the screen. Raises NotAllowed, Refused, Stale."""
    _small(text)
    with transaction.atomic():
        version, by = _open(actor, key, "write", seen)
        if version.text == text:
            return version
        report = examined(text, f"{version.edition}.yaml")
        version.text, version.problems = text, len(report.problems)
        _entitle(version, report.edition)
        return _append(version, events.Written(_hash(text), version.problems), by)


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
    version = EditionVersion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=key)
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
        message = f"the text calls itself {report.edition.edition}; this is {version.edition}."
        raise BadInput([Problem(f"{version.edition}.yaml", message, column="edition")])
    return report.edition


def _entitle(version: EditionVersion, edition: Edition | None) -> None:
    if edition is not None:
        version.title_vi, version.title_en = edition.title.vi[:400], (edition.title.en or "")[:400]


def _first(edition_id: str) -> int:
    """The number of the first version kept here: after the one of the library, where it has one."""
    return queries.get(edition_id).version + 1 if edition_id in queries.edition_ids() else 1


def _small(text: str) -> None:
    if len(text) > LARGEST or "\0" in text:
        raise Refused("text-too-large", most=LARGEST)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
