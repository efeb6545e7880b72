"""A campaign and its parts built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from thangdo.records.acts.replay import differ, pairs, rebuilt
from thangdo.records.ledger.events import read
from thangdo.work.assessments import campaign_projection
from thangdo.work.assessments.models import (
    Answer,
    Campaign,
    Evidence,
    EvidenceUse,
    Observation,
    Opinion,
    Submission,
)
from thangdo.work.assessments.projection import Part

_KEYS = frozenset({"id", "submission", "campaign", "unit", "answer"})


def of_campaign(campaign: Campaign) -> list[str]:
    """Where the campaign's own row says something else than the ledger."""
    said = Campaign(slug=campaign.slug)
    for event in read(campaign.stream):
        campaign_projection.apply(said, event)
    return list(differ("campaign", said, campaign, _KEYS))


def differences(submission: Submission) -> list[str]:
    """Where the tables of a part say something else than the ledger; empty when all is well."""
    part = rebuilt(Part(Submission(campaign=submission.campaign, unit=submission.unit)), submission.stream)
    answers = {answer.node: answer for answer in Answer.objects.filter(submission=submission)}
    evidences = {one.number: one for one in Evidence.objects.filter(submission=submission)}
    tables = {one.table: one for one in Observation.objects.filter(submission=submission)}
    given = Opinion.objects.filter(answer__submission=submission).select_related("answer")
    uses = EvidenceUse.objects.filter(answer__submission=submission)
    kept = set(uses.values_list("evidence__number", "answer__node"))
    return [
        *differ("submission", part.submission, submission, _KEYS),
        *pairs("answer", part.answers, answers, _KEYS),
        *pairs("evidence", part.evidences, evidences, _KEYS),
        *pairs("observation", part.observations, tables, _KEYS),
        *pairs("opinion", part.opinions, {(one.answer.node, one.by): one for one in given}, _KEYS),
        *(f"use of evidence {pair}" for pair in sorted(part.uses ^ kept)),
    ]


def whole(campaign: Campaign) -> list[str]:
    """Where the tables of a campaign and of all its parts say something else than the ledger."""
    parts = Submission.objects.filter(campaign=campaign).select_related("campaign", "unit")
    return [
        *(f"{campaign.slug}: {line}" for line in of_campaign(campaign)),
        *(f"{campaign.slug}/{part.unit.code}: {line}" for part in parts for line in differences(part)),
    ]


def every() -> list[str]:
    """The same of all campaigns."""
    return [line for campaign in Campaign.objects.order_by("pk") for line in whole(campaign)]
