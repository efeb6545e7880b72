"""The editions kept in the database: read, checked, found by those that extend them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from thangdo.rules.index.answers import BadInput as BadInput
from thangdo.rules.index.edition.check import Report, examine_source
from thangdo.rules.index.edition.merge import merged
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.source import Source, read
from thangdo.rules.index.publication.parts import read_edition
from thangdo.work.editions import queries
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State


class Damaged(Exception):
    """A published edition is no longer what its hash says."""


def find(edition_id: str) -> tuple[str | bytes, str] | None:
    """The text of an edition that another extends: the latest published one, else that of the library.

    edition_id: `id`, or `id@version` for that version alone.
    """
    edition, at, version = edition_id.partition("@")
    rows = EditionVersion.objects.filter(edition=edition, state=State.PUBLISHED)
    if at:
        rows = rows.filter(version=int(version)) if version.isdecimal() else rows.none()
    stored = rows.order_by("-version").first()
    if stored is not None:
        return stored.text, f"{edition_id}.yaml"
    try:
        return queries.source_text(edition_id), f"{edition_id}.yaml"
    except KeyError:
        return None


@dataclass(frozen=True)
class Looked:
    """A text that was looked at: what it writes itself, with what it takes over, what the check says."""

    own: Source
    whole: Source
    report: Report


def looked(text: str, name: str) -> Looked:
    """The text read, merged and checked; kept for those that ask again. Never raises for bad text."""
    return _looked(text, name, EditionVersion.objects.filter(state=State.PUBLISHED).count())


@lru_cache(maxsize=24)
def _looked(text: str, name: str, published: int) -> Looked:
    """What is published never changes, so that its number says whether an answer is still right."""
    own = read(text, name)
    problems = list(own.problems)
    whole = merged(own, find) if own.data else own
    report = examine_source(whole, find)
    own.problems = problems
    return Looked(own, whole, report)


def examined(text: str, name: str) -> Report:
    """Everything that can be said about a draft's text. Never raises for bad text."""
    return looked(text, name).report


def edition_of(version: EditionVersion) -> Edition:
    """The published edition, its hash looked at. Raises Damaged; ValueError for one not published."""
    if not version.sha256:
        raise ValueError(f"{version} is not published")
    return _thawed(version.pk, version.sha256)


@lru_cache(maxsize=32)
def _thawed(key: int, expected: str) -> Edition:
    frozen = EditionVersion.objects.only("frozen").get(pk=key).frozen.encode()
    if hashlib.sha256(frozen).hexdigest() != expected:
        raise Damaged(f"edition {key} does not have the hash {expected} under which it was published")
    return read_edition(frozen)
