"""The published editions that anybody may read: those of the library, and those published here."""

from __future__ import annotations

from thangdo.rules.index.edition.model import Edition
from thangdo.work.editions import queries
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State
from thangdo.work.editions.stored import edition_of


def ids() -> list[str]:
    """The ids of all published editions; one query."""
    here = EditionVersion.objects.filter(state=State.PUBLISHED).values_list("edition", flat=True)
    return [*queries.edition_ids(), *sorted(set(here) - set(queries.edition_ids()))]


def get(edition: str, version: int | None = None) -> Edition:
    """The latest version of an edition, or a certain one. Raises KeyError when it is not published."""
    stored = _stored(edition, version)
    if stored is not None:
        return edition_of(stored)
    if edition in queries.edition_ids() and (version is None or version in queries.versions(edition)):
        return queries.get(queries.named(edition, version))
    raise KeyError(edition)


def text(edition: str, version: int | None = None) -> str:
    """The YAML text of a published edition, as its authors wrote it. Raises KeyError."""
    stored = _stored(edition, version)
    if stored is not None:
        return stored.text
    get(edition, version)
    return queries.source_text(queries.named(edition, version))


def versions(edition: str) -> list[int]:
    """The numbers of the published versions, the latest first."""
    here = EditionVersion.objects.filter(edition=edition, state=State.PUBLISHED)
    found = set(here.values_list("version", flat=True))
    found.update(queries.versions(edition))
    return sorted(found, reverse=True)


def _stored(edition: str, version: int | None) -> EditionVersion | None:
    rows = EditionVersion.objects.filter(edition=edition, state=State.PUBLISHED)
    if version is not None:
        rows = rows.filter(version=version)
    return rows.order_by("-version").first()
