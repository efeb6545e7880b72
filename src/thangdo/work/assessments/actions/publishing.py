"""Sealing and publishing a campaign: file, event, row and scoreboard, once for each revision."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.conf import settings

from thangdo.records.ledger import keys
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.results.store import Header, Row, store
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.rules.index.publication.model import MANIFEST
from thangdo.rules.index.publication.sealing import seal
from thangdo.work.assessments import events, sealing
from thangdo.work.assessments.actions.common import Json, campaign_of, in_state, may, on_campaign, write
from thangdo.work.assessments.models import Campaign, Publication
from thangdo.work.assessments.scoring import edition_of
from thangdo.work.assessments.states import Campaign as State

Progress = Callable[[str, int, int], None]


def publish(actor: Actor, slug: str, progress: Progress | None = None) -> Json:
    """Seal the approved result, put it on the scoreboard. Gives {"revision", "sha256", "sequence"}.

    The work of sealing holds no lock; what was sealed is published only when nothing has moved since.
    Raises NotAllowed, Refused, BadInput, BadKey.
    """
    campaign = campaign_of(slug)
    may(actor, "publish", campaign)
    repeated = _published_with(actor, slug)
    if repeated is not None:
        return repeated
    in_state("publish", campaign)
    before = campaign.publications.order_by("-revision").first()
    revision = campaign.revision + 1
    signer = keys.signer(Path(settings.DATA), actor.at)
    publication = sealing.publication_of(campaign, revision, before)
    content = seal(publication, signer.sign, signer.public, *([progress] if progress else []))
    sha256 = hashlib.sha256(content).hexdigest()
    manifest, explanations = _read(content)

    def does(now: Campaign, held: OfficeHeld) -> Json:
        if now.sequence != campaign.sequence:
            raise Refused("moved-while-sealing")
        sealing.keep(content, sha256)
        Publication.objects.create(
            campaign=now,
            revision=revision,
            replaces=before,
            sha256=sha256,
            manifest=manifest,
            key_id=signer.fingerprint,
            size=len(content),
            units=len(publication.answers.units),
            reason=now.correction,
            published_at=actor.at,
        )
        now.state, now.published_on, now.revision, now.correction = (
            State.PUBLISHED,
            actor.day,
            revision,
            None,
        )
        happened = events.CampaignPublished(actor.day, revision, sha256, manifest, signer.fingerprint)
        sequence = write(now, happened, actor.by(held))
        _on_the_scoreboard(now, publication.schemes, explanations, manifest)
        return {"revision": revision, "sha256": sha256, "sequence": sequence}

    return on_campaign(actor, "publish", slug, {}, does)


def _published_with(actor: Actor, slug: str) -> Json | None:
    """The first answer, where this very request was sent before."""
    from thangdo.records.ledger.models import Receipt

    if not actor.key:
        return None
    known = Receipt.objects.filter(key=f"{actor.ref} {actor.key}").first()
    if known is None:
        return None
    return on_campaign(actor, "publish", slug, {}, lambda campaign, held: {})


def _read(content: bytes) -> tuple[str, list[dict[str, object]]]:
    """The hash of the manifest, and the explanations as they were sealed."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        manifest = hashlib.sha256(archive.read(MANIFEST)).hexdigest()
        explanations = json.loads(archive.read("explanations.json"))["units"]
    return manifest, explanations


def _on_the_scoreboard(
    campaign: Campaign, schemes: object, explanations: list[dict[str, object]], manifest: str
) -> None:
    assert isinstance(schemes, dict)
    edition = edition_of(campaign.edition).model_dump(mode="json", by_alias=True)
    header = Header(
        id=campaign.slug,
        kind="computed",
        section="named",
        title_vi=campaign.title_vi,
        title_en=campaign.title_en,
        date=campaign.published_on,
        period=f"{campaign.period_from.isoformat()}/{campaign.period_to.isoformat()}",
        source=campaign.approval,
        engine=ENGINE_VERSION,
        inputs_hash=manifest,
        publisher_vi=campaign.authority.name_vi,
        publisher_en=campaign.authority.name_en,
        follows=campaign.follows,
    )
    rows = [Row(str(schemes[str(said["unit"])]), said) for said in explanations]
    store(header, edition, rows)
