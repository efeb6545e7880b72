"""Publishing what was sealed: file, event, row and scoreboard, once for each revision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from thangdo.records.acts.declared import On, Outcome
from thangdo.records.people.acting import Refused
from thangdo.records.results.store import Header, Row, not_returned, store
from thangdo.rules.canonical import canonical
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.work.assessments import events, sealing
from thangdo.work.assessments.actions.campaigns import as_concluded
from thangdo.work.assessments.actions.subjects import OneCampaign
from thangdo.work.assessments.models import Campaign, Publication
from thangdo.work.assessments.scoring import edition_of
from thangdo.work.assessments.sealing import Sealed


def publish(on: On[OneCampaign]) -> Outcome:
    """Publish the approved result, and put it on the scoreboard.

    Sealing takes long: `background_sealing.publish` does it before, without a lock; what was sealed is
    published only when nothing has moved since.
    """
    campaign = on.subject.row
    sealed = on.subject.sealed or sealing.sealed(campaign, on.at)
    if sealed.sequence != campaign.sequence:
        raise Refused("moved-while-sealing")
    explained = hashlib.sha256()
    for one in sealed.explanations:
        explained.update(canonical(one) + b"\n")
    as_concluded(campaign, explained.hexdigest())
    sealing.keep(sealed.content, sealed.sha256)
    Publication.objects.create(
        campaign=campaign,
        revision=sealed.revision,
        replaces=sealed.before,
        sha256=sealed.sha256,
        manifest=sealed.manifest,
        key_id=sealed.key_id,
        size=len(sealed.content),
        units=sealed.units,
        reason=campaign.correction,
        published_at=on.at,
    )
    _on_the_scoreboard(on, campaign, sealed)
    published = events.CampaignPublished(
        on.day, sealed.revision, sealed.sha256, sealed.manifest, sealed.key_id
    )
    return Outcome([published], {"revision": sealed.revision, "sha256": sealed.sha256})


def _on_the_scoreboard(on: On[OneCampaign], campaign: Campaign, sealed: Sealed) -> None:
    edition = edition_of(campaign.edition).model_dump(mode="json", by_alias=True)
    header = Header(
        id=campaign.slug,
        kind="computed",
        section="named",
        title_vi=campaign.title_vi,
        title_en=campaign.title_en,
        date=on.day,
        period=f"{campaign.period_from.isoformat()}/{campaign.period_to.isoformat()}",
        source=campaign.approval,
        engine=ENGINE_VERSION,
        inputs_hash=sealed.manifest,
        publisher_vi=campaign.authority.name_vi,
        publisher_en=campaign.authority.name_en,
        follows=campaign.follows,
    )
    store(header, edition, _Rows(sealed))


class _Rows:
    """The results of a publication, one after the other, as often as one goes over them."""

    def __init__(self, sealed: Sealed) -> None:
        self.sealed = sealed

    def __iter__(self) -> Iterator[Row]:
        for said in self.sealed.explanations:
            yield Row(str(self.sealed.schemes[str(said["unit"])]), said)
        for one in self.sealed.not_returned:
            yield Row(one.scheme, not_returned(one.code, one.tier), one.name)
