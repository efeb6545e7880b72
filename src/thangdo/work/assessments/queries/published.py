"""The sealed publications as anybody may see them, and the public keys by which they are verified."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import QuerySet

from thangdo.records.ledger import keys
from thangdo.records.people.acting import LOCAL
from thangdo.records.units import queries as units
from thangdo.records.units.queries import LinkView
from thangdo.work.assessments import sealing
from thangdo.work.assessments.models import Publication


class NotPublished(Exception):
    """No such publication, or no such key."""


@dataclass(frozen=True, slots=True)
class PublicationView:
    """One sealed publication. decision and approved: as they were sealed.

    authority: who published it, called as on the day of publication; passed_into: where that unit's tasks
    went since then. replaces, replaced_by, latest: numbers of revisions of the same campaign.
    """

    slug: str
    revision: int
    title_vi: str
    title_en: str
    authority_vi: str
    authority_en: str
    scheme: str
    published: date
    decision: str
    approved: date | None
    period_from: date
    period_to: date
    edition: str
    edition_version: int
    units: int
    sha256: str
    manifest: str
    key: str  # the fingerprint of the signer
    size: int
    replaces: int | None
    replaced_by: int | None
    latest: int
    has_file: bool
    passed_into: tuple[LinkView, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file that is downloaded."""
        return f"{self.slug}-{self.revision}.zip"

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" and self.title_en else self.title_vi

    def authority(self, language: str) -> str:
        """Who published it."""
        return self.authority_en if language == "en" and self.authority_en else self.authority_vi


@dataclass(frozen=True, slots=True)
class Key:
    """A public key. until: the day from which another one signs; None for the one in use."""

    fingerprint: str
    since: date
    until: date | None
    pem: str


def every() -> list[PublicationView]:
    """All publications, the latest first; two queries."""
    return _views(_rows().order_by("-published_at", "-pk"))


def of_campaign(slug: str) -> list[PublicationView]:
    """The publications of one campaign, the latest first."""
    return _views(_rows().filter(campaign__slug=slug).order_by("-revision"))


def one(slug: str, revision: int | None = None) -> PublicationView:
    """One publication: the latest of a campaign, or a certain revision. Raises NotPublished."""
    for found in of_campaign(slug):
        if revision in (None, found.revision):
            return found
    raise NotPublished(slug)


def path_of(publication: PublicationView) -> Path:
    """Where its file lies. Raises NotPublished when it is not there."""
    path = sealing.path_of(publication.sha256)
    if not path.exists():
        raise NotPublished(publication.file)
    return path


def known_keys() -> list[Key]:
    """Every key that signed here, the one in use first."""
    found, until = [], None
    for known in keys.known_keys():
        found.append(Key(known.fingerprint, _day(known.since), until, _pem(known.public)))
        until = _day(known.since)
    return found


def key(fingerprint: str) -> Key:
    """One key. Raises NotPublished."""
    for found in known_keys():
        if found.fingerprint == fingerprint:
            return found
    raise NotPublished(fingerprint)


def _rows() -> QuerySet[Publication]:
    return Publication.objects.select_related(
        "campaign__authority", "campaign__edition", "replaces", "replaced_by"
    ).defer("campaign__edition__text", "campaign__edition__frozen")


def _views(rows: QuerySet[Publication]) -> list[PublicationView]:
    found = list(rows)
    called, passed = _called(found), _passed(found)
    return [_view(row, called[row.pk], passed.get(_authority(row), ())) for row in found]


def _authority(row: Publication) -> tuple[str, str]:
    return row.campaign.authority.scheme, row.campaign.authority.code


def _called(rows: Iterable[Publication]) -> dict[int, units.UnitView]:
    """Publication -> its authority, called as on its day; two queries a day at most."""
    by_day: dict[date, list[Publication]] = {}
    for row in rows:
        by_day.setdefault(_day(row.published_at), []).append(row)
    found = {}
    for day, published in by_day.items():
        called = units.names_on(day, {_authority(row) for row in published})
        found.update({row.pk: called[_authority(row)] for row in published})
    return found


def _passed(rows: Iterable[Publication]) -> dict[tuple[str, str], list[LinkView]]:
    """The authorities that have ended -> what they passed into; one query when there are any."""
    ended = {_authority(row) for row in rows if row.campaign.authority.valid_to is not None}
    return units.successors_of(sorted(ended))


def _view(row: Publication, called: units.UnitView, passed: Iterable[LinkView]) -> PublicationView:
    campaign = row.campaign
    sealed = _sealed(row.sha256)
    approved = sealed.get("approved") or ""
    after = getattr(row, "replaced_by", None)
    return PublicationView(
        slug=campaign.slug,
        revision=row.revision,
        title_vi=campaign.title_vi,
        title_en=campaign.title_en,
        authority_vi=called.name_vi,
        authority_en=called.name_en,
        scheme=campaign.authority.scheme,
        published=_day(row.published_at),
        decision=sealed.get("decision") or campaign.approval,
        approved=date.fromisoformat(approved) if approved else campaign.approved_on,
        period_from=campaign.period_from,
        period_to=campaign.period_to,
        edition=campaign.edition.edition,
        edition_version=campaign.edition.version,
        units=row.units,
        sha256=row.sha256,
        manifest=row.manifest,
        key=row.key_id,
        size=row.size,
        replaces=row.replaces.revision if row.replaces else None,
        replaced_by=after.revision if after else None,
        latest=campaign.revision,
        has_file=sealing.path_of(row.sha256).exists(),
        passed_into=tuple(passed),
    )


def _sealed(sha256: str) -> Mapping[str, str]:
    """What was sealed about the decision; nothing where the file is not there."""
    path = sealing.path_of(sha256)
    return _extra(path) if path.exists() else {}


@lru_cache(maxsize=200)
def _extra(path: Path) -> Mapping[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = json.loads(archive.read("extra.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return {}
    return {name: str(found.get(name) or "") for name in ("decision", "approved")}


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _pem(public: str) -> str:
    loaded = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    return loaded.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
