"""What a campaign publishes: final answers, decisions, evidence hashes and offices, to be sealed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from thangdo.records.ledger import keys
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Refused
from thangdo.rules.index.edition.model import Text
from thangdo.rules.index.publication.model import (
    EXPLANATIONS,
    MANIFEST,
    Decision,
    Evidence,
    Office,
    Publication,
    Silent,
)
from thangdo.rules.index.publication.sealing import seal
from thangdo.work.assessments import replaying, scoring
from thangdo.work.assessments.models import SIGNED, Answer, Campaign, EvidenceUse, Submission
from thangdo.work.assessments.models import Publication as Published
from thangdo.work.assessments.states import UNIT
from thangdo.work.assessments.states import Decision as Decided

FOLDER = "publications"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanations of a publication, read from it line by line as often as one goes over them.

    Those of 5,259 units on 50 criteria are 110 MB of text and six times as much as data.
    """

    content: bytes

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with zipfile.ZipFile(BytesIO(self.content)) as archive, archive.open(EXPLANATIONS) as lines:
            next(lines)  # {…,"units":[
            for line in lines:
                if not line.startswith(b"]"):
                    yield json.loads(line.rstrip(b",\n"))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A publication as it was sealed, and of which sequence of the campaign."""

    sequence: int
    revision: int
    before: Published | None
    content: bytes
    sha256: str
    manifest: str
    key_id: str
    units: int
    schemes: Mapping[str, str]
    explanations: Explained
    not_returned: Sequence[Silent] = ()


def sealed(campaign: Campaign, at: datetime, progress: Progress | None = None) -> Sealed:
    """Seal what stands in a campaign; nothing is kept.

    What is sealed is what the ledger says: the campaign and all its parts are replayed first.
    Raises Refused("tables-differ"), BadInput, BadKey.
    """
    if wrong := _differing(campaign):
        raise Refused("tables-differ", what="; ".join(wrong[:3]), n=len(wrong))
    before = campaign.publications.order_by("-revision").first()
    revision = campaign.revision + 1
    signer = keys.signer(Path(settings.DATA), at)
    publication = publication_of(campaign, revision, before)
    content = seal(publication, signer.sign, signer.public, *([progress] if progress else []))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        manifest = hashlib.sha256(archive.read(MANIFEST)).hexdigest()
    return Sealed(
        campaign.sequence,
        revision,
        before,
        content,
        hashlib.sha256(content).hexdigest(),
        manifest,
        signer.fingerprint,
        len(publication.answers.units),
        publication.schemes,
        Explained(content),
        publication.not_returned,
    )


def _differing(campaign: Campaign) -> list[str]:
    """Where tables and ledger differ at two looks: nothing is locked, and an act may land within one."""

    def look() -> list[str]:
        return replaying.whole(Campaign.objects.get(pk=campaign.pk))

    first = look()
    return [line for line in look() if line in first] if first else []


def publication_of(campaign: Campaign, revision: int, before: Published | None) -> Publication:
    """Everything that is sealed: no free text, no name of a person."""
    answers, schemes = scoring.answers_of(campaign)
    declared, _ = scoring.answers_of(campaign, "declared")
    silent = scoring.not_returned(campaign)
    return Publication(
        id=campaign.slug,
        revision=revision,
        title=Text(vi=campaign.title_vi, en=campaign.title_en or None),
        edition=scoring.evaluation_of(campaign.edition).edition,
        answers=answers,
        replaces=before.manifest if before else None,
        schemes=schemes,
        declared=declared.values,
        decisions=_decisions(campaign),
        evidence=_evidence(campaign),
        offices=_offices(campaign, silent),
        rule_versions={"calendar": campaign.calendar, "edition": campaign.edition.sha256},
        extra={
            "period": {"from": campaign.period_from.isoformat(), "to": campaign.period_to.isoformat()},
            "dispatched": _day(campaign.dispatched_on),
            "return_by": _day(campaign.return_by),
            "notified": _day(campaign.notified_on),
            "objection_until": _day(campaign.objection_until),
            "approved": _day(campaign.approved_on),
            "decision": campaign.approval,
            "authority": f"{campaign.authority.scheme}:{campaign.authority.code}",
            "appraising": f"{campaign.appraising.scheme}:{campaign.appraising.code}",
            "follows": campaign.follows,
        },
        not_returned=[
            Silent(part.unit.scheme, part.unit.code, part.tier, part.unit.name_vi) for part in silent
        ],
    )


def _decisions(campaign: Campaign) -> list[Decision]:
    signed = Submission.objects.filter(SIGNED, campaign=campaign)
    rows = Answer.objects.filter(submission__in=signed).order_by("submission__unit__code", "place")
    found = []
    for code, node, decision, measured, council, objection in rows.values_list(
        "submission__unit__code", "node", "decision", "measured", "by_council", "objection"
    ).iterator(chunk_size=5000):
        word = "council" if council else "measured" if measured and decision != Decided.PENDING else decision
        found.append(Decision(code, node, word if objection == "none" else f"{word}-{objection}"))
    return found


def _evidence(campaign: Campaign) -> list[Evidence]:
    signed = Submission.objects.filter(SIGNED, campaign=campaign)
    rows = EvidenceUse.objects.filter(answer__submission__in=signed)
    return [
        Evidence(code, node, kind, sha256, effective)
        for code, node, kind, sha256, effective in rows.order_by(
            "answer__submission__unit__code", "answer__place", "evidence__number"
        ).values_list(
            "answer__submission__unit__code",
            "answer__node",
            "evidence__kind",
            "evidence__sha256",
            "evidence__effective",
        )
    ]


def _offices(campaign: Campaign, silent: Sequence[Submission]) -> list[Office]:
    """The offices whose holders acted, from the ledger: role@scheme:code; not those of the units that never
    signed off, whose drafts are their own."""
    own = Q(stream=campaign.stream) | Q(stream__startswith=f"{campaign.stream}/")
    events = Event.objects.filter(own).exclude(office="")
    drafting = {f"{role}@{part.unit.scheme}:{part.unit.code}" for part in silent for role in UNIT}
    offices = set(events.values_list("office", flat=True).distinct()) - drafting
    pairs = [office.split("@", 1) for office in offices]
    return [Office(role, unit) for role, unit in sorted({(role, unit) for role, unit in pairs})]


def path_of(sha256: str) -> Path:
    """Where the file of a publication lies."""
    return Path(settings.DATA) / FOLDER / f"{sha256}.zip"


def keep(content: bytes, sha256: str) -> Path:
    """Write the file whole or not at all; one that is there already is left as it is."""
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        partial = path.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(path)
    return path


def _day(day: object) -> str:
    return str(day) if day else ""
